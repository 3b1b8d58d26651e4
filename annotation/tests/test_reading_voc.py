"""Pascal VOC: an item for each XML file."""

import pytest

from annotation.imports.voc import READER
from annotation.tests.given import given, lost_of, rows_of, sample

CHALLENGE = sample("datumaro", "voc", "2007_000001.xml")
CELLS = sample("bccd", "BloodImage_00338.xml")


def only(xml, **files):
    (row,) = rows_of(READER, given({"Annotations/a.xml": xml, **files}))
    return row


def regions(row):
    return row.item.annotations[0]["answers"][0]["value"]["regions"]


def one(inside, size="<size><width>100</width><height>50</height></size>"):
    return f"<annotation><filename>a.jpg</filename>{size}<object><name>cell</name>{inside}</object></annotation>"


def test_objects_their_parts_and_what_is_said_of_them_come_in():
    row = only(CHALLENGE, **{"JPEGImages/2007_000001.jpg": b"", "SegmentationClass/a.png": b""})
    assert row.item.content == {"image": "picture:JPEGImages/2007_000001.jpg"}
    assert regions(row) == [
        {"shape": "box", "points": [[1, 2], [3, 4]], "labels": ["cat"]},
        {"shape": "box", "points": [[4, 5], [6, 7]], "labels": ["person"]},
        {"shape": "box", "points": [[5.5, 6], [7.5, 8]], "labels": ["head"]},
    ]
    cat, person, head = row.item.metadata["regions"]
    assert cat["truncated"] is True
    assert person["actions"] == ["other", "phoning", "reading", "ridinghorse", "takingphoto", "walking"]
    assert head["part_of"] == 1
    assert lost_of([row]) == {"segmentation masks": 1}


def test_a_box_that_ends_where_it_begins_is_one_pixel():
    drawn = regions(only(CELLS))
    assert CELLS.count(b"<object>") == len(drawn)
    assert {"shape": "box", "points": [[503, 336], [504, 337]], "labels": ["RBC"]} in drawn


def test_nothing_to_mark_is_a_finding():
    row = only("<annotation><filename>a.jpg</filename></annotation>")
    assert row.item.annotations[0]["answers"] == [{"question": "regions", "on": "item", "value": {"regions": []}}]


def test_outlines_and_turned_boxes_of_other_tools_are_kept():
    outline = "<polygon><x1>1</x1><y1>1</y1><x2>9</x2><y2>1</y2><x3>9</x3><y3>9</y3></polygon>"
    assert regions(only(one(outline)))[0]["shape"] == "polygon"
    turned = "<robndbox><cx>50</cx><cy>25</cy><w>20</w><h>10</h><angle>1.5707963</angle></robndbox>"
    assert regions(only(one(turned)))[0]["points"] == [[55, 15], [55, 35], [45, 35], [45, 15]]


@pytest.mark.parametrize("inside", ["", "<bndbox><xmin>1</xmin></bndbox>", "<bndbox><xmin>x</xmin></bndbox>"])
def test_objects_without_a_box_are_counted(inside):
    row = only(one(inside))
    assert regions(row) == []
    assert lost_of([row]) == {"objects without a box": 1}


def test_bad_files_spoil_nothing_but_themselves():
    bomb = '<!DOCTYPE a [<!ENTITY x "y">]><annotation>&x;</annotation>'
    rows = rows_of(READER, given({"a.xml": CHALLENGE, "b.xml": "<annotation>", "c.xml": bomb, "d.xml": "<other/>"}))
    assert [row.item is None for row in rows] == [False, True, True]
    assert [row.problems[0].detail.split(":")[0] for row in rows[1:]] == [
        "is no XML",
        "declares entities, which are not read",
    ]


def test_splits_are_folders():
    rows = rows_of(READER, given({"train/a.xml": CHALLENGE, "valid/b.xml": CHALLENGE}))
    assert [row.item.metadata["split"] for row in rows] == ["train", "validation"]


def test_it_is_recognised():
    assert READER.detect(given({"a.xml": CHALLENGE})) > 0.9
    assert READER.detect(given({"a.xml": "<annotation><imagesize/><filename>x</filename></annotation>"})) == 0
