"""JSON Lines: one value a line, UTF-8, `\\n` at the end of each (https://jsonlines.org)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

SORTED = orjson.OPT_SORT_KEYS
LONG_NUMBER = re.compile("[0-9]{19}")


class Json:
    """A JSON value that is parsed when somebody first looks at it, and written as it stands."""

    __slots__ = ("_value", "text")

    _value: Any

    def __init__(self, text: str) -> None:
        self.text: str | None = text

    @classmethod
    def of(cls, value: Any) -> Json:
        """A value that is known already; it is written with its keys sorted."""
        known = cls("")
        known.text, known._value = None, value
        return known

    @property
    def value(self) -> Any:
        """What the text says."""
        try:
            return self._value
        except AttributeError:
            self._value = parsed(self.text or "")
            return self._value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Json) and self.value == other.value

    __hash__ = None  # type: ignore[assignment]


def parsed(text: str) -> Any:
    """The value of a JSON text. Whole numbers beyond 64 bits are left to the slower reader, which loses no digit."""
    return json.loads(text) if LONG_NUMBER.search(text) else orjson.loads(text)


def json_line(row: Mapping[str, Any], *, sort_keys: bool = False) -> bytes:
    """One line. Keys stand as given or sorted at every level, never by chance; texts are byte for byte as stored."""
    option = orjson.OPT_APPEND_NEWLINE | (SORTED if sort_keys else 0)
    try:
        return orjson.dumps(row, option=option)
    except orjson.JSONEncodeError:
        return with_long_numbers(row, sort_keys=sort_keys) + b"\n"


def fragment(value: object) -> orjson.Fragment:
    """A part of several lines that is made once: as it is stored, or else with its keys sorted."""
    if isinstance(value, Json):
        if value.text is not None:
            return orjson.Fragment(value.text)
        value = value.value
    try:
        return orjson.Fragment(orjson.dumps(value, option=SORTED))
    except orjson.JSONEncodeError:
        return orjson.Fragment(with_long_numbers(value, sort_keys=True))


def with_long_numbers(value: object, *, sort_keys: bool) -> bytes:
    """Whole numbers beyond 64 bits, which PostgreSQL stores and orjson refuses."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=sort_keys, allow_nan=False)
    return text.encode()


def timestamp(at: datetime) -> str:
    """ISO 8601 in UTC with microseconds and Z. Raises ValueError for a time without a zone."""
    if at.tzinfo is None:
        raise ValueError("a time without a zone can't be exported")
    there = at if at.tzinfo is UTC else at.astimezone(UTC)
    return there.isoformat(timespec="microseconds")[:-6] + "Z"
