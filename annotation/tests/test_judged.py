"""Figures that ask who said what, against plain counting."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from annotation.agreement.coefficients import gwet_ac1, krippendorff_alpha, percent_agreement
from annotation.agreement.histogram import Histogram, tabulate
from annotation.agreement.judged import (
    Book,
    alpha_of_each_category,
    alpha_without_each,
    between_people,
    coincidences,
    given,
    most_confused,
    pairs,
    table_of,
)
from annotation.agreement.scales import make_scale
from annotation.tests.agreement_cases import CASES

Answer = tuple[str, str, int]
ANSWERS = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from("JKLM"), st.integers(0, 2)),
    max_size=24,
    unique_by=lambda answer: answer[:2],
)
ORDINAL = make_scale("ordinal", 3)


def book(answers: list[Answer]) -> Book:
    made = Book({0: 0, 1: 1, 2: 2})
    for answer in answers:
        made.note(*answer)
    return made


def alpha(answers: list[Answer]) -> float | None:
    histogram = Histogram()
    for unit in {unit for unit, _, _ in answers}:
        histogram.add([[category for other, _, category in answers if other == unit]])
    return krippendorff_alpha(tabulate(histogram, 3), ORDINAL)


@examples(ANSWERS)
def test_the_patterns_are_those_of_the_histogram(answers: list[Answer]) -> None:
    table = table_of(book(answers).labels())
    found = krippendorff_alpha(table, ORDINAL) if answers else None
    assert found == pytest.approx(alpha(answers))


@examples(ANSWERS)
def test_every_pair_of_judgements_of_a_unit_is_met_once(answers: list[Answer]) -> None:
    labels = book(answers).labels()
    met = [
        (int(labels.item[i]), *sorted((int(labels.person[i]), int(labels.person[j]))))
        for first, second in pairs(labels)
        for i, j in zip(first, second, strict=True)
    ]
    wanted = sum(len(list(combinations([a for a in answers if a[0] == unit], 2))) for unit in {a[0] for a in answers})
    assert len(met) == len(set(met)) == wanted


@examples(ANSWERS)
def test_two_people_are_compared_where_both_judged(answers: list[Answer]) -> None:
    noted = book(answers)
    between = between_people(noted.labels())
    said = {(unit, person): category for unit, person, category in answers}
    for one, other in combinations(noted.people, 2):
        both = [unit for unit in noted.units if (unit, one) in said and (unit, other) in said]
        place = noted.people[one], noted.people[other]
        assert between.shared[place] == between.shared[place[::-1]] == len(both)
        assert between.alike[place] == sum(said[unit, one] == said[unit, other] for unit in both)


@examples(ANSWERS)
def test_alpha_without_a_person_is_that_of_the_others(answers: list[Answer]) -> None:
    noted = book(answers)
    without = alpha_without_each(noted.labels(), ORDINAL) if answers else {}
    for person, number in noted.people.items():
        assert without[number] == pytest.approx(alpha([answer for answer in answers if answer[1] != person]))


def test_categories_that_meet_are_counted_as_krippendorff_2011_does() -> None:
    rows = CASES["kripp2011_4obs.alpha_nominal"]["data"]["units_by_raters"]
    noted = Book({category: category - 1 for category in range(1, 6)})
    for unit, row in enumerate(rows):
        for person, category in enumerate(row):
            noted.note(unit, person, category)
    met = coincidences(noted.labels())
    assert met[0].tolist() == pytest.approx([7, 4 / 3, 1 / 3, 1 / 3, 0])
    assert met.sum() == pytest.approx(40)
    confused = most_confused(met)
    assert confused is not None
    assert confused == pytest.approx((0, 1, 4 / 3 / np.triu(met, 1).sum()))
    assert given(noted.labels()).sum() == 41


def test_people_who_never_differ_confuse_nothing() -> None:
    assert most_confused(coincidences(book([("a", "J", 1), ("a", "K", 1)]).labels())) is None


def test_the_category_that_people_see_differently_has_the_lowest_alpha() -> None:
    answers = [(f"{n}", "J", n % 3) for n in range(60)]
    answers += [(f"{n}", "K", n % 3 if n % 3 == 0 or n % 4 else 3 - n % 3) for n in range(60)]
    clear, *mixed = alpha_of_each_category(book(answers).labels())
    assert clear == 1
    assert all(each is not None and each < 1 for each in mixed)


def test_what_is_not_declared_is_not_noted() -> None:
    noted = book([("a", "J", 7)])
    assert len(noted.labels().item) == 0
    assert not noted.units


def test_nothing_at_all_has_no_figures() -> None:
    table = table_of(book([]).labels())
    assert percent_agreement(table.counts, table.units()) is None
    assert gwet_ac1(table.counts, table.units()) is None
