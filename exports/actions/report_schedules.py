"""Reports of a project, or of all of a client's, that are made every week."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.actions.events import record_event
from accounts.models import Client, Member
from accounts.permissions import Permission, allowed
from accounts.refusals import Invalid
from annotation.forms import Problem
from annotation.models import Project
from exports.actions.reports import start_report
from exports.models import Covers, Naming, Report, ReportSchedule

CHANGES = ("weekday", "hour", "people", "covers", "active")
WEEK = timedelta(days=7)


def add_report_schedule(
    *, client: Client, project: Project | None, fields: Mapping[str, Any], by: Member, at: datetime, names: bool
) -> ReportSchedule:
    """Have a report made every week from now on: on `weekday` (Monday is 0) at `hour` of UTC, with `people` as told, of
    everything so far or of the week before.
    """
    schedule = ReportSchedule(client=client, project=project, created_by=by, created_at=at)
    _write(schedule, fields, at=at, names=names)
    schedule.save(force_insert=True)
    record_event("report_schedule.created", subject=schedule, actor=by, at=at, people=schedule.people)
    return schedule


def change_report_schedule(
    *, schedule: ReportSchedule, fields: Mapping[str, Any], by: Member, at: datetime, names: bool
) -> ReportSchedule:
    """Another day, hour or way to call people, or none for a while."""
    held = ReportSchedule.objects.select_for_update(of=("self",)).get(pk=schedule.pk)
    _write(held, fields, at=at, names=names)
    held.save()
    record_event("report_schedule.changed", subject=held, actor=by, at=at, changes=sorted(fields))
    return held


def delete_report_schedule(*, schedule: ReportSchedule, by: Member, at: datetime) -> None:
    """No more reports of it; those that were made stay."""
    record_event("report_schedule.deleted", subject=schedule, actor=by, at=at)
    schedule.delete()


def start_due_reports(*, at: datetime) -> list[Report]:
    """Begin the reports whose time has come, one for each schedule, however many times have passed."""
    with transaction.atomic():
        due = list(ReportSchedule.objects.filter(active=True, next_at__lte=at).order_by("next_at").values_list("pk"))
    return [report for (pk,) in due if (report := _start_due(pk, at))]


def next_week(weekday: int, hour: int, after: datetime) -> datetime:
    """The first such hour of such a day behind `after`."""
    day = after.astimezone(UTC).replace(hour=hour, minute=0, second=0, microsecond=0)
    day += timedelta(days=(weekday - day.weekday()) % 7)
    return day if day > after else day + WEEK


def _start_due(pk: UUID, at: datetime) -> Report | None:
    with transaction.atomic():
        locked = ReportSchedule.objects.select_for_update(skip_locked=True, of=("self",))
        rows = locked.select_related("client", "project", "created_by")
        schedule = rows.filter(pk=pk, active=True, next_at__lte=at).first()
        if schedule is None:  # somebody else has begun it
            return None
        due, by = schedule.next_at, schedule.created_by
        schedule.next_at = next_week(schedule.weekday, schedule.hour, at)
        schedule.active = by.removed_at is None and allowed(by.role, Permission.EXPORT)
        schedule.save(update_fields=["next_at", "active"])
        if not schedule.active:
            record_event("report_schedule.stopped", subject=schedule, actor=None, at=at)
            return None
        about = {"client": schedule.client, "project": schedule.project}
        wanted = _wanted(schedule, due)
        return start_report(**about, wanted=wanted, by=by, at=at, names=True, schedule=schedule, due_at=due)


def _wanted(schedule: ReportSchedule, due: datetime) -> dict[str, Any]:
    period = {"since": due - WEEK, "until": due} if schedule.covers == Covers.WEEK else {}
    return {"people": schedule.people, **period}


def _write(schedule: ReportSchedule, fields: Mapping[str, Any], *, at: datetime, names: bool) -> None:
    for name in CHANGES:
        if name in fields:
            setattr(schedule, name, fields[name])
    if schedule.people == Naming.NAMES and not names:
        raise Invalid(problems=[Problem("/people", "You may have pseudonyms only.")])
    if schedule.next_at is None or {"weekday", "hour", "active"} & set(fields):
        schedule.next_at = next_week(schedule.weekday, schedule.hour, at)
