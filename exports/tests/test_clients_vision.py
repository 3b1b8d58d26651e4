"""Libraries that train on marked pictures read our files as they are. They run where they are installed (`clients`)."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import pytest

from exports.formats.coco import Coco
from exports.formats.voc import Voc
from exports.formats.yolo import Yolo
from exports.tests.marked_data import (
    BOX,
    LABELS,
    OUTLINE,
    POINT,
    TURNED,
    marked,
    pictured,
    pictures,
    written,
)

pytestmark = pytest.mark.clients


def library(name):
    """A library, whatever it warns of when it is imported."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip(name)


def unpacked(tmp_path, found):
    for path, data in found.items():
        place = tmp_path / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return tmp_path


def two_pictures(*regions, **more):
    """A picture with these regions, and one with nothing on it."""
    return pictures(
        [
            pictured(0, marked(0, *regions), external_id="one.png", **more),
            pictured(1, marked(1), external_id="two.png", **more),
        ]
    )


def boxes(detections):
    return [[float(number) for number in box] for box in detections.xyxy]


@pytest.mark.filterwarnings("ignore")
def test_pycocotools_loads_and_scores_coco(tmp_path):
    scoring = library("pycocotools.cocoeval")
    data = two_pictures(BOX, OUTLINE, TURNED)
    folder = unpacked(tmp_path, written(Coco, data)[0])
    coco = library("pycocotools.coco").COCO(str(folder / "instances.json"))
    assert [coco.cats[number]["name"] for number in coco.getCatIds()] == list(LABELS)
    assert [coco.imgs[number]["file_name"] for number in coco.getImgIds()] == ["one.png", "two.png"]
    box, outline, turned = coco.loadAnns(coco.getAnnIds(imgIds=[1]))
    assert coco.annToMask(outline).sum() == pytest.approx(outline["area"], rel=0.05)
    assert coco.annToMask(turned).sum() == pytest.approx(200, rel=0.05)
    found = [
        {key: each[key] for key in ("image_id", "category_id", "bbox")} | {"score": 1.0}
        for each in (box, outline, turned)
    ]
    (folder / "found.json").write_text(json.dumps(found))
    scored = scoring.COCOeval(coco, coco.loadRes(str(folder / "found.json")), "bbox")
    scored.evaluate()
    scored.accumulate()
    scored.summarize()
    assert scored.stats[0] == pytest.approx(1.0)


@pytest.mark.filterwarnings("ignore")
def test_pycocotools_loads_key_points(tmp_path):
    folder = unpacked(tmp_path, written(Coco, pictures([pictured(0, marked(0, POINT))]), points="keypoints")[0])
    coco = library("pycocotools.coco").COCO(str(folder / "instances.json"))
    (point,) = coco.loadAnns(coco.getAnnIds(catIds=[2]))
    assert point["keypoints"] == [5, 6, 2]
    assert coco.cats[2]["keypoints"] == ["dirt"]


@pytest.mark.filterwarnings("ignore")
def test_supervision_loads_coco(tmp_path):
    supervision = library("supervision")
    folder = unpacked(tmp_path, written(Coco, two_pictures(BOX, OUTLINE), images=True)[0])
    found = supervision.DetectionDataset.from_coco(str(folder / "images"), str(folder / "instances.json"))
    assert found.classes == list(LABELS)
    marks = {Path(path).name: detections for path, detections in found.annotations.items()}
    assert boxes(marks["one.png"]) == [[10, 20, 30.5, 60], [10, 10, 60, 40.25]]
    assert list(marks["one.png"].class_id) == [0, 1]
    assert boxes(marks["two.png"]) == []


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("task", "region"), [("detect", BOX), ("segment", OUTLINE), ("obb", TURNED)])
def test_supervision_loads_yolo(tmp_path, task, region):
    supervision = library("supervision")
    folder = unpacked(tmp_path, written(Yolo, two_pictures(region), task=task)[0])
    found = supervision.DetectionDataset.from_yolo(
        str(folder / "images" / "train"),
        str(folder / "labels" / "train"),
        str(folder / "data.yaml"),
        is_obb=task == "obb",
    )
    assert found.classes == list(LABELS)
    marks = {Path(path).name: detections for path, detections in found.annotations.items()}
    across, down = ([point[axis] for point in region["points"]] for axis in (0, 1))
    (box,) = boxes(marks["one.png"])
    assert box == pytest.approx([min(across), min(down), max(across), max(down)], abs=0.01)
    assert boxes(marks["two.png"]) == []


@pytest.mark.filterwarnings("ignore")
def test_supervision_loads_voc(tmp_path):
    supervision = library("supervision")
    found, _ = written(Voc, two_pictures(BOX), coordinates="pixels", images=True)
    folder = unpacked(tmp_path, found)
    data = supervision.DetectionDataset.from_pascal_voc(str(folder / "JPEGImages"), str(folder / "Annotations"))
    marks = {Path(path).name: detections for path, detections in data.annotations.items()}
    assert data.classes == ["cell"]
    assert boxes(marks["one.png"]) == [[10, 20, 30.5, 60]]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("task", "regions"), [("detect", [BOX, TURNED]), ("segment", [BOX, OUTLINE, TURNED]), ("obb", [BOX, TURNED])]
)
def test_ultralytics_checks_and_loads_yolo(tmp_path, task, regions, monkeypatch):
    monkeypatch.setenv("YOLO_CONFIG_DIR", str(tmp_path))
    sets, checks = library("ultralytics.data.dataset"), library("ultralytics.data.utils")
    records = [
        pictured(number, marked(number, *regions), split=split, external_id=f"{number}.png")
        for number, split in enumerate(("train", "validation"))
    ]
    folder = unpacked(tmp_path / "data", written(Yolo, pictures(records), task=task)[0])
    settings = checks.check_det_dataset(str(folder / "data.yaml"), autodownload=False)
    assert settings["names"] == dict(enumerate(LABELS))
    for part in ("train", "val"):
        data = sets.YOLODataset(img_path=settings[part], data=settings, task=task, imgsz=64, augment=False)
        (labels,) = data.labels
        assert len(labels["cls"]) == len(regions)
        left, top, width, height = (labels["bboxes"][0] * [200, 100, 200, 100]).tolist()
        assert [left - width / 2, top - height / 2, left + width / 2, top + height / 2] == pytest.approx(
            [10, 20, 30.5, 60], abs=0.01
        )
