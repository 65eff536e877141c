"""Flashcards: a question on the front; the label, its reason and the evidence on the back."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from knowledge.bibliography import short_name
from knowledge.library import Library
from knowledge.lineage import origin
from knowledge.passages import ARTICLE_SOURCE_ID
from knowledge.records import Claim, Conflict, Evidence, Term
from knowledge.sentences import capitalised
from knowledge.verdicts import headline_component
from knowledge.vocabulary import VERDICT_WORDING, ClaimKind, Confidence, Stance, TermKind, VerdictKey
from knowledge.votes import Vote


@dataclass(frozen=True, slots=True)
class Flashcard:
    """One card. ``back`` has one paragraph a line, the first of which is ``label``.

    ``sources`` are the ids of the sources the back rests on, in the order in which it speaks of them.
    """

    id: str
    claim_id: str | None
    front: str
    back: str
    label: str
    sources: tuple[str, ...]


def flashcards(library: Library) -> tuple[Flashcard, ...]:
    """Every card of the library: claims in the order of the article, then the glossary.

    Pure; nothing sensitive, no context topics.
    """
    cards: list[Flashcard] = []
    for claim in studied_claims(library):
        cards.append(_claim_card(claim, library))
        cards += (_conflict_card(claim, conflict, library) for conflict in _conflicts(claim, library)[:1])
    terms = library.corpus.glossary.values()
    return (*cards, *(_term_card(term, library) for term in terms if _is_fit_term(term, library)))


def studied_claims(library: Library) -> tuple[Claim, ...]:
    """The claims of the article that have a verdict, in the order of the article."""
    claims = library.corpus.claims
    return tuple(claims[id] for id in library.claim_passages if id in library.verdicts)


def spoken_clause(claim: Claim) -> str:
    """The claim as a clause that can follow "that": "he made 54 journeys abroad"."""
    clause = headline_component(claim).clause if claim.components else claim.clause
    return clause or claim.restatement


def _claim_card(claim: Claim, library: Library) -> Flashcard:
    verdict = library.verdicts[claim.id].headline
    label = VERDICT_WORDING[verdict.key]
    notes = most_telling(claim, library)
    sources = library.corpus.sources
    told = [f"Library note on {short_name(sources[note.source_id])}: {note.statement}" for note in notes]
    is_checkable = verdict.key is not VerdictKey.NOT_CHECKABLE
    question = f"Who else says that {spoken_clause(claim)}?" if is_checkable else "Can any record settle this?"
    return Flashcard(
        id=f"card-{claim.id}",
        claim_id=claim.id,
        front=f"{reported(claim)} {question}",
        back="\n".join((label, verdict.reason, *(told or ["This library holds no note on it."]))),
        label=label,
        sources=tuple(note.source_id for note in notes),
    )


def reported(claim: Claim) -> str:
    """The article's own words on a claim, attributed to it."""
    return claim.reported or f"The article says: “{claim.verbatim}”."


def _conflict_card(claim: Claim, conflict: Conflict, library: Library) -> Flashcard:
    label = VERDICT_WORDING[library.verdicts[claim.id].headline.key]
    sources = library.corpus.sources
    told = []
    for position in conflict.positions:
        names = "; ".join(dict.fromkeys(short_name(sources[id]) for id in position.source_ids))
        told.append(f"{capitalised(names)}: {position.value}")
    return Flashcard(
        id=f"card-{claim.id}--{conflict.id}",
        claim_id=claim.id,
        front=f"{conflict.topic}: what does the article say, and what do other sources say?",
        back="\n".join((label, *told)),
        label=label,
        sources=tuple(dict.fromkeys(id for position in conflict.positions for id in position.source_ids)),
    )


def _conflicts(claim: Claim, library: Library) -> tuple[Conflict, ...]:
    """The conflicts in which the article itself takes a side and this claim comes first."""
    return tuple(
        conflict
        for conflict in library.corpus.conflicts_by_claim[claim.id]
        if conflict.claim_ids[0] == claim.id and _is_fit(conflict, library)
    )


def _is_fit(conflict: Conflict, library: Library) -> bool:
    """Whether the article has a side in it, and no context topic or sensitive record takes part."""
    voices = {id for position in conflict.positions for id in position.source_ids}
    claims = [library.corpus.claims[id] for id in conflict.claim_ids]
    records = [record for claim in claims for record in library.evidence_of(claim.id) if record.source_id in voices]
    return (
        ARTICLE_SOURCE_ID in voices
        and all(claim.kind is not ClaimKind.CONTEXT for claim in claims)
        and not any(record.sensitive for record in records)
    )


TERM_LABEL: Final = "Glossary"
"""The label of a card on a term, which has no verdict."""


def _term_card(term: Term, library: Library) -> Flashcard:
    question = "who or what is that?" if term.kind is TermKind.HISTORY else "what does that mean in this library?"
    records = library.corpus.evidence
    cited = (records[id].source_id for sentence in term.sentences for id in sentence.evidence)
    return Flashcard(
        id=f"card-term-{term.id}",
        claim_id=term.claim_ids[0] if term.claim_ids else None,
        front=f"“{capitalised(term.term)}”: {question}",
        back="\n".join((TERM_LABEL, *(sentence.text for sentence in term.sentences))),
        label=TERM_LABEL,
        sources=tuple(dict.fromkeys(cited)),
    )


def _is_fit_term(term: Term, library: Library) -> bool:
    """Whether a term is explained without a sensitive record and without a context topic."""
    corpus = library.corpus
    cited = [corpus.evidence[id] for sentence in term.sentences for id in sentence.evidence]
    return not any(record.sensitive or corpus.claims[record.claim_id].kind is ClaimKind.CONTEXT for record in cited)


_MOST_NOTES = 2
_WEIGHT = {Vote.WEAK_REFUTES: 1, Vote.PARTIAL: 1, Vote.ALIGNED: 2, Vote.NONE: 3}
_SURENESS = {Confidence.HIGH: 0, Confidence.MEDIUM: 1, Confidence.LOW: 2}


def most_telling(claim: Claim, library: Library) -> tuple[Evidence, ...]:
    """At most two notes of different origins: first what decided the verdict, from both sides if there are two.

    Where nothing voted: what repeats the claim, and what another source adds.
    """
    decisive = set(library.verdicts[claim.id].headline.evidence_ids)
    main_part = headline_component(claim).id if claim.components else None
    records = [record for record in library.evidence_of(claim.id) if not record.sensitive]
    records.sort(key=lambda record: (record.component != main_part, *_rank(record, library)))
    voters = [record for record in records if record.id in decisive]
    others = [record for record in records if record.id not in decisive]
    ordered = (
        *_both_sides(voters, library),
        *(record for record in others if record.must_show),
        *voters,
        *(record for record in others if record.stance is Stance.REPORTS_ONLY),
        *others,
    )
    by_origin: dict[str, Evidence] = {}
    for record in ordered:
        by_origin.setdefault(origin(record, library.corpus.sources).independence_group, record)
    return tuple(by_origin.values())[:_MOST_NOTES]


def _rank(record: Evidence, library: Library) -> tuple[int, bool, int, int, str]:
    """Strong votes first, then the claim's own scope, credibility (1 is best) and how sure the readers were."""
    weight = _WEIGHT.get(library.votes[record.id], 0)
    return (weight, not record.comparable, record.credibility, _SURENESS[record.confidence], record.id)


def _both_sides(voters: Iterable[Evidence], library: Library) -> tuple[Evidence, ...]:
    """The first voice for a claim and the first against it; friendly official voices do not count as a side."""
    first: dict[bool, Evidence] = {}
    for record in voters:
        if library.votes[record.id] is not Vote.ALIGNED:
            first.setdefault(record.stance is Stance.REFUTES, record)
    return tuple(first.values())
