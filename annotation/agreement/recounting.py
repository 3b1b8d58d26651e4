"""Counting everything anew, from who gave which answer to what: items and pairs that say the same are heard once.

The counts are those that `live` keeps, made from whole numbers alone, and so they are equal or something is wrong.

Why a recount must be equal: decision 0015.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from annotation.agreement.histogram import Integers
from annotation.agreement.live import Amount, Counts, Said, add, cluster_counts, given, pair_amounts
from annotation.forms import Form

DENSE = 1 << 20
"""Up to so many codes a count is kept for each, met or not."""


@dataclass(frozen=True, slots=True)
class Everything:
    """(N) answers: `item`, `person` and `answer` are numbers, and `number` tells a person's later answer to an item
    from an earlier one, which it replaces. `people` names the persons.
    """

    item: Integers
    person: Integers
    answer: Integers
    number: Integers
    people: Sequence[str]

    def sorted(self) -> Everything:
        """By item, each person's latest answer alone."""
        rows = self._taken(np.argsort(self.item))
        if not rows.has_two_of_one():
            return rows
        rows = self._taken(np.lexsort((self.number, self.person, self.item)))
        earlier = (rows.item[1:] == rows.item[:-1]) & (rows.person[1:] == rows.person[:-1])
        return rows._taken(np.flatnonzero(np.append(~earlier, True)))

    def has_two_of_one(self) -> bool:
        """Whether somebody answered an item twice, items standing together."""
        apart = 1
        while (same := self.item[:-apart] == self.item[apart:]).any():
            if (self.person[:-apart] == self.person[apart:])[same].any():
                return True
            apart += 1
        return False

    def _taken(self, places: Integers) -> Everything:
        return Everything(self.item[places], self.person[places], self.answer[places], self.number[places], self.people)


def recounted(form: Form, rows: Everything, answers: Mapping[int, Said]) -> Counts:
    """What all items together count for; `answers` are the different ones, by their numbers."""
    rows = rows.sorted()
    counts: Counts = {}
    if len(rows.item):
        _clusters(form, rows, answers, counts)
        _pairs(form, rows, answers, counts)
        _given(form, rows, answers, counts)
    return counts


def _clusters(form: Form, rows: Everything, answers: Mapping[int, Said], counts: Counts) -> None:
    """Items on which the same answers were given, whoever gave them, have one sum of random numbers: that others have
    it too is as likely as a fault of the memory.
    """
    starts = np.flatnonzero(np.append(True, rows.item[1:] != rows.item[:-1]))
    ends = np.append(starts[1:], len(rows.item))
    random = np.random.default_rng(0).integers(-(2**63), 2**63 - 1, int(rows.answer.max()) + 1, dtype=np.int64)
    alike = np.add.reduceat(random[rows.answer], starts)
    _, first, times = np.unique(alike, return_index=True, return_counts=True)
    for place, items in zip(first.tolist(), times.tolist(), strict=True):
        people = [answers[number] for number in rows.answer[starts[place] : ends[place]].tolist()]
        for key, amount in cluster_counts(form, people):
            add(counts, key, amount, items)


def _pairs(form: Form, rows: Everything, answers: Mapping[int, Said], counts: Counts) -> None:
    different = int(rows.answer.max()) + 1
    known: dict[tuple[int, int], list[tuple[str, Amount]]] = {}
    apart = 1
    while True:
        first = np.flatnonzero(rows.item[:-apart] == rows.item[apart:])
        if not len(first):
            return
        both, said_both = _numbered(rows.answer[first] * different + rows.answer[first + apart], different**2)
        people = rows.person[first] * len(rows.people) + rows.person[first + apart]
        for code, times in _tally(people * len(said_both) + both, len(rows.people) ** 2 * len(said_both)):
            met, pair = divmod(code, len(said_both))
            mine, theirs = divmod(int(said_both[pair]), different)
            if (mine, theirs) not in known:
                known[mine, theirs] = list(pair_amounts(form, answers[mine], answers[theirs]))
            one, other = sorted(rows.people[person] for person in divmod(met, len(rows.people)))
            for question, amount in known[mine, theirs]:
                add(counts, f"{question} pair {one} {other}", amount, times)
        apart += 1


def _given(form: Form, rows: Everything, answers: Mapping[int, Said], counts: Counts) -> None:
    different = int(rows.answer.max()) + 1
    for code, times in _tally(rows.person * different + rows.answer, len(rows.people) * different):
        person, number = divmod(code, different)
        for question, category, each in given(form, answers[number]):
            add(counts, f"{question} given {rows.people[person]} {category}", (each, 0), times)


def _numbered(codes: Integers, most: int) -> tuple[Integers, Integers]:
    """The codes with numbers instead, and what each number stands for; few possible codes are their own numbers."""
    if most <= DENSE:
        return codes, np.arange(most)
    stands_for, numbers = np.unique(codes, return_inverse=True)
    return numbers, stands_for


def _tally(codes: Integers, most: int) -> list[tuple[int, int]]:
    """(code, how often) of the codes that occur."""
    if most <= DENSE:
        times = np.bincount(codes, minlength=1)
        return [(int(code), int(times[code])) for code in np.flatnonzero(times)]
    found, often = np.unique(codes, return_counts=True)
    return list(zip(found.tolist(), often.tolist(), strict=True))
