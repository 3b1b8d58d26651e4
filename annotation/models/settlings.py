"""Looking at a project's items again, after what decides them has changed."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.models import Member
from accounts.tenancy.constraints import SameOrganisation
from accounts.tenancy.models import TenantForeignKey, TenantModel
from annotation.models.jobs import Job, unfinished_index
from annotation.models.projects import Project


class Settling(Job):
    """A pass through items, each of which is settled anew: of all that may be decided otherwise since somebody changed
    what decides them, or of those that people's habits, learnt anew, decide otherwise; nobody began the latter.

    `done` of `total` items were looked at, in the order of `wanted`.
    """

    project = TenantForeignKey(Project, models.CASCADE, related_name="settlings")
    wanted = ArrayField(models.UUIDField(), null=True, editable=False, help_text="Empty until a worker listed them.")
    changed = models.BigIntegerField(default=0, help_text="Items whose state or final answer is another one now.")
    created_by = TenantForeignKey(Member, models.PROTECT, null=True, related_name="+")

    class Meta(Job.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("project", name="annotation_settling_project"),
            SameOrganisation("created_by", name="annotation_settling_author"),
        ]
        indexes = [
            models.Index(fields=["organisation", "project", "-id"], name="annotation_settling_recent"),
            unfinished_index("annotation_settling_unfinished"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.done} of {self.total}"
