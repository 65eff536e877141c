"""Asking a subject every question of a set, in several passes, each answer kept as soon as it is there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.answers import Answer, Provenance, answer_to_json
from assistant.errors import EvaluationTrouble
from assistant.evaluation.journal import Journal
from assistant.evaluation.question_set import Item
from assistant.evaluation.subjects import Subject

Progress = Callable[[int, int], None]
"""Called with the number of answers so far and the number in all."""


@dataclass
class Asking:
    """The passes of one run over the same questions; ``passes`` says how many there will be."""

    items: Sequence[Item]
    journal: Journal
    progress: Progress | None
    passes: int
    _done: int = field(default=0, init=False)

    def first(self, subject: Subject, provenance: Provenance) -> Mapping[str, Answer]:
        """Every question's answer, by id. Raises :class:`EvaluationTrouble` if the subject changes meanwhile."""
        return {item.id: self._ask("first", item, subject, provenance) for item in self.items}

    def again(self, subject: Subject, answers: Mapping[str, Answer]) -> Mapping[str, bool]:
        """Whether each question, asked again from the last to the first, gets the same answer in every byte."""
        same = {}
        for item in reversed(self.items):
            first = answers[item.id]
            again = self._ask("again", item, subject, first.provenance)
            same[item.id] = answer_to_json(again) == answer_to_json(first)
        return same

    def planted(self, subject: Subject) -> Mapping[str, Answer]:
        """The answers of a subject whose library has instructions planted in it."""
        return {item.id: self._ask("planted", item, subject) for item in self.items}

    def _ask(self, name: str, item: Item, subject: Subject, provenance: Provenance | None = None) -> Answer:
        """The answer kept, or a new one, which is kept only if it is of this run."""
        answer = self.journal.get((name, item.id))
        if answer is None:
            answer = subject.ask(item.question, item.turns)
            if provenance is not None and identity(answer.provenance) != identity(provenance):
                raise EvaluationTrouble(
                    f"{subject.name} changed while it was evaluated (another library, index or version); start again"
                )
            self.journal.keep((name, item.id), answer)
        self._done += 1
        if self.progress is not None:
            self.progress(self._done, self.passes * len(self.items))
        return answer


def identity(provenance: Provenance) -> dict[str, str | None]:
    """What must stay the same for two answers to be of one run."""
    return {name: getattr(provenance, name) for name in ("corpus", "index", "prompts", "model", "settings", "version")}
