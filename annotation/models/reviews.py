"""What becomes of answers: verdicts on each, and the item's final one."""

from django.db import models

from accounts.models import Member
from accounts.tenancy.constraints import SameOrganisation
from accounts.tenancy.models import TenantForeignKey, TenantModel
from annotation.models.assignments import Annotation, Assignment, Judgement
from annotation.models.items import Item
from annotation.models.projects import Project


class Verdict(TenantModel):
    """What a reviewer says of one revision of somebody's answers. Its author may appeal once."""

    project = TenantForeignKey(Project, models.CASCADE, related_name="+")
    item = TenantForeignKey(Item, models.CASCADE, related_name="verdicts")
    annotation = TenantForeignKey(Annotation, models.CASCADE, related_name="verdicts")
    assignment = TenantForeignKey(Assignment, models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(help_text="The revision that was judged.")
    verdict = models.CharField(max_length=10, choices=Judgement.choices)
    reason = models.CharField(max_length=60, blank=True, help_text="One of the project's reason codes.")
    comment = models.TextField(blank=True)
    corrected = models.PositiveIntegerField(null=True, help_text="The revision that the reviewer made.")
    created_by = TenantForeignKey(Member, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    appeal = models.TextField(blank=True)
    appealed_at = models.DateTimeField(null=True)
    appeal_closed_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("project", name="annotation_verdict_project"),
            SameOrganisation("item", name="annotation_verdict_item"),
            SameOrganisation("annotation", name="annotation_verdict_annotation"),
            SameOrganisation("assignment", name="annotation_verdict_assignment"),
            SameOrganisation("created_by", name="annotation_verdict_reviewer"),
            models.UniqueConstraint(fields=["organisation", "assignment"], name="annotation_verdict_once"),
        ]
        indexes = [
            models.Index(fields=["organisation", "annotation", "-id"], name="annotation_verdict_latest"),
            models.Index(fields=["organisation", "project", "-id"], name="annotation_verdict_recent"),
            models.Index(
                fields=["organisation", "project", "appealed_at"],
                name="annotation_verdict_appealed",
                condition=models.Q(appealed_at__isnull=False, appeal_closed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} {self.annotation_id}"


class ResolutionKind(models.TextChoices):
    """How an item's final answer came about."""

    AGREED = "agreed", "Agreed"
    AGGREGATED = "aggregated", "Aggregated"
    ADJUDICATED = "adjudicated", "Adjudicated"


class Resolution(TenantModel):
    """An item's final answer; the one without `replaced_at` holds."""

    project = TenantForeignKey(Project, models.CASCADE, related_name="+")
    item = TenantForeignKey(Item, models.CASCADE, related_name="resolutions")
    assignment = TenantForeignKey(Assignment, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=12, choices=ResolutionKind.choices)
    answers = models.JSONField()
    form_version = models.PositiveIntegerField()
    content_version = models.PositiveIntegerField(default=1)
    taken = models.JSONField(default=list, help_text='Whose answers: [{"question", "on", "annotation"}].')
    certainty = models.FloatField(null=True, help_text="The posterior of its least certain answer, if that decided.")
    left_out = models.JSONField(
        default=list, db_default=[], help_text='What people differ on and need not answer: [{"question", "on"}].'
    )
    reason = models.CharField(max_length=60, blank=True)
    comment = models.TextField(blank=True)
    created_by = TenantForeignKey(Member, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("project", name="annotation_resolution_project"),
            SameOrganisation("item", name="annotation_resolution_item"),
            SameOrganisation("assignment", name="annotation_resolution_assignment"),
            SameOrganisation("created_by", name="annotation_resolution_author"),
            models.UniqueConstraint(
                fields=["organisation", "item"],
                condition=models.Q(replaced_at=None),
                name="annotation_resolution_current",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "project", "item"], name="annotation_resolution_items")]

    def __str__(self) -> str:
        return f"{self.kind} {self.item_id}"
