"""What happened, and what was answered to repeated requests."""

from django.db import models

from accounts.models.organisations import Member
from accounts.tenancy.constraints import SameOrganisation
from accounts.tenancy.models import TenantForeignKey, TenantModel


class TransactionId(models.Field):  # type: ignore[type-arg]
    """PostgreSQL's 64-bit transaction id (`xid8`), by which readers know that no earlier row is still to come."""

    # RETURNING would read the new row, and who is bound to some clients may write events that they may not read.
    db_returning = False

    def db_type(self, connection: object) -> str:
        return "xid8"


class CurrentTransaction(models.Func):
    """The id of the running transaction."""

    function = "pg_current_xact_id"


class Event(TenantModel):
    """One thing that happened, written in the transaction that did it and never changed."""

    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    actor = TenantForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    actor_name = models.CharField(max_length=120, blank=True, help_text="Who acted, where it was not a member.")
    project_id = models.UUIDField(null=True, blank=True)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    data = models.JSONField(default=dict)
    transaction = TransactionId(db_default=CurrentTransaction(output_field=TransactionId()), editable=False)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("actor", name="accounts_event_actor"),
        ]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="accounts_event_recent"),
            models.Index(fields=["organisation", "project_id", "-id"], name="accounts_event_project"),
            models.Index(fields=["organisation", "subject_id", "-id"], name="accounts_event_subject"),
        ]

    def __str__(self) -> str:
        return self.kind


class IdempotentReply(TenantModel):
    """What a POST with an `Idempotency-Key` answered; the same key of the same person gets it again."""

    member = TenantForeignKey(Member, models.CASCADE, related_name="+")
    key = models.CharField(max_length=120)
    request_hash = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.BinaryField(default=b"")
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("member", name="accounts_idempotentreply_member"),
            models.UniqueConstraint(fields=["organisation", "member", "key"], name="accounts_idempotentreply_key"),
        ]


class SupportSession(TenantModel):
    """A superuser's stay inside one organisation's admin: announced, with a reason, for at most an hour."""

    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user}: {self.reason}"
