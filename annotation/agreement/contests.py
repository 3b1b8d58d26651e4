"""How strong each of several models is, from how people preferred their responses.

Bradley and Terry's model (1952) with Davidson's ties (1970), by Newton's method and with exact standard errors.

`wins[i, j]` counts how often i was preferred to j, `ties[i, j]` (symmetric) how often neither was; both (M, M).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp

import numpy as np

from annotation.agreement.histogram import Floats

PRIOR = 0.01
"""The precision of a normal prior on strengths: it keeps a model that never lost from being infinitely strong."""
MOST_ROUNDS = 100
Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Strengths:
    """`strength` (M) on the log scale, their mean 0, and `covariance` (M, M). `tie` is the log of Davidson's ν, None
    where nobody tied.
    """

    strength: Floats
    covariance: Floats
    tie: float | None

    def error(self) -> Floats:
        """(M) the standard error of each strength about the mean."""
        return np.asarray(np.sqrt(np.maximum(np.diagonal(self.covariance), 0)))

    def against(self, reference: int) -> tuple[Floats, Floats]:
        """(M) strengths above the reference's, and (M) their standard errors."""
        variance = np.diagonal(self.covariance)
        spread = variance + variance[reference] - 2 * self.covariance[:, reference]
        return self.strength - self.strength[reference], np.sqrt(np.maximum(spread, 0))

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
    strength, tie = np.zeros(models), 0.0
    for _ in range(MOST_ROUNDS):
        slope, bend = curve(seen, first, second, strength, tie, prior)
        step = np.linalg.pinv(bend, hermitian=True) @ slope
        strength, tie = strength + step[:models], tie + (float(step[models]) if tied is not None else 0.0)
        strength -= strength.mean()
        if np.abs(step).max() < 1e-10:
            break
    _, bend = curve(seen, first, second, strength, tie, prior)
    covariance = np.linalg.pinv(bend, hermitian=True)[:models, :models]
    centre = np.eye(models) - 1 / models
    return Strengths(strength, centre @ covariance @ centre, tie if tied is not None else None)


def curve(
    seen: Floats, first: np.ndarray, second: np.ndarray, strength: Floats, tie: float, prior: float
) -> tuple[Floats, Floats]:
    """The slope of the log-likelihood and the negative of its second derivatives, over strengths and the tie's log."""
    models, outcomes = len(strength), seen.shape[1]
    # What each outcome's log-odds are made of: of either strength, or of half of both and the tie's own.
    parts = np.array([[1, 0, 0], [0, 1, 0], [0.5, 0.5, 1]])[:outcomes, :outcomes]
    own = np.stack([strength[first], strength[second], np.full(len(first), tie)], axis=1)[:, :outcomes]
    odds = own @ parts.T
    chances = np.exp(odds - odds.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    games = seen.sum(axis=1)
    surprise = (seen - games[:, None] * chances) @ parts
    spread = np.einsum("po,oa,ob->pab", chances, parts, parts) - np.einsum(
        "pa,pb->pab", chances @ parts, chances @ parts
    )
    spread *= games[:, None, None]
    size = models + (outcomes == 3)
    places = np.stack([first, second, np.full(len(first), models)], axis=1)[:, :outcomes]
    slope, bend = np.zeros(size), np.zeros((size, size))
    np.add.at(slope, places, surprise)
    np.add.at(bend, (places[:, :, None], places[:, None, :]), spread)
    slope[:models] -= prior * strength
    bend[np.arange(models), np.arange(models)] += prior
    return slope, bend


@dataclass(frozen=True, slots=True)
class Contest:
    """One person's choice between two responses: `won` is 1 for the first, 0 for the second, 0.5 for neither.

    `length` is the natural logarithm of how many times longer the first one is.
    """

    first: int
    second: int
    won: float
    length: float = 0.0


@dataclass(frozen=True, slots=True)
class Lean:
    """How much the place and the length of a response move people, as log-odds with standard errors."""

    position: float
    position_error: float
    length: float
    length_error: float


def leaning(contests: Sequence[Contest], models: int, *, prior: float = PRIOR) -> Lean | None:
    """P(first wins) = 1 / (1 + exp(-(b_first - b_second + position + c · length))); None without contests that
    somebody decided. Ties count as half a win for either side.
    """
    if not any(contest.won != 0.5 for contest in contests):
        return None
    design = np.zeros((len(contests), models + 2))
    rows = np.arange(len(contests))
    design[rows, [contest.first for contest in contests]] += 1
    design[rows, [contest.second for contest in contests]] -= 1
    design[:, models] = 1
    design[:, models + 1] = [contest.length for contest in contests]
    won = np.array([contest.won for contest in contests])
    belief = np.zeros(models + 2)
    for _ in range(MOST_ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(design @ belief, -30, 30)))
        bend = (design * (chance * (1 - chance))[:, None]).T @ design + prior * np.eye(models + 2)
        step = np.linalg.solve(bend, design.T @ (won - chance) - prior * belief)
        belief += step
        if np.abs(step).max() < 1e-10:
            break
    error = np.sqrt(np.diagonal(np.linalg.inv(bend)))
    return Lean(float(belief[models]), float(error[models]), float(belief[models + 1]), float(error[models + 1]))


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
