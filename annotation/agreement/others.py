"""What is probable of a unit by what all but one or two people said of it: nobody is measured by their own answers.

It is Dawid and Skene's posterior (1979) with a person's own part taken out again (decisions 0016 and 0019).
"""

from __future__ import annotations

import numpy as np

from annotation.agreement.histogram import Floats, Integers
from annotation.agreement.truth import Labels, Truth

LEAST = 1e-3
"""How probable any answer is held to be at least: people who never erred so far still may."""


def explaining(labels: Labels, truth: Truth) -> Floats:
    """(I, K) the logarithm of how well each true category would explain everybody's answers to a unit."""
    logs = _telling(truth)
    sums = [
        np.bincount(labels.item, weights=logs[labels.person, true, labels.category], minlength=labels.items)
        for true in range(labels.categories)
    ]
    return np.asarray(np.stack(sums, axis=1) + np.log(np.maximum(truth.prior, LEAST)))


def told_by(labels: Labels, truth: Truth, judgements: Integers) -> Floats:
    """(P, K) the part of single judgements in that, by where they stand."""
    return np.asarray(_telling(truth)[labels.person[judgements], :, labels.category[judgements]])


def without(labels: Labels, truth: Truth) -> Floats:
    """(N, K) how probable each category of each judgement's unit is by what all others said."""
    logs = explaining(labels, truth)[labels.item]
    logs -= told_by(labels, truth, np.arange(len(labels.item)))
    return shares(logs)


def _telling(truth: Truth) -> Floats:
    """(J, K, K) the logarithm of how probably each person gives each category (last) for each true one."""
    return np.log(np.maximum(truth.confusion, LEAST))


def shares(logs: Floats) -> Floats:
    """(P, K) probabilities of logarithms."""
    found = logs - logs.max(axis=1, keepdims=True)
    np.exp(found, out=found)
    found /= found.sum(axis=1, keepdims=True)
    return np.asarray(found)
