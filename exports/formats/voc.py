"""`voc`: an XML file for each picture, with boxes
(http://host.robots.ox.ac.uk/pascal/VOC/voc2012/htmldoc/devkit_doc.html).

A picture has one file, which can't tell people apart: it holds the resolution, or else what the first person marked.
Coordinates are the edges of boxes in pixels, as the tools that people draw with write them, or, by option, count pixels
from 1 and include the last, as the challenge does and detectron2 and supervision read it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from annotation.forms import Form
from exports.formats.counts import Counts
from exports.formats.lines import by_split
from exports.formats.marked import (
    LOST,
    MarkedPicture,
    around,
    first_label,
    marked_pictures,
    only_marks,
    plain,
    question_option,
    why_no_regions,
)
from exports.formats.options import Option, choice, flag
from exports.formats.records import DataSet, Format, Piece

SETS = {"train": "train", "validation": "val", "test": "test"}


class Voc(Format):
    """Marked pictures as Pascal VOC has them."""

    name = "voc"
    title = "Pascal VOC (XML)"
    description = "An XML file with boxes for each picture, and lists of the splits."
    extension = "zip"
    media_type = "application/zip"
    losses = LOST

    def __init__(self, options: Mapping[str, Any], form: Form) -> None:
        self.counts = Counts("items", "pictures", "regions", *self.losses)
        self._question, self._with_images = options["question"], options["images"]
        self._first = 1 if options["coordinates"] == "pixels" else 0
        """What the number of the first pixel is."""

    @classmethod
    def options(cls, form: Form) -> Sequence[Option]:
        return (
            question_option(form),
            choice("coordinates", "Coordinates", ("edges", "Edges, from 0"), ("pixels", "Whole pixels, from 1")),
            flag("images", "With the pictures themselves"),
        )

    @classmethod
    def why_not(cls, form: Form) -> str:
        return why_no_regions(form)

    def pieces(self, data: DataSet) -> Iterator[Piece]:
        for picture in marked_pictures(data, self._question, self.counts):
            yield Piece(f"Annotations/{picture.stem}.xml", "".join(self._document(picture, data)).encode())
            if self._with_images:
                for chunk in data.read(picture.media):
                    yield Piece(f"JPEGImages/{picture.name}", chunk)
        for split in [split for split, _ in by_split(data) if split]:
            path = f"ImageSets/Main/{SETS[split]}.txt"
            yield Piece(path, b"")
            for picture in marked_pictures(data, self._question, split=split):
                yield Piece(path, f"{picture.stem}\n".encode())

    def _document(self, picture: MarkedPicture, data: DataSet) -> Iterator[str]:
        yield "<annotation>\n  <folder>JPEGImages</folder>\n"
        yield f"  <filename>{escape(picture.name)}</filename>\n"
        yield f"  <source><database>{written(data.about.project)}</database></source>\n"
        yield f"  <size><width>{picture.media.width}</width><height>{picture.media.height}</height>"
        yield "<depth>3</depth></size>\n  <segmented>0</segmented>\n"
        for region in only_marks(picture, self.counts).regions:
            yield from self._object(region)
        yield "</annotation>\n"

    def _object(self, region: Mapping[str, Any]) -> Iterator[str]:
        if region["shape"] in ("point", "line"):
            self.counts.add(f"lost_{region['shape']}s")
            return
        if region["shape"] != "box":
            self.counts.add("lost_outlines")
        self.counts.add("regions")
        left, top, right, bottom = around(region["points"])
        yield f"  <object>\n    <name>{written(first_label(region, self.counts))}</name>\n"
        yield "    <pose>Unspecified</pose><truncated>0</truncated><difficult>0</difficult>\n    <bndbox>"
        yield f"<xmin>{plain(left + self._first)}</xmin><ymin>{plain(top + self._first)}</ymin>"
        yield f"<xmax>{plain(right)}</xmax><ymax>{plain(bottom)}</ymax></bndbox>\n  </object>\n"


def written(text: str) -> str:
    """A text as XML can hold it, which has no place for control characters."""
    return escape("".join(sign if sign.isprintable() else " " for sign in text))
