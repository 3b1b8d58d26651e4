"""The audit trail."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import OrganisationView
from accounts.api.described import described, listed
from accounts.api.pages import page
from accounts.api.serializers import identity, shaped
from accounts.models import Event
from accounts.permissions import Permission
from accounts.queries.events import events


class ActorSerializer(serializers.Serializer[Any]):
    """Who acted; the id is null for one of the platform's people."""

    id = serializers.UUIDField(allow_null=True)
    name = serializers.CharField()


class SubjectSerializer(serializers.Serializer[Event]):
    """What it happened to."""

    kind = serializers.CharField(source="subject_kind")
    id = serializers.UUIDField(source="subject_id")


class EventSerializer(serializers.Serializer[Event]):
    """One thing that happened: `kind` is noun.verb. The actor is null when no person acted."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    at = serializers.DateTimeField()
    actor = serializers.SerializerMethodField()
    subject = SubjectSerializer(source="*")
    data = serializers.DictField()  # type: ignore[assignment]  # the API's word, not the serializer's own `data`

    @extend_schema_field(ActorSerializer(allow_null=True))
    def get_actor(self, event: Event) -> dict[str, Any] | None:
        if event.actor is not None:
            return {"id": event.actor_id, "name": str(event.actor)}
        return {"id": None, "name": event.actor_name} if event.actor_name else None


class EventsView(OrganisationView):
    """What happened, newest first, in the organisation or in one project."""

    permissions = {"get": Permission.SEE_EVENTS}
    query = frozenset({"project"})

    @described("events_list", listed(EventSerializer), parameters=[OpenApiParameter("project", OpenApiTypes.UUID)])
    def get(self, request: Request, **_: Any) -> Response:
        rows = events(project_id=identity(request, "project"))
        return page(request, rows, shape=shaped(EventSerializer), key="-id")
