"""Pascal VOC: one XML file for each picture, with boxes
(http://host.robots.ox.ac.uk/pascal/VOC/voc2012/htmldoc/devkit_doc.html).

Coordinates are taken as they stand, as the tools that people draw with write them; the challenge's own files count
pixels from 1. Where a box ends in the pixel that it begins in, it is that pixel. An XML file without objects says that
there is nothing to mark.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from math import degrees
from pathlib import PurePosixPath
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from annotation.imports.drawings import (
    REGIONS,
    Drawing,
    LabelNames,
    Size,
    annotation,
    answer,
    form_for,
    paired,
    picture_row,
    refused_row,
    turned_box,
)
from annotation.imports.files import xml_names
from annotation.imports.foreign import Columns, Files, ForeignRow, Reader
from annotation.imports.pictures import Pictures, picture_size, split_of_folder

MOST_BYTES = 8 << 20
"""Of one XML file; it stands in memory whole."""
LOOKED_AT = 5
SAID = {"pose": "Unspecified", "truncated": "0", "difficult": "0", "occluded": "0"}
"""What is said of an object besides, and what says nothing."""
MASKS = ("SegmentationClass", "SegmentationObject")


class BadXml(ValueError):
    """A file that is not the XML it should be, in words."""


def detect(files: Files) -> float:
    """Sure where the first XML files are annotations with boxes; those of LabelMe look alike and have none."""
    found = 0.0
    for name in islice(xml_names(files), LOOKED_AT):
        try:
            root = parsed(files, name)
        except BadXml:
            continue
        if root.tag == "annotation" and root.find("object/bndbox") is not None:
            return 0.95
        if root.tag == "annotation" and root.find("filename") is not None and root.find("imagesize") is None:
            found = max(found, 0.3 if root.find("object") is not None else 0.6)
    return found


def read(files: Files, _: Columns) -> Iterator[ForeignRow]:
    """One item for each XML file, in the order of their names."""
    pictures, names = Pictures(files), LabelNames()
    listed = frozenset(files.names())
    for name in xml_names(files):
        try:
            root = parsed(files, name)
        except BadXml as error:
            yield refused_row(name, str(error))
            continue
        if root.tag == "annotation":
            yield row_of(files, pictures, names, listed, name, root)


def form(files: Files) -> Mapping[str, Any] | None:
    """Boxes with the labels that the files use."""
    return form_for(read(files, {}))


def row_of(
    files: Files, pictures: Pictures, names: LabelNames, listed: frozenset[str], name: str, root: Element
) -> ForeignRow:
    """The item of one XML file."""
    called = text(root, "filename") or PurePosixPath(name).stem + ".jpg"
    place = pictures.find(called, near=name)
    drawing = Drawing(name, size_of(root) or (picture_size(files, place) if place else None), names)
    for thing in root.iterfind("object"):
        add_object(drawing, thing)
    stem = PurePosixPath(name).stem
    for folder in MASKS:
        if str(PurePosixPath(name).parent.parent / folder / f"{stem}.png") in listed:
            drawing.lose("segmentation masks", folder)
    metadata = {"split": split_of_folder(name), "database": known(text(root, "source/database")), REGIONS: drawing.more}
    answers = [answer(REGIONS, {"regions": drawing.regions})]
    return picture_row(name, place or called, metadata=metadata, annotations=[annotation(answers)], lost=drawing.lost)


def add_object(drawing: Drawing, thing: Element) -> None:
    """Draw an object and its parts."""
    more = dict(said_of(thing))
    region = draw(drawing, thing, more)
    if region is None:
        return
    whole = len(drawing.regions) - 1
    for part in thing.iterfind("part"):
        draw(drawing, part, {"part_of": whole})


def draw(drawing: Drawing, thing: Element, more: Mapping[str, Any]) -> dict[str, Any] | None:
    """The outline where there is one, else the box."""
    try:
        shape, points = shape_of(thing)
    except ValueError:
        drawing.lose("objects without a box", text(thing, "name"))
        return None
    return drawing.add(shape, points, [text(thing, "name")], **more)


def shape_of(thing: Element) -> tuple[str, list[tuple[float, float]]]:
    """The kind of shape and its points; raises ValueError where numbers are missing."""
    turned, outline = thing.find("robndbox"), thing.find("polygon")
    if turned is not None:
        x, y, width, height, angle = (float(text(turned, key)) for key in ("cx", "cy", "w", "h", "angle"))
        return "rotated_box", turned_box((x, y), (width, height), degrees(angle))
    if outline is not None and len(outline) >= 6:
        return "polygon", paired([float(number.text or "") for number in outline])
    left, top, right, bottom = (float(text(thing, f"bndbox/{key}")) for key in ("xmin", "ymin", "xmax", "ymax"))
    return "box", [(left - (left == right), top - (top == bottom)), (right, bottom)]


def said_of(thing: Element) -> Iterator[tuple[str, object]]:
    """What is said of an object besides its name and place."""
    for key, nothing in SAID.items():
        if (value := text(thing, key)) and value != nothing:
            yield key, True if value == "1" else value
    actions = [action.tag for action in thing.iterfind("actions/*") if (action.text or "").strip() == "1"]
    if actions:
        yield "actions", actions
    attributes = {text(each, "name"): text(each, "value") for each in thing.iterfind("attributes/attribute")}
    if attributes:
        yield "attributes", attributes


def size_of(root: Element) -> Size | None:
    """The picture's size, if the file tells."""
    try:
        width, height = int(float(text(root, "size/width"))), int(float(text(root, "size/height")))
    except (ValueError, OverflowError):
        return None
    return (width, height) if width > 0 and height > 0 else None


def known(value: str) -> str:
    """A value that says something."""
    return "" if value.lower() == "unknown" else value


def text(element: Element, path: str) -> str:
    """The text of what stands at a path, without spaces around it."""
    return (element.findtext(path) or "").strip()


def parsed(files: Files, name: str) -> Element:
    """The root of an XML file. Raises `BadXml`; entities are never opened."""
    if files.size(name) > MOST_BYTES:
        raise BadXml(f"is longer than {MOST_BYTES >> 20} MiB")
    with files.open(name) as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise BadXml(f"is longer than {MOST_BYTES >> 20} MiB")
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except ParseError as error:
        raise BadXml(f"is no XML: {error}") from error
    except DefusedXmlException as error:
        raise BadXml("declares entities, which are not read") from error
    except (ValueError, LookupError, RecursionError) as error:
        raise BadXml("is no XML that is read here") from error
    return root


READER = Reader(name="voc", title="Pascal VOC (XML)", detect=detect, read=read, form=form)
