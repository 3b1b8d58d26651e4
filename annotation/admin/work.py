"""Items, the ledger of assignments, annotations with every revision, suggestions and comments."""

from django.contrib import admin

from accounts.admin.base import TenantAdmin, TenantInline, as_json
from annotation.models import Annotation, Assignment, Comment, Item, Revision, Suggestion


@admin.register(Item)
class ItemAdmin(TenantAdmin):
    """Units of work."""

    list_display = ("external_id", "project", "position", "state", "submitted", "overlap", "priority", "created_at")
    list_filter = ("state", "project")
    list_select_related = ("project",)
    search_fields = ("^external_id", "=id")
    search_help_text = "The beginning of the importer's id, or our own id."
    ordering = ("-id",)
    sortable_by = ()
    fields = (
        "external_id",
        "project",
        "position",
        "state",
        "submitted",
        "overlap",
        "free_places",
        "priority",
        "json_content",
        "content_version",
        "json_metadata",
        "created_at",
        "id",
    )

    json_content = staticmethod(as_json("content"))
    json_metadata = staticmethod(as_json("metadata"))


@admin.register(Assignment)
class AssignmentAdmin(TenantAdmin):
    """Places on items, and who held them."""

    list_display = ("id", "project", "item", "kind", "place", "state", "member", "lease_until", "closed_at")
    list_filter = ("state", "kind", "project")
    list_select_related = ("project", "item", "member__user")
    search_fields = ("=id", "^item__external_id", "=member__user__email")
    search_help_text = "An id, the beginning of an item's external id, or a person's e-mail address."
    ordering = ("-id",)
    sortable_by = ()
    fields = (
        "project",
        "item",
        "kind",
        "place",
        "state",
        "member",
        "claimed_at",
        "lease_until",
        "closed_at",
        "skip_reason",
        "form_version",
        "json_shown",
        "json_draft",
        "draft_at",
        "active_seconds",
        "beat_at",
        "id",
    )

    json_shown = staticmethod(as_json("shown", description="responses in the order shown"))
    json_draft = staticmethod(as_json("draft"))


class RevisionInline(TenantInline):
    """Every version of the answers."""

    model = Revision
    fields = readonly_fields = (
        "number",
        "form_version",
        "created_by",
        "created_at",
        "seconds",
        "json_answers",
        "json_suggestions",
    )
    ordering = ("-number",)

    json_answers = staticmethod(as_json("answers"))
    json_suggestions = staticmethod(as_json("suggestions"))


@admin.register(Annotation)
class AnnotationAdmin(TenantAdmin):
    """People's answers."""

    list_display = ("item", "project", "member", "revision", "seconds", "submitted_at", "withdrawn_at")
    list_filter = ("project",)
    list_select_related = ("project", "item", "member__user")
    search_fields = ("^item__external_id", "=member__user__email", "=id")
    ordering = ("-id",)
    sortable_by = ()
    fields = (
        "project",
        "item",
        "member",
        "assignment",
        "json_answers",
        "form_version",
        "revision",
        "seconds",
        "submitted_at",
        "withdrawn_at",
        "id",
    )
    inlines = (RevisionInline,)

    json_answers = staticmethod(as_json("answers"))


@admin.register(Suggestion)
class SuggestionAdmin(TenantAdmin):
    """What models and imports propose."""

    list_display = ("item", "project", "number", "agent", "score", "created_at")
    list_filter = ("project",)
    list_select_related = ("project", "item")
    search_fields = ("^item__external_id", "agent", "=id")
    ordering = ("-id",)
    sortable_by = ()
    fields = ("project", "item", "number", "agent", "score", "json_answers", "created_at", "id")

    json_answers = staticmethod(as_json("answers"))


@admin.register(Comment)
class CommentAdmin(TenantAdmin):
    """What people said about items."""

    list_display = ("item", "project", "author", "flag", "created_at", "resolved_at")
    list_filter = ("project", "flag")
    list_select_related = ("project", "item", "author__user")
    search_fields = ("text", "^item__external_id", "=author__user__email")
    ordering = ("-id",)
    sortable_by = ()
    fields = (
        "project",
        "item",
        "assignment",
        "author",
        "text",
        "flag",
        "created_at",
        "resolved_at",
        "resolved_by",
        "id",
    )
