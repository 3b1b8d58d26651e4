"""The item browser's filters about the models behind responses: what each figure of a model is made of.

Which models an item shows is among its words, so that an index finds the items of a rare one. What people said of a
model's responses is read from the answers about its items alone, as long as these are few; else from the project's, up
to as many items as are counted.
"""

import json
from collections.abc import Sequence
from typing import Any, LiteralString, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from annotation.agreement.evaluation import said_within
from annotation.forms.problems import unstorable
from annotation.models import ModelScore, Project
from annotation.queries.forms import current_form
from annotation.queries.heard import INDEPENDENT

LONGEST_MODEL = 200
FURTHEST = 1e300
"""A bound of scores; JSON has larger numbers, of which databases hold none."""
# What people said on their own: the same answers as the figures are of.
ANSWERS: LiteralString = f"""
FROM annotation_annotation n JOIN annotation_item i ON i.id = n.item_id
WHERE n.project_id = %(project)s AND (%(among)s::uuid[] IS NULL OR n.item_id = ANY (%(among)s::uuid[]))
  AND i.state <> 'gold' AND i.provenance ->> 'again' IS NULL AND {INDEPENDENT}
"""
# The responses of one person's item, each with the model behind it and what was said of it, or of all of them.
RESPONSES: LiteralString = """
SELECT r ->> 'id' AS id, r ->> 'model' AS model, said -> 'value' AS value
FROM jsonb_array_elements(i.content -> 'responses') r,
  jsonb_array_elements(coalesce(n.independent_answers, n.answers)) said
WHERE said ->> 'question' = %(question)s AND said ->> 'on' IN ('item', 'responses.' || (r ->> 'id'))
  AND NOT n.aided @> jsonb_build_array(jsonb_build_array(said ->> 'question', said ->> 'on'))
"""
JUDGED: LiteralString = f"""
SELECT DISTINCT n.item_id {ANSWERS} AND EXISTS (
  SELECT FROM ({RESPONSES}) of WHERE of.model = %(model)s AND jsonb_path_exists(of.value, %(path)s::jsonpath)
) LIMIT %(most)s
"""
# The lower the place, the better: of a rank, of the preferred one, of the highest rating.
WON: LiteralString = f"""
SELECT DISTINCT n.item_id {ANSWERS} AND EXISTS (
  WITH placed AS MATERIALIZED (
    SELECT of.id, of.model, CASE
      WHEN of.value ? 'rating' THEN -(of.value ->> 'rating')::float8
      WHEN of.value ? 'preferred' THEN (of.value ->> 'preferred' IS DISTINCT FROM of.id)::int
      ELSE (SELECT min(rank.place) FROM jsonb_array_elements(of.value -> 'ranks') WITH ORDINALITY rank(ids, place)
        WHERE rank.ids ? of.id)
    END AS place FROM ({RESPONSES}) of
  )
  SELECT FROM placed better JOIN placed worse ON better.place < worse.place AND better.model <> worse.model
  WHERE better.model <> '' AND worse.model <> ''
    AND better.model = coalesce(%(better)s, better.model) AND worse.model = coalesce(%(worse)s, worse.model)
) LIMIT %(most)s
"""


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


def items_said(project: Project, said: Said, among: Sequence[UUID] | None, *, most: int) -> list[UUID]:
    """Items of which somebody gave a response of the model this answer, up to `most`; `among` are the items that show
    such a response, if they are known.
    """
    asked = next((each for each in current_form(project).questions if each.name == said.question), None)
    options = said_within(asked, said.category) if asked is not None and asked.scope == "responses" else []
    if not options:
        return []
    values = {"question": said.question, "model": said.model, "path": _path_to(options)}
    return _found(JUDGED, project, values, among, most)


def items_won(project: Project, won: Won, among: Sequence[UUID] | None, *, most: int) -> list[UUID]:
    """Items of which somebody preferred a response of the one model to one of the other, up to `most`."""
    return _found(WON, project, won._asdict(), among, most)


def items_scored(project: Project, scored: Scored) -> QuerySet[ModelScore]:
    """The scores of responses that lie in the range."""
    rows = ModelScore.objects.filter(project=project, name=scored.name, version=scored.version)
    if scored.low is not None:
        rows = rows.filter(value__gte=scored.low)
    return rows if scored.high is None else rows.filter(value__lte=scored.high)


def _found(
    query: LiteralString, project: Project, values: dict[str, Any], among: Sequence[UUID] | None, most: int
) -> list[UUID]:
    known = None if among is None else list(among)
    with connection.cursor() as cursor:
        cursor.execute(query, {**values, "project": project.pk, "among": known, "most": most})
        return [item_id for (item_id,) in cursor.fetchall()]


def _path_to(options: Sequence[str | int]) -> str:
    part = "$.rating" if isinstance(options[0], int) else "$.choices[*]"
    return f"{part} ? ({' || '.join(f'@ == {json.dumps(option)}' for option in options)})"


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
