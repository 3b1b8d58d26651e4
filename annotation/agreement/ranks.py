"""How alike several orders of the same things are. `ranks` number things from 1 (best); tied things share a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from annotation.agreement.histogram import Floats


def kendall_w(ranks: Floats) -> float | None:
    """Kendall's W of `ranks` (R people, N things), corrected for ties (Siegel 1956, ch. 9); None with fewer than two
    people or things, or where everybody ties everything.
    """
    people, things = ranks.shape
    if people < 2 or things < 2:
        return None
    shared = np.stack([mean_ranks(row) for row in ranks])
    sums = shared.sum(axis=0)
    ties = sum(float((times**3 - times).sum()) for row in shared for times in [np.unique(row, return_counts=True)[1]])
    room = people**2 * (things**3 - things) - people * ties
    return float(12 * ((sums - sums.mean()) ** 2).sum() / room) if room else None


def tau_b(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Kendall's tau-b (1945), which allows for ties; None where either side ties everything."""
    one, other = (np.sign(np.subtract.outer(side, side)) for side in (np.asarray(first), np.asarray(second)))
    room = float(np.sqrt((one**2).sum() * (other**2).sum()))
    return float((one * other).sum()) / room if room else None


def spearman(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Spearman's rank correlation; None where either side doesn't vary."""
    one, other = (mean_ranks(np.asarray(side, dtype=np.float64)) for side in (first, second))
    one, other = one - one.mean(), other - other.mean()
    room = float(np.sqrt((one**2).sum() * (other**2).sum()))
    return float((one * other).sum()) / room if room else None


def mean_ranks(values: Floats) -> Floats:
    """(N) the rank of each value from 1, equal ones sharing the mean of theirs."""
    _, group, times = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(times) - (times - 1) / 2)[group])


def footrule(first: Sequence[float], second: Sequence[float]) -> float:
    """Spearman's footrule: how far things lie from their places, summed."""
    return float(sum(abs(one - other) for one, other in zip(first, second, strict=True)))


def kendall_distance(first: Sequence[float], second: Sequence[float]) -> float:
    """The pairs of things in opposite order; a pair that one side alone ties counts half (Fagin et al. 2004)."""
    distance = 0.0
    for i, j in combinations(range(len(first)), 2):
        one, other = np.sign(first[i] - first[j]), np.sign(second[i] - second[j])
        distance += 1.0 if one * other < 0 else 0.5 if one != other else 0.0
    return distance


def top_agreement(orders: Sequence[Sequence[Sequence[str]]]) -> float | None:
    """The share (0 to 1) of pairs of people who put the same thing alone on top; `orders` are ranks as the kind
    `ranking` has them. None with fewer than two people.
    """
    tops = [frozenset(order[0]) for order in orders if order]
    pairs = list(combinations(tops, 2))
    return sum(one == other and len(one) == 1 for one, other in pairs) / len(pairs) if pairs else None


def circular_triads(beats: Mapping[tuple[str, str], int]) -> tuple[int, int]:
    """(circles, triples) among things of which one person compared every pair of a triple: A over B over C over A
    (Kendall and Babington Smith 1940). `beats[a, b]` is above 0 where a was preferred; ties make no circle.
    """
    things = sorted({thing for pair in beats for thing in pair})
    over = {pair for pair, times in beats.items() if times > 0}
    compared = over | {(b, a) for a, b in over}
    circles = triples = 0
    for a, b, c in combinations(things, 3):
        if {(a, b), (b, c), (a, c)} <= compared:
            triples += 1
            circles += {(a, b), (b, c), (c, a)} <= over or {(b, a), (c, b), (a, c)} <= over
    return circles, triples
