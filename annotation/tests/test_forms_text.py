"""Texts that start from what is already there."""

from __future__ import annotations

from annotation.forms import parse_form, removed_by
from annotation.forms.kinds.text import LONGEST_TEXT
from annotation.tests.forms_cases import (
    TALK,
    about_talk,
    canonical_value,
    form_json,
    form_problems_of,
    places,
    value_problems,
)

BETTER = {"name": "better", "kind": "text", "title": "Improve it", "edits": True, "min_length": 5, "max_length": 8}


def test_editing_is_a_setting_that_is_off_unless_said() -> None:
    plain = {key: value for key, value in BETTER.items() if key != "edits"}
    assert about_talk(plain).to_json()["questions"][0]["edits"] is False
    assert parse_form(about_talk(BETTER).to_json()) == about_talk(BETTER)
    assert places(form_problems_of(form_json({**BETTER, "edits": "yes"}))) == ["/questions/0/edits"]
    assert removed_by(about_talk(BETTER), about_talk(plain)) == []


def test_an_unchanged_text_is_an_answer_of_any_length() -> None:
    form = about_talk(BETTER, scope="responses", required=True)
    assert TALK["responses"][0]["text"] == "One"
    answers_problem = value_problems(form, {"text": "One"}, on="responses.a")
    assert answers_problem == ["/answers"], "only that the other response is missing"
    assert canonical_value(form, {"text": "One"}, "responses.a") == {"text": "One"}
    assert value_problems(form, {"text": "Two"}, on="responses.a") == ["/text"]
    long = "x" * (LONGEST_TEXT + 1)
    item = parse_form(form_json(BETTER, shows=("text",)))
    assert value_problems(item, {"text": long}, content={"text": long}) == []
    assert value_problems(item, {"text": long + "x"}, content={"text": long}) == ["/text"]


def test_a_turn_is_edited_from_what_the_assistant_said_last() -> None:
    form = about_talk(BETTER, scope="turns")
    assert value_problems(form, {"text": "Second try"}, on="turns.s") == []
    assert value_problems(form, {"text": "First, a try"}, on="turns.s") == ["/text"]
    assert value_problems(form, {"text": ""}, on="turns.u2") == []


def test_a_deleted_text_is_no_answer() -> None:
    assert value_problems(about_talk(BETTER, required=True), {"text": " "}) == ["/answers"]
    assert canonical_value(about_talk(BETTER), {"text": ""}) is None


def test_the_text_to_edit_must_be_shown() -> None:
    assert places(form_problems_of(form_json(BETTER, shows=("image",)))) == ["/shows"]
    assert form_problems_of(form_json(BETTER, shows=("prompt",))) == []
    assert form_problems_of(form_json({**BETTER, "edits": False}, shows=("image",))) == []
    assert places(form_problems_of(form_json({**BETTER, "scope": "turns"}, shows=("prompt",)))) == ["/shows"]
