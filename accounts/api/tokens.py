"""Keys of scripts."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actions.tokens import create_token, revoke_token
from accounts.api.base import OrganisationView, found
from accounts.api.described import described, listed
from accounts.api.pages import page
from accounts.api.serializers import NameField, PermissionField, PersonSerializer, StrictSerializer, shaped
from accounts.models import Token
from accounts.permissions import Permission
from accounts.queries.tokens import tokens
from accounts.refusals import NotAllowed


class TokenInputSerializer(StrictSerializer):
    """The key to make: what it may do, for which client only, and until when (90 days unless told, a year at most)."""

    name = NameField()
    scopes = serializers.ListField(child=PermissionField(), min_length=1, max_length=len(Permission))
    client_id = serializers.UUIDField(required=False, allow_null=True)
    expires_at = serializers.DateTimeField(required=False, allow_null=True)


class TokenSerializer(serializers.Serializer[Token]):
    """A script's key. It never does more than its member may do at the time."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    scopes = serializers.ListField(child=PermissionField())
    client_id = serializers.UUIDField(allow_null=True)
    member = serializers.SerializerMethodField(help_text="Who made it.")
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    last_used_at = serializers.DateTimeField(allow_null=True, help_text="The last successful use, to the minute.")

    @extend_schema_field(PersonSerializer)
    def get_member(self, token: Token) -> dict[str, Any]:
        return {"id": token.member_id, "name": str(token.member)}


class TokenMadeSerializer(TokenSerializer):
    """A new token, with the key itself."""

    token = serializers.CharField(
        allow_null=True, help_text="The key, shown in this answer only; null in a repeated one."
    )


class TokensView(OrganisationView):
    """The list, newest first: one's own, and those of the people whom one governs."""

    permissions = {"get": Permission.MANAGE_TOKENS, "post": Permission.MANAGE_TOKENS}
    shown_once = frozenset({"token"})

    @described("tokens_list", listed(TokenSerializer))
    def get(self, request: Request, **_: Any) -> Response:
        rows = tokens(to=self.member)
        return page(request, rows, shape=shaped(TokenSerializer), key="-id")

    @described("tokens_create", TokenMadeSerializer, request=TokenInputSerializer)
    def post(self, request: Request, **_: Any) -> Response:
        if self.grant is not None:
            raise NotAllowed("A token makes no tokens: sign in to make one.")
        sent = TokenInputSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        scopes = [Permission(scope) for scope in sent.validated_data["scopes"]]
        token, key = create_token(**{**sent.validated_data, "scopes": scopes}, by=self.member, at=self.at)
        return Response({**TokenSerializer(token).data, "token": key}, status=201)


class TokenView(OrganisationView):
    """One token."""

    permissions = {"delete": Permission.MANAGE_TOKENS}

    @described("tokens_revoke")
    def delete(self, request: Request, token_id: UUID, **_: Any) -> Response:
        revoke_token(token=found(tokens(to=self.member), pk=token_id), by=self.member, at=self.at)
        return Response(status=204)
