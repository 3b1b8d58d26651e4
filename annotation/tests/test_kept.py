"""What is kept by the million takes few bytes, and is looked at without a copy."""

from array import array
from datetime import UTC, datetime

import numpy as np
import pytest

from annotation.agreement.heard import Given, Heard
from annotation.agreement.kept import seen, together
from annotation.agreement.people_figures import PeopleFigures
from annotation.forms import parse_form

FORM = parse_form(
    {
        "shows": ["text"],
        "questions": [
            {
                "name": "kind",
                "kind": "choice",
                "title": "Kind",
                "options": [{"value": value, "title": value} for value in ("spam", "ham", "eggs")],
            }
        ],
    }
)


def test_numbers_are_looked_at_where_they_are() -> None:
    numbers = array("b", [3, 1, 2])
    column = seen(numbers)
    assert column.dtype == np.int8
    assert column.tolist() == [3, 1, 2]
    with pytest.raises(BufferError):
        numbers.append(4)
    del column
    numbers.append(4)
    assert seen(numbers).tolist() == [3, 1, 2, 4]
    assert seen(array("i")).tolist() == []


def test_equal_keys_stand_together_in_the_order_in_which_they_came() -> None:
    key, column = np.array([2, 0, 2, 1, 0]), np.array([10, 11, 12, 13, 14])
    assert [each.tolist() for each in together(key, column)] == [[0, 0, 1, 2, 2], [11, 14, 13, 10, 12]]


def test_nothing_is_copied_where_equal_keys_stand_together_already() -> None:
    key, column = np.array([0, 0, 1, 3]), np.array([5, 6, 7, 8])
    assert together(key, column)[1] is column
    assert [each.tolist() for each in together(key[:0], column[:0])] == [[], []]


def test_more_can_be_heard_after_figures_were_told() -> None:
    at_once, in_parts = PeopleFigures(FORM), PeopleFigures(FORM)
    for number in range(60):
        at_once.hear(_heard(number))
        in_parts.hear(_heard(number))
        if number % 25 == 0:
            assert in_parts.figures().people
    assert in_parts.figures() == at_once.figures()


def _heard(number: int) -> Heard:
    given = [
        Given(
            annotation=f"{number}-{person}",
            person=f"person {person}",
            answers=[{"question": "kind", "on": "item", "value": {"choices": [("spam", "ham", "eggs")[said % 3]]}}],
            at=datetime(2026, 1, 1 + number // 3, tzinfo=UTC),
            seconds=20 + said,
            form_version=1,
        )
        for person, said in enumerate((number, number, number * number, number // 2))
    ]
    return Heard(item=f"item {number}", external_id=str(number), position=number, given=given)
