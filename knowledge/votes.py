"""Rules R1 to R5 of the labelling policy: what one evidence record counts for.

The rules are those of the labelling policy (``knowledge/POLICY.md``).
"""

from enum import StrEnum

from knowledge import dates
from knowledge.lineage import Sources, has_state_origin, origin
from knowledge.records import Evidence, Source
from knowledge.vocabulary import Audience, Basis, Control, Interest, LineageStatus, Reliability, SourceType, Stance

_SUPPORTING = frozenset({Stance.SUPPORTS, Stance.PARTIALLY_SUPPORTS})
_WEAK = frozenset({Reliability.D, Reliability.E, Reliability.F})


class Vote(StrEnum):
    """What an evidence record counts for in the tally of rule R6."""

    FULL = "full support"
    PARTIAL = "partial support"
    ALIGNED = "support by an aligned voice only"
    REFUTES = "refutation"
    ADMISSION = "admission by the state itself"
    WEAK_REFUTES = "weak refutation"
    NONE = "no vote"


def vote(evidence: Evidence, *, cutoff: str | None, sources: Sources) -> Vote:
    """What ``evidence`` counts for; ``cutoff`` is its claim's last day (an ISO date)."""
    if _is_too_late(evidence, cutoff):
        return Vote.NONE
    if has_state_origin(evidence, sources):
        return Vote.ADMISSION if _is_admission(evidence) else Vote.NONE
    carrier, started = sources[evidence.source_id], origin(evidence, sources)
    weak = _is_weak(evidence, carrier, started)
    if evidence.stance in _SUPPORTING:
        if started.interest is Interest.ALIGNED and started.audience is Audience.PUBLIC:
            return Vote.ALIGNED
        full = evidence.stance is Stance.SUPPORTS and evidence.comparable and not weak
        return Vote.FULL if full else Vote.PARTIAL
    if evidence.stance is Stance.REFUTES and evidence.comparable:
        return Vote.WEAK_REFUTES if weak or _is_adverse_publicity(started) else Vote.REFUTES
    return Vote.NONE


def _is_too_late(evidence: Evidence, cutoff: str | None) -> bool:
    """R4: what happened after the claim's last day does not count for it."""
    if evidence.event_date is None or cutoff is None:
        return False
    return dates.earliest_day(evidence.event_date) > dates.latest_day(cutoff)


def _is_admission(evidence: Evidence) -> bool:
    """R1: the state's own record that really concedes or lowers the claim, for the same scope."""
    return (
        evidence.stance is Stance.REFUTES
        and evidence.comparable
        and evidence.admission_against_interest
        and evidence.lineage.status is LineageStatus.TRACED
    )


def _is_weak(evidence: Evidence, carrier: Source, started: Source) -> bool:
    """R3a and R5: unreliable, tertiary, or of unknown lineage; of carrier and origin the weaker counts."""
    return (
        carrier.reliability in _WEAK
        or started.reliability in _WEAK
        or evidence.basis is Basis.TERTIARY
        or evidence.lineage.status is LineageStatus.UNKNOWN
    )


def _is_adverse_publicity(started: Source) -> bool:
    """R3: an adverse state's public statement; peer-reviewed scholarship is exempt."""
    return (
        started.control is Control.ADVERSE_STATE
        and started.audience is Audience.PUBLIC
        and started.source_type is not SourceType.SCHOLARSHIP
    )
