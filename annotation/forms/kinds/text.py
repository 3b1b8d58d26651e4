"""`text`: write, with a least and a greatest length in code points. Value: `{"text": "…"}`, kept byte for byte.

With `edits` people start from the target's own text. Leaving it as it is says that there is nothing to correct.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from annotation.forms.fields import Fields
from annotation.forms.question import Common, Loss, Question, Value
from annotation.forms.target import Target

LONGEST_TEXT = 100_000


@dataclass(frozen=True, kw_only=True)
class Text(Question):
    """Write a text."""

    min_length: int
    max_length: int
    markdown: bool
    edits: bool

    kind: ClassVar[str] = "text"

    @classmethod
    def read(cls, common: Common, fields: Fields) -> Text:
        shortest = fields.number("min_length", 0, LONGEST_TEXT, default=0)
        longest = fields.number("max_length", 1, LONGEST_TEXT, default=LONGEST_TEXT)
        if shortest > longest:
            fields.refuse("is more than max_length", "min_length")
        return cls(
            **common,
            min_length=shortest,
            max_length=longest,
            markdown=fields.flag("markdown", default=False),
            edits=fields.flag("edits", default=False),
        )

    def settings(self) -> dict[str, Any]:
        return {
            "min_length": self.min_length,
            "max_length": self.max_length,
            "markdown": self.markdown,
            "edits": self.edits,
        }

    def one_must_be_shown(self) -> tuple[str, ...]:
        return ("text", "prompt") if self.edits and self.scope == "item" else super().one_must_be_shown()

    def is_empty(self, value: Value) -> bool:
        return not (value.get("text") or "").strip()

    def check(self, value: Fields, target: Target, *, complete: bool) -> None:
        if self.edits and target.text and value.get("text") == target.text:
            return
        text = value.text("text", self.max_length if complete else LONGEST_TEXT, default="")
        if complete and text.strip() and len(text) < self.min_length:
            value.refuse(f"is shorter than {self.min_length} characters", "text")

    def canonical(self, value: Value, target: Target) -> dict[str, Any]:
        return {"text": value["text"]}

    def losses(self, newer: Question) -> Iterator[Loss]:
        """A changed length rules what is written next; what was written keeps its form version."""
        return iter(())
