"""Files that are made again and again."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import OrganisationView, found
from accounts.api.described import described, listed
from accounts.api.pages import page
from accounts.api.serializers import StrictSerializer
from accounts.permissions import Permission
from annotation.api.projects import project_of
from exports.actions import schedules as actions
from exports.api.deliveries import bucket_named
from exports.api.exports import names_allowed
from exports.models import Every, Schedule
from exports.queries.schedules import schedules


class ScheduleInput(StrictSerializer):
    """What is made, when (`hour` in UTC; weeks begin on Monday, months on the first), and the bucket it goes to."""

    format = serializers.CharField(max_length=40)
    options = serializers.DictField(default=dict)
    every = serializers.ChoiceField(Every.choices)
    hour = serializers.IntegerField(min_value=0, max_value=23)
    bucket_id = serializers.UUIDField(allow_null=True, default=None)
    active = serializers.BooleanField(default=True)


class ScheduleShape(serializers.Serializer[Any]):
    """A schedule; `next_at` is when its next file is due."""

    id = serializers.UUIDField()
    format = serializers.CharField()
    options = serializers.DictField()
    every = serializers.ChoiceField(Every.choices)
    hour = serializers.IntegerField()
    bucket_id = serializers.UUIDField(allow_null=True)
    active = serializers.BooleanField()
    next_at = serializers.DateTimeField()
    last_export_id = serializers.UUIDField(allow_null=True)


class SchedulesView(OrganisationView):
    """A project's schedules."""

    permissions = {"get": Permission.EXPORT, "post": Permission.EXPORT}

    @described("projects_schedules_list", listed(ScheduleShape))
    def get(self, request: Request, **kwargs: Any) -> Response:
        rows = schedules(project_of(kwargs))
        return page(request, rows, shape=lambda found: [schedule_json(row) for row in found], key="-id")

    @described("projects_schedules_create", ScheduleShape, request=ScheduleInput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        given = ScheduleInput(data=request.data)
        given.is_valid(raise_exception=True)
        made = actions.add_schedule(
            project=project_of(kwargs),
            fields=_fields(given.validated_data),
            by=self.member,
            at=self.at,
            names=names_allowed(self),
        )
        return Response(schedule_json(schedule_of({"schedule_id": made.pk})), status=201)


class ScheduleView(OrganisationView):
    """One schedule."""

    permissions = {"get": Permission.EXPORT, "patch": Permission.EXPORT, "delete": Permission.EXPORT}

    @described("schedules_retrieve", ScheduleShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return Response(schedule_json(schedule_of(kwargs)))

    @described("schedules_change", ScheduleShape, request=ScheduleInput, match=False)
    def patch(self, request: Request, **kwargs: Any) -> Response:
        schedule = schedule_of(kwargs)
        given = ScheduleInput(data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        changes = _fields(given.validated_data)
        actions.change_schedule(
            schedule=schedule, fields=changes, by=self.member, at=self.at, names=names_allowed(self)
        )
        return Response(schedule_json(schedule_of(kwargs)))

    @described("schedules_delete")
    def delete(self, request: Request, **kwargs: Any) -> Response:
        actions.delete_schedule(schedule=schedule_of(kwargs), by=self.member, at=self.at)
        return Response(status=204)


def schedule_of(kwargs: dict[str, Any]) -> Schedule:
    """The schedule of the address, or 404."""
    schedule: Schedule = found(schedules(), pk=kwargs["schedule_id"])
    return schedule


def _fields(given: dict[str, Any]) -> dict[str, Any]:
    """What a request changes, with the bucket that it names."""
    fields = dict(given)
    if "bucket_id" in fields:
        named = fields.pop("bucket_id")
        fields["bucket"] = None if named is None else bucket_named(named)
    return fields


def schedule_json(schedule: Schedule) -> dict[str, Any]:
    """A schedule with the last file it made."""
    names = ("format", "options", "every", "hour", "bucket_id", "active", "next_at")
    last = getattr(schedule, "last_export_id", None)
    return {"id": schedule.pk, **{name: getattr(schedule, name) for name in names}, "last_export_id": last}
