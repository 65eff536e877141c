"""One record through its vetting: proposed, and reviewed and accepted at once where people are named for it."""

from dataclasses import dataclass

from knowledge.holdings.acts import AlreadyThere, Standing
from knowledge.holdings.desk import Desk, Proposal


@dataclass(frozen=True, slots=True, kw_only=True)
class Vetters:
    """Who proposes, and who reviews and accepts at once, if somebody does; and why."""

    proposed_by: str
    reviewed_by: str | None = None
    accepted_by: str | None = None
    reason: str


def hand_in(proposal: Proposal, desk: Desk, *, vetters: Vetters) -> None:
    """Propose a version and take it as far as the vetters go; it counts once the desk records it.

    The same version that waits already, after an interruption for example, is taken further. Raises
    :class:`AlreadyThere` if nothing is left to do, and :class:`knowledge.holdings.acts.Refusal` for what may not
    be done.
    """
    record, reason = proposal.record, vetters.reason
    try:
        desk.propose(proposal, by=vetters.proposed_by, reason=reason)
    except AlreadyThere:
        if not _has_more_to_do(desk.standings[record], proposal, vetters):
            raise
    pending = desk.standings[record].pending
    if vetters.reviewed_by and pending is not None and pending.reviewed_by is None:
        desk.review(record, by=vetters.reviewed_by, reason=reason)
    if vetters.accepted_by:
        desk.accept(record, by=vetters.accepted_by, reason=reason)


def _has_more_to_do(standing: Standing, proposal: Proposal, vetters: Vetters) -> bool:
    """Whether the vetters go further than a version that waits has come."""
    if standing.pending is None or standing.pending.digest != proposal.digest:
        return False
    return bool(vetters.accepted_by or (vetters.reviewed_by and standing.pending.reviewed_by is None))
