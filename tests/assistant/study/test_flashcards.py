"""Flashcards: what stands on them is in the records, and nothing else."""

import re
from collections import Counter
from dataclasses import fields, replace

import pytest

from assistant.study.flashcards import Flashcard, flashcards
from knowledge.bibliography import short_name
from knowledge.library import Library, library_of, load_library
from knowledge.vocabulary import VERDICT_WORDING, ClaimKind, Stance, VerdictKey

NOTE = re.compile(r"Library note on (?P<who>.+?): (?P<said>.+)")


@pytest.fixture(scope="module")
def cards(library: Library) -> tuple[Flashcard, ...]:
    return flashcards(library)


def is_of_claim(card: Flashcard) -> bool:
    return card.claim_id is not None and not card.id.startswith("card-term-")


def test_a_card_has_the_fields_that_exports_rely_on() -> None:
    assert [field.name for field in fields(Flashcard)] == ["id", "claim_id", "front", "back", "label", "sources"]


def test_every_claim_of_the_article_has_a_card_or_two(cards: tuple[Flashcard, ...], library: Library) -> None:
    counts = Counter(card.claim_id for card in cards if is_of_claim(card))
    assert set(counts) == set(library.verdicts)
    assert set(counts.values()) <= {1, 2}


def test_names_and_fronts_are_unique(cards: tuple[Flashcard, ...]) -> None:
    assert len({card.id for card in cards}) == len(cards)
    assert len({card.front for card in cards}) == len(cards)


def test_the_back_begins_with_the_label_of_the_claim(cards: tuple[Flashcard, ...], library: Library) -> None:
    for card in cards:
        assert card.back.splitlines()[0] == card.label
        if is_of_claim(card):
            verdict = library.verdict_of(card.claim_id or "")
            assert verdict is not None
            assert card.label == VERDICT_WORDING[verdict.key]


def test_a_claim_s_card_asks_with_the_article_s_words_and_tells_the_reason(
    cards: tuple[Flashcard, ...], library: Library
) -> None:
    for claim_id, verdict in library.verdicts.items():
        card = next(card for card in cards if card.id == f"card-{claim_id}")
        assert "“" in card.front
        assert card.front.endswith("?")
        assert verdict.headline.reason in card.back
        asks_who_else = "Who else says" in card.front
        assert asks_who_else is (verdict.headline.key is not VerdictKey.NOT_CHECKABLE)


def test_every_note_on_a_card_is_a_record_of_a_source_it_cites(cards: tuple[Flashcard, ...], library: Library) -> None:
    corpus = library.corpus
    statements = {record.statement: record for record in corpus.evidence.values()}
    for card in cards:
        assert set(card.sources) <= set(corpus.sources)
        for line in card.back.splitlines():
            if note := NOTE.fullmatch(line):
                record = statements[note["said"]]
                assert record.source_id in card.sources
                assert note["who"] == short_name(corpus.sources[record.source_id])


def test_the_notes_of_a_corroborated_claim_are_of_two_origins_that_voted(
    cards: tuple[Flashcard, ...], library: Library
) -> None:
    """The most telling notes; a note that must be shown may stand for the second."""
    evidence = library.corpus.evidence
    for claim_id, verdict in library.verdicts.items():
        if verdict.headline.key is VerdictKey.CORROBORATED:
            card = next(card for card in cards if card.id == f"card-{claim_id}")
            assert len(card.sources) == 2
            voted = {evidence[id].source_id for id in verdict.headline.evidence_ids}
            must_show = {record.source_id for record in library.evidence_of(claim_id) if record.must_show}
            assert set(card.sources) <= voted | must_show


def test_the_notes_of_a_refuted_claim_begin_with_one_against_it(cards: tuple[Flashcard, ...], library: Library) -> None:
    refuted = {VerdictKey.CONTRADICTED, VerdictKey.LIMITED_CONTRADICTION}
    for claim_id, verdict in library.verdicts.items():
        if verdict.headline.key in refuted:
            card = next(card for card in cards if card.id == f"card-{claim_id}")
            first = [record for record in library.evidence_of(claim_id) if record.source_id == card.sources[0]]
            assert any(record.stance is Stance.REFUTES for record in first)


def test_nothing_sensitive_and_no_context_topic(cards: tuple[Flashcard, ...], library: Library) -> None:
    corpus = library.corpus
    told = "\n".join(card.front + card.back for card in cards)
    for record in corpus.evidence.values():
        if record.sensitive or corpus.claims[record.claim_id].kind is ClaimKind.CONTEXT:
            assert record.statement not in told
    for card in cards:
        if card.claim_id is not None:
            assert corpus.claims[card.claim_id].kind is not ClaimKind.CONTEXT
            sensitive = {record.source_id for record in library.evidence_of(card.claim_id) if record.sensitive}
            assert not sensitive & set(card.sources), card.id


def test_a_record_marked_sensitive_leaves_the_cards(cards: tuple[Flashcard, ...], library: Library) -> None:
    corpus = library.corpus
    shown = [record for record in corpus.evidence.values() if any(record.statement in card.back for card in cards)]
    for record in shown[::10]:
        marked = replace(corpus, evidence={**corpus.evidence, record.id: replace(record, sensitive=True)})
        assert all(record.statement not in card.back for card in flashcards(library_of(marked)))


def test_a_dispute_with_a_sensitive_record_or_a_context_topic_has_no_card(library: Library) -> None:
    corpus = library.corpus
    name = "card-travel-countries--countries"
    assert name in {card.id for card in flashcards(library)}
    told = corpus.evidence["travel-countries--wikipedia-kim-trips"]
    sensitive = replace(corpus, evidence={**corpus.evidence, told.id: replace(told, sensitive=True)})
    assert name not in {card.id for card in flashcards(library_of(sensitive))}
    dispute = corpus.conflicts["countries"]
    wider = replace(dispute, claim_ids=(*dispute.claim_ids, "context-conduct"))
    mixed = replace(corpus, conflicts={**corpus.conflicts, dispute.id: wider})
    assert name not in {card.id for card in flashcards(library_of(mixed))}


def test_a_term_explained_from_a_sensitive_record_or_a_context_topic_has_no_card(
    cards: tuple[Flashcard, ...], library: Library
) -> None:
    corpus = library.corpus
    names = {card.id for card in cards}
    term = next(
        term for term in corpus.glossary.values() if f"card-term-{term.id}" in names and term.sentences[0].evidence
    )
    cited = corpus.evidence[term.sentences[0].evidence[0]]
    for changed in (replace(cited, sensitive=True), replace(cited, claim_id="context-cult", component=None)):
        other = library_of(replace(corpus, evidence={**corpus.evidence, cited.id: changed}))
        assert f"card-term-{term.id}" not in {card.id for card in flashcards(other)}


def test_a_contested_claim_s_card_shows_both_sides(library: Library) -> None:
    corpus = library.corpus
    denied = replace(
        corpus.evidence["death-1994--baltsun-1994-07-09"],
        component="that-he-died",
        stance=Stance.REFUTES,
        comparable=True,
        credibility=6,
    )
    contested = library_of(replace(corpus, evidence={**corpus.evidence, denied.id: denied}))
    verdict = contested.verdict_of("death-1994")
    assert verdict is not None
    assert verdict.key is VerdictKey.CONTESTED
    (card,) = (card for card in flashcards(contested) if card.id == "card-death-1994")
    assert denied.source_id in card.sources
    assert len(card.sources) == 2


def test_the_same_library_gives_the_same_cards(cards: tuple[Flashcard, ...]) -> None:
    assert flashcards(load_library()) == cards
