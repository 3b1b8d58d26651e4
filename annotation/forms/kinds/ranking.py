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
from annotation.forms.question import Common, Loss, Question, Scope, Value


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

    def check(self, value: Fields, responses: Sequence[str], *, complete: bool) -> None:
        ranks = value.rows("ranks", len(responses))
        placed: set[str] = set()
        for pointer, rank in ranks:
            if complete and rank == []:
                value.refuse_at(pointer, "must name a response")
            self._check_rank(value, pointer, rank, responses, placed)
        missing = [response for response in responses if response not in placed]
        if complete and placed and missing:
            value.refuse("leaves out " + ", ".join(missing), "ranks")

    def _check_rank(
        self, value: Fields, pointer: str, rank: object, responses: Sequence[str], placed: set[str]
    ) -> None:
        if not isinstance(rank, list) or len(rank) > len(responses):
            value.refuse_at(pointer, "must be a list of response ids")
            return
        if len(rank) > 1 and not self.ties:
            value.refuse_at(pointer, "this question takes no ties")
        for index, response in enumerate(rank):
            if not isinstance(response, str) or response not in responses:
                value.refuse_at(f"{pointer}/{index}", "is not a response of this item")
            elif response in placed:
                value.refuse_at(f"{pointer}/{index}", "is ranked twice")
            else:
                placed.add(response)

    def canonical(self, value: Value, responses: Sequence[str]) -> dict[str, Any]:
        """Tied responses stand in the order of the content."""
        place = {response: index for index, response in enumerate(responses)}
        return {"ranks": [sorted(rank, key=place.__getitem__) for rank in value["ranks"]]}

    def renamed(self, value: Value, mapping: Mapping[str, str]) -> Value:
        return {**value, "ranks": [[mapping[response] for response in rank] for rank in value.get("ranks", ())]}

    def losses(self, newer: Question) -> Iterator[Loss]:
        assert isinstance(newer, Ranking)
        if self.ties and not newer.ties:
            yield Loss(self.name, "ties are no longer allowed", has_ties)

    def measure(self) -> Measure:
        return Measure("interval", (-1, 0, 1), mirrored=True)

    def judgements(self, value: Value) -> Iterator[tuple[Unit, Category]]:
        for better, worse, order in self.comparisons(value):
            if better < worse:
                yield (better, worse), order
            else:
                yield (worse, better), -order

    def comparisons(self, value: Value) -> Iterator[tuple[str, str, int]]:
        levels = [(response, level) for level, rank in enumerate(value["ranks"]) for response in rank]
        for (first, first_level), (second, second_level) in combinations(levels, 2):
            yield first, second, int(first_level < second_level)

    def columns(self, value: Value) -> dict[str, Any]:
        """`rating`: k for the best of k levels, down to 1 for the last; the order as a number."""
        best = len(value["ranks"])
        return {"rating": {response: best - level for level, rank in enumerate(value["ranks"]) for response in rank}}


def has_ties(value: Value) -> bool:
    """Whether two responses share a rank."""
    return any(len(rank) > 1 for rank in value["ranks"])
