"""Means and shares of models' responses, and how much two versions differ.

Each response counts once, however many people judged it: people who look at the same response do not differ
independently, and an interval over their judgements would be too narrow.

Means have Student's interval, shares Wilson's (1927); decision 0018.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

from annotation.agreement.evaluation.versions import split_version
from annotation.agreement.gold import wilson
from annotation.agreement.intervals import student_quantile

Ends = tuple[float, float]


@dataclass(slots=True)
class Average:
    """A mean that adds up; no figure is kept."""

    n: int = 0
    total: float = 0.0
    squares: float = 0.0

    def add(self, figure: float) -> None:
        """One response more."""
        self.n += 1
        self.total += figure
        self.squares += figure * figure

    @property
    def mean(self) -> float:
        """Of at least one figure."""
        return self.total / self.n

    def variance(self) -> float:
        """Of the mean; 0 where nothing differs."""
        return max(0.0, self.squares / self.n - self.mean**2) / max(self.n - 1, 1)

    def interval(self) -> Ends | None:
        """Student's 95% interval of the mean; None for fewer than two responses."""
        if self.n < 2:
            return None
        reach = student_quantile(self.n - 1) * sqrt(self.variance())
        return self.mean - reach, self.mean + reach

    def share_interval(self) -> Ends:
        """Wilson's 95% interval, of figures from 0 to 1."""
        return wilson(self.total, self.n)


class Averages:
    """The means of many models, and how those of versions that answered the same items move together."""

    def __init__(self) -> None:
        self.of: defaultdict[str, Average] = defaultdict(Average)
        self._together: defaultdict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0] * 4)

    def hear(self, figures: Mapping[str, Sequence[float]]) -> None:
        """One item: {model: the figure of each of its responses}."""
        for model, own in figures.items():
            for figure in own:
                self.of[model].add(figure)
        for one, other in versions_among(figures):
            own, others = figures[one], figures[other]
            total, other_total = sum(own), sum(others)
            sums = self._together[one, other]
            sums[0] += total * other_total
            sums[1] += total * len(others)
            sums[2] += len(own) * other_total
            sums[3] += len(own) * len(others)

    def correlation(self, one: str, other: str) -> float:
        """Of the means of two versions, between -1 and 1; 0 where they share no items."""
        turned = one > other
        both, of_one, of_other, times = self._together.get((min(one, other), max(one, other)), (0.0,) * 4)
        if turned:
            of_one, of_other = of_other, of_one
        first, second = self.of[one], self.of[other]
        moved = both - second.mean * of_one - first.mean * of_other + first.mean * second.mean * times
        spread = sqrt(self._moved(first) * self._moved(second))
        return max(-1.0, min(1.0, moved / spread)) if spread > 1e-12 else 0.0

    def _moved(self, average: Average) -> float:
        return average.squares - average.n * average.mean**2


def versions_among(models: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs of versions of the same model, the lesser name first."""
    return [
        (one, other)
        for one, other in combinations(sorted(models), 2)
        if split_version(one)[0] == split_version(other)[0]
    ]


@dataclass(frozen=True, slots=True)
class Difference:
    """How much the second of two models is above the first, with both ends of the 95% interval."""

    value: float
    low: float
    high: float


def difference(before: float, around: Ends, after: float, around_after: Ends, correlation: float = 0.0) -> Difference:
    """`after` less `before` from the interval of each (Zou and Donner 2008, "Construction of confidence limits about
    effect measures"); of Wilson's intervals it is Newcombe's hybrid score interval (1998, method 10).
    """
    change = after - before
    down, up = after - around_after[0], around_after[1] - after
    own_down, own_up = before - around[0], around[1] - before
    low = sqrt(max(0.0, down**2 + own_up**2 - 2 * correlation * down * own_up))
    high = sqrt(max(0.0, up**2 + own_down**2 - 2 * correlation * up * own_down))
    return Difference(change, change - low, change + high)
