"""Rules over people's work, and whom they found."""

from django.contrib import admin

from accounts.admin.base import TenantAdmin, as_json
from annotation.models import Firing, Rule


@admin.register(Rule)
class RuleAdmin(TenantAdmin):
    """What is watched, and what happens then."""

    list_display = ("name", "project", "collector", "operator", "threshold", "action", "active", "created_at")
    list_filter = ("active", "collector", "action", "project")
    list_select_related = ("project",)
    search_fields = ("name",)
    fields = (
        "name",
        "project",
        "collector",
        "operator",
        "threshold",
        "window",
        "least",
        "action",
        "json_settings",
        "active",
        "created_by",
        "created_at",
        "id",
    )

    json_settings = staticmethod(as_json("settings"))


@admin.register(Firing)
class FiringAdmin(TenantAdmin):
    """That a rule found somebody, with the evidence."""

    list_display = ("rule", "member", "project", "fired_at", "over_at")
    list_filter = ("project",)
    list_select_related = ("project", "rule", "member__user")
    search_fields = ("rule__name", "=member__user__email")
    date_hierarchy = "fired_at"
    fields = ("project", "rule", "member", "json_evidence", "fired_at", "over_at", "id")

    json_evidence = staticmethod(as_json("evidence"))
