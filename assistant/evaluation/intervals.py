"""How sure a figure is: 95 % intervals, by Wilson's formula for shares and by resampling for the rest.

The resampling starts from a fixed seed, so that the same answers give the same interval.
"""

from collections.abc import Callable, Sequence

import numpy
from numpy.typing import NDArray
from scipy.stats import binomtest, bootstrap

from assistant.evaluation.results import UNSCORED, Estimate

SEED = 20111108
RESAMPLES = 2000
_DIGITS = 4

Statistic = Callable[..., float]


def mean(scores: Sequence[float]) -> Estimate:
    """The mean of scores with its interval: Wilson's where each is 0 or 1, else the bootstrap percentile."""
    if not scores:
        return UNSCORED
    value = sum(scores) / len(scores)
    if set(scores) <= {0.0, 1.0}:
        found = binomtest(int(sum(scores)), len(scores)).proportion_ci(method="wilson")
        return _estimate(value, found.low, found.high, len(scores))
    return resampled([scores], lambda sample: float(numpy.mean(sample)))


def resampled(samples: Sequence[Sequence[float]], statistic: Statistic, *, paired: bool = False) -> Estimate:
    """A statistic of one or more samples, with its bootstrap percentile interval.

    ``paired`` draws the samples together, question by question. ``n`` is the size of the first.
    """
    arrays: tuple[NDArray[numpy.float64], ...] = tuple(numpy.asarray(sample, dtype=float) for sample in samples)
    if not all(len(array) for array in arrays):
        return UNSCORED
    value = statistic(*arrays)
    if all(len(set(array.tolist())) == 1 for array in arrays):  # nothing varies: there is nothing to resample
        return _estimate(value, value, value, len(arrays[0]))
    found = bootstrap(
        # scipy wants two or more to draw from: one value, drawn from twice itself, is itself.
        tuple(numpy.repeat(array, 2) if len(array) == 1 else array for array in arrays),
        statistic,
        n_resamples=RESAMPLES,
        paired=paired,
        vectorized=False,
        method="percentile",
        rng=numpy.random.default_rng(SEED),
    ).confidence_interval
    return _estimate(value, found.low, found.high, len(arrays[0]))


def _estimate(value: float, low: float, high: float, n: int) -> Estimate:
    value, low, high = (round(float(number), _DIGITS) for number in (value, low, high))
    return Estimate(value, low, high, n)
