"""Two evaluations side by side: what changed, question by question, and how sure the change is."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy
from pydantic import ValidationError

from assistant.errors import EvaluationTrouble
from assistant.evaluation.catalogue import MEASURES
from assistant.evaluation.intervals import resampled
from assistant.evaluation.results import FORMAT, Estimate, Evaluation, evaluation_from_json


@dataclass(frozen=True, slots=True)
class Change:
    """A question that scores differently on one measure, and the sentence that answered it in each run."""

    measure: str
    item_id: str
    question: str
    before: float
    after: float
    answer_before: str
    answer_after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A measure in both runs, and its change with a paired interval."""

    before: float
    after: float
    change: Estimate


@dataclass(frozen=True, slots=True)
class Comparison:
    """The measures that are taken question by question, by name; AUROC and kappa are of a run as a whole."""

    differences: Mapping[str, Difference]
    changes: tuple[Change, ...]


def read_evaluation(file: str) -> Evaluation:
    """A saved evaluation. Raises :class:`EvaluationTrouble` if the file is none, or of another format."""
    try:
        document = json.loads(Path(file).read_text(encoding="utf-8"))
    except OSError as error:
        raise EvaluationTrouble(f"cannot read {file} ({error.strerror}); name a file of: evaluate --json") from error
    except ValueError as error:
        raise EvaluationTrouble(f"{file} is not JSON; name a file that evaluate --json has written") from error
    found = document.get("format") if isinstance(document, dict) else None
    if found != FORMAT:
        raise EvaluationTrouble(
            f"{file} has the format {found!r}, this version reads {FORMAT}; evaluate again with this version"
        )
    try:
        return evaluation_from_json(document)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise EvaluationTrouble(f"{file} is no whole evaluation (at {where}); evaluate again") from error


def compare(before: Evaluation, after: Evaluation) -> Comparison:
    """What changed between two runs over the same questions.

    Raises :class:`EvaluationTrouble` where they were not: their figures would differ by the questions.
    """
    same = [outcome.item for outcome in before.items] == [outcome.item for outcome in after.items]
    if before.run.questions_sha256 != after.run.questions_sha256 or not same:
        raise EvaluationTrouble(
            f"these runs asked different questions ({before.run.question_set} {before.run.questions_sha256[:12]}, "
            f"{after.run.question_set} {after.run.questions_sha256[:12]}); evaluate both on one set"
        )
    pairs = list(zip(before.items, after.items, strict=True))
    differences = {}
    changes = []
    for measure in MEASURES:
        name = measure.name
        scored = [(a, b) for a, b in pairs if name in a.scores and name in b.scores]
        if not scored:
            continue
        old, new = [a.scores[name] for a, _ in scored], [b.scores[name] for _, b in scored]
        change = resampled([new, old], lambda x, y: float(numpy.mean(x) - numpy.mean(y)), paired=True)
        differences[name] = Difference(sum(old) / len(old), sum(new) / len(new), change)
        changes += [
            Change(
                name,
                a.item.id,
                a.item.question,
                a.scores[name],
                b.scores[name],
                *(o.sentences[0].text if o.sentences else "" for o in (a, b)),
            )
            for a, b in scored
            if a.scores[name] != b.scores[name]
        ]
    return Comparison(differences, tuple(changes))
