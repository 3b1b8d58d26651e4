"""Projects, their forms and their people."""

from datetime import datetime
from typing import Any

from django.contrib import admin

from accounts.admin.base import TenantAdmin, TenantInline, as_json
from accounts.models import Member
from annotation.actions.projects import edit_project
from annotation.models import GuidelinesVersion, Project, ProjectForm, ProjectPerson, Settling


class ProjectPersonInline(TenantInline):
    """Who may do what in the project."""

    model = ProjectPerson
    fields = readonly_fields = (
        "member",
        "annotate",
        "review",
        "adjudicate",
        "most_items",
        "paused",
        "paused_because",
        "given",
        "answered",
        "guidelines_seen",
    )
    verbose_name_plural = "people"


@admin.register(Project)
class ProjectAdmin(TenantAdmin):
    """Labeling jobs. Their settings can be changed here; forms and people on the product's own pages."""

    list_display = ("name", "client", "state", "overlap", "form_version", "created_at")
    list_filter = ("state", "client")
    list_select_related = ("client",)
    search_fields = ("name",)
    date_hierarchy = "created_at"
    fields = (
        "name",
        "client",
        "state",
        "guidelines",
        "overlap",
        "lease_minutes",
        "shuffle_responses",
        "skip_reason_required",
        "suggestions",
        "form_version",
        "guidelines_version",
        "created_at",
        "id",
    )
    changeable = (
        "name",
        "state",
        "guidelines",
        "lease_minutes",
        "shuffle_responses",
        "skip_reason_required",
        "suggestions",
    )
    inlines = (ProjectPersonInline,)

    def change(self, row: Project, changes: dict[str, Any], *, by: Member, at: datetime) -> None:
        edit_project(project=row, changes=changes, by=by, at=at)


@admin.register(ProjectForm)
class ProjectFormAdmin(TenantAdmin):
    """Every version of every form."""

    list_display = ("project", "version", "created_by", "created_at")
    list_filter = ("project",)
    list_select_related = ("project", "created_by__user")
    search_fields = ("project__name",)
    date_hierarchy = "created_at"
    fields = ("project", "version", "json_definition", "created_by", "created_at", "id")

    json_definition = staticmethod(as_json("definition"))


@admin.register(GuidelinesVersion)
class GuidelinesVersionAdmin(TenantAdmin):
    """Every version of all guidelines."""

    list_display = ("project", "version", "created_by", "created_at")
    list_filter = ("project",)
    list_select_related = ("project", "created_by__user")
    search_fields = ("project__name",)
    date_hierarchy = "created_at"
    fields = ("project", "version", "text", "created_by", "created_at", "id")


@admin.register(Settling)
class SettlingAdmin(TenantAdmin):
    """Passes over items that may be decided otherwise."""

    list_display = ("project", "state", "done", "total", "changed", "created_by", "created_at")
    list_filter = ("state", "project")
    list_select_related = ("project", "created_by__user")
    search_fields = ("project__name",)
    hidden = ("fence", "hinted_at", "lease_until", "wanted")
