"""Who agrees with whom more than two people who work alone do.

Two people who both know their trade agree often, and so do two who misread the same guideline. What gives copying away
is agreement beyond what the habits of both predict, and beyond what other pairs show: items that mislead everybody
raise all pairs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import log

import numpy as np

from annotation.agreement.histogram import Floats, Integers
from annotation.agreement.judged import pairs
from annotation.agreement.others import explaining, shares, told_by
from annotation.agreement.standing import above_others
from annotation.agreement.truth import SHRINKAGE, Labels, Truth, normal

FEWEST_SHARED = 15
"""Of two people who judged fewer units together nothing is said."""
COPIED = 0.5
"""The share of answers that is taken to be copied where they are."""
HALF_A_UNIT = 0.5
CHUNK = 2_000_000
"""Numbers that are held at once, of each array."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Every two people (`one`, `other`) with enough in common (R): the units they `shared`, how many of these were
    `alike`, how many are `expected` of two who work alone, the standard error of that number, the excess as a share
    that is `usual` of pairs, and how probably a pair like the others would exceed it as much (None where too few pairs
    can be compared).
    """

    one: Integers
    other: Integers
    shared: Floats
    alike: Floats
    expected: Floats
    error: Floats
    usual: float
    chance: Floats | None

    def excess(self) -> Floats:
        """(R) how much more of what they shared was alike than is expected, and than is usual."""
        return np.asarray((self.alike - self.expected) / self.shared - self.usual)


@dataclass(frozen=True, slots=True)
class _Met:
    """Pairs of judgements of the same unit, sorted by the two people (`pair`, a number below `size`); where the
    judgements of the `one` and of the `other` stand.
    """

    keys: Integers
    pair: Integers
    one: Integers
    other: Integers

    def chunks(self, categories: int) -> Iterator[tuple[int, int, slice]]:
        """(first pair, pair after the last, their rows) of so many pairs as fit in memory together."""
        ends = np.searchsorted(self.pair, np.arange(len(self.keys) + 1))
        step = max(1, CHUNK // categories**2)
        begin = 0
        while begin < len(self.keys):
            most = int(np.searchsorted(ends, ends[begin] + CHUNK // categories**2, side="right")) - 1
            end = min(begin + step, max(most, begin + 1), len(self.keys))
            yield begin, end, slice(int(ends[begin]), int(ends[end]))
            begin = end


def colluding(labels: Labels, truth: Truth, fewest: int = FEWEST_SHARED) -> Pairs:
    """Every two people who judged at least `fewest` units together; each unit's labels stand together, and the truth is
    theirs.

    Two who work alone agree on a unit as often as their habits (Dawid and Skene's) say, over what all others make
    probable of it. The habits are those on units that they do not share: who copies everything is right about
    everything by that measure, and would look like two experts. Chances are those of the likelihood ratio of copying
    every other answer against working alone: the same rare mistake tells more than the same right answer. The ratio of
    each pair is compared with those of all.
    """
    met = _met(labels, fewest)
    size = len(met.keys)
    sums = np.zeros((4, size))
    counts, logs = _counted(labels, truth), explaining(labels, truth)
    for begin, end, rows in met.chunks(labels.categories):
        place = met.pair[rows] - begin
        for number, each in enumerate(_told(labels, truth, counts, logs, met, (begin, end, rows))):
            sums[number, begin:end] = np.bincount(place, weights=each, minlength=end - begin)
    expected, spread, beyond, beyond_spread = sums
    shared = np.bincount(met.pair, minlength=size).astype(np.float64)
    same = labels.category[met.one] == labels.category[met.other]
    alike = np.asarray(np.bincount(met.pair, weights=same, minlength=size), dtype=np.float64)
    units = np.maximum(shared, 1)
    return Pairs(
        one=met.keys // labels.people,
        other=met.keys % labels.people,
        shared=shared,
        alike=alike,
        expected=expected,
        error=np.sqrt(np.maximum(spread, HALF_A_UNIT)) / units,
        usual=float(np.median((alike - expected) / units)) if size else 0.0,
        chance=above_others(beyond / units, np.sqrt(np.maximum(beyond_spread, 1e-3)) / units),
    )


def _met(labels: Labels, fewest: int) -> _Met:
    """Every two judgements of the same unit, of people who met at least `fewest` times."""
    codes, ones, others = [np.zeros(0, dtype=np.int64)], [], []
    for first, second in pairs(labels):
        swapped = labels.person[first] > labels.person[second]
        one, other = np.where(swapped, second, first), np.where(swapped, first, second)
        codes.append(labels.person[one] * labels.people + labels.person[other])
        ones.append(one)
        others.append(other)
    code = np.concatenate(codes)
    keys, pair, times = np.unique(code, return_inverse=True, return_counts=True)
    kept = np.nonzero(times[pair] >= fewest)[0]
    kept = kept[np.argsort(pair[kept], kind="stable")]
    keys, pair = np.unique(code[kept], return_inverse=True)
    if not len(kept):
        return _Met(keys, pair, kept, kept)
    return _Met(keys, pair, np.concatenate(ones)[kept], np.concatenate(others)[kept])


def _counted(labels: Labels, truth: Truth) -> Floats:
    """(J, K, K) how often each person gave each category (last) for each true one, by what is probable."""
    cell = labels.person * labels.categories + labels.category
    size = labels.people * labels.categories
    weights = truth.posterior[labels.item]
    counts = [np.bincount(cell, weights=weights[:, true], minlength=size) for true in range(labels.categories)]
    return np.stack([each.reshape(labels.people, labels.categories) for each in counts], axis=1)


def _told(
    labels: Labels, truth: Truth, counts: Floats, logs: Floats, met: _Met, chunk: tuple[int, int, slice]
) -> tuple[Floats, Floats, Floats, Floats]:
    """(P) each, for every two judgements: how probably two people with these habits who work alone say the same, the
    variance of whether they do, how far the log-likelihood ratio of copying is above its mean, and its variance.
    """
    begin, end, rows = chunk
    one, other, place = met.one[rows], met.other[rows], met.pair[rows] - begin
    posterior = truth.posterior[labels.item[one]]
    without = shares(logs[labels.item[one]] - told_by(labels, truth, one) - told_by(labels, truth, other))
    habits = []
    for judgement, person in (
        (one, met.keys[begin:end] // labels.people),
        (other, met.keys[begin:end] % labels.people),
    ):
        shared = _soft_counts(place, labels.category[judgement], posterior, end - begin)
        habits.append(normal(np.maximum(counts[person] - shared, 0) + SHRINKAGE * truth.pooled))
    both = _over(without, habits[0] * habits[1], place)
    either = _over(without, (habits[0] + habits[1]) / 2, place)
    ratios = np.log(1 - COPIED + COPIED * either / np.maximum(both, 1e-12))
    alike = both.sum(axis=1)
    mean = (both * ratios).sum(axis=1) + (1 - alike) * log(1 - COPIED)
    square = (both * ratios**2).sum(axis=1) + (1 - alike) * log(1 - COPIED) ** 2
    said, same = labels.category[one], labels.category[one] == labels.category[other]
    ratio = np.where(same, ratios[np.arange(len(said)), said], log(1 - COPIED))
    return alike, alike * (1 - alike), ratio - mean, square - mean**2


def _over(probable: Floats, tables: Floats, place: Integers) -> Floats:
    """(P, K) how probably each category is said, by tables (R, K, K) of what is said of each true category."""
    return np.asarray(np.einsum("pt,ptk->pk", probable, tables[place], optimize=True))


def _soft_counts(place: Integers, category: Integers, posterior: Floats, size: int) -> Floats:
    """(R, K, K) of each pair: how often a category (last) was given for each true one."""
    kinds = posterior.shape[1]
    cell = place * kinds + category
    counts = [np.bincount(cell, weights=posterior[:, true], minlength=size * kinds) for true in range(kinds)]
    return np.stack([each.reshape(size, kinds) for each in counts], axis=1)
