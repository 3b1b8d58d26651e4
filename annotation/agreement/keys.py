"""Categories and patterns as they are written in the keys of counts: by value, never by a number of a form that may
change, and those of a choice as lists, because one may become several.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence

import orjson

from annotation.forms import Category, Question

Pattern = tuple[tuple[Category, int], ...]
"""(category, how many people chose it) each."""


def written(category: Category) -> str:
    """A category as JSON; a choice is the list of what was chosen."""
    match category:
        case int():
            return str(category)
        case str():
            return json.dumps([category])
        case _:
            return json.dumps(sorted(category))


def written_pattern(pattern: Iterable[tuple[str, int]]) -> str:
    """A pattern of written categories."""
    return "[" + ",".join(f"[{category},{people}]" for category, people in pattern) + "]"


def written_cluster(units: Iterable[Sequence[str]]) -> str:
    """The patterns of an item's units, each the written categories that people put it into; order can't matter."""
    patterns = sorted(sorted(Counter(unit).items()) for unit in units)
    return "[" + ",".join(map(written_pattern, patterns)) + "]"


class Reader:
    """Reads what was written of one question."""

    def __init__(self, question: Question) -> None:
        measure = question.measure()
        self._several = measure is not None and measure.metric == "jaccard"
        self._points = measure is not None and all(isinstance(each, int) for each in measure.categories or [""])

    def cluster(self, text: str) -> list[Pattern]:
        return list(map(self._pattern, orjson.loads(text)))

    def pattern(self, text: str) -> Pattern:
        return self._pattern(orjson.loads(text))

    def category(self, text: str) -> Category:
        return self._category(orjson.loads(text))

    def _pattern(self, entries: list[tuple[int | list[str], int]]) -> Pattern:
        if self._points:
            return tuple(map(tuple, entries))  # type: ignore[arg-type]
        return tuple((self._category(value), people) for value, people in entries)

    def _category(self, value: int | list[str]) -> Category:
        if isinstance(value, int):
            return value
        return frozenset(value) if self._several else value[0] if len(value) == 1 else ""
