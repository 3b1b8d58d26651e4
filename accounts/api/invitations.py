"""Offers of a place in the organisation."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actions.invitations import invite, revoke_invitation
from accounts.api.base import OrganisationView, found
from accounts.api.described import described, listed
from accounts.api.pages import page
from accounts.api.serializers import PersonSerializer, RoleField, StrictSerializer, shaped
from accounts.models import Invitation
from accounts.permissions import Permission
from accounts.queries.clients import my_clients
from accounts.queries.invitations import InvitationState, invitations, state_of

STATES = [(state.value, state.name.title()) for state in InvitationState]


class InvitationInputSerializer(StrictSerializer):
    """Whom to invite as what. `client` needs one client at least, owners and annotators have none."""

    email = serializers.EmailField(max_length=254)
    role = RoleField()
    client_ids = serializers.ListField(child=serializers.UUIDField(), max_length=100, default=list)


class InvitationSerializer(serializers.Serializer[Invitation]):
    """An offer of a place; the clients are those that you may see."""

    id = serializers.UUIDField()
    email = serializers.EmailField()
    role = RoleField()
    client_ids = serializers.SerializerMethodField()
    state = serializers.SerializerMethodField()
    invited_by = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()

    def get_client_ids(self, invitation: Invitation) -> list[UUID]:
        mine = my_clients()
        return [UUID(text) for text in invitation.client_ids if mine is None or UUID(text) in mine]

    @extend_schema_field(serializers.ChoiceField(choices=STATES))
    def get_state(self, invitation: Invitation) -> str:
        return state_of(invitation, at=self.context["at"])

    @extend_schema_field(PersonSerializer)
    def get_invited_by(self, invitation: Invitation) -> dict[str, Any]:
        return {"id": invitation.invited_by_id, "name": str(invitation.invited_by)}


class InvitationMadeSerializer(InvitationSerializer):
    """A new offer, with its link."""

    url = serializers.CharField(
        allow_null=True, help_text="The link, shown in this answer only; null in a repeated one."
    )


class InvitationsView(OrganisationView):
    """The list, newest first."""

    permissions = {"get": Permission.MANAGE_PEOPLE, "post": Permission.MANAGE_PEOPLE}
    shown_once = frozenset({"url"})

    @described("invitations_list", listed(InvitationSerializer))
    def get(self, request: Request, **_: Any) -> Response:
        rows = invitations(to=self.member)
        return page(
            request,
            rows,
            shape=shaped(InvitationSerializer, at=self.at),
            key="-id",
        )

    @described("invitations_create", InvitationMadeSerializer, request=InvitationInputSerializer)
    def post(self, request: Request, **_: Any) -> Response:
        sent = InvitationInputSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        offer, link = invite(**sent.validated_data, by=self.member, at=self.at, scopes=self.scopes)
        shown = InvitationSerializer(offer, context={"at": self.at}).data
        return Response({**shown, "url": link}, status=201)


class InvitationView(OrganisationView):
    """One invitation."""

    permissions = {"delete": Permission.MANAGE_PEOPLE}

    @described("invitations_revoke")
    def delete(self, request: Request, invitation_id: UUID, **_: Any) -> Response:
        invitation = found(invitations(to=self.member), pk=invitation_id)
        revoke_invitation(invitation=invitation, by=self.member, at=self.at, scopes=self.scopes)
        return Response(status=204)
