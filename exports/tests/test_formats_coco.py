"""COCO: each picture once, every object with who marked it, and back again."""

from __future__ import annotations

import json

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from annotation.imports.coco import READER
from annotation.tests.given import given
from exports.formats.coco import Coco
from exports.formats.options import BadOptions
from exports.tests.marked_data import (
    BOX,
    LINE,
    OUTLINE,
    PATIENT,
    POINT,
    TURNED,
    asset,
    marked,
    pictured,
    pictures,
    regions_form,
    regions_of,
    written,
)
from exports.tests.recorded import item

EVERYTHING = (BOX, OUTLINE, TURNED, POINT, LINE)


def coco(data, **options):
    found, counts = written(Coco, data, **options)
    return {path: json.loads(text) if path.endswith(".json") else text for path, text in found.items()}, counts


def test_boxes_outlines_and_turned_boxes_are_objects_as_the_format_has_them():
    documents, counts = coco(pictures([pictured(4, marked(1, *EVERYTHING))]))
    document = documents["instances.json"]
    assert [category["name"] for category in document["categories"]] == ["cell", "dirt", "Zelle groß"]
    assert document["images"] == [
        {
            "id": 5,
            "file_name": "picture.png",
            "width": 200,
            "height": 100,
            "external_id": "external-4",
            "annotators": ["ann"],
        }
    ]
    box, outline, turned = document["annotations"]
    assert box == {
        "id": 500_001,
        "image_id": 5,
        "category_id": 1,
        "bbox": [10, 20, 20.5, 40],
        "segmentation": [],
        "area": 820,
        "iscrowd": 0,
        "annotator": "ann",
    }
    assert outline["segmentation"] == [[10, 10, 60, 10, 60, 40.25]]
    assert outline["area"] == 756.25
    assert outline["bbox"] == [10, 10, 50, 30.25]
    assert turned["attributes"] == {"rotation": 90}
    assert turned["area"] == 200
    assert (counts["regions"], counts["lost_points"], counts["lost_lines"]) == (3, 1, 1)


def test_a_picture_stands_there_once_whoever_marked_it():
    document = coco(
        pictures([pictured(1, marked(1, BOX), marked(2, BOX, annotator="bob"), marked(3, annotator="cy"))])
    )[0]
    (image,) = document["instances.json"]["images"]
    assert image["annotators"] == ["ann", "bob", "cy"]
    assert [entry["annotator"] for entry in document["instances.json"]["annotations"]] == ["ann", "bob"]


def test_several_labels_are_all_there():
    (entry,) = coco(pictures([pictured(1, marked(1, {**BOX, "labels": ["cell", "dirt"]}))]))[0]["instances.json"][
        "annotations"
    ]
    assert (entry["category_id"], entry["labels"]) == (1, ["cell", "dirt"])


def test_ids_stay_when_other_items_are_left_out():
    records = [pictured(number, marked(number, BOX, OUTLINE)) for number in range(3)]
    every = coco(pictures(records))[0]["instances.json"]
    last = coco(pictures(records[2:]))[0]["instances.json"]
    assert last["images"][0]["id"] == every["images"][2]["id"]
    assert [entry["id"] for entry in last["annotations"]] == [entry["id"] for entry in every["annotations"]][4:]
    assert len({entry["id"] for entry in every["annotations"]}) == 6


def test_pictures_that_nobody_answered_about_or_that_are_gone_are_left_out():
    data = pictures([pictured(0), pictured(1, marked(1, BOX)), pictured(2, marked(2))], gone=[1])
    document, counts = coco(data)
    assert [image["id"] for image in document["instances.json"]["images"]] == [3]
    assert document["instances.json"]["annotations"] == []
    assert (counts["items"], counts["pictures"], counts["lost_pictures"]) == (3, 1, 1)


def test_several_pictures_of_an_item_are_told_apart():
    content = {"responses": [{"id": "a", "images": [asset(1), asset(2)]}, {"id": "b", "images": [asset(3)]}]}
    answers = [marked(1, BOX, {**OUTLINE, "image": 1}, on="responses.a"), marked(2, BOX, on="responses.b")]
    form = regions_form()
    document = coco(pictures([item(0, content, *answers)], form=form))[0]["instances.json"]
    assert [(image["id"], image["on"]) for image in document["images"]] == [
        (1, "responses.a"),
        (10_000_001, "responses.a"),
        (20_000_001, "responses.b"),
    ]
    assert len({image["file_name"] for image in document["images"]}) == 3
    assert [entry["image_id"] for entry in document["annotations"]] == [1, 10_000_001, 20_000_001]


def test_names_are_people_s_own_where_they_can_be_and_never_lead_out():
    names = ["train/one.png", "val/One.PNG", "../../etc/x.png", "no ending", "https://example.com/a?b=<c>.png"]
    records = [pictured(number, marked(number), external_id=name) for number, name in enumerate(names)]
    document, _ = coco(pictures(records), images=True)
    called = [image["file_name"] for image in document["instances.json"]["images"]]
    assert called == ["one.png", "000001-One.PNG", "x.png", "picture.png", "a_b=_c_.png"]
    assert {f"images/{name}" for name in called} | {"instances.json"} == set(document)


def test_a_split_has_a_file_for_each_part():
    records = [pictured(0, marked(0, BOX), split="test"), pictured(1, marked(1, BOX), split="train")]
    documents, counts = coco(pictures(records))
    assert {path: [image["id"] for image in text["images"]] for path, text in documents.items()} == {
        "instances_train.json": [2],
        "instances_test.json": [1],
    }
    assert counts["pictures"] == 2


def test_the_licence_and_the_project_are_named():
    document = coco(pictures([pictured(0, marked(0))], licence="CC BY 4.0", release=3))[0]["instances.json"]
    assert document["info"]["description"] == "Sky"
    assert document["info"]["version"] == "3"
    assert document["licenses"] == [{"id": 1, "name": "CC BY 4.0", "url": ""}]
    assert document["images"][0]["license"] == 1


def test_points_alone_are_key_points_by_themselves():
    assert Coco.read_options(regions_form("point"), {})["points"] == "keypoints"
    assert Coco.read_options(regions_form("point", "box"), {})["points"] == "left_out"


def test_labels_of_older_forms_are_categories_too():
    older = regions_form()
    newer = regions_form().at_version(2)
    data = pictures([pictured(0, marked(0, BOX))], form=newer, forms={1: older, 2: newer})
    assert len(coco(data)[0]["instances.json"]["categories"]) == 3


def test_an_unknown_question_is_refused():
    with pytest.raises(BadOptions):
        Coco.read_options(regions_form(), {"question": "other"})
    assert Coco.why_not(regions_form()) == ""


def test_the_same_data_give_the_same_bytes():
    data = pictures([pictured(0, marked(0, *EVERYTHING)), pictured(1, marked(1, BOX))])
    assert written(Coco, data, images=True) == written(Coco, data, images=True)


@PATIENT
@for_any(
    st.lists(
        st.dictionaries(st.sampled_from(["ann", "bob", "cy"]), regions_of("box", "polygon", "rotated_box", "point")),
        min_size=1,
        max_size=3,
    )
)
def test_what_was_marked_comes_back(items):
    records = [
        pictured(number, *(marked(number, *regions, annotator=name) for name, regions in people.items()))
        for number, people in enumerate(items)
    ]
    found, _ = written(Coco, pictures(records), points="keypoints", images=True)
    rows = [row.item for row in READER.read(given(found), {})]
    back = {
        row.external_id: {
            each["annotator"]["id"]: each["answers"][0]["value"]["regions"]
            for each in row.annotations
            if each["answers"]
        }
        for row in rows
    }
    assert back == {f"external-{number}": people for number, people in enumerate(items) if people}


def test_several_labels_come_back_whatever_the_shape():
    regions = [{**region, "labels": ["cell", "dirt"]} for region in (BOX, OUTLINE, TURNED, POINT)]
    found, _ = written(Coco, pictures([pictured(0, marked(0, *regions))]), points="keypoints")
    (row,) = READER.read(given(found), {})
    assert row.item.annotations[0]["answers"][0]["value"]["regions"] == regions
    assert row.lost == []
    assert READER.form(given(found))["questions"][0]["multiple"] is True
