"""Folders of pictures and texts: each is an item, and what lies beside it says more about it.

A picture `cat.png` may have a caption in `cat.txt` or `cat.caption` and an object in `cat.json`, whose keys go where
they would as columns. `metadata.jsonl` and `metadata.csv` describe the files of their folder by `file_name`, as
Hugging Face's imagefolder has it; the folders a file lies in are kept in the metadata. A text that belongs to no
picture is an item of its own.

Source: Hugging Face datasets, "Create an image dataset", ImageFolder.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from accounts.safe_json import UnsafeJson, loads
from annotation.forms import Problem
from annotation.forms.problems import below
from annotation.imports import csv_rows
from annotation.imports.columns import item_from_columns, propose, settled, target_alone
from annotation.imports.files import ending
from annotation.imports.foreign import Column, Columns, Files, ForeignRow, Lost, Reader
from annotation.imports.items import ItemRow, derived_id
from annotation.imports.json_array import json_records
from annotation.imports.jsonl import too_long
from annotation.imports.lines import LONGEST_LINE
from annotation.imports.pictures import ENDINGS
from annotation.imports.table import ROWS_LOOKED_AT, Record

DESCRIPTIONS = ("metadata.jsonl", "metadata.csv")
FILE_NAME = "file_name"
TEXTS = (".txt", ".md")
CAPTIONS = (".txt", ".caption")
OBJECT = ".json"
LONGEST_ID = 255
ITSELF = ""
"""The column of an item's own picture: no file can have one without a name."""


class _One:
    """One of the files, as if it were alone."""

    def __init__(self, files: Files, name: str) -> None:
        self._files = files
        self._name = name

    def names(self) -> Sequence[str]:
        return [self._name]

    def size(self, name: str) -> int:
        return self._files.size(name)

    def open(self, name: str) -> BinaryIO:
        return self._files.open(name)


def _descriptions(files: Files) -> list[str]:
    return [name for name in files.names() if PurePosixPath(name).name in DESCRIPTIONS]


def _described(files: Files, name: str) -> Iterator[Record]:
    records = json_records if ending(name) == ".jsonl" else csv_rows.records
    return records(_One(files, name))


def _columns(files: Files) -> Sequence[Column]:
    """Those of the descriptions; the file they are about goes without saying."""
    values: dict[str, list[Any]] = {}
    for name in _descriptions(files):
        for record in islice(_described(files, name), ROWS_LOOKED_AT):
            if isinstance(record.value, Mapping):
                for column, value in record.value.items():
                    values.setdefault(column, []).append(value)
    values.pop(FILE_NAME, None)
    return [
        replace(column, target="metadata") if column.target == "content.image" else column for column in propose(values)
    ]


def _read(files: Files, columns: Columns) -> Iterator[ForeignRow]:
    known = {**settled(columns, _columns(files)), ITSELF: "content.image"}
    items = _Items(files, known)
    lost: Sequence[Lost] = items.strangers()
    for row in items:
        yield replace(row, lost=(*row.lost, *lost)) if lost else row
        lost = ()


class _Items:
    """The items of a folder, in the order of its descriptions and then of its paths."""

    def __init__(self, files: Files, columns: Columns) -> None:
        self._files = files
        self._columns = columns
        self._names = files.names()
        self._known = set(self._names)
        self._pictures = [name for name in self._names if ending(name) in ENDINGS]
        stems = {_stem(name) for name in self._pictures}
        self._beside = {name for name in self._names if ending(name) in (*CAPTIONS, OBJECT) and _stem(name) in stems}
        self._texts = [name for name in self._names if ending(name) in TEXTS and name not in self._beside]

    def strangers(self) -> list[Lost]:
        """The files that are nothing we know."""
        used = {*self._pictures, *self._beside, *self._texts, *_descriptions(self._files)}
        return [Lost("files of other kinds", name) for name in self._names if name not in used]

    def __iter__(self) -> Iterator[ForeignRow]:
        described: set[str] = set()
        for name in _descriptions(self._files):
            for record in _described(self._files, name):
                yield self._of_description(record, described)
        for name in self._pictures:
            if name not in described:
                yield self._row(name, {ITSELF: name, **self._sidecars(name)})
        for name in self._texts:
            if name not in described:
                yield self._row(name, {"text": self._text(name)})

    def _of_description(self, record: Record, described: set[str]) -> ForeignRow:
        where = f"{record.file}, {record.where}"
        if not isinstance(record.value, Mapping):
            problem = record.value if isinstance(record.value, Problem) else Problem("", "must be an object")
            return ForeignRow(where, None, [problem])
        row = dict(record.value)
        name = _beside(record.file, row.pop(FILE_NAME, None))
        if name not in self._known:
            return ForeignRow(where, None, [Problem(f"/{FILE_NAME}", "names none of these files")])
        described.add(name)
        if ending(name) in ENDINGS:
            return self._row(name, {ITSELF: name, **row}, where)
        return self._row(name, {"text": self._text(name), **row}, where)

    def _sidecars(self, name: str) -> dict[str, Any]:
        """What the files beside a picture say; an item's picture is itself, whatever they call one."""
        said: dict[str, Any] = {}
        for suffix in (OBJECT, *CAPTIONS):
            beside = _stem(name) + suffix
            if beside not in self._known:
                continue
            if suffix == OBJECT:
                said |= self._object(beside)
            else:
                said["text"] = self._text(beside)
        return said

    def _object(self, name: str) -> dict[str, Any]:
        try:
            given = loads(self._bytes(name), max_bytes=LONGEST_LINE)
        except UnsafeJson as error:
            return {name: Problem("", f"is not JSON that is taken here: {error}")}
        return given if isinstance(given, dict) else {name: Problem("", "must be an object")}

    def _text(self, name: str) -> str | Problem:
        data = self._bytes(name)
        if len(data) > LONGEST_LINE:
            return too_long()
        try:
            return data.decode("utf-8-sig").strip()
        except UnicodeDecodeError as error:
            return Problem("", f"is not UTF-8 (byte {error.start})")

    def _bytes(self, name: str) -> bytes:
        with self._files.open(name) as file:
            return file.read(LONGEST_LINE + 1)

    def _row(self, name: str, values: Mapping[str, Any], where: str = "") -> ForeignRow:
        where = where or name
        wrong = [Problem(below("", key), value.detail) for key, value in values.items() if isinstance(value, Problem)]
        if wrong:
            return ForeignRow(where, None, wrong)
        columns = {key: self._columns.get(key) or _target(key, value) for key, value in values.items()}
        folder = PurePosixPath(name).parent.as_posix()
        whole = {**values, **({"folder": folder} if folder != "." and "folder" not in values else {})}
        fallback_id = name if len(name) <= LONGEST_ID else derived_id(name.encode())
        found = item_from_columns(whole, columns, fallback_id=fallback_id)
        return ForeignRow(where, found) if isinstance(found, ItemRow) else ForeignRow(where, None, found)


def _target(key: str, value: Any) -> str:
    target = target_alone(key, value)
    return "metadata" if target == "content.image" else target


def _stem(name: str) -> str:
    return name.removesuffix(PurePosixPath(name).suffix)


def _beside(name: str, file_name: Any) -> str:
    """The path of what a description calls so."""
    if not isinstance(file_name, str):
        return ""
    return (PurePosixPath(name).parent / file_name.replace("\\", "/").removeprefix("./")).as_posix()


def _detect(files: Files) -> float:
    names = files.names()
    pictures = any(ending(name) in ENDINGS for name in names)
    if len(names) == 1:
        return 0.6 if pictures else 0
    if pictures:
        return 0.8 if _descriptions(files) else 0.5
    return 0.3 if any(ending(name) in TEXTS for name in names) else 0


READER = Reader(name="folder", title="Folder of pictures or texts", detect=_detect, read=_read, columns=_columns)
