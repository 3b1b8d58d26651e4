"""Confidence intervals by the jackknife over items (Efron and Tibshirani 1993, ch. 11).

Items are left out whole, with all their units: the pairs of one ranking are not independent, and intervals over pairs
would be too narrow.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from annotation.agreement.histogram import Floats, Table
from annotation.agreement.scales import Scale, mid_ranks

CONFIDENCE = 0.95
FEWEST_ITEMS = 3
FARTHEST = 50.0
"""An exponent that no end of an interval needs, -1 being the lowest: more would overflow."""
CHUNK = 1_000_000
"""Numbers that are held at once, of each array."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Both ends, and the standard error of the coefficient itself."""

    low: float
    high: float
    standard_error: float


def jackknife_interval(alpha: float, left_out: Floats, times: Floats) -> Interval | None:
    """The interval around `alpha` from its values with one item left out: `left_out` (C), each for `times` (C) items.

    None with fewer than three items, where leaving one item out makes alpha undefined (NaN), and at alpha 1: data
    without any disagreement can't say how much there might be.
    """
    items = float(times.sum())
    return alpha_interval(alpha, standard_error(left_out, times), items) if np.isfinite(left_out).all() else None


def alpha_interval(alpha: float, error: float, items: float) -> Interval | None:
    """The interval of alpha by the jackknife's standard error, of three items or more."""
    return interval_around(alpha, error, items) if items >= FEWEST_ITEMS else None


def interval_around(figure: float, error: float, size: float) -> Interval | None:
    """The interval of a coefficient of `size` items or units, two or more, by its standard error, from -1 to 1; None at
    1, because data without any disagreement can't say how much there might be.

    It is made for log(1 - figure), whose standard error is error / (1 - figure) by the delta method, and brought back:
    the less people differ, the more of the uncertainty lies on one side. How often it holds the truth: decision 0007.
    """
    if size < 2 or figure >= 1:
        return None
    reach = min(student_quantile(size - 1) * error / (1 - figure), FARTHEST)
    return Interval(max(1 - (1 - figure) * math.exp(reach), -1.0), 1 - (1 - figure) * math.exp(-reach), error)


def standard_error(left_out: Floats, times: Floats) -> float:
    """The jackknife standard error of a figure."""
    items = float(times.sum())
    mean = float((times * left_out).sum()) / items
    return math.sqrt((items - 1) / items * float((times * (left_out - mean) ** 2).sum()))


def student_quantile(freedom: float, confidence: float = CONFIDENCE) -> float:
    """Student's t for a two-sided interval: of one and two degrees of freedom as it is, of more by the expansion of
    Abramowitz and Stegun 26.7.5 (within 0.2%)."""
    if freedom == 1:
        return math.tan(math.pi / 2 * confidence)
    if freedom == 2:
        return confidence * math.sqrt(2 / (1 - confidence**2))
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / freedom**power for power, term in enumerate(terms, 1))


def alphas_without_each(table: Table, scale: Scale) -> tuple[Floats, Floats]:
    """(C) Krippendorff's alpha with one item of each distinct cluster left out, NaN where undefined, and (C) how
    many items have that cluster."""
    table = table.pairable()
    chunks = [alphas_of_chunk(table, scale, first, last) for first, last in chunked(table)]
    return (np.concatenate(chunks) if chunks else np.zeros(0)), table.times


def chunked(table: Table) -> Iterator[tuple[int, int]]:
    """Ranges of clusters that fit in memory together."""
    clusters = len(table.times)
    numbers = max(len(table.entry_cluster), clusters) * table.counts.shape[1]
    step = max(1, clusters * CHUNK // max(numbers, 1))
    for first in range(0, clusters, step):
        yield first, min(first + step, clusters)


def alphas_of_chunk(table: Table, scale: Scale, first: int, last: int) -> Floats:
    """The alphas without each of the clusters from `first` to `last`."""
    people = table.counts.sum(axis=1)
    units = table.units()
    begin, end = np.searchsorted(table.entry_cluster, [first, last])
    cluster = table.entry_cluster[begin:end] - first
    entries = table.counts[table.entry_pattern[begin:end]]
    own = np.zeros((last - first, table.counts.shape[1]))
    np.add.at(own, cluster, entries)
    rest = units @ table.counts - own
    spread = scale.spread(entries, rest[cluster]) / (people[table.entry_pattern[begin:end]] - 1)
    observed = total_spread(table, scale, units, people, rest) - np.bincount(
        cluster, weights=spread, minlength=last - first
    )
    expected = scale.spread(rest, rest)
    varied = np.count_nonzero(rest, axis=1) > 1
    ratio = np.divide(observed, expected, out=np.full(len(expected), np.nan), where=varied)
    return np.asarray(1 - (rest.sum(axis=1) - 1) * np.maximum(ratio, 0))


def total_spread(table: Table, scale: Scale, units: Floats, people: Floats, rest: Floats) -> Floats:
    """(R) the observed disagreement of all units, under the distances that each row of totals `rest` (R, V) makes."""
    pairable = (people > 1) & (units > 0)
    counts = table.counts[pairable]
    weights = units[pairable] / (people[pairable] - 1)
    if scale.metric != "ordinal":
        return np.asarray((weights * scale.spread(counts, rest)).sum())
    coincidences = (counts * weights[:, None]).T @ counts
    scores = mid_ranks(rest)
    scores = scores - scores.mean(axis=1, keepdims=True)
    squares = (scores**2 * coincidences.sum(axis=1)).sum(axis=1)
    return np.asarray(2 * (squares - ((scores @ coincidences) * scores).sum(axis=1)))
