"""What is said of sentences that were withheld: how many and why, never what they say."""

from collections import Counter
from collections.abc import Iterable, Sequence

from assistant.answers import Withheld, WithheldReason

WITHHELD_WORDING = {
    WithheldReason.NO_CITATION: "cites nothing",
    WithheldReason.NOT_RETRIEVED: "cites a passage that was not found for this question",
    WithheldReason.QUOTE_NOT_FOUND: "its quote is not in the passage word for word",
    WithheldReason.NUMBER_NOT_IN_QUOTES: "a number in it is in none of its quotes",
    WithheldReason.MIXED_ORIGINS: "mixes state media with independent sources",
    WithheldReason.NAME_NOT_IN_QUOTES: "a name in it is in none of its quotes",
    WithheldReason.LIMITS_CHANGED: "leaves out or adds a word that changes what is said, such as “not” or “only”",
    WithheldReason.NOT_ITS_WORDS: "is not in the words of the source it cites",
    WithheldReason.UNSUPPORTED_PROSE: "states something and names no source for it",
    WithheldReason.MALFORMED: "is not one readable sentence",
}


def reasons(withheld: Iterable[Withheld]) -> tuple[tuple[WithheldReason, int], ...]:
    """Each reason once with the number of sentences it held back, the most frequent first."""
    return tuple(Counter(item.reason for item in withheld).most_common())


def withheld_line(withheld: Sequence[Withheld]) -> str:
    """How many sentences were withheld and why, in one line of English."""
    count = f"{len(withheld)} sentence{'' if len(withheld) == 1 else 's'} withheld: no source says this"
    why = "; ".join(
        WITHHELD_WORDING[reason] + (f" ({number})" if number > 1 else "") for reason, number in reasons(withheld)
    )
    return f"{count} ({why})"
