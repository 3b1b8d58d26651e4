"""What members can do."""

from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actions.skills import add_skill, remove_member_skill, remove_skill, set_member_skill
from accounts.api.base import OrganisationView, found
from accounts.api.described import described, listed
from accounts.api.pages import page
from accounts.api.serializers import NameField, PersonSerializer, StrictSerializer, shaped
from accounts.models import Member, MemberSkill, Skill, SkillKind
from accounts.permissions import Permission
from accounts.queries.members import members
from accounts.queries.skills import is_expired, member_skills, skills


class SkillInputSerializer(StrictSerializer):
    """A skill as it is sent: a name of the organisation's own, or a language's BCP 47 tag."""

    name = NameField(max_length=80)
    kind = serializers.ChoiceField(SkillKind.choices, default=SkillKind.SKILL)


class SkillSerializer(serializers.Serializer[Skill]):
    """Something that members can do more or less well."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(SkillKind.choices)


class MemberSkillInputSerializer(StrictSerializer):
    """How well a member does something, and until when that is believed."""

    level = serializers.FloatField(min_value=0, max_value=1)
    expires_at = serializers.DateTimeField(allow_null=True, default=None)
    note = serializers.CharField(max_length=500, allow_blank=True, default="")


class MemberSkillSerializer(serializers.Serializer[MemberSkill]):
    """A skill of a member's; one that was earned in a project was given by nobody."""

    skill = SkillSerializer()
    level = serializers.FloatField()
    note = serializers.CharField(allow_blank=True)
    earned_in = serializers.UUIDField(allow_null=True, help_text="The project whose gold gave it.")
    granted_by = serializers.SerializerMethodField()
    granted_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(allow_null=True)
    expired = serializers.SerializerMethodField()

    @extend_schema_field(PersonSerializer(allow_null=True))
    def get_granted_by(self, held: MemberSkill) -> dict[str, Any] | None:
        return held.granted_by and {"id": held.granted_by_id, "name": str(held.granted_by)}

    def get_expired(self, held: MemberSkill) -> bool:
        return is_expired(held, at=self.context["at"])


class SkillsView(OrganisationView):
    """The organisation's skills and languages, by name."""

    permissions = {"get": Permission.SEE_PEOPLE, "post": Permission.MANAGE_PEOPLE}

    @described("skills_list", listed(SkillSerializer))
    def get(self, request: Request, **_: Any) -> Response:
        return page(request, skills(), shape=shaped(SkillSerializer), key="name")

    @described("skills_create", SkillSerializer, request=SkillInputSerializer)
    def post(self, request: Request, **_: Any) -> Response:
        sent = SkillInputSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        skill = add_skill(**sent.validated_data, by=self.member, at=self.at)
        return Response(SkillSerializer(skill).data, status=201)


class SkillView(OrganisationView):
    """One skill."""

    permissions = {"delete": Permission.MANAGE_PEOPLE}

    @described("skills_remove")
    def delete(self, request: Request, skill_id: UUID, **_: Any) -> Response:
        remove_skill(skill=found(skills(), pk=skill_id), by=self.member, at=self.at)
        return Response(status=204)


class MemberSkillsView(OrganisationView):
    """What a member can do; everybody may know it of themselves."""

    permissions = {"get": (Permission.SEE_PEOPLE, Permission.SEE_ORGANISATION)}

    @described("members_skills_list", listed(MemberSkillSerializer))
    def get(self, request: Request, member_id: UUID, **_: Any) -> Response:
        if not self.may(Permission.SEE_PEOPLE) and member_id != self.member.pk:
            raise Http404
        rows = member_skills(found(members(), pk=member_id))
        return page(request, rows, shape=shaped(MemberSkillSerializer, at=self.at))


class MemberSkillView(OrganisationView):
    """One skill of a member's."""

    permissions = {"put": Permission.MANAGE_PEOPLE, "delete": Permission.MANAGE_PEOPLE}

    @described("members_skills_set", MemberSkillSerializer, request=MemberSkillInputSerializer, match=False)
    def put(self, request: Request, member_id: UUID, skill_id: UUID, **_: Any) -> Response:
        member: Member = found(members(), pk=member_id)
        skill: Skill = found(skills(), pk=skill_id)
        sent = MemberSkillInputSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        held = set_member_skill(member=member, skill=skill, **sent.validated_data, by=self.member, at=self.at)
        return Response(MemberSkillSerializer(held, context={"at": self.at}).data)

    @described("members_skills_remove")
    def delete(self, request: Request, member_id: UUID, skill_id: UUID, **_: Any) -> Response:
        held = found(member_skills(found(members(), pk=member_id)), skill_id=skill_id)
        remove_member_skill(held=held, by=self.member, at=self.at)
        return Response(status=204)
