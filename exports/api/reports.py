"""Quality reports and their weekly schedules."""

from datetime import datetime, timedelta
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import OrganisationView, found
from accounts.api.described import described, listed
from accounts.api.pages import page
from accounts.api.serializers import StrictSerializer
from accounts.permissions import Permission
from annotation.api.jobs import JobShape, job_json
from annotation.api.projects import project_of
from annotation.api.prompts import client_of
from annotation.models import JobState
from annotation.storage import MAX_LINK_SECONDS
from exports.actions import report_schedules as scheduling
from exports.actions import reports as actions
from exports.actions.exports import NotFinished
from exports.api.exports import DownloadShape, names_allowed
from exports.api.report_shapes import PersonBehindShape, ReportContentShape
from exports.models import Covers, Naming, Report, ReportSchedule
from exports.queries import reports as queries
from exports.reports.files import FILES
from exports.reports.spoken import LANGUAGES

READERS = (Permission.EXPORT, Permission.ACCEPT)
"""Whoever makes what leaves, and whoever it is made for."""
WEEK = "week"
WEEKLY = [(WEEK, "Every week")]
AS = OpenApiParameter("as", {"type": "string", "enum": list(FILES)}, required=True, description="Which file.")


class ReportInput(StrictSerializer):
    """What to report on: all answers, those of a period, or a release of the project. `people` are called by their
    names, or by pseudonyms for their client; `probe` also finds out whether more data would help.
    """

    since = serializers.DateTimeField(required=False, allow_null=True)
    until = serializers.DateTimeField(required=False, allow_null=True)
    release_id = serializers.UUIDField(required=False, allow_null=True)
    people = serializers.ChoiceField(Naming.choices, required=False)
    probe = serializers.BooleanField(required=False)
    language = serializers.ChoiceField(list(LANGUAGES), required=False, help_text="Of the PDF; else the caller's own.")


class ReportShape(JobShape):
    """A report; `done` and `total` are items."""

    project_id = serializers.UUIDField(allow_null=True)
    client_id = serializers.UUIDField()
    since = serializers.DateTimeField(allow_null=True)
    until = serializers.DateTimeField(allow_null=True)
    release_id = serializers.UUIDField(allow_null=True)
    people = serializers.ChoiceField(Naming.choices)
    probe = serializers.BooleanField()
    language = serializers.ChoiceField(list(LANGUAGES))
    previous_id = serializers.UUIDField(allow_null=True)
    schedule_id = serializers.UUIDField(allow_null=True)
    made_at = serializers.DateTimeField(allow_null=True)


REPORTS = listed(ReportShape)


class ReportScheduleInput(StrictSerializer):
    """When a report is made (Monday is 0; `hour` in UTC), and how it calls people."""

    every = serializers.ChoiceField(WEEKLY, default=WEEK)
    weekday = serializers.IntegerField(min_value=0, max_value=6)
    hour = serializers.IntegerField(min_value=0, max_value=23)
    people = serializers.ChoiceField(Naming.choices, default=Naming.NAMES)
    covers = serializers.ChoiceField(Covers.choices, default=Covers.EVERYTHING)
    active = serializers.BooleanField(default=True)


class ReportScheduleShape(serializers.Serializer[Any]):
    """A schedule; `next_at` is when its next report is due."""

    id = serializers.UUIDField()
    client_id = serializers.UUIDField()
    project_id = serializers.UUIDField(allow_null=True)
    every = serializers.ChoiceField(WEEKLY)
    weekday = serializers.IntegerField()
    hour = serializers.IntegerField()
    people = serializers.ChoiceField(Naming.choices)
    covers = serializers.ChoiceField(Covers.choices)
    active = serializers.BooleanField()
    next_at = serializers.DateTimeField()


SCHEDULES = listed(ReportScheduleShape)


class ReportsView(OrganisationView):
    """A project's reports, newest first."""

    permissions = {"get": READERS, "post": Permission.EXPORT}

    @described("projects_reports_list", REPORTS)
    def get(self, request: Request, **kwargs: Any) -> Response:
        rows = visible(self).filter(project=project_of(kwargs))
        return page(request, rows, shape=lambda found: [report_json(row, at=self.at) for row in found], key="-id")

    @described("projects_reports_create", ReportShape, request=ReportInput, status=202)
    def post(self, request: Request, **kwargs: Any) -> Response:
        project = project_of(kwargs)
        return started(self, request, client=project.client, project=project)


class ClientReportsView(OrganisationView):
    """Reports of all of a client's projects together, newest first."""

    permissions = {"get": READERS, "post": Permission.EXPORT}

    @described("clients_reports_list", REPORTS)
    def get(self, request: Request, **kwargs: Any) -> Response:
        rows = visible(self).filter(client=client_of(kwargs), project=None)
        return page(request, rows, shape=lambda found: [report_json(row, at=self.at) for row in found], key="-id")

    @described("clients_reports_create", ReportShape, request=ReportInput, status=202)
    def post(self, request: Request, **kwargs: Any) -> Response:
        return started(self, request, client=client_of(kwargs), project=None)


class ReportView(OrganisationView):
    """One report."""

    permissions = {"get": READERS, "delete": Permission.EXPORT}

    @described("reports_retrieve", ReportShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return Response(report_json(report_of(self, kwargs), at=self.at))

    @described("reports_delete")
    def delete(self, request: Request, **kwargs: Any) -> Response:
        actions.delete_report(report=report_of(self, kwargs), by=self.member, at=self.at)
        return Response(status=204)


class ReportContentView(OrganisationView):
    """What a report says."""

    permissions = {"get": READERS}

    @described("reports_content", ReportContentShape, refusals=(409,), paged=False)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return Response(queries.content_of(done_report_of(self, kwargs)))


class ReportPeopleView(OrganisationView):
    """Who is behind a report's people, for those who may know: so that a report with pseudonyms leads to their items.
    Whom the report can't tell from others, or whose release keeps silent, is not in the list.
    """

    permissions = {"get": Permission.EXPORT}

    @described("reports_people", PersonBehindShape(many=True), refusals=(409,), paged=False)
    def get(self, request: Request, **kwargs: Any) -> Response:
        if not names_allowed(self):
            raise PermissionDenied
        found = queries.people_behind(done_report_of(self, kwargs))
        rows = [{"id": shown, "member": {"id": row.pk, "name": str(row)}} for shown, row in found.items()]
        return Response(rows)


class DownloadReportView(OrganisationView):
    """A file of a report."""

    permissions = {"get": READERS}
    query = frozenset({"as"})

    @described("reports_download", DownloadShape, parameters=[AS], refusals=(409,), paged=False)
    def get(self, request: Request, **kwargs: Any) -> Response:
        report, kind = report_of(self, kwargs), request.query_params.get("as", "")
        if kind not in FILES:
            raise serializers.ValidationError({"as": f"One of {', '.join(FILES)}."})
        url = actions.download_report(report=report, kind=kind, by=self.member, at=self.at)
        return Response({"url": url, "expires_at": self.at + timedelta(seconds=MAX_LINK_SECONDS)})


class CancelReportView(OrganisationView):
    """Stop a report that is being made."""

    permissions = {"post": Permission.EXPORT}

    @described("reports_cancel", ReportShape, status=200)
    def post(self, request: Request, **kwargs: Any) -> Response:
        report = actions.cancel_report(report=report_of(self, kwargs), by=self.member, at=self.at)
        return Response(report_json(report, at=self.at))


class ReportSchedulesView(OrganisationView):
    """A project's weekly reports."""

    permissions = {"get": Permission.EXPORT, "post": Permission.EXPORT}

    @described("projects_report_schedules_list", SCHEDULES)
    def get(self, request: Request, **kwargs: Any) -> Response:
        rows = queries.report_schedules(project=project_of(kwargs))
        return page(request, rows, shape=lambda found: [schedule_json(row) for row in found], key="-id")

    @described("projects_report_schedules_create", ReportScheduleShape, request=ReportScheduleInput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        project = project_of(kwargs)
        return scheduled(self, request, client=project.client, project=project)


class ClientReportSchedulesView(OrganisationView):
    """Weekly reports of all of a client's projects together."""

    permissions = {"get": Permission.EXPORT, "post": Permission.EXPORT}

    @described("clients_report_schedules_list", SCHEDULES)
    def get(self, request: Request, **kwargs: Any) -> Response:
        rows = queries.report_schedules(client=client_of(kwargs), project=None)
        return page(request, rows, shape=lambda found: [schedule_json(row) for row in found], key="-id")

    @described("clients_report_schedules_create", ReportScheduleShape, request=ReportScheduleInput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        return scheduled(self, request, client=client_of(kwargs), project=None)


class ReportScheduleView(OrganisationView):
    """One of them."""

    permissions = {"get": Permission.EXPORT, "patch": Permission.EXPORT, "delete": Permission.EXPORT}

    @described("report_schedules_retrieve", ReportScheduleShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return Response(schedule_json(schedule_of(kwargs)))

    @described("report_schedules_change", ReportScheduleShape, request=ReportScheduleInput, match=False)
    def patch(self, request: Request, **kwargs: Any) -> Response:
        schedule = schedule_of(kwargs)
        given = ReportScheduleInput(data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        changed = scheduling.change_report_schedule(
            schedule=schedule, fields=given.validated_data, by=self.member, at=self.at, names=names_allowed(self)
        )
        return Response(schedule_json(changed))

    @described("report_schedules_delete")
    def delete(self, request: Request, **kwargs: Any) -> Response:
        scheduling.delete_report_schedule(schedule=schedule_of(kwargs), by=self.member, at=self.at)
        return Response(status=204)


def started(view: OrganisationView, request: Request, **about: Any) -> Response:
    """The row of a report that was asked for."""
    given = ReportInput(data=request.data)
    given.is_valid(raise_exception=True)
    report = actions.start_report(
        **about, wanted=given.validated_data, by=view.member, at=view.at, names=names_allowed(view)
    )
    return Response(report_json(report, at=view.at), status=202)


def scheduled(view: OrganisationView, request: Request, **about: Any) -> Response:
    """A schedule that was asked for."""
    given = ReportScheduleInput(data=request.data)
    given.is_valid(raise_exception=True)
    made = scheduling.add_report_schedule(
        **about, fields=given.validated_data, by=view.member, at=view.at, names=names_allowed(view)
    )
    return Response(schedule_json(made), status=201)


def visible(view: OrganisationView) -> Any:
    """The reports that who asks may read: nobody of a client reads a person's name."""
    return queries.reports(names=names_allowed(view))


def report_of(view: OrganisationView, kwargs: dict[str, Any]) -> Report:
    """The report of the address, or 404."""
    report: Report = found(visible(view), pk=kwargs["report_id"])
    return report


def done_report_of(view: OrganisationView, kwargs: dict[str, Any]) -> Report:
    """The same, once it is made."""
    report = report_of(view, kwargs)
    if report.state != JobState.DONE:
        raise NotFinished(f"The report is {report.state}.")
    return report


def schedule_of(kwargs: dict[str, Any]) -> ReportSchedule:
    """The schedule of the address, or 404."""
    schedule: ReportSchedule = found(queries.report_schedules(), pk=kwargs["report_schedule_id"])
    return schedule


def report_json(report: Report, *, at: datetime) -> dict[str, Any]:
    """A report with what it is of."""
    names = ("project_id", "client_id", "release_id", "people", "probe", "language")
    made = ("previous_id", "schedule_id", "made_at")
    own = {name: getattr(report, name) for name in (*names, *made)}
    return job_json(report, at=at) | own | {"since": report.since_at, "until": report.until_at}


def schedule_json(schedule: ReportSchedule) -> dict[str, Any]:
    """A schedule."""
    names = ("id", "client_id", "project_id", "covers", "weekday", "hour", "people", "active", "next_at")
    return {name: getattr(schedule, name) for name in names} | {"every": WEEK}
