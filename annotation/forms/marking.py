"""Spans of a text and the labels on them, shared by the kinds whose answers mark texts or things."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotation.forms.fields import Fields
from annotation.forms.options import Option
from annotation.forms.problems import Problem

MOST_SPANS = 10_000
Span = tuple[int, int, tuple[str, ...]]
"""Start, end (exclusive) and labels; offsets count the code points of the text as it was imported."""


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels that a question offers, each with its place in their order; `multiple` allows several on one thing."""

    places: Mapping[str, int]
    multiple: bool

    def check(self, value: Fields, key: str = "labels", *, fewest: int = 0) -> None:
        """Note what is wrong with a list of labels."""
        problems_before = len(value.found)
        entries = value.rows(key, len(self.places) if self.multiple else 1)
        met = set()
        for pointer, label in entries:
            if not isinstance(label, str) or label not in self.places:
                value.refuse_at(pointer, "is not one of the labels")
            elif label in met:
                value.refuse_at(pointer, "stands twice")
            else:
                met.add(label)
        if len(entries) < fewest and len(value.found) == problems_before:
            value.refuse("needs a label", key)

    def ordered(self, given: Iterable[str]) -> list[str]:
        """Labels in the order of the options."""
        return sorted(given, key=self.places.__getitem__)


def labels_of(options: Sequence[Option[str]], *, multiple: bool) -> Labels:
    """The labels that these options are."""
    return Labels({option.value: place for place, option in enumerate(options)}, multiple)


@dataclass(frozen=True, slots=True)
class Marking:
    """How a text may be marked; `overlap` lets spans cover each other."""

    labels: Labels
    overlap: bool

    def check(self, value: Fields, text: str, *, complete: bool, most: int = MOST_SPANS) -> None:
        """Note what is wrong with the `spans` of a value; in a draft a span may lack its label."""
        spans: dict[Span, str] = {}
        for pointer, entry in value.rows("spans", most):
            row = Fields(entry, pointer, value.found)
            problems_before = len(value.found)
            if row.is_object:
                start, end = row.number("start", 0, len(text)), row.number("end", 0, len(text))
                self.labels.check(row, fewest=int(complete))
                row.close()
                if len(value.found) == problems_before and start >= end:
                    row.refuse("must be after start", "end")
                if len(value.found) == problems_before:
                    spans.setdefault(self._span(entry), pointer)
        if not self.overlap:
            value.found.extend(overlaps(spans))

    def canonical(self, spans: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Sorted by start, end and labels, each once."""
        return [
            {"start": start, "end": end, "labels": list(labels)}
            for start, end, labels in sorted({self._span(span) for span in spans})
        ]

    def _span(self, span: Mapping[str, Any]) -> Span:
        return span["start"], span["end"], tuple(self.labels.ordered(span.get("labels", ())))


def overlaps(spans: Mapping[Span, str]) -> Iterable[Problem]:
    """A problem at each span that begins inside one before it."""
    reached = 0
    for span in sorted(spans):
        start, end, _ = span
        if start < reached:
            yield Problem(spans[span], "overlaps another span")
        reached = max(reached, end)


def carries(key: str, label: str) -> Callable[[Mapping[str, Any]], bool]:
    """Whether any span or region of a canonical value carries a label."""
    return lambda value: any(label in entry["labels"] for entry in value[key])


def carries_several(key: str) -> Callable[[Mapping[str, Any]], bool]:
    """Whether any span or region of a canonical value carries more than one label."""
    return lambda value: any(len(entry["labels"]) > 1 for entry in value[key])
