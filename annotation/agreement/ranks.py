"""How alike several orders of the same things are. `ranks` number things from 1 (best); tied things share a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import atanh, sqrt, tanh
from statistics import NormalDist

import numpy as np

from annotation.agreement.histogram import Floats
from annotation.agreement.intervals import CONFIDENCE


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
    """Kendall's tau-b (1945, "The Treatment of Ties in Ranking Problems"), -1 to 1, which allows for ties; `first` and
    `second` rank the same N things. None where either side ties everything.
    """
    one, other = (np.sign(np.subtract.outer(side, side)) for side in (np.asarray(first), np.asarray(second)))
    room = float(np.sqrt((one**2).sum() * (other**2).sum()))
    return float((one * other).sum()) / room if room else None


def spearman(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Spearman's rank correlation (1904), -1 to 1, of two columns of one length N; equal figures share the mean of
    their ranks (Kendall 1945). None where either side doesn't vary, as where N is below 2.
    """
    one, other = (mean_ranks(np.asarray(side, dtype=np.float64)) for side in (first, second))
    one, other = one - one.mean(), other - other.mean()
    room = float(np.sqrt((one**2).sum() * (other**2).sum()))
    return float((one * other).sum()) / room if room else None


def spearman_interval(correlation: float, size: int) -> tuple[float, float] | None:
    """Both ends of the 95% interval of Spearman's correlation of so many pairs of ranks, on Fisher's scale with the
    error √((1 + r²/2)/(n-3)) (Bonett and Wright 2000); None with fewer than four, or where all ranks agree.
    """
    if size <= 3 or abs(correlation) > 1 - 1e-12:
        return None
    reach = NormalDist().inv_cdf((1 + CONFIDENCE) / 2) * sqrt((1 + correlation**2 / 2) / (size - 3))
    return tanh(atanh(correlation) - reach), tanh(atanh(correlation) + reach)


def mean_ranks(values: Floats) -> Floats:
    """(N) the rank of each value from 1, equal ones sharing the mean of theirs."""
    _, group, times = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(times) - (times - 1) / 2)[group])


def footrule(first: Sequence[float], second: Sequence[float]) -> float:
    """Spearman's footrule (1906; Diaconis and Graham 1977): how far things lie from their places, summed: 0 for equal
    ranks, at most N²/2 (rounded down) for orders of N things without ties. ValueError unless both have one length.
    """
    return float(sum(abs(one - other) for one, other in zip(first, second, strict=True)))


def kendall_distance(first: Sequence[float], second: Sequence[float]) -> float:
    """The pairs of things in opposite order, 0 to N(N-1)/2 (Kendall 1938); a pair that one side alone ties counts
    half (Fagin et al. 2004, "Comparing and Aggregating Rankings with Ties", K with p = 1/2).
    """
    distance = 0.0
    for i, j in combinations(range(len(first)), 2):
        one, other = np.sign(first[i] - first[j]), np.sign(second[i] - second[j])
        distance += 1.0 if one * other < 0 else 0.5 if one != other else 0.0
    return distance


def top_agreement(orders: Sequence[Sequence[Sequence[str]]]) -> float | None:
    """The share (0 to 1) of pairs of people who put the same thing alone on top; `orders` are ranks as the kind
    `ranking` has them: the best first, equal things together. None with fewer than two people. It is a plain share, as
    `coefficients.percent_agreement` is: nothing is corrected for chance.
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
