"""`parquet`: typed columns, for tables of millions of rows (https://parquet.apache.org).

Rows are gathered into groups of some megabytes, so memory stays as it is whatever the size of the file.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from annotation.forms import Form
from exports.formats.counts import Counts
from exports.formats.lines import by_split
from exports.formats.options import Option, choice, chosen_columns, columns, refuse_columns
from exports.formats.records import DataSet, Format, ItemRecord, Piece
from exports.formats.typed import WITHOUT_COLUMN, annotation_rows, annotation_type, item_rows, item_type

Row = Mapping[str, Any]
GROUP_ROWS = 10_000
GROUP_BYTES = 8 << 20
"""A group of rows ends once it weighs so much."""
TYPES: Mapping[str, Callable[[Form], dict[str, pa.DataType]]] = {"annotations": annotation_type, "items": item_type}
ROWS: Mapping[str, Callable[[Form, ItemRecord, Counts], Iterator[dict[str, Any]]]] = {
    "annotations": annotation_rows,
    "items": item_rows,
}


class Parquet(Format):
    """One table, a row for each annotation or each item."""

    name = "parquet"
    title = "Parquet"
    description = "Typed columns, one row for each annotation or each item."
    extension = "parquet"
    media_type = "application/vnd.apache.parquet"
    losses = {WITHOUT_COLUMN: "answers to questions that the form no longer has"}

    def __init__(self, options: Mapping[str, Any], form: Form) -> None:
        self.counts = Counts("items", "rows")
        self._rows = options["rows"]
        self._form = form
        self._options = options

    @classmethod
    def options(cls, form: Form) -> Sequence[Option]:
        return (rows_option(), columns(name for made in TYPES.values() for name in made(form)))

    @classmethod
    def read_options(cls, form: Form, given: Mapping[str, Any]) -> dict[str, Any]:
        options = super().read_options(form, given)
        refuse_columns(options, TYPES[options["rows"]](form))
        return options

    def pieces(self, data: DataSet) -> Iterator[Piece]:
        there = TYPES[self._rows](self._form)
        schema = pa.schema({name: there[name] for name in chosen_columns(self._options, list(there))})
        for split, records in by_split(data):
            path = f"{split or self._rows}.parquet"
            for written in table(schema, self._table_rows(records)):
                yield Piece(path, written)

    def _table_rows(self, records: Iterable[ItemRecord]) -> Iterator[Row]:
        for record in records:
            self.counts.add("items")
            for row in ROWS[self._rows](self._form, record, self.counts):
                self.counts.add("rows")
                yield row


def rows_option() -> Option:
    """What a row of a table is."""
    return choice("rows", "A row is", ("annotations", "An annotation"), ("items", "An item with all its annotations"))


def table(schema: pa.Schema, rows: Iterable[Row]) -> Iterator[bytes]:
    """The bytes of a Parquet file."""
    sink = Sink()
    with pq.ParquetWriter(pa.PythonFile(sink, "w"), schema, compression="zstd") as writer:
        for group in groups(rows):
            writer.write_table(pa.Table.from_pylist(group, schema=schema), row_group_size=GROUP_ROWS)
            yield sink.taken()
    yield sink.taken()


def groups(rows: Iterable[Row]) -> Iterator[list[Any]]:
    """The rows, as many at a time as go into one group."""
    group: list[Row] = []
    size = 0
    for row in rows:
        group.append(row)
        size += weight(row)
        if len(group) >= GROUP_ROWS or size >= GROUP_BYTES:
            yield group
            group, size = [], 0
    if group:
        yield group


def weight(row: Row) -> int:
    """About how many bytes a row takes, its embedded pictures included."""
    pictures = [each for each in row.get("images") or () if isinstance(each, Mapping)]
    return len(orjson.dumps(row, default=lambda _: None)) + sum(len(each["bytes"]) for each in pictures)


class Sink(io.RawIOBase):
    """What is written, until it is taken."""

    def __init__(self) -> None:
        self._written = bytearray()
        self._taken = 0

    def write(self, data: Any) -> int:
        self._written += data
        return len(data)

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._taken + len(self._written)

    def taken(self) -> bytes:
        """What was written since the last time."""
        data = bytes(self._written)
        self._taken += len(data)
        self._written.clear()
        return data
