"""A fault in one record is reported with its file, line, field and value, and with what would be right."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from knowledge.corpus import read_corpus
from knowledge.problems import LibraryError, Problem

Library = Callable[..., Path]

SCHOLAR = "sources/scholar-1999.toml"
CLAIM = "claims/travel.toml"
NOTE = "evidence/travel/scholar.toml"
OWN_NOTE = "evidence/travel/article.toml"
SEARCH = "searches/travel.toml"
CONFLICT = "conflicts/countries.toml"
PREMISE = "premises/all-of-them.toml"


@dataclass(frozen=True)
class Fault:
    """One way to break the small library, and where and how it should be reported."""

    what: str
    file: str
    old: str
    new: str
    line: int
    field: str
    value: str
    says: tuple[str, ...]


FAULTS = [
    Fault("claim unknown to a note", NOTE, 'claim_id = "travel"', 'claim_id = "nobody"',
          2, "claim_id", "'nobody'", ("is no claim of this library",)),
    Fault("component unknown to its claim", NOTE, 'component = "total"', 'component = "third"',
          3, "component", "'third'", ("is no component of its claim",)),
    Fault("source unknown to a note", NOTE, 'source_id = "scholar-1999"', 'source_id = "nobody"',
          4, "source_id", "'nobody'", ("is no source of this library",)),
    Fault("origin unknown", NOTE, 'origin_source_id = "article-2011"', 'origin_source_id = "nobody"',
          19, "lineage.origin_source_id", "'nobody'", ("is no source",)),
    Fault("origin without relation", NOTE, 'relation = "based_on"\n', "",
          17, "lineage.relation", "", ("goes with origin_source_id",)),
    Fault("derived from an unknown source", SCHOLAR, 'source_id = "article-2011"', 'source_id = "nobody"',
          19, "derives_from.0.source_id", "'nobody'", ("is no source",)),
    Fault("derived from itself", SCHOLAR, 'source_id = "article-2011"', 'source_id = "scholar-1999"',
          18, "derives_from", "'scholar-1999 -> scholar-1999'", ("goes round in a circle",)),
    Fault("claim unknown to a search", SEARCH, 'claim_id = "travel"', 'claim_id = "nobody"',
          1, "claim_id", "'nobody'", ("is no claim",)),
    Fault("claim unknown to a conflict", CONFLICT, '["travel"]', '["nobody"]',
          3, "claim_ids", "'nobody'", ("is no claim",)),
    Fault("source unknown to a conflict", CONFLICT, '["scholar-1999"]', '["nobody"]',
          12, "positions.1.source_ids", "'nobody'", ("is no source",)),
    Fault("conflict of one side", CONFLICT, '[[positions]]\nvalue = "40"\nsource_ids = ["scholar-1999"]\n', "",
          6, "positions", "", ("at least two sides",)),
    Fault("claim unknown to a premise", PREMISE, '["travel"]', '["nobody"]',
          3, "claim_ids", "'nobody'", ("is no claim",)),
    Fault("note unknown to a premise", PREMISE, '["travel--scholar"]', '["nobody"]',
          12, "sentences.1.evidence", "'nobody'", ("is no evidence record",)),
    Fault("premise number not in its evidence", PREMISE, "counts 40", "counts 41",
          11, "sentences.1.text", "['41']", ("numbers that its evidence does not give",)),
    Fault("premise that mixes origins", PREMISE, '["travel--scholar"]', '["travel--scholar", "travel--article"]',
          12, "sentences.1.evidence", "['travel--scholar', 'travel--article']", ("split the sentence",)),
    Fault("missing field", NOTE, 'confidence = "H"\n', "",
          1, "confidence", "", ("is missing",)),
    Fault("missing field in a table", CLAIM, 'clause = "he travelled abroad"\n', "",
          20, "components.1.clause", "", ("is missing",)),
    Fault("unknown field", NOTE, 'read = "whole"', 'read = "whole"\nmood = "glad"',
          16, "mood", "'glad'", ("is no field of this record",)),
    Fault("unknown choice", NOTE, 'stance = "refutes"', 'stance = "denies"',
          6, "stance", "'denies'", ("'supports'", "'refutes'", "'reports_only'", "'context'")),
    Fault("unknown choice in a table", NOTE, 'relation = "based_on"', 'relation = "copies"',
          20, "lineage.relation", "'copies'", ("'quotes'", "'relays'", "'based_on'", "'translation'")),
    Fault("wrong type", NOTE, "credibility = 2", 'credibility = "good"',
          13, "credibility", "'good'", ("integer",)),
    Fault("credibility off the scale", NOTE, "credibility = 2", "credibility = 7",
          13, "credibility", "7", ("1 to 6",)),
    Fault("empty text", NOTE, '"A scholar counts 40 countries between 1950 and 1994."', '""',
          5, "statement", "''", ("at least 1 character",)),
    Fault("impossible date of a source", SCHOLAR, '"1999-05"', '"1999-13"',
          4, "date", "'1999-13'", ("YYYY-MM-DD", "slash")),
    Fault("interval that runs backwards", NOTE, '"1950/1994"', '"1994/1950"',
          8, "event_date", "'1994/1950'", ("YYYY-MM-DD",)),
    Fault("cutoff in words", CLAIM, '"1994-07-08"', '"July 1994"',
          5, "cutoff", "'July 1994'", ("YYYY-MM-DD",)),
    Fault("search without a day that exists", SEARCH, '"2026-11-23"', '"2026-11-31"',
          2, "date", "'2026-11-31'", ("YYYY-MM-DD",)),
    Fault("quote not in the article", CLAIM, 'verbatim = "visited 87 countries"', 'verbatim = "visited 88 countries"',
          3, "verbatim", "'visited 88 countries'", ("does not stand in one sentence of the article",)),
    Fault("quote over two sentences", CLAIM, 'verbatim = "visited 87 countries"', 'verbatim = "in all. He met"',
          3, "verbatim", "'in all. He met'", ("one sentence",)),
    Fault("reported words not in the article", CLAIM, "“visited 87 countries”", "“saw 87 countries”",
          9, "reported", "'saw 87 countries'", ("does not stand in one sentence",)),
    Fault("reported without quotation marks", CLAIM, "“visited 87 countries”", "visited many",
          9, "reported", "'The article says that he visited many.'", ("between “ and ”",)),
    Fault("number outside the article's words", CLAIM, "says that he", "says 99 times that he",
          9, "reported", "['99']", ("outside the article's own words",)),
    Fault("claim without a cutoff", CLAIM, 'cutoff = "1994-07-08"\n', "",
          1, "cutoff", "", ("is missing",)),
    Fault("two headline components", CLAIM, "headline = false", "headline = true",
          12, "components", "['total', 'some']", ("exactly one headline",)),
    Fault("component named twice", CLAIM, 'id = "some"', 'id = "total"',
          21, "components.1.id", "'total'", ("already",)),
    Fault("support without a basis", OWN_NOTE, '"reports_only"', '"supports"',
          8, "basis", "'repetition'", ("no basis for the stance 'supports'",)),
    Fault("refutation by repetition", OWN_NOTE, '"reports_only"', '"refutes"',
          8, "basis", "'repetition'", ("only as an admission",)),
    Fault("admission that does not refute", OWN_NOTE, "interest = false", "interest = true",
          9, "admission_against_interest", "True", ("goes with the stance 'refutes'",)),
    Fault("address of a copy", SCHOLAR, 'access = "original"', 'access = "copy"\nread_in = "an archive"',
          17, "url", "'https://example.org/forty'", ("links go to originals only",)),
    Fault("original without address", SCHOLAR, 'url = "https://example.org/forty"\n', "",
          1, "url", "", ("stands exactly where access is 'original'",)),
    Fault("address that is none", SCHOLAR, "https://example.org/forty", "javascript:alert(1)",
          16, "url", "'javascript:alert(1)'", ("https://",)),
    Fault("copy that is not named", SCHOLAR, 'access = "original"\nurl = "https://example.org/forty"',
          'access = "copy"', 1, "read_in", "", ("access is 'copy'",)),
    Fault("id that is not the file's name", SCHOLAR, 'id = "scholar-1999"', 'id = "scholar-2000"',
          1, "id", "'scholar-2000'", ("'scholar-1999'",)),
    Fault("evidence id that is not folder and name", NOTE, 'id = "travel--scholar"', 'id = "scholar"',
          1, "id", "'scholar'", ("folder--name", "'travel--scholar'")),
    Fault("not TOML", NOTE, 'stance = "refutes"', "stance = refutes",
          6, "", "", ("is not TOML",)),
]  # fmt: skip


def problems_of(root: Path) -> tuple[Problem, ...]:
    with pytest.raises(LibraryError) as caught:
        read_corpus(root)
    return caught.value.problems


def test_the_small_library_is_sound(small_library: Library) -> None:
    corpus = read_corpus(small_library())
    assert list(corpus.sources) == ["article-2011", "scholar-1999"]
    assert [record.id for record in corpus.evidence_by_claim["travel"]] == [
        "travel--article",
        "travel--scholar",
    ]


def test_the_shipped_library_is_sound() -> None:
    assert read_corpus().claims


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.what)
def test_a_fault_is_reported_where_it_stands(small_library: Library, fault: Fault) -> None:
    problems = problems_of(small_library(fault.file, fault.old, fault.new))
    found = [problem for problem in problems if (problem.file, problem.field) == (fault.file, fault.field)]
    assert found, problems
    assert (found[0].line, found[0].value) == (fault.line, fault.value)
    for words in fault.says:
        assert words in found[0].message
    where = f"{fault.file}:{fault.line}:"
    assert str(found[0]).startswith(f"{where} {fault.field}" if fault.field else where)


def test_a_circle_of_derivation_is_drawn(small_library: Library) -> None:
    root = small_library()
    article = root / "sources/article-2011.toml"
    back = '\n[[derives_from]]\nsource_id = "scholar-1999"\nrelation = "quotes"\n'
    article.write_text(article.read_text(encoding="utf-8") + back, encoding="utf-8")
    (problem,) = problems_of(root)
    assert problem.value == "'article-2011 -> scholar-1999 -> article-2011'"


def test_an_id_stands_once(small_library: Library) -> None:
    root = small_library()
    (root / "sources/more").mkdir()
    copy = root / "sources/more/scholar-1999.toml"
    copy.write_bytes((root / SCHOLAR).read_bytes())
    (problem,) = problems_of(root)
    assert (problem.file, problem.line, problem.field) == (SCHOLAR, 1, "id")
    assert problem.message == "stands in sources/more/scholar-1999.toml already"


def test_a_claim_without_a_search_is_reported(small_library: Library) -> None:
    root = small_library()
    (root / SEARCH).unlink()
    (problem,) = problems_of(root)
    assert (problem.file, problem.value, problem.message) == (
        CLAIM,
        "'travel'",
        "has no search record in searches/",
    )


def test_a_file_that_is_not_utf_8_is_reported_with_its_line(small_library: Library) -> None:
    root = small_library()
    (root / NOTE).write_bytes((root / NOTE).read_bytes().replace(b"A scholar", b"A \xe9cole"))
    problem = next(problem for problem in problems_of(root) if problem.file == NOTE)
    assert (problem.line, problem.message) == (5, "is not UTF-8 text")


@pytest.mark.parametrize(("content", "says"), [(None, "is missing"), (b"\xff\xfe", "is not UTF-8 text")])
def test_a_library_needs_its_article(small_library: Library, content: bytes | None, says: str) -> None:
    root = small_library()
    article = root / "article/article.txt"
    article.unlink() if content is None else article.write_bytes(content)
    problem = problems_of(root)[0]
    assert problem.file == "article/article.txt"
    assert problem.message.startswith(says)


def test_every_fault_is_reported_at_once_and_the_message_says_how_to_see_them(small_library: Library) -> None:
    root = small_library(NOTE, 'stance = "refutes"', 'stance = "denies"')
    (root / SEARCH).unlink()
    with pytest.raises(LibraryError, match=r"and \d more; run: secondsource check") as caught:
        read_corpus(root)
    assert {problem.file for problem in caught.value.problems} >= {NOTE, CLAIM}
    assert list(caught.value.problems) == sorted(caught.value.problems)


@pytest.mark.parametrize("file", ["article/article.txt", SCHOLAR, CLAIM, NOTE, SEARCH, CONFLICT, PREMISE])
def test_the_fingerprint_changes_with_one_byte_of_one_record(small_library: Library, file: str) -> None:
    root = small_library()
    before = read_corpus(root).fingerprint
    assert read_corpus(root).fingerprint == before
    (root / file).write_bytes((root / file).read_bytes()[:-1] + b" ")
    assert read_corpus(root).fingerprint != before


def test_the_fingerprint_changes_with_a_files_name(small_library: Library) -> None:
    root = small_library()
    before = read_corpus(root).fingerprint
    (root / "searches/travel.toml").rename(root / "searches/renamed.toml")
    assert read_corpus(root).fingerprint != before
