"""Why a figure is undefined, or tells nobody from anybody: a code with its numbers.

The code is what programs and pages in any language go by. `SENTENCES` is the one place that says each in English, for
scripts, files and whoever reads the API.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Code(StrEnum):
    """Every reason there is; of one with numbers there are `n`, and `needed` would have been enough."""

    NO_COEFFICIENT = "no_coefficient"
    NO_ANSWERS = "no_answers"
    NO_OVERLAP = "no_overlap"
    NO_VARIATION = "no_variation"
    NO_GOLD = "no_gold"
    NO_OTHERS = "no_others"
    NO_TIMES = "no_times"
    NEVER_ASKED_AGAIN = "never_asked_again"
    TOO_FEW_WEEKS = "too_few_weeks"
    TOO_FEW_ANSWERS = "too_few_answers"
    TOO_FEW_PEOPLE = "too_few_people"
    TOO_FEW_PAIRS = "too_few_pairs"
    NEARLY_ALWAYS_THE_SAME = "nearly_always_the_same"
    NOTHING_USUAL = "nothing_usual"
    NOT_SHUFFLED = "not_shuffled"
    NEVER_PREFERRED = "never_preferred"
    NO_CONTESTS = "no_contests"
    NOT_CONNECTED = "not_connected"
    TOO_FEW_TEXTS = "too_few_texts"
    TOO_FEW_PROMPTS = "too_few_prompts"
    NOT_INSTALLED = "not_installed"


SENTENCES: Mapping[Code, str] = {
    Code.NO_COEFFICIENT: "Answers of this kind have no agreement coefficient.",
    Code.NO_ANSWERS: "Nobody has answered this question yet.",
    Code.NO_OVERLAP: "No two people have answered this question on the same item yet.",
    Code.NO_VARIATION: "Everybody gave the same answer, so nothing can be told from chance.",
    Code.NO_GOLD: "They have answered no gold items.",
    Code.NO_OTHERS: "Nobody else has judged the same.",
    Code.NO_TIMES: "No times are known.",
    Code.NEVER_ASKED_AGAIN: "They were never asked the same a second time.",
    Code.TOO_FEW_WEEKS: "They haven't worked in two weeks with at least {needed} comparable answers each.",
    Code.TOO_FEW_ANSWERS: "Too few answers to tell: {n} of at least {needed}.",
    Code.TOO_FEW_PEOPLE: "Too few people who can be compared: {n} of at least {needed}.",
    Code.TOO_FEW_PAIRS: "Too few pairs of people who can be compared: {n} of at least {needed}.",
    Code.NEARLY_ALWAYS_THE_SAME: "Nearly always the same answer is right, so answers can't be told to depend on what "
    "is: something else was right {n} of at least {needed} times.",
    Code.NOTHING_USUAL: "What is usual here doesn't vary, or depends on nothing, so nobody can be told from it.",
    Code.NOT_SHUFFLED: "The responses are not shuffled, so the place can't be told from the content.",
    Code.NEVER_PREFERRED: "They never preferred a response alone.",
    Code.NO_CONTESTS: "Nobody has compared responses of two models yet.",
    Code.NOT_CONNECTED: "Some models never met, not even by way of others: their strengths can't be compared.",
    Code.TOO_FEW_TEXTS: "Too few compared pairs of texts: {n} of at least {needed}.",
    Code.TOO_FEW_PROMPTS: "Too few prompts with compared texts: {n} of at least {needed}.",
    Code.NOT_INSTALLED: "scikit-learn is not installed; the extra `probe` brings it.",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """A code, how much there was (`n`) and how much is needed; both None where nothing is counted."""

    code: Code
    n: int | None = None
    needed: int | None = None

    @property
    def detail(self) -> str:
        """The sentence in English."""
        return SENTENCES[self.code].format(n=self.n, needed=self.needed)

    def to_json(self) -> dict[str, Any]:
        return {"code": self.code.value, "n": self.n, "needed": self.needed, "detail": self.detail}


def reason_json(reason: Reason | None) -> dict[str, Any] | None:
    """{"code", "n", "needed", "detail"}, or None where a figure needs no reason."""
    return reason.to_json() if reason else None
