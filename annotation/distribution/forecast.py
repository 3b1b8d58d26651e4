"""When work will be done, with how sure that is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

CONFIDENCE = 0.8
"""How sure it is that the end lies between the two dates."""
Z = 1.2815515655446004
"""The standard normal quantile of (1 + CONFIDENCE) / 2."""
FURTHEST = 3650
"""Days; what lies beyond is not foretold."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """Whole days from today until the work is done: most likely, and the ends of the interval. None: too far away."""

    days: int | None
    low: int | None
    high: int | None


def forecast(remaining: int, by_day: Sequence[int]) -> Forecast | None:
    """When `remaining` pieces are done at the pace of the latest days, the oldest first; a day without work is a day.

    None where nothing was done in these days, or fewer than two of them are known. The sum of D coming days is taken
    as normal, with the mean and variance of the days seen: their scatter gives D·s², and not knowing their mean D²·s²/n
    (the predictive variance of a sum, as in any textbook on linear models).
    """
    if remaining <= 0:
        return Forecast(0, 0, 0)
    if len(by_day) < 2 or sum(by_day) <= 0:
        return None
    n = len(by_day)
    mean = sum(by_day) / n
    variance = max(sum((each - mean) ** 2 for each in by_day) / (n - 1), mean)  # no steadier than counted events
    return Forecast(
        days=_first_day(remaining, mean, variance, n, 0.0),
        low=_first_day(remaining, mean, variance, n, Z),
        high=_first_day(remaining, mean, variance, n, -Z),
    )


def _first_day(remaining: int, mean: float, variance: float, n: int, z: float) -> int | None:
    """The first day by which so much is done, at a pace `z` deviations above the mean; halving the interval."""

    def done(days: int) -> float:
        return days * mean + z * math.sqrt(variance * (days + days * days / n))

    if done(FURTHEST) < remaining:
        return None
    low, high = 0, FURTHEST
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if done(middle) >= remaining else (middle, high)
    return high
