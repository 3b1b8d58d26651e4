"""Anchors of comments lie on something that was asked, shown and answered."""

from __future__ import annotations

from typing import Any

import pytest

from annotation.forms import Form, parse_form
from annotation.forms.anchors import anchor_problems
from annotation.tests.forms_cases import EVERYTHING, TALK, answer, form_json
from annotation.tests.test_forms_regions import BOX, DRAW, region
from annotation.tests.test_forms_spans import LENGTH, MARKS, span

SAY = {"name": "say", "kind": "text", "title": "Say"}
FORM: Form = parse_form(form_json(MARKS, DRAW, SAY, shows=EVERYTHING))
ANSWERS = [
    answer("marks", {"spans": [span(0, 4)]}, "text"),
    answer("draw", {"regions": [region("box", BOX), region("point", [[1, 1]])]}),
    answer("say", {"text": "Hello"}),
]


def problems(anchor: Any) -> list[str]:
    found = anchor_problems(FORM, TALK, ANSWERS, anchor, "/anchor")
    return [problem.pointer.removeprefix("/anchor") for problem in found]


@pytest.mark.parametrize(
    "anchor",
    [
        {"question": "say", "on": "item"},
        {"question": "say", "on": "item", "start": 0, "end": 5},
        {"question": "marks", "on": "text", "start": 0, "end": LENGTH},
        {"question": "draw", "on": "item"},
        {"question": "draw", "on": "item", "region": 1},
    ],
)
def test_an_answer_a_stretch_of_it_or_a_region_is_something(anchor: dict[str, Any]) -> None:
    assert problems(anchor) == []


@pytest.mark.parametrize(
    ("anchor", "places"),
    [
        (None, [""]),
        ({"on": "item"}, ["/question", "/question"]),
        ({"question": "gone", "on": "item"}, ["/question"]),
        ({"question": "say", "on": "responses.a"}, ["/on"]),
        ({"question": "say", "on": "item", "start": 0, "end": 6}, ["/end"]),
        ({"question": "say", "on": "item", "start": 2, "end": 2}, ["/end"]),
        ({"question": "say", "on": "item", "start": 2}, ["/end"]),
        ({"question": "say", "on": "item", "region": 0}, ["/region"]),
        ({"question": "marks", "on": "text", "start": -1, "end": 1}, ["/start"]),
        ({"question": "marks", "on": "text", "start": 0, "end": LENGTH + 1}, ["/end"]),
        ({"question": "draw", "on": "item", "region": 2}, ["/region"]),
        ({"question": "draw", "on": "item", "region": "0"}, ["/region"]),
        ({"question": "draw", "on": "item", "start": 0, "end": 1}, ["/start", "/end"]),
        ({"question": "say", "on": "item", "note": "x"}, ["/note"]),
    ],
)
def test_anything_else_is_refused_where_it_stands(anchor: Any, places: list[str]) -> None:
    assert problems(anchor) == places


def test_nothing_was_drawn_so_no_region_can_be_meant() -> None:
    found = anchor_problems(FORM, TALK, [], {"question": "draw", "on": "item", "region": 0}, "")
    assert [problem.pointer for problem in found] == ["/region"]
