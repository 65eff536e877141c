"""Telling covered questions from others: figures on a handful of made-up scores."""

from collections.abc import Sequence

import pytest

from assistant.answers import Status
from assistant.evaluation.abstention import abstention, coverage_curve
from assistant.evaluation.question_set import Category, Item
from assistant.evaluation.results import UNSCORED, Outcome
from assistant.evaluation.scoring import estimates

pytestmark = pytest.mark.usefixtures("quick")


def outcomes(covered: Sequence[float], near: Sequence[float] = (), far: Sequence[float] = ()) -> list[Outcome]:
    kinds = [(Category.WHO, ("a",), covered), (Category.NEAR_MISS, (), near), (Category.OFF_TOPIC, (), far)]
    return [
        Outcome(
            item=Item(id=f"{category}-{number}", question="Who?", category=category, claims=claims),
            status=Status.ANSWERED,
            score=score,
            claims=(),
            retrieved=(),
            sentences=(),
            beside={},
            scores={},
        )
        for category, claims, scores in kinds
        for number, score in enumerate(scores)
    ]


def test_auroc_is_the_share_of_pairs_in_the_right_order() -> None:
    """Of eight pairs, 0.75 stands below two covered questions, 0.1 below four; a tie counts half."""
    found = abstention(outcomes([0.9, 0.8, 0.7, 0.6], near=[0.75, 0.1], far=[0.6, 0.05]))
    assert found["auroc_near"].value == 0.75
    assert found["auroc_far"].value == pytest.approx(7.5 / 8, abs=1e-4)
    assert found["auroc_near"].n == 2


def test_false_answers_are_counted_where_nine_of_ten_covered_questions_are_answered() -> None:
    """Of eleven covered questions one may be lost, so the bar is 0.5, not 0.2."""
    covered = [0.2, 0.5, *[0.9] * 9]
    found = abstention(outcomes(covered, near=[0.3, 0.5, 0.6, 0.4], far=[0.1, 0.2]))
    assert found["false_answers_near"].value == 0.5
    assert found["false_answers_far"].value == 0


def test_where_no_such_question_was_asked_nothing_is_measured() -> None:
    found = abstention(outcomes([0.9, 0.8], near=[0.1, 0.2]))
    assert found["auroc_far"] == found["false_answers_far"] == UNSCORED
    assert set(estimates(outcomes([0.9, 0.8], near=[0.1, 0.2]))) == {"auroc_near", "false_answers_near"}


def test_a_single_near_miss_is_measured() -> None:
    found = abstention(outcomes([0.9, 0.8], near=[0.85]))
    assert found["auroc_near"].value == 0.5
    assert found["false_answers_near"].value == 1


def test_the_curve_falls_from_all_answered_to_none() -> None:
    curve = coverage_curve(outcomes([0.9, 0.4], near=[0.3], far=[0.1, 0.2]))
    at = {point.threshold: (point.in_scope, point.near, point.far) for point in curve}
    assert at[0.0] == (1, 1, 1)
    assert at[0.15] == (1, 1, 0.5)
    assert at[0.3] == (1, 1, 0)
    assert at[0.5] == (0.5, 0, 0)
    assert at[1.0] == (0, 0, 0)


def test_the_curve_does_not_say_that_questions_nobody_asked_are_all_declined() -> None:
    curve = coverage_curve(outcomes([0.9, 0.4]))
    assert {(point.near, point.far) for point in curve} == {(None, None)}
