"""The front door: figures for each question of a form, from canonical answers."""

from __future__ import annotations

import random
import time
from typing import Any

import pytest

from annotation.agreement import form_agreement, question_agreement
from annotation.agreement.reasons import Code, Reason
from annotation.tests.agreement_cases import plain_alpha
from annotation.tests.forms_cases import OPTIONS, ORDER, QUALITY, SAFE, WHY, answer, full_answers, make_form

TOPICS = {"name": "topics", "kind": "choice", "title": "Topics", "multiple": True, "options": OPTIONS}
Items = list[list[list[dict[str, Any]]]]


def rated(*rows: tuple[int, ...]) -> Items:
    """Each row an item, each number somebody's rating."""
    return [[[answer("quality", {"rating": rating})] for rating in row] for row in rows]


def test_the_row_has_the_keys_of_the_contract() -> None:
    rows = [row.to_json() for row in form_agreement(make_form(), [[full_answers(), full_answers()]])]
    assert [(row["question"], row["on"], row["metric"]) for row in rows] == [
        ("order", "item", "interval"),
        ("safe", "responses", "nominal"),
        ("quality", "item", "ordinal"),
        ("why", "item", None),
    ]
    assert rows[0] == {
        "question": "order",
        "on": "item",
        "kind": "ranking",
        "title": "Order the responses, best first",
        "coefficient": "krippendorff_alpha",
        "metric": "interval",
        "alpha": 1.0,
        "low": None,
        "high": None,
        "percent": 1.0,
        "items": 1,
        "units": 3,
        "annotations": 2,
        "reason": None,
    }


def test_what_is_undefined_says_why() -> None:
    question = make_form(QUALITY).questions[0]
    assert question_agreement(question, []).reason == Reason(Code.NO_ANSWERS)
    assert question_agreement(question, rated((1,), (5,))).reason == Reason(Code.NO_OVERLAP)
    constant = question_agreement(question, rated((3, 3), (3, 3, 3)))
    assert (constant.alpha, constant.percent, constant.reason) == (None, 1.0, Reason(Code.NO_VARIATION))
    assert question_agreement(make_form(WHY).questions[0], [[full_answers()]]).reason == Reason(Code.NO_COEFFICIENT)


def test_only_what_two_people_judged_is_counted() -> None:
    found = question_agreement(make_form(QUALITY).questions[0], rated((1, 1), (5, 5, 3), (1,), ()))
    assert (found.items, found.units, found.annotations) == (2, 2, 5)
    assert found.percent == pytest.approx((1 + 1 / 3) / 2)


def test_each_response_is_a_unit_and_unsure_is_a_missing_answer() -> None:
    def safe(*choices: str) -> list[dict[str, Any]]:
        return [
            answer(
                "safe", {"choices": [choice]} if choice != "?" else {"choices": [], "unsure": True}, f"responses.{n}"
            )
            for n, choice in zip("abc", choices, strict=True)
        ]

    items = [
        [safe("yes", "no", "no"), safe("yes", "no", "?")],
        [safe("no", "yes", "?"), safe("no", "no", "?")],
    ]
    found = question_agreement(make_form(SAFE).questions[0], items)
    rows = [["yes", "yes"], ["no", "no"], ["no", "no"], ["yes", "no"]]
    assert (found.items, found.units, found.annotations) == (2, 4, 4)
    assert found.alpha == pytest.approx(plain_alpha(rows, lambda first, second: first != second))
    assert found.percent == pytest.approx(0.75)
    assert found.prevalence[0][0] == "yes"


def test_a_response_is_compared_with_itself_alone() -> None:
    first = [answer("safe", {"choices": ["yes"]}, "responses.a")]
    second = [answer("safe", {"choices": ["no"]}, "responses.b")]
    assert question_agreement(make_form(SAFE).questions[0], [[first, second]]).reason == Reason(Code.NO_OVERLAP)


def test_the_percentage_of_rankings_is_the_share_of_agreeing_pairs() -> None:
    items = [
        [[answer("order", {"ranks": [["a"], ["b"], ["c"]]})], [answer("order", {"ranks": [["a"], ["c"], ["b"]]})]],
        [[answer("order", {"ranks": [["a", "b"], ["c"]]})], [answer("order", {"ranks": [["b", "a"], ["c"]]})]],
    ]
    found = question_agreement(make_form(ORDER).questions[0], items)
    assert found.percent == pytest.approx(5 / 6)
    assert (found.items, found.units, found.annotations) == (2, 6, 4)


def test_the_names_of_responses_do_not_matter() -> None:
    dice = random.Random(3)
    items, renamed = [], []
    for _ in range(20):
        rankings = [dice.sample("abcd", 4) for _ in range(3)]
        items.append([[answer("order", {"ranks": [[name] for name in ranking]})] for ranking in rankings])
        new = dict(zip("abcd", dice.sample("wxyz", 4), strict=True))
        renamed.append([[answer("order", {"ranks": [[new[name]] for name in ranking]})] for ranking in rankings])
    question = make_form(ORDER).questions[0]
    first, second = question_agreement(question, items), question_agreement(question, renamed)
    assert first.alpha == pytest.approx(second.alpha)
    assert first.interval is not None
    assert second.interval is not None
    assert first.interval.low == pytest.approx(second.interval.low)


def test_several_choices_use_the_distance_of_sets() -> None:
    def topics(*sets: list[str]) -> list[list[dict[str, Any]]]:
        return [[answer("topics", {"choices": chosen})] for chosen in sets]

    items = [topics(["yes"], ["yes"]), topics(["yes", "no"], ["no"]), topics(["no"], ["no"]), topics(["yes"], ["yes"])]
    found = question_agreement(make_form(TOPICS).questions[0], items)
    assert found.to_json()["metric"] == "jaccard"
    assert found.percent == pytest.approx(0.75)
    assert found.alpha is not None
    assert 0 < found.alpha < 1
    assert found.interval is not None


def test_more_options_than_fit_an_array_give_the_same_figures() -> None:
    dice = random.Random(5)
    wide = {**SAFE, "scope": "item", "options": [{"value": f"o{number}"} for number in range(300)]}
    narrow = {**wide, "options": wide["options"][:3]}  # type: ignore[index]
    items = [[[answer("safe", {"choices": [f"o{dice.choice([0, 0, 1, 2])}"]})] for _ in range(3)] for _ in range(60)]
    many = question_agreement(make_form(wide).questions[0], items)
    few = question_agreement(make_form(narrow).questions[0], items)
    assert many.alpha == pytest.approx(few.alpha)
    assert many.percent == pytest.approx(few.percent)
    assert many.interval is not None
    assert few.interval is not None
    assert many.interval.low == pytest.approx(few.interval.low)


def test_answers_to_other_questions_and_forgotten_options_are_passed_over() -> None:
    stray = [answer("gone", {"rating": 1}), answer("quality", {"rating": 4})]
    found = question_agreement(make_form(QUALITY).questions[0], [[stray, stray], *rated((1, 1), (5, 3))])
    assert (found.items, found.annotations) == (2, 4)


def test_twenty_thousand_items_of_three_people_take_seconds() -> None:
    dice = random.Random(1)
    rankings = [{"ranks": [[name] for name in dice.sample("abcd", 4)]} for _ in range(24)]
    form = make_form(ORDER, QUALITY, {**SAFE, "scope": "item"})

    def annotation() -> list[dict[str, Any]]:
        return [
            answer("order", dice.choice(rankings)),
            answer("quality", {"rating": dice.choice((1, 3, 5))}),
            answer("safe", {"choices": [dice.choice(("yes", "no"))]}),
        ]

    pool = [[annotation() for _ in range(3)] for _ in range(20_000)]
    begun = time.process_time()
    rows = form_agreement(form, pool)
    seconds = time.process_time() - begun
    assert [row.items for row in rows] == [20_000] * 3
    assert seconds < 6, "measured: 1 s; generous, because other work may share the machine"
