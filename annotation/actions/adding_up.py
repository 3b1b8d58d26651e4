"""Adding up the counts that agreement is told from: changes become one row for each figure, and clusters that are too
many to be read whenever somebody looks get a summary.

It happens from time to time, and right after many answers came at once.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from uuid_utils.compat import uuid7

from accounts.tenancy import current_organisation_id
from annotation.agreement.live import Counts, summary_counts
from annotation.agreement.summaries import MOST_CLUSTERS
from annotation.models import Project
from annotation.queries.forms import current_form

# Whoever comes second leaves it to the first. Readers see all rows of before, or all sums.
ONE_AT_A_TIME = "SELECT pg_try_advisory_xact_lock(hashtextextended(%(project)s::text, 7))"

# Keys begin with the question and the figure; a summary is made anew of the clusters.
ADD_UP = """
WITH gone AS (
  DELETE FROM annotation_count WHERE project_id = %(project)s RETURNING part, keys, n, totals
), sums AS (
  SELECT each.key, sum(each.n)::bigint AS n, sum(each.total)::bigint AS total,
    split_part(each.key, ' ', 1) AS question, split_part(each.key, ' ', 2) AS figure
  FROM gone, unnest(gone.keys, gone.n, gone.totals) AS each (key, n, total) WHERE gone.part <> 'summary'
  GROUP BY each.key HAVING sum(each.n) <> 0 OR sum(each.total) <> 0
), parts AS (
  SELECT key, n, total, CASE
    WHEN figure = 'cluster' AND count(*) OVER (PARTITION BY question, figure) > %(most)s THEN 'many' ELSE figure
  END AS part FROM sums
)
INSERT INTO annotation_count (id, organisation_id, project_id, part, keys, n, totals)
SELECT gen_random_uuid(), %(organisation)s, %(project)s, part,
  array_agg(key ORDER BY key), array_agg(n ORDER BY key), array_agg(total ORDER BY key)
FROM parts GROUP BY part
"""
MANY = """
SELECT each.key, each.n, each.total FROM annotation_count c, unnest(c.keys, c.n, c.totals) AS each (key, n, total)
WHERE c.project_id = %(project)s AND c.part = 'many'
"""
ADD = """
INSERT INTO annotation_count (id, organisation_id, project_id, part, keys, n, totals)
VALUES (%(id)s, %(organisation)s, %(project)s, %(part)s, %(keys)s::text[], %(n)s::bigint[], %(totals)s::bigint[])
"""

# Changes are read in a few milliseconds as long as they are not many.
GROWN = """
SELECT project_id FROM annotation_count WHERE part = ''
GROUP BY project_id HAVING count(*) > 10 OR sum(cardinality(keys)) > 1000
"""


def add_up_counts(*, at: datetime) -> int:
    """Add up the counts of the organisation's projects that have grown; returns of how many. Needs a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(GROWN)
        grown: list[UUID] = [row[0] for row in cursor.fetchall()]
    return sum(add_up(project, at=at) for project in Project.objects.filter(pk__in=grown))


def add_up(project: Project, *, at: datetime) -> bool:
    """Add up a project's counts, as after many at once; False where somebody else is at it. Needs a transaction."""
    values: dict[str, Any] = {
        "organisation": current_organisation_id(),
        "project": project.pk,
        "most": MOST_CLUSTERS,
    }
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME, values)
        if cursor.fetchone() != (True,):
            return False
        cursor.execute(ADD_UP, values)
    if counts := summary_counts(current_form(project), _many(values), made=int(at.timestamp())):
        _add(values, counts, part="summary")
    return True


def _many(values: dict[str, Any]) -> Iterator[tuple[str, int, int]]:
    """The clusters of questions that have too many, by question."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(MANY, values)
        while rows := cursor.fetchmany(2000):
            yield from rows


def _add(values: dict[str, Any], counts: Counts, *, part: str) -> None:
    arrays: dict[str, Any] = {
        "keys": list(counts),
        "n": [n for n, _ in counts.values()],
        "totals": [total for _, total in counts.values()],
    }
    with connection.cursor() as cursor:
        cursor.execute(ADD, {**values, **arrays, "id": uuid7(), "part": part})
