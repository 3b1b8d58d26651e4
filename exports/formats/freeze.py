"""`freeze`: what a release wrote down, in the lines of `concord`, and the records that are read from it again.

Everything else of a release is written from this file. The lines of one file have all splits, each item names its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from exports.formats.concord import OF_ANNOTATIONS, Concord
from exports.formats.jsonl import Json
from exports.formats.records import AnnotationRecord, DataSet, ItemRecord, MediaRecord, Piece

OF_ITEMS = ("id", "external_id", "position", "state", "content_version", "agreement", "split")
OF_RECORDS = (*OF_ITEMS, "content", "metadata", "annotations", "media")
OF_ANSWERS = ("id", "annotator", "form_version", "answers", "shown", "revision", "submitted_at", "seconds", "verdict")


class Freeze(Concord):
    """Everything, in one file."""

    name = "freeze"
    title = "What a release froze"

    def pieces(self, data: DataSet) -> Iterator[Piece]:
        self.prepare(data)
        yield Piece(self.path(""), self.header(data.about))
        for record in data.items():
            for line in self.lines(record):
                yield Piece(self.path(""), line)


def read_item(line: bytes) -> ItemRecord:
    """The record that a line was written from."""
    return item_of(json.loads(line))


def item_of(row: Mapping[str, Any]) -> ItemRecord:
    """The record of a line's JSON."""
    more = {name: value for name, value in row.items() if name not in OF_RECORDS}
    added = {each["id"]: _added(each) for each in row["annotations"]}
    return ItemRecord(
        **{name: row[name] for name in OF_ITEMS},
        content_json=Json.of(row["content"]),
        metadata_json=Json.of(row["metadata"]),
        annotations=[_annotation(each) for each in row["annotations"]],
        more=more | {OF_ANNOTATIONS: {pk: told for pk, told in added.items() if told}},
    )


def pictures_of(row: Mapping[str, Any]) -> Iterator[MediaRecord]:
    """What a line knows of the pictures that it names."""
    for known in row["media"].values():
        yield MediaRecord(**{name: value for name, value in known.items() if name != "path"})


def as_seen(record: ItemRecord) -> Iterator[ItemRecord]:
    """The item as the people saw it who answered: a record for each content that answers are about, without `more`."""
    added = record.more.get(OF_ANNOTATIONS, {})
    contents = {each["version"]: Json.of(each["content"]) for each in record.more.get("contents", ())}
    contents[record.content_version] = record.content_json
    by_version: dict[int, list[AnnotationRecord]] = {}
    for annotation in record.annotations:
        version = added.get(annotation.id, {}).get("content_version", record.content_version)
        by_version.setdefault(version, []).append(annotation)
    for version in sorted(by_version) or [record.content_version]:
        yield _seen(record, version, contents.get(version, record.content_json), by_version.get(version, []))


def split_lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The lines of a file that comes in chunks, without their ends."""
    rest = b""
    for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        yield from lines
    if rest:
        yield rest


def _seen(record: ItemRecord, version: int, content: Json, annotations: list[AnnotationRecord]) -> ItemRecord:
    return ItemRecord(
        id=record.id,
        external_id=record.external_id,
        position=record.position,
        content_json=content,
        metadata_json=record.metadata_json,
        state=record.state,
        annotations=annotations,
        content_version=version,
        agreement=record.agreement,
        split=record.split,
    )


def _annotation(row: Mapping[str, Any]) -> AnnotationRecord:
    return AnnotationRecord(**{name: row[name] for name in OF_ANSWERS})


def _added(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in OF_ANSWERS}
