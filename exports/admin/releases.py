"""Releases, and where files go."""

from django.contrib import admin

from accounts.admin.base import TenantAdmin, as_json
from exports.models import Delivery, Release, Schedule


@admin.register(Release)
class ReleaseAdmin(TenantAdmin):
    """Data sets that no longer change."""

    list_display = ("name", "number", "project", "decision", "created_by", "created_at")
    list_filter = ("decision", "project")
    list_select_related = ("project", "created_by__user")
    search_fields = ("name",)
    fields = (
        "name",
        "number",
        "project",
        "decision",
        "notes",
        "licence",
        "json_options",
        "code_version",
        "created_by",
        "created_at",
        "id",
    )

    json_options = staticmethod(as_json("options"))


@admin.register(Schedule)
class ScheduleAdmin(TenantAdmin):
    """Files that are made again and again."""

    list_display = ("format", "project", "every", "hour", "active", "next_at", "bucket", "created_by")
    list_filter = ("active", "every", "project")
    list_select_related = ("project", "bucket", "created_by__user")
    fields = (
        "format",
        "project",
        "json_options",
        "every",
        "hour",
        "active",
        "next_at",
        "bucket",
        "created_by",
        "created_at",
        "id",
    )

    json_options = staticmethod(as_json("options"))


@admin.register(Delivery)
class DeliveryAdmin(TenantAdmin):
    """Copies of files in clients' buckets."""

    list_display = ("key", "project", "bucket", "state", "done", "total", "created_by", "created_at")
    list_filter = ("state", "bucket", "project")
    list_select_related = ("project", "bucket", "created_by__user")
    search_fields = ("key",)
    fields = (
        "key",
        "export",
        "project",
        "bucket",
        "state",
        "done",
        "total",
        "error",
        "created_by",
        "created_at",
        "started_at",
        "finished_at",
        "id",
    )
