"""`ranking`: the item's own responses in order, best first, one list for each rank; a list of several is a tie.

Value: `{"ranks": [["b"], ["a", "c"]]}`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, ClassVar

from annotation.forms.fields import Fields
from annotation.forms.measure import Category, Measure, Unit
from annotation.forms.question import Common, Loss, Question, Value
from annotation.forms.ranks import canonical_ranks, check_ranks, has_ties, order_as_number
from annotation.forms.target import Scope, Target


@dataclass(frozen=True, kw_only=True)
class Ranking(Question):
    """Order the item's own responses."""

    ties: bool

    kind: ClassVar[str] = "ranking"
    scopes: ClassVar[tuple[Scope, ...]] = ("item",)
    fewest_responses: ClassVar[int] = 2
    compares: ClassVar[bool] = True

    @classmethod
    def read(cls, common: Common, fields: Fields) -> Ranking:
        return cls(**common, ties=fields.flag("ties", default=True))

    def settings(self) -> dict[str, Any]:
        return {"ties": self.ties}

    def is_empty(self, value: Value) -> bool:
        return not any(value.get("ranks") or ())

    def check(self, value: Fields, target: Target, *, complete: bool) -> None:
        check_ranks(value, target.responses, ties=self.ties, complete=complete)

    def canonical(self, value: Value, target: Target) -> dict[str, Any]:
        """Tied responses stand in the order of the content."""
        return {"ranks": canonical_ranks(value["ranks"], target.responses)}

    def renamed(self, value: Value, mapping: Mapping[str, str]) -> Value:
        return {**value, "ranks": [[mapping[response] for response in rank] for rank in value.get("ranks", ())]}

    def losses(self, newer: Question) -> Iterator[Loss]:
        assert isinstance(newer, Ranking)
        if self.ties and not newer.ties:
            yield Loss(self.name, "ties are no longer allowed", lambda value: has_ties(value["ranks"]))

    def measure(self) -> Measure:
        return Measure("interval", (-1, 0, 1), mirrored=True)

    def judgements(self, value: Value) -> Iterator[tuple[Unit, Category]]:
        for better, worse, order in self.comparisons(value, ()):
            if better < worse:
                yield (better, worse), order
            else:
                yield (worse, better), -order

    def comparisons(self, value: Value, responses: Sequence[str]) -> Iterator[tuple[str, str, int]]:
        levels = [(response, level) for level, rank in enumerate(value["ranks"]) for response in rank]
        for (first, first_level), (second, second_level) in combinations(levels, 2):
            yield first, second, int(first_level < second_level)

    def columns(self, value: Value, responses: Sequence[str]) -> dict[str, Any]:
        """`rating`: k for the best of k levels, down to 1 for the last; the order as a number."""
        return {"rating": order_as_number(value["ranks"])}
