"""Filters that people keep."""

from django.db import models

from accounts.models import Member
from accounts.tenancy.constraints import SameOrganisation
from accounts.tenancy.models import TenantForeignKey, TenantModel
from annotation.models.projects import Project


class SavedView(TenantModel):
    """A filter of a project's items that somebody has kept, for themselves or for everybody."""

    project = TenantForeignKey(Project, models.CASCADE, related_name="+")
    member = TenantForeignKey(Member, models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    query = models.JSONField()
    shared = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("project", name="annotation_savedview_project"),
            SameOrganisation("member", name="annotation_savedview_member"),
        ]
        indexes = [models.Index(fields=["organisation", "project"], name="annotation_savedview_rows")]

    def __str__(self) -> str:
        return self.name
