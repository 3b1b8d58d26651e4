"""Orders of an item's own responses."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import numpy as np

from annotation.agreement.figures.collector import Answered, Counted, Figures, Mean
from annotation.agreement.figures.preferred import Duels
from annotation.agreement.ranks import kendall_w, tau_b, top_agreement
from annotation.forms import Question


class Ordered(Counted):
    """Figures of rankings: each item's own, averaged over items, because the things ranked differ from item to item."""

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self._w, self._tau, self._top = Mean(), Mean(), Mean()
        self._people: Counter[int] = Counter()
        self.duels = Duels(question)

    def hear(self, answered: Answered) -> None:
        super().hear(answered)
        orders = [value["ranks"] for values in answered.values.values() for value in values.values()]
        self._people[len(orders)] += 1
        self._top.add(top_agreement(orders))
        ranks = [_positions(order) for order in orders]
        things = sorted(set.intersection(*map(set, ranks))) if ranks else []
        if len(orders) > 1 and len(things) > 1:
            rows = [[own[thing] for thing in things] for own in ranks]
            self._w.add(kendall_w(np.array(rows, dtype=np.float64)))
            for one, other in combinations(rows, 2):
                self._tau.add(tau_b(one, other))
        self.duels.hear(answered)

    def figures(self) -> Figures:
        return {
            "kendall_w": self._w.value,
            "tau_b": self._tau.value,
            "top": self._top.value,
            "items_by_people": {str(people): items for people, items in sorted(self._people.items())},
            **self.duels.figures(),
        }


def _positions(order: list[list[str]]) -> dict[str, int]:
    """{response: its rank from 1}."""
    return {response: rank for rank, tied in enumerate(order, 1) for response in tied}
