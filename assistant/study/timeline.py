"""When things happened according to the sources, beside what the article makes of them.

The article gives hardly a date. Its telling of a claim is placed where the claim's evidence is dated.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.dates import earliest_day, latest_day
from knowledge.library import Library
from knowledge.records import Claim, Evidence
from knowledge.verdicts import headline_component
from knowledge.vocabulary import ClaimKind, VerdictKey
from knowledge.votes import Vote


class Lane(StrEnum):
    """Whose statement it is, by its origin."""

    STATE = "state"
    OTHERS = "others"


class Bearing(StrEnum):
    """How an event's record bears on its claim."""

    STATE_WORD = "state_word"
    CONCEDED = "conceded"
    FOR = "for"
    PARTLY = "partly"
    AGAINST = "against"
    WEAKLY_AGAINST = "weakly_against"
    ALLIED = "allied"
    NO_SIDE = "no_side"


_BEARING = {
    Vote.FULL: Bearing.FOR,
    Vote.PARTIAL: Bearing.PARTLY,
    Vote.ALIGNED: Bearing.ALLIED,
    Vote.REFUTES: Bearing.AGAINST,
    Vote.WEAK_REFUTES: Bearing.WEAKLY_AGAINST,
    Vote.ADMISSION: Bearing.CONCEDED,
    Vote.NONE: Bearing.NO_SIDE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What one evidence record dates. ``when`` is EDTF level 0; ``first`` and ``last`` are its outermost days.

    ``is_on_part`` says that the record speaks of a part of the claim that is not its main point: that
    gifts were given, say, where the claim is how many.
    """

    evidence_id: str
    source_id: str
    when: str
    first: date
    last: date
    lane: Lane
    bearing: Bearing
    is_on_part: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One claim of the article, in its words, with the events its sources date, in order of time.

    ``told`` is how the library reports the article's telling. A claim that no source dates has no events.
    """

    claim_id: str
    words: str
    told: str
    events: tuple[Event, ...]

    @property
    def first(self) -> date | None:
        return min((event.first for event in self.events), default=None)

    @property
    def last(self) -> date | None:
        return max((event.last for event in self.events), default=None)

    def lane(self, lane: Lane) -> tuple[Event, ...]:
        return tuple(event for event in self.events if event.lane is lane)


def timeline(library: Library) -> tuple[Line, ...]:
    """Every claim of the article by the first day its sources speak of; those without a date last.

    Context topics and sensitive records have no place in it.
    """
    claims = (claim for claim in library.corpus.claims.values() if claim.kind is not ClaimKind.CONTEXT)
    lines = (_line(claim, library) for claim in claims)
    return tuple(sorted(lines, key=lambda line: (line.first or date.max, line.last or date.max, line.claim_id)))


def _line(claim: Claim, library: Library) -> Line:
    events = sorted(_events(claim, library), key=lambda event: (event.first, event.last, event.evidence_id))
    return Line(
        claim_id=claim.id,
        words=claim.verbatim or claim.restatement,
        told=claim.reported or claim.restatement,
        events=tuple(events),
    )


def _events(claim: Claim, library: Library) -> Iterator[Event]:
    main = headline_component(claim).id if claim.components else None
    for record in library.evidence_of(claim.id):
        if record.event_date is None or record.sensitive:
            continue
        yield Event(
            evidence_id=record.id,
            source_id=record.source_id,
            when=record.event_date,
            first=earliest_day(record.event_date),
            last=latest_day(record.event_date),
            lane=Lane.STATE if record.id in library.state_origin else Lane.OTHERS,
            bearing=_bearing(record, library),
            is_on_part=record.component != main,
        )


def _bearing(record: Evidence, library: Library) -> Bearing:
    """What the record counts for; nothing where no record can settle the matter (rule R0)."""
    verdict = library.verdict_of(record.claim_id, record.component)
    counts = verdict is not None and verdict.key is not VerdictKey.NOT_CHECKABLE
    bearing = _BEARING[library.votes[record.id]] if counts else Bearing.NO_SIDE
    if bearing is Bearing.NO_SIDE and record.id in library.state_origin:
        return Bearing.STATE_WORD
    return bearing
