"""The named options of a question, shared by the kinds that have some."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from annotation.forms.fields import Fields, repeated

MOST_OPTIONS = 500
COLOURS = (
    "", "gray", "red", "pink", "grape", "violet", "indigo", "blue", "cyan", "teal", "green", "lime", "yellow", "orange",
)  # fmt: skip
"""The interface's palette; empty lets the interface choose."""
KEY = re.compile(r"[a-z0-9]?")
OptionValue = TypeVar("OptionValue", str, int)


@dataclass(frozen=True, slots=True)
class Option(Generic[OptionValue]):
    """One thing to pick: `value` is stored, `title` is shown, `key` is its keyboard key."""

    value: OptionValue
    title: str
    key: str
    colour: str
    description: str

    def to_json(self) -> dict[str, Any]:
        return {
            "value": self.value,
            "title": self.title,
            "key": self.key,
            "colour": self.colour,
            "description": self.description,
        }


def read_options(
    fields: Fields,
    read_value: Callable[[Fields], OptionValue],
    *,
    fewest: int,
    most: int = MOST_OPTIONS,
) -> tuple[Option[OptionValue], ...]:
    """The options of a question in their order; values and keys are unique."""
    options = []
    for pointer, entry in fields.rows("options", most, fewest):
        row = Fields(entry, pointer, fields.found)
        options.append(read_option(row, read_value))
        row.close()
    refuse_repeated(fields, "value", [option.value for option in options])
    refuse_repeated(fields, "key", [option.key for option in options if option.key])
    return tuple(options)


def read_option(row: Fields, read_value: Callable[[Fields], OptionValue]) -> Option[OptionValue]:
    """One option; its title defaults to its value."""
    value = read_value(row)
    key = row.text("key", 1, default="")
    if not KEY.fullmatch(key):
        row.refuse("must be one of a-z or 0-9", "key")
    return Option(
        value=value,
        title=row.text("title", 200, default=str(value) or "-", shortest=1),
        key=key,
        colour=row.one_of("colour", COLOURS, default=""),
        description=row.text("description", 2000, default=""),
    )


def refuse_repeated(fields: Fields, what: str, values: Sequence[Any]) -> None:
    """Note each value that two options share."""
    for value in sorted(repeated(values)):
        fields.refuse(f"the {what} {value!r} stands more than once", "options")


def option_values(options: Iterable[Option[OptionValue]]) -> tuple[OptionValue, ...]:
    """The stored values in option order."""
    return tuple(option.value for option in options)
