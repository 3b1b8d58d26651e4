"""What the facts of items are made of, and which items' facts are not those of their answers."""

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any, LiteralString
from uuid import UUID

import orjson
from django.db import connection

from annotation.agreement.facts import item_facts, word
from annotation.agreement.live import said, unaided
from annotation.forms import Content, Form
from annotation.models import Project
from annotation.queries.forms import current_form
from annotation.queries.heard import INDEPENDENT

CHUNK = 500
"""Items that are in memory together."""
MODELS = """
SELECT i.id, r ->> 'id', coalesce(r ->> 'model', '')
FROM annotation_item i, jsonb_array_elements(i.content -> 'responses') r
WHERE i.id = ANY (%(items)s)
"""
# Documents come as text: they are read once, by the fastest reader there is. Answers are asked for by their item alone:
# a planner that has not heard of the project's answers yet would look for an item's among all of them.
EVERY: LiteralString = f"""
SELECT i.id, i.state, f.facts::text, given.rows,
  (SELECT json_object_agg(r ->> 'id', coalesce(r ->> 'model', ''))::text
   FROM jsonb_array_elements(i.content -> 'responses') r)
FROM annotation_item i
LEFT JOIN annotation_itemfacts f ON f.organisation_id = i.organisation_id AND f.item_id = i.id
LEFT JOIN LATERAL (
  SELECT json_agg(json_build_array(n.member_id, coalesce(n.independent_answers, n.answers), n.aided,
    CASE WHEN n.withdrawn_at IS NULL THEN (n.submitted_at AT TIME ZONE 'UTC')::date END) ORDER BY n.id)::text AS rows
  FROM annotation_annotation n WHERE n.item_id = i.id AND {INDEPENDENT}
) given ON true
WHERE i.project_id = %(project)s AND (given.rows IS NOT NULL OR f.facts <> '')
"""


def day_of(moment: datetime) -> date:
    """The day of a moment, in UTC."""
    return moment.astimezone(UTC).date()


def shown_models(content: Content) -> dict[str, str]:
    """{response: the model behind it, or ""} of an item's content."""
    return {response["id"]: response.get("model") or "" for response in content.get("responses", ())}


def models_of(item_ids: Collection[UUID]) -> dict[UUID, dict[str, str]]:
    """The same of items with responses."""
    found: dict[UUID, dict[str, str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(MODELS, {"items": list(item_ids)})
        for item_id, response, model in cursor.fetchall():
            found.setdefault(item_id, {})[response] = model
    return found


def wrongly_found(project: Project) -> Iterator[UUID]:
    """The items that are found by other facts than those of their answers. Needs a transaction, of whose moment both
    are.
    """
    form = current_form(project)
    with connection.chunked_cursor() as cursor:
        cursor.execute(EVERY, {"project": project.pk})
        while rows := cursor.fetchmany(CHUNK):
            for item_id, state, kept, given, models in rows:
                answers, shown = orjson.loads(given or "[]"), orjson.loads(models or "{}")
                if _words(project, form, answers, shown, gold=state == "gold") != set((kept or "").split()):
                    yield item_id


def _words(project: Project, form: Form, given: list[Any], models: Mapping[str, str], *, gold: bool) -> set[str]:
    own = {} if gold else {person: said(unaided(answers, aided)) for person, answers, aided, _ in given}
    days = {date.fromisoformat(day) for *_, day in given if day}
    return {f"'{word(project.pk, fact)}'" for fact in item_facts(form, own, models, days)}
