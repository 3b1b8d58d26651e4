"""`choice`: pick one or several of the named options; "unsure" and a free other text when the question allows them.

Options may form a hierarchy. Whoever picks an option implies those above it, which are never stored beside it.
Values: `{"choices": ["toxic"]}`, `{"choices": ["toxic"], "other": "sarcasm"}`, `{"choices": [], "unsure": true}`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from annotation.forms.fields import Fields, repeated
from annotation.forms.measure import Category, Measure, Unit
from annotation.forms.options import Option, option_values, read_options, read_value
from annotation.forms.question import Common, Loss, Question, Value
from annotation.forms.target import Target

LONGEST_OTHER = 1000
OTHER = "\x00other"
"""The category of any free other text; no option can be called so."""


@dataclass(frozen=True, kw_only=True)
class Choice(Question):
    """Pick one or several options; with `leaves_only` none that has others below it."""

    options: tuple[Option[str], ...]
    leaves_only: bool
    multiple: bool
    unsure: bool
    other: bool

    kind: ClassVar[str] = "choice"

    @classmethod
    def read(cls, common: Common, fields: Fields) -> Choice:
        return cls(
            **common,
            options=read_options(fields, read_value, fewest=1, hierarchy=True),
            leaves_only=fields.flag("leaves_only", default=False),
            multiple=fields.flag("multiple", default=False),
            unsure=fields.flag("unsure", default=False),
            other=fields.flag("other", default=False),
        )

    def settings(self) -> dict[str, Any]:
        return {
            "multiple": self.multiple,
            "unsure": self.unsure,
            "other": self.other,
            "leaves_only": self.leaves_only,
            "options": [option.to_json() for option in self.options],
        }

    def is_empty(self, value: Value) -> bool:
        return not value.get("choices") and not value.get("unsure") and not (value.get("other") or "").strip()

    def check(self, value: Fields, target: Target, *, complete: bool) -> None:
        chosen = self._check_choices(value, complete=complete)
        other = value.text("other", LONGEST_OTHER, default="")
        unsure = value.flag("unsure", default=False)
        if other and not self.other:
            value.refuse("this question takes no other text", "other")
        if unsure and not self.unsure:
            value.refuse("this question can't be answered with unsure", "unsure")
        picked = chosen + bool(other.strip())
        if unsure and picked:
            value.refuse("unsure can't stand beside a choice", "unsure")
        if picked > 1 and not self.multiple:
            value.refuse("takes one choice only", "choices")

    def _check_choices(self, value: Fields, *, complete: bool) -> int:
        """How many choices are made, implied ones not counted."""
        entries = value.rows("choices", len(self.options))
        known = set(option_values(self.options))
        barred = self._inner() if self.leaves_only and complete else set()
        named = [choice for _, choice in entries if isinstance(choice, str)]
        implied = self._implied_by(named)
        for pointer, choice in entries:
            if not isinstance(choice, str) or choice not in known:
                value.refuse_at(pointer, "is not one of the options")
            elif choice in barred and choice not in implied:
                value.refuse_at(pointer, "has options below it, of which one must be chosen")
        if repeated(named):
            value.refuse("names an option twice", "choices")
        return sum(choice not in implied for _, choice in entries if isinstance(choice, str))

    def _implied_by(self, choices: Iterable[str]) -> set[str]:
        """The options above these."""
        parents = {option.value: option.parent for option in self.options}
        implied = set()
        for choice in choices:
            above = parents.get(choice)
            while above:
                implied.add(above)
                above = parents[above]
        return implied

    def _inner(self) -> set[str]:
        """The options that have others below them."""
        return {option.parent for option in self.options if option.parent}

    def canonical(self, value: Value, target: Target) -> dict[str, Any]:
        chosen = set(value.get("choices", ()))
        chosen -= self._implied_by(chosen)
        result: dict[str, Any] = {"choices": [name for name in option_values(self.options) if name in chosen]}
        if (value.get("other") or "").strip():
            result["other"] = value["other"]
        if value.get("unsure"):
            result["unsure"] = True
        return result

    def losses(self, newer: Question) -> Iterator[Loss]:
        assert isinstance(newer, Choice)
        kept = set(option_values(newer.options))
        for option in self.options:
            if option.value not in kept:
                yield Loss(self.name, f"the option {option.value!r} is gone", chooses(option.value))
            elif newer.leaves_only and option.value in newer._inner() - (self._inner() if self.leaves_only else set()):
                yield Loss(
                    self.name, f"the option {option.value!r} can no longer be chosen itself", chooses(option.value)
                )
        if self.multiple and not newer.multiple:
            yield Loss(self.name, "several choices are no longer allowed", picks_several)
        if self.unsure and not newer.unsure:
            yield Loss(self.name, "unsure is no longer allowed", lambda value: bool(value.get("unsure")))
        if self.other and not newer.other:
            yield Loss(self.name, "other texts are no longer allowed", lambda value: bool(value.get("other")))

    def can_equal(self, equals: object) -> bool:
        return equals in option_values(self.options)

    def meets(self, value: Value, equals: str | int) -> bool:
        choices = value.get("choices")
        return isinstance(choices, list) and equals in choices

    def measure(self) -> Measure:
        """Sets are compared by Jaccard distance, single choices as equal or not."""
        if self.multiple:
            return Measure("jaccard", ())
        categories = option_values(self.options) + ((OTHER,) if self.other else ())
        return Measure("nominal", categories)

    def judgements(self, value: Value) -> Iterator[tuple[Unit, Category]]:
        """Unsure is no judgement: it counts as a missing answer. All other texts are one category."""
        if value.get("unsure"):
            return
        picked = [*value["choices"], *([OTHER] if value.get("other") else [])]
        yield "", frozenset(picked) if self.multiple else picked[0]


def chooses(option: str) -> Callable[[Value], bool]:
    """Whether a value picks this option."""
    return lambda value: option in value["choices"]


def picks_several(value: Value) -> bool:
    """Whether a value says more than one thing."""
    return len(value["choices"]) + bool(value.get("other")) > 1
