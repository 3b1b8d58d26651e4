"""What other tools wrote, as rows of ours: the shape that every reader of a foreign format has.

A reader is a module of this package with a `READER`. It reads files that lie on a disk, one item after the other and in
constant memory, and never opens anything that those files name: an address or a path is handed on as a picture to be
fetched by whoever may. No framework.

An annotation that people made elsewhere is
`{"annotator": {"id", "name", "email"}, "answers": […], "submitted_at", "seconds", "state"}`: `answers` as in the
design, §5, under the file's own question names; the time as ISO 8601 or null, `seconds` at work or null, and `state`
`submitted` or `skipped`. Of a person at least the id is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Protocol

from annotation.forms import Problem
from annotation.imports.items import ItemRow

PICTURE = "picture:"
"""What stands before the path or address of a picture wherever a content or an answer will name its asset."""


def picture(place: str) -> str:
    """How a row names a picture: `picture:images/1.png` inside the files, or `picture:https://…` elsewhere."""
    return PICTURE + place


class Files(Protocol):
    """The files that somebody gave: a single one, an unpacked folder or the members of an archive."""

    def names(self) -> Sequence[str]:
        """Relative paths with `/`, sorted; a single file has its own name."""

    def size(self, name: str) -> int:
        """Bytes."""

    def open(self, name: str) -> BinaryIO:
        """The file's bytes, from the beginning; raises `KeyError` for a name that there is not."""


@dataclass(frozen=True, slots=True)
class Lost:
    """Something a foreign file holds that cannot be kept: `what` in the plural, such as "brush masks"."""

    what: str
    where: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ForeignRow:
    """One item of a foreign file, or the problems that keep it from being one; `where` tells a person its place.

    `people` are those whom it names beside those who answered, each `{"id", "name", "email"}`.
    """

    where: str
    item: ItemRow | None
    problems: Sequence[Problem] = ()
    lost: Sequence[Lost] = ()
    people: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a person can map, where it goes by itself, and values to recognise it by."""

    name: str
    target: str
    samples: Sequence[str] = ()


Columns = Mapping[str, str]
"""Where each column goes: `external_id`, `content.text`, `content.prompt`, `content.messages`, `content.image`,
`content.context`, `content.responses` (several columns in their order, or one list), `metadata`, `suggestions`,
`annotations`, `answers.<question>` (a person's answer) or `ignore`."""


class Unreadable(Exception):
    """The files are not what they seem; `reason` is a sentence for the person who gave them, `where` the place."""

    def __init__(self, reason: str, *, where: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.where = where


def no_columns(_: Files) -> Sequence[Column]:
    """Of a format in which everything has its place."""
    return ()


def no_form(_: Files) -> None:
    """Of a format that says nothing about questions."""


@dataclass(frozen=True, kw_only=True)
class Reader:
    """How one format is read.

    `detect` says how sure it is from 0 to 1, and reads no more than the beginning of some files. `read` gives the rows
    in the order of the files, the same for the same files, always. `form` is the form the answers need, as JSON,
    `guidelines` what the file tells annotators, and `about` what our own full file says of its project. All raise
    `Unreadable`.
    """

    name: str
    title: str
    detect: Callable[[Files], float]
    read: Callable[[Files, Columns], Iterator[ForeignRow]]
    columns: Callable[[Files], Sequence[Column]] = no_columns
    form: Callable[[Files], Mapping[str, Any] | None] = no_form
    guidelines: Callable[[Files], str] = field(default=lambda _: "")
    about: Callable[[Files], Mapping[str, Any]] = field(default=lambda _: {})
