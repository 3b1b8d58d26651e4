"""Answers that a model or an import proposes for an item."""

from django.db import models

from accounts.tenancy.constraints import SameOrganisation
from accounts.tenancy.models import TenantForeignKey, TenantModel
from annotation.models.items import Item
from annotation.models.projects import Project


class Suggestion(TenantModel):
    """What one agent proposes for one item, complete or not; `answers` name the item's own ids.

    Annotators know it by its number, which it keeps.
    """

    project = TenantForeignKey(Project, models.CASCADE, related_name="+")
    item = TenantForeignKey(Item, models.CASCADE, related_name="suggestions")
    number = models.PositiveIntegerField()
    agent = models.CharField(max_length=200)
    score = models.FloatField(null=True)
    answers = models.JSONField()
    created_at = models.DateTimeField(help_text="Of these answers: a later suggestion of the agent replaces them.")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("project", name="annotation_suggestion_project"),
            SameOrganisation("item", name="annotation_suggestion_item"),
            models.UniqueConstraint(fields=["organisation", "item", "agent"], name="annotation_suggestion_agent"),
            models.UniqueConstraint(fields=["organisation", "item", "number"], name="annotation_suggestion_number"),
        ]

    def __str__(self) -> str:
        return f"{self.agent} on {self.item_id}"
