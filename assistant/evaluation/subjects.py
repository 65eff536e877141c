"""What is evaluated: the assistant in this process, or a hosted instance; one protocol for both."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.answering import Assistant
from assistant.answers import Answer

IN_PROCESS = "in process"


class Subject(Protocol):
    """Something that answers questions.

    The same question after the same turns gives the same answer. ``ask`` raises
    :class:`assistant.errors.EvaluationTrouble` where no answer can be had at all; a question that is
    declined is an answer.
    """

    @property
    def name(self) -> str:
        """``in process``, or the address of the instance."""
        ...

    def ask(self, question: str, turns: Sequence[str]) -> Answer:
        """The answer to ``question``; ``turns`` are the earlier questions, oldest first."""
        ...


@dataclass(frozen=True, slots=True)
class InProcess:
    """The assistant of this process."""

    assistant: Assistant
    name: str = IN_PROCESS

    def ask(self, question: str, turns: Sequence[str]) -> Answer:
        """See :class:`Subject`."""
        return self.assistant.ask(question, turns)
