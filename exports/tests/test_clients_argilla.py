"""Argilla's own models take our settings and records as they are; skipped where the SDK is not installed."""

from __future__ import annotations

import json
from pathlib import Path
from unittest.mock import Mock
from uuid import UUID

import pytest

from exports.tests.recorded import annotation, item
from exports.tests.test_formats_argilla import ANSWERS, CONTENT, written

argilla = pytest.importorskip("argilla")
pytestmark = pytest.mark.clients


@pytest.fixture(autouse=True)
def no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK asks for a server before it reads a file; what is read here asks it nothing."""
    monkeypatch.setattr(argilla.Argilla, "_get_default", classmethod(lambda _: Mock()))


def on_disk(tmp_path: Path) -> Path:
    found, _ = written(
        item(
            1, CONTENT, annotation(1, ANSWERS, annotator="person-1"), annotation(2, ANSWERS[5:6], annotator="person-2")
        )
    )
    for path, data in found.items():
        place = tmp_path / path
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(data)
    return tmp_path


def test_the_sdk_reads_the_data_set_and_its_settings(tmp_path: Path) -> None:
    folder = on_disk(tmp_path)
    model = argilla.Dataset._load_dataset_model(folder / ".argilla/dataset.json")
    assert (model.name, model.status, model.guidelines) == ("Sky", "ready", "Be kind.")
    settings = argilla.Settings.from_json(folder / ".argilla/settings.json")
    settings.validate()
    kinds = {question.name: question.api_model().type for question in settings.questions}
    assert kinds == {
        "order": "ranking",
        "better": "label_selection",
        "safe_1": "label_selection",
        "safe_2": "label_selection",
        "tone": "multi_label_selection",
        "quality": "rating",
        "why": "text",
        "marks": "span",
    }


def test_the_sdk_reads_the_records_and_what_people_said(tmp_path: Path) -> None:
    folder = on_disk(tmp_path)
    settings = argilla.Settings.from_json(folder / ".argilla/settings.json")
    (record,) = argilla.records._io._json.JsonIO._records_from_json(folder / "records.json")
    assert set(record.fields.to_dict()) <= {field.name for field in settings.fields}
    said = record.responses.to_dict()
    assert said.keys() <= {question.name for question in settings.questions}
    assert [each["value"] for each in said["quality"]] == [5, 5]
    assert len({UUID(each["user_id"]) for each in said["quality"]}) == 2
    assert record.id == "external-1"
    assert {response.status for response in record.responses} == {"submitted"}
    again = argilla.Record.from_dict(json.loads(json.dumps(record.to_dict())))
    assert again.responses.to_dict() == said
