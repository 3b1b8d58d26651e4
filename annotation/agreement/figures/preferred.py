"""Preferences between responses, and what they say of the models that wrote them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from math import log

import numpy as np

from annotation.agreement.contests import Contest, bradley_terry, leaning
from annotation.agreement.figures.collector import Answered, Counted, Figures
from annotation.agreement.people import position_bias
from annotation.agreement.ranks import circular_triads
from annotation.forms import Question

MOST_CONTESTS = 200_000
"""From which place and length are told; more would not make them surer."""


class Duels:
    """Every two responses that somebody compared, as a contest of their models."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.models: dict[str, int] = {}
        self._won: Counter[tuple[str, str]] = Counter()
        self._tied: Counter[tuple[str, str]] = Counter()
        self._contests: list[Contest] = []
        self._own: defaultdict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
        self._firsts: defaultdict[str, Counter[bool]] = defaultdict(Counter)
        self.decided = self.undecided = 0

    def hear(self, answered: Answered) -> None:
        """One more item."""
        for person, values in answered.values.items():
            for value in values.values():
                for better, worse, order in self.question.comparisons(value, list(answered.lengths)):
                    self._duel(answered, person, better, worse, won=order > 0)

    def _duel(self, answered: Answered, person: str, better: str, worse: str, *, won: bool) -> None:
        self.decided += won
        self.undecided += not won
        first, second = _as_shown(better, worse, answered.shown.get(person, ()))
        if won:
            self._firsts[person][first == better] += 1
        models = [answered.models.get(response, "") for response in (better, worse)]
        if all(models) and models[0] != models[1]:
            if won:
                self._won[models[0], models[1]] += 1
                self._own[person][models[0], models[1]] += 1
            else:
                self._tied[min(models), max(models)] += 1
        self._lean(answered, first, second, 0.5 if not won else float(first == better))

    def _lean(self, answered: Answered, first: str, second: str, won: float) -> None:
        if len(self._contests) >= MOST_CONTESTS:
            return
        one, other = (
            self.models.setdefault(answered.models.get(response, ""), len(self.models)) for response in (first, second)
        )
        lengths = [max(1, answered.lengths.get(response, 1)) for response in (first, second)]
        self._contests.append(Contest(one, other, won, log(lengths[0] / lengths[1])))

    def figures(self) -> Figures:
        """Models against each other, and what moves people besides."""
        everything = self.decided + self.undecided
        firsts = sum((own for own in self._firsts.values()), Counter[bool]())
        bias = position_bias(firsts[True], firsts.total())
        lean = leaning(self._contests, max(len(self.models), 1))
        return {
            "ties": self.undecided / everything if everything else None,
            **self._circles(),
            "first_shown_wins": bias and {"share": bias.figure, "n": bias.answers, "chance": bias.chance},
            "lean": lean
            and {
                "position": lean.position,
                "position_error": lean.position_error,
                "length": lean.length,
                "length_error": lean.length_error,
            },
            "models": self._leaderboard(),
        }

    def _circles(self) -> Figures:
        """In how many triples of models that one person compared they preferred each to the next in a circle."""
        found = [
            circular_triads({(one, other): times - own[other, one] for (one, other), times in own.copy().items()})
            for own in self._own.values()
        ]
        return {"circles": sum(circles for circles, _ in found), "triples": sum(triples for _, triples in found)}

    def people(self) -> dict[str, tuple[int, int]]:
        """{person: (how often the response shown first won, of how many decisions)}."""
        return {person: (own[True], own.total()) for person, own in self._firsts.items()}

    def _leaderboard(self) -> Figures | None:
        """Models by strength, best first, with 95% intervals, and how often each beat each."""
        names = sorted({model for pair in (*self._won, *self._tied) for model in pair})
        number = {name: place for place, name in enumerate(names)}
        wins, ties = np.zeros((len(names), len(names))), np.zeros((len(names), len(names)))
        for (one, other), times in self._won.items():
            wins[number[one], number[other]] = times
        for (one, other), times in self._tied.items():
            ties[number[one], number[other]] = ties[number[other], number[one]] = times
        found = bradley_terry(wins, ties)
        if found is None:
            return None
        order = np.argsort(-found.strength, kind="stable").tolist()
        intervals = found.intervals()
        return {
            "names": [names[place] for place in order],
            "strength": [float(found.strength[place]) for place in order],
            "low": [intervals[place][0] for place in order],
            "high": [intervals[place][1] for place in order],
            "wins": wins[np.ix_(order, order)].astype(int).tolist(),
            "ties": ties[np.ix_(order, order)].astype(int).tolist(),
        }


class Preferred(Counted):
    """Figures of preferences."""

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self.duels = Duels(question)

    def hear(self, answered: Answered) -> None:
        super().hear(answered)
        self.duels.hear(answered)

    def figures(self) -> Figures:
        return self.duels.figures()


def _as_shown(one: str, other: str, shown: Sequence[str]) -> tuple[str, str]:
    """Two responses in the order in which they were seen."""
    places = {response: place for place, response in enumerate(shown)}
    return (other, one) if places.get(other, 0) < places.get(one, 0) else (one, other)
