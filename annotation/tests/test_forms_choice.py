"""Choices whose options form a hierarchy."""

from __future__ import annotations

from typing import Any

import pytest

from annotation.forms import parse_form, removed_by, uses
from annotation.tests.forms_cases import (
    about_talk,
    answer,
    canonical_value,
    form_json,
    form_problems_of,
    places,
    value_problems,
)

TREE = [
    {"value": "animal"},
    {"value": "dog", "parent": "animal"},
    {"value": "poodle", "parent": "dog"},
    {"value": "cat", "parent": "animal"},
    {"value": "stone"},
]
WHAT = {"name": "what", "kind": "choice", "title": "What is it?", "options": TREE}


def chosen(*values: str) -> dict[str, Any]:
    return {"choices": list(values)}


def test_parents_are_read_back_and_stand_only_where_there_is_one() -> None:
    form = about_talk(WHAT, leaves_only=True)
    assert parse_form(form.to_json()) == form
    settings = form.to_json()["questions"][0]
    assert settings["leaves_only"] is True
    assert [option.get("parent", "none") for option in settings["options"]] == [
        "none",
        "animal",
        "dog",
        "animal",
        "none",
    ]


@pytest.mark.parametrize(
    ("options", "pointer"),
    [
        (TREE[::-1], "/questions/0/options/1/parent"),
        ([{"value": "a", "parent": "a"}], "/questions/0/options/0/parent"),
        ([{"value": "a", "parent": "gone"}], "/questions/0/options/0/parent"),
        ([{"value": "a", "parent": None}], "/questions/0/options/0/parent"),
        ([{"value": "a", "parent": ["a"]}], "/questions/0/options/0/parent"),
        (
            [{"value": "0"}] + [{"value": str(n), "parent": str(n - 1)} for n in range(1, 7)],
            "/questions/0/options/6/parent",
        ),
        ([*TREE, {"value": "dog", "parent": "stone"}], "/questions/0/options"),
    ],
)
def test_a_hierarchy_that_is_none_is_refused_at_its_place(options: Any, pointer: str) -> None:
    assert pointer in places(form_problems_of(form_json({**WHAT, "options": options})))


def test_six_levels_are_allowed_and_ratings_have_no_hierarchy() -> None:
    six = [{"value": "0"}] + [{"value": str(n), "parent": str(n - 1)} for n in range(1, 6)]
    assert form_problems_of(form_json({**WHAT, "options": six})) == []
    points = [{"value": 1}, {"value": 2, "parent": "1"}]
    rating = {"name": "q", "kind": "rating", "title": "Q", "options": points}
    assert places(form_problems_of(form_json(rating))) == ["/questions/0/options/1/parent"]


def test_what_is_implied_is_not_counted_and_not_stored() -> None:
    form = about_talk(WHAT)
    assert value_problems(form, chosen("animal", "dog", "poodle")) == []
    assert canonical_value(form, chosen("animal", "dog", "poodle")) == chosen("poodle")
    assert canonical_value(form, chosen("animal")) == chosen("animal")
    assert value_problems(form, chosen("dog", "cat")) == ["/choices"]
    several = about_talk(WHAT, multiple=True)
    assert canonical_value(several, chosen("stone", "cat", "animal", "poodle")) == chosen("poodle", "cat", "stone")


def test_leaves_only_asks_for_the_last_step_once_the_answer_is_complete() -> None:
    form = about_talk(WHAT, leaves_only=True)
    assert value_problems(form, chosen("dog")) == ["/choices/0"]
    assert value_problems(form, chosen("dog"), complete=False) == []
    assert value_problems(form, chosen("animal", "dog", "poodle")) == value_problems(form, chosen("stone")) == []


def test_conditions_wait_for_exactly_the_option_they_name() -> None:
    question = about_talk(WHAT).questions[0]
    assert question.meets(chosen("dog"), "dog")
    assert not question.meets(chosen("poodle"), "dog")


@pytest.mark.parametrize(
    ("newer", "value", "untouched"),
    [
        ({"leaves_only": True}, chosen("dog"), chosen("poodle")),
        ({"options": TREE[:-1]}, chosen("stone"), chosen("dog")),
    ],
)
def test_what_an_edited_form_takes_away_is_told(newer: Any, value: Any, untouched: Any) -> None:
    removed = removed_by(about_talk(WHAT), about_talk(WHAT, **newer))
    assert uses([answer("what", value)], removed)
    assert not uses([answer("what", untouched)], removed)


def test_a_finer_option_below_a_leaf_takes_the_leaf_away_only_where_leaves_are_asked() -> None:
    finer = [*TREE, {"value": "granite", "parent": "stone"}]
    assert removed_by(about_talk(WHAT), about_talk(WHAT, options=finer)) == []
    strict = about_talk(WHAT, leaves_only=True)
    removed = removed_by(strict, about_talk(WHAT, leaves_only=True, options=finer))
    assert uses([answer("what", chosen("stone"))], removed)
    assert not uses([answer("what", chosen("cat"))], removed)
    assert len(removed) == 1
