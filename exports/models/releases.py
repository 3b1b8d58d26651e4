"""Releases: data sets that no longer change."""

from django.db import models

from accounts.models import Member
from accounts.tenancy.constraints import SameOrganisation
from accounts.tenancy.models import TenantForeignKey, TenantModel
from annotation.models import Project


class Decision(models.TextChoices):
    """What the client says of a release."""

    NONE = "", "Not decided"
    ACCEPTED = "accepted", "Accepted"
    REJECTED = "rejected", "Rejected"


class Release(TenantModel):
    """An immutable, numbered data set of a project that its client can accept.

    Of its exports the one of the format `freeze` wrote its rows down; every other one is written from that. Once
    accepted a release is there for ever: the database refuses to delete it.
    """

    project = TenantForeignKey(Project, models.CASCADE, related_name="releases")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    notes = models.TextField(blank=True, help_text="Markdown.")
    licence = models.CharField(max_length=120, blank=True)
    options = models.JSONField(default=dict, help_text="Which answers, people, split and items.")
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.NONE, blank=True)
    code_version = models.CharField(max_length=60, blank=True, editable=False)
    created_by = TenantForeignKey(Member, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("project", name="exports_release_project"),
            SameOrganisation("created_by", name="exports_release_author"),
            models.UniqueConstraint(fields=["organisation", "project", "number"], name="exports_release_number"),
        ]
        indexes = [models.Index(fields=["organisation", "project", "-id"], name="exports_release_recent")]

    def __str__(self) -> str:
        return f"Release {self.number} of {self.project}"


class ReleaseComment(TenantModel):
    """What somebody said of a release, perhaps with their decision."""

    project = TenantForeignKey(Project, models.CASCADE, related_name="+")
    release = TenantForeignKey(Release, models.CASCADE, related_name="comments")
    text = models.TextField(blank=True)
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.NONE, blank=True)
    created_by = TenantForeignKey(Member, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("project", name="exports_releasecomment_project"),
            SameOrganisation("release", name="exports_releasecomment_release"),
            SameOrganisation("created_by", name="exports_releasecomment_author"),
        ]
        indexes = [models.Index(fields=["organisation", "release"], name="exports_releasecomment_rows")]

    def __str__(self) -> str:
        return self.text[:80]
