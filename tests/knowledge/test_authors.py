"""Names in references: every author of the library is known, and no publication says more than its record."""

from types import SimpleNamespace

import pytest

from knowledge.authors import csl_name, unlisted_authors
from knowledge.library import Library
from knowledge.publications import CSL_TYPES, added_words, idle_entries, publication
from knowledge.vocabulary import SourceType


def test_every_author_of_the_library_is_listed(library: Library) -> None:
    assert unlisted_authors(library.corpus.sources.values()) == ()


def test_an_author_nobody_listed_is_found_and_taken_literally(make: SimpleNamespace) -> None:
    source = make.source("own", authors=("Ana María Pérez", "Kim Il Sung"))
    assert unlisted_authors([source]) == ("Ana María Pérez",)
    assert csl_name("Ana María Pérez") == {"literal": "Ana María Pérez"}


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("Charles K. Armstrong", {"family": "Armstrong", "given": "Charles K."}),
        ("Shen Zhihua", {"family": "Shen", "given": "Zhihua", "static-ordering": True}),
        ("Kim Il Sung", {"family": "Kim", "given": "Il Sung", "static-ordering": True}),
        ("Do Dieu Khue", {"family": "Do", "given": "Dieu Khue", "static-ordering": True}),
        ("Donggil Kim", {"family": "Kim", "given": "Donggil"}),
        ("Tycho van der Hoog", {"family": "Hoog", "given": "Tycho", "non-dropping-particle": "van der"}),
        ("Lee (student author)", {"family": "Lee"}),
        ("Hungarian embassy, Moscow", {"literal": "Hungarian embassy, Moscow"}),
        ("wire report", None),
    ],
)
def test_names_are_taken_apart_as_their_bearers_do(author: str, name: dict[str, str] | None) -> None:
    assert csl_name(author) == name


def test_every_person_is_named_in_full_by_the_parts(library: Library) -> None:
    """No part of a name is lost or made up on the way from the record to a reference."""
    for author in {author for source in library.corpus.sources.values() for author in source.authors}:
        name = csl_name(author)
        if name and "family" in name:
            parts = [name.get("given", ""), name.get("non-dropping-particle", ""), name["family"]]
            written = author.replace(" (student author)", "")
            assert sorted(" ".join(parts).split()) == sorted(written.split()), author


def test_no_publication_says_more_than_its_record(library: Library) -> None:
    assert added_words(library.corpus.sources.values()) == ()


def test_words_of_our_own_in_a_publication_are_found(make: SimpleNamespace) -> None:
    """The entry of a source that is not the one it was written for is caught by its words."""
    other = make.source("young-2021-intro", title="Something else", source_type=SourceType.SCHOLARSHIP)
    assert any("'Introduction' stands nowhere" in finding for finding in added_words([other]))


def test_every_entry_belongs_to_a_source(library: Library) -> None:
    assert idle_entries(library.corpus.sources.values()) == ()
    assert "young-2021-intro" in idle_entries([])


def test_every_type_is_one_of_csl(library: Library) -> None:
    assert {publication(source)["type"] for source in library.corpus.sources.values()} <= CSL_TYPES
