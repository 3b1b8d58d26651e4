"""Krippendorff's alpha for many categories: sets of labels, and choices among hundreds of options.

There can be many thousands of different sets, so nothing here is as large as categories times categories.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Protocol

import numpy as np

from annotation.agreement.histogram import Cluster, Floats, Histogram, Integers, Pattern
from annotation.agreement.intervals import Interval, jackknife_interval

Labels = frozenset[str]
BLOCK = 512


class Distances(Protocol):
    """How far the categories of a histogram are apart, fixed beforehand."""

    def between(self, first: int, second: int) -> float:
        """The distance of two categories."""

    def to_all(self, totals: Floats) -> Floats:
        """(V) for each category the sum of its distances to all answers; `totals` (V) counts them."""

    def from_some(self, some: Integers, categories: int) -> Floats:
        """(S, V) the distances of `some` (S) categories to all."""


class Nominal:
    """Equal or not."""

    def between(self, first: int, second: int) -> float:
        return float(first != second)

    def to_all(self, totals: Floats) -> Floats:
        return np.asarray(totals.sum() - totals)

    def from_some(self, some: Integers, categories: int) -> Floats:
        return np.asarray(some[:, None] != np.arange(categories), dtype=np.float64)


@dataclass(frozen=True)
class Jaccard:
    """1 - |A ∩ B| / |A ∪ B|, and 0 between two empty sets; category i is `sets[i]`.

    Distances are used unsquared (Passonneau 2006, "Measuring Agreement on Set-valued Items").
    """

    sets: Sequence[Labels]

    def between(self, first: int, second: int) -> float:
        union = len(self.sets[first] | self.sets[second])
        return 1 - len(self.sets[first] & self.sets[second]) / union if union else 0.0

    def to_all(self, totals: Floats) -> Floats:
        members = self._members()
        far = np.zeros(len(members))
        for first in range(0, len(members), BLOCK):
            far[first : first + BLOCK] = self._apart(members, np.s_[first : first + BLOCK]) @ totals
        return far

    def from_some(self, some: Integers, categories: int) -> Floats:
        return self._apart(self._members(), some)

    def _apart(self, members: Floats, some: Integers | slice) -> Floats:
        sizes = members.sum(axis=1)
        return 1 - self._alike(members[some] @ members.T, sizes[some, None], sizes)

    def _alike(self, common: Floats, sizes: Floats, others: Floats) -> Floats:
        """1 - the distances of sets with so many `common` labels, of so many each."""
        union = sizes + others - common
        return np.asarray(np.divide(common, union, out=np.ones_like(common), where=union > 0))

    def _members(self) -> Floats:
        """(S, L) 1 where a set has a label."""
        labels = {label: column for column, label in enumerate(sorted(frozenset().union(*self.sets)))}
        members = np.zeros((len(self.sets), len(labels)))
        for row, labelled in enumerate(self.sets):
            members[row, [labels[label] for label in labelled]] = 1
        return members


@dataclass(frozen=True)
class Masi(Jaccard):
    """1 - J·M (Passonneau 2006): Jaccard's J, and M is 1 for equal sets, 2/3 where one holds the other, 1/3 where they
    only overlap.
    """

    def between(self, first: int, second: int) -> float:
        one, other = self.sets[first], self.sets[second]
        monotone = 1.0 if one == other else 2 / 3 if one <= other or other <= one else 1 / 3
        return 1 - (1 - super().between(first, second)) * monotone

    def _alike(self, common: Floats, sizes: Floats, others: Floats) -> Floats:
        least, most = np.minimum(sizes, others), np.maximum(sizes, others)
        monotone = np.where(common == most, 1.0, np.where(common == least, 2 / 3, 1 / 3))
        return super()._alike(common, sizes, others) * monotone


def sparse_alpha(histogram: Histogram, distances: Distances, categories: int) -> tuple[float | None, Interval | None]:
    """Krippendorff's alpha (2011, "Computing Krippendorff's Alpha-Reliability"), at most 1, for any distances
    of so many categories, and its jackknife interval over items (see `intervals`); each None where undefined.
    """
    clusters = histogram.pairable().clusters
    times = np.array(list(clusters.values()), dtype=np.float64)
    answers = [merged(cluster) for cluster in clusters]
    totals = np.zeros(categories)
    for own, number in zip(answers, times, strict=True):
        for category, people in own:
            totals[category] += people * number
    if np.count_nonzero(totals) < 2:
        return None, None
    within = np.array([sum(unit_spread(pattern, distances) for pattern in cluster) for cluster in clusters])
    far = distances.to_all(totals)
    observed, expected, whole = float(within @ times), float(totals @ far), float(totals.sum())
    alpha = 1 - (whole - 1) * observed / expected
    owned = np.array([expected_share(own, distances, far) for own in answers])
    sizes = np.array([sum(people for _, people in own) for own in answers], dtype=np.float64)
    left_out = alphas_without(observed - within, expected - owned, whole - sizes, expected)
    return alpha, jackknife_interval(alpha, left_out, times)


def alphas_without(observed: Floats, expected: Floats, answers: Floats, whole: float) -> Floats:
    """(C) alpha without each cluster; NaN where nothing varies any more."""
    varied = expected > whole * 1e-12
    ratio = np.divide(observed, expected, out=np.full(len(expected), np.nan), where=varied)
    return np.asarray(1 - (answers - 1) * np.maximum(ratio, 0))


def merged(cluster: Cluster) -> Pattern:
    """All answers of an item, whatever the unit."""
    answers: Counter[int] = Counter()
    for pattern in cluster:
        for category, people in pattern:
            answers[category] += people
    return tuple(sorted(answers.items()))


def spread(answers: Pattern, distances: Distances) -> float:
    """The sum of distances over all ordered pairs of answers, 0 or more: the numerator of both of alpha's
    disagreements.
    """
    return 2 * sum(
        first_people * second_people * distances.between(first, second)
        for (first, first_people), (second, second_people) in combinations(answers, 2)
    )


def unit_spread(pattern: Pattern, distances: Distances) -> float:
    """A unit's share of the observed disagreement: its spread by m - 1 people (Krippendorff 2011), two or more;
    ZeroDivisionError for a unit of one answer.
    """
    return spread(pattern, distances) / (sum(people for _, people in pattern) - 1)


def expected_share(answers: Pattern, distances: Distances, far: Floats) -> float:
    """What an item adds to the spread of all answers taken together."""
    return 2 * sum(people * float(far[category]) for category, people in answers) - spread(answers, distances)


def sparse_percent(histogram: Histogram) -> float | None:
    """The share (0 to 1) of pairs of people that chose the same, averaged over units (Fleiss 1971, P̄); None without
    units that two people judged.
    """
    agreeing, units = 0.0, 0
    for cluster, times in histogram.pairable().clusters.items():
        units += times * len(cluster)
        for pattern in cluster:
            people = sum(number for _, number in pattern)
            agreeing += times * sum(number * (number - 1) for _, number in pattern) / (people * (people - 1))
    return agreeing / units if units else None
