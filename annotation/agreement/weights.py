"""How much two categories agree, from 0 to 1: agreement weights over V categories in scale order (Gwet 2014, ch. 3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from annotation.agreement.histogram import Floats

Weighting = Literal["identity", "linear", "quadratic", "ordinal"]


def agreement_weights(weighting: Weighting, values: Sequence[float]) -> Floats:
    """(V, V) for the categories' values, rising. "ordinal" is Gwet's, made of ranks alone: it is not Krippendorff's
    ordinal metric, which depends on how often each category is used.
    """
    numbers = np.asarray(values, dtype=np.float64)
    if len(numbers) < 2 or weighting == "identity":
        return np.eye(len(numbers))
    apart = np.abs(numbers[:, None] - numbers[None, :])
    match weighting:
        case "linear":
            return np.asarray(1 - apart / apart.max())
        case "quadratic":
            return np.asarray(1 - (apart / apart.max()) ** 2)
        case "ordinal":
            ranks = np.arange(len(numbers), dtype=np.float64)
            between = np.abs(ranks[:, None] - ranks[None, :])
            pairs = between * (between + 1) / 2
            return np.asarray(1 - pairs / pairs.max())
