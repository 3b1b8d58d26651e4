"""Workbooks for Excel, row after row: the parts of ECMA-376 (Office Open XML) that a table of values needs.

Rows leave as they come, where libraries gather a sheet first, and nothing says when: the same rows, the same bytes.
Every text is a text by its type, so none is a formula whatever it says.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape

from exports.formats.cells import Cell

LONGEST_CELL = 32_767
"""Of a text, in units of UTF-16."""
EXACT = 2**53
"""Whole numbers beyond are texts, because a spreadsheet would round them."""
BATCH = 1 << 20
LONG_AGO = (1980, 1, 1, 0, 0, 0)
UNWRITABLE = re.compile("[\\x00-\\x08\\x0b-\\x1f\\ufffe\\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
"""What XML can't hold, a return, which it would make a line feed of, and what would be read as one of these."""
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PROLOGUE = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
HEAD = (
    f'{PROLOGUE}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>'
)
FOOT = "</sheetData></worksheet>"


class Sink(io.RawIOBase):
    """What an archive writes, until it is taken."""

    def __init__(self) -> None:
        self._written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        assert isinstance(data, bytes | bytearray | memoryview)
        self._written += data
        return len(data)

    def taken(self) -> bytes:
        """What was written since the last time."""
        data = bytes(self._written)
        self._written.clear()
        return data


def workbook(sheets: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    """The bytes of a workbook with these sheets, each a name and rows as `xlsx_row` writes them."""
    sink, names = Sink(), []
    with zipfile.ZipFile(sink, "w") as archive:
        for name, rows in sheets:
            names.append(name)
            with archive.open(part(f"xl/worksheets/sheet{len(names)}.xml"), "w") as file:
                for batch in batches(rows):
                    file.write(batch)
                    yield sink.taken()
        for path, text in contents(names).items():
            archive.writestr(part(path), PROLOGUE + text)
    yield sink.taken()


def part(path: str) -> zipfile.ZipInfo:
    """A file of the archive, without a time."""
    info = zipfile.ZipInfo(path, LONG_AGO)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def batches(rows: Iterable[bytes]) -> Iterator[bytes]:
    """A sheet as XML, some rows at a time."""
    batch = bytearray(HEAD.encode())
    for row in rows:
        batch += row
        if len(batch) >= BATCH:
            yield bytes(batch)
            batch.clear()
    yield bytes(batch) + FOOT.encode()


def contents(names: Sequence[str]) -> dict[str, str]:
    """What tells of the sheets: the files of an archive beside them."""
    numbers = range(1, len(names) + 1)
    listed = "".join(
        f'<sheet name="{escape(name, {chr(34): "&quot;"})}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in zip(numbers, names, strict=True)
    )
    linked = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in numbers
    )
    typed = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{SHEET}.worksheet+xml"/>'
        for number in numbers
    )
    return {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{linked}</Relationships>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET}.sheet.main+xml"/>{typed}</Types>',
    }


def xlsx_row(cells: Sequence[Cell]) -> bytes:
    """One row as XML."""
    return f"<row>{''.join(map(xlsx_cell, cells))}</row>".encode()


def xlsx_cell(cell: Cell) -> str:
    """One cell by its type; nothing is an empty one, which keeps the others in their columns."""
    if cell is None or cell == "":
        return "<c/>"
    if isinstance(cell, bool):
        return f'<c t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, int | float) and abs(cell) <= EXACT:
        return f"<c><v>{cell!r}</v></c>"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{xml_text(cut(str(cell)))}</t></is></c>'


def xml_text(text: str) -> str:
    """A text in XML, with what that can't hold as `_x000D_` (ST_Xstring, ECMA-376 part 1, 22.9.2.19)."""
    return escape(UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text))


def too_long(text: str) -> bool:
    """Whether a text is longer than a cell."""
    return len(text) > LONGEST_CELL or (2 * len(text) > LONGEST_CELL and units(text) > LONGEST_CELL)


def cut(text: str) -> str:
    """As much of a text as a cell holds."""
    if not too_long(text):
        return text
    return text.encode("utf-16-le")[: 2 * LONGEST_CELL].decode("utf-16-le", "ignore")


def units(text: str) -> int:
    """How long a text is in UTF-16."""
    return len(text.encode("utf-16-le")) // 2
