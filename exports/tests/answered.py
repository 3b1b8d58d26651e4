"""Projects that people have answered, small ones through the ledger and large ones by SQL."""

from datetime import timedelta
from typing import Any

import httpx
import orjson
from django.db import connection

from accounts.models import Member
from annotation.actions.assignments import lock_own, submit_annotation
from annotation.actions.claims import claim
from annotation.models import Project
from config.tests.work import ranking
from config.tests.world import NOW


def answer(project: Project, member: Member, *levels: list[str], minute: int = 0) -> None:
    """The member's next item, put in this order of the item's own response ids."""
    (held,) = claim(project=project, member=member, limit=1, at=NOW)
    assignment = lock_own(held)
    handles = {response: f"r{place}" for place, response in enumerate(assignment.shown or [], 1)}
    answers = ranking(*[[handles[response] for response in level] for level in levels])
    at = NOW + timedelta(minutes=minute)
    submit_annotation(assignment=assignment, answers=answers, seconds=30, by=member, at=at)


ANSWER_EVERYTHING = """
WITH places AS (
  UPDATE annotation_assignment s SET state = 'submitted', member_id = %(member)s, closed_at = now(), form_version = 1,
    shown = '["a", "b"]'
  FROM annotation_item i
  WHERE s.project_id = %(project)s AND s.state = 'open' AND s.place = %(place)s AND i.id = s.item_id
    AND i.position BETWEEN %(first)s AND %(last)s
  RETURNING s.id, s.item_id, s.organisation_id, s.project_id
), annotations AS (
  INSERT INTO annotation_annotation (id, organisation_id, project_id, item_id, assignment_id, member_id, answers,
    form_version, revision, submitted_at, seconds)
  SELECT gen_random_uuid(), organisation_id, project_id, item_id, id, %(member)s, %(answers)s::jsonb, 1, 1, now(), 20
  FROM places RETURNING *
)
INSERT INTO annotation_revision (id, organisation_id, project_id, annotation_id, number, answers, form_version,
  created_by_id, created_at)
SELECT gen_random_uuid(), organisation_id, project_id, id, 1, answers, 1, %(member)s, submitted_at FROM annotations
"""


def answer_everything(project: Project, member: Member, place: int, first: int = 1, last: int = 10**9) -> int:
    """One person's answers in one place of every item of a range of positions; how many."""
    values: dict[str, Any] = {"project": project.pk, "member": member.pk, "place": place}
    order: list[list[str]] = [["a"], ["b"]] if place != 2 else [["b"], ["a"]]
    values |= {"first": first, "last": last, "answers": orjson.dumps(ranking(*order)).decode()}
    with connection.cursor() as cursor:
        cursor.execute(ANSWER_EVERYTHING, values)
        return cursor.rowcount


def fetched(manager: Any, export_id: str) -> bytes:
    """The file, as a browser gets it."""
    answer = manager.get(f"exports/{export_id}/download")
    assert answer.status_code == 200, answer.content
    return httpx.get(answer.json()["url"]).raise_for_status().content


def rows(file: bytes) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in file.splitlines()]
