"""Schedules: a file of a project that is made every day, week or month."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.actions.events import record_event
from accounts.models import Bucket, Member
from accounts.permissions import Permission, allowed
from accounts.refusals import Invalid
from annotation.forms import Problem
from annotation.models import Project
from annotation.queries.forms import current_form
from exports.actions.choosing import read_wanted
from exports.actions.deliveries import check_bucket
from exports.actions.exports import format_named, start_export
from exports.models import Every, Export, Schedule

CHANGES = ("format", "options", "every", "hour", "bucket", "active")


def add_schedule(*, project: Project, fields: Mapping[str, Any], by: Member, at: datetime, names: bool) -> Schedule:
    """Have a file made from now on: `format`, `options`, `every`, `hour` and perhaps `bucket`, which it is then
    delivered to.
    """
    schedule = Schedule(project=project, created_by=by, created_at=at)
    _write(schedule, fields, at=at, names=names)
    schedule.save(force_insert=True)
    record_event("schedule.created", subject=schedule, actor=by, at=at, format=schedule.format, every=schedule.every)
    return schedule


def change_schedule(
    *, schedule: Schedule, fields: Mapping[str, Any], by: Member, at: datetime, names: bool
) -> Schedule:
    """Make it another file, at another time, or none for a while."""
    held = Schedule.objects.select_for_update(of=("self",)).select_related("project", "bucket").get(pk=schedule.pk)
    _write(held, fields, at=at, names=names)
    held.save()
    record_event("schedule.changed", subject=held, actor=by, at=at, changes=sorted(fields))
    return held


def delete_schedule(*, schedule: Schedule, by: Member, at: datetime) -> None:
    """No more files of it; those that were made stay."""
    record_event("schedule.deleted", subject=schedule, actor=by, at=at)
    schedule.delete()


def start_due_exports(*, at: datetime) -> list[Export]:
    """Begin the exports whose time has come, one for each schedule, however many times have passed."""
    with transaction.atomic():
        due = list(
            Schedule.objects.filter(active=True, next_at__lte=at).order_by("next_at").values_list("pk", flat=True)
        )
    return [job for pk in due if (job := _start_due(pk, at))]


def next_moment(every: str, hour: int, after: datetime) -> datetime:
    """The first moment behind `after`: of any day, of a Monday, or of the first of a month, at an hour of UTC."""
    day = after.astimezone(UTC).replace(hour=hour, minute=0, second=0, microsecond=0)
    while day <= after or not _is_day(every, day):
        day += timedelta(days=1)
    return day


def _is_day(every: str, day: datetime) -> bool:
    if every == Every.WEEK:
        return day.weekday() == 0
    return every == Every.DAY or day.day == 1


def _start_due(pk: Any, at: datetime) -> Export | None:
    with transaction.atomic():
        locked = Schedule.objects.select_for_update(skip_locked=True, of=("self",))
        schedule = locked.select_related("project", "created_by").filter(pk=pk, active=True, next_at__lte=at).first()
        if schedule is None:  # somebody else has begun it
            return None
        due, by = schedule.next_at, schedule.created_by
        schedule.next_at = next_moment(schedule.every, schedule.hour, at)
        schedule.active = by.removed_at is None and allowed(by.role, Permission.EXPORT)
        schedule.save(update_fields=["next_at", "active"])
        if not schedule.active:
            record_event("schedule.stopped", subject=schedule, actor=None, at=at)
            return None
        return _start(schedule, due, at)


def _start(schedule: Schedule, due: datetime, at: datetime) -> Export | None:
    wanted = {"project": schedule.project, "format": schedule.format, "options": schedule.options}
    try:
        job = start_export(**wanted, by=schedule.created_by, at=at)
    except Invalid as refusal:  # the form has changed
        record_event("schedule.failed", subject=schedule, actor=None, at=at, problems=refusal.problems)
        return None
    Export.objects.filter(pk=job.pk).update(schedule=schedule, due_at=due)
    return job


def _write(schedule: Schedule, fields: Mapping[str, Any], *, at: datetime, names: bool) -> None:
    for name in CHANGES:
        if name in fields:
            setattr(schedule, name, fields[name])
    if schedule.every not in Every.values:
        raise Invalid(problems=[Problem("/every", f"One of {', '.join(Every.values)}.")])
    kind = format_named(schedule.format)
    wanted = read_wanted(schedule.options, current_form(schedule.project), kind, names=names)
    bucket: Bucket | None = schedule.bucket
    if bucket is not None:
        check_bucket(bucket, schedule.project.client_id, people=wanted.common["people"])
    if schedule.next_at is None or {"every", "hour", "active"} & set(fields):
        schedule.next_at = next_moment(schedule.every, schedule.hour, at)
