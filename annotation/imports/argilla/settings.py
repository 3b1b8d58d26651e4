"""An Argilla data set's settings: guidelines, fields and questions, from any of the three shapes that they come in.

`settings.json` of the SDK 2 and the REST API have `{"name", "settings": {"type", "options"}}`; `argilla.yaml` of the
hub's older data sets has the type and the labels beside the name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from accounts.safe_json import UnsafeJson, loads
from annotation.imports.foreign import Files, Unreadable

MOST_BYTES = 4 << 20
NAMES = ("settings.json", "argilla.yaml", "argilla.yml")
KINDS = {
    "label_selection": "choice",
    "multi_label_selection": "choice",
    "dynamic_multi_label_selection": "choice",
    "rating": "rating",
    "ranking": "ranking",
    "text": "text",
    "span": "spans",
}
"""The kind of question that each type asks here."""


@dataclass(frozen=True, slots=True)
class Field:
    """Something that is shown: `kind` text, chat, image or another that can't be."""

    name: str
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class Asks:
    """Something that is asked; `options` are values with their titles, `about` the field that spans lie on."""

    id: str
    name: str
    title: str
    help: str
    type: str
    required: bool
    options: tuple[tuple[Any, str], ...]
    about: str
    markdown: bool
    overlap: bool


@dataclass(frozen=True, slots=True)
class Settings:
    """What a data set shows and asks; `known` where it says so itself."""

    guidelines: str = ""
    fields: tuple[Field, ...] = ()
    questions: tuple[Asks, ...] = ()
    known: bool = False


def settings_of(files: Files) -> Settings:
    """The settings among the files, or none; raises `Unreadable` for broken ones."""
    found = [name for name in files.names() if name.rpartition("/")[2].lower() in NAMES]
    if not found:
        return Settings()
    if files.size(found[0]) > MOST_BYTES:
        raise Unreadable(f"The settings are larger than {MOST_BYTES >> 20} MiB.", where=found[0])
    with files.open(found[0]) as source:
        data = source.read()
    try:
        given = loads(data) if found[0].endswith(".json") else yaml.safe_load(data)
    except (UnsafeJson, yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        raise Unreadable(f"The settings can't be read: {str(error)[:200]}", where=found[0]) from error
    return read_settings(given)


def read_settings(given: object) -> Settings:
    """The settings that a parsed file holds; whatever is not as it should be is left out."""
    if not isinstance(given, dict):
        return Settings()
    fields, questions = objects(given.get("fields")), objects(given.get("questions"))
    guidelines = given.get("guidelines")
    return Settings(
        guidelines=guidelines if isinstance(guidelines, str) else "",
        fields=tuple(read_field(row) for row in fields),
        questions=tuple(asks for row in questions if (asks := read_question(row)).type in KINDS),
        known=bool(fields),
    )


def objects(given: object) -> list[dict[str, Any]]:
    """The named objects of a list."""
    rows = given if isinstance(given, list) else []
    return [row for row in rows if isinstance(row, dict) and isinstance(row.get("name"), str)]


def read_field(row: Mapping[str, Any]) -> Field:
    """A field of either shape."""
    inner = row.get("settings")
    kind = (inner.get("type") if isinstance(inner, dict) else None) or row.get("type") or "text"
    return Field(row["name"], str(row.get("title") or row["name"]), str(kind))


def read_question(row: Mapping[str, Any]) -> Asks:
    """A question of either shape."""
    given = row.get("settings")
    inner: Mapping[str, Any] = given if isinstance(given, dict) else row
    offered = inner.get("options") or inner.get("labels") or inner.get("values")
    return Asks(
        id=str(row.get("id") or ""),
        name=row["name"],
        title=str(row.get("title") or row["name"]),
        help=str(row.get("description") or ""),
        type=str(inner.get("type") or row.get("type") or ""),
        required=row.get("required") is True,
        options=tuple(read_options(offered)),
        about=str(inner.get("field") or ""),
        markdown=inner.get("use_markdown") is True,
        overlap=inner.get("allow_overlapping") is True,
    )


def read_options(offered: object) -> Sequence[tuple[Any, str]]:
    """`[{"value", "text"}]`, `{value: text}` or `[value]`."""
    if isinstance(offered, dict):
        return [(value, str(text)) for value, text in offered.items()]
    rows = offered if isinstance(offered, list) else []
    return [
        (row.get("value"), str(row.get("text") or row.get("value"))) if isinstance(row, dict) else (row, str(row))
        for row in rows
    ]
