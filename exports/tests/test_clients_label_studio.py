"""Label Studio's own converter and interface take our files as they are; skipped where they are not installed."""

import json

import pytest

from exports.tests.recorded import annotation, item
from exports.tests.test_formats_label_studio import CONTENT, FORM, PICTURES, form_of, options, question, written

converter = pytest.importorskip("label_studio_sdk.converter")
interface = pytest.importorskip("label_studio_sdk.label_interface")
tools = pytest.importorskip("label_studio_sdk._extensions.label_studio_tools.core.label_config")

ANSWERS = [
    {"question": "good", "on": "item", "value": {"choices": ["yes"]}},
    {"question": "stars", "on": "item", "value": {"rating": 3}},
    {"question": "scale", "on": "responses.a", "value": {"rating": -2}},
    {"question": "why", "on": "item", "value": {"text": "So 😀"}},
    {"question": "order", "on": "item", "value": {"ranks": [["b"], ["a"]]}},
    {"question": "people", "on": "text", "value": {"spans": [{"start": 0, "end": 3, "labels": ["PER"]}]}},
    {"question": "turns", "on": "messages.m1", "value": {"spans": [{"start": 6, "end": 9, "labels": ["kind"]}]}},
]


def converted(found, folder, name):
    """What the converter makes of our files in one of its formats."""
    for path, data in found.items():
        (folder / path).write_bytes(data)
    made = converter.Converter(tools.parse_config(found["label_config.xml"].decode()), str(folder))
    (folder / name).mkdir()
    made.convert(str(folder / "tasks.json"), str(folder / name), name, is_dir=False)
    return folder / name


def test_its_interface_knows_every_control_and_finds_the_annotations_valid():
    found, _ = written(FORM, item(1, CONTENT, annotation(1, ANSWERS)))
    page = interface.LabelInterface(found["label_config.xml"].decode())
    task = json.loads(found["tasks.json"])[0]
    assert {"good", "stars", "order", "people", "turns", "boxes"} <= {control.name for control in page.controls}
    assert all(page.validate_annotation(each) for each in task["annotations"])


def test_its_converter_reads_what_was_answered(tmp_path):
    found, _ = written(FORM, item(1, CONTENT, annotation(1, ANSWERS)))
    [row] = json.loads((converted(found, tmp_path, "JSON_MIN") / "result.json").read_text())
    assert (row["good"], row["why"]) == ("yes", "So 😀")
    assert row["people"][0]["text"] == "Ada"


def test_its_converter_makes_yolo_of_our_boxes(tmp_path):
    form = form_of(question("boxes", "regions", shapes=["box"], options=options("car", "dog")), shows=("image",))
    value = {"regions": [{"shape": "box", "points": [[64, 48], [320, 240]], "labels": ["dog"]}]}
    answers = [{"question": "boxes", "on": "item", "value": value}]
    found, _ = written(form, item(1, {"image": PICTURES[0]}, annotation(1, answers)))
    [labels] = (converted(found, tmp_path, "YOLO") / "labels").iterdir()
    assert list(map(float, labels.read_text().split())) == [1, 0.3, 0.3, 0.4, 0.4]
