"""The organisation's people."""

import hashlib
from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actions.members import change_member, remove_member
from accounts.api.base import OrganisationView, etag, found, require_match
from accounts.api.described import described, listed
from accounts.api.pages import page
from accounts.api.serializers import RoleField, StrictSerializer, chosen, shaped
from accounts.models import Member
from accounts.permissions import Permission
from accounts.queries.members import client_ids_of, locked_with_owners, members

ACTIVE = {"true": True, "false": False}


class MemberChangeSerializer(StrictSerializer):
    """What can be changed of a member; who was removed comes back by a new invitation."""

    role = RoleField(required=False)
    client_ids = serializers.ListField(child=serializers.UUIDField(), max_length=100, required=False)


class MemberSerializer(serializers.Serializer[Member]):
    """Somebody's place in the organisation."""

    id = serializers.UUIDField()
    name = serializers.CharField(source="user")
    email = serializers.EmailField(source="user.email")
    role = RoleField()
    client_ids = serializers.SerializerMethodField(help_text="The clients they are bound to, of those you may see.")
    active = serializers.SerializerMethodField(help_text="False for somebody who was removed.")
    joined_at = serializers.DateTimeField()
    etag = serializers.SerializerMethodField(help_text="What If-Match takes.")

    def get_client_ids(self, member: Member) -> list[UUID]:
        return client_ids_of(member)

    def get_active(self, member: Member) -> bool:
        return member.removed_at is None

    def get_etag(self, member: Member) -> str:
        return etag(_version(member))


class MembersView(OrganisationView):
    """The list, removed people included unless `active=true`."""

    permissions = {"get": Permission.SEE_PEOPLE}
    query = frozenset({"active"})

    @described("members_list", listed(MemberSerializer), parameters=[OpenApiParameter("active", bool)])
    def get(self, request: Request, **_: Any) -> Response:
        rows = members()
        if (active := chosen(request, "active", ACTIVE)) is not None:
            rows = rows.filter(removed_at__isnull=active)
        return page(request, rows, shape=shaped(MemberSerializer))


class MemberView(OrganisationView):
    """One member."""

    permissions = {
        "get": Permission.SEE_PEOPLE,
        "patch": Permission.MANAGE_PEOPLE,
        "delete": Permission.MANAGE_PEOPLE,
    }

    @described("members_retrieve", MemberSerializer)
    def get(self, request: Request, member_id: UUID, **_: Any) -> Response:
        return _answer(found(members(), pk=member_id))

    @described("members_change", MemberSerializer, request=MemberChangeSerializer)
    def patch(self, request: Request, member_id: UUID, **_: Any) -> Response:
        member = locked_with_owners(member_id)
        if member is None:
            raise Http404
        require_match(request, _version(member))
        sent = MemberChangeSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        change_member(member=member, **sent.validated_data, by=self.member, at=self.at, scopes=self.scopes)
        return _answer(members().get(pk=member_id))

    @described("members_remove")
    def delete(self, request: Request, member_id: UUID, **_: Any) -> Response:
        remove_member(member=found(members(), pk=member_id), by=self.member, at=self.at, scopes=self.scopes)
        return Response(status=204)


def _version(member: Member) -> str:
    parts = [member.role, str(member.removed_at), *map(str, client_ids_of(member))]
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:16]


def _answer(member: Member) -> Response:
    return Response(MemberSerializer(member).data, headers={"ETag": etag(_version(member))})
