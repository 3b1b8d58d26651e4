"""Intraclass correlation: how much of the variance of ratings lies between items (Shrout and Fleiss 1979)."""

from __future__ import annotations

from dataclasses import dataclass

from annotation.agreement.histogram import Floats


@dataclass(frozen=True, slots=True)
class Intraclass:
    """The six forms of Shrout and Fleiss; those with `_mean` are of the mean of all people's ratings.

    `one_way`: each item is rated by other people; `random`: all by the same people, drawn from many; `fixed`: by
    exactly these people. None where undefined; at most 1 and, where items differ less than people on one item do,
    below 0, those of means without bound.
    """

    one_way: float | None
    random: float | None
    fixed: float | None
    one_way_mean: float | None
    random_mean: float | None
    fixed_mean: float | None


def intraclass(ratings: Floats) -> Intraclass | None:
    """Of `ratings` (N items, R people), fully crossed; None with fewer than two items or people."""
    items, people = ratings.shape
    if items < 2 or people < 2:
        return None
    grand = ratings.mean()
    of_items = people * float(((ratings.mean(axis=1) - grand) ** 2).sum())
    of_people = items * float(((ratings.mean(axis=0) - grand) ** 2).sum())
    whole = float(((ratings - grand) ** 2).sum())
    between = of_items / (items - 1)
    within = (whole - of_items) / (items * (people - 1))
    judges = of_people / (people - 1)
    error = (whole - of_items - of_people) / ((items - 1) * (people - 1))
    habit = people * (judges - error) / items
    return Intraclass(
        one_way=ratio(between - within, between + (people - 1) * within),
        random=ratio(between - error, between + (people - 1) * error + habit),
        fixed=ratio(between - error, between + (people - 1) * error),
        one_way_mean=ratio(between - within, between),
        random_mean=ratio(between - error, between + habit / people),
        fixed_mean=ratio(between - error, between),
    )


def ratio(part: float, whole: float) -> float | None:
    """At most 1; None where nothing varies, or less than nothing lies between items."""
    return min(1.0, part / whole) if whole > 1e-12 else None
