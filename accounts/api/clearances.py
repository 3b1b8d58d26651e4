"""Who may work for which client."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actions.clearances import clear_member, take_clearance
from accounts.api.base import OrganisationView, found
from accounts.api.described import described, listed
from accounts.api.pages import page
from accounts.api.serializers import PersonSerializer, StrictSerializer, shaped
from accounts.models import Clearance, Client, Member
from accounts.permissions import Permission
from accounts.queries.clearances import clearances_of
from accounts.queries.clients import clients
from accounts.queries.members import members
from accounts.queries.skills import is_expired


class ClearanceInputSerializer(StrictSerializer):
    """Why a member is cleared, and until when."""

    note = serializers.CharField(max_length=500, allow_blank=True, default="")
    expires_at = serializers.DateTimeField(allow_null=True, default=None)


class ClearanceSerializer(serializers.Serializer[Clearance]):
    """That a member may work for a client."""

    client = serializers.SerializerMethodField()
    note = serializers.CharField(allow_blank=True)
    granted_by = serializers.SerializerMethodField()
    granted_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(allow_null=True)
    expired = serializers.SerializerMethodField()

    @extend_schema_field(PersonSerializer)
    def get_client(self, clearance: Clearance) -> dict[str, Any]:
        return {"id": clearance.client_id, "name": clearance.client.name}

    @extend_schema_field(PersonSerializer)
    def get_granted_by(self, clearance: Clearance) -> dict[str, Any]:
        return {"id": clearance.granted_by_id, "name": str(clearance.granted_by)}

    def get_expired(self, clearance: Clearance) -> bool:
        return is_expired(clearance, at=self.context["at"])


class MemberClearancesView(OrganisationView):
    """The clients that a member is cleared for, of those that the caller may see."""

    permissions = {"get": Permission.SEE_PEOPLE}

    @described("members_clearances_list", listed(ClearanceSerializer))
    def get(self, request: Request, member_id: UUID, **_: Any) -> Response:
        rows = clearances_of(found(members(), pk=member_id))
        return page(request, rows, shape=shaped(ClearanceSerializer, at=self.at))


class MemberClearanceView(OrganisationView):
    """One member's clearance for one client."""

    permissions = {"put": Permission.MANAGE_CLIENTS, "delete": Permission.MANAGE_CLIENTS}

    @described("members_clearances_set", ClearanceSerializer, request=ClearanceInputSerializer, match=False)
    def put(self, request: Request, member_id: UUID, client_id: UUID, **_: Any) -> Response:
        member: Member = found(members(), pk=member_id)
        client: Client = found(clients(), pk=client_id)
        sent = ClearanceInputSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        clearance = clear_member(member=member, client=client, **sent.validated_data, by=self.member, at=self.at)
        return Response(ClearanceSerializer(clearance, context={"at": self.at}).data)

    @described("members_clearances_remove")
    def delete(self, request: Request, member_id: UUID, client_id: UUID, **_: Any) -> Response:
        clearance = found(clearances_of(found(members(), pk=member_id)), client_id=client_id)
        take_clearance(clearance=clearance, by=self.member, at=self.at)
        return Response(status=204)
