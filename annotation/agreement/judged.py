"""One question's judgements as arrays: who put what into which category, for figures that ask who it was.

Everything here costs a few passes over N judgements, and memory of some bytes for each: a million take a second.
Labels are those of `truth`: a unit (`Labels.item`) is whatever is judged once, such as an item or one of its responses.
"""

from __future__ import annotations

from array import array
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field

import numpy as np

from annotation.agreement.coefficients import krippendorff_alpha
from annotation.agreement.histogram import Floats, Integers, Table
from annotation.agreement.kept import seen, together
from annotation.agreement.scales import Scale, make_scale
from annotation.agreement.truth import Labels

MOST_LEFT_OUT = 200
"""Of how many people, those with most judgements first, alpha is computed without each."""


@dataclass
class Notes:
    """Judgements as they come in, one after the other, of numbered units; people are numbered as they turn up. They
    take some bytes each, whatever units are called.
    """

    categories: dict[Hashable, int]
    people: dict[Hashable, int] = field(default_factory=dict)
    size: int = 0
    """How many units there are."""
    _unit: array[int] = field(default_factory=lambda: array("i"))
    _person: array[int] = field(default_factory=lambda: array("i"))
    _category: array[int] = field(default_factory=lambda: array("h"))

    def begin(self) -> int:
        """The number of one more unit."""
        self.size += 1
        return self.size - 1

    def add(self, unit: int, person: Hashable, category: Hashable) -> None:
        """One judgement, of a category that is declared."""
        self._unit.append(unit)
        self._person.append(self.people.setdefault(person, len(self.people)))
        self._category.append(self.categories[category])

    def labels(self) -> Labels:
        """All of them, units in the order in which they turned up."""
        columns = together(*map(seen, (self._unit, self._person, self._category)))
        unit, person, category = (column.astype(np.int64) for column in columns)
        return Labels(unit, person, category, self.size, len(self.people), len(self.categories))


@dataclass
class Book(Notes):
    """Judgements of units that have names and may come in any order."""

    units: dict[Hashable, int] = field(default_factory=dict)

    def note(self, unit: Hashable, person: Hashable, category: Hashable) -> None:
        """One judgement; of a category that is not declared nothing is noted."""
        if category not in self.categories:
            return
        number = self.units.get(unit)
        if number is None:
            number = self.units[unit] = self.begin()
        self.add(number, person, category)


def table_of(labels: Labels) -> Table:
    """The patterns of the units, each unit an item of its own."""
    votes = labels.votes()
    return _table(*_patterns(votes, _keys(votes)))


def _keys(votes: Floats) -> Integers:
    """(I) one number for each pattern of votes (I, V), much faster to sort than rows are: a sum of random numbers, so
    that a vote less is one number less. That two patterns share one is as likely as a fault of the memory.
    """
    return np.asarray(votes.astype(np.int64) @ _digits(votes.shape[1]))


def _digits(categories: int) -> Integers:
    """(V) always the same random numbers; sums of them may wrap around."""
    return np.random.default_rng(0).integers(-(2**63), 2**63 - 1, categories, dtype=np.int64)


def _patterns(votes: Floats, keys: Integers) -> tuple[Floats, Floats, Integers]:
    """The distinct rows of votes, how often each occurs, and their keys, rising."""
    distinct, first, times = np.unique(keys, return_index=True, return_counts=True)
    return votes[first], times.astype(np.float64), distinct


def _table(patterns: Floats, times: Floats, _: Integers) -> Table:
    """Each unit an item of its own; patterns without votes or units are left out."""
    kept = (patterns.sum(axis=1) > 0) & (times > 0)
    each = np.arange(int(kept.sum()), dtype=np.int64)
    return Table(patterns[kept], each, each, times[kept])


def pairs(labels: Labels) -> Iterator[tuple[Integers, Integers]]:
    """(P), (P) the places of two judgements of the same unit, each pair once; units must stand together."""
    apart = 1
    while True:
        first = np.nonzero(labels.item[:-apart] == labels.item[apart:])[0]
        if not len(first):
            return
        yield first, first + apart
        apart += 1


@dataclass(frozen=True, slots=True)
class Between:
    """How often two people judged the same units, and how often alike; (J, J), symmetric, 0 on the diagonal."""

    shared: Floats
    alike: Floats

    def of_each(self) -> Floats:
        """(J) the share of each person's comparisons with others that were alike; NaN for one without any."""
        shared = self.shared.sum(axis=1)
        alike = self.alike.sum(axis=1)
        return np.asarray(np.divide(alike, shared, out=np.full(len(shared), np.nan), where=shared > 0))


def between_people(labels: Labels) -> Between:
    """Every two people's judgements compared."""
    shared = np.zeros((labels.people, labels.people))
    alike = np.zeros_like(shared)
    for first, second in pairs(labels):
        one, other = labels.person[first], labels.person[second]
        same = labels.category[first] == labels.category[second]
        np.add.at(shared, (one, other), 1)
        np.add.at(alike, (one, other), same)
    return Between(shared + shared.T, alike + alike.T)


def coincidences(labels: Labels) -> Floats:
    """(V, V) Krippendorff's coincidence matrix: which categories meet in the same unit. Each unit of m judgements
    counts m, so that the matrix adds up to the judgements that were compared.
    """
    people = np.bincount(labels.item, minlength=labels.items)
    met = np.zeros((labels.categories, labels.categories))
    for first, second in pairs(labels):
        weight = 1 / (people[labels.item[first]] - 1)
        np.add.at(met, (labels.category[first], labels.category[second]), weight)
    return met + met.T


def coincidences_of(counts: Floats, units: Floats) -> Floats:
    """The same from patterns (P, V) and how many units have each (P)."""
    weights = units / np.maximum(counts.sum(axis=1) - 1, 1)
    weights[counts.sum(axis=1) < 2] = 0
    return np.asarray((counts * weights[:, None]).T @ counts - np.diag(weights @ counts))


def most_confused(met: Floats) -> tuple[int, int, float] | None:
    """The two categories that meet most often where people differ, and their share (0 to 1) of all differences."""
    odd = np.triu(met, 1)
    if not odd.any():
        return None
    one, other = np.unravel_index(int(odd.argmax()), odd.shape)
    return int(one), int(other), float(odd.max() / odd.sum())


def given(labels: Labels) -> Floats:
    """(J, V) how often each person gave each category."""
    cell = labels.person * labels.categories + labels.category
    counts = np.bincount(cell, minlength=labels.people * labels.categories)
    return counts.reshape(labels.people, labels.categories).astype(np.float64)


def alpha_of_each_category(labels: Labels) -> list[float | None]:
    """(V) Krippendorff's alpha, nominal, of "this category or another one", which says which category people see
    differently (as Fleiss 1971 has a kappa of each); None where a category was never or always given.
    """
    table = table_of(labels)
    whole = table.counts.sum(axis=1)
    return [
        krippendorff_alpha(
            Table(np.stack([own, whole - own], axis=1), table.entry_cluster, table.entry_pattern, table.times),
            make_scale("nominal", 2),
        )
        for own in table.counts.T
    ]


def alpha_without_each(labels: Labels, scale: Scale) -> dict[int, float | None]:
    """{person: Krippendorff's alpha of all the others, None where undefined}, of those with most judgements: whose
    absence would raise it most is looked at first. Leaving one out is Quenouille's and Tukey's idea (Efron and
    Tibshirani 1993, ch. 11), here of people and not of items.
    """
    votes, digits = labels.votes(), _digits(labels.categories)
    keys = _keys(votes)
    patterns, times, known = _patterns(votes, keys)
    order = np.argsort(labels.person, kind="stable")
    ends = np.cumsum(np.bincount(labels.person, minlength=labels.people))
    found: dict[int, float | None] = {}
    for person in np.argsort(-np.diff(ends, prepend=0), kind="stable")[:MOST_LEFT_OUT].tolist():
        own = order[ends[person - 1] if person else 0 : ends[person]]
        units, categories = labels.item[own], labels.category[own]
        left = times - np.bincount(np.searchsorted(known, keys[units]), minlength=len(known))
        without = votes[units]
        without[np.arange(len(own)), categories] -= 1
        changed, changed_times, _ = _patterns(without, keys[units] - digits[categories])
        table = _table(np.concatenate([patterns, changed]), np.concatenate([left, changed_times]), known)
        found[person] = krippendorff_alpha(table, scale)
    return found
