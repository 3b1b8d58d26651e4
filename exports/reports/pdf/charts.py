"""Charts in vector graphics. Each says its numbers in words beside what it draws, and none by colour alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import ceil, floor
from typing import Any

from reportlab.graphics.shapes import Circle, Drawing, Line, Rect, String
from reportlab.lib.colors import Color
from reportlab.pdfbase.pdfmetrics import stringWidth

from exports.reports import shown
from exports.reports.levels import GOOD, TENTATIVE
from exports.reports.pdf import style
from exports.reports.pdf.style import WIDTH, fitted
from exports.reports.spoken import say

Json = Mapping[str, Any]
ROW = 19.0
LABEL = 150.0
NUMBERS = 172.0


def put(
    drawing: Drawing, x: float, y: float, text: str, *, size: float = 8, colour: Color = style.INK,
    anchor: str = "start", bold: bool = False,
) -> None:  # fmt: skip
    """A line of text."""
    wide = style.length(text, size, bold=bold)
    x -= {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
    for font, run in style.runs(text, bold=bold):
        drawing.add(String(x, y, run, fontName=font, fontSize=size, fillColor=colour))
        x += stringWidth(run, font, size)


def box(drawing: Drawing, x: float, y: float, width: float, height: float, colour: Color) -> None:
    """A filled rectangle."""
    drawing.add(Rect(x, y, width, height, fillColor=colour, strokeColor=None, strokeWidth=0))


def line(drawing: Drawing, x: float, y: float, x2: float, y2: float, colour: Color, width: float = 0.6) -> None:
    """A straight line."""
    drawing.add(Line(x, y, x2, y2, strokeColor=colour, strokeWidth=width))


class Axis:
    """Where values stand on a horizontal stretch."""

    def __init__(self, low: float, high: float, left: float, right: float) -> None:
        self.low, self.high, self.left, self.right = low, high, left, right

    def __call__(self, value: float) -> float:
        inside = min(max(value, self.low), self.high)
        return self.left + (inside - self.low) / (self.high - self.low) * (self.right - self.left)


def whisker(
    drawing: Drawing, axis: Axis, y: float, row: tuple[float, float | None, float | None], colour: Color
) -> None:
    """A value as a dot with its interval as a line."""
    value, low, high = row
    if low is not None and high is not None:
        line(drawing, axis(low), y, axis(high), y, colour, 1.6)
        for end in (low, high):
            line(drawing, axis(end), y - 2.6, axis(end), y + 2.6, colour, 1)
    drawing.add(Circle(axis(value), y, 3.1, fillColor=colour, strokeColor=style.WHITE, strokeWidth=0.8))


def alphas(questions: Sequence[Json]) -> Drawing:
    """Each question's alpha with its interval, on the bands that say what it is called."""
    known = [end for row in questions for end in (row["alpha"], row["low"]) if end is not None]
    low = min(0.0, *(floor(5 * value) / 5 for value in known)) if known else 0.0
    height = ROW * len(questions) + 34
    drawing = Drawing(WIDTH, height)
    axis = Axis(low, 1, LABEL + 8, WIDTH - NUMBERS)
    top = height - 16
    bands = ((low, TENTATIVE, "low"), (TENTATIVE, GOOD, "tentative"), (GOOD, 1.0, "good"))
    for begin, end, level in bands:
        box(drawing, axis(begin), 16, axis(end) - axis(begin), top - 16, style.LIGHT_OF_LEVEL[level])
        middle = (axis(begin) + axis(end)) / 2
        put(drawing, middle, top + 4, say(f"level.{level}"), size=6.8, colour=style.OF_LEVEL[level], anchor="middle")
    for tick in dict.fromkeys((low, 0.0, TENTATIVE, GOOD, 1.0)):
        line(drawing, axis(tick), 14, axis(tick), top, style.FAINT, 0.5)
        put(drawing, axis(tick), 5, shown.tick(tick), size=6.8, colour=style.MUTED, anchor="middle")
    for place, row in enumerate(questions):
        _alpha(drawing, axis, top - ROW * (place + 0.5), row)
    return drawing


def _alpha(drawing: Drawing, axis: Axis, y: float, row: Json) -> None:
    colour = style.OF_LEVEL[row["level"]]
    put(drawing, 0, y - 3, fitted(row["title"], LABEL, 8.5), size=8.5)
    if row["alpha"] is None:
        put(drawing, axis.left + 4, y - 3, say("document.noAlpha"), size=7.5, colour=style.MUTED)
    else:
        whisker(drawing, axis, y, (row["alpha"], row["low"], row["high"]), colour)
    left = WIDTH - NUMBERS + 10
    put(drawing, left, y - 3, shown.coefficient(row["alpha"]), size=8.5, bold=True)
    put(drawing, left + 32, y - 3, shown.between(row["low"], row["high"]), size=7, colour=style.MUTED)
    put(drawing, WIDTH, y - 3, say(f"level.{row['level']}"), size=8, colour=colour, anchor="end", bold=True)


def bars(rows: Sequence[tuple[str, float | None]], *, width: float = WIDTH, label: float = 110) -> Drawing:
    """Shares as horizontal bars, each with its percentage."""
    drawing = Drawing(width, 15 * len(rows) + 4)
    room = width - label - 52
    for place, (title, value) in enumerate(rows):
        y = 15 * (len(rows) - place - 1) + 3
        put(drawing, 0, y + 2.5, fitted(title, label - 8, 8))
        box(drawing, label, y, room, 10.5, style.PAPER)
        box(drawing, label, y, room * min(max(value or 0, 0), 1), 10.5, style.LAGOON)
        put(drawing, label + room + 6, y + 2.5, shown.share(value))
    return drawing


def histogram(bins: Sequence[Json]) -> Drawing:
    """Items by how well people agree on each."""
    height, most = 118.0, max([each["items"] for each in bins] + [1])
    drawing = Drawing(WIDTH, height)
    step, room = WIDTH / len(bins), height - 40
    for place, each in enumerate(bins):
        x, tall = place * step, room * each["items"] / most
        colour = style.ROSE if each["high"] <= 0.5 else style.LAGOON
        box(drawing, x + 4, 24, step - 8, max(tall, 0.6 if each["items"] else 0), colour)
        put(drawing, x + step / 2, 28 + tall, shown.whole(each["items"]), size=7.5, anchor="middle")
        title = shown.percentage(f"{100 * each['low']:.0f}–{100 * each['high']:.0f}")
        put(drawing, x + step / 2, 13, title, size=7, colour=style.MUTED, anchor="middle")
    line(drawing, 0, 24, WIDTH, 24, style.MUTED)
    put(drawing, WIDTH / 2, 2, say("document.onItem"), size=7, colour=style.MUTED, anchor="middle")
    return drawing


def forest(rows: Sequence[Json]) -> Drawing:
    """The models by strength, best first, with their intervals around the mean of all."""
    ends = [row[end] for row in rows for end in ("low", "high", "strength") if row[end] is not None]
    reach = max(0.5, ceil(2 * max(abs(end) for end in ends)) / 2)
    height = ROW * len(rows) + 26
    drawing = Drawing(WIDTH, height)
    axis = Axis(-reach, reach, LABEL + 8, WIDTH - NUMBERS)
    for tick in (-reach, -reach / 2, 0, reach / 2, reach):
        colour = style.MUTED if tick == 0 else style.FAINT
        line(drawing, axis(tick), 14, axis(tick), height - 6, colour, 0.7 if tick == 0 else 0.5)
        put(drawing, axis(tick), 5, shown.tick(tick, signed=True), size=6.8, colour=style.MUTED,
            anchor="middle")  # fmt: skip
    for place, row in enumerate(rows):
        y = height - 6 - ROW * (place + 0.5)
        put(drawing, 0, y - 3, fitted(row["model"], LABEL, 8.5), size=8.5)
        whisker(drawing, axis, y, (row["strength"], row["low"], row["high"]), style.LAGOON)
        left = WIDTH - NUMBERS + 10
        put(drawing, left, y - 3, shown.difference(row["strength"]), size=8.5, bold=True)
        put(drawing, left + 38, y - 3, shown.between(row["low"], row["high"]), size=7, colour=style.MUTED)
    return drawing


def curve(points: Sequence[tuple[float, float, float | None, float | None]], ceiling: float | None) -> Drawing:
    """How often a small model is right after so many pairs, and how often people are."""
    drawing = Drawing(WIDTH, 140)
    axis = Axis(-0.3, max(1, len(points) - 1), 34, WIDTH - 70)  # each point has twice as many pairs as the one before
    rise = Axis(0.4, 1.0, 22, 128)
    for tick in (0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0):
        line(drawing, axis.left, rise(tick), axis.right, rise(tick), style.FAINT, 0.5)
        put(
            drawing,
            28,
            rise(tick) - 2.5,
            shown.percentage(f"{100 * tick:.0f}"),
            size=6.8,
            colour=style.MUTED,
            anchor="end",
        )
    if ceiling is not None:
        line(drawing, axis.left, rise(ceiling), axis.right, rise(ceiling), style.APRICOT, 1.2)
        put(
            drawing,
            axis.right + 4,
            rise(ceiling) - 2.5,
            say("document.peopleLine", share=shown.share(ceiling)),
            size=7,
            colour=style.APRICOT,
        )
    for place, (one, other) in enumerate(pairwise(points)):
        line(drawing, axis(place), rise(one[1]), axis(place + 1), rise(other[1]), style.LAGOON, 1.4)
    for place, (size, right, low, high) in enumerate(points):
        if low is not None and high is not None:
            line(drawing, axis(place), rise(low), axis(place), rise(high), style.LAGOON, 0.8)
        drawing.add(Circle(axis(place), rise(right), 2.6, fillColor=style.LAGOON, strokeColor=style.WHITE))
        put(drawing, axis(place) + 5, rise(right) + 4, shown.share(right), size=7, colour=style.LAGOON)
        put(
            drawing,
            axis(place),
            8,
            say("document.pairs", n=shown.whole(size)),
            size=6.8,
            colour=style.MUTED,
            anchor="middle",
        )
    return drawing
