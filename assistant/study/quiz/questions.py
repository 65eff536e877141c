"""A question of the quiz: its kinds, its choices, and the stable order they stand in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Final

from assistant.study.quiz.explanations import Explanation
from assistant.study.quiz.parts import Part

WRONG_CHOICES: Final = 3
"""How many wrong choices a question has, where the library gives so many."""


class QuizKind(StrEnum):
    """What a question asks for."""

    WHO_SAYS_SO = "who_says_so"
    HOW_MANY_ORIGINS = "how_many_origins"
    WHICH_LABEL = "which_label"
    SPOT_THE_RELAY = "spot_the_relay"
    ALTERED_NUMBER = "altered_number"


KIND_WORDING: dict[QuizKind, str] = {
    QuizKind.WHO_SAYS_SO: "Who says so?",
    QuizKind.HOW_MANY_ORIGINS: "How many independent origins?",
    QuizKind.WHICH_LABEL: "Which label, and why?",
    QuizKind.SPOT_THE_RELAY: "Spot the relay",
    QuizKind.ALTERED_NUMBER: "Spot the altered number",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice; ``source_id`` where it is a source."""

    text: str
    source_id: str | None = None


@dataclass(frozen=True, slots=True)
class QuizQuestion:
    """A question about one claim. ``right`` is the place of the one right choice, from 0.

    ``component`` names the part of the claim that is asked about; ``None`` is the claim as a whole.
    """

    id: str
    kind: QuizKind
    claim_id: str
    component: str | None
    prompt: str
    choices: tuple[Choice, ...]
    right: int
    explanation: tuple[Explanation, ...]


def quiz_question(
    kind: QuizKind,
    part: Part,
    prompt: str,
    right: Choice,
    wrong: Sequence[Choice],
    explanation: Iterable[Explanation],
) -> QuizQuestion:
    """The question under a name made from its content, its choices in an order made from that name."""
    name = shuffle_key("\n".join((kind, prompt, right.text, *sorted(choice.text for choice in wrong))))[:10]
    choices = tuple(sorted((right, *wrong), key=lambda choice: shuffle_key(name + choice.text)))
    return QuizQuestion(
        id=f"{kind.value.replace('_', '-')}-{part.claim.id}-{name}",
        kind=kind,
        claim_id=part.claim.id,
        component=part.component,
        prompt=prompt,
        choices=choices,
        right=choices.index(right),
        explanation=tuple(dict.fromkeys(explanation)),
    )


def shuffle_key(text: str) -> str:
    """A stable shuffle: texts sorted by it stand in no order a reader could learn."""
    return sha256(text.encode()).hexdigest()
