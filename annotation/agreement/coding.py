"""Answers in numbers: what somebody said, and what their hand did when they said it.

A category is about the content: which option, which point, which of the item's own responses is the best. The hand is
what was pressed: where responses are shuffled, the place on the screen of the best one. Who always presses the first
is found out by the hand, and who always likes the same model is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from annotation.agreement.figures.collector import Value
from annotation.agreement.histogram import Floats, Integers
from annotation.agreement.similarity import comparable
from annotation.forms import Answers, Category, Form, Question
from annotation.forms.kinds import Choice, Preference, Ranking, Rating, Regions, Spans

MOST_CATEGORIES = 64
"""Questions with more are not coded: a person's habits would be a table that nobody has answers enough for."""
MOST_RANKED = 12
"""Of rankings of more responses, only those are coded whose best is among the first so many of the content."""
NEITHER = -1
"""The hand of somebody who preferred nothing alone."""


@dataclass(frozen=True, slots=True)
class Said:
    """One judgement: the number of its category and what the hand did; `choices` is how many places there were to
    press, 0 where nothing was compared.
    """

    category: int
    hand: int
    choices: int = 0


@dataclass(frozen=True)
class Coding:
    """How one question's answers become numbers. `names` (V) of the categories; `points` (V) where they lie on a scale
    from 0 to 1, or None; `folded` (V) to which of the `kinds` (K) each belongs: strengths of a preference are folded,
    because they are more habit than finding.
    """

    question: Question
    names: tuple[Category, ...]
    kinds: tuple[Category, ...]
    folded: Integers
    points: Floats | None = None

    def said(self, value: Value, responses: Sequence[str], shown: Sequence[str]) -> Said | None:
        """What a value says about an item with these responses, shown in that order; None if it judges nothing."""
        match self.question:
            case Preference():
                return self._preferred(value, responses, shown)
            case Ranking():
                return _ranked(value, responses, shown)
        for _, category in self.question.judgements(value):
            if category in self._numbers:
                return Said(self._numbers[category], self._numbers[category])
        return None

    def _preferred(self, value: Value, responses: Sequence[str], shown: Sequence[str]) -> Said | None:
        preferred, middle = value["preferred"], len(self.names) // 2
        if preferred is None:
            return Said(middle, NEITHER, len(responses))
        if len(responses) != 2 or preferred not in responses:
            return None
        strength = value.get("strength", 1)
        signed = -strength if preferred == responses[0] else strength
        return Said(middle + signed, _place(preferred, responses, shown), 2)

    @cached_property
    def _numbers(self) -> dict[Category, int]:
        return {name: number for number, name in enumerate(self.names)}


def same_thing(question: Question, value: Value) -> str:
    """A text that is the same for values that say the same: strengths of a preference are left out."""
    if isinstance(question, Preference):
        return str(value["preferred"] or value.get("reason"))
    return repr(value)


def said_the_same(form: Form, one: Answers, other: Answers) -> float | None:
    """The share of what can be the same of two answers to one item that is; None where nothing can: texts differ, and
    nobody draws the same line twice.
    """
    before = {(row["question"], row["on"]): row["value"] for row in one}
    found = []
    for row in other:
        question, value = form.question(row["question"]), before.get((row["question"], row["on"]))
        if question is not None and value is not None and can_be_same(question):
            found.append(same_thing(question, value) == same_thing(question, row["value"]))
    return sum(found) / len(found) if found else None


def can_be_same(question: Question) -> bool:
    """Whether somebody could give the same answer twice: nobody draws the same line twice."""
    return comparable(question) and not isinstance(question, Spans | Regions)


def coding_of(question: Question) -> Coding | None:
    """How to code a question's answers; None for kinds that have no categories, and for too many of them."""
    match question:
        case Preference():
            most = len(question.strengths)
            grades = tuple(range(-most, most + 1))
            folded = np.sign(grades).astype(np.int64) + 1
            return Coding(question, grades, ("first", "neither", "second"), folded, np.linspace(0, 1, len(grades)))
        case Ranking():
            places = tuple(range(MOST_RANKED))
            return Coding(question, places, places, np.arange(MOST_RANKED))
        case Choice(multiple=False) | Rating():
            measure = question.measure()
            names = measure.categories if measure else ()
            if not 2 <= len(names) <= MOST_CATEGORIES:
                return None
            points = _scale(names) if isinstance(question, Rating) else None
            return Coding(question, names, names, np.arange(len(names)), points)
    return None


def _scale(names: Sequence[Category]) -> Floats:
    points = np.array([name for name in names if isinstance(name, int)], dtype=np.float64)
    return np.asarray((points - points.min()) / (points.max() - points.min()))


def _ranked(value: Value, responses: Sequence[str], shown: Sequence[str]) -> Said | None:
    """Of a ranking, which response stands first alone."""
    best = value["ranks"][0] if value["ranks"] else []
    if len(best) != 1 or best[0] not in responses:
        return None
    place = list(responses).index(best[0])
    return Said(place, _place(best[0], responses, shown), len(responses)) if place < MOST_RANKED else None


def _place(response: str, responses: Sequence[str], shown: Sequence[str]) -> int:
    """Where on the screen a response stood, from 0."""
    order = list(shown) or list(responses)
    return order.index(response) if response in order else list(responses).index(response)
