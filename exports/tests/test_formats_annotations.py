"""The full file: one annotation a line, with everything needed to understand it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

from annotation.forms import parse_form
from annotation.tests.forms_cases import CONTENT, form_json, full_answers
from exports.formats import AnnotationRow, Counts, annotation_line, count_annotation

ROW = AnnotationRow(
    annotation_id="018f0000-0000-7000-8000-00000000000a",
    item_id="018f0000-0000-7000-8000-00000000000b",
    external_id="item-1",
    content=CONTENT,
    metadata={"z": 1, "a": {"y": 2, "b": 3}},
    annotator="Ann",
    form=parse_form({**form_json(), "version": 3}),
    answers=full_answers(),
    shown=["c", "a", "b"],
    revision=2,
    submitted_at=datetime(2026, 11, 21, 7, 30, tzinfo=UTC),
    seconds=41,
)


def test_a_line_tells_who_answered_what_about_what_and_when() -> None:
    line = json.loads(annotation_line(ROW))
    assert line["content"] == CONTENT
    assert line["metadata"] == ROW.metadata
    assert line["shown"] == ["c", "a", "b"]
    assert (line["annotator"], line["form_version"], line["revision"], line["seconds"]) == ("Ann", 3, 2, 41)
    assert line["submitted_at"] == "2026-11-21T07:30:00.000000Z"
    assert [{key: answer[key] for key in ("question", "on", "value")} for answer in line["answers"]] == full_answers()


def test_a_ranking_is_exported_as_a_number_too() -> None:
    ranking, *others = json.loads(annotation_line(ROW))["answers"]
    assert ranking["value"] == {"ranks": [["b"], ["a", "c"]]}
    assert ranking["rating"] == {"b": 2, "a": 1, "c": 1}
    assert all(set(answer) == {"question", "on", "value"} for answer in others)


def test_a_preference_is_exported_as_a_score_of_each_response() -> None:
    question = {"name": "better", "kind": "preference", "title": "Better?"}
    answers = [{"question": "better", "on": "item", "value": {"preferred": "b", "strength": 1}}]
    content = {**CONTENT, "responses": CONTENT["responses"][:2]}
    row = replace(ROW, form=parse_form(form_json(question)), content=content, answers=answers)
    assert json.loads(annotation_line(row))["answers"] == [{**answers[0], "score": {"a": -1, "b": 1}}]


def test_the_same_row_gives_the_same_bytes_whatever_the_order_of_its_keys() -> None:
    turned = replace(
        ROW,
        content=dict(reversed(CONTENT.items())),
        metadata={"a": {"b": 3, "y": 2}, "z": 1},
        answers=[dict(reversed(answer.items())) for answer in full_answers()],
    )
    assert annotation_line(turned) == annotation_line(ROW)
    assert annotation_line(ROW).startswith(b'{"annotator":"Ann","answers":[{"on":"item","question":"order","rating":')


def test_an_answer_to_a_question_the_form_lost_is_exported_as_it_is() -> None:
    stray = {"question": "gone", "on": "item", "value": {"rating": 1}}
    assert json.loads(annotation_line(replace(ROW, answers=[stray])))["answers"] == [stray]


def test_lines_and_answers_are_counted() -> None:
    counts = Counts()
    count_annotation(counts, ROW)
    count_annotation(counts, replace(ROW, answers=full_answers()[:2]))
    assert counts.to_json() == {"annotations": 2, "answers": 8}
