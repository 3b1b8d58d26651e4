"""The summary of a question whose categories are sets of labels, listed as they turn up: how often each was given, and
how far answers are apart, within units and altogether.

There are too many pairs of sets to keep them. How far all answers are apart altogether is a square form of how often
each set was given, so it is told from what it was, and from the few sets that were given since.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from annotation.agreement.intervals import Interval
from annotation.agreement.keys import Pattern, Reader, written
from annotation.agreement.questions import Tally, agreement, distances_of
from annotation.agreement.sparse import spread
from annotation.agreement.summaries.summary import FINEST, Amount, Cluster, Summary, people_of
from annotation.forms import Category

FINE = 1_000_000_000
"""Parts of one, of what is added up over units."""


@dataclass
class Sets(Summary):
    """All of units that two people or more judged. `given`: how often each set was given, and `before`, when the
    summary was made. `apart` and `alike`: each unit's disagreement (see `sparse.unit_spread`) and its share of pairs of
    people who gave the same set, added up. `far`: how far an answer was from all others on average.
    """

    given: Counter[Category] = field(default_factory=Counter)
    before: Counter[Category] = field(default_factory=Counter)
    pairable: int = 0
    apart: float = 0.0
    alike: float = 0.0
    far: float = 0.0

    def __post_init__(self) -> None:
        measure = self.question.measure()
        assert measure is not None
        self._measure = measure
        self._reader = Reader(self.question)

    def work_out(self, clusters: Iterable[tuple[Cluster, int, int]]) -> None:
        super().work_out(clusters)
        totals = np.array(list(self.given.values()), dtype=np.float64)
        if totals.any():
            far = distances_of(self._measure, list(self.given)).to_all(totals)
            self.far = float(totals @ far) / float(totals.sum())
        self.before = self.given.copy()

    def add_unit(self, pattern: Pattern, times: int) -> None:
        judges = people_of(pattern)
        if judges < 2:
            return
        sets = [category for category, _ in pattern]
        numbered = tuple((number, people) for number, (_, people) in enumerate(pattern))
        self.pairable += times
        self.apart += times * spread(numbered, distances_of(self._measure, sets)) / (judges - 1)
        self.alike += times * sum(math.comb(people, 2) for _, people in pattern) / math.comb(judges, 2)
        for category, people in pattern:
            self.given[category] += times * people

    def units(self) -> int:
        return self.pairable

    def figures(self) -> tuple[float | None, float | None]:
        percent = self.alike / self.pairable if self.pairable else None
        if sum(n > 0 for n in self.given.values()) < 2:
            return None, percent
        return 1 - (self.given.total() - 1) * self.apart / self._expected(), percent

    def counts(self) -> Iterator[tuple[str, Amount]]:
        yield from super().counts()
        yield "apart", (self.pairable, round(self.apart * FINE))
        yield "alike", (0, round(self.alike * FINE))
        yield "far", (0, round(self.far * FINEST))
        for category, n in self.given.items():
            yield f"given {written(category)}", (n, 0)

    def read(self, key: str, n: int, total: int) -> None:
        match key.split(" ", 1):
            case ["apart"]:
                self.pairable, self.apart = self.pairable + n, self.apart + total / FINE
            case ["alike"]:
                self.alike += total / FINE
            case ["far"]:
                self.far = total / FINEST
            case ["given", category]:
                known = self._reader.category(category)
                self.given[known] += n
                self.before[known] += n
            case _:
                super().read(key, n, total)

    def intervals(self, tally: Tally) -> Iterator[tuple[str, int, Interval | None]]:
        found = agreement(tally)
        yield "alpha", found.items, found.interval

    def _expected(self) -> float:
        """The distances of all ordered pairs of answers: those of before, and what has changed since."""
        sets = list(self.given)
        before = np.array([self.before[category] for category in sets], dtype=np.float64)
        change = np.array([self.given[category] for category in sets]) - before
        kept, changed = self.far * self.before.total(), np.flatnonzero(change)
        if not len(changed):
            return kept
        rows = distances_of(self._measure, sets).from_some(changed, len(sets))
        return kept + float(change[changed] @ (rows @ (2 * before + change)))
