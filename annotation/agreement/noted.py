"""What is kept of everybody's work while a project is heard: some bytes for each annotation and for each judgement.

What of it is needed by which figure: decision 0019.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import nan

import numpy as np

from annotation.agreement.coding import Coding, Said, same_thing
from annotation.agreement.figures.collector import Value
from annotation.agreement.heard import Given, Heard
from annotation.agreement.histogram import Floats, Integers
from annotation.agreement.kept import seen, together
from annotation.agreement.similarity import similarity
from annotation.agreement.truth import Labels
from annotation.forms import Category, Question

DAY = 24 * 60 * 60
MONDAY = 3
"""Days that the first Monday's week had before 1970 began."""


def _ints() -> array[int]:
    return array("i")


def _longs() -> array[int]:
    return array("q")


def _floats() -> array[float]:
    return array("f")


@dataclass
class Notes:
    """Annotations as they come in, one after the other; people and items are numbered as they turn up."""

    people: dict[str, int] = field(default_factory=dict)
    items: list[str] = field(default_factory=list)
    _person: array[int] = field(default_factory=_ints)
    _item: array[int] = field(default_factory=_ints)
    _at: array[int] = field(default_factory=_longs)
    _seconds: array[int] = field(default_factory=_ints)
    _characters: array[int] = field(default_factory=_ints)
    _gold: array[float] = field(default_factory=_floats)

    def add_item(self, item: str) -> int:
        """The number of an item that is heard of now."""
        self.items.append(item)
        return len(self.items) - 1

    def add(self, item: int, given: Given, characters: int) -> int:
        """One annotation; its number."""
        self._person.append(self.people.setdefault(given.person, len(self.people)))
        self._item.append(item)
        self._at.append(int(given.at.timestamp()))
        self._seconds.append(min(given.seconds, 2**31 - 1))
        self._characters.append(min(characters, 2**31 - 1))
        self._gold.append(nan if given.gold is None else given.gold)
        return len(self._person) - 1

    def person_of(self, note: int) -> int:
        """The number of who made an annotation."""
        return self._person[note]

    def item_of(self, note: int) -> int:
        """The number of the item that an annotation is of."""
        return self._item[note]

    def written(self) -> Written:
        """All of them."""
        return Written(
            person=seen(self._person),
            item=seen(self._item),
            at=seen(self._at),
            seconds=seen(self._seconds),
            characters=seen(self._characters),
            gold=np.array(self._gold, dtype=np.float64),
        )


@dataclass(frozen=True, slots=True)
class Written:
    """Annotations as arrays (A): whose, of which item, when (seconds since 1970), how long it took (seconds), how many
    characters there were to read, and the gold score from 0 to 1 (NaN where the answer is not known).
    """

    person: Integers
    item: Integers
    at: Integers
    seconds: Integers
    characters: Integers
    gold: Floats

    def week(self) -> Integers:
        """(A) weeks from Monday to Sunday (UTC), counted from 1970's first."""
        return np.asarray((self.at // DAY + MONDAY) // 7)


@dataclass
class Judgements:
    """What people said to one coded question: a unit is an item, or one of its responses or turns."""

    coding: Coding
    units: int = 0
    _note: array[int] = field(default_factory=_ints)
    _unit: array[int] = field(default_factory=_ints)
    _category: array[int] = field(default_factory=lambda: array("b"))
    _hand: array[int] = field(default_factory=lambda: array("b"))
    _choices: array[int] = field(default_factory=lambda: array("b"))
    moved: int = 0
    """How many judgements were of responses in another order than the content's."""

    def hear(self, heard: Heard, first: int) -> None:
        """The answers to an item, whose annotations are noted from the number `first` on."""
        responses = list(heard.lengths)
        units: dict[str, int] = {}
        for note, given in enumerate(heard.given, first):
            for on, value in _values(given, self.coding.question.name):
                if (said := self.coding.said(value, responses, given.shown)) is not None:
                    self._keep(note, units.setdefault(on, self.units + len(units)), said)
                    self.moved += bool(said.choices and given.shown) and list(given.shown) != responses
        self.units += len(units)

    def _keep(self, note: int, unit: int, said: Said) -> None:
        self._note.append(note)
        self._unit.append(unit)
        self._category.append(said.category)
        self._hand.append(min(said.hand, 127))
        self._choices.append(min(said.choices, 127))

    def sheet(self, written: Written, people: int) -> Sheet:
        """All of them as arrays, each unit's together."""
        columns = (self._unit, self._note, self._category, self._hand, self._choices)
        unit, note, category, hand, choices = together(*map(seen, columns))
        used, kind = np.unique(self.coding.folded[category], return_inverse=True)
        person = written.person[note].astype(np.int64)
        return Sheet(
            labels=Labels(unit.astype(np.int64), person, kind, self.units, people, len(used)),
            kinds=[self.coding.kinds[number] for number in used.tolist()],
            note=note,
            category=category,
            hand=hand,
            choices=choices,
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """Judgements as arrays (N), each unit's together: the labels are the folded categories that were used, `kinds`."""

    labels: Labels
    kinds: Sequence[Category]
    note: Integers
    category: Integers
    hand: Integers
    choices: Integers


@dataclass
class Likenesses:
    """How alike each annotation's answers to one question are to the others', where the question isn't coded: all kinds
    of marks, sets and whole rankings are compared while they are heard.
    """

    question: Question
    _note: array[int] = field(default_factory=_ints)
    _alike: array[float] = field(default_factory=_floats)

    def hear(self, heard: Heard, first: int) -> None:
        """The answers to an item, whose annotations are noted from the number `first` on."""
        values = [dict(_values(given, self.question.name)) for given in heard.given]
        own: dict[int, list[float]] = {}
        for one, other in combinations(range(len(values)), 2):
            if (figure := self._compare(values[one], values[other])) is not None:
                own.setdefault(one, []).append(figure)
                own.setdefault(other, []).append(figure)
        for place, figures in own.items():
            self._note.append(first + place)
            self._alike.append(sum(figures) / len(figures))

    def _compare(self, one: Mapping[str, Value], other: Mapping[str, Value]) -> float | None:
        """The mean likeness of two people's answers over the targets that both judged."""
        found = [similarity(self.question, one[on], other[on]) for on in one if on in other]
        known = [figure for figure in found if figure is not None]
        return sum(known) / len(known) if known else None

    def of_annotations(self) -> tuple[Integers, Floats]:
        """(M) the annotations that could be compared, and (M) how alike they were to the others' on average."""
        return seen(self._note), np.array(self._alike, dtype=np.float64)


@dataclass
class Twice:
    """What was said to one question by people who were asked a second time, against what they had said before.

    Of every answer a number is kept that is the same for the same answer; strengths of a preference are left out.
    """

    question: Question
    _note: array[int] = field(default_factory=_ints)
    _print: array[int] = field(default_factory=_longs)
    _second: list[tuple[str, str, int]] = field(default_factory=list)

    def hear(self, heard: Heard, first: int) -> None:
        """The answers to an item, whose annotations are noted from the number `first` on."""
        for note, given in enumerate(heard.given, first):
            if rows := _values(given, self.question.name):
                self._note.append(note)
                self._print.append(self._print_of(rows))

    def hear_again(self, heard: Heard) -> None:
        """The answers to an item that asks for the second time."""
        for given in heard.given:
            if rows := _values(given, self.question.name):
                self._second.append((heard.again, given.person, self._print_of(rows)))

    def _print_of(self, rows: Sequence[tuple[str, Value]]) -> int:
        return hash(tuple(sorted((on, same_thing(self.question, value)) for on, value in rows)))

    def compared(self, notes: Notes) -> list[tuple[str, str, bool]]:
        """(person, item, whether they said the same) for each second answer whose first one is known."""
        if not self._second:
            return []
        asked = {(item, person) for item, person, _ in self._second}
        people, found = list(notes.people), {}
        for note, said in zip(self._note, self._print, strict=True):
            key = notes.items[notes.item_of(note)], people[notes.person_of(note)]
            if key in asked:
                found[key] = said
        return [
            (person, item, found[item, person] == again)
            for item, person, again in self._second
            if (item, person) in found
        ]


def _values(given: Given, question: str) -> Sequence[tuple[str, Value]]:
    return [(row["on"], row["value"]) for row in given.answers if row["question"] == question]
