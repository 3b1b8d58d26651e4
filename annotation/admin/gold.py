"""Gold items, and the marks of those who answered them."""

from django.contrib import admin

from accounts.admin.base import TenantAdmin, as_json
from annotation.models import Gold, GoldMark


@admin.register(Gold)
class GoldAdmin(TenantAdmin):
    """Items whose right answer is known."""

    list_display = ("item", "project", "form_version", "created_by", "created_at")
    list_filter = ("project",)
    list_select_related = ("project", "item", "created_by__user")
    search_fields = ("^item__external_id", "=item__id")
    date_hierarchy = "created_at"
    fields = ("project", "item", "json_answers", "json_hints", "form_version", "created_by", "created_at", "id")

    json_answers = staticmethod(as_json("answers"))
    json_hints = staticmethod(as_json("hints"))


@admin.register(GoldMark)
class GoldMarkAdmin(TenantAdmin):
    """How right people's first answers to gold items were."""

    list_display = ("item", "project", "member", "question", "on", "score", "correct", "created_at")
    list_filter = ("correct", "project")
    list_select_related = ("project", "item", "member__user")
    search_fields = ("^item__external_id", "=member__user__email")
    ordering = ("-id",)
    sortable_by = ()
