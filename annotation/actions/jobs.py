"""Running long work: held by one worker at a time, saved step by step, taken up again where it stood.

A worker claims a job with a *fence*, a number that grows with each claim, and a *lease* on the database's clock. It
renews the lease while it works, and everything it writes says `WHERE fence = mine`: one that was thought dead and
wakes up again can change nothing. A killed worker's lease runs out, and the relay then wakes another one.

Every step is a transaction of its own, because autocommit statements see no organisation's rows.
"""

import logging
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from accounts.refusals import Refused
from accounts.tenancy import Scope, current_organisation_id, current_scope, organisation_scope
from annotation.models import Job, JobState

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
MOST_ATTEMPTS = 20
"""Claims without any saved progress between them; with the waits between them that is more than an hour."""
LONGEST_WAIT = timedelta(minutes=5)
UNFINISHED = (JobState.QUEUED, JobState.RUNNING)
CAN_BE_CANCELLED = (*UNFINISHED, JobState.WAITING)
OUR_FAULT = "It failed again and again for a reason on our side. Please try once more later."

J = TypeVar("J", bound=Job)


class LeaseLost(Exception):
    """Another worker holds the job now, or somebody cancelled it: this one must not write any more."""


class Cancelled(LeaseLost):
    """Somebody cancelled the job."""


class JobFailed(Exception):
    """The job can never succeed; the text tells a person why."""


class JobIsOver(Refused):
    """The job has ended and can no longer be cancelled."""

    type = "job-is-over"
    title = "It has ended already"


CLAIM = """
UPDATE {table} SET state = 'running', fence = fence + 1, attempts = attempts + 1,
  lease_until = now() + make_interval(secs => %s), started_at = coalesce(started_at, now())
WHERE organisation_id = %s AND id = %s AND state IN ('queued', 'running')
  AND (lease_until IS NULL OR lease_until < now())
RETURNING id
"""


def run(
    model: type[J],
    job_id: UUID,
    *,
    work: Callable[[J], None],
    failed: Callable[[J, str], None],
    cancelled: Callable[[J], None] = lambda _: None,
) -> None:
    """Do a job's work if no other worker holds it; a hint about a job that is held or over does nothing.

    `work` saves its progress with `save_progress` and ends with `close`. `failed` closes a job that raised
    `JobFailed` or made no progress in `MOST_ATTEMPTS` claims; `cancelled` cleans up after one that was cancelled
    meanwhile. Every other error is ours: the job is tried again, after a wait that doubles.
    """
    job = claim(model, job_id)
    if job is None:
        return
    try:
        with _heartbeat(job):
            _attempt(job, work, failed)
    except Cancelled:
        logger.info("%s %s was cancelled", model.__name__, job_id)
        cancelled(job)
    except LeaseLost:
        logger.warning("%s %s is held by another worker now", model.__name__, job_id)
    except Exception:
        logger.exception("%s %s will be tried again", model.__name__, job_id)
        _try_later(job)


def _attempt(job: J, work: Callable[[J], None], failed: Callable[[J, str], None]) -> None:
    if job.attempts > MOST_ATTEMPTS:
        failed(job, OUR_FAULT)
        return
    try:
        work(job)
    except JobFailed as error:
        failed(job, str(error))


def claim(model: type[J], job_id: UUID) -> J | None:
    """Take the job, unless it is over or a worker holds it; its `fence` is then ours."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            CLAIM.format(table=model._meta.db_table), [LEASE.total_seconds(), current_organisation_id(), job_id]
        )
        if cursor.fetchone() is None:
            return None
        return cast("J", model._default_manager.get(pk=job_id))


def save_progress(job: Job, **changes: Any) -> None:
    """Record a step, in the transaction of what the step did; raises `LeaseLost` or `Cancelled`.

    It forgives the attempts before: a job that gets on may be taken up as often as it likes.
    """
    record(job, **changes, attempts=0)


def record(job: Job, **changes: Any) -> None:
    """Record what is no step on the way, such as what people are shown meanwhile; raises as `save_progress` does."""
    _write(job, **changes, lease_until=Now() + LEASE)
    for name, value in changes.items():
        setattr(job, name, value)


def close(job: Job, state: JobState, *, at: datetime, error: str = "", **changes: Any) -> None:
    """End the job, in the transaction of whatever else that does; raises `LeaseLost` or `Cancelled`."""
    _write(job, **changes, state=state, error=error, finished_at=at, lease_until=None)


def wait(job: Job, **changes: Any) -> None:
    """Let the job wait for a person's decision, in the transaction of whatever leads there; raises as `close` does."""
    _write(job, **changes, state=JobState.WAITING, lease_until=None, hinted_at=None)


def go_on(job: Job, *, since: Collection[JobState] = (JobState.WAITING,), **changes: Any) -> bool:
    """Queue a job again that waited, or that has one of these states; whether it had."""
    rows = type(job)._default_manager.filter(pk=job.pk, state__in=since)
    fresh: dict[str, Any] = {"state": JobState.QUEUED, "attempts": 0, "error": "", "lease_until": None}
    fresh |= {"hinted_at": None, "started_at": None, "finished_at": None}
    queued = bool(rows.update(**fresh, **changes))
    job.refresh_from_db()
    return queued


def cancel(job: Job, *, at: datetime) -> bool:
    """End a job that is queued, running or waiting; its worker notices at its next step. False if it was
    cancelled before.

    Raises `JobIsOver` for a job that is done or failed.
    """
    unfinished = type(job)._default_manager.filter(pk=job.pk, state__in=CAN_BE_CANCELLED)
    cancelled = unfinished.update(state=JobState.CANCELLED, finished_at=at, lease_until=None)
    job.refresh_from_db()
    if job.state != JobState.CANCELLED:
        raise JobIsOver
    return bool(cancelled)


def eta(job: Job, *, at: datetime) -> datetime | None:
    """When a running job will end if it goes on as it did so far; None while nothing can be said."""
    if job.state != JobState.RUNNING or job.started_at is None or not 0 < job.done <= job.total:
        return None
    return at + (at - job.started_at) * ((job.total - job.done) / job.done)


def _mine(job: Job) -> QuerySet[Job]:
    return type(job)._default_manager.filter(pk=job.pk, fence=job.fence, state=JobState.RUNNING)


def _write(job: Job, **changes: Any) -> None:
    with transaction.atomic():
        if _mine(job).update(**changes):
            return
        if type(job)._default_manager.filter(pk=job.pk, state=JobState.CANCELLED).exists():
            raise Cancelled
        raise LeaseLost


def _try_later(job: Job) -> None:
    """Give the job back, to be claimed again after a while. If even that fails, its lease runs out by itself."""
    wait = min(LONGEST_WAIT, timedelta(seconds=2 ** min(job.attempts, 16)))
    with suppress(DatabaseError, InterfaceError, LeaseLost):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
        _write(job, lease_until=Now() + wait, hinted_at=None)


@contextmanager
def _heartbeat(job: Job) -> Iterator[None]:
    """Renew the lease while the block runs, from a thread of its own."""
    scope = current_scope()
    assert scope is not None
    stop = threading.Event()
    thread = threading.Thread(target=_renew, args=(job, scope, stop), name=f"lease of {job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(5)  # the worker's own word counts, not this thread's


def _renew(job: Job, scope: Scope, stop: threading.Event) -> None:
    with organisation_scope(scope.organisation_id, scope.client_ids):
        while not stop.wait(LEASE.total_seconds() / 3):
            try:
                with transaction.atomic():
                    held = _mine(job).update(lease_until=Now() + LEASE)
            except (DatabaseError, InterfaceError):
                logger.warning("The lease of %s could not be renewed", job.pk, exc_info=True)
                connection.close()
            else:
                if not held:
                    break
    connection.close()
