"""People see handles; answers find their way back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.forms import (
    answer_problems,
    canonical_answers,
    content_problems,
    rename_targets,
    response_ids,
    with_handles,
)
from annotation.tests.forms_cases import ASSET, CONTENT, OTHER_ASSET, full_answers, make_form

TELLING: dict[str, Any] = {
    "prompt": {"text": "Look", "images": [ASSET]},
    "image": ASSET,
    "messages": [{"id": "gold-question", "role": "user", "text": "x", "images": [OTHER_ASSET]}],
    "context": [{"id": "poisoned", "title": "Source", "text": "…"}],
    "responses": [
        {"id": "chosen", "text": "1", "model": "secret-model", "source": "secret-source", "images": [OTHER_ASSET]},
        {"id": "rejected", "text": "2", "model": "secret-model"},
    ],
}


def test_blinded_content_has_handles_in_the_order_shown_and_tells_nothing() -> None:
    blinded = with_handles(TELLING, ["rejected", "chosen"])
    assert blinded.content["responses"] == [{"id": "r1", "text": "2"}, {"id": "r2", "text": "1", "images": ["i2"]}]
    assert blinded.own == {
        "messages.m1": "messages.gold-question",
        "turns.m1": "turns.gold-question",
        "context.c1": "context.poisoned",
        "responses.r1": "responses.rejected",
        "responses.r2": "responses.chosen",
    }
    assert blinded.handles() == {own: handle for handle, own in blinded.own.items()}
    assert blinded.images == {"i1": ASSET, "i2": OTHER_ASSET}
    assert blinded.sizes({ASSET: (640, 480)}) == {"i1": (640, 480)}
    assert blinded.content["context"] == [{"id": "c1", "title": "Source", "text": "…"}]
    text = json.dumps(blinded.content)
    assert not [
        secret for secret in ("secret", "chosen", "rejected", "gold", "poisoned", ASSET, OTHER_ASSET) if secret in text
    ]


def test_image_handles_are_numbered_as_shown_not_as_imported() -> None:
    content = {
        "responses": [{"id": "a", "images": [ASSET]}, {"id": "b", "images": [OTHER_ASSET]}],
    }
    blinded = with_handles(content, ["b", "a"])
    assert blinded.content["responses"] == [{"id": "r1", "images": ["i1"]}, {"id": "r2", "images": ["i2"]}]
    assert blinded.images == {"i1": OTHER_ASSET, "i2": ASSET}


def test_the_content_itself_stays_as_it_was() -> None:
    before = json.dumps(TELLING)
    with_handles(TELLING, ["rejected", "chosen"])
    assert json.dumps(TELLING) == before


def test_blinded_content_without_images_still_fits_the_form() -> None:
    assert content_problems(with_handles(CONTENT, ["c", "a", "b"]).content, make_form()) == []


@pytest.mark.parametrize("order", [["a"], ["a", "b", "c", "c"], ["a", "b", "z"]])
def test_an_order_that_is_not_of_these_responses_is_refused(order: list[str]) -> None:
    with pytest.raises(ValueError, match="each response"):
        with_handles(CONTENT, order)


def test_content_without_responses_can_be_blinded() -> None:
    assert with_handles({"text": "x"}, []).content == {"text": "x"}


@given(st.permutations(["a", "b", "c"]))
def test_answers_come_back_from_any_order(order: list[str]) -> None:
    form = make_form()
    blinded = with_handles(CONTENT, order)
    shown = rename_targets(form, full_answers(), blinded.handles())
    assert answer_problems(form, blinded.content, shown) == []
    back = rename_targets(form, canonical_answers(form, blinded.content, shown), blinded.own)
    assert canonical_answers(form, CONTENT, back) == full_answers()


def test_handles_may_cross_the_original_ids() -> None:
    content = {"responses": [{"id": "r2", "text": "1"}, {"id": "r1", "text": "2"}]}
    blinded = with_handles(content, ["r2", "r1"])
    assert response_ids(blinded.content) == ["r1", "r2"]
    form = make_form({"name": "order", "kind": "ranking", "title": "Order"})
    answers = [{"question": "order", "on": "item", "value": {"ranks": [["r1"], ["r2"]]}}]
    assert rename_targets(form, answers, blinded.own)[0]["value"] == {"ranks": [["r2"], ["r1"]]}


def test_an_id_that_was_never_shown_is_an_error_of_the_caller() -> None:
    with pytest.raises(KeyError):
        rename_targets(make_form(), full_answers(), {"responses.a": "responses.r1"})
