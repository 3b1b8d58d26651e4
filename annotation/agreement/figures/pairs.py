"""Every two people by themselves: Cohen's kappa of what both judged, and of ratings how they order it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from annotation.agreement.figures.collector import Figures
from annotation.agreement.histogram import Floats, Integers
from annotation.agreement.judged import Between
from annotation.agreement.ranks import spearman, spearman_interval
from annotation.agreement.truth import Labels
from annotation.agreement.two_people import cohen_interval, cohen_kappa, crossed

MOST_PAIRS = 50
"""Pairs of people that are told one by one, those who judged most units together."""


def kappas(names: Sequence[str], labels: Labels, between: Between, weights: Floats | None = None) -> list[Figures]:
    """Cohen's kappa (1960) of the pairs with most units in common, or with agreement weights (V, V) the weighted one
    (1968), each with its interval (Fleiss, Cohen and Everitt 1969); None where undefined.
    """
    pairs = busiest(between.shared)
    rows = []
    for (one, other), (first, second) in zip(pairs, judged_by_both(labels, pairs), strict=True):
        table = crossed(first, second, labels.categories)
        interval = cohen_interval(table, weights)
        row = {"people": [names[one], names[other]], "n": len(first), "value": cohen_kappa(table, weights)}
        row |= {"low": interval and interval.low, "high": interval and interval.high}
        rows.append(row if weights is None else row | _in_order(first, second))
    return rows


def busiest(shared: Floats) -> list[tuple[int, int]]:
    """Two people each of the pairs that have most units in common, of a symmetric (J, J)."""
    one, other = np.nonzero(np.triu(shared, 1))
    most = np.argsort(-shared[one, other], kind="stable")[:MOST_PAIRS]
    return list(zip(one[most].tolist(), other[most].tolist(), strict=True))


def judged_by_both(labels: Labels, pairs: Sequence[tuple[int, int]]) -> Iterator[tuple[Integers, Integers]]:
    """(S), (S) for each pair the categories that the one and the other put the S units into that both judged."""
    order = np.lexsort((labels.item, labels.person))
    ends = np.searchsorted(labels.person[order], np.arange(labels.people + 1))
    for one, other in pairs:
        mine, theirs = order[ends[one] : ends[one + 1]], order[ends[other] : ends[other + 1]]
        units = labels.item[theirs]
        place = np.minimum(np.searchsorted(units, labels.item[mine]), len(units) - 1)
        both = units[place] == labels.item[mine]
        yield labels.category[mine[both]], labels.category[theirs[place[both]]]


def mean_of_pairs(rows: Sequence[Figures], figure: str) -> float | None:
    """The mean of a figure over pairs, each counting as many times as it has units (Light 1971, who has every pair on
    the same units); None where no pair has it.
    """
    known = [(row[figure], row["n"]) for row in rows if row[figure] is not None]
    return sum(value * n for value, n in known) / sum(n for _, n in known) if known else None


def _in_order(first: Integers, second: Integers) -> Figures:
    """Spearman's correlation; categories of a rating are numbered in the order of their points."""
    value = spearman(first.tolist(), second.tolist())
    interval = None if value is None else spearman_interval(value, len(first))
    return {"spearman": value, "spearman_low": interval and interval[0], "spearman_high": interval and interval[1]}
