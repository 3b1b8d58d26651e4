"""How well automatic scores of responses go along with what people say of them.

Pearson 1895 and Spearman 1904, weighted by how often each was judged (decision 0018).
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from math import atanh, sqrt, tanh
from typing import Any

import numpy as np

from annotation.agreement.evaluation.averages import Average
from annotation.agreement.figures.collector import Value
from annotation.agreement.figures.duels import Duel
from annotation.agreement.histogram import Floats, Integers
from annotation.forms import Question

Named = tuple[str, str]
"""The name and the version of a score."""
Scores = Mapping[Named, Mapping[str, float]]
"""Of one item: {(name, version): {response: value}}"""
MOST_SCORED = 20_000
"""Responses from which a correlation is told; more would not make it surer."""
REPLICATES = 400
FEWEST_REPLICATES = 100
WORK = 2_000_000
"""Numbers drawn for one interval at most: many replicates of few responses, and few of many."""
Z = 1.959963984540054
ROUNDED = 1e-14
"""A difference from the mean, as a part of the largest value, that rounding makes by itself."""


@dataclass(slots=True)
class Scored:
    """A score and what people say, response by response."""

    item: array[int] = field(default_factory=lambda: array("i"))
    score: array[float] = field(default_factory=lambda: array("d"))
    said: array[float] = field(default_factory=lambda: array("d"))
    pairs: Average = field(default_factory=Average)
    contests: int = 0

    def add(self, item: int, rows: Iterable[tuple[float, float]]) -> None:
        """The responses of one more item, as long as more are wanted."""
        if len(self.item) < MOST_SCORED:
            for score, said in rows:
                self.item.append(item)
                self.score.append(score)
                self.said.append(said)

    def columns(self) -> tuple[Integers, Floats, Floats]:
        """(N) the items, scores and what was said."""
        item, score, said = (np.array(column) for column in (self.item, self.score, self.said))
        return item.astype(np.int64), score.astype(np.float64), said.astype(np.float64)


class Correlations:
    """Of one question: each score beside what people say about the responses.

    Orders and preferences are about one item only, and so each response's share of won comparisons and its score are
    taken as differences from their means over the item; `pairs` says how often the score orders two responses as
    people do.
    """

    def __init__(self, question: Question) -> None:
        self.question = question
        self._scored: defaultdict[tuple[Named, str | None], Scored] = defaultdict(Scored)
        self._items = 0

    def hear(self, scores: Scores, said: Mapping[str | None, Mapping[str, float]]) -> None:
        """One more item: what people say of its responses, by category or of the question itself (None)."""
        for name, values in scores.items():
            for category, figures in said.items():
                known = [(value, figures[response]) for response, value in values.items() if response in figures]
                self._scored[name, category].add(self._items, known)
        self._items += 1

    def hear_duels(self, scores: Scores, met: Iterable[Duel]) -> None:
        """One more item: its responses compared by people."""
        duels = list(met)
        won = won_shares(duels)
        for name, values in scores.items():
            scored = self._scored[name, None]
            scored.add(self._items, _about_their_means([(values[each], won[each]) for each in values if each in won]))
            right = [
                _ordered_alike(values[duel.better], values[duel.worse])
                for duel in duels
                if duel.decided and duel.better in values and duel.worse in values
            ]
            if right:
                scored.pairs.add(sum(right) / len(right))
                scored.contests += len(right)
        self._items += 1

    def rows(self) -> list[dict[str, Any]]:
        """One for each score and version, and each category of a choice; figures are null where nothing varies."""
        keys = sorted(self._scored, key=lambda key: (key[0], key[1] or ""))
        return [self._row(name, category, self._scored[name, category]) for name, category in keys]

    def _row(self, name: Named, category: str | None, scored: Scored) -> dict[str, Any]:
        item, score, said = scored.columns()
        found = correlated(item, score, said, weighted_pearson)
        by_rank = correlated(item, score, said, weighted_spearman, by_rank=True)
        return {
            "name": name[0],
            "version": name[1],
            "against": self.question.name,
            "category": category,
            "n": len(item),
            "items": len(np.unique(item)),
            "pearson": found.value,
            "low": found.low,
            "high": found.high,
            "spearman": by_rank.value,
            "spearman_low": by_rank.low,
            "spearman_high": by_rank.high,
            "pairs": _of_pairs(scored),
        }


def said_by_rating(said: Iterable[Mapping[str, Value]], prefix: str) -> dict[str, float]:
    """{response: its mean rating} of what each person said, {target: value}; a response is `prefix` and its id."""
    given: defaultdict[str, list[int]] = defaultdict(list)
    for values in said:
        for on, value in values.items():
            if on.startswith(prefix):
                given[on.removeprefix(prefix)].append(value["rating"])
    return {response: sum(own) / len(own) for response, own in given.items()}


def won_shares(duels: Iterable[Duel]) -> dict[str, float]:
    """{response: the share of its comparisons that it won}; a tie is half a win."""
    met: defaultdict[str, list[float]] = defaultdict(list)
    for duel in duels:
        met[duel.better].append(1.0 if duel.decided else 0.5)
        met[duel.worse].append(0.0 if duel.decided else 0.5)
    return {response: sum(own) / len(own) for response, own in met.items()}


def _about_their_means(rows: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Of two or more; one alone has nothing to differ from. Each is divided before it is added and each difference
    halved, lest huge scores overflow: correlations do not mind.
    """
    if len(rows) < 2:
        return []
    score, said = (sum(figure / len(rows) for figure in column) for column in zip(*rows, strict=True))
    return [(one / 2 - score / 2, other / 2 - said / 2) for one, other in rows]


def _ordered_alike(better: float, worse: float) -> float:
    return 1.0 if better > worse else 0.5 if better == worse else 0.0


def _of_pairs(scored: Scored) -> dict[str, Any] | None:
    """How often the score orders two responses as people do; each item counts once."""
    if not scored.pairs.n:
        return None
    low, high = scored.pairs.share_interval()
    share = {"share": scored.pairs.mean, "low": low, "high": high}
    return {**share, "n": scored.contests, "items": scored.pairs.n}


@dataclass(frozen=True, slots=True)
class Correlation:
    """From -1 to 1 with its 95% interval; each None where undefined."""

    value: float | None = None
    low: float | None = None
    high: float | None = None


Measured = Callable[[Floats, Floats, Floats], float | None]
"""Of two columns and the weight of each row (N)."""


def weighted_pearson(one: Floats, other: Floats, weights: Floats) -> float | None:
    """Pearson's product-moment correlation (1895) of two columns of finite numbers (N), -1 to 1, each row standing
    `weights` (N, not below 0) times; None where either side doesn't vary, or no row has a weight.
    """
    total = weights.sum()
    if not total:
        return None
    one, other = (_about_its_mean(side, weights / total) for side in (one, other))
    room = sqrt(float((weights * one**2).sum()) * float((weights * other**2).sum()))
    return max(-1.0, min(1.0, float((weights * one * other).sum()) / room)) if room else None


def _about_its_mean(values: Floats, shares: Floats) -> Floats:
    """(N) how far each value lies from the mean, as a part of the farthest, so that squares of huge or tiny values are
    numbers; 0 where nothing differs by more than the mean was rounded.
    """
    values = np.where(shares > 0, values, 0)
    values = values / (np.abs(values).max() or 1.0)
    apart = np.where(shares > 0, values - (shares * values).sum(), 0)
    farthest = np.abs(apart).max()
    return apart / farthest if farthest > ROUNDED else np.zeros_like(apart)


def weighted_spearman(one: Floats, other: Floats, weights: Floats) -> float | None:
    """Spearman's rank correlation (1904), -1 to 1, of columns (N) of whole numbers 0, 1, 2 … that number the distinct
    values; equal ones share the mean of their ranks (Kendall 1945), and each row stands `weights` (N) times. None where
    either side doesn't vary.
    """
    return weighted_pearson(_weighted_ranks(one, weights), _weighted_ranks(other, weights), weights)


def _weighted_ranks(values: Floats, weights: Floats) -> Floats:
    """(N) the mean rank of each of the whole numbers 0, 1, 2 … that number the distinct values."""
    group = values.astype(np.int64)
    times = np.bincount(group, weights=weights)
    return np.asarray((np.cumsum(times) - times / 2)[group])


def correlated(item: Integers, one: Floats, other: Floats, measured: Measured, *, by_rank: bool = False) -> Correlation:
    """A correlation with its interval on Fisher's scale, z = artanh r: of one response for each item with the error
    1/√(n-3) (Fisher 1921), by ranks √((1 + r²/2)/(n-3)) (Bonett and Wright 2000); of several responses by the bootstrap
    over items, because those of one item do not vary independently.
    """
    if by_rank:
        one, other = (np.unique(side, return_inverse=True)[1].astype(np.float64) for side in (one, other))
    value = measured(one, other, np.ones(len(item)))
    if value is None:
        return Correlation()
    _, number, times = np.unique(item, return_inverse=True, return_counts=True)
    if len(item) <= 3 or abs(value) > 1 - 1e-12:
        return Correlation(value)
    if (times == 1).all():
        error: float | None = sqrt((1 + by_rank * value**2 / 2) / (len(item) - 3))
    else:
        error = bootstrap_error(number, len(times), one, other, measured)
    if error is None:
        return Correlation(value)
    return Correlation(value, tanh(atanh(value) - Z * error), tanh(atanh(value) + Z * error))


def bootstrap_error(number: Integers, items: int, one: Floats, other: Floats, measured: Measured) -> float | None:
    """The standard error of Fisher's z when items are drawn anew, always with the same random numbers; None where
    it can't be told.
    """
    random = np.random.default_rng(0)
    found = []
    for _ in range(max(FEWEST_REPLICATES, min(REPLICATES, WORK // len(number)))):
        weights = random.multinomial(items, np.full(items, 1 / items)).astype(np.float64)
        value = measured(one, other, weights[number])
        if value is not None and abs(value) < 1 - 1e-12:
            found.append(atanh(value))
    return float(np.std(found, ddof=1)) if len(found) >= FEWEST_REPLICATES else None
