"""How far out a sum lies, where it has too few parts to be normal and some of them tell much more than others."""

from __future__ import annotations

import numpy as np

from annotation.agreement.histogram import Floats, Integers

STEPS = 12
"""Of Newton's, each of at most one; sums that two people can reach are found within these."""
MOST_TILT = 8.0
LEAST_VARIANCE = 1e-9
LEAST_SCORE = 0.2
"""Closer to the mean the formula would divide nothing by nothing, and a normal variable is good enough."""


def added(parts: Floats, place: Integers, size: int) -> Floats:
    """(R) the sums of parts (P), each of the sum `place`, numbered below `size`."""
    return np.asarray(np.bincount(place, weights=parts, minlength=size), dtype=np.float64)


def sum_scores(sums: Floats, place: Integers, values: Floats, shares: Floats) -> Floats:
    """(R) the normal quantiles of sums above their mean, by the saddlepoint (Lugannani and Rice 1980, "Saddle point
    approximation for the distribution of the sum of independent random variables"; in Barndorff-Nielsen's form).

    Part p (P), of the sum `place[p]`, takes `values[p]` (P, C), whose mean is 0, with the probabilities `shares[p]`.
    What lies below its mean has the score of a normal variable.
    """
    _, _, spread = _tilted(np.zeros(len(sums)), place, values, shares)
    scores = sums / np.sqrt(np.maximum(spread, LEAST_VARIANCE))
    tilt = np.zeros(len(sums))
    for _ in range(STEPS):
        _, mean, variance = _tilted(tilt, place, values, shares)
        step = (sums - mean) / np.maximum(variance, LEAST_VARIANCE)
        tilt = np.clip(tilt + np.clip(step, -1, 1), 0, MOST_TILT)
    logs, _, variance = _tilted(tilt, place, values, shares)
    root = np.sqrt(np.maximum(2 * (tilt * sums - logs), 0))
    far = (root > LEAST_SCORE) & (variance > LEAST_VARIANCE)
    root, step = root[far], (tilt * np.sqrt(variance))[far]
    scores[far] = root + np.log(step / root) / root
    return np.asarray(scores)


def _tilted(tilt: Floats, place: Integers, values: Floats, shares: Floats) -> tuple[Floats, Floats, Floats]:
    """(R) the logarithm of the moment generating function of each sum there, and its first two derivatives."""
    weights = shares * np.exp(tilt[place][:, None] * values)
    total = weights.sum(axis=1)
    first = (weights * values).sum(axis=1) / total
    second = (weights * values**2).sum(axis=1) / total - first**2
    size = len(tilt)
    return added(np.log(total), place, size), added(first, place, size), added(second, place, size)
