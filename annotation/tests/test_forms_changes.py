"""An edited form says what it takes away, and whether answers used it."""

from __future__ import annotations

from typing import Any

import pytest

from annotation.forms import removed_by, uses
from annotation.tests.forms_cases import OPTIONS, ORDER, POINTS, QUALITY, SAFE, WHY, answer, full_answers, make_form

TOPICS = {"name": "topics", "kind": "choice", "title": "Topics", "multiple": True, "other": True, "options": OPTIONS}


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        (SAFE, {**SAFE, "options": [*OPTIONS, {"value": "maybe"}], "other": True}),
        (SAFE, {**SAFE, "multiple": True, "title": "Safe?", "required": False}),
        (ORDER, {**ORDER, "help": "Best first"}),
        ({**ORDER, "ties": False}, ORDER),
        (QUALITY, {**QUALITY, "options": [{**point, "title": "New"} for point in POINTS]}),
        (WHY, {**WHY, "max_length": 10, "markdown": True}),
    ],
)
def test_what_only_adds_or_renames_takes_nothing_away(older: dict[str, Any], newer: dict[str, Any]) -> None:
    assert removed_by(make_form(older), make_form(newer, {**WHY, "name": "added"})) == []


@pytest.mark.parametrize(
    ("older", "newer", "value", "untouched"),
    [
        (SAFE, {**SAFE, "options": OPTIONS[:1]}, {"choices": ["no"]}, {"choices": ["yes"]}),
        (SAFE, {**SAFE, "unsure": False}, {"choices": [], "unsure": True}, {"choices": ["yes"]}),
        (TOPICS, {**TOPICS, "multiple": False}, {"choices": ["yes", "no"]}, {"choices": ["no"]}),
        (TOPICS, {**TOPICS, "multiple": False}, {"choices": ["yes"], "other": "x"}, {"choices": [], "other": "x"}),
        (TOPICS, {**TOPICS, "other": False}, {"choices": ["yes"], "other": "x"}, {"choices": ["yes"]}),
        (ORDER, {**ORDER, "ties": False}, {"ranks": [["a", "b"]]}, {"ranks": [["a"], ["b"]]}),
        (QUALITY, {**QUALITY, "options": POINTS[:2]}, {"rating": 1}, None),
        (QUALITY, {**QUALITY, "options": [*POINTS, {"value": 6}]}, {"rating": 1}, None),
        (QUALITY, {**QUALITY, "scope": "responses"}, {"rating": 1}, None),
        (QUALITY, {**WHY, "name": "quality"}, {"rating": 1}, None),
        (QUALITY, WHY, {"rating": 1}, None),
    ],
)
def test_what_answers_use_can_be_counted(
    older: dict[str, Any], newer: dict[str, Any], value: Any, untouched: Any
) -> None:
    removed = removed_by(make_form(older), make_form(newer))
    assert [loss.question for loss in removed] == [older["name"]]
    assert uses([answer(older["name"], value)], removed)
    assert not uses([answer("another", value)], removed)
    if untouched:
        assert not uses([answer(older["name"], untouched)], removed)


def test_a_full_set_of_answers_uses_the_loss_of_any_question() -> None:
    form = make_form()
    for question in form.questions:
        others = [entry for entry in form.to_json()["questions"] if entry["name"] != question.name]
        assert uses(full_answers(), removed_by(form, make_form(*others)))
    assert not uses(full_answers(), removed_by(form, form))
    assert not uses([], removed_by(form, make_form(WHY)))
