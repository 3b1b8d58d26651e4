"""How far projects, clients' work and people are."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import OrganisationView, found
from accounts.api.described import described
from accounts.models import Client
from accounts.permissions import Permission
from annotation.api.projects import NamedShape, member_of, project_of
from annotation.queries import progress as queries


class PersonDoneShape(serializers.Serializer[Any]):
    """What one person did."""

    member = NamedShape()
    submitted = serializers.IntegerField()
    skipped = serializers.IntegerField()
    seconds = serializers.IntegerField()


class DayShape(serializers.Serializer[Any]):
    """What was done on one day, in UTC."""

    day = serializers.DateField()
    submitted = serializers.IntegerField()
    seconds = serializers.IntegerField()
    items_done = serializers.IntegerField()


class PaceShape(serializers.Serializer[Any]):
    """Annotations a day of the latest two weeks, and for an hour of active work; null before there is any."""

    per_day = serializers.FloatField(allow_null=True)
    per_person_hour = serializers.FloatField(allow_null=True)


class ForecastShape(serializers.Serializer[Any]):
    """When all places that are there now are answered, and between which days with what confidence.

    `because` says why nothing can be said: `too_little_work` or `paused`.
    """

    remaining_places = serializers.IntegerField()
    done_by = serializers.DateField(allow_null=True)
    low = serializers.DateField(allow_null=True)
    high = serializers.DateField(allow_null=True)
    confidence = serializers.FloatField()
    because = serializers.CharField(allow_null=True)


class AgeingShape(serializers.Serializer[Any]):
    """How long open items have waited; the median only where few of them are open."""

    oldest_open = serializers.DateTimeField(allow_null=True)
    median_open_days = serializers.FloatField(allow_null=True)
    over_due = serializers.IntegerField()


class ProgressShape(serializers.Serializer[Any]):
    """How far the work is; `items` are those that somebody is to answer, `states` all of them."""

    items = serializers.IntegerField()
    done = serializers.IntegerField()
    open = serializers.IntegerField()
    states = serializers.DictField(child=serializers.IntegerField())
    places = serializers.DictField(child=serializers.IntegerField())
    review = serializers.DictField(child=serializers.IntegerField())
    adjudication = serializers.DictField(child=serializers.IntegerField())
    people = PersonDoneShape(many=True)
    by_day = DayShape(many=True)
    pace = PaceShape()
    forecast = ForecastShape(allow_null=True)
    ageing = AgeingShape()
    last_submitted_at = serializers.DateTimeField(allow_null=True)


class ProjectDoneShape(serializers.Serializer[Any]):
    """What a person did in one project."""

    project = NamedShape()
    submitted = serializers.IntegerField()
    skipped = serializers.IntegerField()
    seconds = serializers.IntegerField()


class MemberProgressShape(serializers.Serializer[Any]):
    """What a person did, by project and by day."""

    by_project = ProjectDoneShape(many=True)
    by_day = DayShape(many=True)
    pace = PaceShape()


class ProgressView(OrganisationView):
    """How far a project is."""

    permissions = {"get": Permission.SEE_PROJECTS}

    @described("projects_progress", ProgressShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        named = self.may(Permission.SEE_PEOPLE)
        return Response(ProgressShape(queries.progress(project_of(kwargs), named=named, at=self.at)).data)


class ClientProgressView(OrganisationView):
    """How far all work for a client is."""

    permissions = {"get": Permission.SEE_PROJECTS}

    @described("clients_progress", ProgressShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        named = self.may(Permission.SEE_PEOPLE)
        client = found(Client.objects, pk=kwargs["client_id"])
        return Response(ProgressShape(queries.client_progress(client, named=named, at=self.at)).data)


class MemberProgressView(OrganisationView):
    """What a member did."""

    permissions = {"get": Permission.SEE_PEOPLE}

    @described("members_progress", MemberProgressShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        member = member_of(kwargs["member_id"])
        return Response(MemberProgressShape(queries.member_progress(member, at=self.at)).data)
