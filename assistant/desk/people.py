"""Who does it, and why: the names and reasons that acts of vetting are done with."""

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.holdings.vetting import Vetters


def add_actor(parser: ArgumentParser) -> None:
    """Arguments of one act: who does it, and the reason."""
    parser.add_argument("--by", metavar="NAME", help="default: your user name")
    parser.add_argument("--reason", required=True, metavar="TEXT")


def add_vetters(parser: ArgumentParser) -> None:
    """Arguments of a proposal: who proposes, and who reviews and accepts it at once."""
    parser.add_argument("--propose-by", metavar="NAME", help="default: your user name")
    parser.add_argument("--review-by", metavar="NAME", help="review at once")
    parser.add_argument("--accept-by", metavar="NAME", help="accept at once; somebody else than the proposer")


def actor(name: str | None) -> str:
    """The name given, else the user's on this computer."""
    import getpass

    return name or getpass.getuser()


def vetters(options: Namespace, *, reason: str) -> "Vetters":
    """Who vets a proposal, as :func:`add_vetters` was answered."""
    from knowledge.holdings.vetting import Vetters

    return Vetters(
        proposed_by=actor(options.propose_by),
        reviewed_by=options.review_by,
        accepted_by=options.accept_by,
        reason=reason,
    )
