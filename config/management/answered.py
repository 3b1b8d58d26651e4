"""A project for benchmarks that five people have answered throughout: each filter on what they said finds an item in a
thousand, one in twenty, about half of them, or nearly all.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from uuid_utils.compat import uuid7

from accounts.actions.clients import create_client
from accounts.models import Member
from accounts.tenancy import current_organisation_id
from annotation.actions.projects import create_project
from annotation.forms import parse_form
from annotation.models import Project
from annotation.queries.browse import Query

OVERLAP = 5
FORM = parse_form(
    {
        "version": 1,
        "shows": ["prompt", "responses"],
        "questions": [
            {"name": "order", "kind": "ranking", "title": "Order"},
            {
                "name": "quality",
                "kind": "rating",
                "title": "Quality",
                "scope": "responses",
                "options": [{"value": value, "title": str(value)} for value in range(1, 6)],
            },
            {
                "name": "topic",
                "kind": "choice",
                "title": "Topic",
                "options": [{"value": value, "title": value} for value in ("rare", "some", "half", "most")],
            },
        ],
    }
)

# One response is of a model that all items show; the other of one of two, or of a rare one.
ITEMS = """
INSERT INTO annotation_item (id, organisation_id, project_id, position, external_id, content, content_version, metadata,
  priority, state, overlap, submitted, free_places, agreement, certainty, created_at)
SELECT gen_random_uuid(), %(organisation)s, %(project)s, number, number::text, jsonb_build_object(
    'prompt', jsonb_build_object('text', repeat('The prompt of item ' || number || '. ', 10)),
    'responses', jsonb_build_array(
      jsonb_build_object('id', 'a', 'text', 'One answer', 'model', 'chat@1'),
      jsonb_build_object('id', 'b', 'text', 'Another', 'model',
        CASE WHEN number %% 1000 = 0 THEN 'rare@1' WHEN number %% 2 = 0 THEN 'other@1' ELSE 'other@2' END))),
  1, '{}', 0, 'done', 5, 5, 0, round(random()::numeric, 2)::float8, round(random()::numeric, 4)::float8, now()
FROM generate_series(1, %(items)s) AS number
"""
PLACES = """
INSERT INTO annotation_assignment (id, organisation_id, project_id, item_id, kind, place, state, skip_reason, member_id,
  form_version, claimed_at, closed_at)
SELECT gen_random_uuid(), i.organisation_id, i.project_id, i.id, 'annotate', place, 'submitted', '',
  (%(people)s::uuid[])[place], 1, now(), now()
FROM annotation_item i CROSS JOIN generate_series(1, 5) AS place WHERE i.project_id = %(project)s
"""
# The first of the five says what few say; the items were answered one after the other, in two hundred days.
ANSWERS = """
INSERT INTO annotation_annotation (id, organisation_id, project_id, item_id, assignment_id, member_id, answers,
  form_version, revision, submitted_at, seconds, verdict)
SELECT gen_random_uuid(), a.organisation_id, a.project_id, a.item_id, a.id, a.member_id, jsonb_build_array(
    jsonb_build_object('question', 'order', 'on', 'item', 'value', jsonb_build_object('ranks',
      CASE WHEN i.position %% 20 = 0 THEN '[["a"], ["b"]]'::jsonb ELSE '[["b"], ["a"]]' END)),
    jsonb_build_object('question', 'quality', 'on', 'responses.a', 'value', jsonb_build_object('rating', said.number)),
    jsonb_build_object('question', 'quality', 'on', 'responses.b', 'value', jsonb_build_object('rating', 5)),
    jsonb_build_object('question', 'topic', 'on', 'item', 'value', jsonb_build_object('choices', jsonb_build_array(
      (ARRAY['rare', 'some', 'half', 'most'])[said.number])))),
  1, 1, '2026-01-01'::timestamptz + i.position * interval '200 days' / %(items)s, 5, ''
FROM annotation_assignment a JOIN annotation_item i ON i.id = a.item_id
CROSS JOIN LATERAL (SELECT CASE
  WHEN a.place > 1 THEN CASE WHEN i.position %% 50 = 1 THEN 3 ELSE 4 END
  WHEN i.position %% 1000 = 0 THEN 1 WHEN i.position %% 20 = 0 THEN 2 WHEN i.position %% 2 = 0 THEN 3 ELSE 4
END AS number) said WHERE a.project_id = %(project)s
"""
SCORES = """
INSERT INTO annotation_modelscore (id, organisation_id, project_id, item_id, response, name, version, value, scored_at)
SELECT gen_random_uuid(), i.organisation_id, i.project_id, i.id, response, 'reward', '1', random(), now()
FROM annotation_item i CROSS JOIN unnest(ARRAY['a', 'b']) AS response WHERE i.project_id = %(project)s
"""
GROWN = "UPDATE annotation_project SET next_position = %(items)s + 1 WHERE id = %(project)s"

SHARES = ("0.1%", "5%", "50%", "98%")
LISTS: dict[str, list[list[Any]]] = {
    "said": [["topic", "rare"], ["topic", "some"], ["topic", "half"], ["topic", "most"]],
    "said by two": [
        ["topic", "rare", "most"],
        ["topic", "some", "most"],
        ["topic", "half", "most"],
        ["topic", "most", "most"],
    ],
    "judged": [["quality", f"<={point}", "chat@1"] for point in (1, 2, 3, 4)],
    "won": [
        ["order", "rare@1", None],
        ["order", "chat@1", None],
        ["order", "other@1", None],
        ["order", None, "chat@1"],
    ],
    "score": [["reward", "1", None, share] for share in (0.0005, 0.025, 0.3)] + [["reward", "1", None, None]],
}
DAYS = ("2026-03-01..2026-03-01", "2026-03-01..2026-03-10", "2026-03-01..2026-06-08", "2026-01-04..")


def answered_queries() -> Iterator[tuple[str, Query]]:
    """Each filter on what people said, by the share of items that it finds."""
    for name, lists in LISTS.items():
        for share, parts in zip(SHARES, lists, strict=True):
            yield f"{name}, {share}", {name.split()[0]: json.dumps(parts)}
    for share, days in zip(SHARES, DAYS, strict=True):
        yield f"answered, {share}", {"answered": days}
    for state in ("decided", "tied", "review"):
        yield f"truth, {state}", {"truth": json.dumps(["topic", state])}
    for share, certainty in zip(SHARES, ("..0.001", "..0.05", "..0.5", "..0.98"), strict=True):
        yield f"certainty, {share}", {"certainty": certainty}
    yield "two filters, 50%", {"said": '["topic", "half"]', "judged": '["quality", "<=3", "chat@1"]'}


def answered_project(boss: Member, people: list[Member], items: int) -> Project:
    """The project, with automatic scores; nobody has counted its answers or learnt from them."""
    at = timezone.now()
    with transaction.atomic():
        client = create_client(name=uuid7().hex, by=boss, at=at)
        project = create_project(
            client=client, name="Answered", form=FORM, guidelines="", overlap=OVERLAP, by=boss, at=at
        )  # fmt: skip
    values: dict[str, Any] = {
        "organisation": current_organisation_id(),
        "project": project.pk,
        "items": items,
        "people": [person.pk for person in people],
    }
    for statement in (ITEMS, PLACES, ANSWERS, SCORES, GROWN):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_nestloop = off")
            cursor.execute(statement, values)
    return project
