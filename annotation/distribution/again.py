"""When somebody is asked about something for the second time."""

from __future__ import annotations

from annotation.distribution.steps import in_quota

FIRST = 60
"""So many items, gold aside, somebody is given before any of them again: by then there is a choice of older ones."""


def again_due(percent: int, before: int, limit: int, seed: str) -> int:
    """How many of the next `limit` items of a person ask for the second time, after `before` ones: gold aside."""
    return _quota(percent, before + limit, seed) - _quota(percent, before, seed)


def again_to_come(percent: int, before: int, others: int, seed: str) -> int:
    """How many items ask a person for the second time before the last of `others` that ask for the first: with these
    counted in, what is left falls by one with every item, whichever it is.
    """
    if not percent or not others:
        return 0
    limit = others
    while (wanted := others + again_due(percent, before, limit, seed)) > limit:
        limit = wanted
    return limit - others


def _quota(percent: int, number: int, seed: str) -> int:
    """How many of the first `number` items ask for the second time."""
    if number <= FIRST:
        return 0
    whole, rest = divmod(number - FIRST, 100)
    return whole * percent + sum(in_quota(FIRST + each, percent, seed) for each in range(1, rest + 1))
