"""The pattern histogram: everything that coefficients need to know of any number of answers.

A unit (an item, a response, a pair of responses) was judged by some people; its *pattern* says how many of them chose
each category. An item's units form its *cluster*. Coefficients depend only on how often each cluster occurs, so that
millions of answers become a few hundred rows, and adding or taking back an item changes one count.

Coefficients from counts of coincidences: Krippendorff 2011, "Computing Krippendorff's alpha-reliability" (decision
0007).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.signedinteger[Any]]
"""Of 64 bits where numbers are computed with, of fewer where many are kept."""
Pattern = tuple[tuple[int, int], ...]
"""((category, how many people chose it), …), categories rising."""
Cluster = tuple[Pattern, ...]
"""The patterns of one item's units, sorted, so that the order of units and people can't matter."""


class Histogram:
    """How often each cluster of unit patterns occurs."""

    def __init__(self) -> None:
        self.clusters: Counter[Cluster] = Counter()
        self._patterns: dict[tuple[int, ...], Pattern] = {}

    def add(self, units: Iterable[Iterable[int]], times: int = 1) -> None:
        """Count an item: for each of its units the categories that people chose. `times=-1` takes it back, and raises
        ValueError for an item that was never added.
        """
        cluster = tuple(sorted(self._pattern(tuple(sorted(unit))) for unit in units))
        left = self.clusters[cluster] + times
        if left < 0:
            raise ValueError("an item that was never added can't be taken back")
        if left:
            self.clusters[cluster] = left
        else:
            del self.clusters[cluster]

    def pairable(self) -> Histogram:
        """Only units that two people or more judged, and only items that have such units."""
        result = Histogram()
        for cluster, times in self.clusters.items():
            units = tuple(pattern for pattern in cluster if sum(people for _, people in pattern) > 1)
            if units:
                result.clusters[units] += times
        return result

    def _pattern(self, answers: tuple[int, ...]) -> Pattern:
        """The same few patterns come again and again: each is made once."""
        pattern = self._patterns.get(answers)
        if pattern is None:
            pattern = self._patterns[answers] = tuple(sorted(Counter(answers).items()))
        return pattern


@dataclass(frozen=True, slots=True)
class Table:
    """A histogram as arrays. P distinct patterns, V categories, C distinct clusters, E units of distinct clusters.

    `counts` (P, V): people by category; `entry_cluster`, `entry_pattern` (E): which pattern belongs to which cluster,
    clusters rising; `times` (C): how many items have the cluster.
    """

    counts: Floats
    entry_cluster: Integers
    entry_pattern: Integers
    times: Floats

    def units(self) -> Floats:
        """(P) how many units have each pattern."""
        weights = self.times[self.entry_cluster]
        return np.bincount(self.entry_pattern, weights=weights, minlength=len(self.counts)).astype(np.float64)

    def pairable(self) -> Table:
        """Only units that two people or more judged, and only items that have such units."""
        kept = self.counts.sum(axis=1)[self.entry_pattern] > 1
        clusters, renumbered = np.unique(self.entry_cluster[kept], return_inverse=True)
        return Table(self.counts, renumbered.astype(np.int64), self.entry_pattern[kept], self.times[clusters])

    def items(self) -> int:
        """How many items there are."""
        return int(self.times.sum())

    def mirrored(self) -> Table:
        """Every unit counted in both directions: category i also as V-1-i."""
        order = np.argsort(np.concatenate([self.entry_cluster, self.entry_cluster]), kind="stable")
        patterns = np.concatenate([self.entry_pattern, self.entry_pattern + len(self.counts)])
        clusters = np.concatenate([self.entry_cluster, self.entry_cluster])
        return Table(np.vstack([self.counts, self.counts[:, ::-1]]), clusters[order], patterns[order], self.times)


def tabulate(histogram: Histogram, categories: int) -> Table:
    """The histogram as arrays, for at most a few hundred categories."""
    clusters = list(histogram.clusters)
    patterns = {pattern: row for row, pattern in enumerate(dict.fromkeys(chain.from_iterable(clusters)))}
    counts = np.zeros((len(patterns), categories))
    for pattern, row in patterns.items():
        for category, people in pattern:
            counts[row, category] = people
    return Table(
        counts,
        np.repeat(np.arange(len(clusters)), [len(cluster) for cluster in clusters]).astype(np.int64),
        np.array([patterns[pattern] for cluster in clusters for pattern in cluster], dtype=np.int64),
        np.array([histogram.clusters[cluster] for cluster in clusters], dtype=np.float64),
    )
