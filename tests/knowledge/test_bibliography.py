"""Sources for reference managers and for people: a copy is never linked."""

import json
from types import SimpleNamespace
from typing import Any

import pytest

from knowledge.bibliography import citation_line, csl_json, link, read_wording, short_name
from knowledge.library import Library
from knowledge.publications import CSL_TYPES
from knowledge.records import Identifiers
from knowledge.vocabulary import Access, Control, SourceType


@pytest.fixture
def article(make: SimpleNamespace) -> Any:
    """A journal article with every field a reference manager asks for."""
    return make.source(
        "young-2021",
        title="Guns and Guerrillas",
        authors=("Benjamin R. Young", "Second Author"),
        publisher="Acta Koreana 9(1), pp. 89-115",
        date="2021-04-07",
        source_type=SourceType.SCHOLARSHIP,
        access=Access.ORIGINAL,
        url="https://example.org/young",
        licence_note="all rights reserved",
        identifiers=Identifiers(doi="10.1000/182", isbn="978-1", un_symbol="A/1", archive_ref="Box 1"),
    )


LINE = "Benjamin R. Young; Second Author, “Guns and Guerrillas”, Acta Koreana 9(1), pp. 89-115, 2021-04-07"


def test_a_source_becomes_one_csl_item(article: Any) -> None:
    assert csl_json(article) == {
        "id": "young-2021",
        "type": "article-journal",
        "title": "Guns and Guerrillas",
        "author": [{"family": "Young", "given": "Benjamin R."}, {"literal": "Second Author"}],
        "container-title": "Acta Koreana",
        "volume": "9",
        "issue": "1",
        "page": "89-115",
        "issued": {"date-parts": [[2021, 4, 7]]},
        "language": "en",
        "URL": "https://doi.org/10.1000/182",
        "DOI": "10.1000/182",
        "ISBN": "978-1",
        "number": "A/1",
        "archive_location": "Box 1",
        "x": {
            "record": LINE,
            "source_type": "scholarship",
            "control": "none",
            "interest": "neutral",
            "independence_group": "young-2021",
            "reliability": "B",
            "read": "opened at its publisher",
            "licence": "all rights reserved",
        },
    }


def test_what_is_not_known_is_left_out(make: SimpleNamespace) -> None:
    item = csl_json(make.source("bare"))
    assert sorted(item) == ["id", "language", "title", "type", "x"]


@pytest.mark.parametrize(
    ("date", "parts"),
    [("1975", [1975]), ("1975-08", [1975, 8]), ("1975-08-30", [1975, 8, 30]), ("1972/1975", [1972])],
)
def test_partial_dates_stay_partial(make: SimpleNamespace, date: str, parts: list[int]) -> None:
    assert csl_json(make.source("dated", date=date))["issued"] == {"date-parts": [parts]}


@pytest.mark.parametrize("kind", list(SourceType))
def test_each_kind_of_source_has_a_csl_type(make: SimpleNamespace, kind: SourceType) -> None:
    assert csl_json(make.source("any", source_type=kind))["type"] in CSL_TYPES


def test_an_author_that_only_names_the_outlet_is_left_out(make: SimpleNamespace) -> None:
    alone = csl_json(make.source("a", authors=("Reuters",), publisher="Reuters"))
    assert alone["container-title"] == "Reuters" and "author" not in alone
    beside = csl_json(make.source("b", authors=("Vietnam News Agency",), publisher="VietnamPlus"))
    assert beside["author"] == [{"literal": "Vietnam News Agency"}]
    namesake = csl_json(make.source("c", authors=("James Kim",), publisher="James Kim"))
    assert namesake["author"] == [{"family": "Kim", "given": "James"}]


def test_words_that_name_nobody_are_no_author(make: SimpleNamespace) -> None:
    assert "author" not in csl_json(make.source("a", authors=("wire report",), publisher="WSFA, agency report"))


def test_an_isbn_makes_a_work_of_scholarship_a_book(make: SimpleNamespace) -> None:
    fields = {"source_type": SourceType.SCHOLARSHIP, "publisher": "A press nobody listed"}
    book = csl_json(make.source("a", identifiers=Identifiers(isbn="978-1"), **fields))
    assert (book["type"], book["publisher"]) == ("book", "A press nobody listed")
    article = csl_json(make.source("b", **fields))
    assert (article["type"], article["container-title"]) == ("article-journal", "A press nobody listed")


def test_an_original_is_linked(make: SimpleNamespace) -> None:
    assert link(make.source("a", access=Access.ORIGINAL, url="https://example.org/a")) == "https://example.org/a"


def test_a_doi_is_the_link(article: Any, make: SimpleNamespace) -> None:
    assert link(article) == "https://doi.org/10.1000/182"
    doi = Identifiers(doi="10.1000/182")
    assert link(make.source("b", access=Access.COPY, read_in="a copy", identifiers=doi)) == link(article)


def test_a_copy_is_never_linked(library: Library) -> None:
    copies = [source for source in library.corpus.sources.values() if source.access is not Access.ORIGINAL]
    assert copies
    for source in copies:
        doi = source.identifiers.doi
        assert link(source) == (f"https://doi.org/{doi}" if doi else None), source.id
        assert "URL" not in csl_json(source) or doi


def test_a_copy_says_where_it_was_read(make: SimpleNamespace) -> None:
    copy = make.source("c", access=Access.COPY, read_in="the Wilson Center's archive")
    assert citation_line(copy) == "“c” (read in the Wilson Center's archive)"
    assert csl_json(copy)["x"]["read"] == read_wording(copy) == "read in the Wilson Center's archive"
    assert read_wording(make.source("d", access=Access.UNLINKED)) == "no link is given"


def test_a_citation_is_one_line(article: Any) -> None:
    assert citation_line(article) == LINE


@pytest.mark.parametrize(
    ("source_id", "name"),
    [
        ("wikipedia-kim-trips", "Wikipedia"),
        ("kcna-1998-09-17-footmark", "Korean Central News Agency (KCNA) (1998)"),
        ("hu-1973-09-27-algiers", "Hungarian Embassy in Pyongyang (1973)"),
        ("kkf-2022-04-14-veteran", "KKF Online (2022)"),
        ("yoon-constitutional-change", "Dae-Kyu Yoon"),
        ("bbc-2000-vietnam", "BBC (2000)"),
        ("vietnamese-official-histories", "Vietnamese military historians, Vietnam"),
        ("gse-bandung", "Bandung Conference of 1955"),
        ("article-2011", "the article (2011)"),
    ],
)
def test_sources_go_by_few_words(source_id: str, name: str, library: Library) -> None:
    assert short_name(library.corpus.sources[source_id]) == name


def test_every_source_of_the_library_can_be_exported(library: Library) -> None:
    items = [csl_json(source) for source in library.corpus.sources.values()]
    assert json.loads(json.dumps(items)) == items
    assert {item["x"]["control"] for item in items} <= {control.value for control in Control}
