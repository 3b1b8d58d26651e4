"""Counts that are kept while work goes on."""

from django.db import models

from accounts.models import Member
from accounts.tenancy.constraints import SameOrganisation
from accounts.tenancy.models import TenantForeignKey, TenantModel
from annotation.models.projects import Project


class Tally(TenantModel):
    """A change of a count, written by the database itself with whatever changed it: figures are sums of these rows,
    which are added up from time to time. `subject` is `item`, the kind of an assignment, or `revision`.
    """

    project = TenantForeignKey(Project, models.CASCADE, related_name="+")
    member = TenantForeignKey(Member, models.CASCADE, null=True, related_name="+")
    day = models.DateField(help_text="In UTC.")
    subject = models.CharField(max_length=10)
    state = models.CharField(max_length=10)
    n = models.BigIntegerField()
    seconds = models.BigIntegerField(default=0, db_default=0)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("project", name="annotation_tally_project"),
            SameOrganisation("member", name="annotation_tally_member"),
        ]
        indexes = [models.Index(fields=["organisation", "project", "subject"], name="annotation_tally_rows")]

    def __str__(self) -> str:
        return f"{self.subject} {self.state}: {self.n:+}"
