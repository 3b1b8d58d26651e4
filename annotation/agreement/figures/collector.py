"""What all collectors have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import Any, Protocol

from annotation.agreement.questions import Agreement, Tally, agreement
from annotation.forms import Question

Value = Mapping[str, Any]
Figures = dict[str, Any]
"""Names and JSON values."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An item and what people answered to one question about it, each on their own.

    `values`: {person: {target: canonical value}}. Of the content only what figures need: `models` and `lengths`
    (characters) by response, `texts` the lengths by target. `shown`: {person: the responses as they saw them}.
    """

    item: str
    values: Mapping[str, Mapping[str, Value]]
    models: Mapping[str, str] = field(default_factory=dict)
    lengths: Mapping[str, int] = field(default_factory=dict)
    texts: Mapping[str, int] = field(default_factory=dict)
    shown: Mapping[str, Sequence[str]] = field(default_factory=dict)


class Collector(Protocol):
    """Hears of items and then tells the figures; memory grows with people and patterns, and little with items."""

    def hear(self, answered: Answered) -> None:
        """One more item."""

    def agreement(self) -> Agreement:
        """The question's coefficient with its interval."""

    def figures(self) -> Figures:
        """Everything else of the question's kind."""


class Counted:
    """A collector that keeps the counts of the coefficient; subclasses add what else their kind has."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self._tally = Tally(question)

    def hear(self, answered: Answered) -> None:
        judges = 0
        for values in answered.values.values():
            heard = [self._tally.hear(on, value) for on, value in values.items()]
            judges += any(heard)
        self._tally.close_item(judges)

    def agreement(self) -> Agreement:
        return agreement(self._tally)


def mean(figures: Iterable[float | None]) -> float | None:
    """Of the figures that are defined; None where none is."""
    known = [figure for figure in figures if figure is not None]
    return fmean(known) if known else None


class Mean:
    """A mean that adds up, of figures of which some are undefined."""

    def __init__(self) -> None:
        self.total = 0.0
        self.count = 0

    def add(self, figure: float | None) -> None:
        """One more, if it is defined."""
        if figure is not None:
            self.total += figure
            self.count += 1

    @property
    def value(self) -> float | None:
        return self.total / self.count if self.count else None
