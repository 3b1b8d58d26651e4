"""Formats of rows that all have the same columns: JSONL by themselves, and shards of Parquet in a data set folder."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from annotation.forms import Form
from exports.formats.columns import Columns, Row
from exports.formats.counts import Counts
from exports.formats.jsonl import json_line
from exports.formats.lines import Lines
from exports.formats.options import chosen_columns
from exports.formats.pictures import Album, picture_path
from exports.formats.records import DataSet, ItemRecord, MediaRecord, Piece

PICTURES = "images"
"""The column and the folder of pictures."""
LOST_PICTURES = "rows_without_their_pictures"


class Rows(Lines):
    """A format of rows; `columns` is known once `prepare` has seen the data.

    Every row that is written has every column that was chosen, in order; what a row does not say is null.
    """

    losses: ClassVar[Mapping[str, str]] = {LOST_PICTURES: "rows whose pictures are gone"}

    def __init__(self, options: Mapping[str, Any], form: Form) -> None:
        self.chosen = options
        self.form = form
        self.counts = Counts("items", "rows")
        self._data: DataSet | None = None
        self._album: Album | None = None

    @abstractmethod
    def columns(self) -> Columns:
        """What every row has, in order."""

    def written_columns(self) -> Columns:
        """Those of them that somebody chose."""
        there = self.columns()
        return {name: there[name] for name in chosen_columns(self.chosen, list(there))}

    @abstractmethod
    def rows(self, record: ItemRecord) -> Iterator[Row]:
        """The rows of one item; they may leave columns out."""

    def prepare(self, data: DataSet) -> None:
        self._data = data
        self._album = Album(data, self.counts, PICTURES)

    def whole_rows(self, record: ItemRecord) -> Iterator[tuple[Row, Mapping[str, MediaRecord]]]:
        """The rows of one item with what is known of their pictures; a row without all of its pictures is left out."""
        self.counts.add("items")
        names = list(self.written_columns())
        for said in self.rows(record):
            row = {name: said.get(name) for name in names}
            pictures = row.get(PICTURES) or ()
            known = self._data.media(pictures) if self._data and pictures else {}
            if len(known) < len(set(pictures)):
                self.counts.add(LOST_PICTURES)
                continue
            self.counts.add("rows")
            yield row, known

    def lines(self, record: ItemRecord) -> Iterator[bytes]:
        for row, known in self.whole_rows(record):
            if PICTURES in row:
                if self._album:
                    self._album.want(known)
                row[PICTURES] = [picture_path(known[each], PICTURES) for each in row[PICTURES]]
            yield json_line(row)

    def pieces(self, data: DataSet) -> Iterator[Piece]:
        yield from super().pieces(data)
        if self._album:
            yield from self._album.pieces()
