"""On paper, what has changed since the report before: what is judged otherwise in sentences, each figure in a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reportlab.platypus import CondPageBreak, Flowable, Spacer

from exports.reports import moved
from exports.reports.changes import has_turned
from exports.reports.pdf import style
from exports.reports.pdf.style import BODY, CAPTION, SMALL, paragraph
from exports.reports.pdf.tables import table
from exports.reports.spoken import say

Json = Mapping[str, Any]
MOST_SENTENCES = 12
"""The table has all others, which comes to them first."""
MOST = 50
"""Figures in the table; those that tell most come first, and all are in the CSV and JSON."""


def turned(section: Json) -> Iterator[Flowable]:
    """What is judged otherwise than in the report before."""
    found = [change for change in section["changes"] if has_turned(change)]
    if not found:
        return
    yield paragraph(say("change.turnedTitle"), CAPTION)
    for change in found[:MOST_SENTENCES]:
        yield paragraph(f"•  {moved.turned(change, section)}", BODY)


def changes(section: Json) -> Iterator[Flowable]:
    """Each figure beside what it was."""
    found = section["changes"]
    if not found:
        return
    yield CondPageBreak(160)
    yield paragraph(say("change.title"), style.SECTION)
    rows = [
        [
            moved.name_of(change, section),
            moved.written(change, change["before"]),
            moved.written(change, change["value"]),
            moved.interval(change),
            moved.moved(change),
        ]
        for change in found[:MOST]
    ]
    head = [say(f"change.{name}") for name in ("figure", "was", "is", "interval", "difference")]
    yield table(head, rows, [50, 9, 9, 17, 13])
    yield Spacer(1, 3)
    if any(change["clear"] for change in found[:MOST]):
        yield paragraph(say("change.help"), SMALL)
    if len(found) > MOST:
        yield paragraph(say("document.moreChanges", count=len(found) - MOST), SMALL)
