"""How strong each of several models is, from how people preferred their responses.

Bradley and Terry's model (1952) with Davidson's ties (1970), by Newton's method and with exact standard errors.

`wins[i, j]` counts how often i was preferred to j, `ties[i, j]` (symmetric) how often neither was; both (M, M).

People who judge the same item, and the pairs of one ranking, do not differ independently. Where the contests of each
item are known, no error is smaller than that of items drawn whole (the sandwich of Huber 1967 and Liang and Zeger 1986
with items as clusters), and none smaller than the exact one either: a model that wins everything leaves no residuals.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from math import exp

import numpy as np

from annotation.agreement.histogram import Floats, Integers
from annotation.agreement.kept import seen

PRIOR = 0.01
"""The precision of a normal prior on strengths: it keeps a model that never lost from being infinitely strong."""
HALF = 0.5
"""How a contest ended that nobody won."""
MOST_ROUNDS = 100
MOST_HALVINGS = 30
ROUNDED = 1e-12
"""The part of a sum that rounding may have made."""
LEAST = 1e-300
"""What is less probable is as good as impossible; its logarithm is still a number."""
Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Strengths:
    """`strength` (M) on the log scale, their mean 0, and `covariance` (M, M), of independent contests and, where it
    is known, `of_items` drawn whole. `tie` is the log of Davidson's ν, None where nobody tied.
    """

    strength: Floats
    covariance: Floats
    tie: float | None
    of_items: Floats | None = None

    def error(self) -> Floats:
        """(M) the standard error of each strength about the mean."""
        return self._widest(np.diagonal)

    def against(self, reference: int) -> tuple[Floats, Floats]:
        """(M) strengths above the reference's, and (M) their standard errors."""

        def apart(covariance: Floats) -> Floats:
            variance = np.diagonal(covariance)
            return np.asarray(variance + variance[reference] - 2 * covariance[:, reference])

        return self.strength - self.strength[reference], self._widest(apart)

    def in_order(self, order: Sequence[int]) -> Strengths:
        """The same models in another order."""
        grid = np.ix_(order, order)
        of_items = None if self.of_items is None else self.of_items[grid]
        return replace(self, strength=self.strength[list(order)], covariance=self.covariance[grid], of_items=of_items)

    def _widest(self, variance: Callable[[Floats], Floats]) -> Floats:
        known = [variance(each) for each in (self.covariance, self.of_items) if each is not None]
        return np.asarray(np.sqrt(np.maximum(np.maximum.reduce(known), 0)))

    def intervals(self) -> list[tuple[float, float]]:
        """95% intervals of the strengths."""
        return [(s - Z * e, s + Z * e) for s, e in zip(self.strength.tolist(), self.error().tolist(), strict=True)]

    def wins(self, first: int, second: int) -> float:
        """How probably the first is preferred, where one of them is."""
        return 1 / (1 + exp(float(self.strength[second] - self.strength[first])))


def bradley_terry(wins: Floats, ties: Floats | None = None, *, prior: float = PRIOR) -> Strengths | None:
    """Strengths from wins and ties; None where fewer than two were compared."""
    models = len(wins)
    tied = ties if ties is not None and ties.any() else None
    played = wins + wins.T + (0 if tied is None else tied)
    first, second = np.nonzero(np.triu(played, 1))
    if not len(first):
        return None
    seen = np.stack(
        [wins[first, second], wins[second, first], *([] if tied is None else [tied[first, second]])], axis=1
    )
    strength, tie = highest(seen, first, second, models, prior)
    _, bend = curve(seen, first, second, strength, tie, prior)
    covariance = np.linalg.pinv(bend, hermitian=True).astype(np.float64)
    return Strengths(strength, about_the_mean(covariance[:models, :models]), tie if tied is not None else None)


def highest(seen: Floats, first: Integers, second: Integers, models: int, prior: float) -> tuple[Floats, float]:
    """The strengths (M), their mean 0, and the tie's log under which what was `seen` (P, O) is most probable.

    Newton's steps, halved while they go too far (Boyd and Vandenberghe 2004, "Convex Optimization", §9.5): the summit
    is the only one, but of nearly nothing but ties, or of very uneven contests, whole steps jump to and fro about it.
    """
    strength, tie = np.zeros(models), 0.0
    height = likelihood(seen, first, second, strength, tie, prior)
    for _ in range(MOST_ROUNDS):
        slope, bend = curve(seen, first, second, strength, tie, prior)
        step = np.linalg.pinv(bend, hermitian=True) @ slope
        for _ in range(MOST_HALVINGS):
            further = strength + step[:models], tie + float(step[models:].sum())
            reached = likelihood(seen, first, second, *further, prior)
            if reached >= height - ROUNDED * abs(height):
                break
            step /= 2
        strength, tie, height = further[0] - further[0].mean(), further[1], reached
        if np.abs(step).max() < 1e-10:
            break
    return strength, tie


def likelihood(seen: Floats, first: Integers, second: Integers, strength: Floats, tie: float, prior: float) -> float:
    """The logarithm of how probable what was `seen` (P, O) and these strengths (M) are together."""
    chances, _, _ = expected(first, second, strength, tie, seen.shape[1])
    return float((seen * np.log(np.maximum(chances, LEAST))).sum() - prior / 2 * (strength**2).sum())


def about_the_mean(covariance: Floats) -> Floats:
    """The covariance (M, M) of strengths less their mean."""
    centre = np.eye(len(covariance)) - 1 / len(covariance)
    return np.asarray(centre @ covariance @ centre)


def expected(
    first: Integers, second: Integers, strength: Floats, tie: float, outcomes: int
) -> tuple[Floats, Floats, Integers]:
    """(P, O) how probable each outcome is, (O, O) what its log-odds are made of: of either strength, or of half of
    both and the tie's own; and (P, O) the places of these among all parameters.
    """
    parts = np.array([[1, 0, 0], [0, 1, 0], [0.5, 0.5, 1]])[:outcomes, :outcomes]
    own = np.stack([strength[first], strength[second], np.full(len(first), tie)], axis=1)[:, :outcomes]
    odds = own @ parts.T
    chances = np.exp(odds - odds.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    places = np.stack([first, second, np.full(len(first), len(strength))], axis=1)[:, :outcomes]
    return chances, parts, places


def curve(
    seen: Floats, first: Integers, second: Integers, strength: Floats, tie: float, prior: float
) -> tuple[Floats, Floats]:
    """The slope of the log-likelihood and the negative of its second derivatives, over strengths and the tie's log."""
    models, outcomes = len(strength), seen.shape[1]
    chances, parts, places = expected(first, second, strength, tie, outcomes)
    games = seen.sum(axis=1)
    surprise = (seen - games[:, None] * chances) @ parts
    spread = np.einsum("po,oa,ob->pab", chances, parts, parts) - np.einsum(
        "pa,pb->pab", chances @ parts, chances @ parts
    )
    spread *= games[:, None, None]
    size = models + (outcomes == 3)
    slope, bend = np.zeros(size), np.zeros((size, size))
    np.add.at(slope, places, surprise)
    np.add.at(bend, (places[:, :, None], places[:, None, :]), spread)
    slope[:models] -= prior * strength
    bend[np.arange(models), np.arange(models)] += prior
    return slope, bend


@dataclass(frozen=True, slots=True)
class Games:
    """Contests of `models` many models, counted within each item: row by row (N) the item, the models `first` and
    `second`, and (N, 3) how often the first, the second and neither was preferred.
    """

    item: Integers
    first: Integers
    second: Integers
    seen: Floats
    models: int

    def tables(self) -> tuple[Floats, Floats]:
        """Wins and ties of all items together."""
        wins, ties = np.zeros((self.models, self.models)), np.zeros((self.models, self.models))
        np.add.at(wins, (self.first, self.second), self.seen[:, 0])
        np.add.at(wins, (self.second, self.first), self.seen[:, 1])
        np.add.at(ties, (self.first, self.second), self.seen[:, 2])
        return wins, ties + ties.T


def strengths(games: Games, *, prior: float = PRIOR) -> Strengths | None:
    """Strengths with errors that allow for items; None where fewer than two models were compared."""
    found = bradley_terry(*games.tables(), prior=prior)
    items = len(np.unique(games.item))
    if found is None or items < 2:
        return found
    outcomes = 2 if found.tie is None else 3
    seen, tie = games.seen[:, :outcomes], found.tie or 0.0
    chances, parts, places = expected(games.first, games.second, found.strength, tie, outcomes)
    surprise = (seen - seen.sum(axis=1, keepdims=True) * chances) @ parts
    _, bend = curve(seen, games.first, games.second, found.strength, tie, prior)
    bread = np.linalg.pinv(bend, hermitian=True)
    around = bread @ gathered(surprise, places, games.item, len(bend)) @ bread * items / (items - 1)
    return replace(found, of_items=about_the_mean(around[: games.models, : games.models]))


def gathered(surprise: Floats, places: Integers, item: Integers, size: int) -> Floats:
    """(size, size) the sum over items of the outer product of each one's surprises (N, O) at their `places` (N, O)."""
    from scipy.sparse import coo_array  # only reports need it

    rows = np.repeat(item, places.shape[1])
    of_items = coo_array((surprise.ravel(), (rows, places.ravel())), shape=(int(item.max()) + 1, size)).tocsr()
    return np.asarray((of_items.T @ of_items).toarray())


@dataclass(frozen=True, slots=True)
class Contest:
    """One person's choice between two responses: `won` is 1 for the first, 0 for the second, 0.5 for neither.

    `length` is the natural logarithm of how many times longer the first one is; `item` what they were asked about.
    """

    first: int
    second: int
    won: float
    length: float = 0.0
    item: int = 0


class Contests:
    """Many of them, in some bytes each."""

    def __init__(self, contests: Iterable[Contest] = ()) -> None:
        self._first, self._second, self._item = array("i"), array("i"), array("i")
        self._won, self._length = array("d"), array("d")
        for contest in contests:
            self.add(contest)

    def __len__(self) -> int:
        return len(self._item)

    def add(self, contest: Contest) -> None:
        """One more."""
        self._first.append(contest.first)
        self._second.append(contest.second)
        self._won.append(contest.won)
        self._length.append(contest.length)
        self._item.append(contest.item)

    def decided(self) -> bool:
        """Whether anybody preferred either side."""
        return any(won != HALF for won in self._won)

    def won(self) -> Floats:
        """(N) how each one ended."""
        return np.array(self._won)

    def items(self) -> Integers:
        """(N) what each one was about."""
        return seen(self._item)

    def design(self, models: int) -> Floats:
        """(N, models + 2) what the log-odds of each are made of: its models, the place and the length."""
        found, rows = np.zeros((len(self), models + 2)), np.arange(len(self))
        found[rows, seen(self._first)] += 1
        found[rows, seen(self._second)] -= 1
        found[:, models] = 1
        found[:, models + 1] = seen(self._length)
        return found


@dataclass(frozen=True, slots=True)
class Lean:
    """How much the place and the length of a response move people, as log-odds with standard errors."""

    position: float
    position_error: float
    length: float
    length_error: float


def leaning(contests: Contests, models: int, *, prior: float = PRIOR) -> Lean | None:
    """P(first wins) = 1 / (1 + exp(-(b_first - b_second + position + c · length))); None without contests that
    somebody decided. Ties count as half a win for either side.
    """
    if not contests.decided():
        return None
    design, won = contests.design(models), contests.won()
    belief = np.zeros(models + 2)
    for _ in range(MOST_ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(design @ belief, -30, 30)))
        bend = (design * (chance * (1 - chance))[:, None]).T @ design + prior * np.eye(models + 2)
        step = np.linalg.solve(bend, design.T @ (won - chance) - prior * belief)
        belief += step
        if np.abs(step).max() < 1e-10:
            break
    bread = np.linalg.inv(bend)
    around = bread @ _gathered_rows(design * (won - chance)[:, None], contests.items()) @ bread
    # Ties count as half a win, and so spread less than the model has it: the wider of both errors holds.
    error = np.sqrt(np.maximum(np.diagonal(bread), np.diagonal(around)))
    return Lean(float(belief[models]), float(error[models]), float(belief[models + 1]), float(error[models + 1]))


def _gathered_rows(rows: Floats, item: Integers) -> Floats:
    """The sum over items of the outer product of the sum of each one's rows; nothing of a single item."""
    _, number = np.unique(item, return_inverse=True)
    items = int(number.max()) + 1
    if items < 2:
        return np.zeros((rows.shape[1], rows.shape[1]))
    sums = np.zeros((items, rows.shape[1]))
    np.add.at(sums, number, rows)
    return np.asarray(sums.T @ sums * items / (items - 1))


def elo(
    games: Iterable[tuple[str, str, float]], *, start: float = 1000, k: float = 30, scale: float = 400
) -> dict[str, float]:
    """Elo's ratings after games of (first, second, 1 | 0 | 0.5). They depend on the order of the games: for comparing
    with tables made elsewhere, never for judging models.
    """
    ratings: dict[str, float] = {}
    for first, second, won in games:
        one, other = ratings.get(first, start), ratings.get(second, start)
        expected = 1 / (1 + 10 ** ((other - one) / scale))
        ratings[first], ratings[second] = one + k * (won - expected), other - k * (won - expected)
    return ratings
