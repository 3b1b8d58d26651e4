"""YOLO: a file of labels for each picture, with data.yaml, and back again."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given as for_any
from hypothesis import strategies as st

from annotation.imports.yolo import READER
from annotation.tests.given import given
from exports.formats.yolo import Yolo
from exports.tests.marked_data import (
    BOX,
    LABELS,
    LINE,
    OUTLINE,
    PATIENT,
    POINT,
    TURNED,
    marked,
    pictured,
    pictures,
    regions_form,
    regions_of,
    written,
)


def lines(found, stem="picture", folder="train"):
    return found[f"labels/{folder}/{stem}.txt"].decode().splitlines()


def test_shares_of_the_picture_are_written():
    found, counts = written(Yolo, pictures([pictured(0, marked(0, BOX, OUTLINE, TURNED, POINT, LINE))]), task="detect")
    assert lines(found) == [
        "0 0.10125 0.4 0.1025 0.4",
        "1 0.175 0.25125 0.25 0.3025",
        "0 0.25 0.25 0.05 0.2",
    ]
    assert (counts["lost_outlines"], counts["lost_points"], counts["lost_lines"]) == (2, 1, 1)


def test_tasks_hold_the_shapes_that_they_can():
    data = pictures([pictured(0, marked(0, BOX, OUTLINE, TURNED))])
    found, counts = written(Yolo, data, task="segment")
    assert lines(found)[1] == "1 0.05 0.1 0.3 0.1 0.3 0.4025"
    assert lines(found)[0] == "0 0.05 0.2 0.1525 0.2 0.1525 0.6 0.05 0.6"
    assert counts["lost_outlines"] == 0
    found, counts = written(Yolo, data, task="obb")
    assert lines(found)[2] == "0 0.275 0.15 0.275 0.35 0.225 0.35 0.225 0.15"
    assert counts["lost_outlines"] == 1


def test_the_task_is_what_the_form_draws():
    assert [
        Yolo.read_options(regions_form(*shapes), {})["task"] for shapes in (["box"], ["box", "rotated_box"], [])
    ] == [
        "detect",
        "obb",
        "segment",
    ]


def test_splits_are_folders_and_named_in_the_settings():
    records = [
        pictured(number, marked(number, BOX), split=split, external_id=f"{number}.png")
        for number, split in enumerate(("train", "validation", "test"))
    ]
    found, _ = written(Yolo, pictures(records))
    assert list(found) == [
        "data.yaml",
        *(
            f"{kind}/{folder}/{number}.{ending}"
            for number, folder in enumerate(("train", "val", "test"))
            for kind, ending in (("labels", "txt"), ("images", "png"))
        ),
    ]
    assert yaml.safe_load(found["data.yaml"]) == {
        "train": "images/train",
        "val": "images/val",
        "test": "images/test",
        "task": "segment",
        "nc": 3,
        "names": dict(enumerate(LABELS)),
    }


def test_without_a_split_the_settings_say_that_there_is_nothing_to_validate_with():
    found, _ = written(Yolo, pictures([pictured(0, marked(0, BOX))]), images=False)
    assert found["data.yaml"].startswith(b"# Nothing was set apart")
    assert yaml.safe_load(found["data.yaml"])["val"] == "images/train"
    assert set(found) == {"data.yaml", "labels/train/picture.txt"}


def test_nothing_to_mark_is_an_empty_file_and_no_answer_is_none():
    found, _ = written(Yolo, pictures([pictured(0, marked(0)), pictured(1)]))
    assert {path: data for path, data in found.items() if path.startswith("labels")} == {
        "labels/train/picture.txt": b""
    }


def test_of_several_people_the_resolution_is_written_or_else_the_first():
    both = [marked(0, BOX), marked(1, OUTLINE, annotator="bob")]
    found, counts = written(Yolo, pictures([pictured(0, *both)]), task="detect")
    assert lines(found) == ["0 0.10125 0.4 0.1025 0.4"]
    assert counts["lost_annotations"] == 1
    settled = marked(2, OUTLINE, annotator="resolution")
    found, counts = written(Yolo, pictures([pictured(0, *both, settled)]), task="detect")
    assert lines(found)[0].startswith("1 ")
    assert counts["lost_annotations"] == 2


def test_further_labels_are_counted():
    _, counts = written(Yolo, pictures([pictured(0, marked(0, {**BOX, "labels": ["cell", "dirt"]}))]))
    assert counts["lost_labels"] == 1


@pytest.mark.parametrize(("task", "shapes"), [("detect", ["box"]), ("segment", ["polygon"]), ("obb", ["rotated_box"])])
@PATIENT
@for_any(data=st.data())
def test_what_was_marked_comes_back(task, shapes, data):
    items = data.draw(st.lists(regions_of(*shapes), min_size=1, max_size=3))
    records = [pictured(number, marked(number, *regions)) for number, regions in enumerate(items)]
    found, _ = written(Yolo, pictures(records), task=task)
    rows = sorted((row.item for row in READER.read(given(found), {})), key=lambda row: row.external_id)
    back = [row.annotations[0]["answers"][0]["value"]["regions"] for row in rows]
    # Later pictures have their position before the name, so that digits sort before the first one's letter.
    assert back == [*items[1:], items[0]]
