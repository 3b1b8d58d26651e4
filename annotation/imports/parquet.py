"""Parquet, as Hugging Face and every data warehouse write it: typed columns, with lists, structs and pictures inside.

Values become JSON: times as ISO 8601, decimals and unsigned numbers beyond 64 bits as texts, missing numbers (NaN, as
pandas writes them) as absent. A struct of `bytes` and `path` is a picture, as Hugging Face has it, and so are binary
values that begin like one. Such a picture is named by its place, `data.parquet#12/images/0`: the file, the row (from 1)
and a JSON pointer to the value; `Embedded` gives its bytes.

Source: Apache Parquet format 2; Hugging Face datasets, "Image feature".
"""

from __future__ import annotations

import math
from base64 import b64encode
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from annotation.forms import Problem
from annotation.imports.columns import DEEPEST
from annotation.imports.csv_rows import checked_header
from annotation.imports.files import names_ending, seekable
from annotation.imports.foreign import Files, Lost, Unreadable, picture
from annotation.imports.table import Record, beginning, place_in, table_reader

if TYPE_CHECKING:
    from pyarrow import Array, RecordBatch
    from pyarrow.parquet import ParquetFile

MAGIC = b"PAR1"
ENDINGS = (".parquet", ".pq")
BATCH_BYTES = 4 << 20
MOST_ROWS_AT_ONCE = 1024
LARGEST_FOOTER = 64 << 20
PICTURE_STARTS = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"RIFF")
IN_PICTURE = {"bytes", "path"}
LARGEST_BINARY = 3 << 18
"""In bytes: a longer binary value that is no picture is lost, a shorter one becomes base64."""


@contextmanager
def _opened(files: Files, name: str) -> Iterator[ParquetFile]:
    # Loaded where it is used: the web process lists formats and never reads one.
    import pyarrow
    from pyarrow.parquet import ParquetFile

    with seekable(files, name) as file:
        try:
            yield ParquetFile(
                file,
                buffer_size=1 << 16,  # for each column
                thrift_string_size_limit=LARGEST_FOOTER,
                thrift_container_size_limit=1_000_000,
            )
        except (pyarrow.ArrowException, OSError) as error:
            raise Unreadable(f"The Parquet file is damaged: {str(error)[:200]}", where=name) from error


def parquet_records(files: Files) -> Iterator[Record]:
    """The rows of Parquet files, in batches small enough for rows with pictures."""
    for name in names_ending(files, *ENDINGS):
        with _opened(files, name) as table:
            header = checked_header(table.schema_arrow.names, name)
            number = 0
            for batch in _batches(table, range(table.num_row_groups)):
                columns = [_whole_microseconds(column) for column in batch.columns]
                for row in range(batch.num_rows):
                    number += 1
                    yield _record(files, name, number, dict(zip(header, (each[row] for each in columns), strict=True)))


def _batches(table: ParquetFile, groups: Sequence[int], columns: list[str] | None = None) -> Iterator[RecordBatch]:
    for group in groups:
        facts = table.metadata.row_group(group)
        rows = BATCH_BYTES * facts.num_rows // max(facts.total_byte_size, 1)
        size = max(1, min(MOST_ROWS_AT_ONCE, rows))
        yield from table.iter_batches(batch_size=size, row_groups=[group], columns=columns, use_threads=False)


def _whole_microseconds(column: Array) -> Array:
    """Python's times know no nanoseconds."""
    import pyarrow

    if pyarrow.types.is_timestamp(column.type) and column.type.unit == "ns":
        return column.cast(pyarrow.timestamp("us", column.type.tz), safe=False)
    if pyarrow.types.is_duration(column.type) and column.type.unit == "ns":
        return column.cast(pyarrow.duration("us"), safe=False)
    return column


def _record(files: Files, name: str, number: int, cells: Mapping[str, Any]) -> Record:
    where = place_in(files, name, f"row {number}")
    shaping = _Shaping(f"{name}#{number}", where)
    try:
        row = {column: shaping.value(cell.as_py(), _step(column)) for column, cell in cells.items()}
    except (ValueError, KeyError, OverflowError) as error:  # a year 20000, a time zone that there is not
        return Record(name, where, Problem("", f"holds what can't be read: {str(error)[:200]}"))
    return Record(name, where, row, lost=shaping.lost)


class _Shaping:
    """The values of one row on their way to JSON."""

    def __init__(self, place: str, where: str) -> None:
        self._place = place
        self._where = where
        self.lost: list[Lost] = []

    def value(self, given: Any, pointer: str, depth: int = 0) -> Any:
        """One value; `pointer` leads to it from the row."""
        if isinstance(given, bytes):
            return self._binary(given, pointer)
        if isinstance(given, Mapping):
            return self._struct(given, pointer, depth)
        if isinstance(given, list) and depth < DEEPEST:
            return [self.value(_pair(each), f"{pointer}/{at}", depth + 1) for at, each in enumerate(given)]
        if isinstance(given, float) and math.isnan(given):
            return None
        return _as_text(given)

    def _struct(self, given: Mapping[str, Any], pointer: str, depth: int) -> Any:
        if given.keys() == IN_PICTURE:
            path = given["path"]
            if given["bytes"]:
                return picture(self._place + pointer)
            return path if isinstance(path, str) else None
        if depth >= DEEPEST:
            raise ValueError("it is nested too deep")
        return {key: self.value(each, pointer + _step(key), depth + 1) for key, each in given.items()}

    def _binary(self, given: bytes, pointer: str) -> str | None:
        if given.startswith(PICTURE_STARTS):
            return picture(self._place + pointer)
        if len(given) <= LARGEST_BINARY:
            return b64encode(given).decode()
        self.lost.append(Lost("binary values", self._where, pointer))
        return None


def _pair(value: Any) -> Any:
    """Arrow gives the entries of a map as pairs."""
    return list(value) if isinstance(value, tuple) else value


def _as_text(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    return value if value is None or isinstance(value, bool | int | float | str | list) else str(value)


def _step(key: str) -> str:
    """A step of a JSON pointer (RFC 6901)."""
    return "/" + key.replace("~", "~0").replace("/", "~1")


class Embedded:
    """The pictures inside Parquet files. A file stays open and is read on from row to row, column by column."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._opened = ExitStack()
        self._tables: dict[str, ParquetFile] = {}
        self._columns: dict[tuple[str, str], _Cells] = {}

    def __enter__(self) -> Embedded:
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    def read(self, place: str) -> bytes:
        """The bytes of the picture at a place; raises `KeyError` where there is none."""
        name, number, steps = _split(self._files, place)
        value = self._cells(name, steps[0]).at(number - 1)
        for step in steps[1:]:
            if isinstance(value, list) and step.isdecimal() and int(step) < len(value):
                value = value[int(step)]
            else:
                value = value[step] if isinstance(value, Mapping) else None
        if isinstance(value, Mapping):
            value = value.get("bytes")
        if not isinstance(value, bytes):
            raise KeyError(place)
        return value

    def _cells(self, name: str, column: str) -> _Cells:
        if name not in self._tables:
            self._tables[name] = self._opened.enter_context(_opened(self._files, name))
        if (name, column) not in self._columns:
            self._columns[name, column] = _Cells(self._tables[name], column)
        return self._columns[name, column]


class _Cells:
    """One column of a table, which is read from its row group's beginning on and only goes back when it has to."""

    def __init__(self, table: ParquetFile, column: str) -> None:
        if column not in table.schema_arrow.names:
            raise KeyError(column)
        self._table = table
        self._column = column
        rows = [table.metadata.row_group(group).num_rows for group in range(table.num_row_groups)]
        self._starts = list(accumulate(rows, initial=0))
        self._group = -1
        self._first = 0
        self._batch: RecordBatch | None = None
        self._batches: Iterator[RecordBatch] = iter(())

    def at(self, row: int) -> Any:
        """The value of a row (from 0)."""
        if not 0 <= row < self._starts[-1]:
            raise KeyError(row)
        group = bisect_right(self._starts, row) - 1
        if group != self._group or row < self._first:
            self._begin(group)
        while self._batch is None or row >= self._first + self._batch.num_rows:
            self._first += self._batch.num_rows if self._batch else 0
            self._batch = next(self._batches)
        return self._batch.column(self._column)[row - self._first].as_py()

    def _begin(self, group: int) -> None:
        # Arrow takes a dot for a step into a struct: then every column is read.
        columns = None if "." in self._column else [self._column]
        self._group, self._first, self._batch = group, self._starts[group], None
        self._batches = _batches(self._table, [group], columns)


def _split(files: Files, place: str) -> tuple[str, int, list[str]]:
    """File, row and steps of a place; a file's name may hold a `#` as well."""
    names = set(files.names())
    at = place.find("#")
    while at >= 0 and place[:at] not in names:
        at = place.find("#", at + 1)
    number, *steps = place[at + 1 :].split("/")
    if at < 0 or not number.isdecimal() or not steps:
        raise KeyError(place)
    return place[:at], int(number), [step.replace("~1", "/").replace("~0", "~") for step in steps]


def is_parquet(files: Files, name: str) -> bool:
    """Whether a file begins like one."""
    return beginning(files, name, len(MAGIC)) == MAGIC


def _detect(files: Files) -> float:
    names = names_ending(files, *ENDINGS)
    if not names or not is_parquet(files, names[0]):
        return 0
    return 0.8 if len(files.names()) == 1 else 0.7


READER = table_reader("parquet", "Parquet", _detect, parquet_records)
