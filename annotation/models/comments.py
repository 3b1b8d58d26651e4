"""What people say to each other about an item."""

from django.db import models

from accounts.models import Member
from accounts.tenancy.constraints import SameOrganisation
from accounts.tenancy.models import TenantForeignKey, TenantModel
from annotation.models.assignments import Assignment
from annotation.models.items import Item
from annotation.models.projects import Project


class Comment(TenantModel):
    """A remark on an item. With an assignment it belongs to the thread between its annotator and the managers;
    without one it is for managers and reviewers alone. A flag asks for something to be done.
    """

    project = TenantForeignKey(Project, models.CASCADE, related_name="+")
    item = TenantForeignKey(Item, models.CASCADE, related_name="comments")
    assignment = TenantForeignKey(Assignment, models.CASCADE, null=True, related_name="comments")
    author = TenantForeignKey(Member, models.PROTECT, related_name="+")
    text = models.TextField()
    flag = models.BooleanField(default=False)
    anchor = models.JSONField(
        null=True, help_text='What it is about: {"question", "on", "start", "end"} or {"question", "on", "region"}.'
    )
    created_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    resolved_by = TenantForeignKey(Member, models.PROTECT, null=True, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("project", name="annotation_comment_project"),
            SameOrganisation("item", name="annotation_comment_item"),
            SameOrganisation("assignment", name="annotation_comment_assignment"),
            SameOrganisation("author", name="annotation_comment_author"),
            SameOrganisation("resolved_by", name="annotation_comment_resolver"),
            models.CheckConstraint(
                condition=models.Q(resolved_at=None, resolved_by=None)
                | models.Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="annotation_comment_resolved_by_someone",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "project", "-id"], name="annotation_comment_recent"),
            models.Index(fields=["organisation", "item", "id"], name="annotation_comment_item_thread"),
            models.Index(
                fields=["organisation", "assignment", "id"],
                name="annotation_comment_thread",
                condition=models.Q(assignment__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]
