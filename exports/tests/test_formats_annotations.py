"""The full file: one annotation a line, with everything needed to understand it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from annotation.forms import parse_form
from annotation.tests.forms_cases import CONTENT, form_json, full_answers
from exports.formats.annotations import Annotations
from exports.formats.jsonl import Json
from exports.formats.records import AnnotationRecord, ItemRecord
from exports.tests.recorded import Recorded, about, files

FORM = parse_form({**form_json(), "version": 3})
ANNOTATION = AnnotationRecord(
    id="018f0000-0000-7000-8000-00000000000a",
    annotator="Ann",
    form_version=3,
    answers=full_answers(),
    shown=["c", "a", "b"],
    revision=2,
    submitted_at="2026-11-21T07:30:00.000000Z",
    seconds=41,
)
ITEM = ItemRecord(
    id="018f0000-0000-7000-8000-00000000000b",
    external_id="item-1",
    position=1,
    content_json=Json.of(CONTENT),
    metadata_json=Json.of({"z": 1, "a": {"y": 2, "b": 3}}),
    state="done",
    annotations=[ANNOTATION],
)


def written(record: ItemRecord = ITEM, form: Any = FORM, **changed: Any) -> bytes:
    """The file of an item with one annotation."""
    record = replace(record, annotations=[replace(ANNOTATION, **changed)])
    return files(Annotations({}, form), Recorded(about(form), [record]))["annotations.jsonl"]


def answers_of(line: bytes) -> list[dict[str, Any]]:
    answers: list[dict[str, Any]] = json.loads(line)["answers"]
    return answers


def test_a_line_tells_who_answered_what_about_what_and_when() -> None:
    line = json.loads(written())
    assert line["content"] == CONTENT
    assert line["metadata"] == ITEM.metadata
    assert line["shown"] == ["c", "a", "b"]
    assert (line["annotator"], line["form_version"], line["revision"], line["seconds"]) == ("Ann", 3, 2, 41)
    assert line["submitted_at"] == "2026-11-21T07:30:00.000000Z"
    assert [{key: answer[key] for key in ("question", "on", "value")} for answer in line["answers"]] == full_answers()


def test_a_ranking_is_exported_as_a_number_too() -> None:
    ranking, *others = answers_of(written())
    assert ranking["value"] == {"ranks": [["b"], ["a", "c"]]}
    assert ranking["rating"] == {"b": 2, "a": 1, "c": 1}
    assert all(set(answer) == {"question", "on", "value"} for answer in others)


def test_a_preference_is_exported_as_a_score_of_each_response() -> None:
    question = {"name": "better", "kind": "preference", "title": "Better?"}
    answers = [{"question": "better", "on": "item", "value": {"preferred": "b", "strength": 1}}]
    content = {**CONTENT, "responses": CONTENT["responses"][:2]}
    item, form = replace(ITEM, content_json=Json.of(content)), parse_form({**form_json(question), "version": 3})
    line = written(item, form, answers=answers, shown=["b", "a"])
    assert answers_of(line) == [{**answers[0], "score": {"a": -1, "b": 1}}]


def test_answers_are_read_by_the_version_they_were_given_under() -> None:
    older = parse_form(form_json({"name": "order", "kind": "ranking", "title": "Order"}))
    now = parse_form({**form_json({"name": "order", "kind": "text", "title": "Order"}), "version": 3})
    record = replace(ITEM, annotations=[replace(ANNOTATION, form_version=1, answers=full_answers()[:1])])
    data = Recorded(about(now, forms={1: older, 3: now}), [record])
    [answer] = answers_of(files(Annotations({}, now), data)["annotations.jsonl"])
    assert answer["rating"] == {"b": 2, "a": 1, "c": 1}


def test_the_same_item_gives_the_same_bytes_whatever_the_order_of_its_keys() -> None:
    turned = replace(
        ITEM,
        content_json=Json.of(dict(reversed(CONTENT.items()))),
        metadata_json=Json.of({"a": {"b": 3, "y": 2}, "z": 1}),
    )
    assert written(turned, answers=[dict(reversed(answer.items())) for answer in full_answers()]) == written()
    assert written().startswith(b'{"annotator":"Ann","answers":[{"on":"item","question":"order","rating":')


def test_an_answer_to_a_question_the_form_lost_is_exported_as_it_is() -> None:
    stray = {"question": "gone", "on": "item", "value": {"rating": 1}}
    assert answers_of(written(answers=[stray])) == [stray]


def test_numbers_beyond_64_bits_are_written_as_they_are() -> None:
    assert b'"metadata":{"big":100000000000000000000}' in written(replace(ITEM, metadata_json=Json.of({"big": 10**20})))


def test_lines_and_answers_are_counted() -> None:
    format = Annotations({}, FORM)  # noqa: A001
    half = replace(ANNOTATION, answers=full_answers()[:2])
    files(format, Recorded(about(FORM), [replace(ITEM, annotations=[ANNOTATION, half])]))
    assert format.counts.to_json() == {"annotations": 2, "answers": 8}
