"""What the kinds hand to agreement and export."""

from __future__ import annotations

from typing import Any

from annotation.forms import Measure, Question
from annotation.forms.kinds.choice import OTHER
from annotation.tests.forms_cases import OPTIONS, ORDER, QUALITY, SAFE, WHY, make_form


def first(question: dict[str, Any]) -> Question:
    return make_form(question).questions[0]


def test_a_choice_is_nominal_and_unsure_is_no_judgement() -> None:
    safe = first(SAFE)
    assert safe.measure() == Measure("nominal", ("yes", "no"))
    assert list(safe.judgements({"choices": ["no"]})) == [("", "no")]
    assert list(safe.judgements({"choices": [], "unsure": True})) == []


def test_other_texts_are_one_category() -> None:
    choice = first({**SAFE, "other": True})
    assert choice.measure() == Measure("nominal", ("yes", "no", OTHER))
    assert list(choice.judgements({"choices": [], "other": "sarcasm"})) == [("", OTHER)]


def test_several_choices_are_compared_as_sets() -> None:
    topics = first({**SAFE, "multiple": True, "other": True, "options": OPTIONS})
    assert topics.measure() == Measure("jaccard", ())
    assert list(topics.judgements({"choices": ["yes"], "other": "x"})) == [("", frozenset({"yes", OTHER}))]


def test_a_rating_is_ordinal_on_the_declared_scale() -> None:
    quality = first(QUALITY)
    assert quality.measure() == Measure("ordinal", (1, 3, 5))
    assert list(quality.judgements({"rating": 3})) == [("", 3)]


def test_a_ranking_is_judged_by_pairs_in_one_fixed_direction() -> None:
    order = first(ORDER)
    value = {"ranks": [["b"], ["a", "c"]]}
    assert order.measure() == Measure("interval", (-1, 0, 1), mirrored=True)
    assert sorted(order.judgements(value)) == [(("a", "b"), -1), (("a", "c"), 0), (("b", "c"), 1)]
    assert sorted(order.comparisons(value, "abc")) == [("a", "c", 0), ("b", "a", 1), ("b", "c", 1)]


def test_a_rank_is_also_a_number_with_k_for_the_best_of_k_levels() -> None:
    assert first(ORDER).columns({"ranks": [["b"], ["a", "c"], ["d"]]}, "abcd") == {
        "rating": {"b": 3, "a": 2, "c": 2, "d": 1}
    }
    assert first(QUALITY).columns({"rating": 3}, "ab") == {}


def test_a_text_has_no_coefficient() -> None:
    assert first(WHY).measure() is None
    assert list(first(WHY).judgements({"text": "x"})) == []
    assert list(first(WHY).comparisons({"text": "x"}, "ab")) == []
