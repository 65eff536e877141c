"""How do we know? Four steps of lateral reading for a claim, from its reviewed records.

The steps follow what fact checkers do before they read a page closely: ask who is behind it, look
for others, trace the claim to where it started, and go on reading elsewhere (Wineburg and McGrew,
"Lateral Reading and the Nature of Expertise", Teachers College Record 121(11), 2019,
https://www.tcrecord.org/Content.asp?ContentId=22806).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.bibliography import citation_line
from knowledge.library import Library
from knowledge.lineage import is_state_voice
from knowledge.passages import ARTICLE_SOURCE_ID
from knowledge.records import Claim, Evidence, Source
from knowledge.sentences import capitalised
from knowledge.verdicts import origins
from knowledge.vocabulary import Stance
from knowledge.votes import Vote

_TELLING = frozenset({Stance.SUPPORTS, Stance.PARTIALLY_SUPPORTS, Stance.REPORTS_ONLY})
_INDEPENDENT = (Vote.FULL, Vote.PARTIAL, Vote.REFUTES, Vote.WEAK_REFUTES)


class StepKey(StrEnum):
    """The four questions, in their order."""

    WHO_SAYS_SO = "who_says_so"
    WHO_ELSE = "who_else"
    WHERE_FROM = "where_from"
    WHAT_NEXT = "what_next"


STEP_WORDING = {
    StepKey.WHO_SAYS_SO: "Who says so?",
    StepKey.WHO_ELSE: "What do others say?",
    StepKey.WHERE_FROM: "Where did it start?",
    StepKey.WHAT_NEXT: "What should I read next?",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its answer for this claim and the ids of the evidence records to look at, never a sensitive one."""

    key: StepKey
    text: str
    evidence_ids: tuple[str, ...] = ()


def steps(claim: Claim, library: Library) -> tuple[Step, ...]:
    """The four steps for a claim of the article."""
    notes = [note for note in library.evidence_of(claim.id) if not note.sensitive]
    return (
        _who_says_so(notes, library),
        _who_else(claim, notes, library),
        _where_from(notes, library),
        _what_next(claim, notes, library),
    )


def read_next(notes: Sequence[Evidence], library: Library) -> Evidence | None:
    """The note of the most reliable independent source; of equals the first, one that voted before one that did not."""
    independent = [note for note in notes if note.id not in library.state_origin and not note.sensitive]
    sources = library.corpus.sources
    return min(
        independent,
        key=lambda note: (library.votes[note.id] is Vote.NONE, sources[note.source_id].reliability),
        default=None,
    )


def earliest_state_text(notes: Iterable[Evidence], library: Library) -> Evidence | None:
    """The note of the first dated text of the state's own that tells the claim, other than the article."""
    sources = library.corpus.sources
    dated = (
        (date, note.source_id, note)
        for note in notes
        if note.stance in _TELLING
        and is_state_voice(sources[note.source_id], sources)
        and note.source_id != ARTICLE_SOURCE_ID
        and (date := sources[note.source_id].date)
    )
    return min(dated, key=lambda found: found[:2], default=(None, None, None))[2]


def counted_others(claim: Claim, library: Library) -> str | None:
    """How many origins support a claim fully and how many contradict it, in words."""
    verdict = library.verdict_of(claim.id)
    if verdict is None:
        return None
    supporting, partly, against = (
        len(groups) for groups in (verdict.groups.supports, verdict.groups.partly, verdict.groups.refutes)
    )
    in_part = f", {origins(partly)} {_verb('support', partly)} it in part" if partly else ""
    return (
        f"{origins(supporting)} fully {_verb('support', supporting)} it{in_part} and "
        f"{origins(against)} {_verb('contradict', against)} it."
    )


def _verb(plural: str, count: int) -> str:
    return f"{plural}s" if count == 1 else plural


def _who_says_so(notes: Sequence[Evidence], library: Library) -> Step:
    told = [note for note in notes if note.id in library.state_origin and note.stance in _TELLING]
    carriers = {note.source_id for note in told}
    more = f" {_texts(len(carriers))} the state's word on it in this library." if carriers else ""
    text = f"The article, a North Korean state-media text of about July 2011 whose outlet is not established.{more}"
    return Step(StepKey.WHO_SAYS_SO, text, tuple(note.id for note in told))


def _who_else(claim: Claim, notes: Sequence[Evidence], library: Library) -> Step:
    """The origins that the verdict counts; where it counts none, the notes on other parts of the claim."""
    voted = [note.id for vote in _INDEPENDENT for note in notes if library.votes[note.id] is vote]
    verdict = library.verdict_of(claim.id)
    counted = [id for id in voted if verdict is not None and id in verdict.evidence_ids]
    text = capitalised(counted_others(claim, library) or "")
    if voted and not counted:
        text += " Independent sources in this library speak of other parts of it."
    return Step(StepKey.WHO_ELSE, text, tuple(counted or voted))


def _where_from(notes: Sequence[Evidence], library: Library) -> Step:
    first = earliest_state_text(notes, library)
    if first is None:
        return Step(StepKey.WHERE_FROM, "This library holds no dated state text on it besides the article.")
    source = library.corpus.sources[first.source_id]
    text = f"The earliest state text that a note of this library on it cites is {citation_line(source)}."
    return Step(StepKey.WHERE_FROM, text, (first.id,))


def _what_next(claim: Claim, notes: Sequence[Evidence], library: Library) -> Step:
    best = read_next(notes, library)
    told = []
    if best is not None:
        told.append(reading_advice(library.corpus.sources[best.source_id]))
    searched = searched_so_far(claim, library)
    if searched is not None:
        told.append(f"On {searched}")
    return Step(StepKey.WHAT_NEXT, " ".join(told), (best.id,) if best else ())


def reading_advice(source: Source) -> str:
    """A source to read next and what it is reliable for."""
    return f"{citation_line(source)}; reliable for {source.reliable_for}."


def searched_so_far(claim: Claim, library: Library) -> str | None:
    """When and where this library searched for a claim, and what remains: the end of a sentence that begins "On"."""
    search = library.corpus.searches.get(claim.id)
    if search is None:
        return None
    return (
        f"{search.date} this library searched {search.collections}; "
        "library databases, Korean-language archives and printed works remain to be searched."
    )


def _texts(count: int) -> str:
    return "One other text carries" if count == 1 else f"{count} other texts carry"
