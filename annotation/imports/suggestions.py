"""What an item's row says of suggestions: `[{"agent", "score", "answers"}]`. The answers are not yet checked."""

import math
from dataclasses import dataclass
from typing import Any

from annotation.forms import Problem
from annotation.forms.fields import Fields, repeated
from annotation.forms.problems import below

MOST_SUGGESTIONS = 50
LONGEST_AGENT = 200


@dataclass(frozen=True, slots=True)
class ProposedAnswers:
    """What an agent proposes for an item; `answers` name the item's own ids."""

    agent: str
    score: float | None
    answers: Any


def read_suggestions(value: object, found: list[Problem]) -> list[ProposedAnswers]:
    """The suggestions of a row, one for each agent; what is wrong is noted below `/suggestions`."""
    rows = Fields({"suggestions": value}, "", found).rows("suggestions", MOST_SUGGESTIONS)
    proposed = [read_suggestion(Fields(entry, pointer, found)) for pointer, entry in rows]
    twice = repeated([suggestion.agent for suggestion in proposed if suggestion.agent])
    found.extend(Problem("/suggestions", f"{agent!r} suggests more than once") for agent in sorted(twice))
    return proposed


def read_suggestion(fields: Fields) -> ProposedAnswers:
    """One suggestion."""
    agent = fields.text("agent", LONGEST_AGENT, shortest=1)
    score = read_score(fields)
    answers = fields.get("answers")
    if fields.is_object and not isinstance(answers, list):
        found = "must be a list" if fields.has("answers") else "is missing"
        fields.refuse_at(below(fields.pointer, "answers"), found)
    fields.close()
    return ProposedAnswers(agent, score, answers)


def read_score(fields: Fields) -> float | None:
    """How sure the agent is, on its own scale; it may say nothing."""
    score = fields.get("score")
    if score is None:
        return None
    if isinstance(score, bool) or not isinstance(score, int | float) or not math.isfinite(score):
        fields.refuse("must be a number or null", "score")
        return None
    return float(score)
