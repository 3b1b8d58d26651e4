"""Export runs."""

from django.contrib import admin

from accounts.admin.base import TenantAdmin, as_json
from exports.models import Export


@admin.register(Export)
class ExportAdmin(TenantAdmin):
    """Files that were built or are being built."""

    list_display = ("filename", "project", "format", "state", "done", "total", "size", "created_by", "created_at")
    list_filter = ("state", "format", "project")
    list_select_related = ("project", "created_by__user")
    search_fields = ("filename", "=sha256")
    fields = (
        "filename",
        "project",
        "release",
        "schedule",
        "format",
        "json_options",
        "state",
        "done",
        "total",
        "error",
        "json_counts",
        "size",
        "sha256",
        "created_by",
        "created_at",
        "started_at",
        "finished_at",
        "id",
    )

    json_options = staticmethod(as_json("options"))
    json_counts = staticmethod(as_json("counts"))
