"""Answers are checked against form and content, and stored in one canonical form."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.forms import answer_problems, canonical_answers
from annotation.tests.forms_cases import (
    CONTENT,
    OPTIONS,
    ORDER,
    QUALITY,
    SAFE,
    WHY,
    answer,
    full_answers,
    make_form,
    places,
)
from annotation.tests.test_forms_form import JSON

TOPICS = {"name": "topics", "kind": "choice", "title": "Topics", "multiple": True, "other": True, "options": OPTIONS}


def problems(question: dict[str, Any], value: object, *, complete: bool = True) -> list[str]:
    """The places of what is wrong with one value, below the value."""
    on = "responses.a" if question.get("scope") == "responses" else "item"
    form = make_form({**question, "required": False})
    found = places(answer_problems(form, CONTENT, [answer(question["name"], value, on)], complete=complete))
    return [place.removeprefix("/answers/0/value") for place in found]


def test_full_answers_are_accepted_and_already_canonical() -> None:
    assert answer_problems(make_form(), CONTENT, full_answers()) == []
    assert canonical_answers(make_form(), CONTENT, full_answers()) == full_answers()


@given(JSON)
def test_no_json_whatever_makes_the_check_fail(data: object) -> None:
    answer_problems(make_form(), CONTENT, data, complete=False)
    assert answer_problems(make_form(), CONTENT, data)


@given(JSON, st.sampled_from([ORDER, SAFE, QUALITY, WHY, TOPICS]), st.booleans())
def test_no_json_as_a_value_makes_the_check_fail(data: object, question: dict[str, Any], complete: bool) -> None:
    problems(question, data, complete=complete)
    for key in ("ranks", "choices", "rating", "text"):
        problems(question, {key: data}, complete=complete)


@given(JSON)
def test_what_is_accepted_can_be_made_canonical_twice_without_change(data: object) -> None:
    form = make_form({**TOPICS, "required": False}, {**ORDER, "required": False})
    answers = [answer("topics", {"choices": ["no", "yes"]}), answer("order", {"ranks": data})]
    if not answer_problems(form, CONTENT, answers, complete=False):
        once = canonical_answers(form, CONTENT, answers)
        assert canonical_answers(form, CONTENT, once) == once


@pytest.mark.parametrize(
    ("entry", "pointer"),
    [
        ("order", "/answers/0"),
        ({"question": "order", "on": "item"}, "/answers/0/value"),
        ({**answer("order", {}), "extra": 1}, "/answers/0/extra"),
        (answer("nothing", {}), "/answers/0/question"),
        (answer("order", {"ranks": []}, "responses.a"), "/answers/0/on"),
        (answer("safe", {"choices": []}, "item"), "/answers/0/on"),
        (answer("safe", {"choices": []}, "responses.z"), "/answers/0/on"),
        (answer("order", None), "/answers/0/value"),
        (answer("order", {"ranks": [], "why": ""}), "/answers/0/value/why"),
    ],
)
def test_a_wrong_envelope_is_refused_at_its_place(entry: Any, pointer: str) -> None:
    assert places(answer_problems(make_form(), CONTENT, [entry], complete=False)) == [pointer]


def test_a_place_is_answered_once() -> None:
    twice = [answer("quality", {"rating": 1}), answer("quality", {"rating": 5})]
    assert places(answer_problems(make_form(), CONTENT, twice, complete=False)) == ["/answers/1"]


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        ({"choices": ["yes"]}, []),
        ({"choices": [], "unsure": True}, []),
        ({"unsure": True}, []),
        ({"choices": ["maybe"]}, ["/choices/0"]),
        ({"choices": [["yes"]]}, ["/choices/0"]),
        ({"choices": "yes"}, ["/choices"]),
        ({"choices": ["yes", "yes"]}, ["/choices", "/choices"]),
        ({"choices": ["yes", "no"]}, ["/choices"]),
        ({"choices": ["yes", "no", "yes"]}, ["/choices"]),
        ({"choices": ["yes"], "unsure": True}, ["/unsure"]),
        ({"choices": [], "other": "sarcasm"}, ["/other"]),
        ({"choices": ["yes"], "unsure": "no"}, ["/unsure"]),
    ],
)
def test_a_single_choice_takes_one_option_or_unsure(value: Any, wrong: list[str]) -> None:
    assert problems(SAFE, value) == wrong


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        ({"choices": ["yes", "no"], "other": "sarcasm"}, []),
        ({"choices": [], "other": "sarcasm"}, []),
        ({"choices": [], "other": "x" * 1001}, ["/other"]),
        ({"choices": [], "unsure": True}, ["/unsure"]),
        ({"choices": ["no", "no"]}, ["/choices"]),
    ],
)
def test_a_multiple_choice_takes_several_and_another_text(value: Any, wrong: list[str]) -> None:
    assert problems(TOPICS, value) == wrong


@pytest.mark.parametrize("rating", [2, 0, "5", 5.0, True, [5]])
def test_a_rating_off_the_scale_is_refused(rating: object) -> None:
    assert problems(QUALITY, {"rating": rating}) == ["/rating"]


@pytest.mark.parametrize(
    ("ranks", "wrong", "wrong_in_a_draft"),
    [
        ([["b"], ["a", "c"]], [], []),
        ([["c", "b", "a"]], [], []),
        ([["b"]], ["/ranks"], []),
        ([["b"], []], ["/ranks/1", "/ranks"], []),
        ([["b"], ["a"], ["b"], ["c"]], ["/ranks"], ["/ranks"]),
        ([["b"], ["b", "a", "c"]], ["/ranks/1/0"], ["/ranks/1/0"]),
        ([["b"], ["z"]], ["/ranks/1/0", "/ranks"], ["/ranks/1/0"]),
        ([["b"], ["a", 1]], ["/ranks/1/1", "/ranks"], ["/ranks/1/1"]),
        ([["b"], "a"], ["/ranks/1", "/ranks"], ["/ranks/1"]),
        ({"a": 1}, ["/ranks"], ["/ranks"]),
    ],
)
def test_a_ranking_places_each_own_response_once(ranks: Any, wrong: list[str], wrong_in_a_draft: list[str]) -> None:
    assert problems(ORDER, {"ranks": ranks}) == wrong
    assert problems(ORDER, {"ranks": ranks}, complete=False) == wrong_in_a_draft


def test_a_ranking_without_ties_refuses_them() -> None:
    strict = {**ORDER, "ties": False}
    assert problems(strict, {"ranks": [["b"], ["a", "c"]]}) == ["/ranks/1"]
    assert problems(strict, {"ranks": [["b"], ["a"], ["c"]]}) == []


def test_a_text_keeps_to_its_lengths_once_it_is_complete() -> None:
    short = {**WHY, "min_length": 3, "max_length": 5}
    assert problems(short, {"text": "🎉🎉🎉🎉🎉"}) == []
    assert problems(short, {"text": "ab"}) == ["/text"]
    assert problems(short, {"text": "abcdef"}) == ["/text"]
    assert problems(short, {"text": "ab"}, complete=False) == problems(short, {"text": "x" * 99}, complete=False) == []
    assert problems(short, {"text": "a\x00bc"}) == ["/text"]
    assert problems(short, {"text": ""}) == []


def test_required_questions_are_named_with_the_response_they_miss() -> None:
    answers = [entry for entry in full_answers() if entry["on"] != "responses.b" and entry["question"] != "quality"]
    found = answer_problems(make_form(), CONTENT, answers)
    assert places(found) == ["/answers", "/answers"]
    assert "'safe'" in found[0].detail
    assert "responses.b" in found[0].detail
    assert "'quality'" in found[1].detail
    assert answer_problems(make_form(), CONTENT, answers, complete=False) == []


@pytest.mark.parametrize(
    ("question", "nothing"),
    [
        (ORDER, {"ranks": []}),
        (TOPICS, {"choices": []}),
        (TOPICS, {"choices": [], "other": "  "}),
        (QUALITY, {"rating": None}),
        (WHY, {"text": " \n"}),
    ],
)
def test_an_empty_value_is_no_answer(question: dict[str, Any], nothing: Any) -> None:
    required = make_form({**question, "required": True})
    optional = make_form({**question, "required": False})
    answers = [answer(question["name"], nothing)]
    assert places(answer_problems(required, CONTENT, answers)) == ["/answers"]
    assert answer_problems(optional, CONTENT, answers) == []
    assert canonical_answers(optional, CONTENT, answers) == []


def test_canonical_answers_stand_in_form_order_with_normal_values() -> None:
    form = make_form(ORDER, TOPICS, WHY, {**QUALITY, "scope": "responses", "required": False})
    answers = [
        answer("quality", {"rating": 1}, "responses.c"),
        answer("quality", {"rating": 3}, "responses.a"),
        answer("why", {"text": "  e\u0301 stays \r\n"}),
        answer("topics", {"other": "", "choices": ["no", "yes"], "unsure": False}),
        answer("order", {"ranks": [["c", "a"], ["b"]]}),
    ]
    before = copy.deepcopy(answers)
    assert answer_problems(form, CONTENT, answers) == []
    assert canonical_answers(form, CONTENT, answers) == [
        answer("order", {"ranks": [["a", "c"], ["b"]]}),
        answer("topics", {"choices": ["yes", "no"]}),
        answer("why", {"text": "  e\u0301 stays \r\n"}),
        answer("quality", {"rating": 3}, "responses.a"),
        answer("quality", {"rating": 1}, "responses.c"),
    ]
    assert answers == before


def test_tied_responses_stand_in_the_order_of_the_content() -> None:
    turned = {**CONTENT, "responses": CONTENT["responses"][::-1]}
    answers = [answer("order", {"ranks": [["b", "c"], ["a"]]})]
    assert canonical_answers(make_form(ORDER), turned, answers) == [answer("order", {"ranks": [["c", "b"], ["a"]]})]


def test_a_hidden_question_is_neither_required_nor_in_the_way_nor_stored() -> None:
    form = make_form(
        SAFE,
        {**WHY, "scope": "responses", "required": True, "min_length": 9, "when": {"question": "safe", "equals": "no"}},
    )
    answers = [answer("safe", {"choices": ["yes"]}, f"responses.{response}") for response in "abc"]
    left_over = answer("why", {"text": "too few"}, "responses.a")
    assert answer_problems(form, CONTENT, [*answers, left_over]) == []
    assert canonical_answers(form, CONTENT, [*answers, left_over]) == answers
    answers[0]["value"] = {"choices": ["no"]}
    assert places(answer_problems(form, CONTENT, answers)) == ["/answers"]
    assert places(answer_problems(form, CONTENT, [*answers, left_over])) == ["/answers/3/value/text"]


def test_what_hangs_on_a_hidden_question_is_hidden_too() -> None:
    form = make_form(
        QUALITY,
        {**SAFE, "name": "fixable", "scope": "item", "when": {"question": "quality", "equals": 1}},
        {**WHY, "scope": "responses", "required": True, "when": {"question": "fixable", "equals": "yes"}},
    )
    answers = [answer("quality", {"rating": 5}), answer("fixable", {"choices": ["yes"]})]
    assert answer_problems(form, CONTENT, answers) == []
    answers[0]["value"] = {"rating": 1}
    assert len(answer_problems(form, CONTENT, answers)) == 3


def test_a_form_about_responses_asks_nothing_of_an_item_without_them() -> None:
    form = make_form({**SAFE, "required": True})
    assert answer_problems(form, {"prompt": {"text": "x"}}, []) == []
