"""Who agrees with whom more than two people who work alone do.

Two people who both know their trade agree often, and so do two who misread the same guideline. What gives copying away
is agreement beyond what the habits of both predict, and beyond what other pairs show: items that mislead everybody
raise all pairs.

The test is a likelihood ratio of having copied against having worked alone, given what all others said; answers that
few give weigh most, as in Frary, Tideman and Watts 1977, "Indices of cheating on multiple-choice tests" (decision
0019).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from annotation.agreement.histogram import Floats, Integers
from annotation.agreement.judged import pairs
from annotation.agreement.others import explaining, shares, told_by
from annotation.agreement.standing import above_most
from annotation.agreement.tails import added, sum_scores
from annotation.agreement.truth import SHRINKAGE, Labels, Truth, normal

FEWEST_SHARED = 15
"""Of two people who judged fewer units together nothing is said."""
COPIED = 0.8
"""The share of answers that is taken to be copied where they are; what is found hardly depends on it."""
HALF_A_UNIT = 0.5
LEAST_VARIANCE = 1e-3
FAR = 1.0
"""Standard deviations."""
TELLING = 0.5
"""A question whose chance is less than this speaks for copying, if ever so softly."""
CHUNK = 250_000
"""Numbers that are held at once, of each array."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Every two people (`one`, `other`) with enough in common (R): the units they `shared`, how many of these were
    `alike`, how many are `expected` of two who work alone, the standard error of that number, the excess as a share
    that is `usual` of pairs, what their answers tell of copying, and how probably those of a pair like the others would
    tell as much (`chance`, None where too few pairs can be compared).
    """

    one: Integers
    other: Integers
    shared: Floats
    alike: Floats
    expected: Floats
    error: Floats
    usual: float
    told: Told
    chance: Floats | None

    def excess(self) -> Floats:
        """(R) how much more of what they shared was alike than is expected, and than is usual."""
        return np.asarray((self.alike - self.expected) / self.shared - self.usual)


@dataclass(frozen=True, slots=True)
class Told:
    """(R) each, of every two people: how far the log-likelihood ratio of copying against working alone is above what it
    is for two who work alone, as a normal variable (`scores`), its `variance` for them, and the units that they shared.
    """

    scores: Floats
    variance: Floats
    shared: Floats

    def chance(self) -> Floats | None:
        """(R) how probably a pair like the others would be as far above; None for too few pairs."""
        error = np.sqrt(np.maximum(self.variance, LEAST_VARIANCE)) / np.maximum(self.shared, 1)
        return above_most(self.scores * error, error)


def chances_together(questions: Sequence[Pairs]) -> list[Floats | None]:
    """Of each question's pairs (R) how probably a pair like the others would do as much, where all questions of a form
    count: whoever copies an annotation copies all of it.

    A pair's chance is twice the smaller of the question's own and that of all questions together (Bonferroni), so that
    copying in one question only is found too. A question that doesn't speak for copying is left with its own.
    """
    if len(questions) < 2:
        return [pairs.chance for pairs in questions]
    people = 1 + max((int(pairs.other.max()) for pairs in questions if len(pairs.other)), default=0)
    keys, place = np.unique(
        np.concatenate([pairs.one * people + pairs.other for pairs in questions]), return_inverse=True
    )
    variance = np.concatenate([np.maximum(pairs.told.variance, LEAST_VARIANCE) for pairs in questions])
    scores = np.concatenate([pairs.told.scores for pairs in questions])
    shared = np.concatenate([pairs.told.shared for pairs in questions])
    variances = added(variance, place, len(keys))
    sums = added(scores * np.sqrt(variance), place, len(keys))
    altogether = Told(sums / np.sqrt(variances), variances, added(shared, place, len(keys))).chance()
    ends = np.cumsum([len(pairs.one) for pairs in questions])[:-1]
    return [
        None if pairs.chance is None or altogether is None else _smaller(pairs.chance, altogether[own])
        for pairs, own in zip(questions, np.split(place, ends), strict=True)
    ]


def _smaller(own: Floats, altogether: Floats) -> Floats:
    """(R) the chance of the better of two tests, where the question's own speaks for copying."""
    return np.where(own < TELLING, np.minimum(1.0, 2 * np.minimum(own, altogether)), own)


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
    four of five answers against working alone: the same rare mistake tells more than the same right answer. The ratio
    of each pair is compared with those of all.
    """
    met = _met(labels, fewest)
    size = len(met.keys)
    expected, spread, scores, variance = np.zeros((4, size))
    counts, logs = _counted(labels, truth), explaining(labels, truth)
    for begin, end, rows in met.chunks(labels.categories):
        place, pairs = met.pair[rows] - begin, slice(begin, end)
        alone = _alone(labels, truth, counts, logs, met, (begin, end, rows))
        for sums, parts in ((expected, alone.alike), (spread, alone.alike * (1 - alone.alike))):
            sums[pairs] = added(parts, place, end - begin)
        scores[pairs], variance[pairs] = alone.scores(place, end - begin)
    shared = np.bincount(met.pair, minlength=size).astype(np.float64)
    same = labels.category[met.one] == labels.category[met.other]
    alike = added(same, met.pair, size)
    units = np.maximum(shared, 1)
    told = Told(scores, variance, shared)
    return Pairs(
        one=met.keys // labels.people,
        other=met.keys % labels.people,
        shared=shared,
        alike=alike,
        expected=expected,
        error=np.sqrt(np.maximum(spread, HALF_A_UNIT)) / units,
        usual=float(np.median((alike - expected) / units)) if size else 0.0,
        told=told,
        chance=told.chance(),
    )


def _met(labels: Labels, fewest: int) -> _Met:
    """Every two judgements of the same unit, of people who met at least `fewest` times."""
    found = [np.zeros((3, 0), dtype=np.int64)]
    for first, second in pairs(labels):
        swapped = labels.person[first] > labels.person[second]
        one, other = np.where(swapped, second, first), np.where(swapped, first, second)
        found.append(np.stack([labels.person[one] * labels.people + labels.person[other], one, other]))
    code, one, other = np.concatenate(found, axis=1)
    found.clear()
    order = np.argsort(code, kind="stable")
    keys, times = np.unique(code, return_counts=True)
    enough = times >= fewest
    kept = order[np.repeat(enough, times)]
    return _Met(keys[enough], np.repeat(np.arange(int(enough.sum())), times[enough]), one[kept], other[kept])


def _counted(labels: Labels, truth: Truth) -> Floats:
    """(J, K, K) how often each person gave each category (last) for each true one, by what is probable."""
    cell = labels.person * labels.categories + labels.category
    size = labels.people * labels.categories
    weights = truth.posterior[labels.item]
    counts = [np.bincount(cell, weights=weights[:, true], minlength=size) for true in range(labels.categories)]
    return np.stack([each.reshape(labels.people, labels.categories) for each in counts], axis=1)


@dataclass(frozen=True, slots=True)
class _Alone:
    """Of every two judgements of the same unit (P), by two people who work alone: how probably they are `alike`; what
    the log-likelihood ratio of copying can be, less its mean (`ratios`), and how probably it is that (`shares`, both
    (P, K+1)), if both said the first category, ... the last, or they are not alike; and what it was (`found`).
    """

    alike: Floats
    ratios: Floats
    shares: Floats
    found: Floats

    def scores(self, place: Integers, size: int) -> tuple[Floats, Floats]:
        """(R) how far each pair's ratio (the sum over their rows, `place`) is above its mean, as a normal variable, and
        its variance.

        A shared rare mistake tells much more than a shared right answer, so that the sum over few units is skewed: as
        if it were normal, honest pairs would stand out. Those near the mean, and below, are normal enough.
        """
        sums = added(self.found, place, size)
        variance = added((self.shares * self.ratios**2).sum(axis=1), place, size)
        scores = sums / np.sqrt(np.maximum(variance, LEAST_VARIANCE))
        far = scores > FAR
        rows = np.nonzero(far[place])[0]
        number = np.cumsum(far) - 1
        scores[far] = sum_scores(sums[far], number[place[rows]], self.ratios[rows], self.shares[rows])
        return scores, variance


def _alone(
    labels: Labels, truth: Truth, counts: Floats, logs: Floats, met: _Met, chunk: tuple[int, int, slice]
) -> _Alone:
    """What is expected of every two judgements if these people, with their habits, work alone, and what was found."""
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
    apart = np.full((len(both), 1), 1 - COPIED)
    ratios = np.log(np.hstack([1 - COPIED + COPIED * either / np.maximum(both, 1e-12), apart]))
    shares_of_both = np.hstack([both, 1 - both.sum(axis=1, keepdims=True)])
    ratios -= (shares_of_both * ratios).sum(axis=1, keepdims=True)
    said, same = labels.category[one], labels.category[one] == labels.category[other]
    found = ratios[np.arange(len(said)), np.where(same, said, labels.categories)]
    return _Alone(both.sum(axis=1), ratios, shares_of_both, found)


def _over(probable: Floats, tables: Floats, place: Integers) -> Floats:
    """(P, K) how probably each category is said, by tables (R, K, K) of what is said of each true category."""
    return np.asarray(np.einsum("pt,ptk->pk", probable, tables[place], optimize=True))


def _soft_counts(place: Integers, category: Integers, posterior: Floats, size: int) -> Floats:
    """(R, K, K) of each pair: how often a category (last) was given for each true one."""
    kinds = posterior.shape[1]
    cell = place * kinds + category
    counts = [np.bincount(cell, weights=posterior[:, true], minlength=size * kinds) for true in range(kinds)]
    return np.stack([each.reshape(size, kinds) for each in counts], axis=1)
