"""The first page: what the report is of, the verdict in words, the key figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reportlab.platypus import Flowable, Spacer, Table, TableStyle

from exports.reports import shown, words
from exports.reports.pdf import style
from exports.reports.pdf.style import BODY, SMALL, WIDTH, paragraph
from exports.reports.spoken import say

Json = Mapping[str, Any]
COUNTS = ("items", "overlapped", "annotations", "people", "gold")


def front(content: Json) -> Iterator[Flowable]:
    """The report's head."""
    client = content["scope"]["client"]["name"]
    names = [section["project"]["name"] for section in content["projects"]]
    yield paragraph(say("document.title"), style.style(9.5, bold=True, colour=style.LAGOON))
    yield paragraph(names[0] if len(names) == 1 else client, style.TITLE)
    yield Spacer(1, 3)
    made = say("document.made", when=shown.moment(content["made_at"]))
    yield paragraph(f"{client} · {words.scope(content)} · {made}", SMALL)
    if previous := content["previous"]:
        yield paragraph(say("document.compared", when=shown.moment(previous["made_at"])), SMALL)
    if content["people"] == "pseudonyms":
        yield paragraph(say("document.pseudonyms"), SMALL)
    yield Spacer(1, 8)


def verdict(section: Json) -> Flowable:
    """The whole in one sentence, and what lies behind it."""
    level = _level(section)
    lines = [paragraph(words.verdict(section), style.style(13, bold=True))]
    if weakest := words.weakest(section):
        lines.append(paragraph(weakest, BODY))
    of_level = {each: words.named(section, each) for each in ("good", "tentative", "low")}
    lines += [paragraph(f"{words.level(each)}: {named}.", BODY) for each, named in of_level.items() if named]
    panel = Table([[lines]], [WIDTH])
    panel.setStyle(
        TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, -1), style.LIGHT_OF_LEVEL[level]),
                ("LINEBEFORE", (0, 0), (0, -1), 3.5, style.OF_LEVEL[level]),
                ("LEFTPADDING", (0, 0), (-1, -1), 12),
                ("TOPPADDING", (0, 0), (-1, -1), 9),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 10),
            ]
        )
    )
    return panel


def _level(section: Json) -> str:
    """The lowest level of all questions that have one."""
    found = {each["level"] for each in section["headline"]}
    return next((level for level in ("low", "tentative", "good") if level in found), "undefined")


def key_figures(counts: Json) -> Table:
    """How much there was, in large numbers."""
    told = [(shown.whole(counts[name]), say(f"count.{name}")) for name in COUNTS]
    told.append((shown.hours(counts["seconds"]), say("count.seconds")))
    large, small = style.style(15, bold=True), style.style(7.5, colour=style.MUTED)
    cells = [[[paragraph(figure, large), paragraph(name, small)] for figure, name in told]]
    tiles = Table(cells, [WIDTH / len(told)] * len(told))
    tiles.setStyle(TableStyle([("LEFTPADDING", (0, 0), (-1, -1), 0), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    return tiles
