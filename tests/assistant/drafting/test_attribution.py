"""A name in front of a source's words must be that source's."""

import pytest

from assistant.drafting.attribution import attributed, source_names, without_connective
from knowledge.library import Library


def left(library: Library, passage_id: str, text: str) -> list[str]:
    passage = library.passages[passage_id]
    return list(attributed(text, passage, library.source_of(passage)))


@pytest.mark.parametrize(
    "front",
    [
        "According to Benjamin R. Young, ",
        "As Young writes, ",
        "Young writes that ",
        "Young: ",
        "In the words of Young: ",
    ],
)
def test_the_name_of_the_source_is_taken_off(library: Library, front: str) -> None:
    assert "He sent pilots." in left(library, "vietnam-airmen--young-2019-vietnam", f"{front}He sent pilots.")


@pytest.mark.parametrize(
    "front", ["According to Radchenko, ", "According to a historian, ", "Young and Radchenko write that ", "He says: "]
)
def test_any_other_name_is_not(library: Library, front: str) -> None:
    assert not left(library, "vietnam-airmen--young-2019-vietnam", f"{front}He sent pilots.")


def test_what_started_with_the_state_goes_by_no_other_name(library: Library) -> None:
    """The Los Angeles Times printed the museum's own figure."""
    passage = library.passages["gifts-count--latimes-1991-05-12-gifts"]
    state = [p for p in library.passages.values() if p.evidence_id in library.state_origin]
    relays = [p for p in state if library.source_of(p).control.value == "none"]
    assert passage.source_id
    assert relays
    for relay in relays:
        for name in source_names(library.source_of(relay)):
            assert not left(library, relay.id, f"According to {name}, it was so."), (relay.id, name)
        assert left(library, relay.id, "According to state media, it was so.")


def test_an_archive_is_not_the_author_of_a_states_papers(library: Library) -> None:
    papers = [s for s in library.corpus.sources.values() if s.source_type.value == "archival_internal"]
    assert papers
    for source in papers:
        assert not any("Wilson Center" in name for name in source_names(source) if name not in source.authors)


def test_only_the_article_is_called_the_article(library: Library) -> None:
    assert left(library, "article-2011--s07", "The article says: He traveled.") == ["He traveled."]
    assert not left(library, "travel-countries--kcna-2014-07-08-elder-statesman", "The article says: He traveled.")


def test_a_connective_is_one_only_with_its_comma() -> None:
    assert without_connective("However, he came.") == ("However, ", "he came.")
    assert without_connective("Further Documents were found.")[0] == ""
    assert without_connective("Therefore, he came.")[0] == ""
