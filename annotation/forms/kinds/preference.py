"""`preference`: which of the item's two responses is better, and by how much.

Values: `{"preferred": "a", "strength": 2}`, `{"preferred": null, "reason": "tie"}` and, where the question allows it,
`{"preferred": null, "reason": "both_bad"}`. Strengths are the grades 1 to 4 at most, weakest first, as in Llama 2
(Touvron et al. 2023, arXiv:2307.09288, §3.2.1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, ClassVar

from annotation.forms.fields import Fields, is_integer
from annotation.forms.measure import Category, Measure, Unit
from annotation.forms.options import Option, option_values, read_options, read_point
from annotation.forms.question import Common, Loss, Question, Value
from annotation.forms.target import Scope, Target

MOST_STRENGTHS = 4
BETTER = Option(value=1, title="Better", key="", colour="", description="")


@dataclass(frozen=True, kw_only=True)
class Preference(Question):
    """Choose the better one of two responses."""

    strengths: tuple[Option[int], ...]
    tie: bool
    both_bad: bool

    kind: ClassVar[str] = "preference"
    scopes: ClassVar[tuple[Scope, ...]] = ("item",)
    fewest_responses: ClassVar[int] = 2
    most_responses: ClassVar[int | None] = 2
    compares: ClassVar[bool] = True

    @classmethod
    def read(cls, common: Common, fields: Fields) -> Preference:
        return cls(
            **common,
            strengths=read_strengths(fields),
            tie=fields.flag("tie", default=True),
            both_bad=fields.flag("both_bad", default=False),
        )

    def settings(self) -> dict[str, Any]:
        return {
            "strengths": [strength.to_json() for strength in self.strengths],
            "tie": self.tie,
            "both_bad": self.both_bad,
        }

    def is_empty(self, value: Value) -> bool:
        return value.get("preferred") is None and value.get("reason") is None

    def check(self, value: Fields, target: Target, *, complete: bool) -> None:
        preferred, reason, strength = value.get("preferred"), value.get("reason"), value.get("strength")
        if preferred is None:
            if strength is not None:
                value.refuse("says how much better nothing is", "strength")
            if reason is not None and reason not in self._reasons():
                value.refuse("must be one of: " + (", ".join(self._reasons()) or "(none)"), "reason")
            return
        if preferred not in target.responses:
            value.refuse("is not a response of this item", "preferred")
        if reason is not None:
            value.refuse("stands only where no response is preferred", "reason")
        self._check_strength(value, strength, complete=complete)

    def _check_strength(self, value: Fields, strength: object, *, complete: bool) -> None:
        """A single grade goes without saying."""
        grades = option_values(self.strengths)
        if strength is None:
            if complete and len(grades) > 1:
                value.refuse("is missing", "strength")
        elif not is_integer(strength) or strength not in grades:
            value.refuse("must be one of " + ", ".join(map(str, grades)), "strength")

    def _reasons(self) -> list[str]:
        """Why nothing may be preferred."""
        return [reason for reason, allowed in (("tie", self.tie), ("both_bad", self.both_bad)) if allowed]

    def canonical(self, value: Value, target: Target) -> dict[str, Any]:
        if value.get("preferred") is None:
            return {"preferred": None, "reason": value["reason"]}
        strength = value.get("strength")
        if strength is None and len(self.strengths) == 1:
            strength = self.strengths[0].value
        return {"preferred": value["preferred"], **({} if strength is None else {"strength": strength})}

    def renamed(self, value: Value, mapping: Mapping[str, str]) -> Value:
        if value.get("preferred") is None:
            return value
        return {**value, "preferred": mapping[value["preferred"]]}

    def losses(self, newer: Question) -> Iterator[Loss]:
        assert isinstance(newer, Preference)
        kept = option_values(newer.strengths)
        for grade in option_values(self.strengths):
            if grade not in kept:
                yield Loss(self.name, f"the strength {grade} is gone", says("strength", grade))
        for reason in self._reasons():
            if reason not in newer._reasons():
                yield Loss(self.name, f"{reason} is no longer allowed", says("reason", reason))

    def measure(self) -> Measure:
        """From strongest for the one to strongest for the other; a tie and both bad lie in the middle."""
        most = len(self.strengths)
        return Measure("interval", tuple(range(-most, most + 1)), mirrored=True, sides=True)

    def judgements(self, value: Value) -> Iterator[tuple[Unit, Category]]:
        yield value["preferred"] or "", value.get("strength", 0)

    def comparisons(self, value: Value, responses: Sequence[str]) -> Iterator[tuple[str, str, int]]:
        for first, second in combinations(responses, 2):
            if value["preferred"] is None:
                yield first, second, 0
            elif value["preferred"] in (first, second):
                yield value["preferred"], second if value["preferred"] == first else first, 1

    def columns(self, value: Value, responses: Sequence[str]) -> dict[str, Any]:
        """`score`: the strength for the preferred response and its negative for the other; 0 and 0 for neither."""
        strength = value.get("strength", 0)
        return {
            "score": {response: strength if response == value["preferred"] else -strength for response in responses}
        }


def read_strengths(fields: Fields) -> tuple[Option[int], ...]:
    """The grades 1, 2, … in this order; one called "Better" where none are named."""
    if not fields.offers("strengths"):
        return (BETTER,)
    strengths = read_options(fields, read_point, fewest=1, most=MOST_STRENGTHS, key="strengths")
    if list(option_values(strengths)) != list(range(1, len(strengths) + 1)):
        fields.refuse("must be numbered from 1, weakest first", "strengths")
    return strengths


def says(key: str, wanted: str | int) -> Callable[[Value], bool]:
    """Whether a value has this under a key."""
    return lambda value: value.get(key) == wanted
