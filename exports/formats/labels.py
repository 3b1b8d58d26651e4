"""What counts as good: answers as yes or no, and everybody's answers as one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from annotation.forms import Form, Problem, Question
from annotation.forms.kinds import Choice, Rating
from annotation.forms.options import option_values
from exports.formats.options import BadOptions, Option, text

Judge = Callable[[Mapping[str, Any]], bool | None]
"""Whether a value says good; None where it says neither."""


def labels(question: Question) -> bool:
    """Whether its answers can be taken as good or bad."""
    return isinstance(question, Choice | Rating)


def good_option() -> Option:
    """Where good begins."""
    return text(
        "good",
        "What is good: options of a choice, with commas, or the least point of a rating; "
        "by itself the first option, or what lies above the middle",
    )


def check_good(form: Form, options: Mapping[str, Any]) -> None:
    """Raise `BadOptions` where the question knows nothing of what is called good."""
    question = form.question(options["question"])
    try:
        if question is not None and labels(question):
            judge(question, options["good"])
    except ValueError as error:
        raise BadOptions([Problem("/good", str(error))]) from None


def judge(question: Question, good: str) -> Judge:
    """How a question's values are judged. Raises ValueError with a sentence for what is none of its answers."""
    if isinstance(question, Choice):
        return _choices(question, [each.strip() for each in good.split(",") if each.strip()])
    assert isinstance(question, Rating)
    return _rating(question, good.strip())


def _choices(question: Choice, good: Sequence[str]) -> Judge:
    known = option_values(question.options)
    if unknown := [each for each in good if each not in known]:
        raise ValueError(f"The question has no option {', '.join(unknown)}; it has: {', '.join(known)}.")
    wanted = set(good or known[:1])
    return lambda value: None if value.get("unsure") else bool(wanted.intersection(value["choices"]))


def _rating(question: Rating, good: str) -> Judge:
    points = option_values(question.options)
    if not good:
        middle = (points[0] + points[-1]) / 2
        return lambda value: None if value["rating"] == middle else value["rating"] > middle
    if good not in map(str, points):
        raise ValueError(f"This is no point of the scale; its points are {', '.join(map(str, points))}.")
    return lambda value: bool(value["rating"] >= int(good))


def merged(said: Sequence[bool | None]) -> bool | None:
    """What most say; None where as many say yes as no."""
    yes, no = said.count(True), said.count(False)
    return None if yes == no else yes > no
