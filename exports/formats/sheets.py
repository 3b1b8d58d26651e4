"""`csv` and `xlsx`: tables for spreadsheets, whose cells are in `cells`.

CSV is that of RFC 4180 in UTF-8 with a byte order mark, by which Excel knows it. XLSX is in `workbooks`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from annotation.forms import Form
from exports.formats.cells import WITHOUT_COLUMN, Cell, Sheet, most_places
from exports.formats.counts import Counts
from exports.formats.lines import by_split
from exports.formats.options import Option, choice, chosen_columns, columns, refuse_columns
from exports.formats.records import DataSet, Format, ItemRecord, Piece
from exports.formats.workbooks import LONGEST_CELL, too_long, workbook, xlsx_row

MARK = "\ufeff"
MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
MOST_BYTES = 2_000_000_000
"""Of a sheet as XML: Excel repairs archives whose files are larger than two gigabytes."""
CUT, TOO_MANY, TOO_WIDE = "cells_cut", "rows_beyond_the_sheet", "rows_too_wide"
ROWS = choice("rows", "A row is", ("annotations", "An annotation"), ("items", "An item"), ("answers", "An answer"))
LOSSES = {WITHOUT_COLUMN: "answers without a column"}


class Table(Format):
    """A table of cells."""

    def __init__(self, options: Mapping[str, Any], form: Form) -> None:
        self.counts = Counts("items", "rows")
        self._options = options
        self._rows: str = options["rows"]
        self._form = form

    @classmethod
    def options(cls, form: Form) -> Sequence[Option]:
        return (ROWS, columns(name for rows, _ in ROWS.choices for name in columns_of(rows, form)))

    @classmethod
    def read_options(cls, form: Form, given: Mapping[str, Any]) -> dict[str, Any]:
        options = super().read_options(form, given)
        refuse_columns(options, columns_of(options["rows"], form))
        return options

    def sheet(self, data: DataSet) -> Sheet:
        """The table with as many columns as the data need, or those that were chosen."""
        sheet = Sheet(self._rows, self._form, most_places(self._form, data), self.counts)
        sheet.columns = chosen_columns(self._options, sheet.columns)
        return sheet


def columns_of(rows: str, form: Form) -> list[str]:
    """What there may be, with one name for all the places of a question."""
    none = dict.fromkeys((question.name for question in form.questions), 0)
    head = Sheet(rows, form, none, Counts()).columns
    return head if rows == "answers" else list(dict.fromkeys((*head, *none)))


class Csv(Table):
    """A table of comma-separated values."""

    name = "csv"
    title = "CSV"
    description = "A table for spreadsheets, one row for each annotation, item or answer."
    extension = "csv"
    media_type = "text/csv"
    losses = LOSSES

    def pieces(self, data: DataSet) -> Iterator[Piece]:
        sheet = self.sheet(data)
        for split, records in by_split(data):
            path = f"{split or self._rows}.csv"
            yield Piece(path, (MARK + csv_line(sheet.columns)).encode())
            for record in records:
                self.counts.add("items")
                for line in sheet.lines(record):
                    self.counts.add("rows")
                    yield Piece(path, csv_line(line).encode())


def csv_line(cells: Iterable[Cell]) -> str:
    """One line; nothing is an empty cell, true and false are as spreadsheets write them."""
    written = io.StringIO()
    csv.writer(written).writerow(str(each).upper() if isinstance(each, bool) else each for each in cells)
    return written.getvalue()


class Xlsx(Table):
    """A workbook with a sheet for each split."""

    name = "xlsx"
    title = "Excel (XLSX)"
    description = "A workbook, one row for each annotation, item or answer."
    extension = "xlsx"
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    losses = {
        **LOSSES,
        CUT: f"cells that were cut after {LONGEST_CELL:,} characters",
        TOO_MANY: "rows that no sheet has room for",
        TOO_WIDE: "rows with more columns than a sheet has",
    }

    def pieces(self, data: DataSet) -> Iterator[Piece]:
        sheet = self.sheet(data)
        sheets = ((split or self._rows, self._lines(sheet, records)) for split, records in by_split(data))
        for written in workbook(sheets):
            yield Piece(f"{self._rows}.xlsx", written)

    def _lines(self, sheet: Sheet, records: Iterable[ItemRecord]) -> Iterator[bytes]:
        """The rows of a sheet as XML, its head first, as far as there is room."""
        row = self._row(sheet.columns)
        yield row
        number, size = 1, len(row)
        for record in records:
            self.counts.add("items")
            for line in sheet.lines(record):
                row = self._row(line)
                number, size = number + 1, size + len(row)
                if number > MOST_ROWS or size > MOST_BYTES:
                    self.counts.add(TOO_MANY)
                else:
                    self.counts.add("rows")
                    yield row

    def _row(self, cells: Sequence[Cell]) -> bytes:
        self.counts.add(TOO_WIDE, int(len(cells) > MOST_COLUMNS))
        self.counts.add(CUT, sum(isinstance(each, str) and too_long(each) for each in cells))
        return xlsx_row(cells[:MOST_COLUMNS])
