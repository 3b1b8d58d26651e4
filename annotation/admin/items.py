"""What stands beside items: what they showed before, who is not given them, and the filters that people keep."""

from django.contrib import admin

from accounts.admin.base import TenantAdmin, as_json
from annotation.models import Exclusion, ItemVersion, SavedView


@admin.register(ItemVersion)
class ItemVersionAdmin(TenantAdmin):
    """What an item showed before."""

    list_display = ("item", "version", "project", "replaced_at")
    list_filter = ("project",)
    list_select_related = ("project", "item")
    search_fields = ("=item__external_id",)
    date_hierarchy = "replaced_at"
    fields = ("project", "item", "version", "json_content", "replaced_at", "id")

    json_content = staticmethod(as_json("content"))


@admin.register(Exclusion)
class ExclusionAdmin(TenantAdmin):
    """Who is not given an item, and why."""

    list_display = ("item", "member", "reason", "project", "created_at")
    list_filter = ("reason", "project")
    list_select_related = ("project", "item", "member__user")
    search_fields = ("=item__external_id", "=member__user__email")
    fields = ("project", "item", "member", "reason", "created_at", "id")


@admin.register(SavedView)
class SavedViewAdmin(TenantAdmin):
    """A filter that somebody keeps."""

    list_display = ("name", "project", "member", "shared", "created_at")
    list_filter = ("shared", "project")
    list_select_related = ("project", "member__user")
    search_fields = ("name",)
    fields = ("name", "project", "member", "json_query", "shared", "created_at", "id")

    json_query = staticmethod(as_json("query"))
