"""What the item browser's filters about the models behind responses ask for: what each figure of a model is made of.

Which models an item shows is among its words, and what people said of their responses among its facts.
"""

import json
from typing import Any, NamedTuple

from django.db.models import QuerySet

from annotation.forms.problems import unstorable
from annotation.models import ModelScore, Project

LONGEST_MODEL = 200
FURTHEST = 1e300
"""A bound of scores; JSON has larger numbers, of which databases hold none."""


class Said(NamedTuple):
    """A question, an answer that counts against models, and the model whose responses were given it."""

    question: str
    category: str
    model: str


class Won(NamedTuple):
    """A question by which one model was preferred to the other; either may be any."""

    question: str
    better: str | None
    worse: str | None


class Scored(NamedTuple):
    """A range of an automatic score, either end of which may be open."""

    name: str
    version: str
    low: float | None
    high: float | None


def read_models(text: str) -> list[str]:
    """One or two models whose responses an item shows; raises ValueError."""
    models = _list(text)
    if len(models) not in (1, 2) or not all(map(_is_name, models)):
        raise ValueError("A JSON list of one or two models.")
    return models


def read_said(text: str) -> Said:
    """Raises ValueError."""
    parts = _list(text)
    if len(parts) != 3 or not all(map(_is_name, parts)):
        raise ValueError(
            "A JSON list of a question, an answer to it (of a rating <=2: this point or lower) and a model."
        )
    return Said(*parts)


def read_won(text: str) -> Won:
    """Raises ValueError."""
    parts = _list(text)
    known = [part for part in parts[1:] if part is not None]
    if len(parts) != 3 or not known or not all(map(_is_name, [parts[0], *known])):
        raise ValueError("A JSON list of a question, the model that was preferred, and the other; one may be null.")
    return Won(*parts)


def read_scored(text: str) -> Scored:
    """Raises ValueError."""
    parts = _list(text)
    if len(parts) != 4 or not _is_name(parts[0]) or not (parts[1] == "" or _is_name(parts[1])):
        raise ValueError(
            "A JSON list of a score's name and version, the least and the greatest value; these may be null."
        )
    if not all(end is None or (_is_number(end) and abs(end) <= FURTHEST) for end in parts[2:]):
        raise ValueError("Values are numbers.")
    return Scored(*parts)


def items_scored(project: Project, scored: Scored) -> QuerySet[ModelScore]:
    """The scores of responses that lie in the range."""
    rows = ModelScore.objects.filter(project=project, name=scored.name, version=scored.version)
    if scored.low is not None:
        rows = rows.filter(value__gte=scored.low)
    return rows if scored.high is None else rows.filter(value__lte=scored.high)


def _list(text: str) -> list[Any]:
    try:
        parts = json.loads(text)
    except (ValueError, RecursionError):
        return []
    return parts if isinstance(parts, list) else []


def _is_name(part: object) -> bool:
    return isinstance(part, str) and 0 < len(part) <= LONGEST_MODEL and not unstorable(part)


def _is_number(part: object) -> bool:
    return isinstance(part, int | float) and not isinstance(part, bool)
