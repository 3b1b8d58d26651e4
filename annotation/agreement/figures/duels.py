"""Two responses of an item compared by somebody, whatever the question was, and which models stand behind them."""

from __future__ import annotations

from array import array
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log
from typing import Any

import numpy as np

from annotation.agreement.contests import Contest, Contests, Games, Lean, Strengths, Z, leaning, strengths
from annotation.agreement.figures.collector import Answered, Value
from annotation.agreement.gold import wilson
from annotation.agreement.histogram import Floats
from annotation.agreement.intervals import student_quantile
from annotation.agreement.tails import added
from annotation.forms import Question
from annotation.forms.kinds import Rating

MOST_CONTESTS = 50_000
"""From which place and length are told; more would not make them surer."""
RESPONSES = "responses."


@dataclass(frozen=True, slots=True)
class Duel:
    """One person's comparison of two responses: the one is `better`, or neither is where it is not `decided`.

    `first` is the one that they saw first, empty where nobody knows.
    """

    person: str
    better: str
    worse: str
    decided: bool
    first: str


def compares(question: Question) -> bool:
    """Whether answers to a question compare responses: orders and preferences do, and ratings of each of them."""
    return question.compares or (isinstance(question, Rating) and question.scope == "responses")


def duels(question: Question, answered: Answered) -> Iterator[Duel]:
    """Every two responses that somebody compared."""
    for person, values in answered.values.items():
        shown = {response: place for place, response in enumerate(answered.shown.get(person, ()))}
        for better, worse, order in _compared(question, values, list(answered.lengths)):
            place, other = shown.get(better), shown.get(worse)
            first = "" if place is None or other is None else better if place < other else worse
            yield Duel(person, better, worse, order > 0, first)


def _compared(
    question: Question, values: Mapping[str, Value], responses: Sequence[str]
) -> Iterator[tuple[str, str, int]]:
    if question.compares:
        for value in values.values():
            yield from question.comparisons(value, responses)
    elif compares(question):
        rated = [(on.removeprefix(RESPONSES), value["rating"]) for on, value in values.items()]
        for (one, rating), (other, other_rating) in combinations(rated, 2):
            better, worse = (one, other) if rating >= other_rating else (other, one)
            yield better, worse, int(rating != other_rating)


@dataclass(frozen=True, slots=True)
class Standing:
    """Models (M), the strongest first: `wins[i, j]` over and `ties[i, j]` with each other (M, M), on how many `items`
    (M) each was compared, what these are `worth` in independent contests (M), and whether all are `connected`: models
    that never met, not even by way of others, can't be compared.
    """

    names: list[str]
    strengths: Strengths
    wins: Floats
    ties: Floats
    items: list[int]
    worth: list[float]
    connected: bool

    def rows(self) -> list[dict[str, Any]]:
        """One for each model; a tie is half a win, and intervals are of what the contests of its items are worth."""
        intervals = self.strengths.intervals()
        return [
            {
                "model": name,
                "strength": float(self.strengths.strength[place]),
                "low": intervals[place][0],
                "high": intervals[place][1],
                **self._record(place),
            }
            for place, name in enumerate(self.names)
        ]

    def _record(self, place: int) -> dict[str, Any]:
        wins, losses, ties = (
            int(count) for count in (self.wins[place].sum(), self.wins[:, place].sum(), self.ties[place].sum())
        )
        n, items = wins + losses + ties, self.items[place]
        rate = (wins + ties / 2) / n
        low, high = wilson(rate * self.worth[place], self.worth[place])
        counts = {"wins": wins, "losses": losses, "ties": ties, "n": n, "items": items}
        return {**counts, "win_rate": rate, "rate_low": low, "rate_high": high}

    def contests_of(self, one: int, other: int) -> int:
        """In how many contests one of the two models, or both, took part."""
        met = self.wins + self.wins.T + self.ties
        return int(met[one].sum() + met[other].sum() - met[one, other])


Met = tuple[str, str, bool]
"""The model of the better response, that of the worse one, and whether it was better or they tied."""


class Matches:
    """Which model was preferred to which, item by item and, where that is told, period by period."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._periods: dict[Hashable, int] = {}
        self._rows = array("i")
        self._items = 0

    def hear(self, met: Iterable[Met], period: Hashable = None) -> None:
        """All contests of one more item."""
        self.hear_periods({period: met})

    def hear_periods(self, met: Mapping[Hashable, Iterable[Met]]) -> None:
        """All contests of one more item, by the period that they fall into."""
        for period, contests in met.items():
            number = self._periods.setdefault(period, len(self._periods))
            for (first, second), seen in self._counted(contests).items():
                self._rows.extend((self._items, number, first, second, *seen))
        self._items += 1

    def _counted(self, met: Iterable[Met]) -> dict[tuple[int, int], list[int]]:
        """{(a model, another of a higher number): how often the first won, the second, neither}"""
        counts: dict[tuple[int, int], list[int]] = {}
        numbers = self._numbers
        for better, worse, decided in met:
            if better and worse and better != worse:
                one = numbers.setdefault(better, len(numbers))
                other = numbers.setdefault(worse, len(numbers))
                key = (one, other) if one < other else (other, one)
                seen = counts.get(key)
                if seen is None:
                    seen = counts[key] = [0, 0, 0]
                seen[int(one > other) if decided else 2] += 1
        return counts

    def periods(self) -> list[Any]:
        """Those in which somebody compared something, in their order."""
        return sorted(self._periods)

    def standing(self, period: Hashable = None) -> Standing | None:
        """Who is how strong, in one period or (None) in all; None where fewer than two models were compared."""
        rows = np.array(self._rows, dtype=np.int64).reshape(-1, 7)
        if period is not None:
            rows = rows[rows[:, 1] == self._periods.get(period, -1)]
        present, places = np.unique(rows[:, 2:4], return_inverse=True)
        places = places.reshape(-1, 2)
        games = Games(rows[:, 0], places[:, 0], places[:, 1], rows[:, 4:].astype(np.float64), len(present))
        found = strengths(games)
        if found is None:
            return None
        every = list(self._numbers)
        names = [every[number] for number in present]
        order = sorted(range(len(names)), key=lambda number: (-round(float(found.strength[number]), 9), names[number]))
        (wins, ties), (items, worth) = games.tables(), each_ones_items(games)
        grid = np.ix_(order, order)
        return Standing(
            names=[names[number] for number in order],
            strengths=found.in_order(order),
            wins=wins[grid],
            ties=ties[grid],
            items=[items[number] for number in order],
            worth=[worth[number] for number in order],
            connected=_connected(wins + wins.T + ties),
        )


def each_ones_items(games: Games) -> tuple[list[int], list[float]]:
    """(M), (M) on how many items each model was compared, and of how many independent contests its share of wins tells
    as much.

    Those of one item go together more or less: as far as the items' own shares show it, between as much as one contest
    each and not at all (Korn and Graubard 1998, "Confidence intervals for proportions with small expected number of
    positive counts estimated from survey data", Survey Methodology 24).
    """
    met = games.seen.sum(axis=1)
    won = games.seen[:, :2] + games.seen[:, 2:] / 2
    model, item = np.concatenate([games.first, games.second]), np.concatenate([games.item, games.item])
    size = int(item.max()) + 1
    cells, cell = np.unique(model * size + item, return_inverse=True)
    won, met = added(won.T.ravel(), cell, len(cells)), added(np.tile(met, 2), cell, len(cells))
    own = cells // size
    items, wins, contests = (added(each, own, games.models) for each in (np.ones(len(won)), won, met))
    rate = wins / contests
    spread = added((won - rate[own] * met) ** 2, own, games.models) * items / np.maximum(items - 1, 1)
    alone = rate * (1 - rate) * contests**2
    worth = np.divide(alone, spread, out=items.copy(), where=(spread > 0) & (items > 1))
    surely = np.array([(Z / student_quantile(times - 1)) ** 2 if times > 1 else 1.0 for times in items.tolist()])
    return items.astype(int).tolist(), np.clip(worth * surely, items, contests).tolist()


def _connected(met: Floats) -> bool:
    """Whether every model (M, M) has met every other one, if only by way of others."""
    reached, latest = np.zeros(len(met), dtype=bool), np.arange(len(met)) == 0
    while latest.any():
        reached |= latest
        latest = (met[latest] > 0).any(axis=0) & ~reached
    return bool(reached.all())


class Leanings:
    """What moves people besides the models: where a response stood, and how long it was."""

    def __init__(self) -> None:
        self._models: dict[str, int] = {}
        self._contests = Contests()
        self._items = 0

    def hear(self, answered: Answered, met: Iterable[Duel]) -> None:
        """The comparisons of one more item, of those where it is known which response was seen first."""
        if len(self._contests) >= MOST_CONTESTS:
            return
        item = self._items = self._items + 1
        length = {response: max(1, characters) for response, characters in answered.lengths.items()}
        for duel in met:
            if duel.first:
                second = duel.worse if duel.first == duel.better else duel.better
                one, other = self._number(answered, duel.first), self._number(answered, second)
                won = float(duel.first == duel.better) if duel.decided else 0.5
                longer = log(length.get(duel.first, 1) / length.get(second, 1))
                self._contests.add(Contest(one, other, won, longer, item))

    def _number(self, answered: Answered, response: str) -> int:
        return self._models.setdefault(answered.models.get(response, ""), len(self._models))

    def lean(self) -> Lean | None:
        """As log-odds; None before anybody has decided anything."""
        return leaning(self._contests, max(len(self._models), 1))

    def to_json(self) -> dict[str, Any] | None:
        """The same as JSON, with the number of comparisons behind it."""
        lean = self.lean()
        if lean is None:
            return None
        return {
            "position": lean.position,
            "position_error": lean.position_error,
            "length": lean.length,
            "length_error": lean.length_error,
            "n": len(self._contests),
        }
