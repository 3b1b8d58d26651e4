"""The whole samples of marked pictures and tagged tokens, where `CONCORD_SAMPLES` says that they lie."""

import io
import tarfile
from collections import Counter

import pytest

from annotation.forms import answer_problems, content_problems, parse_form
from annotation.imports import coco, conll, cvat, voc, yolo
from annotation.imports.pictures import size_in
from annotation.imports.readers import best_reader
from annotation.tests.forms_cases import ASSET
from annotation.tests.given import given, lost_of, shared


def unpacked(*parts, under=""):
    """The files of a sample's archive below a folder."""
    with tarfile.open(fileobj=io.BytesIO(shared(*parts))) as archive:
        members = {each.name.removeprefix("./"): each for each in archive if each.isfile()}
        return {
            name.removeprefix(under): archive.extractfile(member).read()
            for name, member in members.items()
            if name.startswith(under)
        }


def datumaro(folder):
    files = unpacked("datumaro_formats", "datumaro_test_assets.tar.gz")
    found = {name: data for name, data in files.items() if f"/{folder}/" in f"/{name}"}
    assert found, sorted(files)[:5]
    return given({f"/{name}".split(f"/{folder}/", 1)[1]: data for name, data in found.items()})


def read(reader, files, *, best=True):
    """Rows whose answers fit the form that they ask for, of files that are recognised, and what is in them."""
    if best:
        assert best_reader(files)[0][0] is reader
    rows, asked = list(reader.read(files, {})), reader.form(files)
    form = parse_form(asked) if asked else None
    counts = Counter()
    for row in rows:
        counts["items" if row.item else "refused"] += 1
        content = {**row.item.content, "image": ASSET} if row.item and "image" in row.item.content else None
        assert not row.item or content_problems(content or row.item.content) == []
        for each in row.item.annotations if row.item else ():
            assert answer_problems(form, content or row.item.content, each["answers"]) == []
            for given_answer in each["answers"]:
                value = given_answer["value"]
                counts["captions"] += "text" in value
                counts["tags"] += len(value.get("choices", ()))
                counts["spans"] += len(value.get("spans", ()))
                counts.update(region["shape"] for region in value.get("regions", ()))
    return rows, {name: count for name, count in counts.items() if count}


CVAT = {
    "for_images/export_project": {"items": 6, "box": 3, "line": 3, "polygon": 3, "point": 9},
    "for_images/export_task": {"items": 2, "box": 1, "point": 3},
    "for_video": {"refused": 1},
}
COCO = {
    "coco_dataset/coco": {"items": 2, "box": 1, "polygon": 1, "point": 8, "tags": 3, "captions": 3},
    "coco_captions": {"items": 2, "captions": 3},
    "coco_image_info": {"items": 2},
    "coco_instances": {"items": 2, "box": 1, "polygon": 1},
    "coco_labels": {"items": 2, "tags": 3},
    "coco_panoptic": {"items": 2},
    "coco_person_keypoints": {"items": 2, "box": 1, "polygon": 1, "point": 8},
    "coco_roboflow": {"items": 2, "box": 1, "polygon": 1},
    "coco_stuff": {"items": 2},
    "mmdet_coco": {"items": 2, "box": 1, "polygon": 1},
    "roboflow_dataset/coco": {"items": 3, "box": 4},
}
VOC = {
    "voc_dataset1": {"items": 1, "box": 3},
    "voc_dataset2": {"items": 5, "box": 4},
    "voc_dataset3": {"items": 1, "box": 1},
    "roboflow_dataset/voc": {"items": 3, "box": 4},
}
YOLO = {
    "yolo_dataset/annotations": {"items": 1, "box": 2},
    "yolo_dataset/labels": {"items": 2, "box": 4},
    "yolo_dataset/strict": {"items": 1, "box": 2},
    "roboflow_dataset/yolo": {"items": 3, "box": 4},
    "roboflow_dataset/yolo_obb": {"items": 3, "rotated_box": 4},
}


@pytest.mark.parametrize(
    ("reader", "folder", "counts"),
    [
        (module.READER, folder, counts)
        for module, known in ((cvat, CVAT), (coco, COCO), (voc, VOC), (yolo, YOLO))
        for folder, counts in known.items()
    ],
)
def test_every_form_of_a_format_comes_in_whole(reader, folder, counts):
    assert read(reader, datumaro(folder))[1] == counts


def test_all_blood_cells_come_in():
    files = unpacked("bccd_blood_cells", "annotations_voc.tar.xz")
    files |= unpacked("bccd_blood_cells", "images.tar")
    rows, counts = read(voc.READER, given(files))
    assert counts == {"items": 364, "box": 4888}
    assert lost_of(rows) == {}
    labels = Counter(
        region["labels"][0] for row in rows for region in row.item.annotations[0]["answers"][0]["value"]["regions"]
    )
    assert labels == {"WBC": 372, "RBC": 4155, "Platelets": 361}
    assert all(row.item.content["image"].removeprefix("picture:") in files for row in rows)
    assert {size_in(data) for name, data in files.items() if name.endswith(".jpg")} == {(640, 480)}


@pytest.mark.parametrize(
    ("name", "sentences", "entities"), [("wnut17train.conll.gz", 3394, 1975), ("emerging.dev.conll.gz", 1009, 836)]
)
def test_all_named_entities_come_in(name, sentences, entities):
    rows, counts = read(conll.READER, given({name.removesuffix(".gz"): shared("wnut17_train_dev", name)}))
    assert counts == {"items": sentences, "spans": entities}
    assert lost_of(rows) == {}


@pytest.mark.parametrize(
    ("reader", "folder", "counts"),
    [
        (yolo.READER, "data/test_import_yolo_data/", {"items": 7, "box": 25}),
        (yolo.READER, "data/test_import_yolo_data_unif_dims/", {"items": 5, "box": 19}),
        (coco.READER, "data/test_import_coco/", {"items": 2, "polygon": 3}),
    ],
)
def test_what_label_studio_imports_comes_in(reader, folder, counts):
    files = unpacked("label_studio_samples", "label_studio_converter_samples.tar.gz", under=folder)
    assert read(reader, given(files))[1] == counts
