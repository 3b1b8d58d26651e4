"""What is probable of a unit by what all but one or two people said of it: nobody is measured by their own answers."""

from __future__ import annotations

import numpy as np

from annotation.agreement.histogram import Floats, Integers
from annotation.agreement.truth import Labels, Truth

LEAST = 1e-3
"""How probable any answer is held to be at least: people who never erred so far still may."""


def explaining(labels: Labels, truth: Truth) -> Floats:
    """(I, K) the logarithm of how well each true category would explain everybody's answers to a unit."""
    told = told_by(labels, truth, np.arange(len(labels.item)))
    sums = [np.bincount(labels.item, weights=told[:, true], minlength=labels.items) for true in range(told.shape[1])]
    return np.asarray(np.stack(sums, axis=1) + np.log(np.maximum(truth.prior, LEAST)))


def told_by(labels: Labels, truth: Truth, judgements: Integers) -> Floats:
    """(P, K) the part of single judgements in that, by where they stand."""
    person, category = labels.person[judgements], labels.category[judgements]
    return np.log(np.maximum(truth.confusion[person, :, category], LEAST))


def shares(logs: Floats) -> Floats:
    """(P, K) probabilities of logarithms."""
    found = np.exp(logs - logs.max(axis=1, keepdims=True))
    return np.asarray(found / found.sum(axis=1, keepdims=True))
