"""Sentences of a report's document in the language of whoever it is for.

`sentences/en.json` and `es.json` have the same keys, plural forms and `{{values}}` as the interface's locales, and the
same words wherever the page says the same: a test holds them against each other. `document` has what only paper says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

import orjson

SENTENCES = Path(__file__).resolve().parent / "sentences"
LANGUAGES = ("en", "es")
VALUE = re.compile(r"\{\{(\w+)(?:, number)?\}\}")
_spoken: ContextVar[str] = ContextVar("spoken", default="en")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Whatever is said and written within it is in this language."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def language() -> str:
    """The language that is spoken."""
    return _spoken.get()


def say(path: str, **values: Any) -> str:
    """The sentence at a path, such as `why.ties`, with its values; in the singular if `count` is 1."""
    if "count" in values:
        path = f"{path}_{'one' if values['count'] == 1 else 'other'}"
    return VALUE.sub(lambda found: _value(found[1], found[0], values), sentences(language())[path])


def _value(name: str, place: str, values: Mapping[str, Any]) -> str:
    return grouped(f"{values[name]:,}") if place.endswith(", number}}") else str(values[name])


def grouped(number: str) -> str:
    """A number that is written the English way, `1,234.5`, as the language writes it; minus signs are long."""
    number = number.replace("-", "−")
    if language() == "en":
        return number
    whole, point, rest = number.partition(".")
    if len(whole.lstrip("−+")) <= len("9,999"):  # Spanish groups five digits and more
        whole = whole.replace(",", "")
    return whole.replace(",", ".") + point.replace(".", ",") + rest


@cache
def sentences(spoken: str) -> Mapping[str, str]:
    """Every sentence of a language by its path."""
    return dict(_flat(orjson.loads((SENTENCES / f"{spoken}.json").read_bytes())))


def _flat(part: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for name, each in part.items():
        if isinstance(each, str):
            yield path + name, each
        else:
            yield from _flat(each, f"{path}{name}.")
