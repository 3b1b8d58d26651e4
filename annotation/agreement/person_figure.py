"""One figure of one person, with what it is made of.

Intervals of shares are Wilson's (1927), of means Student's; decision 0019.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import numpy as np

from annotation.agreement.gold import wilson
from annotation.agreement.histogram import Floats, Integers
from annotation.agreement.reasons import Code, Reason, reason_json
from annotation.agreement.standing import FEWEST, below_others, outstanding, share_error

FEWEST_ANSWERS = 10
"""Of fewer answers a figure is given, and nobody is told from anybody by it."""
MOST_ITEMS = 20
"""Items that are named as evidence."""


@dataclass(frozen=True, slots=True)
class PersonFigure:
    """`value` of so many (`n`) answers with its 95% interval; None where it is undefined, and `reason` says why.

    `chance` is how probably somebody about whom nothing is remarkable would have a value as far off; `stands_out` says
    that it does among all people of this figure (Benjamini and Hochberg 1995, 5% of those named expected innocent).
    `evidence` names items among other things; no figure is a verdict.
    """

    figure: str
    question: str | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int = 0
    chance: float | None = None
    stands_out: bool = False
    reason: Reason | None = None
    evidence: Mapping[str, Any] = field(default_factory=lambda: {"items": []})

    def to_json(self) -> dict[str, Any]:
        return {
            "figure": self.figure,
            "question": self.question,
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "n": self.n,
            "chance": self.chance,
            "stands_out": self.stands_out,
            "reason": reason_json(self.reason),
            "evidence": dict(self.evidence),
        }


ByPerson = dict[int, PersonFigure]
"""One figure of everybody it is known of, by the person's number."""


def named(figures: ByPerson) -> ByPerson:
    """The same figures, in which those that stand out among all of them say so."""
    stand_out = outstanding([figure.chance for figure in figures.values()])
    return {
        person: replace(figure, stands_out=stands)
        for (person, figure), stands in zip(figures.items(), stand_out, strict=True)
    }


def compared(figures: ByPerson, errors: Mapping[int, float] | None = None) -> ByPerson:
    """Figures from 0 to 1 with the chance that one is as low as it is among people like the others; those of fewer than
    ten answers are compared with nobody. `errors` are standard errors where the figures are no plain shares.
    """
    enough = [person for person, figure in figures.items() if figure.n >= FEWEST_ANSWERS]
    values = np.array([figures[person].value for person in enough], dtype=np.float64)
    answers = np.array([figures[person].n for person in enough], dtype=np.float64)
    spread = np.array([errors[person] for person in enough]) if errors else share_error(values, answers)
    chances = below_others(values, spread)
    if chances is None:
        alone = Reason(Code.TOO_FEW_PEOPLE, len(enough), FEWEST)
        return {person: replace(figure, reason=figure.reason or alone) for person, figure in figures.items()}
    known = dict(zip(enough, chances.tolist(), strict=True))
    return named(
        {
            person: replace(figure, chance=known.get(person), reason=too_few_answers(figure.n))
            for person, figure in figures.items()
        }
    )


def too_few_answers(n: int) -> Reason | None:
    """Why so many answers tell nobody from anybody, if they don't."""
    return None if n >= FEWEST_ANSWERS else Reason(Code.TOO_FEW_ANSWERS, n, FEWEST_ANSWERS)


def share_figure(figure: str, question: str | None, total: float, n: int, evidence: Mapping[str, Any]) -> PersonFigure:
    """A share of n answers, or a mean of values from 0 to 1, with Wilson's interval."""
    low, high = wilson(total, n)
    return PersonFigure(figure, question, total / n, low, high, n, evidence=evidence)


def grouped(people: Integers, size: int) -> list[Integers]:
    """For each person (numbered below `size`) the places where they stand, in their order."""
    order = np.argsort(people, kind="stable")
    ends = np.cumsum(np.bincount(people, minlength=size))
    return [order[begin:end] for begin, end in pairwise([0, *ends.tolist()])]


def each_once(items: Iterable[int], names: Sequence[str]) -> list[str]:
    """The ids of the first items, each once."""
    found: dict[int, None] = {}
    for item in items:
        found[item] = None
        if len(found) == MOST_ITEMS:
            break
    return [names[item] for item in found]


def error_of(values: Floats) -> float:
    """The standard error of a mean of values from 0 to 1; never so sure that there is none."""
    spread = float(values.var()) if len(values) > 1 else 0.25
    return float(np.sqrt(max(spread, 1 / (len(values) + 2) * 0.5) / len(values)))


__all__ = [
    "FEWEST",
    "FEWEST_ANSWERS",
    "ByPerson",
    "PersonFigure",
    "compared",
    "each_once",
    "error_of",
    "grouped",
    "named",
    "share_figure",
    "too_few_answers",
]
