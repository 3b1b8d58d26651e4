"""CVAT XML 1.1: every shape, tags, attributes and people; what cannot be kept is counted."""

import pytest

from annotation.forms import answer_problems, parse_form
from annotation.imports.cvat import READER
from annotation.tests.given import given, lost_of, refused, rows_of, sample

PROJECT = sample("datumaro", "cvat_project.xml")
TASK = {
    "train.xml": sample("datumaro", "cvat_task", "train.xml"),
    "images/img0.jpg": sample("datumaro", "cvat_task", "images", "img0.jpg"),
    "images/img1.jpg": sample("datumaro", "cvat_task", "images", "img1.jpg"),
}
LABELS = """<labels><label><name>cell</name></label>
  <label><name>rotten</name><type>tag</type><attributes>
    <attribute><name>How bad?</name><input_type>radio</input_type><values>little
very</values></attribute>
    <attribute><name>note</name><input_type>text</input_type><values></values></attribute></attributes></label>
  <label><name>fresh</name><type>tag</type></label>
  <label><name>joint</name><parent>body</parent></label></labels>"""


def document(*marks, labels=LABELS, size='width="100" height="50"'):
    shapes = "".join(marks)
    return given(
        {
            "a.xml": f"""<annotations><version>1.1</version><meta><task><id>1</id><name>Apples</name>{labels}
            <assignee><username>ann</username><email>ann@example.com</email></assignee></task></meta>
            <image id="0" name="x.png" {size}>{shapes}</image></annotations>"""
        }
    )


def only(*marks, **more):
    (row,) = rows_of(READER, document(*marks, **more))
    return row


def regions(row):
    return row.item.annotations[0]["answers"][0]["value"]["regions"]


def test_a_task_of_the_wild_comes_in():
    rows = rows_of(READER, given(TASK))
    assert [row.item.content for row in rows] == [
        {"image": "picture:images/img0.jpg"},
        {"image": "picture:images/img1.jpg"},
    ]
    assert regions(rows[0]) == [{"shape": "box", "points": [[0, 2], [4, 4]], "labels": ["label1"]}]
    assert rows[0].item.metadata["regions"] == [
        {
            "annotator": "unknown",
            "region": 0,
            "occluded": True,
            "attributes": {"a1": "true", "a2": "v3", "a3": "0003", "a4": "2.4"},
        }
    ]
    assert [region["points"] for region in regions(rows[1])] == [[[1, 2]], [[3, 4]], [[5, 6]]]
    assert lost_of(rows) == {"regions without a label": 2, "groups of points, kept as single points": 1}


def test_a_project_tells_subsets_apart_and_the_names_of_its_tasks():
    rows = rows_of(READER, given({"annotations.xml": PROJECT}))
    assert [row.item.external_id for row in rows] == [
        f"{subset}/img{number}.jpg" for subset in ("Test", "Train", "Validation") for number in (0, 1)
    ]
    assert [row.item.metadata["split"] for row in rows][::2] == ["test", "train", "validation"]
    assert rows[0].item.metadata["task"] == "Test"
    assert [
        label["value"] for label in READER.form(given({"annotations.xml": PROJECT}))["questions"][0]["options"]
    ] == [
        "label1",
        "label2",
    ]


def test_a_turned_box_begins_at_the_corner_that_was_top_left():
    row = only('<box label="cell" xtl="40" ytl="20" xbr="60" ybr="30" rotation="90"/>')
    assert regions(row) == [
        {"shape": "rotated_box", "points": [[55, 15], [55, 35], [45, 35], [45, 15]], "labels": ["cell"]}
    ]


def test_every_shape_has_its_own_or_is_counted():
    row = only(
        '<polygon label="cell" points="1,1;5,1;5,5" z_order="2"/>',
        '<polyline label="cell" points="1,1;5,1" z_order="1"/>',
        '<skeleton label="cell"><points label="a" points="1,1"/></skeleton>',
        '<mask label="cell" rle="1" left="0" top="0" width="1" height="1"/>',
        '<ellipse label="cell" cx="1" cy="1" rx="1" ry="1"/>',
        '<cuboid label="cell" xtl1="1"/>',
        '<box label="cell" xtl="oops" ytl="1" xbr="2" ybr="2"/>',
    )
    assert [region["shape"] for region in regions(row)] == ["line", "polygon"]  # from the bottom up
    assert lost_of([row]) == {
        "skeletons": 1,
        "masks": 1,
        "ellipses": 1,
        "cuboids": 1,
        "shapes whose coordinates are no numbers": 1,
    }


def test_tags_answer_questions_and_so_do_their_choices():
    tag = '<tag label="rotten"><attribute name="How bad?">very</attribute><attribute name="note">ugh</attribute></tag>'
    files = document(tag, '<box label="cell" xtl="1" ytl="1" xbr="2" ybr="2"/>')
    (row,) = rows_of(READER, files)
    answers = {each["question"]: each["value"] for each in row.item.annotations[0]["answers"]}
    assert answers["tags"] == {"choices": ["rotten"]}
    assert answers["tag-how-bad"] == {"choices": ["very"]}
    assert {"annotator": "unknown", "tag": "rotten", "attributes": {"note": "ugh"}} in row.item.metadata["regions"]
    form = parse_form(READER.form(files))
    assert [question.name for question in form.questions] == ["regions", "tags", "tag-how-bad"]
    assert [option.value for option in form.question("tags").options] == ["rotten", "fresh"]
    assert [option.value for option in form.question("tag-how-bad").options] == ["little", "very"]
    assert answer_problems(form, row.item.content, row.item.annotations[0]["answers"]) == []


def test_whoever_the_task_is_assigned_to_is_its_author():
    row = only('<box label="cell" xtl="1" ytl="1" xbr="2" ybr="2"/>')
    assert row.item.annotations[0]["annotator"] == {"id": "ann", "name": "ann", "email": "ann@example.com"}


def test_a_picture_without_marks_was_not_looked_at():
    assert only().item.annotations == []


def test_a_video_is_refused_with_its_tracks_counted():
    (row,) = rows_of(READER, given({"annotations.xml": sample("datumaro", "cvat_video.xml")}))
    assert row.item is None
    assert lost_of([row]) == {"tracks": 3}


def test_entities_are_never_opened():
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><annotations><meta/></annotations>'
    assert "entities" in refused(lambda: list(READER.read(given({"a.xml": bomb}), {})))


def test_broken_xml_is_refused_in_words():
    assert "is no XML" in refused(lambda: list(READER.read(given({"a.xml": PROJECT[:3000]}), {})))


def test_one_picture_may_not_fill_the_memory():
    shapes = '<box label="cell" xtl="1" ytl="1" xbr="2" ybr="2"/>' * 1_400_000
    assert "64 MiB" in refused(lambda: list(READER.read(document(shapes), {})))


@pytest.mark.parametrize("name", ["cvat_project.xml", "cvat_video.xml"])
def test_it_is_recognised(name):
    assert READER.detect(given({"annotations.xml": sample("datumaro", name)})) > 0.9
    assert READER.detect(given({"a.xml": sample("datumaro", "voc", "2007_000001.xml")})) == 0
