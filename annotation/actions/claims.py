"""Claiming: the next places for a person, at a cost that stays flat as project and history grow.

Two lines of items are read, never scanned. *Begun* items, which others have started and which still have a free
place, stand in the order of `begun_no`; an item goes to the line's end whenever one of its places becomes free
again. Each person remembers how far down this line nothing is left for them (`looked_until`), so that somebody's
own long history is passed once and not on every claim. *Fresh* items, which nobody has claimed, stand by priority
and position; no one can have answered those, so they need no look at the history.

Lock order, everywhere in the ledger: person, own assignment, items by id, open places.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from accounts.models import Member
from accounts.refusals import NotAllowed
from annotation.actions.places import free_stale_places
from annotation.distribution import shown_order
from annotation.forms import response_ids
from annotation.models import Assignment, Project, ProjectPerson, ProjectState

# A look through the whole line is repeated at most this often: it mends what concurrent commits hid.
LOOK_AGAIN = timedelta(minutes=1)

NOT_MINE = """
NOT EXISTS (SELECT FROM annotation_assignment a WHERE a.item_id = i.id AND a.kind = 'annotate'
            AND a.member_id = %(member)s AND a.state IN ('claimed', 'submitted', 'returned', 'skipped'))
"""

BEGUN = f"""
SELECT i.id FROM annotation_item i
WHERE i.project_id = %(project)s AND i.free_places > 0 AND i.begun_no > %(looked_until)s AND {NOT_MINE}
ORDER BY i.begun_no LIMIT %(limit)s FOR UPDATE OF i SKIP LOCKED
"""

FRESH = """
SELECT i.id FROM annotation_item i
WHERE i.project_id = %(project)s AND i.free_places > 0 AND i.begun_no IS NULL
ORDER BY i.priority DESC, i.position LIMIT %(limit)s FOR UPDATE OF i SKIP LOCKED
"""

# The items are locked, so their open places belong to this transaction.
TAKE = """
WITH taken AS (
  UPDATE annotation_assignment a
  SET state = 'claimed', member_id = %(member)s, claimed_at = now(), form_version = %(form_version)s,
      lease_until = now() + make_interval(mins => %(lease)s)
  FROM (SELECT DISTINCT ON (item_id) id FROM annotation_assignment
        WHERE item_id = ANY (%(items)s) AND kind = 'annotate' AND state = 'open' ORDER BY item_id, place) p
  WHERE a.id = p.id RETURNING a.id, a.item_id
), line AS (
  SELECT id, item_id, nextval('annotation_begun_no') AS begun_no
  FROM (SELECT * FROM taken ORDER BY array_position(%(items)s, item_id)) t
), counted AS (
  UPDATE annotation_item i
  SET free_places = i.free_places - 1, begun_no = coalesce(i.begun_no, line.begun_no)
  FROM line WHERE i.id = line.item_id RETURNING i.id
)
SELECT line.id FROM line JOIN counted ON counted.id = line.item_id ORDER BY line.begun_no
"""

LOOKED = f"""
UPDATE annotation_projectperson SET looked_until = greatest(%(looked_until)s, coalesce(
  (SELECT i.begun_no - 1 FROM annotation_item i
   WHERE i.project_id = %(project)s AND i.free_places > 0 AND i.begun_no > %(looked_until)s AND {NOT_MINE}
   ORDER BY i.begun_no LIMIT 1),
  (SELECT max(i.begun_no) FROM annotation_item i WHERE i.project_id = %(project)s AND i.free_places > 0
   AND i.begun_no IS NOT NULL),
  0)), looked_through_at = coalesce(%(looked_through_at)s, looked_through_at)
WHERE id = %(person)s
"""


class MayNotAnnotate(NotAllowed):
    """The member is not on the project's list of annotators."""

    type = "not-on-the-project"
    title = "You are not an annotator of this project"


def claim(*, project: Project, member: Member, limit: int, at: datetime) -> list[Assignment]:
    """Up to `limit` assignments for a member: those already held first (their leases renewed), then new ones."""
    person = ProjectPerson.objects.select_for_update().filter(project=project, member=member).first()
    if person is None or not person.annotate:
        raise MayNotAnnotate
    held = _renew_held(project, member, limit)
    if len(held) < limit and project.state == ProjectState.ACTIVE:
        free_stale_places(project)
        new = _take_new(project, person, limit - len(held), at=at)
        _record_order(new)
        held += new
    return _with_items(held)


def _renew_held(project: Project, member: Member, limit: int) -> list[UUID]:
    mine = Assignment.objects.filter(project=project, member=member, state="claimed", kind="annotate")
    held = list(mine.order_by("claimed_at", "item__position").values_list("pk", flat=True)[:limit])
    if held:
        _execute(
            "UPDATE annotation_assignment SET lease_until = now() + make_interval(mins => %(lease)s) "
            "WHERE id = ANY (%(held)s) AND state = 'claimed'",
            {"lease": project.lease_minutes, "held": held},
        )
    return held


def _take_new(project: Project, person: ProjectPerson, limit: int, *, at: datetime) -> list[UUID]:
    values: dict[str, Any] = {
        "project": project.pk,
        "member": person.member_id,
        "person": person.pk,
        "looked_until": person.looked_until,
        "looked_through_at": None,
        "lease": project.lease_minutes,
        "form_version": project.form_version,
    }
    taken = _take(BEGUN, values, limit)
    if len(taken) < limit:
        taken += _take(FRESH, values, limit - len(taken))
    if not taken and _may_look_again(person, at):
        values |= {"looked_until": 0, "looked_through_at": at}
        taken = _take(BEGUN, values, limit)
    _execute(LOOKED, values)
    return taken


def _may_look_again(person: ProjectPerson, at: datetime) -> bool:
    return person.looked_until > 0 and (person.looked_through_at is None or person.looked_through_at < at - LOOK_AGAIN)


def _take(line: str, values: dict[str, Any], limit: int) -> list[UUID]:
    items = [row[0] for row in _rows(line, values | {"limit": limit})]
    return [row[0] for row in _rows(TAKE, values | {"items": items})] if items else []


def _record_order(taken: Sequence[UUID]) -> None:
    """Draw and keep the order in which each person sees the responses; the seed is the assignment's random id."""
    rows = list(Assignment.objects.filter(pk__in=taken).select_related("item", "project"))
    for row in rows:
        ids = response_ids(row.item.content)
        row.shown = shown_order(ids, str(row.pk)) if row.project.shuffle_responses else ids
    Assignment.objects.bulk_update(rows, ["shown"])


def _with_items(ids: Sequence[UUID]) -> list[Assignment]:
    """In the order they were claimed, each with its item and project."""
    rows = Assignment.objects.filter(pk__in=ids).select_related("item", "project")
    return sorted(rows, key=lambda row: ids.index(row.pk))


def _rows(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _execute(sql: str, values: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
