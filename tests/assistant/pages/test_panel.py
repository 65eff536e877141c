"""The panel: passages in their place, sources with who controls them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from assistant.answers import Citation
from assistant.languages import ENGLISH
from assistant.pages.markup import join
from assistant.pages.passage import ARTICLE_HEADING, PASSAGE_HEADING, passage
from assistant.pages.source import RELIABILITY_WORDING, SIGNED_BY_NOBODY, source_card, source_view
from knowledge.bibliography import CONTROL_WORDING
from knowledge.library import Library
from knowledge.passages import ARTICLE_SOURCE_ID
from knowledge.vocabulary import PassageKind, Reliability

Read = Callable[[str], Any]
Cite = Callable[..., Citation]


def test_every_passage_can_be_shown_with_its_quote_marked_and_its_kind_named(library: Library, cite: Cite) -> None:
    assert set(PASSAGE_HEADING) == set(PassageKind)
    for each in library.passages.values():
        shown = passage(cite(each.id), library, ENGLISH)
        assert f"<mark>{join([each.text])}</mark>" in shown
        heading = ARTICLE_HEADING if each.source_id == "article-2011" else PASSAGE_HEADING[each.kind]
        assert join([heading]) in shown


def test_a_sentence_of_the_article_is_shown_between_its_neighbours(library: Library, cite: Cite, read: Read) -> None:
    sentence = next(p for p in library.passages.values() if p.locator == "sentence 7")
    tags = read(passage(cite(sentence.id), library, ENGLISH)).tags
    assert sum(attributes.get("class") == "neighbour" for _, attributes in tags) == 4


def test_every_source_card_says_who_controls_it_and_that_nobody_signed(library: Library, read: Read) -> None:
    assert {item.value for item in Reliability} == set(RELIABILITY_WORDING)
    for source in library.corpus.sources.values():
        text = read(source_card(source, ENGLISH)).text
        assert source.reliable_for in text and source.not_reliable_for in text
        assert source.reliability_reason in text
        assert SIGNED_BY_NOBODY in text


def test_a_source_cannot_bring_markup_or_a_script_address(library: Library, hostile: str) -> None:
    source = replace(library.corpus.sources[ARTICLE_SOURCE_ID], title=hostile, caution=hostile)
    card = source_card(source, ENGLISH, url="javascript:alert(1)")
    assert "<img" not in card and "<script" not in card and "<a " not in card


def test_a_source_shows_every_note_on_it_with_the_claim_it_speaks_to(library: Library, read: Read) -> None:
    for source in library.corpus.sources.values():
        text = read(source_view(source, library, ENGLISH)).text
        for note in library.corpus.evidence.values():
            if note.source_id == source.id:
                assert note.statement in text
                assert library.corpus.claims[note.claim_id].restatement in text


def test_whose_voice_a_source_is_stands_before_what_it_says(library: Library, read: Read) -> None:
    for source in list(library.corpus.sources.values())[::10]:
        said = read(source_view(source, library, ENGLISH)).text
        notes = [note for note in library.corpus.evidence.values() if note.source_id == source.id]
        for note in notes:
            assert said.index(CONTROL_WORDING[source.control.value]) < said.index(note.statement)
