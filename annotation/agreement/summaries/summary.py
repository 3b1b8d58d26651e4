"""What every summary has: how many items and annotations there are, and how sure its figures were when it was made."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from annotation.agreement.intervals import Interval, alpha_interval
from annotation.agreement.keys import Pattern
from annotation.agreement.labels import LabelTable
from annotation.agreement.questions import Agreement, Tally
from annotation.agreement.reasons import Code, Reason
from annotation.forms import Question

Amount = tuple[int, int]
Cluster = Sequence[Pattern]
"""The patterns of an item's units."""
FINEST = 1_000_000_000_000
"""Parts of one, of what is no whole number."""


@dataclass(frozen=True, slots=True)
class Error:
    """A standard error, and of how many items or units."""

    size: int
    error: float

    def among(self, size: int) -> float:
        """About what it is among so many."""
        return self.error * math.sqrt(self.size / size)


@dataclass
class Summary(ABC):
    """One question's. `counts` and `read` are how it is written down, as whole numbers under keys."""

    question: Question
    made: int = 0
    """When, in seconds since 1970."""
    judged: int = 0
    """Items that anybody judged; `items` are those of which two people or more judged the same."""
    items: int = 0
    annotations: int = 0
    errors: dict[str, Error] = field(default_factory=dict)

    def work_out(self, clusters: Iterable[tuple[Cluster, int, int]]) -> None:
        """Add these to nothing, and find the standard errors."""
        tally = Tally(self.question)
        for cluster, times, people in clusters:
            self.add(cluster, times, people)
            tally.add(cluster, times, people)
        for figure, size, interval in self.intervals(tally):
            if interval:
                self.errors[figure] = Error(size, interval.standard_error)

    def add(self, cluster: Cluster, times: int, people: int) -> None:
        """Count so many items more, which `people` judged in all; as in `Tally.add`, they may be taken back."""
        self.judged += times
        self.annotations += people
        if any(people_of(pattern) > 1 for pattern in cluster):
            self.items += times
        for pattern in cluster:
            self.add_unit(pattern, times)

    def agreement(self) -> Agreement:
        """As of all clusters, with an interval as wide as it was."""
        blank = Agreement(self.question)
        if self.items <= 0:
            return replace(blank, reason=Reason(Code.NO_OVERLAP if self.judged > 0 else Code.NO_ANSWERS))
        alpha, percent = self.figures()
        return replace(
            blank,
            alpha=alpha,
            percent=percent,
            interval=self._interval(alpha),
            items=self.items,
            units=self.units(),
            annotations=self.annotations,
            reason=Reason(Code.NO_VARIATION) if alpha is None else None,
        )

    def _interval(self, alpha: float | None) -> Interval | None:
        known = self.errors.get("alpha")
        return alpha_interval(alpha, known.among(self.items), self.items) if known and alpha is not None else None

    def counts(self) -> Iterator[tuple[str, Amount]]:
        """All of it."""
        yield "made", (self.made, self.judged)
        yield "shared", (self.items, self.annotations)
        for figure, known in self.errors.items():
            yield f"error {figure}", (known.size, round(known.error * FINEST))

    def read(self, key: str, n: int, total: int) -> None:
        """One of `counts`."""
        match key.split(" ", 1):
            case ["made"]:
                self.made, self.judged = n, self.judged + total
            case ["shared"]:
                self.items, self.annotations = self.items + n, self.annotations + total
            case ["error", figure]:
                self.errors[figure] = Error(n, total / FINEST)

    @abstractmethod
    def add_unit(self, pattern: Pattern, times: int) -> None:
        """Count so many units with this pattern."""

    @abstractmethod
    def units(self) -> int:
        """That two people or more judged."""

    @abstractmethod
    def figures(self) -> tuple[float | None, float | None]:
        """Alpha, and the share of people who agree; each None where undefined."""

    def labels(self) -> LabelTable | None:
        """What single choices and ratings have besides."""
        return None

    @abstractmethod
    def intervals(self, tally: Tally) -> Iterator[tuple[str, int, Interval | None]]:
        """(figure, of how many items or units, its interval) of what all clusters tell."""


def people_of(pattern: Pattern) -> int:
    """How many people judged a unit."""
    return sum(people for _, people in pattern)
