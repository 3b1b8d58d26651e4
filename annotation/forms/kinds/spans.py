"""`spans`: mark stretches of a text with labels.

Value: `{"spans": [{"start": 0, "end": 5, "labels": ["claim"]}]}`, offsets in Unicode code points of the text as it was
imported, the end not included. `{"spans": []}` says that there is nothing to mark.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from annotation.forms.fields import Fields
from annotation.forms.marking import Marking, Span, carries, carries_several, labels_of, overlaps
from annotation.forms.options import Option, option_values, read_options, read_value
from annotation.forms.question import Common, Loss, Question, Value
from annotation.forms.target import Scope, Target

SNAPS = ("word", "character")


@dataclass(frozen=True, kw_only=True)
class Spans(Question):
    """Mark a text. `multiple` allows several labels on one span; `snap` is how the page selects."""

    options: tuple[Option[str], ...]
    overlap: bool
    multiple: bool
    snap: str

    kind: ClassVar[str] = "spans"
    scopes: ClassVar[tuple[Scope, ...]] = ("text", "prompt", "messages", "context", "responses")

    @classmethod
    def read(cls, common: Common, fields: Fields) -> Spans:
        return cls(
            **common,
            options=read_options(fields, read_value, fewest=1),
            overlap=fields.flag("overlap", default=True),
            multiple=fields.flag("multiple", default=False),
            snap=fields.one_of("snap", SNAPS, default="word"),
        )

    def settings(self) -> dict[str, Any]:
        return {
            "overlap": self.overlap,
            "multiple": self.multiple,
            "snap": self.snap,
            "options": [option.to_json() for option in self.options],
        }

    def is_empty(self, value: Value) -> bool:
        """No list at all; an empty one is a finding."""
        return "spans" not in value

    def check(self, value: Fields, target: Target, *, complete: bool) -> None:
        self._marking().check(value, target.text, complete=complete)

    def canonical(self, value: Value, target: Target) -> dict[str, Any]:
        return {"spans": self._marking().canonical(value["spans"])}

    def _marking(self) -> Marking:
        return Marking(labels_of(self.options, multiple=self.multiple), self.overlap)

    def losses(self, newer: Question) -> Iterator[Loss]:
        assert isinstance(newer, Spans)
        kept = set(option_values(newer.options))
        for label in option_values(self.options):
            if label not in kept:
                yield Loss(self.name, f"the label {label!r} is gone", carries("spans", label))
        if self.multiple and not newer.multiple:
            yield Loss(self.name, "several labels on a span are no longer allowed", carries_several("spans"))
        if self.overlap and not newer.overlap:
            yield Loss(self.name, "overlapping spans are no longer allowed", has_overlaps)


def has_overlaps(value: Value) -> bool:
    """Whether two spans of a canonical value cover the same characters."""
    spans: list[Span] = [(span["start"], span["end"], tuple(span["labels"])) for span in value["spans"]]
    return any(True for _ in overlaps(dict.fromkeys(spans, "")))
