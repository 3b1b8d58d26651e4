"""Pascal VOC: an XML file for each picture, and back again."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

from hypothesis import given as for_any
from hypothesis import strategies as st

from annotation.imports.voc import READER
from annotation.tests.given import given
from exports.formats.voc import Voc
from exports.tests.marked_data import (
    BOX,
    LINE,
    OUTLINE,
    PATIENT,
    POINT,
    TURNED,
    marked,
    pictured,
    pictures,
    regions_of,
    written,
)


def boxes(found, name="picture"):
    root = fromstring(found[f"Annotations/{name}.xml"])
    return [
        (thing.findtext("name"), *(thing.findtext(f"bndbox/{key}") for key in ("xmin", "ymin", "xmax", "ymax")))
        for thing in root.iterfind("object")
    ]


def test_boxes_are_written_and_what_is_none_is_counted():
    found, counts = written(Voc, pictures([pictured(0, marked(0, BOX, OUTLINE, TURNED, POINT, LINE))]))
    assert boxes(found) == [
        ("cell", "10", "20", "30.5", "60"),
        ("dirt", "10", "10", "60", "40.25"),
        ("cell", "45", "15", "55", "35"),
    ]
    assert (counts["regions"], counts["lost_outlines"], counts["lost_points"], counts["lost_lines"]) == (3, 2, 1, 1)


def test_the_challenge_counts_pixels_from_one():
    found, _ = written(Voc, pictures([pictured(0, marked(0, BOX))]), coordinates="pixels")
    assert boxes(found) == [("cell", "11", "21", "30.5", "60")]


def test_the_picture_is_described_whatever_it_is_called():
    data = pictures([pictured(0, marked(0), external_id="a & <b>\x07.png")], licence="")
    found, _ = written(Voc, data, images=True)
    (path, picture) = found
    root = fromstring(found[path])
    assert root.findtext("filename") == "a _ _b__.png"
    assert [root.findtext(f"size/{key}") for key in ("width", "height", "depth")] == ["200", "100", "3"]
    assert picture == "JPEGImages/a _ _b__.png"


def test_splits_are_lists():
    records = [
        pictured(number, marked(number), split=split, external_id=f"{number}.png")
        for number, split in enumerate(["validation", "train", "train"])
    ]
    found, counts = written(Voc, pictures(records))
    assert found["ImageSets/Main/train.txt"] == b"1\n2\n"
    assert found["ImageSets/Main/val.txt"] == b"0\n"
    assert counts["pictures"] == 3


@PATIENT
@for_any(st.lists(regions_of("box"), min_size=1, max_size=3))
def test_what_was_marked_comes_back(items):
    records = [
        pictured(number, marked(number, *regions), external_id=f"{number}.png") for number, regions in enumerate(items)
    ]
    found, _ = written(Voc, pictures(records), images=True)
    rows = [row.item for row in READER.read(given(found), {})]
    assert [row.annotations[0]["answers"][0]["value"]["regions"] for row in rows] == items
    assert [row.content["image"] for row in rows] == [
        f"picture:JPEGImages/{number}.png" for number in range(len(items))
    ]
