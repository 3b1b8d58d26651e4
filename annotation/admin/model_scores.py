"""Automatic scores of responses, and what their rates are held against."""

from django.contrib import admin

from accounts.admin.base import TenantAdmin
from annotation.models import ModelScore, Threshold


@admin.register(ModelScore)
class ModelScoreAdmin(TenantAdmin):
    """A number that a measure gave a response."""

    list_display = ("name", "version", "value", "item", "response", "project", "scored_at")
    list_filter = ("project",)
    list_select_related = ("project", "item")
    search_fields = ("=name", "=item__external_id")
    fields = ("project", "item", "response", "name", "version", "value", "scored_at", "id")


@admin.register(Threshold)
class ThresholdAdmin(TenantAdmin):
    """What share of a model's responses may be given a category."""

    list_display = ("question", "category", "most", "project", "created_at")
    list_filter = ("project",)
    list_select_related = ("project",)
    search_fields = ("question", "category")
    fields = ("project", "question", "category", "most", "created_by", "created_at", "id")
