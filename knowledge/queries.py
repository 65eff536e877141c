"""What is searched: a text and, where meaning takes part, its vector."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Query:
    """One way to put a question; ``vector`` is its embedding, or ``None`` to search by words alone.

    A follow-up question is searched in several ways at once, each counting alike.
    """

    text: str
    vector: Sequence[float] | None = None
