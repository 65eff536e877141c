"""Knowing when not to answer: how well an answer's score tells covered questions from others."""

from collections.abc import Mapping, Sequence

import numpy
from sklearn.metrics import roc_auc_score

from assistant.evaluation.intervals import mean, resampled
from assistant.evaluation.question_set import Category
from assistant.evaluation.results import UNSCORED, CoveragePoint, Estimate, Outcome

COVERAGE = 90
"""Per cent of the covered questions that must be answered where false answers are counted."""

_POINTS = 41


def abstention(outcomes: Sequence[Outcome]) -> Mapping[str, Estimate]:
    """For far and near questions: AUROC, and the share answered where 90 % of the covered ones are.

    ``n`` counts the questions outside the library; the interval of the share takes the threshold as given.
    """
    covered = _scores(outcomes, None)
    found: dict[str, Estimate] = {}
    for name, category in (("far", Category.OFF_TOPIC), ("near", Category.NEAR_MISS)):
        outside = _scores(outcomes, category)
        if not covered or not outside:
            found |= {f"auroc_{name}": UNSCORED, f"false_answers_{name}": UNSCORED}
            continue
        threshold = sorted(covered)[len(covered) * (100 - COVERAGE) // 100]
        found[f"auroc_{name}"] = resampled([outside, covered], _auroc)
        found[f"false_answers_{name}"] = mean([float(score >= threshold) for score in outside])
    return found


def coverage_curve(outcomes: Sequence[Outcome]) -> tuple[CoveragePoint, ...]:
    """The share of each kind of question that would be answered, at thresholds from 0 to 1."""
    kinds = [_scores(outcomes, category) for category in (None, Category.NEAR_MISS, Category.OFF_TOPIC)]
    return tuple(
        CoveragePoint(threshold, *(_share_from(threshold, scores) for scores in kinds))
        for threshold in numpy.linspace(0.0, 1.0, _POINTS).round(3).tolist()
    )


def _scores(outcomes: Sequence[Outcome], category: Category | None) -> list[float]:
    """The scores of the questions of one category outside the library; ``None``: of those inside it."""
    if category is None:
        return [outcome.score for outcome in outcomes if outcome.item.claims]
    return [outcome.score for outcome in outcomes if outcome.item.category is category]


def _auroc(outside: Sequence[float], covered: Sequence[float]) -> float:
    truth = [0] * len(outside) + [1] * len(covered)
    return float(roc_auc_score(truth, [*outside, *covered]))


def _share_from(threshold: float, scores: Sequence[float]) -> float | None:
    return round(sum(score >= threshold for score in scores) / len(scores), 4) if scores else None
