"""What a coefficient is called: the bands of Krippendorff (2004, "Content Analysis", ch. 11), as words for readers."""

from __future__ import annotations

from typing import Any

from annotation.agreement.questions import NO_ANSWERS, NO_COEFFICIENT, NO_OVERLAP, NO_VARIATION, Agreement

GOOD, TENTATIVE = 0.8, 0.667
FEW_ITEMS = 50
"""Below so many items an interval says more than the coefficient."""
CODES = {
    NO_ANSWERS: "no_answers",
    NO_COEFFICIENT: "no_coefficient",
    NO_OVERLAP: "no_overlap",
    NO_VARIATION: "no_variation",
}


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
        code = CODES.get(found.reason or "", "no_variation")
    else:
        unsure = found.interval is None or level_of(found.interval.low) != level
        code = f"{level}_unsure" if unsure and level != "low" else level
    return {"question": found.question.name, "level": level, "alpha": found.alpha, "code": code}
