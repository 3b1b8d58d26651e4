"""Places becoming free again: after an expiry, a skip, a removal."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from annotation.models import Project

STALE = """
SELECT id FROM annotation_assignment
WHERE project_id = %(project)s AND state = 'claimed' AND lease_until < now()
ORDER BY lease_until LIMIT 100 FOR UPDATE SKIP LOCKED
"""

LOCK_ITEMS = """
SELECT i.id FROM annotation_item i
WHERE i.id IN (SELECT item_id FROM annotation_assignment WHERE id = ANY (%(ids)s)) ORDER BY i.id FOR UPDATE
"""

CLOSE_AND_REOPEN = """
WITH closed AS (
  UPDATE annotation_assignment SET state = %(state)s, closed_at = now(), skip_reason = %(reason)s
  WHERE id = ANY (%(ids)s) AND state = 'claimed' RETURNING organisation_id, project_id, item_id, kind, place
), opened AS (
  INSERT INTO annotation_assignment (id, organisation_id, project_id, item_id, kind, place, state, skip_reason)
  SELECT gen_random_uuid(), organisation_id, project_id, item_id, kind, place, 'open', '' FROM closed
  RETURNING item_id, kind
)
UPDATE annotation_item i
SET free_places = i.free_places + o.places, begun_no = nextval('annotation_begun_no')
FROM (SELECT item_id, count(*)::smallint AS places FROM opened WHERE kind = 'annotate' GROUP BY item_id) o
WHERE i.id = o.item_id
"""


def free_stale_places(project: Project) -> int:
    """Expire the project's leases that have run out, at most 100 at a time; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(STALE, {"project": project.pk})
        stale = [row[0] for row in cursor.fetchall()]
    if stale:
        free_places(stale, state="expired")
    return len(stale)


def free_places(ids: Sequence[UUID], *, state: str, reason: str = "") -> None:
    """Close claimed assignments, whose rows the caller has locked, and open each place anew at the line's end."""
    values: dict[str, Any] = {"ids": list(ids), "state": state, "reason": reason}
    with connection.cursor() as cursor:
        cursor.execute(LOCK_ITEMS, values)
        cursor.execute(CLOSE_AND_REOPEN, values)
