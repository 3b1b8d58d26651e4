"""Verdicts and final answers."""

from django.contrib import admin

from accounts.admin.base import TenantAdmin, as_json
from annotation.models import Resolution, Verdict


@admin.register(Verdict)
class VerdictAdmin(TenantAdmin):
    """What reviewers said of people's work."""

    list_display = ("item", "project", "verdict", "reason", "created_by", "created_at", "appealed_at")
    list_filter = ("verdict", "project")
    list_select_related = ("project", "item", "created_by__user")
    search_fields = ("^item__external_id", "=created_by__user__email", "=id")
    ordering = ("-id",)
    sortable_by = ()
    fields = (
        "project",
        "item",
        "annotation",
        "assignment",
        "revision",
        "verdict",
        "reason",
        "comment",
        "corrected",
        "created_by",
        "created_at",
        "appeal",
        "appealed_at",
        "appeal_closed_at",
        "id",
    )


@admin.register(Resolution)
class ResolutionAdmin(TenantAdmin):
    """The final answers of items."""

    list_display = ("item", "project", "kind", "reason", "created_by", "created_at", "replaced_at")
    list_filter = ("kind", "project")
    list_select_related = ("project", "item", "created_by__user")
    search_fields = ("^item__external_id", "=created_by__user__email", "=id")
    ordering = ("-id",)
    sortable_by = ()
    fields = (
        "project",
        "item",
        "assignment",
        "kind",
        "json_answers",
        "form_version",
        "content_version",
        "json_taken",
        "reason",
        "comment",
        "created_by",
        "created_at",
        "replaced_at",
        "id",
    )

    json_answers = staticmethod(as_json("answers"))
    json_taken = staticmethod(as_json("taken", description="whose answers"))
