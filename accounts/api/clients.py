"""The organisation's customers."""

import hashlib
from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actions.clients import change_client, create_client
from accounts.api.base import OrganisationView, etag, found, require_match
from accounts.api.described import described, listed
from accounts.api.pages import page
from accounts.api.serializers import NameField, StrictSerializer, shaped
from accounts.models import Client
from accounts.permissions import Permission
from accounts.queries.clients import clients


class ClientInputSerializer(StrictSerializer):
    """A client as it is sent."""

    name = NameField()
    clearance_required = serializers.BooleanField(required=False)


class ClientSerializer(serializers.Serializer[Client]):
    """A customer of the organisation."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    clearance_required = serializers.BooleanField(help_text="Whether only members cleared for it work for it.")
    created_at = serializers.DateTimeField()
    projects = serializers.IntegerField(source="project_count", help_text="How many projects you may see.")
    etag = serializers.SerializerMethodField(help_text="What If-Match takes.")

    def get_etag(self, client: Client) -> str:
        return etag(_version(client))


class ClientsView(OrganisationView):
    """The list."""

    permissions = {"get": Permission.SEE_CLIENTS, "post": Permission.MANAGE_CLIENTS}

    @described("clients_list", listed(ClientSerializer))
    def get(self, request: Request, **_: Any) -> Response:
        return page(request, clients(), shape=shaped(ClientSerializer))

    @described("clients_create", ClientSerializer, request=ClientInputSerializer)
    def post(self, request: Request, **_: Any) -> Response:
        sent = ClientInputSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        client = create_client(**sent.validated_data, by=self.member, at=self.at)
        return Response(ClientSerializer(clients().get(pk=client.pk)).data, status=201)


class ClientView(OrganisationView):
    """One client."""

    permissions = {"get": Permission.SEE_CLIENTS, "patch": Permission.MANAGE_CLIENTS}

    @described("clients_retrieve", ClientSerializer)
    def get(self, request: Request, client_id: UUID, **_: Any) -> Response:
        return _answer(found(clients(), pk=client_id))

    @described("clients_change", ClientSerializer, request=ClientInputSerializer)
    def patch(self, request: Request, client_id: UUID, **_: Any) -> Response:
        client = found(Client.objects.select_for_update(), pk=client_id)
        require_match(request, _version(client))
        sent = ClientInputSerializer(data=request.data, partial=True)
        sent.is_valid(raise_exception=True)
        change_client(client=client, **sent.validated_data, by=self.member, at=self.at)
        return _answer(clients().get(pk=client_id))


def _version(client: Client) -> str:
    return hashlib.sha256(f"{client.name}\n{client.clearance_required}".encode()).hexdigest()[:16]


def _answer(client: Client) -> Response:
    return Response(ClientSerializer(client).data, headers={"ETag": etag(_version(client))})
