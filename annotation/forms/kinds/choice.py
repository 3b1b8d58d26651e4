"""`choice`: pick one or several of the named options; "unsure" and a free other text when the question allows them.

Values: `{"choices": ["toxic"]}`, `{"choices": ["toxic"], "other": "sarcasm"}`, `{"choices": [], "unsure": true}`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from annotation.forms.fields import Fields, repeated
from annotation.forms.measure import Category, Measure, Unit
from annotation.forms.options import Option, option_values, read_options
from annotation.forms.question import Common, Loss, Question, Value

LONGEST_OTHER = 1000
OTHER = "\x00other"
"""The category of any free other text; no option can be called so."""


@dataclass(frozen=True, kw_only=True)
class Choice(Question):
    """Pick one or several options."""

    options: tuple[Option[str], ...]
    multiple: bool
    unsure: bool
    other: bool

    kind: ClassVar[str] = "choice"

    @classmethod
    def read(cls, common: Common, fields: Fields) -> Choice:
        return cls(
            **common,
            options=read_options(fields, read_value, fewest=1),
            multiple=fields.flag("multiple", default=False),
            unsure=fields.flag("unsure", default=False),
            other=fields.flag("other", default=False),
        )

    def settings(self) -> dict[str, Any]:
        return {
            "multiple": self.multiple,
            "unsure": self.unsure,
            "other": self.other,
            "options": [option.to_json() for option in self.options],
        }

    def is_empty(self, value: Value) -> bool:
        return not value.get("choices") and not value.get("unsure") and not (value.get("other") or "").strip()

    def check(self, value: Fields, responses: Sequence[str], *, complete: bool) -> None:
        chosen = self._check_choices(value)
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

    def _check_choices(self, value: Fields) -> int:
        entries = value.rows("choices", len(self.options))
        known = option_values(self.options)
        for pointer, choice in entries:
            if not isinstance(choice, str) or choice not in known:
                value.refuse_at(pointer, "is not one of the options")
        if repeated([choice for _, choice in entries if isinstance(choice, str)]):
            value.refuse("names an option twice", "choices")
        return len(entries)

    def canonical(self, value: Value, responses: Sequence[str]) -> dict[str, Any]:
        chosen = set(value.get("choices", ()))
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


def read_value(row: Fields) -> str:
    """An option's stored value: up to 100 printable characters without spaces around them."""
    value = row.text("value", 100, shortest=1)
    if value and (value != value.strip() or not value.isprintable()):
        row.refuse("must be printable, without spaces around it", "value")
    return value


def chooses(option: str) -> Callable[[Value], bool]:
    """Whether a value picks this option."""
    return lambda value: option in value["choices"]


def picks_several(value: Value) -> bool:
    """Whether a value says more than one thing."""
    return len(value["choices"]) + bool(value.get("other")) > 1
