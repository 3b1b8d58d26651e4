"""How far two sets of marks on a text or an image agree: a one-to-one matching, each match worth its overlap.

The score is an F1 whose hits count by intersection over union (Jaccard 1901) times the share of common labels, so
that a mark drawn a little differently costs a little. Matches are made greedily, best first, as in the evaluation of
detections (Everingham et al. 2010, "The PASCAL Visual Object Classes (VOC) Challenge", §4.2).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import dist
from statistics import fmean
from typing import Any

import numpy as np
from shapely import Polygon, make_valid
from shapely.geometry.base import BaseGeometry

from annotation.agreement.histogram import Floats

Point = tuple[float, float]
AREAS = ("box", "rotated_box", "polygon")
REACH = 16.0
"""Pixels from which on two points or lines have nothing in common; nearer ones have the more the nearer they are."""
NEIGHBOURS = 20
"""With how many others a mark is compared closely."""


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A span, as a box of height 1, or a region. `shape` is one of the kind `regions`."""

    image: int
    shape: str
    points: tuple[Point, ...]
    labels: tuple[str, ...]

    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom; points and lines reach farther than they are drawn."""
        grown = 0 if self.shape in AREAS else REACH / 2
        xs, ys = zip(*self.points, strict=True)
        return min(xs) - grown, min(ys) - grown, max(xs) + grown, max(ys) + grown


def span_marks(value: Mapping[str, Any]) -> list[Mark]:
    """The spans of a canonical value."""
    return [
        Mark(0, "box", ((span["start"], 0), (span["end"], 1)), tuple(sorted(span["labels"]))) for span in value["spans"]
    ]


def region_marks(value: Mapping[str, Any]) -> list[Mark]:
    """The regions of a canonical value."""
    return [
        Mark(
            region.get("image", 0),
            region["shape"],
            tuple((x, y) for x, y in region["points"]),
            tuple(sorted(region["labels"])),
        )
        for region in value["regions"]
    ]


def marked_alike(one: Iterable[Mark], other: Iterable[Mark]) -> float:
    """From 0 (no mark matches) to 1 (the same marks); two who found nothing to mark agree."""
    first, second = sorted([sorted(one), sorted(other)])
    everything = len(first) + len(second)
    if not everything:
        return 1.0
    same = Counter(first) & Counter(second)
    left, right = (list((Counter(marks) - same).elements()) for marks in (first, second))
    return min(1.0, 2 * (same.total() + matched_worth(left, right)) / everything)


def matched_worth(one: Sequence[Mark], other: Sequence[Mark]) -> float:
    """What the matches of different marks are worth together; each mark is in one match at most."""
    worth, used_one, used_other = 0.0, set[int](), set[int]()
    for value, i, j in sorted(candidates(one, other), key=lambda found: (-found[0], found[1], found[2])):
        if i not in used_one and j not in used_other:
            used_one.add(i)
            used_other.add(j)
            worth += value
    return worth


def candidates(one: Sequence[Mark], other: Sequence[Mark]) -> Iterable[tuple[float, int, int]]:
    """(worth above 0, index in `one`, index in `other`) of marks that may be matched."""
    if not one or not other:
        return
    boxes = np.array([mark.bounds() for mark in other], dtype=np.float64)
    images = np.array([mark.image for mark in other])
    for i, mark in enumerate(one):
        near = boxes_overlap(np.array(mark.bounds()), boxes)
        near[images != mark.image] = 0
        for j in np.argsort(-near, kind="stable")[:NEIGHBOURS]:
            if near[j] > 0 and (value := mark_worth(mark, other[j], float(near[j]))) > 0:
                yield value, i, int(j)


def mark_worth(one: Mark, other: Mark, boxes: float) -> float:
    """Overlap times common labels, each from 0 to 1; `boxes` is the overlap of the marks' bounds."""
    labels = {*one.labels} | {*other.labels}
    common = len({*one.labels} & {*other.labels}) / len(labels) if labels else 1.0
    return common * shapes_overlap(one, other, boxes) if common else 0.0


def shapes_overlap(one: Mark, other: Mark, boxes: float) -> float:
    """Intersection over union of two areas on one image, or how near two points or lines of a kind are, from 0 to 1;
    `boxes` is the overlap of their bounds.
    """
    if (one.shape in AREAS) != (other.shape in AREAS):
        return 0.0
    if one.shape == other.shape == "box":
        return boxes
    if one.shape in AREAS:
        return areas_overlap(corners(one), corners(other))
    return max(0.0, 1 - apart(one.points, other.points) / REACH) if one.shape == other.shape else 0.0


def boxes_overlap(box: Floats, boxes: Floats) -> Floats:
    """(N) intersection over union of a box with each of N, as left, top, right, bottom."""
    width = np.minimum(box[2], boxes[:, 2]) - np.maximum(box[0], boxes[:, 0])
    height = np.minimum(box[3], boxes[:, 3]) - np.maximum(box[1], boxes[:, 1])
    common = np.maximum(width, 0) * np.maximum(height, 0)
    union = area(box[None, :]) + area(boxes) - common
    return np.asarray(np.divide(common, union, out=np.zeros_like(common), where=union > 0))


def area(boxes: Floats) -> Floats:
    """(N) of boxes."""
    return np.asarray((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]))


def corners(mark: Mark) -> Floats:
    """(N, 2) the corners around an area."""
    if mark.shape == "box":
        (left, top), (right, bottom) = mark.points
        return np.array([(left, top), (right, top), (right, bottom), (left, bottom)], dtype=np.float64)
    return np.array(mark.points, dtype=np.float64)


def areas_overlap(one: Floats, other: Floats) -> float:
    """Intersection over union of two polygons (N, 2); where a polygon crosses itself, the even-odd rule says what is
    inside.
    """
    first, second = outline(one), outline(other)
    union = first.union(second).area
    return float(first.intersection(second).area / union) if union > 0 else 0.0


def outline(polygon: Floats) -> BaseGeometry:
    """The area inside a polygon."""
    return make_valid(Polygon(polygon))


def apart(one: Sequence[Point], other: Sequence[Point]) -> float:
    """The mean distance in pixels from the points of either line to the other line; of points, their distance."""
    there, back = fmean(from_line(point, other) for point in one), fmean(from_line(point, one) for point in other)
    return (there + back) / 2


def from_line(point: Point, line: Sequence[Point]) -> float:
    """The distance of a point from the nearest place of a line."""
    if len(line) == 1:
        return dist(point, line[0])
    return min(from_stretch(point, begin, end) for begin, end in pairwise(line))


def from_stretch(point: Point, begin: Point, end: Point) -> float:
    """The distance of a point from a straight stretch."""
    length = dist(begin, end)
    if not length:
        return dist(point, begin)
    along = sum((p - b) * (e - b) for p, b, e in zip(point, begin, end, strict=True)) / length**2
    along = min(1.0, max(0.0, along))
    return dist(point, tuple(b + along * (e - b) for b, e in zip(begin, end, strict=True)))
