"""`regions`: mark places of an image with labelled shapes.

Value: `{"regions": [{"shape": "box", "points": [[x, y], [x, y]], "labels": ["cell"]}]}`, bottom first; points are
pixels of the oriented original from its top left corner, to two decimals. `"image": n` counts the target's images from
0 and stands only where it is above 0. `{"regions": []}` says that there is nothing to mark.

A box has its top left and bottom right corners; a rotated box four corners clockwise on the screen, from the one that
was top left before the turn; a polygon 3 points or more, not closed; a line 2 or more; a point 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import dist
from typing import Any, ClassVar

from annotation.forms.fields import Fields, is_number
from annotation.forms.marking import Labels, carries, carries_several, labels_of
from annotation.forms.options import Option, option_values, read_options, read_value
from annotation.forms.question import Common, Loss, Question, Value
from annotation.forms.target import Scope, Target

Point = tuple[float, float]
Points = list[Point]
MOST_REGIONS = 5_000
MOST_POINTS = 1_000
"""Of one region."""
MOST_POINTS_TOGETHER = 100_000
FARTHEST = 1_000_000
"""Where an image whose size is unknown ends, in pixels."""
HOW_MANY: dict[str, tuple[int, int]] = {
    "box": (2, 2),
    "rotated_box": (4, 4),
    "polygon": (3, MOST_POINTS),
    "point": (1, 1),
    "line": (2, MOST_POINTS),
}
"""The fewest and most points of each shape."""
SKEW = 0.02
"""How far a rotated box may be from a rectangle, as a share of its diagonal: other tools round."""


@dataclass(frozen=True, kw_only=True)
class Regions(Question):
    """Draw on an image. `multiple` allows several labels on one region."""

    shapes: tuple[str, ...]
    options: tuple[Option[str], ...]
    multiple: bool

    kind: ClassVar[str] = "regions"
    scopes: ClassVar[tuple[Scope, ...]] = ("item", "responses")
    on_images: ClassVar[bool] = True

    @classmethod
    def read(cls, common: Common, fields: Fields) -> Regions:
        return cls(
            **common,
            shapes=read_shapes(fields),
            options=read_options(fields, read_value, fewest=1),
            multiple=fields.flag("multiple", default=False),
        )

    def settings(self) -> dict[str, Any]:
        return {
            "shapes": list(self.shapes),
            "multiple": self.multiple,
            "options": [option.to_json() for option in self.options],
        }

    def one_must_be_shown(self) -> tuple[str, ...]:
        return ("image", "prompt") if self.scope == "item" else super().one_must_be_shown()

    def is_empty(self, value: Value) -> bool:
        """No list at all; an empty one is a finding."""
        return "regions" not in value

    def check(self, value: Fields, target: Target, *, complete: bool) -> None:
        labels = self._labels()
        left = MOST_POINTS_TOGETHER
        for pointer, entry in value.rows("regions", MOST_REGIONS):
            row = Fields(entry, pointer, value.found)
            if row.is_object:
                left -= self._check_region(row, target, labels, complete=complete)
                row.close()
            if left < 0:
                value.refuse(f"have more than {MOST_POINTS_TOGETHER} points together", "regions")
                return

    def _check_region(self, row: Fields, target: Target, labels: Labels, *, complete: bool) -> int:
        """Note what is wrong with a region; returns how many points it has."""
        labels.check(row, fewest=int(complete))
        shape = row.one_of("shape", self.shapes)
        if not target.images:
            row.refuse("has no image to lie on")
        image = row.number("image", 0, max(len(target.images) - 1, 0), default=0)
        fewest, most = HOW_MANY.get(shape, (1, MOST_POINTS))
        unfinished = not complete and shape in ("polygon", "line")
        rows = row.rows("points", most, 1 if unfinished else fewest)
        limits = (target.size(image) if target.images else None) or (FARTHEST, FARTHEST)
        points = [read_place(row, pointer, entry, limits) for pointer, entry in rows]
        whole = [point for point in points if point is not None]
        if shape and not unfinished and 0 < len(whole) == len(points) and (detail := flaw(shape, whole)):
            row.refuse(detail, "points")
        return len(rows)

    def canonical(self, value: Value, target: Target) -> dict[str, Any]:
        labels = self._labels()
        return {"regions": [canonical_region(region, labels) for region in value["regions"]]}

    def _labels(self) -> Labels:
        return labels_of(self.options, multiple=self.multiple)

    def losses(self, newer: Question) -> Iterator[Loss]:
        assert isinstance(newer, Regions)
        kept = set(option_values(newer.options))
        for label in option_values(self.options):
            if label not in kept:
                yield Loss(self.name, f"the label {label!r} is gone", carries("regions", label))
        for shape in self.shapes:
            if shape not in newer.shapes:
                yield Loss(self.name, f"the shape {shape} is gone", draws(shape))
        if self.multiple and not newer.multiple:
            yield Loss(self.name, "several labels on a region are no longer allowed", carries_several("regions"))


def read_shapes(fields: Fields) -> tuple[str, ...]:
    """The shapes that may be drawn, in the order of the design."""
    chosen = set()
    for pointer, shape in fields.rows("shapes", len(HOW_MANY), 1):
        if not isinstance(shape, str) or shape not in HOW_MANY:
            fields.refuse_at(pointer, "must be one of: " + ", ".join(HOW_MANY))
        elif shape in chosen:
            fields.refuse_at(pointer, "stands twice")
        else:
            chosen.add(shape)
    return tuple(shape for shape in HOW_MANY if shape in chosen)


def read_place(row: Fields, pointer: str, entry: object, limits: tuple[int, int]) -> Point | None:
    """A point inside the image."""
    if not isinstance(entry, list) or len(entry) != 2 or not all(map(is_number, entry)):
        row.refuse_at(pointer, "must be two numbers, x and y")
    elif not all(0 <= number <= limit for number, limit in zip(entry, limits, strict=True)):
        row.refuse_at(pointer, f"lies outside of the image, which is {limits[0]} by {limits[1]} pixels")
    else:
        return rounded(entry)
    return None


def flaw(shape: str, points: Points) -> str | None:
    """Why these points make no such shape, if they don't."""
    if shape == "box" and (points[0][0] == points[1][0] or points[0][1] == points[1][1]):
        return "has no area"
    if shape == "rotated_box":
        return None if is_rectangle(points) else "must be the four corners of a rectangle, in order around it"
    if shape in ("polygon", "line") and len(set(points)) < HOW_MANY[shape][0]:
        return f"must have {HOW_MANY[shape][0]} different points"
    return None


def is_rectangle(corners: Points) -> bool:
    """Whether four points in order around are one: the diagonals are as long and halve each other."""
    first, second, third, fourth = corners
    diagonal = dist(first, third)
    slack = SKEW * diagonal + 0.05
    halves = dist(middle(first, third), middle(second, fourth)) <= slack
    return halves and abs(diagonal - dist(second, fourth)) <= slack and abs(turning(corners)) > 0


def middle(first: Point, second: Point) -> Point:
    """The point half way."""
    return (first[0] + second[0]) / 2, (first[1] + second[1]) / 2


def turning(points: Sequence[Point]) -> float:
    """Twice the area; above zero where the points go clockwise on the screen, whose y grows downwards."""
    return sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairwise([*points, points[0]]))


def canonical_region(region: Mapping[str, Any], labels: Labels) -> dict[str, Any]:
    """A region with its points in order and rounded."""
    points = ordered(region["shape"], [rounded(point) for point in region["points"]])
    canonical = {
        "shape": region["shape"],
        "points": [list(point) for point in points],
        "labels": labels.ordered(region.get("labels", ())),
    }
    return {**canonical, "image": region["image"]} if region.get("image") else canonical


def ordered(shape: str, points: Points) -> Points:
    """The points in the one order in which they are stored."""
    if shape == "box":
        (left, right), (top, bottom) = (sorted(ends) for ends in zip(*points, strict=True))
        return [(left, top), (right, bottom)]
    if shape == "rotated_box" and turning(points) < 0:
        return [points[0], *points[:0:-1]]
    if shape == "polygon":
        while len(points) > HOW_MANY[shape][0] and points[0] == points[-1]:
            points = points[:-1]
    return points


def rounded(point: Sequence[float]) -> Point:
    """To two decimals; whole numbers without any, so that 5 and 5.0 are written alike."""
    x, y = (round(number + 0.0, 2) for number in point)
    return (int(x) if x == int(x) else x), (int(y) if y == int(y) else y)


def draws(shape: str) -> Callable[[Value], bool]:
    """Whether a canonical value has a region of this shape."""
    return lambda value: any(region["shape"] == shape for region in value["regions"])
