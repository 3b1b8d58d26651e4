"""Uploaded files and imports."""

from django.contrib import admin

from accounts.admin.base import TenantAdmin
from annotation.models import Asset, Import, ImportProblem


@admin.register(Asset)
class AssetAdmin(TenantAdmin):
    """Uploaded files and what verifying them found."""

    list_display = ("filename", "project", "purpose", "status", "media_type", "size", "created_at")
    list_filter = ("status", "purpose", "project")
    list_select_related = ("project",)
    search_fields = ("filename", "=sha256")
    hidden = ("fence", "hinted_at", "lease_until")


@admin.register(Import)
class ImportAdmin(TenantAdmin):
    """Files becoming items."""

    list_display = (
        "filename",
        "project",
        "source",
        "stage",
        "state",
        "created",
        "updated",
        "skipped",
        "problem_count",
        "created_at",
    )
    list_filter = ("state", "stage", "source", "project")
    list_select_related = ("project",)
    search_fields = ("filename",)
    hidden = ("fence", "hinted_at", "lease_until")


@admin.register(ImportProblem)
class ImportProblemAdmin(TenantAdmin):
    """Lines that could not become items."""

    list_display = ("line", "where", "detail", "job", "project")
    list_filter = ("project",)
    list_select_related = ("job", "project")
    search_fields = ("detail", "=job__id")
