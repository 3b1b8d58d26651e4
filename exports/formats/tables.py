"""Whatever has rows, as Arrow has them: typed columns, and pictures as Hugging Face's `datasets` reads them.

A picture is a struct of its bytes and its name; that the column holds pictures stands in the schema's metadata under
`huggingface`, as `datasets` writes it itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

import orjson
import pyarrow as pa

from annotation.forms import Form, image_ids
from exports.formats.counts import Counts
from exports.formats.options import Option, chosen_columns, columns, flag
from exports.formats.parquet import ROWS, TYPES
from exports.formats.pictures import picture_path
from exports.formats.records import DataSet, ItemRecord, MediaRecord
from exports.formats.rows import PICTURES, Rows
from exports.formats.typed import WITHOUT_COLUMN

PICTURE = pa.struct({"bytes": pa.binary(), "path": pa.string()})
MESSAGE_PARTS = pa.list_(pa.struct({"type": pa.string(), "text": pa.string()}))
COLUMN_TYPES: Mapping[str, pa.DataType] = {
    "text": pa.string(),
    "texts": pa.list_(pa.string()),
    "integer": pa.int64(),
    "number": pa.float64(),
    "flag": pa.bool_(),
    "flags": pa.list_(pa.bool_()),
    "messages": pa.list_(pa.struct({"role": pa.string(), "content": pa.string()})),
    "parts": pa.list_(pa.struct({"role": pa.string(), "content": MESSAGE_PARTS})),
    "turns": pa.list_(pa.struct({"from": pa.string(), "value": pa.string()})),
    "images": pa.list_(PICTURE),
}
Known = Mapping[str, MediaRecord]


class Tabular(Protocol):
    """Rows of one schema; a row's pictures are the ids of assets, and what is known of them comes beside it."""

    counts: Counts

    def prepare(self, data: DataSet) -> None:
        """Look at the data as a whole, before anything else."""

    def schema(self) -> pa.Schema:
        """The columns."""

    def rows(self, record: ItemRecord) -> Iterator[tuple[Mapping[str, Any], Known]]:
        """The rows of one item."""


class OfRows:
    """The rows of a trainer's format."""

    def __init__(self, made: Rows) -> None:
        self._made = made
        self.counts = made.counts

    def prepare(self, data: DataSet) -> None:
        self._made.prepare(data)

    def schema(self) -> pa.Schema:
        return pa.schema({name: COLUMN_TYPES[kind] for name, kind in self._made.written_columns().items()})

    def rows(self, record: ItemRecord) -> Iterator[tuple[Mapping[str, Any], Known]]:
        yield from self._made.whole_rows(record)


class OfAnswers:
    """A row for each annotation or each item; the pictures of the content in a column of their own, where wanted."""

    losses: Mapping[str, str] = {WITHOUT_COLUMN: "answers to questions that the form no longer has"}

    def __init__(self, name: str, options: Mapping[str, Any], form: Form) -> None:
        self.counts = Counts("items", "rows")
        self._name = name
        self._form = form
        there = {**TYPES[name](form), **({PICTURES: pa.list_(PICTURE)} if options["images"] else {})}
        self._columns = {each: there[each] for each in chosen_columns(options, list(there))}
        self._pictures = PICTURES in self._columns
        self._data: DataSet | None = None

    @staticmethod
    def options(name: str, form: Form) -> Sequence[Option]:
        """With pictures or without, and which columns."""
        return (flag("images", "With the pictures"), columns((*TYPES[name](form), PICTURES)))

    def prepare(self, data: DataSet) -> None:
        self._data = data

    def schema(self) -> pa.Schema:
        return pa.schema(self._columns)

    def rows(self, record: ItemRecord) -> Iterator[tuple[Mapping[str, Any], Known]]:
        self.counts.add("items")
        ids = image_ids(record.content) if self._pictures else []
        known = self._data.media(ids) if self._data and ids else {}
        for row in ROWS[self._name](self._form, record, self.counts):
            self.counts.add("rows")
            yield {**row, PICTURES: list(known)} if self._pictures else row, known


def embedded(row: Mapping[str, Any], known: Known, data: DataSet) -> Mapping[str, Any]:
    """A row with its pictures themselves."""
    if not row.get(PICTURES):
        return row
    pictures = [known[each] for each in row[PICTURES]]
    return {**row, PICTURES: [{"bytes": b"".join(data.read(each)), "path": file_name(each)} for each in pictures]}


def file_name(media: MediaRecord) -> str:
    """A picture's name inside a table."""
    return picture_path(media).rpartition("/")[2]


def with_features(schema: pa.Schema) -> pa.Schema:
    """The schema that tells `datasets` what its columns are, where it would not see that they hold pictures."""
    if PICTURES not in schema.names:
        return schema
    features = {field.name: feature(field.type) for field in schema}
    return schema.with_metadata({"huggingface": orjson.dumps({"info": {"features": features}})})


def feature(kind: pa.DataType) -> Any:
    """An Arrow type as `datasets.Features` writes it."""
    if kind == PICTURE:
        return {"_type": "Image"}
    if pa.types.is_list(kind):
        return [feature(kind.value_type)]
    if pa.types.is_struct(kind):
        return {field.name: feature(field.type) for field in kind}
    names = {pa.bool_(): "bool", pa.float64(): "float64"}
    return {"dtype": names.get(kind, str(kind)), "_type": "Value"}


def columns_of(schema: pa.Schema) -> Iterable[tuple[str, str]]:
    """The names of the columns and what they hold, in a word or two."""
    return [(field.name, described(field.type)) for field in schema]


def described(kind: pa.DataType) -> str:
    """An Arrow type in a word or two."""
    if kind == PICTURE:
        return "picture"
    if pa.types.is_list(kind):
        return f"list of {described(kind.value_type)}"
    if pa.types.is_struct(kind):
        return "{" + ", ".join(field.name for field in kind) + "}"
    return {"double": "number", "int64": "integer", "bool": "true or false"}.get(str(kind), str(kind))
