"""Tables as text: CSV and TSV with a header, in UTF-8 or, as spreadsheets write "Unicode text", in UTF-16.

The delimiter is the one that cuts the first rows into the most cells of the same number each. A row that can't be read
is left out up to its end, which inside of a quoted cell may be lines away, and reading goes on with the next one.

Source: RFC 4180, with any of four delimiters and with line ends of all systems.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TextIO

from annotation.forms import Problem
from annotation.forms.fields import repeated
from annotation.forms.problems import unstorable
from annotation.imports.columns import LONGEST_CELL, MOST_COLUMNS
from annotation.imports.files import ending, names_ending
from annotation.imports.foreign import Files, Unreadable
from annotation.imports.table import Record, beginning, place_in, table_reader

ENDINGS = (".csv", ".tsv", ".tab")
DELIMITERS = ",\t;|"
ROWS_LOOKED_AT = 20
LONGEST_LINE = LONGEST_CELL
"""So a cell that is too long has begun on an earlier line than it is found to be, and was quoted."""
TOO_LONG = f"has a cell or a line of more than {LONGEST_CELL >> 20} MiB"
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class _TooLong(Exception):
    """A line that is left out; `leaves_open` says whether a quoted cell goes on behind it."""

    def __init__(self, *, leaves_open: bool) -> None:
        super().__init__()
        self.leaves_open = leaves_open


@dataclass
class _Lines:
    """The lines of a text, with the number of the last one that was read."""

    text: TextIO
    number: int = 0
    last: str = ""
    in_row: int = 0
    again: str = ""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.again:
            line, self.again = self.again, ""
            return line
        line = self.text.readline(LONGEST_LINE + 1)
        if not line:
            raise StopIteration
        self.number += 1
        self.in_row += 1
        if len(line) > LONGEST_LINE:
            raise _TooLong(leaves_open=self._pass_over(line) % 2 == 1)
        self.last = line
        return line

    def _pass_over(self, line: str) -> int:
        """Go to the end of a line; the quotes that were passed and those of the row's lines before."""
        quotes = line.count('"') + (self.in_row > 1)
        while line and not line.endswith("\n"):
            line = self.text.readline(LONGEST_LINE)
            quotes += line.count('"')
        return quotes


def read_rows(text: TextIO, delimiter: str) -> Iterator[tuple[int, list[str] | Problem]]:
    """The rows of a table with the line on which each begins, blank ones left out."""
    csv.field_size_limit(LONGEST_CELL)
    lines = _Lines(text)
    rows = csv.reader(lines, delimiter=delimiter)
    while True:
        begun, lines.in_row = lines.number + 1, 0
        row = _next_row(rows, lines)
        if row is None:
            return
        if isinstance(row, Problem) or any(row):
            yield begun, row


def _next_row(rows: Iterator[list[str]], lines: _Lines) -> list[str] | Problem | None:
    """A row, or why it was passed over; None at the end."""
    try:
        return next(rows, None)
    except _TooLong as error:
        if error.leaves_open:
            _leave_cell(rows, lines, "")
    except csv.Error as error:
        if "field limit" not in str(error):
            return Problem("", f"is no row of a table: {error}")
        _leave_cell(rows, lines, lines.last)
    return Problem("", TOO_LONG)


def _leave_cell(rows: Iterator[list[str]], lines: _Lines, line: str) -> None:
    """Pass over the rest of a quoted cell and of its row; `line` is the last one that was read and lies inside of it.

    The rest is read as a cell of its own: as if the quote began anew in front of that line.
    """
    fed = 0
    while True:
        lines.in_row = 2
        try:
            line = line or next(lines)
            lines.again, fed = '"' + line, lines.number
            next(rows, None)
        except StopIteration:
            return
        except _TooLong as error:
            if not error.leaves_open:
                return
            line = ""
        except csv.Error:
            if lines.number == fed:
                return
            line = lines.last
        else:
            return


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a table is written; `sure` is the part of the first rows that have as many cells as the header."""

    delimiter: str
    encoding: str
    newline: str
    columns: int
    rows: int
    sure: float


def dialect_of(head: bytes) -> Dialect:
    """How a table is written that begins so."""
    encoding = "utf-16" if head.startswith(UTF16) else "utf-8-sig"
    text = head.decode(encoding, errors="replace")
    newline = "\n" if "\n" in text or "\r" not in text else "\r"
    found = [_cut(text, delimiter, encoding, newline) for delimiter in DELIMITERS]
    return max(found, key=lambda each: (each.columns > 1 and each.sure >= 0.5, each.sure, each.columns))


def _cut(text: str, delimiter: str, encoding: str, newline: str) -> Dialect:
    rows = [row for _, row in islice(read_rows(io.StringIO(text, newline), delimiter), ROWS_LOOKED_AT)]
    if len(rows) > 2 and len(rows) < ROWS_LOOKED_AT:  # the last one may be cut short
        rows.pop()
    widths = [len(row) if isinstance(row, list) else 0 for row in rows] or [0]
    return Dialect(delimiter, encoding, newline, widths[0], len(widths), widths.count(widths[0]) / len(widths))


def _header(row: Sequence[str], where: str) -> list[str]:
    """The names of the columns; one without a name is called by its number."""
    names = [name.strip() or f"column {number}" for number, name in enumerate(row, 1)]
    return checked_header(names, where)


def checked_header(names: list[str], where: str) -> list[str]:
    """The names of a table's columns, which have to tell them apart."""
    if len(names) > MOST_COLUMNS:
        raise Unreadable(f"The table has more than {MOST_COLUMNS:,} columns.", where=where)
    if twice := sorted(repeated(names)):
        raise Unreadable(f"Two columns are called {twice[0][:100]!r}.", where=where)
    if any(map(unstorable, names)):
        raise Unreadable("The name of a column holds characters that can't be stored.", where=where)
    return names


def records(files: Files) -> Iterator[Record]:
    """The rows of tables, by the names of their columns."""
    for name in names_ending(files, *ENDINGS):
        dialect = dialect_of(beginning(files, name))
        errors = "surrogateescape" if dialect.encoding == "utf-8-sig" else "surrogatepass"
        with (
            files.open(name) as file,
            io.TextIOWrapper(file, dialect.encoding, errors=errors, newline=dialect.newline) as text,
        ):
            try:
                yield from _of_table(files, name, read_rows(text, dialect.delimiter))
            except UnicodeError:
                raise Unreadable("The text is cut off or no UTF-16.", where=name) from None


def _of_table(files: Files, name: str, rows: Iterator[tuple[int, list[str] | Problem]]) -> Iterator[Record]:
    _, first = next(rows, (1, Problem("", "")))
    if isinstance(first, Problem):
        raise Unreadable("The table has no header that could be read.", where=name)
    header = _header(first, name)
    for number, row in rows:
        yield Record(name, place_in(files, name, f"line {number}"), _named(header, row))


def _named(header: Sequence[str], row: list[str] | Problem) -> dict[str, str | None] | Problem:
    """A row by the names of its columns. An empty cell says nothing, as tables can't tell it from an absent one."""
    if isinstance(row, Problem):
        return row
    while len(row) > len(header) and not row[-1]:
        row.pop()
    if len(row) != len(header):
        return Problem("", f"has {len(row)} cells, and the header has {len(header)}")
    try:
        "".join(row).encode()
    except UnicodeEncodeError:
        return Problem("", "is not UTF-8; save the file as CSV UTF-8")
    return dict(zip(header, (cell or None for cell in row), strict=True))


def _detect(files: Files) -> float:
    names = names_ending(files, *ENDINGS)
    if not names:
        return 0
    head = beginning(files, names[0])
    if not head.strip() or (b"\0" in head and not head.startswith(UTF16)):
        return 0
    if ending(names[0]) in ENDINGS:
        return 0.7 if len(files.names()) == 1 else 0.5
    dialect = dialect_of(head)
    plain = head.removeprefix(codecs.BOM_UTF8).lstrip()[:1] not in (b"{", b"[", b"<", b"%", b"#")
    return 0.3 if plain and dialect.columns > 1 and dialect.rows > 2 and dialect.sure == 1 else 0


READER = table_reader("csv", "CSV or TSV", _detect, records)
