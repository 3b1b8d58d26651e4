"""What of an item a question can be asked about, and what belongs to it."""

from __future__ import annotations

from typing import Any

import pytest

from annotation.forms import Target, answer_problems, canonical_answers, parse_form, targets, turns
from annotation.forms.target import Scope, Targets
from annotation.tests.forms_cases import ASSET, OTHER_ASSET, SAFE, TALK, answer, form_json, places


def target(on: str, scope: Scope, content: dict[str, Any] = TALK) -> Target:
    return Targets(content).of(scope)[on]


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("item", ["item"]),
        ("responses", ["responses.a", "responses.b"]),
        ("turns", ["turns.s", "turns.u2"]),
        ("messages", ["messages.s", "messages.u1", "messages.a1", "messages.a2", "messages.u2"]),
        ("context", ["context.doc"]),
        ("text", ["text"]),
        ("prompt", ["prompt"]),
    ],
)
def test_each_scope_has_its_targets_in_display_order(scope: Scope, expected: list[str]) -> None:
    assert targets(scope, TALK) == expected


def test_what_is_not_there_is_no_target() -> None:
    for scope in ("responses", "turns", "messages", "context", "text", "prompt"):
        assert targets(scope, {"image": ASSET}) == []
    assert targets("prompt", {"prompt": {"images": [ASSET]}}) == []
    assert targets("item", {}) == ["item"]


def test_a_turn_is_a_message_of_the_user_with_what_follows_and_is_called_by_its_first_message() -> None:
    assert [[message["id"] for message in turn.messages] for turn in turns(TALK)] == [["s", "u1", "a1", "a2"], ["u2"]]
    assert [turn.id for turn in turns(TALK)] == ["s", "u2"]
    opening = {"messages": [{"id": "a", "role": "assistant", "text": "Hello"}]}
    assert [turn.id for turn in turns(opening)] == ["a"]
    assert turns({}) == []


def test_a_target_has_its_own_text() -> None:
    assert target("item", "item").text == "A whole text 🎉"
    assert target("item", "item", {"prompt": {"text": "Ask"}}).text == "Ask"
    assert target("turns.s", "turns").text == "Second try"
    assert target("turns.u2", "turns").text == ""
    called = {"messages": [*TALK["messages"][:4], {"id": "t", "role": "tool", "text": "{}"}]}
    assert target("turns.s", "turns", called).text == "Second try"
    assert target("responses.a", "responses").text == "One"
    assert target("context.doc", "context").text == "Known facts"


def test_a_target_has_its_own_images() -> None:
    assert target("item", "item").images == (ASSET,)
    assert target("item", "item", {"prompt": {"images": [OTHER_ASSET]}}).images == (OTHER_ASSET,)
    assert target("responses.b", "responses").images == (OTHER_ASSET, ASSET)
    assert target("responses.a", "responses").images == ()


def test_a_target_knows_all_responses_and_the_sizes_that_are_known() -> None:
    about = Targets(TALK, {ASSET: (640, 480)}).of("responses")["responses.b"]
    assert about.responses == ("a", "b")
    assert (about.size(0), about.size(1)) == (None, (640, 480))


def test_turns_are_judged_one_by_one() -> None:
    form = parse_form(form_json({**SAFE, "scope": "turns"}, shows=("messages",)))
    first, second = answer("safe", {"choices": ["yes"]}, "turns.s"), answer("safe", {"choices": ["no"]}, "turns.u2")
    assert answer_problems(form, TALK, [second, first]) == []
    assert canonical_answers(form, TALK, [second, first]) == [first, second]
    assert places(answer_problems(form, TALK, [first])) == ["/answers"]
    assert places(answer_problems(form, TALK, [{**first, "on": "turns.u1"}], complete=False)) == ["/answers/0/on"]


def test_what_the_form_does_not_show_is_no_target() -> None:
    form = parse_form(form_json({"name": "edit", "kind": "text", "title": "Edit", "edits": True}, shows=("prompt",)))
    long_text = {**TALK, "text": "x" * 200_000, "prompt": {"text": "Ask"}}
    assert places(answer_problems(form, long_text, [answer("edit", {"text": "x" * 200_000})])) == [
        "/answers/0/value/text"
    ]


@pytest.mark.parametrize("scope", ["responses", "turns"])
def test_a_condition_holds_for_each_target_by_itself(scope: Scope) -> None:
    why = {"name": "why", "kind": "text", "title": "Why?", "scope": scope, "when": {"question": "safe", "equals": "no"}}
    form = parse_form(form_json({**SAFE, "scope": scope}, why, shows=("messages", "responses")))
    first, second = targets(scope, TALK)
    answers = [answer("safe", {"choices": ["yes"]}, first), answer("safe", {"choices": ["no"]}, second)]
    assert [problem.detail for problem in answer_problems(form, TALK, answers)] == [
        f"the question 'why' needs an answer on {second}"
    ]


def test_five_hundred_messages_and_a_hundred_questions_are_checked_in_seconds() -> None:
    """A list of all targets for every answer would take minutes."""
    content = {"messages": [{"id": f"m{number}", "role": "user", "text": "x"} for number in range(500)]}
    questions = [{**SAFE, "name": f"q{number}", "scope": "turns"} for number in range(20)]
    form = parse_form(form_json(*questions, shows=("messages",)))
    answers = [
        answer(question["name"], {"choices": ["yes"]}, f"turns.m{number}")
        for question in questions
        for number in range(500)
    ]
    assert answer_problems(form, content, answers) == []
    assert canonical_answers(form, content, answers) == answers
