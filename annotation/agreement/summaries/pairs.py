"""The summary of a question whose categories are declared: its pairs of people.

A unit of m people is told by its m (m - 1) / 2 pairs. What is averaged over units counts each pair by
2 / (m (m - 1)); what is averaged over judgements by 1 / (m - 1), as Krippendorff's coincidences do (2011, "Computing
Krippendorff's Alpha-Reliability"). So the figures are those of a table whose units have two people each, or one.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from annotation.agreement.coefficients import general_kappa, gwet_ac1, krippendorff_alpha, percent_agreement
from annotation.agreement.histogram import Floats, Table
from annotation.agreement.intervals import Interval, interval_around
from annotation.agreement.judged import coincidences_of
from annotation.agreement.keys import Pattern, Reader, written, written_pattern
from annotation.agreement.labels import LabelTable, has_labels, label_table
from annotation.agreement.questions import Tally, agreement, scale_of
from annotation.agreement.summaries.summary import Amount, Summary, people_of


@dataclass
class Pairs(Summary):
    """`met`: how many pairs of people, of units that m people judged, said these two things; of units that one person
    judged, how many of them.
    """

    met: Counter[tuple[int, Pattern]] = field(default_factory=Counter)
    _added: Counter[Pattern] = field(default_factory=Counter)
    """Units that are not among `met` yet: few patterns come again and again."""

    def __post_init__(self) -> None:
        measure = self.question.measure()
        assert measure is not None
        self._measure = measure
        self._number = {category: number for number, category in enumerate(measure.categories)}
        self._reader = Reader(self.question)

    def add_unit(self, pattern: Pattern, times: int) -> None:
        self._added[pattern] += times

    def units(self) -> int:
        pairs: Counter[int] = Counter()
        for judges, _, n in self._rows():
            pairs[judges] += n
        return sum(n // math.comb(judges, 2) for judges, n in pairs.items() if judges > 1)

    def figures(self) -> tuple[float | None, float | None]:
        scale = scale_of(self._measure, self._measure.categories)
        table, units = self._table(), self._units()
        if self._measure.mirrored:
            table = table.mirrored()
        return krippendorff_alpha(table, scale), percent_agreement(self._counts(), units)

    def labels(self) -> LabelTable | None:
        if not has_labels(self.question):
            return None
        counts, units = self._counts(), self._units()
        return LabelTable(
            categories=self._measure.categories,
            counts=counts,
            units=units,
            met=coincidences_of(counts, self._table().units()),
            fleiss=general_kappa(counts, units) if len(self._judges()) == 1 else None,
            ac1_interval=self._ac1_interval(gwet_ac1(counts, units), round(float(units.sum()))),
        )

    def _ac1_interval(self, value: float | None, units: int) -> Interval | None:
        known = self.errors.get("ac1")
        return interval_around(value, known.among(units), units) if known and value is not None else None

    def counts(self) -> Iterator[tuple[str, Amount]]:
        yield from super().counts()
        for judges, pair, n in self._rows():
            told = written_pattern((written(category), people) for category, people in pair)
            yield f"met {judges} {told}", (n, 0)

    def read(self, key: str, n: int, total: int) -> None:
        match key.split(" ", 2):
            case ["met", judges, told]:
                pair = self._reader.pattern(told)
                if all(category in self._number for category, _ in pair):
                    self.met[int(judges), pair] += n
            case _:
                super().read(key, n, total)

    def intervals(self, tally: Tally) -> Iterator[tuple[str, int, Interval | None]]:
        found = agreement(tally)
        yield "alpha", found.items, found.interval
        if has_labels(self.question):
            table = label_table(tally)
            yield "ac1", int(table.units.sum()), table.ac1_interval

    def _rows(self) -> list[tuple[int, Pattern, int]]:
        """What occurs."""
        for pattern, times in self._added.items():
            declared = tuple(each for each in pattern if each[0] in self._number)
            judges = people_of(declared)
            for pair, n in pairs_of(declared):
                self.met[judges, pair] += n * times
        self._added.clear()
        return [(judges, pair, n) for (judges, pair), n in self.met.items() if n]

    def _judges(self) -> set[int]:
        return {judges for judges, _, _ in self._rows()}

    def _counts(self) -> Floats:
        """(P, V) what the one or two people of each row said."""
        rows = self._rows()
        counts = np.zeros((len(rows), len(self._number)))
        for row, (_, pair, _) in enumerate(rows):
            for category, people in pair:
                counts[row, self._number[category]] = people
        return counts

    def _units(self) -> Floats:
        """(P) how many units each row comes to."""
        return np.array([n / math.comb(max(judges, 2), 2) for judges, _, n in self._rows()])

    def _table(self) -> Table:
        """Rows count as judgements do."""
        each = np.arange(len(self._rows()), dtype=np.int64)
        return Table(self._counts(), each, each, np.array([n / max(judges - 1, 1) for judges, _, n in self._rows()]))


def pairs_of(pattern: Pattern) -> Iterator[tuple[Pattern, int]]:
    """What two people of a unit said, and how many pairs said it; or what the only one said."""
    for category, people in pattern:
        if people > 1:
            yield ((category, 2),), math.comb(people, 2)
    for (one, some), (other, more) in combinations(pattern, 2):
        yield ((one, 1), (other, 1)), some * more
    if people_of(pattern) == 1:
        yield pattern, 1
