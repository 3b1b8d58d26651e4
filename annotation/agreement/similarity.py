"""How alike two people's answers to one question are, from 0 to 1.

Each kind is compared by the difference function of its scale, on the *declared* scale and not on the answers that
happened to be given: a single choice is equal or not; several choices share labels (Jaccard 1901); a rating is apart
by its distance over the whole scale; a ranking by its response pairs, a pair tied by one person alone counting half
(Fagin et al. 2004, "Comparing and Aggregating Rankings with Ties", K with p = 1/2); a preference by its strength,
signed by the side, a tie and both bad lying in the middle; spans and regions by a matching of their marks
(`overlaps`). Texts and dialogues are not judged: they are alike, not in agreement.
"""

from __future__ import annotations

from collections.abc import Mapping
from statistics import fmean
from typing import Any

from annotation.agreement.overlaps import marked_alike, region_marks, span_marks
from annotation.forms import Category, Measure, Question
from annotation.forms.kinds import Regions, Spans


def similarity(question: Question, one: Mapping[str, Any], other: Mapping[str, Any]) -> float | None:
    """How alike two canonical values of a question are: 1 for equal ones, the same whichever comes first.

    None where there is nothing to compare: texts and dialogues, and where somebody was unsure.
    """
    match question:
        case Spans():
            return marked_alike(span_marks(one), span_marks(other))
        case Regions():
            return marked_alike(region_marks(one), region_marks(other))
    measure = question.measure()
    if measure is None:
        return None
    first, second = dict(question.judgements(one)), dict(question.judgements(other))
    if measure.sides:
        return sides_alike(measure, first, second)
    shared = first.keys() & second.keys()
    return fmean(alike(measure, first[unit], second[unit]) for unit in shared) if shared else None


def comparable(question: Question) -> bool:
    """Whether answers to a question can be compared at all."""
    return question.measure() is not None or isinstance(question, Spans | Regions)


def sides_alike(measure: Measure, first: Mapping[Any, Category], second: Mapping[Any, Category]) -> float | None:
    """Judgements for one of the same two things: for the other one, the category counts the other way round."""
    if not first or not second:
        return None
    (side, one), (other_side, other) = *first.items(), *second.items()
    turned = side and other_side and side != other_side
    return alike(measure, one, -other if turned and isinstance(other, int) else other)


def alike(measure: Measure, one: Category, other: Category) -> float:
    """1 less the distance of two categories."""
    if isinstance(one, frozenset) and isinstance(other, frozenset):
        return len(one & other) / len(one | other) if one | other else 1.0
    if measure.metric == "nominal" or not (isinstance(one, int) and isinstance(other, int)):
        return float(one == other)
    points = [point for point in measure.categories if isinstance(point, int)]
    return max(0.0, 1 - abs(one - other) / (max(points) - min(points)))
