"""Tables of the PDF: a head, hairlines, numbers to the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportlab.lib.colors import Color
from reportlab.platypus import Table, TableStyle

from exports.reports import shown
from exports.reports.pdf import style
from exports.reports.pdf.style import CELL, CELL_RIGHT, HEAD, HEAD_RIGHT, WIDTH, paragraph
from exports.reports.spoken import say

Json = Mapping[str, Any]
LINES = [
    ("LINEBELOW", (0, 0), (-1, 0), 0.8, style.MUTED),
    ("LINEBELOW", (0, 1), (-1, -1), 0.4, style.FAINT),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ("LEFTPADDING", (0, 0), (-1, -1), 3),
    ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ("TOPPADDING", (0, 0), (-1, -1), 2.2),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 2.8),
]
FEW = 15
"""Below so many comparisons a share says nothing, and its cell is grey."""


def table(head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], *, texts: int = 1) -> Table:
    """Of texts; the first `texts` columns stand to the left, all others are numbers. Widths are parts of the page's."""
    looks = [CELL if place < texts else CELL_RIGHT for place in range(len(head))]
    heads = [HEAD if place < texts else HEAD_RIGHT for place in range(len(head))]
    cells = [[paragraph(text, look) for text, look in zip(head, heads, strict=True)]]
    cells += [[paragraph(text, look) for text, look in zip(row, looks, strict=True)] for row in rows]
    return Table(cells, [WIDTH * width / sum(widths) for width in widths], repeatRows=1, style=TableStyle(LINES))


def heads(*names: str) -> list[str]:
    """What columns are called."""
    return [say(f"document.{name}") for name in names]


def heat(names: Sequence[str], cells: Sequence[Sequence[tuple[str, float | None]]], *, side: float = 46) -> Table:
    """A square table: each cell a text and how dark it is (0 to 1); None is grey."""
    label = min(130.0, WIDTH - side * len(names))
    head = [paragraph("", HEAD), *(paragraph(style.fitted(name, 2 * side - 12, 7), HEAD) for name in names)]
    rows = [
        [paragraph(style.fitted(name, label - 8, 8), CELL), *(paragraph(text, CELL_RIGHT) for text, _ in row)]
        for name, row in zip(names, cells, strict=True)
    ]
    shades = [
        ("BACKGROUND", (column, line), (column, line), shade(dark))
        for line, row in enumerate(cells, 1)
        for column, (_, dark) in enumerate(row, 1)
    ]
    looks = [*LINES[2:], *shades, ("GRID", (1, 1), (-1, -1), 0.8, style.WHITE)]
    widths = [label, *[side] * len(names)]
    return Table([head, *rows], widths, style=TableStyle(looks), hAlign="LEFT", repeatRows=1)


def shade(dark: float | None) -> Color:
    """From paper to a teal on which black is still well read."""
    if dark is None:
        return style.PAPER
    part = min(max(dark, 0), 1)
    return Color(*(1 + (full - 1) * part for full in (0.44, 0.74, 0.81)))


def confusions(titles: Sequence[str], met: Sequence[Sequence[float]]) -> Table:
    """How often two answers met on the same thing, darker where more of the row's did."""
    cells = [[(shown.plain(times), times / (sum(row) or 1)) for times in row] for row in met]
    return heat(titles, cells)


def alike(people: Sequence[Json], shared: Sequence[Sequence[int]], same: Sequence[Sequence[int]]) -> Table:
    """How often every two people answered the same, grey where they met too rarely to tell."""
    cells = []
    for one, row in enumerate(shared):
        cells.append([_alike(one == other, both, same[one][other]) for other, both in enumerate(row)])
    return heat([person["name"] for person in people], cells, side=44)


def _alike(self_: bool, shared: int, same: int) -> tuple[str, float | None]:  # noqa: FBT001
    if self_ or not shared:
        return ("", None)
    share = same / shared
    return (f"{shown.share(share)} {shown.whole(shared)}", share if shared >= FEW else None)
