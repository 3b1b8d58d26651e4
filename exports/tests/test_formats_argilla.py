"""Argilla's layout on a disk: settings and records; our own reader gives the answers back."""

import json
from typing import Any

from annotation.forms import parse_form
from annotation.imports.argilla import READER
from annotation.tests.forms_cases import OPTIONS, POINTS, TALK, answer, form_json
from annotation.tests.given import given, items_of
from exports.formats.argilla import Argilla
from exports.formats.records import ItemRecord
from exports.tests.recorded import Recorded, about, annotation, files, item

QUESTIONS = [
    {"name": "order", "kind": "ranking", "title": "Order", "required": False},
    {"name": "better", "kind": "preference", "title": "Better?", "required": False},
    {"name": "safe", "kind": "choice", "title": "Safe?", "scope": "responses", "options": OPTIONS, "required": False},
    {"name": "tone", "kind": "choice", "title": "Tone", "multiple": True, "other": True, "options": OPTIONS,
     "required": False},
    {"name": "quality", "kind": "rating", "title": "Quality", "options": POINTS, "required": False},
    {"name": "why", "kind": "text", "title": "Why?", "markdown": True, "required": False},
    {"name": "marks", "kind": "spans", "title": "Mark", "scope": "text", "options": OPTIONS, "required": False},
    {"name": "draw", "kind": "regions", "title": "Draw", "shapes": ["box"], "options": OPTIONS, "required": False},
]  # fmt: skip
FORM = parse_form(form_json(*QUESTIONS, shows=("prompt", "text", "image", "responses")))
CONTENT = {key: TALK[key] for key in ("prompt", "text", "responses")}
ANSWERS = [
    answer("order", {"ranks": [["b"], ["a"]]}),
    answer("better", {"preferred": None, "reason": "tie"}),
    answer("safe", {"choices": ["yes"]}, "responses.a"),
    answer("safe", {"choices": [], "unsure": True}, "responses.b"),
    answer("tone", {"choices": ["yes", "no"], "other": "é"}),
    answer("quality", {"rating": 5}),
    answer("why", {"text": "Sö 🎉"}),
    answer("marks", {"spans": [{"start": 2, "end": 7, "labels": ["yes", "no"]}]}, "text"),
    answer("draw", {"regions": []}),
]


def written(*records: ItemRecord) -> tuple[dict[str, bytes], Argilla]:
    made = Argilla({}, FORM)
    return files(made, Recorded(about(FORM, guidelines="Be kind."), records)), made


def test_records_have_a_field_for_each_response_and_everybodys_answers() -> None:
    found, made = written(
        item(1, CONTENT, annotation(1, ANSWERS, annotator="p1"), annotation(2, [], annotator="p2"), state="done")
    )
    assert list(found) == [".argilla/dataset.json", ".argilla/settings.json", "records.json"]
    (record,) = json.loads(found["records.json"])
    assert record["fields"] == {
        "prompt": "And then?",
        "text": "A whole text 🎉",
        "response_1": "One",
        "response_2": "Two",
    }
    values = {name: [each["value"] for each in rows] for name, rows in record["responses"].items()}
    assert values == {
        "order": [[{"value": "response_2", "rank": 1}, {"value": "response_1", "rank": 2}]],
        "better": ["tie"],
        "safe_1": ["yes"],
        "tone": [["yes", "no"]],
        "quality": [5],
        "why": ["Sö 🎉"],
        "marks": [[{"start": 2, "end": 7, "label": "yes"}]],
    }
    counts = made.counts.to_json()
    assert (counts["items"], counts["annotations"], counts["pictures"]) == (1, 2, 1)
    assert counts["answers_without_question"] == 2, "one who is not sure, and the regions"
    assert counts["said_more"] == 3, "who is not sure, other words, a second label"


def test_our_reader_of_argilla_gives_the_answers_back() -> None:
    metadata: dict[str, Any] = {"source": "web", "deep": {"x": [1, None]}}
    found, _ = written(item(1, CONTENT, annotation(1, ANSWERS, annotator="p1"), metadata=metadata))
    (read,) = items_of(READER, given(found))
    assert read.external_id == "external-1"
    assert read.content["prompt"]["text"] == "And then?"
    assert [each["text"] for each in read.content["responses"]] == ["One", "Two"]
    said = {each["question"]: each["value"] for each in read.annotations[0]["answers"]}
    assert said["order"] == {"ranks": [["response_2"], ["response_1"]]}
    assert (said["quality"], said["why"]) == ({"rating": 5}, {"text": "Sö 🎉"})
    assert said["tone"] == {"choices": ["yes", "no"]}


def test_a_form_without_any_of_its_questions_does_not_fit() -> None:
    draw = parse_form(form_json({**QUESTIONS[-1]}, shows=("image",)))
    assert Argilla.why_not(draw)
    assert Argilla.why_not(FORM) == ""
