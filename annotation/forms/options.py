"""The named options of a question, shared by the kinds that have some."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from annotation.forms.fields import Fields, repeated

MOST_OPTIONS = 500
DEEPEST = 6
"""Levels of a hierarchy."""
FEWEST_POINTS, MOST_POINTS = 2, 11
FARTHEST = 100
"""A scale lies between minus this and this."""
COLOURS = (
    "", "gray", "red", "pink", "grape", "violet", "indigo", "blue", "cyan", "teal", "green", "lime", "yellow", "orange",
)  # fmt: skip
"""The interface's palette; empty lets the interface choose."""
KEY = re.compile(r"[a-z0-9]?")
OptionValue = TypeVar("OptionValue", str, int)


@dataclass(frozen=True, slots=True)
class Option(Generic[OptionValue]):
    """One thing to pick: `value` is stored, `title` is shown, `key` is its keyboard key.

    `parent` is the value of the option above it in a hierarchy; empty at the top.
    """

    value: OptionValue
    title: str
    key: str
    colour: str
    description: str
    parent: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "value": self.value,
            "title": self.title,
            "key": self.key,
            "colour": self.colour,
            "description": self.description,
            **({"parent": self.parent} if self.parent else {}),
        }


def read_options(
    fields: Fields,
    read_value: Callable[[Fields], OptionValue],
    *,
    fewest: int,
    most: int = MOST_OPTIONS,
    key: str = "options",
    hierarchy: bool = False,
) -> tuple[Option[OptionValue], ...]:
    """The options below a key of a question, in their order; values and keyboard keys are unique."""
    options: list[Option[OptionValue]] = []
    depths: dict[str, int] = {}
    for pointer, entry in fields.rows(key, most, fewest):
        row = Fields(entry, pointer, fields.found)
        options.append(read_option(row, read_value, read_parent(row, depths) if hierarchy else ""))
        if value := str(options[-1].value):
            depths[value] = depths.get(options[-1].parent, 0) + 1
        row.close()
    refuse_repeated(fields, key, "value", [option.value for option in options])
    refuse_repeated(fields, key, "key", [option.key for option in options if option.key])
    return tuple(options)


def read_scale(fields: Fields) -> tuple[Option[int], ...]:
    """The points of a named ordinal scale, lowest first."""
    options = read_options(fields, read_point, fewest=FEWEST_POINTS, most=MOST_POINTS)
    points = option_values(options)
    if list(points) != sorted(points):
        fields.refuse("the points must rise from first to last", "options")
    return options


def read_parent(row: Fields, depths: Mapping[str, int]) -> str:
    """The option above this one, which stands before it; `depths` has the levels of those so far, from 1."""
    parent = row.text("parent", 100, default="")
    if parent and parent not in depths:
        row.refuse("is not the value of an option before this one", "parent")
        return ""
    if depths.get(parent, 0) >= DEEPEST:
        row.refuse(f"is {DEEPEST} levels deep already", "parent")
    return parent


def read_value(row: Fields) -> str:
    """An option's stored value: up to 100 printable characters without spaces around them."""
    value = row.text("value", 100, shortest=1)
    if value and (value != value.strip() or not value.isprintable()):
        row.refuse("must be printable, without spaces around it", "value")
    return value


def read_point(row: Fields) -> int:
    """A point of a scale as a whole number."""
    return row.number("value", -FARTHEST, FARTHEST)


def read_option(row: Fields, read_value: Callable[[Fields], OptionValue], parent: str = "") -> Option[OptionValue]:
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
        parent=parent,
    )


def refuse_repeated(fields: Fields, place: str, what: str, values: Sequence[Any]) -> None:
    """Note each value that two options share."""
    for value in sorted(repeated(values)):
        fields.refuse(f"the {what} {value!r} stands more than once", place)


def option_values(options: Iterable[Option[OptionValue]]) -> tuple[OptionValue, ...]:
    """The stored values in option order."""
    return tuple(option.value for option in options)
