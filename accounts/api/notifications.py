"""What a member should know: everybody reads their own, and nobody else's."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actions.notifications import mark_read
from accounts.api.base import OrganisationView
from accounts.api.described import described, listed
from accounts.api.events import SubjectSerializer
from accounts.api.pages import page
from accounts.api.serializers import PersonSerializer, StrictSerializer, chosen, shaped
from accounts.models import Notification
from accounts.permissions import Permission
from accounts.queries.notifications import notifications, project_names, unread

UNREAD = {"true": True, "false": False}


class NotificationSerializer(serializers.Serializer[Notification]):
    """One thing to know: what happened by its `kind`, to what, where; `data` is what a sentence about it needs."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    project = serializers.SerializerMethodField()
    subject = SubjectSerializer(source="*")
    data = serializers.DictField()  # type: ignore[assignment]  # the API's word, not the serializer's own `data`
    created_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)

    @extend_schema_field(PersonSerializer(allow_null=True))
    def get_project(self, row: Notification) -> dict[str, Any] | None:
        name = self.context["projects"].get(row.project_id)
        return None if name is None else {"id": row.project_id, "name": name}


class ReadInputSerializer(StrictSerializer):
    """What was read: these, or all."""

    ids = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=1000, required=False)
    all = serializers.BooleanField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("ids" in attrs) == bool(attrs.get("all")):
            raise serializers.ValidationError({"ids": ["Name what was read, or say that all was."]})
        return attrs


class UnreadSerializer(serializers.Serializer[Any]):
    """How much there is to read."""

    unread = serializers.IntegerField()


class NotificationsView(OrganisationView):
    """The caller's own, newest first."""

    permissions = {"get": Permission.SEE_ORGANISATION}
    query = frozenset({"unread"})

    @described(
        "notifications_list",
        listed(NotificationSerializer),
        parameters=[OpenApiParameter("unread", OpenApiTypes.BOOL, description="Only what is not read yet.")],
    )
    def get(self, request: Request, **_: Any) -> Response:
        rows = notifications(to=self.member)
        if (only := chosen(request, "unread", UNREAD)) is not None:
            rows = rows.filter(read_at__isnull=only)

        def shape(found: list[Notification]) -> list[Any]:
            names = project_names(row.project_id for row in found)
            return shaped(NotificationSerializer, projects=names)(found)

        return page(request, rows, shape=shape, key="-id")


class UnreadView(OrganisationView):
    """The number beside the bell."""

    permissions = {"get": Permission.SEE_ORGANISATION}

    @described("notifications_count", UnreadSerializer)
    def get(self, request: Request, **_: Any) -> Response:
        return Response({"unread": unread(to=self.member).count()})


class ReadView(OrganisationView):
    """What the caller has read."""

    permissions = {"post": Permission.SEE_ORGANISATION}

    @described("notifications_read", UnreadSerializer, request=ReadInputSerializer, status=200)
    def post(self, request: Request, **_: Any) -> Response:
        sent = ReadInputSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        mark_read(to=self.member, ids=sent.validated_data.get("ids"), at=self.at)
        return Response({"unread": unread(to=self.member).count()})
