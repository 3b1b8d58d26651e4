"""COCO: objects, key points, captions and labels of one picture from whatever files, in bounded memory."""

import json

import pytest

from annotation.forms import answer_problems, parse_form
from annotation.imports.coco import READER
from annotation.tests.given import DATA, given, lost_of, refused, rows_of

ALL = {f"annotations/{path.name}": path.read_bytes() for path in sorted((DATA / "datumaro" / "coco").glob("*.json"))}
PICTURES = {"images/train/a.jpg": b"", "images/val/b.jpg": b""}
BOX = {"id": 1, "image_id": 1, "category_id": 1, "bbox": [10, 10, 20, 30], "segmentation": [], "iscrowd": 0}
OUTLINE = [10, 10, 20, 10, 20, 20]


def coco(*annotations, images=({"id": 1, "file_name": "x.png", "width": 100, "height": 50},), **more):
    categories = more.pop("categories", [{"id": 1, "name": "cell"}, {"id": 2, "name": "dirt"}])
    rows = {"images": list(images), "annotations": list(annotations), "categories": categories, **more}
    return given({"a.json": json.dumps(rows)})


def only(*annotations, **more):
    (row,) = rows_of(READER, coco(*annotations, **more))
    return row


def regions(row):
    return row.item.annotations[0]["answers"][0]["value"]["regions"]


def test_several_files_about_one_picture_make_one_item():
    rows = rows_of(READER, given({**ALL, **PICTURES}))
    assert [row.item.content["image"] for row in rows] == ["picture:images/train/a.jpg", "picture:images/val/b.jpg"]
    assert [row.item.metadata["split"] for row in rows] == ["train", "validation"]
    objects, first, second = rows[1].item.annotations
    drawn = {each["question"]: each["value"] for each in objects["answers"]}
    assert [region["shape"] for region in drawn["regions"]["regions"]] == ["polygon"] + ["point"] * 6
    assert drawn["tags"] == {"choices": ["a", "b"]}
    assert {first["annotator"]["id"], second["annotator"]["id"]} == {"caption-1", "caption-2"}
    assert rows[1].item.metadata["regions"][0]["attributes"] == {"x": 1, "y": "hello"}
    assert lost_of(rows) == {
        "crowds marked by masks": 2,
        "marks of key points that are hidden": 1,
        "panoptic segments": 2,
        "which object key points belong to": 3,
    }
    form = parse_form(READER.form(given({**ALL, **PICTURES})))
    for row in rows:
        for each in row.item.annotations:
            assert answer_problems(form, row.item.content, each["answers"]) == []


def test_an_object_is_its_outline_or_else_its_box():
    row = only(BOX, {**BOX, "id": 2, "category_id": 2, "segmentation": [OUTLINE]})
    assert regions(row) == [
        {"shape": "box", "points": [[10, 10], [30, 40]], "labels": ["cell"]},
        {"shape": "polygon", "points": [[10, 10], [20, 10], [20, 20]], "labels": ["dirt"]},
    ]


def test_an_object_of_several_outlines_is_several_regions_and_says_so():
    row = only({**BOX, "segmentation": [OUTLINE, [30, 30, 40, 30, 40, 40]]})
    assert len(regions(row)) == 2
    assert lost_of([row]) == {"objects of several outlines, kept as separate regions": 1}


def test_of_a_mask_the_box_is_kept_but_not_of_a_crowd():
    mask = {"counts": [1, 2], "size": [50, 100]}
    row = only({**BOX, "segmentation": mask}, {**BOX, "id": 2, "segmentation": mask, "iscrowd": 1})
    assert [region["shape"] for region in regions(row)] == ["box"]
    assert lost_of([row]) == {"masks, of which the box is kept": 1, "crowds marked by masks": 1}


def test_key_points_carry_their_names_unless_nobody_labelled_them():
    categories = [{"id": 1, "name": "person", "keypoints": ["nose", "left_eye", "right_eye"]}]
    row = only({**BOX, "keypoints": [5, 5, 2, 6, 5, 1, 0, 0, 0]}, categories=categories)
    assert [(region["labels"], region["points"]) for region in regions(row)[1:]] == [
        (["nose"], [[5, 5]]),
        (["left_eye"], [[6, 5]]),
    ]
    assert lost_of([row]) == {"marks of key points that are hidden": 1, "which object key points belong to": 1}


def test_captions_are_by_different_people():
    row = only({"id": 1, "image_id": 1, "caption": "A cell."}, {"id": 2, "image_id": 1, "caption": "Another view."})
    said = {each["annotator"]["id"]: each["answers"][0]["value"]["text"] for each in row.item.annotations}
    assert said == {"caption-1": "A cell.", "caption-2": "Another view."}


def test_people_who_are_named_keep_what_they_drew_apart():
    row = only({**BOX, "annotator": "ann"}, {**BOX, "id": 2, "annotator": "bob", "bbox": [1, 1, 2, 2]})
    assert [each["annotator"]["id"] for each in row.item.annotations] == ["ann", "bob"]


def test_nobody_looked_at_a_picture_without_entries_unless_the_file_says_who():
    image = {"id": 1, "file_name": "x.png", "width": 100, "height": 50}
    assert only(images=[image]).item.annotations == []
    assert regions(only(images=[{**image, "annotators": ["ann"]}])) == []


def test_a_turned_box_is_one_by_its_rotation():
    row = only({**BOX, "attributes": {"rotation": 90.0, "note": "x"}})
    assert regions(row)[0]["shape"] == "rotated_box"
    assert row.item.metadata["regions"][0]["attributes"] == {"note": "x"}


def test_pictures_have_their_addresses_where_the_files_hold_none():
    image = {"id": 1, "file_name": "x.png", "coco_url": "https://example.com/x.png"}
    assert only(BOX, images=[image]).item.content == {"image": "picture:https://example.com/x.png"}
    assert only(BOX, images=[{**image, "coco_url": "file:///etc/passwd"}]).item.content == {"image": "picture:x.png"}


def test_entries_about_pictures_that_are_not_listed_are_named():
    rows = rows_of(READER, coco(BOX, {**BOX, "image_id": 7}, {**BOX, "image_id": 7}))
    assert [row.item is None for row in rows] == [False, True]
    assert rows[1].where == "a.json, image 7"
    assert rows[1].problems[0].detail.startswith("2 annotations")


def test_bad_entries_spoil_nothing_but_themselves():
    rows = rows_of(
        READER,
        coco(
            BOX,
            "nonsense",
            {**BOX, "category_id": 99},
            {**BOX, "bbox": ["a", 1, 2, 3]},
            {**BOX, "bbox": [0, 0, True, 1]},
            images=[{"id": 1, "file_name": "x.png", "width": 100, "height": 50}, {"id": 2}, 5],
        ),
    )
    good = [row for row in rows if row.item]
    assert len(rows) - len(good) == 2
    assert len(regions(good[0])) >= 1
    assert lost_of(good)["boxes that are not four numbers"] == 2


def test_two_files_with_the_same_object_draw_it_once():
    files = coco(BOX)
    both = given({"instances.json": files.open("a.json").read(), "person_keypoints.json": files.open("a.json").read()})
    (row,) = rows_of(READER, both)
    assert len(regions(row)) == 1


def test_what_breaks_off_is_refused():
    data = coco(BOX).open("a.json").read()
    assert "no JSON" in refused(lambda: list(READER.read(given({"a.json": data[:-20]}), {})))


def test_one_value_may_not_fill_the_memory():
    data = b'{"images": [{"file_name": "' + b"x" * (17 << 20) + b'"}], "annotations": []}'
    assert "16 MiB" in refused(lambda: list(READER.read(given({"a.json": data}), {})))


@pytest.mark.parametrize("name", sorted(ALL))
def test_it_is_recognised(name):
    assert READER.detect(given({name: ALL[name]})) >= 0.7


def test_other_json_is_not():
    assert READER.detect(given({"a.json": b'[{"image": "x", "images": 1}]'})) == 0


def test_pictures_of_different_splits_are_different_unless_they_are_at_hand():
    data = coco(BOX).open("a.json").read()
    files = {"instances_train.json": data, "instances_val.json": data}
    rows = rows_of(READER, given(files))
    assert [row.item.external_id for row in rows] == ["x.png", "validation/x.png"]
    assert [row.item.content["image"] for row in rows] == ["picture:x.png"] * 2
    (first, second) = rows_of(READER, given({**files, "images/train/x.png": b""}))
    assert first.item.content["image"] == "picture:images/train/x.png"
    assert second.item.content["image"] == "picture:x.png"
    assert len(rows_of(READER, given({**files, "images/x.png": b""}))) == 1
