"""What a person is told of a rule that found them, where the manager wrote nothing: what it looks at, and the figure.

Pages put that into words of any language; `SENTENCES` are in English, for scripts. Figures are told only of what the
person could have counted themselves: whoever learns how many of their answers differ from others', or how soon is too
soon, learns where to stop. Which of their items had a known answer is never told.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SENTENCES: Mapping[str, str] = {
    "gold_score": "The quality of your recent work is below what this project needs.",
    "agreement": "Your recent answers often differ from those of others.",
    "seconds_per_item": "Your last items usually took {figure} s each, which is not what this project expects.",
    "skips_in_a_row": "You skipped {figure} items in a row.",
    "same_answers_in_a_row": "You gave the same answers {figure} times in a row.",
    "acceptance": "Of your recent work that was reviewed, {figure} was accepted as it was.",
    "too_fast": "Many of your recent answers came sooner than the items can be read.",
    "position_bias": "You often choose what stands in the same place.",
    "self_consistency": "You often answer the same differently when you see it again.",
    "spammer_score": "Your answers hardly depend on what the items show.",
}
"""By what a rule looks at (`Collector`)."""
COUNTED = frozenset({"seconds_per_item", "skips_in_a_row", "same_answers_in_a_row", "acceptance"})
"""What the person could have counted themselves."""


def reason_of(collector: str, figure: float) -> dict[str, Any]:
    """{"collector", "figure", "detail"}: the figure only where it may be told, the detail in English."""
    told = figure if collector in COUNTED else None
    return {
        "collector": collector,
        "figure": told,
        "detail": SENTENCES[collector].format(figure=_words(collector, figure)),
    }


def _words(collector: str, figure: float) -> str:
    return f"{figure:.0%}" if collector == "acceptance" else f"{figure:.10g}"
