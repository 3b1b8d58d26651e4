"""What every format is written from: the items of a data set with their answers. No framework.

A format reads nothing else, so the same records give the same bytes, from the database or from a release alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, NamedTuple, Protocol

from annotation.forms import Answers, Form
from exports.formats.counts import Counts
from exports.formats.jsonl import Json
from exports.formats.options import Option, read_options

SPLITS = ("train", "validation", "test")


@dataclass(slots=True, kw_only=True)  # not frozen: there are millions of them, and that takes three times as long
class AnnotationRecord:
    """One person's answers to an item, in the item's own ids.

    `annotator` is an id, or a pseudonym where the reader may not know people, or `resolution` for an item's final
    answer; `shown` the order in which they saw the responses; `submitted_at` as `timestamp` writes it; `seconds` at
    work; `verdict` the latest one or empty.
    """

    id: str
    annotator: str
    form_version: int
    answers: Answers
    shown: Sequence[str]
    revision: int
    submitted_at: str
    seconds: int
    verdict: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRecord:
    """An item with the chosen answers, in the order of their submission; `split` is empty where nothing is split.

    Content and metadata are parsed when somebody looks into them, which formats that write them on need not.
    `more` is what only the full format writes: suggestions, revisions, verdicts, resolutions, gold, comments (see
    `concord`).
    """

    id: str
    external_id: str
    position: int
    content_json: Json
    metadata_json: Json
    state: str
    annotations: Sequence[AnnotationRecord]
    content_version: int = 1
    agreement: float | None = None
    split: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def content(self) -> Mapping[str, Any]:
        """What the item shows."""
        content: Mapping[str, Any] = self.content_json.value
        return content

    @property
    def metadata(self) -> Mapping[str, Any]:
        """What whoever imported the item said of it."""
        metadata: Mapping[str, Any] = self.metadata_json.value
        return metadata


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaRecord:
    """A picture by the id that contents name it by; pixels as displayed, size in bytes."""

    id: str
    filename: str
    media_type: str
    width: int
    height: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a data set's card says. `form` is the current one, `forms` every version that answers were given under.

    `more` is what only the full format writes: people, workflow, settings, earlier guidelines (see `concord`).
    """

    project: str
    client: str
    form: Form
    forms: Mapping[int, Form]
    guidelines: str
    created_at: datetime
    licence: str = ""
    release: int | None = None
    notes: str = ""
    items: int = 0
    annotations: int = 0
    agreement: Sequence[Mapping[str, Any]] = ()
    more: Mapping[str, Any] = field(default_factory=dict)


class DataSet(Protocol):
    """The records, which may be walked more than once and come in the same order each time."""

    about: About

    def items(self) -> Iterator[ItemRecord]:
        """Every item, by position."""

    def media(self, ids: Sequence[str]) -> Mapping[str, MediaRecord]:
        """The pictures with these ids; those that are gone are left out."""

    def read(self, media: MediaRecord) -> Iterator[bytes]:
        """A picture's bytes."""


class Piece(NamedTuple):
    """Some bytes of the file at `path`; the pieces of one path follow each other."""

    path: str
    data: bytes


class Format(Protocol):
    """A way to write a data set; one object writes one file. Formats are subclasses.

    `extension` is `zip` where there are always several files; `losses` says which counts are of what the file could
    not hold, in words: `{"nested_spans": "nested spans"}`.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    description: ClassVar[str] = ""
    extension: ClassVar[str]
    media_type: ClassVar[str]
    losses: ClassVar[Mapping[str, str]] = {}
    counts: Counts

    def __init__(self, options: Mapping[str, Any], form: Form) -> None:
        """`options` as `read_options` gave them, `form` the current one."""

    @classmethod
    def options(cls, form: Form) -> Sequence[Option]:  # noqa: ARG003
        """The format's own options, for data with this form."""
        return ()

    @classmethod
    def why_not(cls, form: Form) -> str:  # noqa: ARG003
        """Why data with this form can't be written so; "" when it can."""
        return ""

    @classmethod
    def read_options(cls, form: Form, given: Mapping[str, Any]) -> dict[str, Any]:
        """The options with every default filled in. Raises `BadOptions`."""
        return read_options(cls.options(form), given)

    def pieces(self, data: DataSet) -> Iterator[Piece]:
        """The bytes, in constant memory; `counts` is whole when they end."""
