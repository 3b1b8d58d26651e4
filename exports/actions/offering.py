"""What follows when a file is finished: a release is offered to its client, a scheduled file goes to its bucket."""

from datetime import datetime
from uuid import UUID

from accounts.actions.events import record_event
from accounts.actions.notifications import notify
from annotation.queries.people import managers_of
from exports.actions.deliveries import new_delivery
from exports.models import Export, Release, Schedule


def offer(release_id: UUID, *, at: datetime) -> None:
    """A release is complete: its client may decide on it."""
    release = Release.objects.select_related("project").get(pk=release_id)
    record_event("release.offered", subject=release, actor=None, at=at, number=release.number, name=release.name)
    people = {*managers_of(release.project), release.created_by}
    told = {"release": release.number, "name": release.name}
    notify(people, "release.offered", subject=release, project_id=release.project_id, at=at, **told)


def deliver_scheduled(job: Export, schedule_id: UUID, *, at: datetime) -> None:
    """A file that a schedule asked for goes to the schedule's bucket, if it names one that still takes files."""
    schedule = Schedule.objects.select_related("bucket").get(pk=schedule_id)
    bucket = schedule.bucket
    if bucket is not None and bucket.writable and bucket.removed_at is None:
        new_delivery(job=job, bucket=bucket, path="", by=schedule.created_by, at=at)
