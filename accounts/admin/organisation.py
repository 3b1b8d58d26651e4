"""The organisation itself, its clients, and what happened there."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.actions.clients import change_client
from accounts.admin.base import TenantAdmin, as_json
from accounts.admin_scope import AdminPlace
from accounts.models import Bucket, Client, Event, Member, Organisation, SupportSession
from accounts.queries.clients import with_project_count


@admin.register(Organisation)
class OrganisationAdmin(TenantAdmin):
    """The one organisation; row policies show no other."""

    list_display = ("name", "slug", "created_at")
    fields = ("name", "slug", "created_at", "id")


@admin.register(Client)
class ClientAdmin(TenantAdmin):
    """Customers."""

    list_display = ("name", "projects", "clearance_required", "created_at")
    search_fields = ("name",)
    date_hierarchy = "created_at"
    fields = ("name", "clearance_required", "projects", "created_at", "id")
    changeable = ("name", "clearance_required")

    def visible(self, rows: QuerySet[Client], place: AdminPlace) -> QuerySet[Client]:
        return with_project_count(rows)

    @admin.display(ordering="project_count")
    def projects(self, client: Client) -> int:
        return client.project_count  # type: ignore[attr-defined, no-any-return]

    def change(self, row: Client, changes: dict[str, Any], *, by: Member, at: datetime) -> None:
        change_client(client=row, **changes, by=by, at=at)


@admin.register(Bucket)
class BucketAdmin(TenantAdmin):
    """Where clients keep files of their own; their secret keys stand nowhere."""

    list_display = ("name", "client", "endpoint", "bucket", "prefix", "writable", "checked_at", "problem", "removed_at")
    list_filter = ("client", "writable")
    list_select_related = ("client",)
    search_fields = ("name", "bucket")
    hidden = ("sealed_secret",)


class SubjectFilter(admin.SimpleListFilter):
    """By what an Event is about: a closed list, because distinct values of a long log are slow to find."""

    title = "subject"
    parameter_name = "about"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        kinds = (
            "annotation",
            "client",
            "export",
            "import",
            "invitation",
            "item",
            "member",
            "project",
            "skill",
            "token",
        )
        return [(kind, kind.title()) for kind in kinds]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Event]) -> QuerySet[Event]:
        return queryset.filter(subject_kind=self.value()) if self.value() else queryset


@admin.register(Event)
class EventAdmin(TenantAdmin):
    """The audit trail."""

    list_display = ("at", "kind", "who", "subject_kind", "subject_id")
    list_display_links = ("kind",)
    list_filter = (SubjectFilter,)
    list_select_related = ("actor__user",)
    search_fields = ("^kind", "=subject_id", "=project_id")
    search_help_text = "The beginning of a kind (project.), or the id of what it is about."
    ordering = ("-id",)
    sortable_by = ()
    fields = ("kind", "at", "who", "subject_kind", "subject_id", "project_id", "json_data", "id")

    json_data = staticmethod(as_json("data"))

    @admin.display(description="actor")
    def who(self, event: Event) -> str:
        return str(event.actor) if event.actor else event.actor_name


@admin.register(SupportSession)
class SupportSessionAdmin(TenantAdmin):
    """When the platform's people looked in, and why."""

    list_display = ("started_at", "who", "reason", "ends_at")
    list_select_related = ("user",)
    date_hierarchy = "started_at"
    fields = ("who", "reason", "started_at", "ends_at", "id")
    ordering = ("-id",)

    @admin.display(description="who")
    def who(self, session: SupportSession) -> str:
        return str(session.user)
