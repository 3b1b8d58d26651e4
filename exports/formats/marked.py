"""What the formats for marked pictures share: each picture with what every person marked on it, labels and geometry.

A picture stands in a file once, whoever marked it; pictures that nobody answered about are left out, because trainers
take them for pictures without objects. They are called as in people's own files where that can be done: by the last
part of the external id or by the file's name, with the item's position before it where that is taken.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from math import atan2, degrees
from pathlib import PurePosixPath
from typing import Any

from annotation.forms import Form, Question
from annotation.forms.kinds import Regions
from annotation.forms.kinds.regions import turning
from exports.formats.counts import Counts
from exports.formats.options import Option, question
from exports.formats.pictures import ENDINGS
from exports.formats.records import About, AnnotationRecord, DataSet, ItemRecord, MediaRecord

AT_ONCE = 200
"""Items whose pictures are looked up together."""
FURTHER = 10_000_000
"""What the ids of an item's second, third … picture are apart; positions stay below."""
RESOLUTION = "resolution"
LONGEST_NAME = 150
UNSAFE = re.compile(r"[^\w.\- ()+@,=\[\]]")
Region = Mapping[str, Any]
Point = Sequence[float]

LOST = {
    "lost_pictures": "pictures that are gone",
    "lost_points": "points",
    "lost_lines": "lines",
    "lost_outlines": "outlines and turned boxes, of which the upright box around them is written",
    "lost_labels": "further labels of regions that have several",
    "lost_annotations": "annotations of further people on one picture",
}
"""What a format of marked pictures may have no place for."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What one person marked on one picture; `annotator` as in the record."""

    annotator: str
    regions: Sequence[Region]


@dataclass(frozen=True, slots=True)
class MarkedPicture:
    """A picture that somebody answered about. `number` is the same in every export, `name` is unique in this one."""

    number: int
    name: str
    on: str
    record: ItemRecord
    media: MediaRecord
    marks: Sequence[Marks]

    @property
    def stem(self) -> str:
        """The name without its ending."""
        return PurePosixPath(self.name).stem


def draws(each: Question) -> bool:
    """Whether a question is answered by marking pictures."""
    return isinstance(each, Regions)


def question_option(form: Form) -> Option:
    """Which question's regions are written."""
    return question("question", "Question", form, draws)


def why_no_regions(form: Form) -> str:
    """Why data with this form can't be written as marked pictures; "" when it can."""
    return "" if any(map(draws, form.questions)) else "The form has no question about regions of a picture."


def drawn_shapes(form: Form) -> set[str]:
    """Every shape that may be drawn."""
    return {shape for each in form.questions if isinstance(each, Regions) for shape in each.shapes}


def labels_of(about: About, name: str) -> list[str]:
    """The labels of a question: those of the current form in their order, then those of older ones."""
    forms = [about.form, *(about.forms[version] for version in sorted(about.forms))]
    asked = [each for form in forms if isinstance(each := form.question(name), Regions)]
    return list(dict.fromkeys(option.value for each in asked for option in each.options))


class Names:
    """Gives every picture a file name of its own, whatever capitals a file system tells apart; in constant memory."""

    def __init__(self) -> None:
        # Without a name it is a private temporary database, which is written out only when its cache is full.
        self._taken = sqlite3.connect("", isolation_level=None)
        self._taken.execute("CREATE TABLE taken (stem TEXT PRIMARY KEY) WITHOUT ROWID")

    def name(self, record: ItemRecord, media: MediaRecord, index: int) -> str:
        """A safe name with the picture's ending; unique even without it."""
        called = PurePosixPath(record.external_id.replace("\\", "/")).name
        own = index == 0 and PurePosixPath(called).suffix.lower() in (".jpeg", ".bmp", ".tif", *ENDINGS.values())
        name = safe_name(called if own else media.filename, ENDINGS.get(media.media_type, ""))
        tried, number = name, 0
        while not self._take(PurePosixPath(tried).stem.lower()):
            tried = f"{record.position:06d}-{f'{number}-' if number else ''}{name}"
            number += 1
        return tried

    def _take(self, stem: str) -> bool:
        return self._taken.execute("INSERT OR IGNORE INTO taken VALUES (?)", [stem]).rowcount == 1

    def close(self) -> None:
        """Forget everything."""
        self._taken.close()


def safe_name(called: str, ending: str) -> str:
    """A name that can neither lead out of its folder nor surprise a shell, with an ending."""
    name = UNSAFE.sub("_", PurePosixPath(called.replace("\\", "/")).name).strip(" .") or "picture"
    stem, suffix = PurePosixPath(name).stem, PurePosixPath(name).suffix
    return f"{stem[:LONGEST_NAME].strip(' .')}{suffix if 1 < len(suffix) <= 6 else suffix[:LONGEST_NAME] + ending}"


def marked_pictures(
    data: DataSet, name: str, counts: Counts | None = None, *, split: str | None = None
) -> Iterator[MarkedPicture]:
    """Each picture that the question was answered on, by position; of one split or of all.

    The same pictures have the same names and numbers in every walk. `counts` has them counted.
    """
    counts = Counts() if counts is None else counts
    with closing(Names()) as names:
        for record, media in with_media(data):
            wanted = split is None or record.split == split
            for picture in of_record(record, name, media, names, counts if wanted else Counts()):
                if wanted:
                    yield picture


def with_media(data: DataSet) -> Iterator[tuple[ItemRecord, Mapping[str, MediaRecord]]]:
    """Every item with what is known of its pictures, some hundreds looked up at once."""
    records = data.items()
    while chunk := list(islice(records, AT_ONCE)):
        media = data.media([image for record in chunk for image in images_of(record)])
        yield from ((record, media) for record in chunk)


def of_record(
    record: ItemRecord, name: str, media: Mapping[str, MediaRecord], names: Names, counts: Counts
) -> Iterator[MarkedPicture]:
    """The pictures of one item that somebody answered about."""
    counts.add("items")
    index = -1
    for on, images in targets_of(record):
        marks = [
            Marks(each.annotator, value["regions"]) for each in record.annotations for value in given(each, name, on)
        ]
        for place, image in enumerate(images):
            index += 1
            found = media.get(image)
            if marks and found is None:
                counts.add("lost_pictures")
            if marks and found is not None:
                counts.add("pictures")
                called = names.name(record, found, index)
                here = [Marks(each.annotator, on_picture(each.regions, place)) for each in marks]
                yield MarkedPicture(record.position + 1 + index * FURTHER, called, on, record, found, here)


def targets_of(record: ItemRecord) -> Iterator[tuple[str, Sequence[str]]]:
    """What can be asked about an item's pictures, with the pictures."""
    content = record.content
    yield "item", [content["image"]] if "image" in content else content.get("prompt", {}).get("images", ())
    for response in content.get("responses", ()):
        yield f"responses.{response['id']}", response.get("images", ())


def images_of(record: ItemRecord) -> list[str]:
    """Every picture that can be marked."""
    return [image for _, images in targets_of(record) for image in images]


def given(annotation: AnnotationRecord, name: str, on: str) -> list[Mapping[str, Any]]:
    """The value that a person gave, if they did."""
    return [each["value"] for each in annotation.answers if (each["question"], each["on"]) == (name, on)]


def on_picture(regions: Sequence[Region], place: int) -> list[Region]:
    """The regions on one of several pictures."""
    return [region for region in regions if region.get("image", 0) == place]


def only_marks(picture: MarkedPicture, counts: Counts) -> Marks:
    """What a file that can't tell people apart holds: the resolution, else what the first person marked."""
    counts.add("lost_annotations", len(picture.marks) - 1)
    resolved = [each for each in picture.marks if each.annotator == RESOLUTION]
    return (resolved or picture.marks)[0]


def first_label(region: Region, counts: Counts) -> str:
    """The one label that a format has a place for."""
    counts.add("lost_labels", len(region["labels"]) - 1)
    return str(region["labels"][0])


def corners(region: Region) -> Sequence[Point]:
    """A region's points in order around it; of a box all four corners, clockwise from the top left."""
    if region["shape"] != "box":
        return region["points"]  # type: ignore[no-any-return]
    (left, top), (right, bottom) = region["points"]
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def around(points: Sequence[Point]) -> tuple[float, float, float, float]:
    """The upright box around some points: left, top, right, bottom."""
    (left, *_, right), (top, *_, bottom) = (sorted(ends * 2) for ends in zip(*points, strict=True))
    return left, top, right, bottom


def area(points: Sequence[Point]) -> float:
    """The area inside, in square pixels."""
    return plain(abs(turning([(x, y) for x, y in points])) / 2)


def rotation(points: Sequence[Point]) -> float:
    """How far a turned box is turned, in degrees clockwise from 0 to below 360."""
    (x, y), (next_x, next_y) = points[:2]
    return plain(degrees(atan2(next_y - y, next_x - x)) % 360)


def plain(number: float) -> float:
    """To two decimals, whole numbers without any."""
    kept = round(number, 2)
    return int(kept) if kept == int(kept) else kept
