"""What a coefficient is called: the bands of Krippendorff (2004, "Content Analysis", ch. 11), as words for readers."""

from __future__ import annotations

from typing import Any

from annotation.agreement.questions import Agreement
from annotation.agreement.reasons import Code

GOOD, TENTATIVE = 0.8, 0.667
FEW_ITEMS = 50
"""Below so many items an interval says more than the coefficient."""
UNDEFINED = (Code.NO_ANSWERS, Code.NO_COEFFICIENT, Code.NO_OVERLAP, Code.NO_VARIATION)
CODES = ("good", "good_unsure", "tentative", "tentative_unsure", "low", *(code.value for code in UNDEFINED))
"""What a headline may say of a question."""


def level_of(alpha: float | None) -> str:
    """`good` from .80 on, `tentative` from .667 on, else `low`; `undefined` where there is no alpha."""
    if alpha is None:
        return "undefined"
    if alpha >= GOOD:
        return "good"
    return "tentative" if alpha >= TENTATIVE else "low"


def headline_of(found: Agreement) -> dict[str, Any]:
    """The verdict on one question: its level, and a code that the reader's language has a sentence for.

    A code is the level; with `_unsure` where the interval reaches into the next lower band; or why there is no alpha.
    """
    level = level_of(found.alpha)
    if found.alpha is None:
        code = (found.reason.code if found.reason else Code.NO_VARIATION).value
    else:
        unsure = found.interval is None or level_of(found.interval.low) != level
        code = f"{level}_unsure" if unsure and level != "low" else level
    return {"question": found.question.name, "level": level, "alpha": found.alpha, "code": code}
