"""A report as PDF: what a vendor sends to a client. Written from the report's JSON, the same bytes each time."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any

from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, PageBreak, Spacer

from exports.reports import shown, words
from exports.reports.pdf import charts, style
from exports.reports.pdf.changes import changes, turned
from exports.reports.pdf.front import front, key_figures, verdict
from exports.reports.pdf.models import learnt, models
from exports.reports.pdf.pages import Pages
from exports.reports.pdf.people import people
from exports.reports.pdf.questions import overview, question
from exports.reports.pdf.style import BODY, SMALL, paragraph
from exports.reports.pdf.tables import heads, table
from exports.reports.spoken import say, speaking

Json = Mapping[str, Any]
WORST = 15
"""Items that are listed; all are in the CSV."""


def pdf(content: Json, *, language: str = "en", compressed: bool = True) -> bytes:
    """The file, in a language. It is set twice, because every foot says how many pages there are."""
    style.prepare()
    with speaking(language):
        _, total = _set(content, total=0, compressed=True)
        return _set(content, total=total, compressed=compressed)[0]


def _set(content: Json, *, total: int, compressed: bool) -> tuple[bytes, int]:
    """(the file, how many pages it has)."""
    file = io.BytesIO()
    client = content["scope"]["client"]["name"]
    names = words.listing([section["project"]["name"] for section in content["projects"]][:3]) or client
    title = say("document.titleOf", names=names)
    foot = f"{title} · {shown.day(content['made_at'])}"
    pages = Pages(file, title=title, subject=words.scope(content), foot=foot, total=total)
    pages.pageCompression = int(compressed)
    pages.build(list(story(content)))
    return file.getvalue(), pages.page


def story(content: Json) -> Iterator[Flowable]:
    """Everything, from the first page to the last."""
    yield from front(content)
    several = len(content["projects"]) > 1
    for place, section in enumerate(content["projects"]):
        if place:
            yield PageBreak()
        if several:
            yield paragraph(section["project"]["name"], style.SECTION)
        yield from _section(section)
    if not content["projects"]:
        yield paragraph(say("document.nothing"), BODY)


def _section(section: Json) -> Iterator[Flowable]:
    titles = {row["question"]: row["title"] for row in section["questions"]}
    codes = {each["question"]: each["code"] for each in section["headline"]}
    yield verdict(section)
    yield Spacer(1, 10)
    yield key_figures(section["counts"])
    yield from turned(section)
    yield paragraph(say("document.agreement"), style.SECTION)
    yield charts.alphas(section["questions"])
    yield Spacer(1, 8)
    yield overview(section["questions"])
    yield CondPageBreak(220)
    yield paragraph(say("document.byQuestion"), style.SECTION)
    for row in section["questions"]:
        yield from question(row, codes[row["question"]])
    yield from _items(section["items"])
    yield from people(section, titles)
    yield from models(section["models"], titles)
    yield from learnt(section["probe"], titles)
    yield from changes(section)
    yield from _notes(section["notes"])


def _items(items: Json) -> Iterator[Flowable]:
    yield CondPageBreak(240)
    yield KeepTogether([paragraph(say("document.itemsPart"), style.SECTION), charts.histogram(items["histogram"])])
    worst = items["worst"]
    if not worst:
        return
    yield Spacer(1, 6)
    rows = [
        [
            each["external_id"],
            shown.whole(each["position"]),
            shown.share(each["agreement"]),
            say(f"itemState.{each['state']}"),
        ]
        for each in worst[:WORST]
    ]
    heading = say("document.worst", count=len(rows))
    head = heads("item", "position", "agreement", "state")
    yield KeepTogether([paragraph(heading, style.CAPTION), table(head, rows, [50, 10, 12, 12])])


def _notes(notes: Any) -> Iterator[Flowable]:
    yield CondPageBreak(120)
    yield paragraph(say("document.notes"), style.SECTION)
    for code in notes:
        yield paragraph(say(f"note.{code}"), SMALL)
        yield Spacer(1, 2)
