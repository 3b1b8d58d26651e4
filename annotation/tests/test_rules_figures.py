"""Figures of people's work, and when they are beyond a rule: no database needed."""

from dataclasses import dataclass

import pytest

from annotation.agreement.gold import wilson
from annotation.distribution.rules import (
    SUGGESTED,
    Figure,
    Work,
    as_shown,
    beyond,
    mean_figure,
    median_figure,
    preferred_place,
    run_figure,
)
from annotation.forms import parse_form

FORM = parse_form(
    {
        "shows": ["prompt", "responses"],
        "questions": [
            {"name": "order", "kind": "ranking", "title": "Order?"},
            {
                "name": "safe",
                "kind": "choice",
                "title": "Safe?",
                "scope": "responses",
                "options": [{"value": "yes", "title": "Yes"}, {"value": "no", "title": "No"}],
            },
            {"name": "why", "kind": "text", "title": "Why?", "required": False},
        ],
    }
)


@dataclass(frozen=True)
class Limit:
    operator: str = "<"
    threshold: float = 0.7
    least: int = 5


def order(*ranks):
    return {"question": "order", "on": "item", "value": {"ranks": [list(rank) for rank in ranks]}}


def why(text):
    return {"question": "why", "on": "item", "value": {"text": text}}


@pytest.mark.parametrize(
    ("operator", "under", "at", "over"),
    [("<", True, False, False), ("<=", True, True, False), (">", False, False, True), (">=", False, True, True)],
)
def test_a_figure_is_compared_as_the_rule_says(operator, under, at, over):
    limit = Limit(operator=operator)
    assert [beyond(Figure(value, 5), limit) for value in (0.6, 0.7, 0.8)] == [under, at, over]


def test_too_little_work_says_nothing():
    assert beyond(Figure(0.0, 4), Limit()) is None
    assert beyond(None, Limit(least=0)) is None
    assert beyond(Figure(0.0, 5), Limit()) is True


def test_a_mean_has_its_interval_and_a_median_has_none():
    work = [Work(name, value) for name, value in (("a", 1.0), ("b", 0.5), ("c", 0.0))]
    low, high = wilson(1.5, 3)
    assert mean_figure(work) == Figure(0.5, 3, low, high, ("a", "b", "c"))
    assert median_figure([Work("a", 2), Work("b", 100), Work("c", 4)]) == Figure(4, 3, None, None, ("a", "b", "c"))
    assert mean_figure([]) is None
    assert median_figure([]) is None


def test_a_run_is_counted_from_the_latest_on_and_is_its_own_sample():
    assert run_figure(["c", "b", "a"], [1, 1, 0]) == Figure(2, 3, sample=("c", "b"))
    assert run_figure(["c", "b", "a"], [0, 1, 1]) == Figure(1, 3, sample=("c",))
    assert run_figure(["c", "b", "a"], [None, None, None]) == Figure(0, 3)
    assert run_figure([]) is None


def test_the_longest_run_in_any_respect_counts():
    assert run_figure(["c", "b", "a"], [1, 2, 3], [7, 7, 7]) == Figure(3, 3, sample=("c", "b", "a"))


def test_who_always_ranks_from_top_to_bottom_is_the_same_however_the_responses_were_shuffled():
    one = as_shown(FORM, [order("b", "a", "c")], ["b", "a", "c"])
    other = as_shown(FORM, [order("x", "z", "y")], ["x", "z", "y"])
    assert one == other
    assert as_shown(FORM, [order("b", "a", "c")], ["a", "b", "c"]) != one


def test_who_always_prefers_the_same_model_is_not_the_same_on_a_shuffled_screen():
    best_first = [order("a", "b", "c")]
    assert as_shown(FORM, best_first, ["a", "b", "c"]) != as_shown(FORM, best_first, ["c", "a", "b"])


def test_ties_are_the_same_in_whatever_order_they_are_kept():
    assert as_shown(FORM, [order("ab", "c")], ["b", "a", "c"]) == as_shown(FORM, [order("ab", "c")], ["a", "b", "c"])


def test_answers_about_each_response_go_by_its_place():
    def safe(*values):
        return [
            {"question": "safe", "on": f"responses.{name}", "value": {"choices": [value]}}
            for name, value in zip("ab", values, strict=True)
        ]

    assert as_shown(FORM, safe("yes", "no"), ["a", "b"]) == as_shown(FORM, safe("no", "yes"), ["b", "a"])
    assert as_shown(FORM, safe("yes", "no"), ["a", "b"]) != as_shown(FORM, safe("yes", "no"), ["b", "a"])


def test_a_reason_does_not_hide_a_careless_ranking_but_counts_where_people_only_write():
    def written(text, *more):
        return as_shown(FORM, [*more, why(text)], ["a", "b", "c"])

    ranked = order("a", "b", "c")
    assert written("good", ranked) == written("fine", ranked)
    assert written("good") != written("fine")
    assert written("good") == written("good")


def test_the_preferred_place_is_that_of_the_single_best():
    assert preferred_place(FORM, [order("b", "a", "c")], ["c", "b", "a"]) == (("order", 1),)
    assert preferred_place(FORM, [order("b", "c", "a")], ["c", "b", "a"]) == (("order", 1),)
    assert preferred_place(FORM, [order("ab", "c")], ["a", "b", "c"]) is None
    assert preferred_place(FORM, [why("x")], ["a", "b", "c"]) is None


def test_a_preference_has_a_place_too():
    form = parse_form(
        {"shows": ["responses"], "questions": [{"name": "better", "kind": "preference", "title": "Which?"}]}
    )
    right = [{"question": "better", "on": "item", "value": {"preferred": "b", "strength": 1}}]
    tie = [{"question": "better", "on": "item", "value": {"preferred": None, "reason": "tie"}}]
    assert preferred_place(form, right, ["b", "a"]) == (("better", 0),)
    assert preferred_place(form, right, ["a", "b"]) == (("better", 1),)
    assert preferred_place(form, tie, ["a", "b"]) is None


def test_what_is_suggested_can_come_true():
    for rule in SUGGESTED:
        assert rule["least"] <= rule["window"]
        if rule["collector"].endswith("_in_a_row"):
            assert rule["threshold"] <= rule["window"]
