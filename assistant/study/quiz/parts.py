"""What a question asks about: a claim, or one of its components, with the records on it."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.study.flashcards import spoken_clause
from knowledge.library import Library
from knowledge.records import Claim, Evidence, Verdict
from knowledge.verdicts import headline_component
from knowledge.vocabulary import Stance
from knowledge.votes import Vote


@dataclass(frozen=True, slots=True)
class Part:
    """A claim as its headline speaks for it, or one of its other components; with the records on it."""

    claim: Claim
    component: str | None
    clause: str
    verdict: Verdict
    records: tuple[Evidence, ...]
    library: Library

    @property
    def of_claim(self) -> tuple[Evidence, ...]:
        """The records on the whole claim, sensitive ones with them."""
        return self.library.evidence_of(self.claim.id)

    @property
    def reports(self) -> tuple[Evidence, ...]:
        """The records on the whole claim that only report the state's own word."""
        return tuple(
            record
            for record in self.of_claim
            if record.stance is Stance.REPORTS_ONLY and record.id in self.library.state_origin and not record.sensitive
        )

    def voters(self, *votes: Vote) -> tuple[Evidence, ...]:
        """The records on this part that count as one of these votes."""
        return tuple(record for record in self.records if self.library.votes[record.id] in votes)


def parts_of(claim: Claim, library: Library) -> Iterator[Part]:
    """The claim and its other components, without those whose verdict or tally rests on a sensitive record."""
    verdict = library.verdicts[claim.id]
    main = headline_component(claim).id if claim.components else None
    whole = Part(claim, None, spoken_clause(claim), verdict.headline, _records(claim, main, library), library)
    others = (
        Part(claim, part.id, part.clause, verdict.component(part.id), _records(claim, part.id, library), library)
        for part in claim.components
        if not part.headline
    )
    for part in (whole, *others):
        if not any(record.sensitive for record in part.records):
            yield part


def _records(claim: Claim, component: str | None, library: Library) -> tuple[Evidence, ...]:
    return tuple(record for record in library.evidence_of(claim.id) if record.component == component)


def whole_claim(claim: Claim, library: Library) -> Part:
    """The claim with every record on it, whichever component it speaks of, sensitive ones with them."""
    return Part(
        claim,
        None,
        spoken_clause(claim),
        library.verdicts[claim.id].headline,
        library.evidence_of(claim.id),
        library,
    )
