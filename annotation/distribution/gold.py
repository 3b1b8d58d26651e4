"""When the next item that somebody gets is one whose answer is known."""

from __future__ import annotations

from annotation.distribution.order import below, random_words
from annotation.distribution.workflow import GoldPlan


def gold_is_due(plan: GoldPlan, given: int, seed: str) -> bool:
    """Whether the item after the `given` first ones of a person is gold: all of the onboarding, then one in each
    stretch of 100/percent items, at a place that depends on the person's `seed` alone.
    """
    if given < plan.onboarding:
        return True
    if not plan.percent:
        return False
    stretch = round(100 / plan.percent)
    number, place = divmod(given - plan.onboarding, stretch)
    return place == _gold_place(stretch, number, seed)


def gold_to_come(plan: GoldPlan, given: int, others: int, seed: str) -> int:
    """How many gold items a person gets before the last of `others` ordinary ones that are left for them: with these
    counted in, what is left falls by one with every item, whichever it is.
    """
    coming = max(0, plan.onboarding - given)
    if not plan.percent or not others:
        return coming
    stretch = round(100 / plan.percent)
    number, place = divmod(max(0, given - plan.onboarding), stretch)
    ahead = _gold_place(stretch, number, seed) - place
    in_this = stretch - place - (ahead >= 0)
    if others <= in_this:
        return coming + (0 <= ahead < others)
    whole, rest = divmod(others - in_this - 1, stretch - 1)
    return coming + (ahead >= 0) + whole + (_gold_place(stretch, number + 1 + whole, seed) <= rest)


def others_given(plan: GoldPlan, given: int, seed: str) -> int:
    """How many of the `given` first items of a person were not gold, as long as there was gold to give."""
    if not plan.percent:
        return max(0, given - plan.onboarding)
    stretch = round(100 / plan.percent)
    number, place = divmod(max(0, given - plan.onboarding), stretch)
    return number * (stretch - 1) + place - (place > _gold_place(stretch, number, seed))


def _gold_place(stretch: int, number: int, seed: str) -> int:
    """Where in its stretch the gold item stands, from 0."""
    return below(stretch, random_words(f"{seed}:{number}"))
