"""How well people agree on one item: the mean similarity of any two of them.

This orders items and sends them to reviewers; a coefficient corrected for chance belongs to a set of items.

Of categories it is the share of agreeing pairs, Pᵢ of Fleiss 1971, "Measuring nominal scale agreement among many
raters".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import fmean

from annotation.agreement.similarity import comparable, similarity
from annotation.forms import Answers, Form, Question

Pairs = dict[tuple[int, int], float]
"""By the places of two people among those who answered."""


@dataclass(frozen=True, slots=True)
class ItemAgreement:
    """From 0 to 1: over all questions, `by_question`, and `of_each` person with the others, in the order given.

    Every question weighs the same, whatever number of targets it is asked about. None where nothing can be compared:
    fewer than two people, or only texts, dialogues and answers that others left out.
    """

    mean: float | None
    by_question: dict[str, float]
    of_each: list[float | None]


def item_agreement(form: Form, answers: Sequence[Answers]) -> ItemAgreement:
    """How well the canonical answers of different people to one item agree; the order of people can't matter."""
    asked = [question for question in form.questions if comparable(question)]
    pairs = {question.name: found for question in asked if (found := _pairs(question, answers))}
    by_question = {name: fmean(found.values()) for name, found in pairs.items()}
    return ItemAgreement(
        mean=fmean(by_question.values()) if by_question else None,
        by_question=by_question,
        of_each=_of_each(pairs, len(answers)),
    )


def _pairs(question: Question, answers: Sequence[Answers]) -> Pairs:
    """For each two people their mean similarity over the targets that both judged, if there are any."""
    given = [{row["on"]: row["value"] for row in each if row["question"] == question.name} for each in answers]
    found: Pairs = {}
    for (i, one), (j, other) in combinations(enumerate(given), 2):
        figures = [similarity(question, one[on], other[on]) for on in one.keys() & other.keys()]
        if known := [figure for figure in figures if figure is not None]:
            found[i, j] = fmean(known)
    return found


def _of_each(pairs: dict[str, Pairs], people: int) -> list[float | None]:
    """Each person's mean over the questions of their similarity with the others."""
    figures: list[list[float]] = [[] for _ in range(people)]
    for found in pairs.values():
        own: defaultdict[int, list[float]] = defaultdict(list)
        for pair, figure in found.items():
            for person in pair:
                own[person].append(figure)
        for person, with_others in own.items():
            figures[person].append(fmean(with_others))
    return [fmean(own) if own else None for own in figures]
