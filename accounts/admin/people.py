"""Members, invitations and tokens of the organisation."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.admin.base import TenantAdmin, TenantInline, as_json
from accounts.admin_scope import AdminPlace
from accounts.models import Clearance, Invitation, Member, MemberClient, MemberSkill, Notification, Skill, Token
from accounts.queries.invitations import invitations, state_of
from accounts.queries.members import behind_the_wall


class PresenceFilter(admin.SimpleListFilter):
    """Who is there, and who was removed."""

    title = "presence"
    parameter_name = "presence"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("present", "Present"), ("removed", "Removed")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Member]) -> QuerySet[Member]:
        return queryset if self.value() is None else queryset.filter(removed_at__isnull=self.value() == "present")


class MemberClientInline(TenantInline):
    """The clients that a member is bound to."""

    model = MemberClient
    fields = ("client",)
    readonly_fields = ("client",)
    verbose_name_plural = "bound to clients"


class MemberSkillInline(TenantInline):
    """What a member can do."""

    model = MemberSkill
    fk_name = "member"
    fields = readonly_fields = ("skill", "level", "granted_at", "expires_at", "note")
    verbose_name_plural = "skills"


class ClearanceInline(TenantInline):
    """The clients that a member is cleared for."""

    model = Clearance
    fk_name = "member"
    fields = readonly_fields = ("client", "granted_at", "expires_at", "note")
    verbose_name_plural = "clearances"


@admin.register(Member)
class MemberAdmin(TenantAdmin):
    """Who belongs to the organisation. Roles are given on the product's own page."""

    list_display = ("name", "email", "role", "joined_at", "removed_at")
    list_filter = ("role", PresenceFilter)
    list_select_related = ("user",)
    search_fields = ("user__name", "user__email")
    date_hierarchy = "joined_at"
    fields = ("name", "email", "role", "joined_at", "removed_at", "id")
    inlines = (MemberClientInline, MemberSkillInline, ClearanceInline)

    def visible(self, rows: QuerySet[Member], place: AdminPlace) -> QuerySet[Member]:
        return rows if place.client_ids is None else rows.exclude(pk__in=behind_the_wall())

    @admin.display(ordering="user__name")
    def name(self, member: Member) -> str:
        return str(member.user)

    @admin.display(ordering="user__email", description="e-mail")
    def email(self, member: Member) -> str:
        return member.user.email


@admin.register(Invitation)
class InvitationAdmin(TenantAdmin):
    """Offers of a place; their secrets are stored as hashes and shown nowhere."""

    list_display = ("email", "role", "state", "invited_by", "created_at", "expires_at")
    list_filter = ("role",)
    list_select_related = ("invited_by__user",)
    search_fields = ("email",)
    date_hierarchy = "created_at"
    fields = ("email", "role", "state", "invited_by", "created_at", "expires_at", "accepted_at", "revoked_at", "id")

    def visible(self, rows: QuerySet[Invitation], place: AdminPlace) -> QuerySet[Invitation]:
        return rows if place.client_ids is None else rows.filter(pk__in=invitations(to=place.member()).values("pk"))

    def state(self, invitation: Invitation) -> str:
        return state_of(invitation, at=timezone.now())


@admin.register(Token)
class TokenAdmin(TenantAdmin):
    """Keys of scripts; the keys themselves are stored as hashes and shown nowhere."""

    list_display = ("name", "member", "client", "created_at", "expires_at", "last_used_at", "revoked_at")
    list_select_related = ("member__user", "client")
    search_fields = ("name", "member__user__email")
    date_hierarchy = "created_at"
    fields = ("name", "member", "client", "json_scopes", "created_at", "expires_at", "last_used_at", "revoked_at", "id")

    json_scopes = staticmethod(as_json("scopes"))

    def visible(self, rows: QuerySet[Token], place: AdminPlace) -> QuerySet[Token]:
        return rows if place.client_ids is None else rows.filter(member=place.member())


@admin.register(Skill)
class SkillAdmin(TenantAdmin):
    """What members can do more or less well, and their languages. Given on the product's own page."""

    list_display = ("name", "kind", "created_at")
    list_filter = ("kind",)
    search_fields = ("name",)
    fields = ("name", "kind", "created_at", "id")


@admin.register(MemberSkill)
class MemberSkillAdmin(TenantAdmin):
    """Who can do what, how well and until when."""

    list_display = ("member", "skill", "level", "granted_at", "expires_at")
    list_filter = ("skill",)
    list_select_related = ("member__user", "skill")
    search_fields = ("skill__name", "member__user__name", "member__user__email")
    date_hierarchy = "granted_at"
    fields = ("member", "skill", "level", "earned_in", "note", "granted_by", "granted_at", "expires_at", "id")

    def visible(self, rows: QuerySet[MemberSkill], place: AdminPlace) -> QuerySet[MemberSkill]:
        return rows if place.client_ids is None else rows.exclude(member__in=behind_the_wall())


@admin.register(Clearance)
class ClearanceAdmin(TenantAdmin):
    """Who may work for the clients that ask for clearance."""

    list_display = ("member", "client", "granted_by", "granted_at", "expires_at")
    list_filter = ("client",)
    list_select_related = ("member__user", "client", "granted_by__user")
    search_fields = ("client__name", "member__user__name", "member__user__email")
    date_hierarchy = "granted_at"
    fields = ("member", "client", "note", "granted_by", "granted_at", "expires_at", "id")


@admin.register(Notification)
class NotificationAdmin(TenantAdmin):
    """What members were told, and whether they have read it or it was mailed."""

    list_display = ("kind", "member", "created_at", "read_at", "mailed_at")
    list_select_related = ("member__user",)
    search_fields = ("^kind", "member__user__email")
    ordering = ("-id",)
    fields = ("kind", "member", "project_id", "subject_kind", "subject_id", "created_at", "read_at", "mailed_at", "id")

    def visible(self, rows: QuerySet[Notification], place: AdminPlace) -> QuerySet[Notification]:
        return rows if place.client_ids is None else rows.filter(member=place.member_id)
