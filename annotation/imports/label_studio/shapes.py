"""Regions of Label Studio, in percent of the picture, as regions of ours, in its pixels.

A rectangle turns about its top left corner, clockwise on the screen, in degrees; so do an ellipse about its centre.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import cos, isfinite, radians, sin, tau
from typing import Any

from annotation.forms.kinds.regions import flaw, rounded
from annotation.imports.asking import Json
from annotation.imports.label_studio.config import SHAPES

CORNERS = 32
"""Of the polygon that stands for an ellipse."""
Point = tuple[float, float]
NO_AREA = "regions without an area"


class Misdrawn(Exception):
    """A region that can't be kept; `what` as in `Lost`."""

    def __init__(self, what: str, detail: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.detail = detail


def drawn(row: Json, value: Json) -> tuple[Json, list[str]]:
    """`{"shape", "points"}` in pixels, and what is lost by it; raises `Misdrawn`."""
    width, height = size_of(row)
    if row.get("image_rotation"):
        raise Misdrawn("regions on turned pictures", f"{row['image_rotation']} degrees")
    tag = row["type"].removesuffix("labels")
    if tag == "labels" or not tag:
        tag = "rectangle" if "width" in value else "polygon"
    shape, points, lost = OUTLINES[tag](value, width, height)
    inside = [(min(max(x, 0.0), width), min(max(y, 0.0), height)) for x, y in points]
    if any(
        abs(x - x2) > width / 100 or abs(y - y2) > height / 100 for (x, y), (x2, y2) in zip(points, inside, strict=True)
    ):
        lost.append("parts of regions outside of their picture")
    if shape == "rotated_box" and inside != points:
        shape = "polygon"
        lost.append("turned boxes over the edge of their picture, kept as polygons")
    pixels = [rounded(point) for point in inside]
    if problem := flaw(shape, pixels):
        raise Misdrawn(NO_AREA, problem)
    return {"shape": shape, "points": [list(point) for point in pixels]}, lost


def size_of(row: Json) -> tuple[float, float]:
    """The picture's width and height in pixels."""
    width, height = row.get("original_width"), row.get("original_height")
    if not isinstance(width, int | float) or not isinstance(height, int | float) or width <= 0 or height <= 0:
        raise Misdrawn("regions without the size of their picture")
    return float(width), float(height)


def numbers(value: Json, *keys: str) -> list[float]:
    """The numbers under these keys."""
    given = [value.get(key) for key in keys]
    return [number(each) for each in given]


def number(given: object) -> float:
    """A number; raises `Misdrawn` for anything else."""
    if isinstance(given, bool) or not isinstance(given, int | float) or not isfinite(given):
        raise Misdrawn("regions with places that are no numbers")
    return float(given)


def box(value: Json, width: float, height: float) -> tuple[str, list[Point], list[str]]:
    """Percent of its own side each; the turn is one in pixels, so it is made there."""
    left, top, wide, high = numbers(value, "x", "y", "width", "height")
    x, y, w, h = left * width / 100, top * height / 100, wide * width / 100, high * height / 100
    angle = radians(number(value.get("rotation") or 0) % 360)
    if not angle:
        return "box", [(x, y), (x + w, y + h)], []
    right, down = (cos(angle), sin(angle)), (-sin(angle), cos(angle))
    corners = [(0.0, 0.0), (w, 0.0), (w, h), (0.0, h)]
    return "rotated_box", [(x + a * right[0] + b * down[0], y + a * right[1] + b * down[1]) for a, b in corners], []


def polygon(value: Json, width: float, height: float) -> tuple[str, list[Point], list[str]]:
    """One that was never closed is a line."""
    points = in_pixels(value.get("points"), width, height)
    return ("line" if value.get("closed") is False and len(points) > 1 else "polygon"), points, []


def point(value: Json, width: float, height: float) -> tuple[str, list[Point], list[str]]:
    """Its width is that of the dot on the screen."""
    x, y = numbers(value, "x", "y")
    return "point", [(x * width / 100, y * height / 100)], []


def ellipse(value: Json, width: float, height: float) -> tuple[str, list[Point], list[str]]:
    """Radii in percent of the picture's width and height."""
    x, y, across, along = numbers(value, "x", "y", "radiusX", "radiusY")
    angle = radians(number(value.get("rotation") or 0))
    points = []
    for corner in range(CORNERS):
        a = across * width / 100 * cos(tau * corner / CORNERS)
        b = along * height / 100 * sin(tau * corner / CORNERS)
        points.append(
            (x * width / 100 + a * cos(angle) - b * sin(angle), y * height / 100 + a * sin(angle) + b * cos(angle))
        )
    return "polygon", points, [f"ellipses, kept as polygons of {CORNERS} corners"]


def vector(value: Json, width: float, height: float) -> tuple[str, list[Point], list[str]]:
    """A line through its vertices; bends between them are lost."""
    vertices = value.get("vertices")
    rows = [row for row in vertices if isinstance(row, dict)] if isinstance(vertices, list) else []
    points = in_pixels([[row.get("x"), row.get("y")] for row in rows], width, height)
    bends = ["bends of lines"] if any(row.get("isBezier") for row in rows) else []
    return ("polygon" if value.get("closed") else "line"), points, bends


def in_pixels(points: object, width: float, height: float) -> list[Point]:
    """Pairs of percents."""
    rows: Iterable[Any] = points if isinstance(points, list) else ()
    pairs: list[Sequence[Any]] = [row for row in rows if isinstance(row, list) and len(row) == 2]
    if not pairs:
        raise Misdrawn("regions without points")
    return [(number(x) * width / 100, number(y) * height / 100) for x, y in pairs]


OUTLINES = {"rectangle": box, "polygon": polygon, "keypoint": point, "ellipse": ellipse, "vector": vector}
assert OUTLINES.keys() == SHAPES.keys()
