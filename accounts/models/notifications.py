"""What a member should know of."""

from django.db import models

from accounts.models.organisations import Member
from accounts.tenancy.constraints import SameOrganisation
from accounts.tenancy.models import TenantForeignKey, TenantModel


class Notification(TenantModel):
    """One thing that one member should know of, in the app at once and by e-mail with the next digest."""

    member = TenantForeignKey(Member, models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=60)
    project_id = models.UUIDField(null=True)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.UUIDField(null=True)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("member", name="accounts_notification_member"),
        ]
        indexes = [
            models.Index(fields=["organisation", "member", "-id"], name="accounts_notification_recent"),
            models.Index(
                fields=["organisation", "member"],
                name="accounts_notification_unread",
                condition=models.Q(read_at=None),
            ),
            models.Index(
                fields=["organisation", "created_at"],
                name="accounts_notification_unsent",
                condition=models.Q(mailed_at=None, read_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.member_id}"
