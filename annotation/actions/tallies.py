"""Adding up the counts, so that their sums stay short."""

from uuid import UUID

from django.db import connection

# Rows that somebody else adds up at this moment are left to them. Readers see all rows of before or their sums.
ADD_UP = """
WITH gone AS (
  DELETE FROM annotation_tally WHERE id IN (
    SELECT id FROM annotation_tally WHERE project_id = %(project)s FOR UPDATE SKIP LOCKED)
  RETURNING organisation_id, project_id, member_id, day, subject, state, n, seconds
)
INSERT INTO annotation_tally (id, organisation_id, project_id, member_id, day, subject, state, n, seconds)
SELECT gen_random_uuid(), organisation_id, project_id, member_id, day, subject, state, sum(n), sum(seconds)
FROM gone GROUP BY organisation_id, project_id, member_id, day, subject, state HAVING sum(n) <> 0 OR sum(seconds) <> 0
"""

GROWN = """
SELECT project_id FROM annotation_tally GROUP BY project_id
HAVING count(*) > 2 * count(DISTINCT (member_id, day, subject, state))
"""


def add_up_tallies() -> int:
    """Add up the counts of the organisation's projects that have grown; returns of how many."""
    with connection.cursor() as cursor:
        cursor.execute(GROWN)
        grown: list[UUID] = [row[0] for row in cursor.fetchall()]
        for project_id in grown:
            cursor.execute(ADD_UP, {"project": project_id})
    return len(grown)
