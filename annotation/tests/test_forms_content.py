"""Item content is checked against its schema, and against what the project's form shows."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.forms import content_problems, image_ids, parse_form, response_ids
from annotation.forms.content import LONGEST_CONTENT
from annotation.tests.forms_cases import ASSET, CONTENT, ORDER, WHY, form_json, make_form, places
from annotation.tests.test_forms_form import JSON

DIALOGUE: dict[str, Any] = {
    "messages": [{"id": "m1", "role": "user", "text": "Hi", "images": [ASSET]}],
    "context": [{"id": "c1", "title": "Source", "text": "…"}],
    "text": "Some text",
    "image": ASSET,
}


def test_content_of_every_part_is_accepted() -> None:
    assert content_problems({**CONTENT, **DIALOGUE}) == []


@given(JSON)
def test_no_json_whatever_makes_the_check_fail(data: object) -> None:
    assert content_problems(data)


@given(JSON, st.sampled_from([*CONTENT, *DIALOGUE]))
def test_no_json_in_a_known_key_makes_the_check_fail(data: object, key: str) -> None:
    content_problems({**CONTENT, key: data}, make_form())


@pytest.mark.parametrize(
    ("content", "pointer"),
    [
        ([], ""),
        ({}, ""),
        ({"context": []}, ""),
        ({"Prompt": {"text": "x"}, **CONTENT}, "/Prompt"),
        ({"prompt": "Why?"}, "/prompt"),
        ({"prompt": {"text": ""}}, "/prompt"),
        ({"prompt": {"text": "x", "image": ASSET}}, "/prompt/image"),
        ({"prompt": {"images": ["https://example.com/cat.png"]}}, "/prompt/images/0"),
        ({"prompt": {"images": [ASSET.upper()]}}, "/prompt/images/0"),
        ({"prompt": {"images": [ASSET] * 21}}, "/prompt/images"),
        ({"image": None}, "/image"),
        ({"text": " "}, "/text"),
        ({"text": "a\x00b"}, "/text"),
        ({"messages": [{"id": "m1", "role": "robot", "text": "x"}]}, "/messages/0/role"),
        ({"messages": [{"role": "user", "text": "x"}]}, "/messages/0/id"),
        ({"context": [{"id": "c1", "title": "t"}]}, "/context/0/text"),
        ({"responses": [{"id": "a", "text": "x"}, {"id": "a", "text": "y"}]}, "/responses"),
        ({"responses": [{"id": "a b", "text": "x"}]}, "/responses/0/id"),
        ({"responses": [{"id": "", "text": "x"}]}, "/responses/0/id"),
        ({"responses": [{"id": 1, "text": "x"}]}, "/responses/0/id"),
        ({"responses": [{"id": "a"}]}, "/responses/0"),
        ({"responses": [{"id": "a", "text": "x", "rank": 1}]}, "/responses/0/rank"),
        ({"responses": ["x"]}, "/responses/0"),
        ({"responses": [{"id": str(n), "text": "x"} for n in range(101)]}, "/responses"),
        ({"text": "é" * (LONGEST_CONTENT // 2 + 1)}, ""),
    ],
)
def test_wrong_content_is_refused_at_its_place(content: Any, pointer: str) -> None:
    problems = [place for place in places(content_problems(content)) if place or not pointer]
    assert problems == [pointer]


def test_the_size_limit_counts_all_texts_together_in_bytes() -> None:
    half = "x" * (LONGEST_CONTENT // 2)
    assert content_problems({"text": half, "prompt": {"text": half}}) == []
    assert places(content_problems({"text": half, "prompt": {"text": half + "x"}})) == [""]


def test_what_the_form_shows_must_be_there() -> None:
    form = parse_form(form_json(ORDER, WHY, shows=("prompt", "context", "responses")))
    assert content_problems(CONTENT, form) == []
    assert places(content_problems({"responses": CONTENT["responses"]}, form)) == ["/prompt"]
    assert places(content_problems({"prompt": CONTENT["prompt"]}, form)) == ["/responses"]
    assert places(content_problems({"prompt": CONTENT["prompt"], "responses": []}, form)) == ["/responses"]


def test_a_ranking_needs_two_responses() -> None:
    lonely = {**CONTENT, "responses": CONTENT["responses"][:1]}
    assert places(content_problems(lonely, make_form(ORDER))) == ["/responses"]
    assert content_problems(lonely, make_form({**WHY, "scope": "responses"})) == []


def test_a_prompt_may_come_as_messages_where_both_are_shown() -> None:
    talk = {"messages": DIALOGUE["messages"]}
    assert content_problems(talk, parse_form(form_json(WHY, shows=("prompt", "messages")))) == []
    assert places(content_problems(talk, parse_form(form_json(WHY, shows=("prompt",))))) == ["/prompt"]


def test_ids_are_listed_in_the_order_of_the_content() -> None:
    other = ASSET.replace("1", "2")
    content = {**CONTENT, **DIALOGUE, "prompt": {"images": [other, ASSET]}}
    assert response_ids(content) == ["a", "b", "c"]
    assert response_ids({"text": "x"}) == []
    assert image_ids(content) == [ASSET, other]
    assert image_ids(CONTENT) == []
