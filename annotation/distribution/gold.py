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
    return place == below(stretch, random_words(f"{seed}:{number}"))
