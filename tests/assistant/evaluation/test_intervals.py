"""How sure a figure is: known intervals, the same for the same answers, none where nothing was measured."""

import numpy
import pytest

from assistant.evaluation import intervals
from assistant.evaluation.intervals import mean, resampled
from assistant.evaluation.results import UNSCORED


def difference(one: "numpy.typing.NDArray[numpy.float64]", two: "numpy.typing.NDArray[numpy.float64]") -> float:
    return float(one.mean() - two.mean())


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_a_share_has_the_interval_that_newcombe_printed(hits: int, n: int, low: float, high: float) -> None:
    """Method 3, score interval, in Newcombe, Statistics in Medicine 17 (1998), table I."""
    found = mean([1.0] * hits + [0.0] * (n - hits))
    assert (found.low, found.high) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))
    assert (found.value, found.n) == (pytest.approx(hits / n, abs=1e-4), n)


def test_all_right_is_not_surely_right() -> None:
    few, many = mean([1.0] * 5), mean([1.0] * 500)
    assert few.value == many.value == 1.0
    assert few.low is not None and many.low is not None
    assert few.low < 0.6 < 0.99 < many.low


def test_the_same_scores_have_the_same_interval_every_time() -> None:
    scores = [0.1, 0.4, 0.4, 0.9, 1.0, 0.3]
    assert mean(scores) == mean(scores)


def test_another_seed_gives_nearly_the_same_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    """Enough resamples are drawn."""
    scores = [0.1, 0.4, 0.4, 0.9, 1.0, 0.3, 0.2, 0.8] * 5
    ours = mean(scores)
    monkeypatch.setattr(intervals, "SEED", 1)
    assert (mean(scores).low, mean(scores).high) == (
        pytest.approx(ours.low, abs=0.02),
        pytest.approx(ours.high, abs=0.02),
    )


def test_a_figure_lies_in_its_interval_and_the_interval_among_the_scores() -> None:
    found = mean([0.1, 0.4, 0.4, 0.9, 1.0, 0.3])
    assert found.low is not None and found.value is not None and found.high is not None
    assert 0.1 <= found.low < found.value < found.high <= 1.0


def test_where_nothing_varies_the_interval_has_no_width() -> None:
    found = mean([0.5] * 7)
    assert (found.value, found.low, found.high, found.n) == (0.5, 0.5, 0.5, 7)


def test_what_was_not_measured_is_unscored_and_not_zero() -> None:
    assert mean([]) == UNSCORED == resampled([[0.1, 0.2], []], difference)
    assert UNSCORED.value is None


def test_samples_in_pairs_are_drawn_together() -> None:
    before = [0.1, 0.9, 0.4, 0.7, 0.2]
    after = [score + 0.05 for score in before]
    paired, apart = (resampled([after, before], difference, paired=paired) for paired in (True, False))
    assert (paired.low, paired.high) == (0.05, 0.05)
    assert apart.low is not None and apart.high is not None
    assert apart.low < 0 < apart.high


def test_one_question_of_a_kind_beside_several_others_has_a_figure() -> None:
    """A small file often has a single near miss."""
    found = resampled([[0.4, 0.8], [0.3]], difference)
    assert found.value == pytest.approx(0.3)
    assert found.low is not None and found.high is not None
    assert found.low <= 0.3 <= found.high
