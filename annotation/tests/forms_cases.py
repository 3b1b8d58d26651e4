"""The form of the contract and a content for it, shared by the tests of the forms package."""

from __future__ import annotations

from typing import Any

from annotation.forms import Form, InvalidForm, Problem, answer_problems, canonical_answers, parse_form

OPTIONS = [
    {"value": "yes", "title": "Yes", "key": "y", "colour": "green", "description": "Anybody may read it"},
    {"value": "no", "title": "No", "key": "n"},
]
POINTS = [{"value": 1, "title": "Poor"}, {"value": 3, "title": "Fair"}, {"value": 5, "title": "Excellent"}]
ORDER = {"name": "order", "kind": "ranking", "title": "Order the responses, best first", "ties": True}
SAFE = {
    "name": "safe",
    "kind": "choice",
    "title": "Is it safe?",
    "scope": "responses",
    "unsure": True,
    "options": OPTIONS,
}
QUALITY = {"name": "quality", "kind": "rating", "title": "Quality", "options": POINTS}
WHY = {"name": "why", "kind": "text", "title": "Why?", "required": False, "max_length": 2000}

ASSET = "018f0000-0000-7000-8000-000000000001"
CONTENT: dict[str, Any] = {
    "prompt": {"text": "Why is the sky blue?"},
    "responses": [
        {"id": "a", "text": "Scattering.", "model": "m1-v3", "source": "model"},
        {"id": "b", "text": "The sea."},
        {"id": "c", "text": "Magic."},
    ],
}

OTHER_ASSET = ASSET.replace("1", "2")
TALK: dict[str, Any] = {
    "prompt": {"text": "And then?", "images": []},
    "text": "A whole text 🎉",
    "image": ASSET,
    "messages": [
        {"id": "s", "role": "system", "text": "Be brief."},
        {"id": "u1", "role": "user", "text": "Hi"},
        {"id": "a1", "role": "assistant", "text": "First try"},
        {"id": "a2", "role": "assistant", "text": "Second try"},
        {"id": "u2", "role": "user", "text": "Bye"},
    ],
    "context": [{"id": "doc", "title": "Source", "text": "Known facts"}],
    "responses": [{"id": "a", "text": "One"}, {"id": "b", "text": "Two", "images": [OTHER_ASSET, ASSET]}],
}
"""Content of every part, with two responses and two turns."""
EVERYTHING = ("prompt", "messages", "text", "image", "context", "responses")


def form_json(*questions: dict[str, Any], shows: tuple[str, ...] = ("prompt", "responses")) -> dict[str, Any]:
    return {"version": 1, "shows": list(shows), "questions": list(questions or (ORDER, SAFE, QUALITY, WHY))}


def make_form(*questions: dict[str, Any]) -> Form:
    return parse_form(form_json(*questions))


def answer(question: str, value: Any, on: str = "item") -> dict[str, Any]:
    return {"question": question, "on": on, "value": value}


def full_answers() -> list[dict[str, Any]]:
    return [
        answer("order", {"ranks": [["b"], ["a", "c"]]}),
        answer("safe", {"choices": ["yes"]}, "responses.a"),
        answer("safe", {"choices": ["no"]}, "responses.b"),
        answer("safe", {"choices": [], "unsure": True}, "responses.c"),
        answer("quality", {"rating": 5}),
        answer("why", {"text": "Because."}),
    ]


def about_talk(question: dict[str, Any], **settings: Any) -> Form:
    """A form with this one question about `TALK`, not required."""
    return parse_form(form_json({"required": False, **question, **settings}, shows=EVERYTHING))


def value_problems(
    form: Form,
    value: object,
    *,
    on: str = "item",
    complete: bool = True,
    content: dict[str, Any] = TALK,
    sizes: dict[str, tuple[int, int]] | None = None,
) -> list[str]:
    """The places of what is wrong with one value of the form's one question, below the value."""
    answers = [answer(form.questions[0].name, value, on)]
    found = places(answer_problems(form, content, answers, complete=complete, sizes=sizes))
    return [place.removeprefix("/answers/0/value") for place in found]


def canonical_value(form: Form, value: dict[str, Any], on: str = "item") -> Any:
    """One value of the form's one question as it is stored; None where it is none."""
    stored = canonical_answers(form, TALK, [answer(form.questions[0].name, value, on)])
    return stored[0]["value"] if stored else None


def form_problems_of(data: object) -> list[Problem]:
    try:
        parse_form(data)
    except InvalidForm as error:
        return error.problems
    return []


def places(problems: list[Problem]) -> list[str]:
    return [problem.pointer for problem in problems]
