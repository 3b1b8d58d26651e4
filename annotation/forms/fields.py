"""Reading JSON objects that strangers wrote: every problem is noted with its place, nothing is raised."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from itertools import islice
from math import isfinite
from typing import Any

from annotation.forms.problems import Problem, below, unstorable

NAME = re.compile(r"[a-z][a-z0-9_-]{0,63}")
MOST_UNKNOWN = 20
"""So many unknown keys of an object are named; the rest would say nothing new."""


class Fields:
    """The keys of one JSON object. Read the known ones, then `close()`: whatever was not read is unknown.

    A reader returns a harmless stand-in where the value is wrong, so that one pass finds all problems.
    """

    def __init__(self, data: object, pointer: str, found: list[Problem]) -> None:
        self.pointer = pointer
        self.found = found
        self._known: list[str] = []
        self._data: dict[str, Any] = data if isinstance(data, dict) else {}
        self.is_object = isinstance(data, dict)
        if not self.is_object:
            self.refuse("must be an object")

    def refuse(self, detail: str, *steps: str | int) -> None:
        self.found.append(Problem(below(self.pointer, *steps), detail))

    def refuse_at(self, pointer: str, detail: str) -> None:
        self.found.append(Problem(pointer, detail))

    def has(self, key: str) -> bool:
        return key in self._data

    def offers(self, key: str) -> bool:
        """Whether an optional key is there; from now on it is a known one."""
        self._known.append(key)
        return key in self._data

    def get(self, key: str) -> Any:
        self._known.append(key)
        return self._data.get(key)

    def text(self, key: str, longest: int, *, default: str | None = None, shortest: int = 0) -> str:
        """A text of at most `longest` code points; required when there is no default."""
        value = self._given(key, default)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.refuse("must be a text", key)
        elif len(value) > longest:
            self.refuse(f"is longer than {longest} characters", key)
        elif unstorable(value):
            self.refuse("holds characters that can't be stored", key)
        elif len(value.strip()) < shortest:
            self.refuse("must not be empty", key)
        else:
            return value
        return ""

    def name(self, key: str) -> str:
        """A machine name: lower-case letters, digits, `_` and `-`, starting with a letter, at most 64."""
        value = self.text(key, 64, shortest=1)
        if value and not NAME.fullmatch(value):
            self.refuse("must start with a-z and hold only a-z, 0-9, _ and -", key)
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        value = self._given(key, default)
        if not isinstance(value, bool):
            self.refuse("must be true or false", key)
            return default
        return value

    def number(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """A whole number between `low` and `high`, both included."""
        value = self._given(key, default)
        if value is None:
            return low
        if not is_integer(value) or not low <= value <= high:
            self.refuse(f"must be a whole number from {low} to {high}", key)
            return low
        return int(value)

    def one_of(self, key: str, allowed: Collection[str], default: str | None = None) -> str:
        value = self._given(key, default)
        if value is None:
            return ""
        if not isinstance(value, str) or value not in allowed:
            self.refuse("must be one of: " + ", ".join(allowed), key)
            return ""
        return value

    def rows(self, key: str, most: int, fewest: int = 0) -> list[tuple[str, Any]]:
        """The entries of a list, each with its pointer; an absent list is empty."""
        value = self.get(key)
        if value is None and key not in self._data and fewest == 0:
            return []
        if not isinstance(value, list):
            self.refuse("must be a list" if key in self._data else "is missing", key)
            return []
        if not fewest <= len(value) <= most:
            self.refuse(f"must have {fewest} to {most} entries, not {len(value)}", key)
            return []
        return [(below(self.pointer, key, index), entry) for index, entry in enumerate(value)]

    def close(self) -> None:
        """Refuse every key that nobody asked for."""
        unknown = (key for key in self._data if key not in self._known)
        for key in islice(unknown, MOST_UNKNOWN):
            self.refuse("is not known here; known are: " + ", ".join(dict.fromkeys(self._known)), key)

    def _given(self, key: str, default: Any) -> Any:
        self._known.append(key)
        if key in self._data:
            value = self._data[key]
            if value is None:
                self.refuse("must not be null", key)
                return default
            return value
        if default is None and self.is_object:
            self.refuse("is missing", key)
        return default


def is_integer(value: object) -> bool:
    """JSON's true and false are integers in Python, but not in a form."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_number(value: object) -> bool:
    """A whole or decimal number that is one: not true, not NaN, not infinite."""
    return is_integer(value) or (isinstance(value, float) and isfinite(value))


def repeated(values: Iterable[Any]) -> set[Any]:
    """The values that occur more than once."""
    return {value for value, times in Counter(values).items() if times > 1}
