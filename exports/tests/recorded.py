"""Data sets in memory, for the tests of formats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from annotation.forms import Answers, Form
from exports.formats.jsonl import Json, timestamp
from exports.formats.records import About, AnnotationRecord, DataSet, Format, ItemRecord, MediaRecord

AT = datetime(2026, 11, 21, 7, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Recorded:
    """A data set of these records; `pixels` are the bytes of pictures by their ids."""

    about: About
    records: Sequence[ItemRecord]
    pictures: Sequence[MediaRecord] = ()
    pixels: Mapping[str, bytes] = field(default_factory=dict)

    def items(self) -> Iterator[ItemRecord]:
        yield from self.records

    def media(self, ids: Sequence[str]) -> Mapping[str, MediaRecord]:
        return {picture.id: picture for picture in self.pictures if picture.id in ids}

    def read(self, media: MediaRecord) -> Iterator[bytes]:
        yield self.pixels[media.id]


def about(form: Form, **more: Any) -> About:
    """What there is to say of some data with this form."""
    known = {"project": "Sky", "client": "Acme", "forms": {form.version: form}, "guidelines": "Be kind."}
    return About(form=form, created_at=AT, **{**known, **more})


def annotation(number: int, answers: Answers, *, annotator: str = "", **more: Any) -> AnnotationRecord:
    """The answers of a person, by default one of their own."""
    known: dict[str, Any] = {"form_version": 1, "shown": (), "revision": 1, "seconds": 40 + number}
    return AnnotationRecord(
        id=f"annotation-{number}",
        annotator=annotator or f"person {number}",
        answers=answers,
        submitted_at=timestamp(AT + timedelta(minutes=number)),
        **{**known, **more},
    )


def item(number: int, content: Mapping[str, Any], *annotations: AnnotationRecord, **more: Any) -> ItemRecord:
    """An item with some annotations."""
    known: dict[str, Any] = {"metadata_json": Json.of(more.pop("metadata", {})), "state": "done"}
    return ItemRecord(
        id=f"item-{number}",
        external_id=f"external-{number}",
        position=number,
        content_json=Json.of(content),
        annotations=annotations,
        **{**known, **more},
    )


def files(format: Format, data: DataSet) -> dict[str, bytes]:  # noqa: A002
    """What a format writes, by path; the pieces of one path follow each other."""
    written: dict[str, bytearray] = {}
    last = None
    for path, piece in format.pieces(data):
        assert path == last or path not in written, f"{path} is gone on with after {last}"
        written.setdefault(path, bytearray()).extend(piece)
        last = path
    return {path: bytes(data) for path, data in written.items()}
