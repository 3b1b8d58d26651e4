"""How alike answers are, and how well people agree on one item: known values, and what holds for every kind."""

from __future__ import annotations

from random import Random
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.agreement.items import ItemAgreement, item_agreement
from annotation.agreement.overlaps import areas_overlap, corners, marked_alike, region_marks, span_marks
from annotation.agreement.similarity import similarity
from annotation.forms import canonical_answers, targets
from annotation.forms.differences import differences
from annotation.tests.forms_cases import TALK, answer, full_answers, make_form
from annotation.tests.test_forms_preference import BOTH_BAD, GRADED, TIE, preferred
from annotation.tests.test_forms_properties import CASES, form_of
from annotation.tests.test_forms_regions import DRAW, region
from annotation.tests.test_forms_spans import MARKS, span

CHOICE = {"kind": "choice", "options": [{"value": name, "title": name} for name in "abc"]}
SCALE = {"kind": "rating", "options": [{"value": point, "title": str(point)} for point in (1, 2, 3, 5)]}
RANKED = {"kind": "ranking"}


def alike(question: dict[str, Any], one: dict[str, Any], other: dict[str, Any]) -> float | None:
    asked = form_of(question).questions[0]
    assert similarity(asked, one, other) == similarity(asked, other, one)
    return similarity(asked, one, other)


def chosen(*names: str, **more: Any) -> dict[str, Any]:
    return {"choices": list(names), **more}


def ranks(*levels: str) -> dict[str, Any]:
    return {"ranks": [list(level) for level in levels]}


def test_a_single_choice_is_equal_or_not_and_unsure_is_no_answer() -> None:
    question = {**CHOICE, "unsure": True, "other": True}
    assert alike(question, chosen("a"), chosen("a")) == 1
    assert alike(question, chosen("a"), chosen("b")) == 0
    assert alike(question, chosen("a"), chosen(unsure=True)) is None
    assert alike(question, chosen(other="x"), chosen(other="y")) == 1
    assert alike(question, chosen(other="x"), chosen("a")) == 0


def test_several_choices_share_labels() -> None:
    question = {**CHOICE, "multiple": True}
    assert alike(question, chosen("a", "b"), chosen("b", "c")) == pytest.approx(1 / 3)
    assert alike(question, chosen("a"), chosen("a", "b")) == 0.5


def test_a_rating_is_apart_by_its_distance_on_the_declared_scale() -> None:
    assert alike(SCALE, {"rating": 2}, {"rating": 3}) == 0.75
    assert alike(SCALE, {"rating": 1}, {"rating": 5}) == 0


def test_a_ranking_agrees_by_its_pairs_and_a_tie_of_one_person_counts_half() -> None:
    assert alike(RANKED, ranks("a", "b", "c"), ranks("a", "c", "b")) == pytest.approx(2 / 3)
    assert alike(RANKED, ranks("a", "b", "c"), ranks("c", "b", "a")) == 0
    assert alike(RANKED, ranks("ab", "c"), ranks("a", "b", "c")) == pytest.approx(5 / 6)
    assert alike(RANKED, ranks("abc"), ranks("cab")) == 1


def test_a_preference_is_apart_by_strength_signed_by_the_side() -> None:
    assert alike(GRADED, preferred("a", 3), preferred("b", 3)) == 0
    assert alike(GRADED, preferred("a", 3), preferred("a", 1)) == pytest.approx(2 / 3)
    assert alike(GRADED, preferred("a", 1), preferred("b", 1)) == pytest.approx(2 / 3)
    assert alike(GRADED, preferred("b", 3), TIE) == 0.5
    assert alike(GRADED, TIE, BOTH_BAD) == 1


def test_spans_match_one_to_one_by_overlap_and_label() -> None:
    assert alike(MARKS, {"spans": [span(0, 4)]}, {"spans": [span(2, 6)]}) == pytest.approx(1 / 3)
    assert alike(MARKS, {"spans": [span(0, 4)]}, {"spans": [span(0, 4, "error")]}) == 0
    assert alike(MARKS, {"spans": [span(0, 4)]}, {"spans": []}) == 0
    assert alike(MARKS, {"spans": []}, {"spans": []}) == 1
    assert alike(MARKS, {"spans": [span(0, 4)]}, {"spans": [span(0, 4), span(0, 2)]}) == pytest.approx(2 / 3)
    assert alike(MARKS, {"spans": [span(0, 4), span(4, 8)]}, {"spans": [span(4, 8), span(0, 2)]}) == 0.75


def test_boxes_count_by_intersection_over_union_on_the_same_image() -> None:
    box, moved = region("box", [[0, 0], [10, 10]]), region("box", [[5, 0], [15, 10]])
    assert alike(DRAW, {"regions": [box]}, {"regions": [moved]}) == pytest.approx(1 / 3)
    assert alike(DRAW, {"regions": [box]}, {"regions": [{**box, "image": 1}]}) == 0
    assert alike(DRAW, {"regions": [box]}, {"regions": [{**box, "labels": ["dirt"]}]}) == 0


def test_areas_of_any_shape_are_compared_by_what_they_cover() -> None:
    box = region("box", [[0, 0], [10, 10]])
    triangle = region("polygon", [[0, 0], [10, 0], [0, 10]])
    star = region("polygon", [[0, 0], [10, 10], [10, 0], [0, 10]])
    as_polygon = region("polygon", [[0, 0], [10, 0], [10, 10], [0, 10]])
    turned = region("rotated_box", [[5, 0], [10, 5], [5, 10], [0, 5]])
    for other, share in ((triangle, 0.5), (star, 0.5), (as_polygon, 1.0), (turned, 0.5)):
        assert alike(DRAW, {"regions": [box]}, {"regions": [other]}) == pytest.approx(share, abs=0.01)


def test_points_and_lines_count_by_how_near_they_are() -> None:
    assert alike(DRAW, {"regions": [region("point", [[0, 0]])]}, {"regions": [region("point", [[0, 4]])]}) == 0.75
    assert alike(DRAW, {"regions": [region("point", [[0, 0]])]}, {"regions": [region("point", [[0, 99]])]}) == 0
    line, shifted = region("line", [[0, 0], [100, 0]]), region("line", [[0, 8], [50, 8], [100, 8]])
    assert alike(DRAW, {"regions": [line]}, {"regions": [shifted]}) == 0.5
    assert alike(DRAW, {"regions": [line]}, {"regions": [region("box", [[0, 0], [100, 8]])]}) == 0


def test_the_covered_share_is_near_that_of_a_million_random_points() -> None:
    random = Random(7)
    polygons = [[(random.uniform(0, 50), random.uniform(0, 50)) for _ in range(7)] for _ in range(6)]

    def covers(polygon: list[tuple[float, float]], x: float, y: float) -> bool:
        inside = False
        for (x1, y1), (x2, y2) in zip(polygon, [*polygon[1:], polygon[0]], strict=True):
            if (y1 <= y) != (y2 <= y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
                inside = not inside
        return inside

    for one, other in zip(polygons[::2], polygons[1::2], strict=True):
        both = either = 0
        for _ in range(20_000):
            x, y = random.uniform(0, 50), random.uniform(0, 50)
            first, second = covers(one, x, y), covers(other, x, y)
            both += first and second
            either += first or second
        marks = region_marks({"regions": [region("polygon", one), region("polygon", other)]})
        assert areas_overlap(*map(corners, marks)) == pytest.approx(both / either, abs=0.02)


def test_texts_and_dialogues_are_not_judged() -> None:
    form = make_form()
    assert similarity(form.questions[3], {"text": "a"}, {"text": "a"}) is None


@given(st.data())
@pytest.mark.parametrize("number", range(len(CASES)))
def test_similarity_is_symmetric_one_for_equals_and_within_its_range(number: int, data: st.DataObject) -> None:
    question, values = CASES[number]
    form = form_of(question)
    on = targets(form.questions[0].scope, TALK)[0]
    stored = [canonical_answers(form, TALK, [answer("q", data.draw(values), on)]) for _ in range(2)]
    if not all(stored):
        return
    one, other = (each[0]["value"] for each in stored)
    asked = form.questions[0]
    figure = similarity(asked, one, other)
    assert figure == similarity(asked, other, one)
    assert figure is None or 0 <= figure <= 1
    assert similarity(asked, one, one) in (1, None)


@given(st.data())
@pytest.mark.parametrize("number", range(len(CASES)))
def test_the_order_of_people_and_of_their_answers_cannot_matter(number: int, data: st.DataObject) -> None:
    question, values = CASES[number]
    form = form_of(question)
    places = targets(form.questions[0].scope, TALK)
    people = [
        canonical_answers(form, TALK, [answer("q", data.draw(values), on) for on in places if data.draw(st.booleans())])
        for _ in range(4)
    ]
    order = data.draw(st.permutations(range(4)))
    found, turned = item_agreement(form, people), item_agreement(form, [people[i][::-1] for i in order])
    assert (turned.mean, turned.by_question) == (found.mean, found.by_question)
    assert turned.of_each == [found.of_each[i] for i in order]


def test_every_question_weighs_the_same_and_texts_are_left_out() -> None:
    form, one = make_form(), full_answers()
    other = [
        *one[:2],
        answer("safe", {"choices": ["yes"]}, "responses.b"),
        *one[3:4],
        answer("quality", {"rating": 1}),
        answer("why", {"text": "No."}),
    ]
    found = item_agreement(form, [one, other])
    assert found.by_question == {"order": 1, "safe": 0.5, "quality": 0}
    assert found.mean == 0.5
    assert found.of_each == [0.5, 0.5]


def test_whoever_stands_alone_agrees_less() -> None:
    form = form_of(CHOICE)
    given = [[answer("q", chosen(name))] for name in "aab"]
    found = item_agreement(form, given)
    assert found.mean == pytest.approx(1 / 3)
    assert found.of_each == [0.5, 0.5, 0]


def test_fewer_than_two_comparable_answers_agree_neither_well_nor_badly() -> None:
    form = make_form()
    assert item_agreement(form, []) == ItemAgreement(None, {}, [])
    assert item_agreement(form, [full_answers()]) == ItemAgreement(None, {}, [None])
    assert item_agreement(form, [full_answers(), []]) == ItemAgreement(None, {}, [None, None])
    unknown = [answer("gone", {"rating": 1})]
    assert item_agreement(form, [unknown, unknown]).mean is None


def test_thousands_of_marks_are_compared_in_a_moment() -> None:
    random = Random(3)

    def many(count: int) -> list[dict[str, Any]]:
        starts = [random.randrange(5000) for _ in range(count)]
        return [span(start, start + random.randrange(1, 5000)) for start in starts]

    begun = perf_counter()
    figure = marked_alike(span_marks({"spans": many(3000)}), span_marks({"spans": many(3000)}))
    assert 0.3 < figure < 1
    assert perf_counter() - begun < 10


def test_a_difference_has_both_sides_of_each_place_that_changed() -> None:
    one = full_answers()
    other = [*one[:4], answer("quality", {"rating": 1}), answer("note", {"text": "new"})]
    assert differences(one, other) == [
        {"question": "quality", "on": "item", "before": {"rating": 5}, "after": {"rating": 1}},
        {"question": "why", "on": "item", "before": {"text": "Because."}, "after": None},
        {"question": "note", "on": "item", "before": None, "after": {"text": "new"}},
    ]
    assert differences(one, one) == []
