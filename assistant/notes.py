"""Which notes of a claim an answer shows, and in what order."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from assistant.answers import Section
from assistant.drafts import Draft, Quote
from assistant.matching import answer_form, words_beyond
from assistant.questions import Question, QuestionKind, content_words
from assistant.scope import Matter
from knowledge.library import Library
from knowledge.lineage import origin
from knowledge.normalisation import number_values
from knowledge.records import Evidence
from knowledge.retrieval import Hit
from knowledge.vocabulary import ClaimKind, Stance
from knowledge.votes import Vote

_FOR = (Vote.FULL, Vote.PARTIAL, Vote.ALIGNED)
_AGAINST = (Vote.REFUTES, Vote.WEAK_REFUTES)
_CONCEDED = (Vote.ADMISSION,)
"""The sides a claim may have, each with its votes, the strongest first."""

_ASKS_FOR_MORE = frozenset({QuestionKind.OPEN, QuestionKind.WHO, QuestionKind.WHERE, QuestionKind.WHY})
_HOLDS: Mapping[QuestionKind, Callable[[str], bool]] = {
    QuestionKind.WHEN: lambda text: bool(re.search(r"\b\d{4}\b", text)),
    QuestionKind.HOW_MANY: lambda text: bool(number_values(text)),
}
_ALWAYS_IN_FRONT = 2
_CLOSE_ENOUGH = 0.6
_NEARLY_AS_CLOSE = 0.15
_NEAREST = 3
_TELLING = 0.5


def rank(evidence: Iterable[Evidence], relevance: Mapping[str, float]) -> tuple[Evidence, ...]:
    """A claim's evidence, the most relevant to the question first; then the surest, then by id."""
    return tuple(sorted(evidence, key=lambda note: (-relevance.get(note.id, 0.0), note.confidence.value, note.id)))


def telling_note(question: Question, matter: Matter, ranked: Sequence[Evidence], library: Library) -> Evidence | None:
    """The note that answers what the claim's verdict does not hold: a date, a number, one episode.

    ``ranked`` is the chief claim's evidence, the most relevant first.
    """
    independent = [note for note in ranked if note.id not in library.state_origin]
    return (
        _note_that_holds(question, matter, independent, library)
        or _note_that_tells(question, matter, ranked)
        or next((note for note in independent if note.id == matter.closest_note), None)
    )


def _note_that_holds(
    question: Question, matter: Matter, independent: Sequence[Evidence], library: Library
) -> Evidence | None:
    """The note with the date or number that is asked for: the most exactly dated among the nearest."""
    chief, holds = matter.claims[0], _HOLDS.get(question.kind)
    if holds is None or chief.kind is ClaimKind.QUANTITY or holds(chief.clause or ""):
        return None
    telling = [note for note in independent if holds(note.statement) and _is_close(note, matter)]
    if not telling:
        return None
    best = matter.relevance[telling[0].id]
    near = [note for note in telling if matter.relevance[note.id] >= best - _NEARLY_AS_CLOSE]
    if question.kind is QuestionKind.WHEN:
        near = [note for note in near if _precision(note) == max(map(_precision, near))]
    return min(near, key=lambda note: library.votes[note.id] is Vote.NONE)


def _note_that_tells(question: Question, matter: Matter, ranked: Sequence[Evidence]) -> Evidence | None:
    """The note that has most of what a question asks beyond its claim, if it has half of it and is close."""
    beyond = words_beyond(question, matter.claims[0])
    if not beyond or not _goes_beyond(question, matter):
        return None
    nearest = ranked[:_NEAREST]
    share = {note.id: len(beyond & content_words(note.statement)) / len(beyond) for note in nearest}
    telling = [note for note in nearest if share[note.id] >= _TELLING and _is_close(note, matter)]
    return max(telling, key=lambda note: share[note.id], default=None)


def nearest_notes(
    question: Question, matter: Matter, ranked: Sequence[Evidence], library: Library, hits: Sequence[Hit]
) -> Iterator[Evidence]:
    """The notes nearest to a question that is not plainly the claim's own.

    The first passage found comes first where it is a note on another likely claim: found in spite of the
    prior, it may be what is meant. Then the nearest note on the claim; where the claim may be beside the
    question, whatever its distance.
    """
    if not _goes_beyond(question, matter):
        return
    first = library.corpus.evidence.get(hits[0].passage.evidence_id or "") if hits else None
    likely = {claim.id for claim in (*matter.claims[1:], *matter.nearby)}
    if first is not None and first.claim_id in likely:
        yield first
    if ranked and (matter.unsure or _is_close(ranked[0], matter)):
        yield ranked[0]


def all_notes(ranked: Sequence[Evidence], library: Library, *, room: int) -> Iterator[Draft]:
    """The notes on a claim: the nearest to the question, each side, what must be shown, then the rest by relevance.

    The first ``room`` of different origins stand in front; what must be shown always does, and so
    do the notes nearest to the question.
    """
    sources = library.corpus.sources
    nearest = list(ranked[:1])
    leading = [note for note in _leading(ranked, library) if note not in nearest]
    must = [note for note in ranked if note.must_show and note not in (*nearest, *leading)]
    others = [note for note in ranked if note not in (*nearest, *leading, *must)]
    seen: set[str] = set()
    in_front = 0
    for note in (*nearest, *leading, *must, *others):
        group = origin(note, sources).independence_group
        repeats = note.stance is Stance.REPORTS_ONLY and note.id in library.state_origin
        is_near = note in ranked[:_ALWAYS_IN_FRONT]
        front = note.must_show or is_near or (in_front < room and group not in seen and not repeats)
        if front:
            in_front += 1
            seen.add(group)
        yield note_draft(note, library, more=not front)


def note_draft(note: Evidence, library: Library, *, more: bool = False) -> Draft:
    """A note as a sentence of an answer."""
    if note.id in library.state_origin:
        section = Section.ASSERTED
    elif library.votes[note.id] is Vote.NONE:
        section = Section.BACKGROUND
    else:
        section = Section.INDEPENDENT
    return Draft(
        text=note.statement,
        section=section,
        claim_ids=(note.claim_id,),
        component=note.component,
        quotes=(Quote(note.id),),
        must=note.must_show,
        more=more,
    )


def _leading(ranked: Sequence[Evidence], library: Library) -> list[Evidence]:
    """The first note of each side that voted: its strongest vote, then the most relevant.

    For comes before against, but where refutations stand against no full support.
    """
    votes = {library.votes[note.id] for note in ranked}
    refuted = Vote.REFUTES in votes and Vote.FULL not in votes
    sides = (_AGAINST, _CONCEDED, _FOR) if refuted else (_FOR, _AGAINST, _CONCEDED)
    found = []
    for side in sides:
        note = next((note for vote in side for note in ranked if library.votes[note.id] is vote), None)
        if note is not None:
            found.append(note)
    return found


def _goes_beyond(question: Question, matter: Matter) -> bool:
    """Whether a question is of a form that asks for more than whether its claim is so."""
    return answer_form(question, matter.claims[0]) in _ASKS_FOR_MORE


def _is_close(note: Evidence, matter: Matter) -> bool:
    return matter.relevance.get(note.id, 0.0) >= _CLOSE_ENOUGH


def _precision(note: Evidence) -> int:
    """How exactly a note is dated: 3 to the day, 2 to the month, 1 to the year, 0 an interval or nothing."""
    date = note.event_date or ""
    return 0 if not date or "/" in date else date.count("-") + 1
