"""`yolo`: pictures, a file of labels for each, and `data.yaml` (https://docs.ultralytics.com/datasets).

A picture has one file of labels, which can't tell people apart: it holds the resolution, or else what the first person
marked. Without a split everything is for training. Shares of the picture's size have eight decimals, so that places are
kept to the hundredth of a pixel.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from annotation.forms import Form
from exports.formats.counts import Counts
from exports.formats.lines import by_split
from exports.formats.marked import (
    LOST,
    MarkedPicture,
    Point,
    around,
    corners,
    drawn_shapes,
    first_label,
    labels_of,
    marked_pictures,
    only_marks,
    question_option,
    why_no_regions,
)
from exports.formats.options import Option, choice, flag
from exports.formats.records import DataSet, Format, Piece

FOLDERS = {"": "train", "train": "train", "validation": "val", "test": "test"}
TASKS = (
    ("detect", "Upright boxes"),
    ("segment", "Outlines"),
    ("obb", "Turned boxes"),
)
UPRIGHT = {"detect": ("box",), "segment": ("box", "rotated_box", "polygon"), "obb": ("box", "rotated_box")}
"""The shapes that each task holds as they are; others are written as the upright box around them."""


class Yolo(Format):
    """Marked pictures as YOLO trainers read them."""

    name = "yolo"
    title = "YOLO"
    description = "A file of labels for each picture, and data.yaml: boxes, outlines or turned boxes, with splits."
    extension = "zip"
    media_type = "application/zip"
    losses = LOST

    def __init__(self, options: Mapping[str, Any], form: Form) -> None:
        self.counts = Counts("items", "pictures", "regions", *self.losses)
        self._question, self._task, self._with_images = options["question"], options["task"], options["images"]
        self._classes: dict[str, int] = {}

    @classmethod
    def options(cls, form: Form) -> Sequence[Option]:
        shapes = drawn_shapes(form)
        best = "segment" if "polygon" in shapes else "obb" if "rotated_box" in shapes else "detect"
        tasks = sorted(TASKS, key=lambda task: task[0] != best)
        return (
            question_option(form),
            choice("task", "Shapes", *tasks),
            flag("images", "With the pictures themselves", default=True),
        )

    @classmethod
    def why_not(cls, form: Form) -> str:
        return why_no_regions(form)

    def pieces(self, data: DataSet) -> Iterator[Piece]:
        labels = labels_of(data.about, self._question)
        self._classes = {label: number for number, label in enumerate(labels)}
        yield Piece("data.yaml", settings(labels, self._task, [split for split, _ in by_split(data)]))
        for picture in marked_pictures(data, self._question, self.counts):
            folder = FOLDERS[picture.record.split]
            lines = "".join(f"{line}\n" for line in self._lines(picture))
            yield Piece(f"labels/{folder}/{picture.stem}.txt", lines.encode())
            if self._with_images:
                for chunk in data.read(picture.media):
                    yield Piece(f"images/{folder}/{picture.name}", chunk)

    def _lines(self, picture: MarkedPicture) -> Iterator[str]:
        size = picture.media.width, picture.media.height
        for region in only_marks(picture, self.counts).regions:
            if region["shape"] in ("point", "line"):
                self.counts.add(f"lost_{region['shape']}s")
                continue
            self.counts.add("regions")
            number = self._classes[first_label(region, self.counts)]
            yield " ".join([str(number), *map(decimal, self._numbers(region, size))])

    def _numbers(self, region: Mapping[str, Any], size: tuple[int, int]) -> Iterator[float]:
        """A region as shares of the picture's width and height."""
        points = corners(region)
        left, top, right, bottom = around(points)
        if region["shape"] not in UPRIGHT[self._task]:
            self.counts.add("lost_outlines")
            points = [(left, top), (right, top), (right, bottom), (left, bottom)]
        if self._task == "detect":
            points = [((left + right) / 2, (top + bottom) / 2), (right - left, bottom - top)]
        yield from shares(points, size)


def shares(points: Sequence[Point], size: tuple[int, int]) -> Iterator[float]:
    """x and y of each point, from 0 to 1."""
    for x, y in points:
        yield x / size[0]
        yield y / size[1]


def decimal(number: float) -> str:
    """With at most eight decimals."""
    return f"{number:.8f}".rstrip("0").rstrip(".")


def settings(labels: Sequence[str], task: str, splits: Sequence[str]) -> bytes:
    """`data.yaml`; trainers refuse one that names nothing to validate with."""
    folders = [FOLDERS[split] for split in splits]
    known: dict[str, Any] = {"train": "images/train", "val": "images/val" if "val" in folders else "images/train"}
    if "test" in folders:
        known["test"] = "images/test"
    known |= {"task": task, "nc": len(labels), "names": dict(enumerate(labels))}
    text = yaml.safe_dump(known, allow_unicode=True, sort_keys=False, width=10_000)
    note = (
        "" if "val" in folders else "# Nothing was set apart to validate with: split the data set when you export it.\n"
    )
    return (note + text).encode()
