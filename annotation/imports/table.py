"""Readers of tables: whatever gives records with named values becomes items by its columns (see `columns`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from annotation.forms import Problem
from annotation.imports.columns import (
    MOST_COLUMNS,
    is_own_shape,
    item_from_columns,
    propose,
    read_annotations,
    row_id,
    settled,
    target_alone,
)
from annotation.imports.foreign import Column, Columns, Files, ForeignRow, Lost, Reader, Unreadable
from annotation.imports.items import ItemRow, item_from_json
from annotation.imports.pictures import Pictures

ROWS_LOOKED_AT = 100
"""So many of the first rows say what the columns are."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a table as it stands in a file, or what keeps it from being read.

    `fallback_id` names an item that says no id itself; where it is empty the values do.
    """

    file: str
    where: str
    value: Any
    fallback_id: str = ""
    lost: Sequence[Lost] = ()


Records = Callable[[Files], Iterator[Record]]
"""Generators, which let go of their file when they are closed."""


def table_reader(name: str, title: str, detect: Callable[[Files], float], records: Records) -> Reader:
    """The reader of a format that has columns."""
    return Reader(
        name=name,
        title=title,
        detect=detect,
        columns=lambda files: columns_of(files, records),
        read=lambda files, columns: read_table(files, columns, records),
    )


def first_records(files: Files, records: Records, most: int = ROWS_LOOKED_AT) -> list[Record]:
    """Those that a look at the beginning finds."""
    with closing(records(files)) as found:  # type: ignore[type-var]
        return list(islice(found, most))


def columns_of(files: Files, records: Records) -> Sequence[Column]:
    """The columns of the first rows and where each would go; none where the rows say it themselves."""
    rows = [record.value for record in first_records(files, records) if isinstance(record.value, Mapping)]
    values: dict[str, list[Any]] = {}
    for row in rows:
        if not is_own_shape(row):
            for name, value in row.items():
                values.setdefault(name, []).append(value)
    return propose(dict(islice(values.items(), MOST_COLUMNS)))


def read_table(files: Files, columns: Columns, records: Records) -> Iterator[ForeignRow]:
    """Every record as an item; columns that appear later than the first rows go by their names."""
    known = settled(columns, columns_of(files, records))
    pictures = Pictures(files)
    for record in records(files):
        if isinstance(record.value, Problem):
            yield ForeignRow(record.where, None, [record.value], record.lost)
            continue
        found = _item(record, known, pictures)
        if isinstance(found, ItemRow):
            yield ForeignRow(record.where, found, (), record.lost)
        else:
            yield ForeignRow(record.where, None, found, record.lost)


def _item(record: Record, known: Columns, pictures: Pictures) -> ItemRow | list[Problem]:
    row = record.value
    if not isinstance(row, Mapping) or is_own_shape(row):
        return _own_item(row, record.fallback_id)
    if unknown := row.keys() - known.keys():
        known = {**known, **{name: target_alone(name, row[name]) for name in unknown}}
    return item_from_columns(
        row,
        known,
        fallback_id=record.fallback_id or row_id(row),
        place=finder(pictures, near=record.file),
    )


def _own_item(row: Any, fallback_id: str) -> ItemRow | list[Problem]:
    """What says itself what is what; `item_from_json` says what is wrong with all the rest."""
    item = item_from_json(row, fallback_id=fallback_id)
    if not isinstance(item, ItemRow) or row.get("annotations") is None:
        return item
    problems: list[Problem] = []
    annotations = read_annotations(row["annotations"], "/annotations", problems)
    return problems or replace(item, annotations=annotations)


def finder(pictures: Pictures, *, near: str) -> Callable[[str], str]:
    """Where a picture lies that a file names: its path if it is one of the files, and otherwise as it is called."""
    return lambda named: named if ":" in named or "#" in named else pictures.find(named, near=near) or named


def place_in(files: Files, name: str, place: str) -> str:
    """How people find a place in one of the files: the only one goes without saying."""
    return place if len(files.names()) == 1 else f"{name}, {place}"


def beginning(files: Files, name: str, size: int = 1 << 16) -> bytes:
    """The first bytes of a file, none of a damaged one."""
    try:
        with files.open(name) as file:
            return file.read(size)
    except Unreadable:
        return b""
