"""Quality reports."""

from django.contrib import admin

from accounts.admin.base import TenantAdmin
from exports.models import Report, ReportSchedule


@admin.register(Report)
class ReportAdmin(TenantAdmin):
    """Reports that were made or are being made."""

    list_display = ("filename", "client", "project", "people", "state", "done", "total", "created_by", "created_at")
    list_filter = ("state", "people", "project")
    list_select_related = ("client", "project", "created_by__user")
    search_fields = ("filename",)
    fields = (
        "filename",
        "client",
        "project",
        "release",
        "schedule",
        "since_at",
        "until_at",
        "people",
        "probe",
        "previous",
        "state",
        "done",
        "total",
        "error",
        "made_at",
        "created_by",
        "created_at",
        "started_at",
        "finished_at",
        "id",
    )


@admin.register(ReportSchedule)
class ReportScheduleAdmin(TenantAdmin):
    """Reports that are made every week."""

    list_display = ("client", "project", "weekday", "hour", "people", "covers", "active", "next_at", "created_by")
    list_filter = ("active", "project")
    list_select_related = ("client", "project", "created_by__user")
    fields = (
        *("client", "project", "weekday", "hour", "people", "covers"),
        *("active", "next_at", "created_by", "created_at", "id"),
    )
