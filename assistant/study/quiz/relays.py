"""“Spot the relay”: which source only passes on the state's own word, and which does more."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from assistant.study.quiz.distractors import distinct
from assistant.study.quiz.explanations import Explanation, library_note, opening_name
from assistant.study.quiz.parts import whole_claim
from assistant.study.quiz.questions import WRONG_CHOICES, Choice, QuizKind, QuizQuestion, quiz_question
from knowledge.bibliography import short_name
from knowledge.library import Library
from knowledge.lineage import REPEATING_RELATIONS, is_state_voice, origin
from knowledge.passages import ARTICLE_SOURCE_ID
from knowledge.records import Claim, Evidence, Source
from knowledge.vocabulary import Control, Interest, LineageStatus, Stance


def the_relay(claim: Claim, library: Library) -> Iterator[QuizQuestion]:
    """Which of some sources on a claim only passes on the state's own word."""
    relays = _relays(claim, library)
    foreign = [source for source in relays if source.control is not Control.SUBJECT_STATE]
    for right in distinct(foreign, None, seed=claim.id, name=short_name)[:2]:
        others = distinct(_witnesses(claim, library), right, seed=right.id, name=short_name)[:WRONG_CHOICES]
        if len(others) >= WRONG_CHOICES - 1:
            yield quiz_question(
                QuizKind.SPOT_THE_RELAY,
                whole_claim(claim, library),
                f"{_all_speak(claim)} Which one only repeats the North Korean state’s own word?",
                Choice(short_name(right), right.id),
                [Choice(short_name(source), source.id) for source in others],
                [*_relay_notes(right, claim, library), *_own_word(others, claim, library)],
            )


def the_witness(claim: Claim, library: Library) -> Iterator[QuizQuestion]:
    """The same the other way round: which one does not pass it on."""
    for right in distinct(_witnesses(claim, library), None, seed=f"{claim.id} witness", name=short_name)[:1]:
        others = distinct(_relays(claim, library), right, seed=right.id, name=short_name)[:WRONG_CHOICES]
        if len(others) >= WRONG_CHOICES - 1:
            yield quiz_question(
                QuizKind.SPOT_THE_RELAY,
                whole_claim(claim, library),
                f"{_all_speak(claim)} Which one does more than repeat the North Korean state’s own word?",
                Choice(short_name(right), right.id),
                [Choice(short_name(source), source.id) for source in others],
                [
                    *_own_word([right], claim, library),
                    *(note for source in others for note in _relay_notes(source, claim, library)),
                ],
            )


def _all_speak(claim: Claim) -> str:
    return f"In this library, all these sources speak of {claim.topic}."


def _relays(claim: Claim, library: Library) -> list[Source]:
    """Sources of which every note on the claim is a report that started with the state."""
    return [
        source
        for source, records in _by_source(claim, library)
        if all(record.id in library.state_origin and record.stance is Stance.REPORTS_ONLY for record in records)
    ]


def _witnesses(claim: Claim, library: Library) -> list[Source]:
    """Sources of which no note on the claim started, or may have started, with the state."""
    sources = library.corpus.sources
    return [
        source
        for source, records in _by_source(claim, library)
        if not is_state_voice(source, sources)
        and source.interest is not Interest.ALIGNED
        and not any(_repeats_state(derived.source_id, derived.relation, library) for derived in source.derives_from)
        and all(
            record.id not in library.state_origin
            and record.lineage.status is LineageStatus.TRACED
            and record.stance is not Stance.REPORTS_ONLY
            for record in records
        )
    ]


def _repeats_state(source_id: str, relation: str, library: Library) -> bool:
    sources = library.corpus.sources
    return relation in REPEATING_RELATIONS and is_state_voice(sources[source_id], sources)


def _by_source(claim: Claim, library: Library) -> Iterator[tuple[Source, list[Evidence]]]:
    """The claim's sources but the article, each with its notes; without those that have a sensitive one."""
    records = library.evidence_of(claim.id)
    for id in sorted({record.source_id for record in records} - {ARTICLE_SOURCE_ID}):
        own = [record for record in records if record.source_id == id]
        if not any(record.sensitive for record in own):
            yield library.corpus.sources[id], own


def _relay_notes(source: Source, claim: Claim, library: Library) -> Iterator[Explanation]:
    """Whose word a source passes on, and its first note on the claim."""
    records = [record for record in library.evidence_of(claim.id) if record.source_id == source.id]
    start = origin(records[0], library.corpus.sources)
    if source.control is Control.SUBJECT_STATE:
        passed_on = "is the state’s own voice"
    elif start == source:
        passed_on = "speaks for the state"
    else:
        passed_on = f"passes on: {start.title.partition(' (')[0]}"
    yield Explanation(
        f"{opening_name(source)} {passed_on}.",
        claim.id,
        tuple(dict.fromkeys((source.id, start.id))),
        tuple(record.id for record in records),
    )
    yield library_note(records[0], library)


def _own_word(sources: Iterable[Source], claim: Claim, library: Library) -> Iterator[Explanation]:
    """The first note of each source, which is not the state's word."""
    for source in sources:
        records = [record for record in library.evidence_of(claim.id) if record.source_id == source.id]
        note = library_note(records[0], library)
        yield replace(note, text=f"Not the state’s word. {note.text}")
