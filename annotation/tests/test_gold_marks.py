"""Gold answers compared with given ones, by kind; Wilson's interval against published figures."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotation.agreement.gold import Mark, gold_marks, wilson
from annotation.forms import parse_form

OPTIONS = [{"value": name, "title": name} for name in ("yes", "no", "maybe")]
POINTS = [{"value": point, "title": str(point)} for point in range(1, 6)]
EVERY_KIND = parse_form(
    {
        "shows": ["text", "responses"],
        "questions": [
            {"name": "one", "kind": "choice", "title": "One?", "options": OPTIONS, "unsure": True},
            {"name": "many", "kind": "choice", "title": "Many?", "options": OPTIONS, "multiple": True},
            {"name": "each", "kind": "choice", "title": "Each?", "options": OPTIONS, "scope": "responses"},
            {"name": "points", "kind": "rating", "title": "How good?", "options": POINTS},
            {"name": "order", "kind": "ranking", "title": "Order?"},
            {"name": "marks", "kind": "spans", "title": "Where?", "scope": "text", "options": OPTIONS},
            {"name": "why", "kind": "text", "title": "Why?"},
        ],
    }
)
PAIR = parse_form(
    {
        "shows": ["responses"],
        "questions": [
            {
                "name": "better",
                "kind": "preference",
                "title": "Which?",
                "both_bad": True,
                "strengths": [{"value": 1, "title": "A little"}, {"value": 2, "title": "Much"}],
            }
        ],
    }
)


def answer(question, on="item", **value):
    return {"question": question, "on": on, "value": value}


def mark(right, said, form=EVERY_KIND):
    (found,) = gold_marks(form, [right], [said])
    return found.score, found.correct


def test_a_choice_is_right_or_wrong():
    right = answer("one", choices=["yes"])
    assert mark(right, answer("one", choices=["yes"])) == (1.0, True)
    assert mark(right, answer("one", choices=["no"])) == (0.0, False)


def test_unsure_is_right_only_where_the_gold_answer_is_unsure():
    unsure = answer("one", choices=[], unsure=True)
    assert mark(unsure, unsure) == (1.0, True)
    assert mark(unsure, answer("one", choices=["yes"])) == (0.0, False)
    assert mark(answer("one", choices=["yes"]), unsure) == (0.0, False)


def test_several_choices_score_by_what_they_share_and_are_right_only_when_equal():
    right = answer("many", choices=["yes", "no"])
    assert mark(right, answer("many", choices=["yes", "no"])) == (1.0, True)
    score, correct = mark(right, answer("many", choices=["yes", "maybe"]))
    assert (score, correct) == (pytest.approx(1 / 3), False)


def test_a_rating_next_to_the_right_one_scores_but_is_wrong():
    assert mark(answer("points", rating=4), answer("points", rating=4)) == (1.0, True)
    assert mark(answer("points", rating=4), answer("points", rating=5)) == (0.75, False)
    assert mark(answer("points", rating=1), answer("points", rating=5)) == (0.0, False)


def test_a_ranking_is_right_from_eight_tenths_of_its_pairs_on():
    right = answer("order", ranks=[["a"], ["b"], ["c"], ["d"], ["e"]])
    swapped = answer("order", ranks=[["b"], ["a"], ["c"], ["d"], ["e"]])
    twice = answer("order", ranks=[["b"], ["a"], ["d"], ["c"], ["e"]])
    three = answer("order", ranks=[["b"], ["c"], ["a"], ["e"], ["d"]])
    assert mark(right, swapped) == (pytest.approx(0.9), True)
    assert mark(right, twice) == (pytest.approx(0.8), True)
    assert mark(right, three) == (pytest.approx(0.7), False)


def test_spans_are_right_where_they_nearly_lie():
    right = answer("marks", "text", spans=[{"start": 0, "end": 100, "labels": ["yes"]}])
    near = answer("marks", "text", spans=[{"start": 0, "end": 95, "labels": ["yes"]}])
    elsewhere = answer("marks", "text", spans=[{"start": 200, "end": 300, "labels": ["yes"]}])
    other_label = answer("marks", "text", spans=[{"start": 0, "end": 100, "labels": ["no"]}])
    nothing = answer("marks", "text", spans=[])
    assert mark(right, near)[1] is True
    assert [mark(right, wrong)[1] for wrong in (elsewhere, other_label, nothing)] == [False, False, False]
    assert mark(nothing, nothing) == (1.0, True)


def test_a_preference_is_right_on_the_same_side_whatever_its_strength():
    right = answer("better", preferred="a", strength=2)
    assert mark(right, answer("better", preferred="a", strength=2), PAIR) == (1.0, True)
    assert mark(right, answer("better", preferred="a", strength=1), PAIR) == (0.75, True)
    assert mark(right, answer("better", preferred="b", strength=2), PAIR) == (0.0, False)
    assert mark(right, answer("better", preferred=None, reason="tie"), PAIR) == (0.5, False)


def test_a_tie_is_not_both_bad():
    both_bad, tie = (answer("better", preferred=None, reason=reason) for reason in ("both_bad", "tie"))
    assert mark(both_bad, tie, PAIR) == (0.0, False)
    assert mark(both_bad, both_bad, PAIR) == (1.0, True)


def test_each_target_has_a_mark_of_its_own_and_what_was_left_out_is_wrong():
    right = [answer("each", f"responses.{name}", choices=["yes"]) for name in "ab"]
    assert gold_marks(EVERY_KIND, right, [right[1]]) == [
        Mark("each", "responses.a", 0.0, correct=False),
        Mark("each", "responses.b", 1.0, correct=True),
    ]


def test_texts_and_whatever_the_gold_answers_leave_open_are_not_marked():
    right = [answer("why", text="Because."), answer("points", rating=3)]
    said = [answer("why", text="For a reason."), answer("points", rating=3), answer("one", choices=["yes"])]
    assert [found.question for found in gold_marks(EVERY_KIND, right, said)] == ["points"]


def test_a_question_that_the_form_no_longer_has_is_not_marked():
    assert gold_marks(PAIR, [answer("points", rating=3)], []) == []


# Newcombe 1998, "Two-sided confidence intervals for the single proportion", Stat. Med. 17, 857-872, Table I, method 3.
PUBLISHED = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0000, 0.1611),
    (1, 29, 0.0061, 0.1718),
]


@pytest.mark.parametrize(("k", "n", "low", "high"), PUBLISHED)
def test_the_interval_is_the_published_one(k, n, low, high):
    assert list(wilson(k, n)) == pytest.approx([low, high], abs=5e-5)


def test_without_answers_everything_is_possible():
    assert wilson(0, 0) == (0.0, 1.0)


@settings(max_examples=200)
@given(n=st.integers(1, 1000), share=st.floats(0, 1))
def test_the_interval_holds_its_share_inside_the_scale_and_is_the_same_from_the_other_side(n, share):
    low, high = wilson(share * n, n)
    assert 0 <= low <= share + 1e-12
    assert share - 1e-12 <= high <= 1
    turned = wilson((1 - share) * n, n)
    assert list(turned) == pytest.approx([1 - high, 1 - low], abs=1e-9)
