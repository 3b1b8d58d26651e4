"""When work will be done."""

import random

from hypothesis import given
from hypothesis import strategies as st

from annotation.distribution.forecast import CONFIDENCE, forecast


def test_what_is_done_needs_no_more_days():
    assert forecast(0, [5, 5]).days == 0


def test_nothing_is_foretold_from_too_little_work():
    assert forecast(10, []) is None
    assert forecast(10, [7]) is None
    assert forecast(10, [0, 0, 0]) is None


def test_a_steady_pace_ends_when_it_should_and_a_wild_one_is_less_sure():
    steady, wild = forecast(1000, [100] * 14), forecast(1000, [0, 200] * 7)
    assert (steady.days, wild.days) == (10, 10)
    assert wild.high - wild.low > steady.high - steady.low


def test_what_lies_beyond_ten_years_is_not_foretold():
    assert forecast(10**9, [1, 2]).days is None


@given(remaining=st.integers(1, 10_000), days=st.lists(st.integers(0, 500), min_size=2, max_size=14))
def test_the_likely_day_lies_between_the_two_ends(remaining, days):
    found = forecast(remaining, days)
    if found and found.days is not None:
        assert found.low is not None
        assert found.low <= found.days
        assert found.high is None or found.high >= found.days


def test_the_end_lies_between_them_as_often_as_it_says():
    chance = random.Random(7)  # no secret
    hits, rounds = 0, 400
    for _ in range(rounds):
        found = forecast(600, [chance.randint(20, 100) for _ in range(14)])
        done = days = 0
        while done < 600:
            done += chance.randint(20, 100)
            days += 1
        hits += found.low <= days <= found.high
    assert CONFIDENCE - 0.05 < hits / rounds < 0.95
