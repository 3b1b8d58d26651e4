"""What the readers of marked pictures share: shapes that fit on a picture, their labels, and the form that holds them.

A foreign shape becomes a region that our own rules accept (`annotation.forms.kinds.regions`), or it is lost and said to
be. What a file says of a region besides its labels goes into the item's metadata:
`"regions": [{"annotator": "unknown", "region": 0, "difficult": true}]`, the region by its place in that answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import cos, isfinite, radians, sin
from typing import Any

import orjson

from annotation.forms import Problem
from annotation.forms.kinds.regions import (
    FARTHEST,
    HOW_MANY,
    MOST_POINTS,
    MOST_POINTS_TOGETHER,
    MOST_REGIONS,
    Points,
    flaw,
    ordered,
    rounded,
)
from annotation.forms.options import MOST_OPTIONS
from annotation.imports.foreign import ForeignRow, Lost, picture
from annotation.imports.items import ItemRow, derived_id

REGIONS, TAGS, CAPTION = "regions", "tags", "caption"
"""The questions that these files answer: what is where, what the whole picture is, and what it shows in words."""
UNKNOWN = "unknown"
"""The person, where a file doesn't say who drew."""
ANYTHING = "object"
"""The label to mark with, where files say that there is nothing to mark and name no label."""
LONGEST_LABEL = 100
LONGEST_EXTERNAL_ID = 255
LONGEST_METADATA = 64 << 10
NEARLY = 1
"""Pixels that a shape may reach out of its picture without a word: tools round, and count pixels or their edges."""
Size = tuple[int, int]


class LabelNames:
    """What the labels of a file are called here, in the order in which they come up.

    A name is printable, has at most 100 characters and means one label only. There are at most 500.
    """

    def __init__(self, declared: Iterable[str] = ()) -> None:
        self._names: dict[str, str] = {}
        self._taken: set[str] = set()
        for label in declared:
            self.name(label)

    def name(self, label: str) -> str:
        """Our name of a label; empty where it has none, or comes too late."""
        if label not in self._names and len(self._taken) < MOST_OPTIONS and (free := self._free(label)):
            self._names[label] = free
            self._taken.add(free)
        return self._names.get(label, "")

    def all(self) -> list[str]:
        """Every name so far."""
        return list(self._names.values())

    def _free(self, label: str) -> str:
        printable = " ".join("".join(sign if sign.isprintable() else " " for sign in label).split())
        name, number = printable[:LONGEST_LABEL].strip(), 1
        while name and name in self._taken:
            number += 1
            name = f"{printable[: LONGEST_LABEL - 8].strip()} {number}"
        return name


@dataclass
class Drawing:
    """What one person drew on one picture, as far as it can be kept; `size` is None where nobody knows it."""

    where: str
    size: Size | None
    names: LabelNames
    annotator: str = UNKNOWN
    regions: list[dict[str, Any]] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    more: list[dict[str, Any]] = field(default_factory=list)
    """What the file says of regions besides."""
    _points: int = 0

    def add(
        self, shape: str, points: Sequence[Sequence[float]], labels: Sequence[str], **more: object
    ) -> dict[str, Any] | None:
        """Draw a shape with its labels; `more` is what the file says of it besides. None where it is lost."""
        names = [name for label in dict.fromkeys(labels) if (name := self.names.name(label))]
        if not names:
            named = any(labels)
            self.lose("regions with labels beyond the first 500" if named else "regions without a label", str(labels))
            return None
        placed = self._placed(shape, points)
        if placed is None:
            return None
        shape, kept = placed
        region = {"shape": shape, "points": [list(point) for point in kept], "labels": names}
        self._points += len(kept)
        self.regions.append(region)
        if more:
            self.more.append({"annotator": self.annotator, "region": len(self.regions) - 1, **more})
        return region

    def lose(self, what: str, detail: str = "") -> None:
        """Say that something cannot be kept."""
        self.lost.append(Lost(what, self.where, detail[:200]))

    def _placed(self, shape: str, points: Sequence[Sequence[float]]) -> tuple[str, Points] | None:
        if not all(isfinite(number) for point in points for number in point):
            self.lose("regions whose coordinates are no numbers", f"{shape} {points[:4]}")
            return None
        placed = self._on_the_picture(shape, [(float(point[0]), float(point[1])) for point in points])
        count = len(placed[1]) if placed else 0
        if count > MOST_POINTS:
            self.lose("regions of more than 1,000 points", f"{count} points")
        elif len(self.regions) >= MOST_REGIONS or self._points + count > MOST_POINTS_TOGETHER:
            self.lose("regions beyond what one answer can hold")
        else:
            return placed
        return None

    def _on_the_picture(self, shape: str, points: Points) -> tuple[str, Points] | None:
        limits = self.size or (FARTHEST, FARTHEST)
        asked = shape
        if reaches_out(points, limits) > NEARLY:
            self.lose("parts of regions outside of the picture", f"{shape} {points[:4]}")
            shape = "polygon" if shape == "rotated_box" else shape
            points = clipped(shape, points, limits)
        kept = [rounded(clamped(point, limits)) for point in points]
        if shape == "rotated_box" and flaw(shape, kept):  # at the edge, or as thin as a line
            shape = "polygon"
        if shape != asked:
            self.lose("rotated boxes that reach out of the picture, kept as polygons", f"{points[:4]}")
        if len(kept) < HOW_MANY[shape][0] or flaw(shape, kept):
            self.lose("regions without area" if kept else "regions outside of the picture", f"{shape} {points[:4]}")
            return None
        return shape, ordered(shape, kept)


def reaches_out(points: Points, limits: Size) -> float:
    """How many pixels the farthest point lies outside; at most 0 where all lie inside."""
    width, height = limits
    return max((max(-x, -y, x - width, y - height) for x, y in points), default=0.0)


def clamped(point: tuple[float, float], limits: Size) -> tuple[float, float]:
    """The nearest place on the picture."""
    return min(max(point[0], 0.0), limits[0]), min(max(point[1], 0.0), limits[1])


def clipped(shape: str, points: Points, limits: Size) -> Points:
    """The part of a shape that lies on the picture; a line's or a lone point's points that do."""
    if shape == "box":
        (left, right), (top, bottom) = (sorted(ends) for ends in zip(*points, strict=True))
        inside = left < limits[0] and top < limits[1] and right > 0 and bottom > 0
        return [(left, top), (right, bottom)] if inside else []
    if shape != "polygon":
        return [point for point in points if reaches_out([point], limits) <= NEARLY]
    for axis, limit, sign in ((0, 0.0, 1), (0, limits[0], -1), (1, 0.0, 1), (1, limits[1], -1)):
        points = list(cut(points, axis, limit, sign))
    return points


def cut(points: Points, axis: int, limit: float, sign: int) -> Iterator[tuple[float, float]]:
    """A polygon's part on one side of an edge of the picture (Sutherland and Hodgman 1974)."""
    for before, point in zip([*points[-1:], *points[:-1]], points, strict=True):
        was, now = sign * (before[axis] - limit), sign * (point[axis] - limit)
        if (was < 0) != (now < 0):
            share = was / (was - now)
            yield before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1])
        if now >= 0:
            yield point


def turned_box(centre: tuple[float, float], size: tuple[float, float], degrees: float) -> Points:
    """The corners of a box turned clockwise about its middle, from the one that was top left before, clockwise."""
    (x, y), (width, height) = centre, size
    along, across = cos(radians(degrees)), sin(radians(degrees))
    corners = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    offsets = [(right * width / 2, down * height / 2) for right, down in corners]
    return [(x + dx * along - dy * across, y + dx * across + dy * along) for dx, dy in offsets]


def paired(numbers: Sequence[float]) -> list[tuple[float, float]]:
    """x, y, x, y, … as points."""
    return list(zip(numbers[::2], numbers[1::2], strict=False))


def answer(question: str, value: Mapping[str, Any]) -> dict[str, Any]:
    """An answer about the item as a whole."""
    return {"question": question, "on": "item", "value": value}


def annotation(answers: Sequence[Mapping[str, Any]], annotator: Mapping[str, str] | str = UNKNOWN) -> dict[str, Any]:
    """What one person answered; these files tell neither when nor how long it took."""
    person = {"id": annotator, "name": "", "email": ""} if isinstance(annotator, str) else dict(annotator)
    return {"annotator": person, "answers": list(answers), "submitted_at": None, "seconds": None, "state": "submitted"}


def picture_row(
    where: str,
    place: str,
    *,
    metadata: Mapping[str, Any],
    annotations: Sequence[Mapping[str, Any]],
    lost: Sequence[Lost] = (),
    external_id: str = "",
) -> ForeignRow:
    """An item that is one picture, called by the picture's place unless the file calls it otherwise."""
    called = external_id or place
    kept, also_lost = bounded(metadata, where)
    item = ItemRow(
        external_id=called if len(called) <= LONGEST_EXTERNAL_ID else derived_id(called.encode()),
        content={"image": picture(place)},
        metadata=kept,
        annotations=annotations,
    )
    return ForeignRow(where, item, (), [*lost, *also_lost])


def refused_row(where: str, detail: str, lost: Sequence[Lost] = ()) -> ForeignRow:
    """A row that is no item, and why."""
    return ForeignRow(where, None, [Problem("", detail)], lost)


def bounded(metadata: Mapping[str, Any], where: str) -> tuple[dict[str, Any], list[Lost]]:
    """The metadata without what was said of single regions, where that is more than an item can hold."""
    kept = {key: value for key, value in metadata.items() if value not in (None, "", [], {})}
    more = kept.get(REGIONS)
    if not more or len(orjson.dumps(kept)) <= LONGEST_METADATA:
        return kept, []
    del kept[REGIONS]
    return kept, [Lost("attributes of regions", where, f"of {len(more)} regions")]


def form_for(
    rows: Iterable[ForeignRow], declared: Iterable[str] = (), declared_tags: Iterable[str] = ()
) -> dict[str, Any] | None:
    """The form that holds what these rows answer, with the labels that the file declares first; None where neither
    says anything.
    """
    labels, tags = dict.fromkeys(declared), dict.fromkeys(declared_tags)
    shapes: set[str] = set()
    drawn = multiple = captions = False
    for value in values(rows):
        drawn = drawn or "regions" in value
        for region in value.get("regions", ()):
            shapes.add(region["shape"])
            labels |= dict.fromkeys(region["labels"])
            multiple = multiple or len(region["labels"]) > 1
        tags |= dict.fromkeys(value.get("choices", ()))
        captions = captions or "text" in value
    questions: list[dict[str, Any]] = []
    if drawn or (labels and not (tags or captions)):
        kept = [shape for shape in HOW_MANY if shape in (shapes or {"box", "polygon"})]
        options = labels or [ANYTHING]
        questions.append(asked(REGIONS, "regions", "Mark what you see", options, shapes=kept, multiple=multiple))
    if tags:
        questions.append(asked(TAGS, "choice", "What does the picture show?", tags, multiple=True))
    if captions:
        questions.append({"name": CAPTION, "kind": "text", "title": "Describe the picture"})
    return form_of(questions)


def form_of(questions: Sequence[Mapping[str, Any]], shows: str = "image") -> dict[str, Any] | None:
    """A form of these questions. Where there are several, a file may leave each of them open."""
    if not questions:
        return None
    alone = len(questions) == 1
    return {"version": 1, "shows": [shows], "questions": [{**each, "required": alone} for each in questions]}


def values(rows: Iterable[ForeignRow]) -> Iterator[Mapping[str, Any]]:
    """The value of every answer of these rows."""
    for row in rows:
        for each in row.item.annotations if row.item else ():
            for given in each["answers"]:
                yield given["value"]


def asked(name: str, kind: str, title: str, options: Iterable[str], **settings: object) -> dict[str, Any]:
    """A question with these options."""
    chosen = [{"value": value, "title": value} for value in options][:MOST_OPTIONS]
    return {"name": name, "kind": kind, "title": title, "options": chosen, **settings}
