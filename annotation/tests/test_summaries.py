"""A summary tells what all clusters tell, with what came and went since it was made."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given

from annotation.agreement.live import difference, live_agreement, summary_counts
from annotation.agreement.summaries import empty_summary
from annotation.tests.test_live import FORM, PAIR, counted, items, preferences, rows

MADE = 1_700_000_000
WIDTHS = {"low", "high", "ac1", "interval_at"}


def summed(form: Any, before: Any, now: Any) -> list[dict[str, Any]]:
    """The figures of `now`, from a summary of `before` and the changes since."""
    earlier = counted(form, before)
    summaries = summary_counts(form, sorted(rows(earlier, "cluster")), made=MADE)
    since = rows(difference(earlier, counted(form, now)), "cluster")
    return live_agreement(form, [*since, *((key, *amount) for key, amount in summaries.items())])


def same(found: Any, expected: Any) -> None:
    """Everything but how wide the intervals are."""
    assert found.keys() == expected.keys()
    for key in expected.keys() - WIDTHS:
        assert found[key] == close(expected[key]), key
    assert (found["ac1"] and found["ac1"]["value"]) == close(expected["ac1"] and expected["ac1"]["value"])


def close(value: Any) -> Any:
    """The same, numbers to the last digits."""
    match value:
        case float():
            return pytest.approx(value, abs=1e-9)
        case list():
            return [close(each) for each in value]
        case dict():
            return {key: close(each) for key, each in value.items()}
    return value


@given(items(), items())
def test_a_summary_and_what_changed_since_tell_what_all_clusters_tell(before: Any, now: Any) -> None:
    whole = live_agreement(FORM, rows(counted(FORM, now), "cluster"))
    for found, expected in zip(summed(FORM, before, now), whole, strict=True):
        if found["interval_at"]:
            same(found, expected)


@given(items(preferences()), items(preferences()))
def test_a_summary_of_preferences_counts_both_sides(before: Any, now: Any) -> None:
    whole = live_agreement(PAIR, rows(counted(PAIR, now), "cluster"))
    for found, expected in zip(summed(PAIR, before, now), whole, strict=True):
        if found["interval_at"]:
            same(found, expected)


def ranked(chance: random.Random, number: int) -> Any:
    """Items whose four people mostly agree."""

    def order() -> list[list[str]]:
        rest = chance.sample("abc", 3) if chance.random() < 0.4 else list("abc")
        return [rest[:1], rest[1:]] if chance.random() < 0.2 else [[each] for each in rest]

    def own() -> list[dict[str, Any]]:
        stars = [
            {"question": "stars", "on": f"responses.{each}", "value": {"rating": chance.randint(level, level + 2)}}
            for level, each in enumerate("abc", 1)
        ]
        labels = {"choices": sorted(chance.sample("xyz", chance.randint(1, 3)))}
        return [
            {"question": "order", "on": "item", "value": {"ranks": order()}},
            {"question": "labels", "on": "item", "value": labels},
            *stars,
        ]

    return [{person: own() for person in "pqrs"} for _ in range(number)]


def test_intervals_are_as_wide_as_they_were_and_narrow_with_what_came_since() -> None:
    every = ranked(random.Random(3), 400)
    whole = live_agreement(FORM, rows(counted(FORM, every), "cluster"))
    unchanged, grown = summed(FORM, every, every), summed(FORM, every[:300], every)
    for exact, same_items, more in zip(whole, unchanged, grown, strict=True):
        if exact["question"] not in ("order", "labels", "stars"):
            continue
        assert (same_items["low"], same_items["high"]) == (close(exact["low"]), close(exact["high"]))
        assert same_items["interval_at"] == more["interval_at"] == MADE
        assert more["high"] - more["low"] == pytest.approx(exact["high"] - exact["low"], rel=0.1)
        assert more["alpha"] == close(exact["alpha"])
        if exact["ac1"]:
            assert same_items["ac1"] == close(exact["ac1"])
            assert more["ac1"]["low"] == pytest.approx(exact["ac1"]["low"], rel=0.02)


def test_what_was_never_put_into_categories_has_no_summary() -> None:
    with pytest.raises(ValueError, match="categories"):
        empty_summary(next(each for each in FORM.questions if each.name == "why"))
