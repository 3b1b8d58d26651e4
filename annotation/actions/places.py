"""Places becoming free again: after an expiry, a skip, a removal."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from accounts.tenancy import current_organisation_id
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

# A place that ran out stays its person's where a manager had assigned it, and an adjudicator asked for by a manager is
# still asked for. A gold item has no places to give away.
CLOSE_AND_REOPEN = """
WITH closed AS (
  UPDATE annotation_assignment SET state = %(state)s, closed_at = now(), skip_reason = %(reason)s
  WHERE id = ANY (%(ids)s) AND state IN ('claimed', 'returned')
  RETURNING organisation_id, project_id, item_id, kind, place, annotation_id, top_up,
    CASE WHEN state = 'expired' THEN reserved_for_id END AS reserved_for_id,
    CASE WHEN kind = 'adjudicate' THEN returned END AS returned
), opened AS (
  INSERT INTO annotation_assignment (id, organisation_id, project_id, item_id, kind, place, state, skip_reason,
    annotation_id, reserved_for_id, returned, top_up)
  SELECT gen_random_uuid(), c.organisation_id, c.project_id, c.item_id, c.kind, c.place, 'open', '', c.annotation_id,
    c.reserved_for_id, c.returned, c.top_up
  FROM closed c JOIN annotation_item i ON i.id = c.item_id AND i.state <> 'withdrawn'
  WHERE %(reopen)s AND (c.kind <> 'annotate' OR i.state <> 'gold')
  RETURNING item_id, kind, reserved_for_id
)
UPDATE annotation_item i
SET free_places = i.free_places + o.places, begun_no = nextval('annotation_begun_no')
FROM (SELECT item_id, count(*) FILTER (WHERE reserved_for_id IS NULL)::smallint AS places
      FROM opened WHERE kind = 'annotate' GROUP BY item_id) o
WHERE i.id = o.item_id
"""

UNRESERVE = """
WITH freed AS (
  UPDATE annotation_assignment SET reserved_for_id = NULL
  WHERE item_id = ANY (%(items)s) AND reserved_for_id = %(member)s AND state = 'open' RETURNING item_id
)
UPDATE annotation_item i SET free_places = i.free_places + 1, begun_no = nextval('annotation_begun_no')
FROM freed WHERE i.id = freed.item_id
"""

# Passed once by everybody, as whatever stands in a line of begun items.
EXCLUDE = """
WITH excluded AS (
  INSERT INTO annotation_exclusion (id, organisation_id, project_id, item_id, member_id, reason, created_at)
  SELECT gen_random_uuid(), %(organisation)s, i.project_id, i.id, %(member)s, %(reason)s, %(at)s
  FROM annotation_item i WHERE i.id = ANY (%(items)s)
  ON CONFLICT (organisation_id, item_id, member_id) DO NOTHING RETURNING item_id
)
UPDATE annotation_item i SET begun_no = nextval('annotation_begun_no') FROM excluded e WHERE i.id = e.item_id
"""


def free_stale_places(project: Project) -> int:
    """Expire the project's leases that have run out, at most 100 at a time; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(STALE, {"project": project.pk})
        stale = [row[0] for row in cursor.fetchall()]
    if stale:
        free_places(stale, state="expired")
    return len(stale)


def free_places(ids: Sequence[UUID], *, state: str, reason: str = "", reopen: bool = True) -> None:
    """Close held assignments, whose rows the caller has locked, and open each place anew at the line's end.

    Without `reopen` the places are gone: nobody else is asked.
    """
    values: dict[str, Any] = {"ids": list(ids), "state": state, "reason": reason, "reopen": reopen}
    with connection.cursor() as cursor:
        cursor.execute(LOCK_ITEMS, values)
        cursor.execute(CLOSE_AND_REOPEN, values)


def unreserve_places(item_ids: Sequence[UUID], member_id: UUID) -> int:
    """Give the open places that are reserved for a member on these items to everybody; returns how many."""
    if not item_ids:
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM annotation_item WHERE id = ANY (%s) ORDER BY id FOR UPDATE", [list(item_ids)])
        cursor.execute(UNRESERVE, {"items": list(item_ids), "member": member_id})
        return int(cursor.rowcount)


def exclude(item_ids: Sequence[UUID], member_id: UUID, *, reason: str, at: datetime) -> None:
    """See to it that a member is not given these items, which the caller has locked."""
    with connection.cursor() as cursor:
        cursor.execute(
            EXCLUDE,
            {
                "organisation": current_organisation_id(),
                "items": list(item_ids),
                "member": member_id,
                "reason": reason,
                "at": at,
            },
        )
