"""Items whose right answer is known, and how people answered them."""

from django.db import models

from accounts.models import Member
from accounts.tenancy.constraints import SameOrganisation
from accounts.tenancy.models import TenantForeignKey, TenantModel
from annotation.models.assignments import Annotation
from annotation.models.items import Item
from annotation.models.projects import Project


class Gold(TenantModel):
    """The right answers to an item, in its own ids; they never leave the server towards annotators."""

    project = TenantForeignKey(Project, models.CASCADE, related_name="+")
    item = TenantForeignKey(Item, models.CASCADE, related_name="+")
    answers = models.JSONField()
    hints = models.JSONField(default=dict, help_text="{question: what to tell a learner who got it wrong}")
    form_version = models.PositiveIntegerField()
    created_by = TenantForeignKey(Member, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("project", name="annotation_gold_project"),
            SameOrganisation("item", name="annotation_gold_item"),
            SameOrganisation("created_by", name="annotation_gold_author"),
            models.UniqueConstraint(fields=["organisation", "item"], name="annotation_gold_item_once"),
        ]
        indexes = [models.Index(fields=["organisation", "project"], name="annotation_gold_project_rows")]

    def __str__(self) -> str:
        return f"Gold of {self.item_id}"


class GoldMark(TenantModel):
    """How right one answer to a gold item was, from 0 to 1. A person's first answer counts, for ever."""

    project = TenantForeignKey(Project, models.CASCADE, related_name="+")
    item = TenantForeignKey(Item, models.CASCADE, related_name="+")
    annotation = TenantForeignKey(Annotation, models.CASCADE, related_name="+")
    member = TenantForeignKey(Member, models.CASCADE, related_name="+")
    question = models.CharField(max_length=64)
    on = models.CharField(max_length=200)
    score = models.FloatField()
    correct = models.BooleanField()
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("project", name="annotation_goldmark_project"),
            SameOrganisation("item", name="annotation_goldmark_item"),
            SameOrganisation("annotation", name="annotation_goldmark_annotation"),
            SameOrganisation("member", name="annotation_goldmark_member"),
            models.UniqueConstraint(
                fields=["organisation", "annotation", "question", "on"], name="annotation_goldmark_once"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "project", "member", "-id"], name="annotation_goldmark_person"),
            models.Index(fields=["organisation", "item"], name="annotation_goldmark_of_item"),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.score}"
