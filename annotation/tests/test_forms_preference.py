"""Preferences between two responses."""

from __future__ import annotations

from typing import Any

import pytest

from annotation.agreement import question_agreement
from annotation.forms import Measure, content_problems, parse_form, removed_by, uses
from annotation.tests.forms_cases import (
    CONTENT,
    TALK,
    about_talk,
    answer,
    canonical_value,
    form_json,
    form_problems_of,
    places,
    value_problems,
)

BETTER = {"name": "better", "kind": "preference", "title": "Which one is better?"}
GRADES = [{"value": grade, "title": f"Grade {grade}"} for grade in (1, 2, 3)]
GRADED = {**BETTER, "strengths": GRADES, "both_bad": True}
TIE, BOTH_BAD = {"preferred": None, "reason": "tie"}, {"preferred": None, "reason": "both_bad"}


def preferred(response: str, strength: int | None = None) -> dict[str, Any]:
    return {"preferred": response} if strength is None else {"preferred": response, "strength": strength}


def test_without_settings_there_is_one_grade_and_a_tie() -> None:
    settings = about_talk(BETTER).to_json()["questions"][0]
    assert [(grade["value"], grade["title"]) for grade in settings["strengths"]] == [(1, "Better")]
    assert (settings["tie"], settings["both_bad"]) == (True, False)
    assert parse_form(about_talk(GRADED).to_json()) == about_talk(GRADED)


@pytest.mark.parametrize(
    ("question", "pointer"),
    [
        ({**BETTER, "strengths": []}, "/questions/0/strengths"),
        ({**BETTER, "strengths": None}, "/questions/0/strengths"),
        ({**BETTER, "strengths": GRADES[1:]}, "/questions/0/strengths"),
        ({**BETTER, "strengths": GRADES[::-1]}, "/questions/0/strengths"),
        ({**BETTER, "strengths": [{"value": grade} for grade in range(1, 6)]}, "/questions/0/strengths"),
        ({**BETTER, "strengths": [{"value": "much"}]}, "/questions/0/strengths/0/value"),
        ({**BETTER, "tie": 1}, "/questions/0/tie"),
        ({**BETTER, "scope": "responses"}, "/questions/0/scope"),
    ],
)
def test_wrong_settings_are_refused_at_their_place(question: dict[str, Any], pointer: str) -> None:
    assert pointer in places(form_problems_of(form_json(question)))


@pytest.mark.parametrize(
    ("value", "wrong", "wrong_in_a_draft"),
    [
        (preferred("a", 3), [], []),
        (TIE, [], []),
        (BOTH_BAD, [], []),
        ({**TIE, "strength": None}, [], []),
        (preferred("a"), ["/strength"], []),
        (preferred("a", 4), ["/strength"], ["/strength"]),
        ({"preferred": "a", "strength": True}, ["/strength"], ["/strength"]),
        ({"preferred": "a", "strength": 1.0}, ["/strength"], ["/strength"]),
        (preferred("z", 1), ["/preferred"], ["/preferred"]),
        ({"preferred": ["a"], "strength": 1}, ["/preferred"], ["/preferred"]),
        ({"preferred": "a", "strength": 1, "reason": "tie"}, ["/reason"], ["/reason"]),
        ({**TIE, "strength": 1}, ["/strength"], ["/strength"]),
        ({"preferred": None, "reason": "bored"}, ["/reason"], ["/reason"]),
        ({"preferred": None, "reason": {}}, ["/reason"], ["/reason"]),
    ],
)
def test_a_preference_names_a_response_and_a_strength_or_why_not(
    value: Any, wrong: list[str], wrong_in_a_draft: list[str]
) -> None:
    form = about_talk(GRADED)
    assert value_problems(form, value) == wrong
    assert value_problems(form, value, complete=False) == wrong_in_a_draft


def test_ties_and_both_bad_can_be_ruled_out() -> None:
    assert value_problems(about_talk(GRADED, tie=False), TIE) == ["/reason"]
    assert value_problems(about_talk(BETTER), BOTH_BAD) == ["/reason"]


def test_neither_a_response_nor_a_reason_is_no_answer() -> None:
    for nothing in ({}, {"preferred": None}, {"preferred": None, "reason": None}):
        assert value_problems(about_talk(GRADED, required=True), nothing) == ["/answers"]
        assert canonical_value(about_talk(GRADED), nothing) is None


def test_a_single_grade_goes_without_saying_and_is_stored() -> None:
    assert value_problems(about_talk(BETTER), preferred("b")) == []
    assert canonical_value(about_talk(BETTER), preferred("b")) == preferred("b", 1)
    assert canonical_value(about_talk(GRADED), {"strength": 2, "preferred": "b"}) == preferred("b", 2)
    assert canonical_value(about_talk(GRADED), {**TIE, "strength": None}) == TIE


def test_an_item_has_exactly_two_responses() -> None:
    form = parse_form(form_json(BETTER))
    assert [problem.detail for problem in content_problems(CONTENT, form)] == [
        "has 3, and the project's form takes at most 2"
    ]
    lonely = {**CONTENT, "responses": CONTENT["responses"][:1]}
    assert places(content_problems(lonely, form)) == ["/responses"]
    assert content_problems(TALK, about_talk(BETTER)) == []
    assert form.most_responses() == form.fewest_responses() == 2


@pytest.mark.parametrize(
    ("newer", "value", "untouched"),
    [
        ({"strengths": GRADES[:2]}, preferred("a", 3), preferred("a", 2)),
        ({"tie": False}, TIE, BOTH_BAD),
        ({"both_bad": False}, BOTH_BAD, TIE),
    ],
)
def test_what_an_edited_form_takes_away_is_told(newer: Any, value: Any, untouched: Any) -> None:
    removed = removed_by(about_talk(GRADED), about_talk(GRADED, **newer))
    assert uses([answer("better", value)], removed)
    assert not uses([answer("better", untouched)], removed)
    assert removed_by(about_talk(GRADED, **newer), about_talk(GRADED)) == []


def test_a_preference_is_a_comparison_and_a_score() -> None:
    question = about_talk(GRADED).questions[0]
    assert question.compares
    assert list(question.comparisons(preferred("b", 2), ["a", "b"])) == [("b", "a", 1)]
    assert list(question.comparisons(TIE, ["a", "b"])) == [("a", "b", 0)]
    assert question.columns(preferred("b", 2), ["a", "b"]) == {"score": {"a": -2, "b": 2}}
    assert question.columns(BOTH_BAD, ["a", "b"]) == {"score": {"a": 0, "b": 0}}
    assert question.measure() == Measure("interval", (-3, -2, -1, 0, 1, 2, 3), mirrored=True, sides=True)


def agreement(*items: list[dict[str, Any]]) -> Any:
    return question_agreement(
        about_talk(GRADED).questions[0], [[[answer("better", value)] for value in item] for item in items]
    )


def test_people_who_prefer_the_same_agree_and_a_tie_lies_between() -> None:
    same = agreement([preferred("a", 2), preferred("a", 2)], [preferred("x", 1), preferred("x", 1)])
    assert (same.alpha, same.percent, same.items, same.units) == (1.0, 1.0, 2, 2)
    opposed = agreement([preferred("a", 2), preferred("b", 2)], [preferred("x", 1), preferred("y", 1)])
    assert opposed.percent == 0.0
    assert opposed.alpha < 0
    near = agreement([preferred("a", 3), preferred("a", 2)], [TIE, BOTH_BAD])
    far = agreement([preferred("a", 3), preferred("b", 2)], [TIE, TIE])
    assert near.alpha > far.alpha
    assert near.percent == far.percent == 0.5


def test_names_of_responses_and_the_order_of_people_do_not_matter() -> None:
    given = [[preferred("a", 3), preferred("b", 1), TIE], [preferred("b", 2), preferred("b", 1)], [TIE, TIE]]
    swapped = [
        [{**value, "preferred": {"a": "b", "b": "a"}.get(value["preferred"])} for value in reversed(item)]
        for item in given
    ]
    assert agreement(*given).alpha == pytest.approx(agreement(*swapped).alpha)
    assert agreement(*given).percent == pytest.approx(agreement(*swapped).percent)


def test_the_coefficient_is_the_one_of_rankings_of_two() -> None:
    """One grade says what a ranking of two says, so both must be measured alike."""
    ranked = parse_form(form_json({"name": "better", "kind": "ranking", "title": "Better?"})).questions[0]
    simple = about_talk(BETTER).questions[0]
    votes = ["aab", "aa-", "bb", "ab-", "a-", "bbb"]
    as_preference = {"a": preferred("a", 1), "b": preferred("b", 1), "-": TIE}
    as_ranking = {"a": {"ranks": [["a"], ["b"]]}, "b": {"ranks": [["b"], ["a"]]}, "-": {"ranks": [["a", "b"]]}}
    found = question_agreement(simple, [[[answer("better", as_preference[vote])] for vote in item] for item in votes])
    expected = question_agreement(ranked, [[[answer("better", as_ranking[vote])] for vote in item] for item in votes])
    assert found.alpha == pytest.approx(expected.alpha)
    assert found.percent == pytest.approx(expected.percent)
    assert (found.items, found.units, found.annotations) == (expected.items, expected.units, expected.annotations)
