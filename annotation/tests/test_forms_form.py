"""A form is read strictly, and every refusal names its place."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.forms import InvalidForm, parse_form
from annotation.forms.kinds import KINDS
from annotation.tests.forms_cases import (
    OPTIONS,
    ORDER,
    POINTS,
    QUALITY,
    SAFE,
    WHY,
    form_json,
    form_problems_of,
    make_form,
    places,
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


def test_the_form_of_the_contract_reads_back_as_itself() -> None:
    form = make_form()
    assert parse_form(form.to_json()) == form
    assert parse_form(form.to_json()).to_json() == form.to_json()


def test_the_canonical_form_has_every_key() -> None:
    safe = make_form(SAFE).to_json()["questions"][0]
    assert safe == {
        "name": "safe",
        "kind": "choice",
        "title": "Is it safe?",
        "help": "",
        "scope": "responses",
        "required": True,
        "when": None,
        "multiple": False,
        "unsure": True,
        "other": False,
        "leaves_only": False,
        "options": [
            {"value": "yes", "title": "Yes", "key": "y", "colour": "green", "description": "Anybody may read it"},
            {"value": "no", "title": "No", "key": "n", "colour": "", "description": ""},
        ],
    }


@given(JSON)
def test_no_json_whatever_makes_the_parser_fail_otherwise_than_with_problems(data: object) -> None:
    assert form_problems_of(data)


@given(JSON, st.sampled_from(["version", "shows", "questions"]))
def test_no_json_in_a_known_key_makes_the_parser_fail(data: object, key: str) -> None:
    form_problems_of({**form_json(), key: data})


@given(JSON, st.sampled_from(sorted(KINDS)), st.sampled_from(["name", "when", "options", "scope", "title", "ties"]))
def test_no_json_in_a_question_makes_the_parser_fail(data: object, kind: str, key: str) -> None:
    form_problems_of(form_json({"name": "x", "kind": kind, "title": "X", key: data}))


@pytest.mark.parametrize(
    ("question", "pointer"),
    [
        ({**SAFE, "colour": "red"}, "/questions/0/colour"),
        ({**SAFE, "name": "Is it safe"}, "/questions/0/name"),
        ({**SAFE, "name": ""}, "/questions/0/name"),
        ({**SAFE, "title": "  "}, "/questions/0/title"),
        ({**SAFE, "title": "x" * 301}, "/questions/0/title"),
        ({**SAFE, "title": "a\x00b"}, "/questions/0/title"),
        ({**SAFE, "title": "half \ud800"}, "/questions/0/title"),
        ({**SAFE, "required": 1}, "/questions/0/required"),
        ({**SAFE, "required": None}, "/questions/0/required"),
        ({**SAFE, "kind": "slider"}, "/questions/0/kind"),
        ({**SAFE, "scope": "turns"}, "/shows"),
        ({**SAFE, "scope": "messages"}, "/questions/0/scope"),
        ({**ORDER, "scope": "responses"}, "/questions/0/scope"),
        ({**SAFE, "options": []}, "/questions/0/options"),
        ({**SAFE, "options": OPTIONS * 300}, "/questions/0/options"),
        ({**SAFE, "options": [*OPTIONS, {"value": "yes", "title": "Again"}]}, "/questions/0/options"),
        ({**SAFE, "options": [*OPTIONS, {"value": "maybe", "key": "y"}]}, "/questions/0/options"),
        ({**SAFE, "options": [{"value": "yes", "key": "Y"}]}, "/questions/0/options/0/key"),
        ({**SAFE, "options": [{"value": "yes", "colour": "#ff0000"}]}, "/questions/0/options/0/colour"),
        ({**SAFE, "options": [{"value": " yes"}]}, "/questions/0/options/0/value"),
        ({**SAFE, "options": [{"value": "\x00other"}]}, "/questions/0/options/0/value"),
        ({**SAFE, "options": [{"title": "Yes"}]}, "/questions/0/options/0/value"),
        ({**SAFE, "options": ["yes"]}, "/questions/0/options/0"),
        ({**SAFE, "options": [{"value": "yes", "hint": ""}]}, "/questions/0/options/0/hint"),
        ({**QUALITY, "options": POINTS[:1]}, "/questions/0/options"),
        ({**QUALITY, "options": [{"value": value} for value in range(12)]}, "/questions/0/options"),
        ({**QUALITY, "options": POINTS[::-1]}, "/questions/0/options"),
        ({**QUALITY, "options": [{"value": True}, {"value": 2}]}, "/questions/0/options/0/value"),
        ({**QUALITY, "options": [{"value": 1.5}, {"value": 2}]}, "/questions/0/options/0/value"),
        ({**WHY, "min_length": 3000}, "/questions/0/min_length"),
        ({**WHY, "max_length": 0}, "/questions/0/max_length"),
        ({**WHY, "max_length": 10**9}, "/questions/0/max_length"),
        ({**WHY, "when": {"question": "later", "equals": "yes"}}, "/questions/0/when"),
        ({**WHY, "when": {"question": "later"}}, "/questions/0/when/equals"),
        ({**WHY, "when": {"question": "later", "equals": "x", "not": 1}}, "/questions/0/when/not"),
        ({**WHY, "when": "always"}, "/questions/0/when"),
        (["text"], "/questions/0"),
    ],
)
def test_a_wrong_question_is_refused_at_its_place(question: Any, pointer: str) -> None:
    assert places(form_problems_of(form_json(question))) == [pointer]


@pytest.mark.parametrize(
    ("form", "pointer"),
    [
        ({**form_json(), "colour": 1}, "/colour"),
        ({**form_json(), "version": 0}, "/version"),
        ({**form_json(), "version": True}, "/version"),
        ({**form_json(), "shows": ["prompt", "prompt", "responses"]}, "/shows/1"),
        ({**form_json(), "shows": ["picture"]}, "/shows/0"),
        ({**form_json(), "shows": []}, "/shows"),
        ({**form_json(), "shows": ["prompt"]}, "/shows"),
        ({**form_json(), "questions": []}, "/questions"),
        ({**form_json(), "questions": [WHY] * 101}, "/questions"),
        ({**form_json(), "questions": [WHY, WHY]}, "/questions"),
        ({"shows": ["prompt"]}, "/questions"),
    ],
)
def test_a_wrong_form_is_refused_at_its_place(form: Any, pointer: str) -> None:
    assert places(form_problems_of(form)) == [pointer]


def test_keys_from_outside_are_escaped_and_cut_in_pointers() -> None:
    assert places(form_problems_of({**form_json(), "a/b~c": 1})) == ["/a~1b~0c"]
    assert places(form_problems_of({**form_json(), "x" * 10_000: 1})) == ["/" + "x" * 80]
    assert places(form_problems_of({**form_json(), "\ud800": 1})) == ["/?"]


@pytest.mark.parametrize(
    ("earlier", "later", "accepted"),
    [
        (QUALITY, {**WHY, "when": {"question": "quality", "equals": 1}}, True),
        (QUALITY, {**WHY, "when": {"question": "quality", "equals": 2}}, False),
        (QUALITY, {**WHY, "when": {"question": "quality", "equals": "1"}}, False),
        (QUALITY, {**WHY, "when": {"question": "quality", "equals": True}}, False),
        (QUALITY, {**WHY, "scope": "responses", "when": {"question": "quality", "equals": 1}}, True),
        (SAFE, {**WHY, "scope": "responses", "when": {"question": "safe", "equals": "no"}}, True),
        (SAFE, {**WHY, "when": {"question": "safe", "equals": "no"}}, False),
        (ORDER, {**WHY, "when": {"question": "order", "equals": "a"}}, False),
        ({**WHY, "name": "note"}, {**WHY, "when": {"question": "note", "equals": "x"}}, False),
    ],
)
def test_a_condition_waits_for_a_possible_answer_of_an_earlier_question_in_reach(
    earlier: dict[str, Any], later: dict[str, Any], accepted: bool
) -> None:
    problems = form_problems_of(form_json(earlier, later))
    assert (problems == []) is accepted
    assert all(pointer.startswith("/questions/1/when") for pointer in places(problems))


def test_all_problems_are_told_at_once() -> None:
    broken = form_json({**SAFE, "title": ""}, {**QUALITY, "options": "many"})
    assert places(form_problems_of({**broken, "x": 1})) == ["/questions/0/title", "/questions/1/options", "/x"]


def test_the_error_says_what_is_wrong_in_words() -> None:
    with pytest.raises(InvalidForm, match="/version: must be a whole number from 1 to 1000000"):
        parse_form({**form_json(), "version": "one"})


def test_a_form_knows_how_many_responses_it_needs() -> None:
    assert make_form(ORDER).fewest_responses() == 2
    assert make_form(SAFE).fewest_responses() == 1
    assert parse_form(form_json(WHY, shows=("prompt",))).fewest_responses() == 0
    assert make_form().at_version(7).version == 7
