"""`coco`: one JSON with the pictures and every object on them (https://cocodataset.org/#format-data).

A box has no segmentation; an outline is one, and a turned box too, with its `rotation` in `attributes` (degrees
clockwise). Objects say who marked them (`annotator`) and, where they have several labels, all of them (`labels`; the
first is the category); pictures say who looked at them (`annotators`), so that nothing to mark is not the same as not
looked at. Ids of pictures come from the items' positions. A split data set has a file for each split.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson

from annotation.forms import Form
from exports.formats.counts import Counts
from exports.formats.jsonl import timestamp
from exports.formats.lines import by_split
from exports.formats.marked import (
    LOST,
    MarkedPicture,
    area,
    around,
    corners,
    drawn_shapes,
    labels_of,
    marked_pictures,
    plain,
    question_option,
    rotation,
    why_no_regions,
)
from exports.formats.options import Option, choice, flag
from exports.formats.records import About, DataSet, Format, Piece

OF_ONE_PICTURE = 100_000
"""Ids of objects lie this far apart from picture to picture: 5,000 of each of 20 people, below what a float holds."""
AREAS = ("box", "rotated_box", "polygon")


class Coco(Format):
    """Marked pictures as COCO has them."""

    name = "coco"
    title = "COCO (JSON)"
    description = "Boxes, outlines and key points of pictures, each picture once, with who marked what."
    extension = "json"
    media_type = "application/json"
    losses = {name: LOST[name] for name in ("lost_pictures", "lost_points", "lost_lines")}

    def __init__(self, options: Mapping[str, Any], form: Form) -> None:
        self.counts = Counts("items", "pictures", "regions", *self.losses)
        self._question = options["question"]
        self._with_images = options["images"]
        self._with_points = options["points"] == "keypoints"
        self._categories: dict[str, int] = {}

    @classmethod
    def options(cls, form: Form) -> Sequence[Option]:
        # Trainers of detectors stumble over boxes without area, which key points of their own are.
        points = [("left_out", "Leave them out"), ("keypoints", "Key points of objects without area")]
        if not drawn_shapes(form).intersection(AREAS):
            points.reverse()
        return (
            question_option(form),
            choice("points", "Points", *points),
            flag("images", "With the pictures themselves, as an archive"),
        )

    @classmethod
    def why_not(cls, form: Form) -> str:
        return why_no_regions(form)

    def pieces(self, data: DataSet) -> Iterator[Piece]:
        labels = labels_of(data.about, self._question)
        self._categories = {label: number for number, label in enumerate(labels, start=1)}
        for split, _ in by_split(data):
            path = f"instances_{split}.json" if split else "instances.json"
            for text in self._document(data, split):
                yield Piece(path, text)
        if self._with_images:
            for picture in marked_pictures(data, self._question):
                for chunk in data.read(picture.media):
                    yield Piece(f"images/{picture.name}", chunk)

    def _document(self, data: DataSet, split: str) -> Iterator[bytes]:
        """The JSON, walking the pictures twice: all pictures come before all objects."""
        head = {"info": info(data.about), "licenses": licences(data.about), "categories": self._category_rows()}
        yield orjson.dumps(head)[:-1] + b',"images":['
        before = b"\n"
        for picture in marked_pictures(data, self._question, self.counts, split=split):
            yield before + orjson.dumps(image_row(picture, data.about))
            before = b",\n"
        yield b'],"annotations":['
        before = b"\n"
        for picture in marked_pictures(data, self._question, split=split):
            for row in self._objects(picture):
                yield before + orjson.dumps(row)
                before = b",\n"
        yield b"]}\n"

    def _category_rows(self) -> list[dict[str, Any]]:
        """A key point is called like its label, because it is an object by itself."""
        rows = []
        for label, number in self._categories.items():
            row: dict[str, Any] = {"id": number, "name": label, "supercategory": ""}
            rows.append({**row, "keypoints": [label], "skeleton": []} if self._with_points else row)
        return rows

    def _objects(self, picture: MarkedPicture) -> Iterator[dict[str, Any]]:
        number = picture.number * OF_ONE_PICTURE
        for marks in picture.marks:
            for region in marks.regions:
                number += 1
                if shape := self._shape(region):
                    self.counts.add("regions")
                    several = {"labels": list(region["labels"])} if len(region["labels"]) > 1 else {}
                    yield {
                        "id": number,
                        "image_id": picture.number,
                        "category_id": self._categories[region["labels"][0]],
                        **shape,
                        "iscrowd": 0,
                        "annotator": marks.annotator,
                        **several,
                    }

    def _shape(self, region: Mapping[str, Any]) -> dict[str, Any]:
        """What the object's place is; nothing for a shape that COCO has not, which is counted."""
        shape, points = region["shape"], region["points"]
        if shape == "line" or (shape == "point" and not self._with_points):
            self.counts.add(f"lost_{shape}s")
            return {}
        left, top, right, bottom = around(points)
        place: dict[str, Any] = {"bbox": [left, top, plain(right - left), plain(bottom - top)], "segmentation": []}
        if shape == "point":
            return {**place, "area": 0, "keypoints": [*points[0], 2], "num_keypoints": 1}
        place["area"] = area(corners(region))
        if shape != "box":
            place["segmentation"] = [[number for point in points for number in point]]
        if shape == "rotated_box":
            place["attributes"] = {"rotation": rotation(points)}
        return place


def info(about: About) -> dict[str, Any]:
    """What the data set is."""
    return {
        "description": about.project,
        "contributor": about.client,
        "version": str(about.release or ""),
        "year": about.created_at.year,
        "date_created": timestamp(about.created_at),
        "url": "",
    }


def licences(about: About) -> list[dict[str, Any]]:
    """The licence, where there is one."""
    return [{"id": 1, "name": about.licence, "url": ""}] if about.licence else []


def image_row(picture: MarkedPicture, about: About) -> dict[str, Any]:
    """One picture."""
    return {
        "id": picture.number,
        "file_name": picture.name,
        "width": picture.media.width,
        "height": picture.media.height,
        **({"license": 1} if about.licence else {}),
        "external_id": picture.record.external_id,
        **({"on": picture.on} if picture.on != "item" else {}),
        "annotators": list(dict.fromkeys(marks.annotator for marks in picture.marks)),
    }
