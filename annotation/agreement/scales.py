"""How far two answers are apart: Krippendorff's difference functions (2011, "Computing Krippendorff's
Alpha-Reliability", section E) over count vectors.

`spread` of a count vector n is the sum over all ordered pairs of people of the squared difference of their answers:
sum over c, k of n_c n_k d²(c, k). Unit rows give the observed disagreement, the totals the expected one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from annotation.agreement.histogram import Floats

ScaleMetric = Literal["nominal", "ordinal", "interval", "ratio"]


@dataclass(frozen=True)
class Scale:
    """V categories in scale order; `values` (V) are needed for interval and ratio."""

    metric: ScaleMetric
    values: Floats

    def spread(self, counts: Floats, totals: Floats) -> Floats:
        """(R) the spread of each row of `counts` (R, V); ordinal distances are made of `totals` (V) or (R, V)."""
        match self.metric:
            case "nominal":
                return np.asarray(counts.sum(axis=1) ** 2 - (counts**2).sum(axis=1))
            case "ratio":
                return np.asarray(((counts @ ratio_distances(self.values)) * counts).sum(axis=1))
            case "ordinal":
                return scored_spread(counts, mid_ranks(totals))
            case "interval":
                return scored_spread(counts, self.values)


def make_scale(metric: ScaleMetric, values: Sequence[float] | int) -> Scale:
    """A scale of the given category values, or of that many categories without values."""
    numbers = range(values) if isinstance(values, int) else values
    return Scale(metric, np.asarray(numbers, dtype=np.float64))


def scored_spread(counts: Floats, scores: Floats) -> Floats:
    """The spread for d² = (score_c - score_k)², about the mean, so that large scores lose no digits."""
    people = np.maximum(counts.sum(axis=1), 1)
    mean = (counts * scores).sum(axis=1) / people
    return np.asarray(2 * people * (counts * (scores - mean[:, None]) ** 2).sum(axis=1))


def mid_ranks(totals: Floats) -> Floats:
    """The mean rank of each category among all answers: ordinal alpha is interval alpha on these."""
    return np.asarray(np.cumsum(totals, axis=-1) - totals / 2)


def ratio_distances(values: Floats) -> Floats:
    """(V, V) d² = ((c - k) / (c + k))², 0 where both are 0."""
    difference = values[:, None] - values[None, :]
    total = values[:, None] + values[None, :]
    return np.asarray(np.divide(difference, total, out=np.zeros_like(total), where=total != 0) ** 2)
