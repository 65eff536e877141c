"""The panel: passages in their place, sources with who controls them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from assistant.answers import Citation
from assistant.languages import ENGLISH, words_of
from assistant.pages.markup import join
from assistant.pages.passage import ARTICLE_HEADING, PASSAGE_HEADING, passage
from assistant.pages.source import RELIABILITY_WORDING, SIGNED_BY_NOBODY, source_card, source_view
from knowledge.bibliography import CONTROL_WORDING
from knowledge.holdings.acts import Act, Deed, RecordKind, RecordRef
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


def deeds(*by: str, reason: str = "for the seminar") -> tuple[Deed, ...]:
    record = RecordRef(RecordKind.SOURCE, "cable")
    acts = (Act.PROPOSED, Act.REVIEWED, Act.ACCEPTED)
    return tuple(
        Deed(act=act, record=record, digest="d", by=name, time=f"2026-11-2{day}T09:30:00Z", reason=reason)
        for day, (act, name) in enumerate(zip(acts, by, strict=True))
    )


def test_a_source_that_people_vetted_says_who_did_what_when_and_why(library: Library, read: Read) -> None:
    source = library.corpus.sources["bloomberg-2007-gifts"]
    vetted = replace(library, corpus=replace(library.corpus, vetting={source.id: deeds("Ada", "Ben", "Cho")}))
    found = read(source_view(source, vetted, ENGLISH))
    for said in ("ProposedAda, 2026-11-20: for", "ReviewedBen, 2026-11-21: for", "AcceptedCho, 2026-11-22: for"):
        assert said in found.text
    assert SIGNED_BY_NOBODY not in found.text
    assert ("time", {"datetime": "2026-11-20T09:30:00Z"}) in found.tags
    headings = [tag for tag, _ in found.tags if tag in ("h3", "h4")]
    assert "h4" in headings and headings[0] == "h3"
    assert SIGNED_BY_NOBODY in read(source_view(source, library, ENGLISH)).text


def test_who_vetted_it_is_said_in_the_readers_language_and_the_names_stay(library: Library, read: Read) -> None:
    text = read(
        source_card(library.corpus.sources[ARTICLE_SOURCE_ID], words_of("ko"), vetting=deeds("가", "Ben", "나"))
    )
    assert "누가 심사했는가" in text.text and "Ben, 2026-11-21" in text.text


def test_a_name_or_a_reason_of_the_log_cannot_bring_markup(library: Library, hostile: str) -> None:
    vetting = deeds(hostile, "Ben", "Ben", reason=hostile)
    card = source_card(library.corpus.sources[ARTICLE_SOURCE_ID], ENGLISH, vetting=vetting)
    assert "<img" not in card and "<script" not in card
