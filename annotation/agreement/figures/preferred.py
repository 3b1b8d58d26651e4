"""Preferences between responses, and what they say of the models that wrote them."""

from __future__ import annotations

from collections import Counter, defaultdict

from annotation.agreement.figures.collector import Answered, Counted, Figures
from annotation.agreement.figures.duels import Duel, Leanings, Matches, duels
from annotation.agreement.people import position_bias
from annotation.agreement.ranks import circular_triads
from annotation.forms import Question


class Duels:
    """Every two responses that somebody compared, as a contest of their models."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self._matches, self._leanings = Matches(), Leanings()
        self._own: defaultdict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
        self._firsts: defaultdict[str, Counter[bool]] = defaultdict(Counter)
        self.decided = self.undecided = 0

    def hear(self, answered: Answered) -> None:
        """One more item."""
        met = list(duels(self.question, answered))
        models = answered.models
        self._matches.hear((models.get(duel.better, ""), models.get(duel.worse, ""), duel.decided) for duel in met)
        self._leanings.hear(answered, met)
        for duel in met:
            self._note(answered, duel)

    def _note(self, answered: Answered, duel: Duel) -> None:
        """What one person's own habits are told from."""
        self.decided += duel.decided
        self.undecided += not duel.decided
        if not duel.decided:
            return
        if duel.first:
            self._firsts[duel.person][duel.first == duel.better] += 1
        better, worse = (answered.models.get(response, "") for response in (duel.better, duel.worse))
        if better and worse and better != worse:
            self._own[duel.person][better, worse] += 1

    def figures(self) -> Figures:
        """Models against each other, and what moves people besides."""
        everything = self.decided + self.undecided
        firsts = sum((own for own in self._firsts.values()), Counter[bool]())
        bias = position_bias(firsts[True], firsts.total())
        return {
            "ties": self.undecided / everything if everything else None,
            **self._circles(),
            "first_shown_wins": bias and {"share": bias.figure, "n": bias.answers, "chance": bias.chance},
            "lean": self._leanings.to_json(),
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
        found = self._matches.standing()
        if found is None:
            return None
        intervals = found.strengths.intervals()
        return {
            "names": found.names,
            "strength": found.strengths.strength.tolist(),
            "low": [low for low, _ in intervals],
            "high": [high for _, high in intervals],
            "wins": found.wins.astype(int).tolist(),
            "ties": found.ties.astype(int).tolist(),
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
