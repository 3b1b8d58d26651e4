"""Which long work waits for a worker, in every organisation: the relay's door."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import connection


@dataclass(frozen=True)
class DueJob:
    """A job that no worker holds; `kind` is `import`, `asset`, `export`, `delivery` or `report`."""

    kind: str
    id: UUID
    organisation_id: UUID


def due_jobs(*, patience: timedelta, most: int) -> list[DueJob]:
    """Unfinished jobs without a living lease, oldest first, of which no message was sent within `patience`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM door_due_jobs(make_interval(secs => %s), %s)", [patience.total_seconds(), most])
        return [DueJob(str(kind), job_id, organisation_id) for kind, job_id, organisation_id in cursor.fetchall()]
