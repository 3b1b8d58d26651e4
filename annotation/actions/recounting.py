"""Holding the counts against a recount, and the facts that items are found by against their answers. They must be
equal; where they are not, the managers are told, what is wrong is counted anew, and the sums are set right.

What an item counts for and the sums change together, so the difference between the sums and what all items count for
never changes by itself: once it is added, the sums are right, whatever was answered meanwhile.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from accounts.actions.events import record_event
from accounts.actions.notifications import notify
from accounts.tenancy import current_organisation_id
from annotation.actions.adding_up import add_up
from annotation.actions.counting import count_items
from annotation.agreement.live import Counts, difference
from annotation.models import Annotation, Counted, Item, Project
from annotation.queries.counts import sums
from annotation.queries.facts import wrongly_found
from annotation.queries.people import managers_of
from annotation.queries.recounts import recount
from annotation.queries.snapshot import snapshot

AT_ONCE = 200
"""Items that are locked together while they are counted anew."""
MOST_TOLD = 20
"""Of the counts that were wrong."""

# One statement sees one moment.
SET_RIGHT = """
WITH wrong AS (
  SELECT key, sum(n)::bigint AS n, sum(total)::bigint AS total
  FROM (
    SELECT e.key, (e.amount ->> 0)::bigint AS n, (e.amount ->> 1)::bigint AS total
    FROM annotation_counted c, jsonb_each(c.counts) AS e (key, amount) WHERE c.project_id = %(project)s
    UNION ALL SELECT e.key, -e.n, -e.total
    FROM annotation_count c, unnest(c.keys, c.n, c.totals) AS e (key, n, total)
    WHERE c.project_id = %(project)s AND c.part <> 'summary'
  ) AS each GROUP BY key HAVING sum(n) <> 0 OR sum(total) <> 0
)
INSERT INTO annotation_count (id, organisation_id, project_id, keys, n, totals)
SELECT gen_random_uuid(), %(organisation)s, %(project)s, array_agg(key), array_agg(n), array_agg(total)
FROM wrong HAVING count(*) > 0
"""

# Over several transactions.
LOCK = "SELECT pg_try_advisory_lock(hashtextextended('recount ' || %s, 0))"
UNLOCK = "SELECT pg_advisory_unlock(hashtextextended('recount ' || %s, 0))"


def check_counts(project_id: UUID, *, at: datetime) -> bool:
    """Hold a project's counts and facts against a recount, all of one moment; whether they were equal.

    A project that was never recounted is counted without alarm. True too while somebody else is at it, which takes
    minutes for a large project. Must not be called inside a transaction.
    """
    with _alone(project_id) as alone:
        return not alone or _check(project_id, at=at)


@contextmanager
def _alone(project_id: UUID) -> Iterator[bool]:
    """Whether nobody else checks the project meanwhile; the lock goes with the connection of a worker that dies."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [str(project_id)])
        alone = cursor.fetchone() == (True,)
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute(UNLOCK, [str(project_id)])


def _check(project_id: UUID, *, at: datetime) -> bool:
    with snapshot():
        project = Project.objects.get(pk=project_id)
        wrong, misfound = difference(recount(project), live_counts(project)), list(wrongly_found(project))
    if wrong or misfound:
        with transaction.atomic():
            if project.counted_at is not None:
                _tell(project, wrong, misfound, at=at)
        _count_anew(_items(project) if wrong else misfound)
    if wrong:
        _set_right(project)
    with transaction.atomic():
        add_up(project, at=at)
        Project.objects.filter(pk=project_id).update(counted_at=at)
    return not wrong and not misfound


def live_counts(project: Project) -> Counts:
    """The counts as they are kept."""
    return {key: (n, total) for key, n, total in sums(project)}


def _tell(project: Project, wrong: Counts, misfound: Sequence[UUID], *, at: datetime) -> None:
    told: dict[str, Any] = {"wrong": len(wrong), "counts": {key: wrong[key] for key in sorted(wrong)[:MOST_TOLD]}}
    if misfound:
        told |= {"misfound": len(misfound), "items": [str(item_id) for item_id in misfound[:MOST_TOLD]]}
    record_event("agreement.miscounted", subject=project, actor=None, at=at, **told)
    notify(managers_of(project), "agreement.miscounted", subject=project, project_id=project.pk, at=at)


def _items(project: Project) -> list[UUID]:
    """Every item that somebody answered or that was counted."""
    with transaction.atomic():
        answered = Annotation.objects.filter(project=project).values_list("item_id", flat=True).distinct()
        return list({*answered, *Counted.objects.filter(project=project).values_list("item_id", flat=True)})


def _count_anew(item_ids: Iterable[UUID]) -> None:
    """Some items at a time, by id. Should it be killed, the next recount finds the rest."""
    ids = sorted(item_ids)
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        with transaction.atomic():
            list(Item.objects.filter(pk__in=some).order_by("id").select_for_update(no_key=True).only("pk"))
            count_items(some)


def _set_right(project: Project) -> None:
    values = {"organisation": current_organisation_id(), "project": project.pk}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SET_RIGHT, values)
