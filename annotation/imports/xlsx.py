"""Spreadsheets (XLSX): the first visible sheet that holds anything, with its header in the first row that does.

Formulas count as the values that were last computed, dates become ISO 8601. Further sheets are reported as lost, and so
are formulas without a value and cells in error.

Source: ECMA-376, Office Open XML, part 1 (SpreadsheetML).
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import islice, zip_longest
from typing import TYPE_CHECKING, Any, BinaryIO
from xml.etree.ElementTree import ParseError

from annotation.forms import Problem
from annotation.imports.csv_rows import checked_header
from annotation.imports.files import Archive, ending, names_ending, seekable
from annotation.imports.foreign import Files, Lost, Unreadable
from annotation.imports.table import Record, beginning, place_in, table_reader

if TYPE_CHECKING:
    from openpyxl import Workbook

ENDINGS = (".xlsx", ".xlsm")
LARGEST_STRINGS = 256 << 20
"""Unpacked bytes: the texts of all cells, which are in the memory at once."""
ROWS_LOOKED_AT = 100
MOST_ROWS = 1 << 20
"""As many as a sheet may have; a file can claim any number."""
ZIP = b"PK\x03\x04"
FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
STRINGS = "xl/sharedStrings.xml"
BROKEN = (
    *(KeyError, ValueError, TypeError, IndexError, AttributeError, OverflowError, EOFError, OSError),
    *(ParseError, zipfile.BadZipFile),
)
"""What openpyxl raises for files that are not what they seem; refused entities are a ValueError."""


def _records(files: Files) -> Iterator[Record]:
    for name in names_ending(files, *ENDINGS):
        with seekable(files, name) as file:
            archive = _checked(file, name)
            try:
                yield from _of_book(files, name, file, archive)
            except BROKEN as error:
                raise Unreadable("The spreadsheet is damaged.", where=name) from error


def _checked(file: BinaryIO, name: str) -> Archive:
    """A spreadsheet is an archive, and may be a bomb like any other."""
    archive = Archive(file)
    if STRINGS in archive.names() and archive.size(STRINGS) > LARGEST_STRINGS:
        raise Unreadable("The spreadsheet is too large. Save it as CSV.", where=name)
    file.seek(0)
    return archive


def _of_book(files: Files, name: str, file: BinaryIO, archive: Archive) -> Iterator[Record]:
    with _book(file, values=True) as book:
        lost: list[Lost] = []
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        full = [sheet for sheet in sheets if any(map(_is_full, islice(_rows(sheet, name), ROWS_LOOKED_AT)))]
        if not full:
            raise Unreadable("The spreadsheet is empty.", where=name)
        lost += [Lost("sheets beside the first", name, sheet.title) for sheet in full[1:]]
        first = full[0]
        if not _has_formulas(archive, first):
            yield from _of_sheet(files, name, _rows(first, name), None, lost)
            return
        with _book(file, values=False) as formulas:
            yield from _of_sheet(files, name, _rows(first, name), _rows(formulas[first.title], name), lost)


@contextmanager
def _book(file: BinaryIO, *, values: bool) -> Iterator[Workbook]:
    # Loaded where it is used: the web process lists formats and never reads one.
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of extensions that say nothing about cells
        book = load_workbook(file, read_only=True, data_only=values, keep_links=False)
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # they are a claim of the file
    yield book


def _rows(sheet: Any, name: str) -> Iterator[Sequence[Any]]:
    for number, row in enumerate(sheet.iter_rows(), 1):
        if number > MOST_ROWS:
            raise Unreadable(f"The spreadsheet has more than {MOST_ROWS:,} rows.", where=name)
        yield row


def _is_full(row: Sequence[Any]) -> bool:
    return any(cell.value is not None for cell in row)


def _has_formulas(archive: Archive, sheet: Any) -> bool:
    """Whether a sheet computes anything: only then what has no value is asked about its formula."""
    with archive.open(sheet._worksheet_path.removeprefix("/")) as text:
        before = b""
        while chunk := text.read(1 << 18):
            if FORMULA.search(before + chunk):
                return True
            before = chunk[-8:]
    return False


def _of_sheet(
    files: Files, name: str, rows: Iterator[Sequence[Any]], formulas: Iterator[Sequence[Any]] | None, lost: list[Lost]
) -> Iterator[Record]:
    header: list[str] = []
    for number, row in enumerate(rows, 1):
        formula = next(formulas, ()) if formulas else ()
        if not _is_full(row) and not any(map(_is_formula, formula)):
            continue
        where = place_in(files, name, f"row {number}")
        if not header:
            texts = [_text(cell.value) for cell in row]
            header = checked_header([text or f"column {at}" for at, text in enumerate(texts, 1)], where)
            continue
        lost += _missing(row, formula, where)
        yield Record(name, where, _named(header, row), lost=tuple(lost))
        lost = []


def _missing(row: Sequence[Any], formulas: Sequence[Any], where: str) -> Iterator[Lost]:
    for cell, formula in zip_longest(row, formulas):
        if cell is not None and cell.data_type == "e":
            yield Lost("cells in error", where, f"{cell.coordinate}: {cell.value}")
        elif formula is not None and _is_formula(formula) and (cell is None or cell.value is None):
            yield Lost("formulas without a value", where, formula.coordinate)


def _is_formula(cell: Any) -> bool:
    return bool(cell.data_type == "f")


def _named(header: Sequence[str], row: Sequence[Any]) -> dict[str, Any] | Problem:
    values = [None if cell.data_type == "e" else _plain(cell.value) for cell in row]
    while len(values) > len(header) and values[-1] is None:
        values.pop()
    if len(values) > len(header):
        return Problem("", f"has {len(values)} cells, and the header has {len(header)}")
    return dict(zip_longest(header, values))


def _plain(value: Any) -> Any:
    """A cell's value as JSON. A day is a moment for spreadsheets: its midnight."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def _text(value: Any) -> str:
    return "" if value is None else str(_plain(value)).strip()


def _detect(files: Files) -> float:
    names = names_ending(files, *ENDINGS)
    if not names or not beginning(files, names[0], 4).startswith(ZIP):
        return 0
    if ending(names[0]) in ENDINGS:
        return 0.9 if len(files.names()) == 1 else 0.5
    with seekable(files, names[0]) as file:
        return 0.9 if "xl/workbook.xml" in Archive(file).names() else 0


READER = table_reader("xlsx", "Excel (XLSX)", _detect, _records)
