"""YOLO: labels as shares of the picture's size, which is read from the picture itself."""

import pytest

from annotation.imports.yolo import READER
from annotation.tests.given import DATA, given, lost_of, refused, rows_of
from annotation.tests.pictures import encoded, exif, picture

PICTURE = encoded(picture(size=(100, 50)), "PNG")


def folder(name):
    root = DATA / "datumaro" / name
    return given({path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()})


def only(labels, names="names: [cell, dirt]", image=PICTURE):
    files = {"data.yaml": names, "images/train/a.png": image, "labels/train/a.txt": labels}
    (row,) = rows_of(READER, given(files))
    return row


def regions(row):
    return row.item.annotations[0]["answers"][0]["value"]["regions"]


def test_a_data_set_of_the_wild_comes_in():
    rows = rows_of(READER, folder("yolo"))
    assert [row.item.external_id for row in rows] == [
        "train/images/train_001.jpg",
        "train/images/train_002.jpg",
        "val/images/val_001.jpg",
    ]
    assert [row.item.metadata["split"] for row in rows] == ["train", "train", "validation"]
    assert regions(rows[0]) == [{"shape": "box", "points": [[2, 1], [5, 2]], "labels": ["label_0"]}]


def test_turned_boxes_in_pixels_come_in():
    rows = rows_of(READER, folder("yolo_obb"))
    assert regions(rows[0]) == [
        {
            "shape": "rotated_box",
            "points": [[0, 0], [2, 0], [2, 2], [0, 2]],
            "labels": ["label_0"],
        }
    ]


def test_a_darknet_folder_names_its_classes_and_lists_its_splits():
    (row,) = rows_of(READER, folder("yolo_strict"))
    assert row.item.metadata == {"split": "train"}
    assert [region["labels"] for region in regions(row)] == [["label_2"], ["label_4"]]
    form = READER.form(folder("yolo_strict"))
    assert [label["value"] for label in form["questions"][0]["options"]] == [f"label_{number}" for number in range(10)]


def test_outlines_and_turned_boxes_are_told_apart_by_their_corners_or_the_task():
    corners = "0 0.1 0.2 0.3 0.2 0.3 0.6 0.1 0.6\n"
    assert regions(only(corners + "1 0.1 0.2 0.3 0.2 0.3 0.6"))[0]["shape"] == "rotated_box"
    assert regions(only(corners, "task: segment\nnames: {0: cell}"))[0]["shape"] == "polygon"
    assert regions(only("0 0.1 0.2 0.3 0.2 0.5 0.6 0.1 0.6"))[0]["shape"] == "polygon"


def test_nothing_to_mark_is_a_finding_and_no_file_is_none():
    files = {"data.yaml": "names: [cell]", "images/a.png": PICTURE, "images/b.png": PICTURE}
    rows = rows_of(READER, given({**files, "labels/a.txt": "", "labels/x.txt": ""}))
    assert regions(rows[0]) == []
    assert rows[1].item.annotations == ()


def test_labels_belong_to_one_picture_the_most_like_them():
    files = {"data.yaml": "names: [cell]", "labels/train/1.txt": "0 .5 .5 .1 .1", "img/b/2.png": PICTURE}
    files |= {f"images/{split}/1.png": PICTURE for split in ("test", "train", "val")}
    rows = rows_of(READER, given({**files, "img/a/2.png": PICTURE, "txt/b/2.txt": ""}))
    assert {row.item.external_id: bool(row.item.annotations) for row in rows} == {
        "images/test/1.png": False,
        "images/train/1.png": True,
        "images/val/1.png": False,
        "img/a/2.png": False,
        "img/b/2.png": True,
    }


def test_labels_without_their_picture_are_refused_and_so_are_pictures_without_a_size():
    files = {"data.yaml": "names: [cell]", "images/a.png": b"oops", "labels/a.txt": "0 .5 .5 .1 .1"}
    rows = rows_of(READER, given({**files, "labels/b.txt": "0 .5 .5 .1 .1", "README.txt": "Hello"}))
    assert [(row.where, row.item) for row in rows] == [("images/a.png", None), ("labels/b.txt", None)]
    assert "picture is missing" in rows[1].problems[0].detail


def test_shares_are_of_the_picture_as_people_see_it():
    turned = encoded(picture(size=(100, 50)), "JPEG", exif=exif(6))
    files = {"data.yaml": "names: [cell]", "images/a.jpg": turned, "labels/a.txt": "0 .5 .5 1 1"}
    (row,) = rows_of(READER, given(files))
    assert regions(row)[0]["points"] == [[0, 0], [50, 100]]


def test_lines_that_are_no_labels_are_counted():
    row = only("0 .5 .5 .2 .2\nhello\n0 nan .5 .2 .2\n1.5 .5 .5 .2 .2\n0 .1 .1 .2 .2 .3 .3 .4\n7 .5 .5 .2 .2 .9")
    assert [region["labels"] for region in regions(row)] == [["cell"], ["7"]]
    assert row.item.metadata["regions"] == [{"annotator": "unknown", "region": 1, "confidence": 0.9}]
    assert lost_of([row]) == {"lines that are no labels": 4}


def test_key_points_are_lost_and_their_boxes_are_not():
    row = only("0 .5 .5 .2 .2 .5 .5 2", "kpt_shape: [1, 3]\nnames: [cell]")
    assert regions(row)[0]["shape"] == "box"
    assert lost_of([row]) == {"key points": 1}


@pytest.mark.parametrize("text", ["a: &a [x]\nnames: *a", "names: [", "!!python/object:os.system {}"])
def test_settings_that_play_tricks_are_refused(text):
    assert "settings" in refused(lambda: rows_of(READER, given({"data.yaml": text, "a.png": PICTURE})))


def test_it_is_recognised():
    for name in ("yolo", "yolo_obb", "yolo_strict"):
        assert READER.detect(folder(name)) > 0.9
    assert READER.detect(given({"a.txt": "1 2 3 4 5", "notes.txt": "Hello"})) == 0
