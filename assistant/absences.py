"""Why a language model that was asked took no part in an answer: in a line of English, and as a key to its wording."""

from typing import Final

from assistant.models.failures import HAPPENED, ModelFailure

NOTHING_HELD: Final = "nothing held"
"""The key where the model did answer, and no sentence of its draft passed the gate."""

ABSENT: Final = "The language model took no part in this answer: {reason}."

ABSENCE_WORDING: Final = {failure.value: f"it {happened}" for failure, happened in HAPPENED.items()} | {
    NOTHING_HELD: "nothing that it wrote is in a source’s own words"
}
"""Each key in words, to stand in :data:`ABSENT`."""


def absence_key(failure: ModelFailure | None) -> str:
    """The key of a failure; ``None`` means that nothing held."""
    return failure.failure.value if failure is not None else NOTHING_HELD


def absence_line(name: str, failure: ModelFailure | None) -> str:
    """What happened, with the model's name and, where it was too slow, the time it had."""
    reason = f"it {failure.happened}" if failure is not None else ABSENCE_WORDING[NOTHING_HELD]
    return f"The language model {name} took no part in this answer: {reason}."
