"""Automatic scores of responses: taken in as they are measured."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import Any
from uuid import UUID

from django.db import connection
from uuid_utils.compat import uuid7

from accounts.actions.events import record_event
from accounts.models import Member
from accounts.refusals import Invalid
from accounts.tenancy import current_organisation_id
from annotation.forms import Problem
from annotation.models import Project

MOST_SCORES_AT_ONCE = 1000

# The ids of the responses are read out of the contents where these lie: a content may be megabytes long.
KNOWN = """
SELECT i.external_id, i.id, ARRAY(SELECT jsonb_path_query(i.content, '$.responses[*].id') #>> '{}')
FROM annotation_item i
WHERE i.organisation_id = %(organisation)s AND i.project_id = %(project)s AND i.external_id = ANY(%(external_ids)s)
"""

# A changed score is a new row in place of the old one: its id tells readers that something is new. Rows go in always
# in the same order, so that two who send the same ones wait for each other and not in a circle.
KEEP = """
INSERT INTO annotation_modelscore AS kept
  (id, organisation_id, project_id, item_id, response, name, version, value, scored_at)
SELECT n.id, %(organisation)s, %(project)s, n.item_id, n.response, n.name, n.version, n.value, %(at)s
FROM unnest(%(ids)s::uuid[], %(items)s::uuid[], %(responses)s::text[], %(names)s::text[], %(versions)s::text[],
            %(values)s::float8[]) AS n (id, item_id, response, name, version, value)
ORDER BY n.item_id, n.response, n.name, n.version
ON CONFLICT (organisation_id, item_id, response, name, version) DO UPDATE
SET id = excluded.id, value = excluded.value, scored_at = excluded.scored_at
WHERE kept.value <> excluded.value
RETURNING xmax = 0
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewScore:
    """What a measure, in one version of it, gave a response of an item."""

    external_id: str
    response: str
    name: str
    version: str
    value: float


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of scores that were sent."""

    created: int
    updated: int
    unchanged: int


def keep_scores(*, project: Project, scores: Sequence[NewScore], by: Member, at: datetime) -> Kept:
    """Take in up to 1,000 scores, all of them or none; what is sent twice stands once, a later value replaces the
    earlier one. Raises `Invalid` with pointers such as `/scores/0/response`.
    """
    items = _items_of(project, scores)
    if problems := list(_problems(scores, items)):
        raise Invalid(problems=problems)
    written = _write(project, scores, items, at=at)
    kept = Kept(created=sum(written), updated=len(written) - sum(written), unchanged=len(scores) - len(written))
    if written:
        names = sorted({f"{score.name}@{score.version}" if score.version else score.name for score in scores})
        counts: dict[str, Any] = {"count": len(written), "created": kept.created, "updated": kept.updated}
        record_event("scores.added", subject=project, actor=by, at=at, project_id=project.pk, names=names, **counts)
    return kept


def _items_of(project: Project, scores: Sequence[NewScore]) -> Mapping[str, tuple[UUID, frozenset[str]]]:
    """{external id: (item, the ids of its responses)} of those that are there."""
    wanted = sorted({score.external_id for score in scores})
    with connection.cursor() as cursor:
        values: dict[str, Any] = {
            "organisation": current_organisation_id(),
            "project": project.pk,
            "external_ids": wanted,
        }
        cursor.execute(KNOWN, values)
        return {external_id: (item, frozenset(responses)) for external_id, item, responses in cursor.fetchall()}


def _problems(scores: Sequence[NewScore], items: Mapping[str, tuple[UUID, frozenset[str]]]) -> Iterator[Problem]:
    seen: set[tuple[str, str, str, str]] = set()
    for place, score in enumerate(scores):
        key = (score.external_id, score.response, score.name, score.version)
        if score.external_id not in items:
            yield Problem(f"/scores/{place}/external_id", "is no item of this project")
        elif score.response not in items[score.external_id][1]:
            yield Problem(f"/scores/{place}/response", "is no response of this item")
        elif key in seen:
            yield Problem(f"/scores/{place}", "stands a second time")
        if not isfinite(score.value):
            yield Problem(f"/scores/{place}/value", "must be a number")
        seen.add(key)


def _write(
    project: Project, scores: Sequence[NewScore], items: Mapping[str, tuple[UUID, frozenset[str]]], *, at: datetime
) -> list[bool]:
    """For each row that was written, whether it is new."""
    values: dict[str, Any] = {
        "organisation": current_organisation_id(),
        "project": project.pk,
        "at": at,
        "ids": [uuid7() for _ in scores],
        "items": [items[score.external_id][0] for score in scores],
        "responses": [score.response for score in scores],
        "names": [score.name for score in scores],
        "versions": [score.version for score in scores],
        "values": [score.value for score in scores],
    }
    with connection.cursor() as cursor:
        cursor.execute(KEEP, values)
        return [new for (new,) in cursor.fetchall()]
