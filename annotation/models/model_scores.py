"""What models' responses are measured by besides people's answers."""

from django.db import models

from accounts.models import Member
from accounts.tenancy.constraints import SameOrganisation
from accounts.tenancy.models import TenantForeignKey, TenantModel
from annotation.models.items import Item
from annotation.models.projects import Project


class ModelScore(TenantModel):
    """A number that a reward model or another measure gave a response. One of each name and version: a later one
    replaces it.
    """

    project = TenantForeignKey(Project, models.CASCADE, related_name="+", db_index=False)
    item = TenantForeignKey(Item, models.CASCADE, related_name="+", db_index=False)
    response = models.CharField(max_length=100, help_text="Its id within the item.")
    name = models.CharField(max_length=120)
    version = models.CharField(max_length=120, blank=True)
    value = models.FloatField()
    scored_at = models.DateTimeField(help_text="When this value came in.")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("project", name="annotation_modelscore_project"),
            SameOrganisation("item", name="annotation_modelscore_item"),
            models.UniqueConstraint(
                fields=["organisation", "item", "response", "name", "version"], name="annotation_modelscore_once"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "project", "-id"], name="annotation_modelscore_recent"),
            models.Index(
                fields=["organisation", "project", "name", "version", "value"],
                include=["item"],
                name="annotation_modelscore_values",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version} of {self.response}: {self.value}"


class Threshold(TenantModel):
    """The share of a model's responses that may be given a category at most."""

    project = TenantForeignKey(Project, models.CASCADE, related_name="+", db_index=False)
    question = models.CharField(max_length=64)
    category = models.CharField(max_length=110, help_text="An option, or of a rating <=2: this point or a lower one.")
    most = models.FloatField(help_text="From 0 to 1.")
    created_by = TenantForeignKey(Member, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("project", name="annotation_threshold_project"),
            SameOrganisation("created_by", name="annotation_threshold_author"),
            models.UniqueConstraint(
                fields=["organisation", "project", "question", "category"], name="annotation_threshold_once"
            ),
            models.CheckConstraint(condition=models.Q(most__gte=0, most__lte=1), name="annotation_threshold_share"),
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.category} ≤ {self.most}"
