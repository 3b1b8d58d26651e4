"""How right answers are where the right ones are known, and how sure a share of right answers is.

Shares have Wilson's interval (1927).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

from annotation.agreement.similarity import comparable, similarity
from annotation.forms import Answers, Form, Question
from annotation.forms.kinds import Preference, Ranking, Regions, Spans

CLOSE_ENOUGH = 0.8
"""How alike a ranking or a marking must be to the gold one to pass as right: nobody draws the same line twice."""
CONFIDENT = 1.959963984540054
"""The normal quantile of a 95% interval."""
Value = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Mark:
    """How right the answer to one question about one target was: `score` from 0 to 1, `correct` for right or wrong."""

    question: str
    on: str
    score: float
    correct: bool


def gold_marks(form: Form, gold: Answers, given: Answers) -> list[Mark]:
    """Compare the canonical answers of one person with the gold ones, in the order of these.

    Every gold answer that can be judged is marked; what was left out, or hidden because of an earlier wrong answer, is
    wrong. Texts and dialogues are not judged, and neither is what the gold answers leave open. The score is the
    similarity of the two (see `similarity`). Correct is: of a choice, the same options; of a rating, the same point; of
    a preference, the same side whatever its strength, a tie and both bad being different; of a ranking, spans and
    regions, a similarity of 0.8 or more. "Unsure" is right only where the gold answer is unsure too.
    """
    said = {(row["question"], row["on"]): row["value"] for row in given}
    return [
        _mark(question, row["on"], row["value"], said.get((question.name, row["on"])))
        for row in gold
        if (question := form.question(row["question"])) is not None and comparable(question)
    ]


def _mark(question: Question, on: str, gold: Value, given: Value | None) -> Mark:
    if given is None:
        return Mark(question.name, on, 0.0, correct=False)
    if given == gold:
        return Mark(question.name, on, 1.0, correct=True)
    if isinstance(question, Preference):
        return _mark_side(question, on, gold, given)
    score = similarity(question, gold, given) or 0.0
    enough = CLOSE_ENOUGH if isinstance(question, Ranking | Spans | Regions) else 1.0
    return Mark(question.name, on, score, correct=score >= enough)


def _mark_side(question: Preference, on: str, gold: Value, given: Value) -> Mark:
    """A tie and both bad lie in the same place of the scale, and still are different findings."""
    if gold["preferred"] is None and given["preferred"] is None:
        return Mark(question.name, on, 0.0, correct=False)
    score = similarity(question, gold, given) or 0.0
    return Mark(question.name, on, score, correct=gold["preferred"] == given["preferred"])


def wilson(k: float, n: float, z: float = CONFIDENT) -> tuple[float, float]:
    """Both ends of the score interval around a share of `k` in `n` (Wilson 1927, J. Am. Stat. Assoc. 22, 209-212).

    (0, 1) when nothing is known. `k` may be a sum of scores from 0 to 1: none of them spreads wider than right and
    wrong alone do at the same mean, so the interval is no narrower than it should be.
    """
    if n == 0:
        return 0.0, 1.0
    share = k / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    reach = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    # At the ends of the scale the interval ends there too, which the arithmetic only nearly says.
    return 0.0 if k <= 0 else max(0.0, middle - reach), 1.0 if k >= n else min(1.0, middle + reach)
