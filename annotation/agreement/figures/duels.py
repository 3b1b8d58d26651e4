"""Two responses of an item compared by somebody, whatever the question was, and which models stand behind them."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log
from typing import Any

import numpy as np

from annotation.agreement.contests import Contest, Games, Lean, Strengths, leaning, strengths
from annotation.agreement.figures.collector import Answered, Value
from annotation.agreement.gold import wilson
from annotation.agreement.histogram import Floats
from annotation.forms import Question
from annotation.forms.kinds import Rating

MOST_CONTESTS = 200_000
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
            known = better in shown and worse in shown
            first = min(better, worse, key=shown.__getitem__) if known else ""
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
    (M) each was compared, and whether all are `connected`: models that never met, not even by way of others, can't
    be compared.
    """

    names: list[str]
    strengths: Strengths
    wins: Floats
    ties: Floats
    items: list[int]
    connected: bool

    def rows(self) -> list[dict[str, Any]]:
        """One for each model; a tie is half a win, and intervals are those of as many contests as there are items."""
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
        low, high = wilson(rate * items, items)
        counts = {"wins": wins, "losses": losses, "ties": ties, "n": n, "items": items}
        return {**counts, "win_rate": rate, "rate_low": low, "rate_high": high}

    def contests_of(self, one: int, other: int) -> int:
        """In how many contests one of the two models, or both, took part."""
        met = self.wins + self.wins.T + self.ties
        return int(met[one].sum() + met[other].sum() - met[one, other])


class Matches:
    """Which model was preferred to which, item by item."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._rows = array("i")
        self._items = 0

    def hear(self, met: Iterable[tuple[str, str, bool]]) -> None:
        """All contests of one more item: (the better model, the worse one, whether it was better or they tied)."""
        counts: defaultdict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0, 0])
        for better, worse, decided in met:
            if better and worse and better != worse:
                one, other = (self._numbers.setdefault(name, len(self._numbers)) for name in (better, worse))
                counts[min(one, other), max(one, other)][int(one > other) if decided else 2] += 1
        for (first, second), seen in counts.items():
            self._rows.extend((self._items, first, second, *seen))
        self._items += bool(counts)

    def standing(self) -> Standing | None:
        """Who is how strong; None where fewer than two models were compared."""
        rows = np.array(self._rows, dtype=np.int64).reshape(-1, 6)
        games = Games(rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 3:].astype(np.float64), len(self._numbers))
        found = strengths(games)
        if found is None:
            return None
        names = list(self._numbers)
        order = sorted(range(len(names)), key=lambda number: (-round(float(found.strength[number]), 9), names[number]))
        (wins, ties), items = games.tables(), self._items_of_each(games)
        grid = np.ix_(order, order)
        return Standing(
            names=[names[number] for number in order],
            strengths=found.in_order(order),
            wins=wins[grid],
            ties=ties[grid],
            items=[items[number] for number in order],
            connected=_connected(wins + wins.T + ties),
        )

    def _items_of_each(self, games: Games) -> list[int]:
        """On how many items each model was compared."""
        model, item = np.concatenate([games.first, games.second]), np.concatenate([games.item, games.item])
        met = np.unique(np.stack([model, item]), axis=1)
        return [int(count) for count in np.bincount(met[0], minlength=games.models)]


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
        self._contests: list[Contest] = []
        self._items: dict[str, int] = {}

    def hear(self, answered: Answered, duel: Duel) -> None:
        """One comparison more, if it is known which response was seen first."""
        if not duel.first or len(self._contests) >= MOST_CONTESTS:
            return
        second = duel.worse if duel.first == duel.better else duel.better
        one, other = (
            self._models.setdefault(answered.models.get(response, ""), len(self._models))
            for response in (duel.first, second)
        )
        lengths = [max(1, answered.lengths.get(response, 1)) for response in (duel.first, second)]
        won = float(duel.first == duel.better) if duel.decided else 0.5
        item = self._items.setdefault(answered.item, len(self._items))
        self._contests.append(Contest(one, other, won, log(lengths[0] / lengths[1]), item))

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
