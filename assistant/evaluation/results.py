"""What an evaluation found: frozen records that go to JSON and back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from assistant.answers import LabelKey, Status
from assistant.evaluation.question_set import Item

FORMAT = 1
"""The version of the saved form; runs of different versions cannot be compared."""


GRADED = frozenset({"recall_at_5", "recall_at_10", "ndcg_at_10", "mrr"})
"""Measures on which most questions stand somewhere between 0 and 1: no failures to list."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its 95 % interval over ``n`` questions; ``value`` is ``None`` where it could not be measured."""

    value: float | None
    low: float | None
    high: float | None
    n: int


UNSCORED = Estimate(None, None, None, 0)
"""What could not be measured: kept apart from zero."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that stood in front of an answer, with its label and what it cites."""

    text: str
    label: LabelKey
    passage_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One question with what was answered and how it scored, by the name of the measure.

    ``sentences`` stood in front; ``beside`` holds the front of another answer that a failed measure
    compares with, by what sets it apart.
    """

    item: Item
    status: Status
    score: float
    claims: tuple[str, ...]
    retrieved: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    beside: Mapping[str, tuple[Sentence, ...]]
    scores: Mapping[str, float]

    @property
    def failed(self) -> tuple[str, ...]:
        """The measures on which this question fell short, those apart that grade a ranking in small steps."""
        return tuple(name for name, score in self.scores.items() if score < 1 and name not in GRADED)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """What made a run, in enough detail to make it again.

    ``subject`` is ``in process`` or the address of an instance; ``embeddings`` names the encoder where it
    is known: in this process; ``program`` is a hash of the code that asked and scored, ``git`` the revision
    of the checkout, with ``+changes`` where files differed from it; ``runs`` gives the hash of each ranking
    from elsewhere.
    """

    command: str
    subject: str
    question_set: str
    questions: int
    questions_sha256: str
    verdicts_sha256: str
    corpus: str
    index: str
    prompts: str
    model: str | None
    settings: str
    version: str
    embeddings: str | None
    program: str
    git: str | None
    python: str
    platform: str
    packages: Mapping[str, str]
    runs: Mapping[str, str]
    resamples: int
    seed: int


@dataclass(frozen=True, slots=True)
class CoveragePoint:
    """At one threshold of the answer's score: the share of each kind of question that would be answered.

    ``None`` where no such question was asked.
    """

    threshold: float
    in_scope: float | None
    near: float | None
    far: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """A finished run: its measures, the same by group of questions, the baselines, and every question."""

    format: int
    run: RunRecord
    measures: Mapping[str, Estimate]
    groups: Mapping[str, Mapping[str, Estimate]]
    baselines: Mapping[str, Mapping[str, Estimate]]
    curve: tuple[CoveragePoint, ...]
    items: tuple[Outcome, ...]


_EVALUATION = TypeAdapter(Evaluation)


def evaluation_to_json(evaluation: Evaluation) -> dict[str, Any]:
    """The evaluation as one JSON object."""
    document: dict[str, Any] = _EVALUATION.dump_python(evaluation, mode="json")
    return document


def evaluation_from_json(document: object) -> Evaluation:
    """The evaluation back from its JSON object. Raises pydantic's ``ValidationError`` for anything else."""
    return _EVALUATION.validate_python(document)
