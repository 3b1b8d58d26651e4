"""Long work as rows: the message only wakes a worker, the row is the truth."""

from django.db import models

from accounts.models import Member
from accounts.tenancy.models import TenantForeignKey, TenantModel


class JobState(models.TextChoices):
    """Where a job stands; `done`, `failed` and `cancelled` are final. A `waiting` one wants a person's decision."""

    QUEUED = "queued", "Queued"
    RUNNING = "running", "Running"
    WAITING = "waiting", "Waiting"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


class Job(TenantModel):
    """A resumable piece of long work, held by one worker at a time under a lease and a fence.

    Every write of the worker says `WHERE fence = mine`, so that one which lost its lease can change nothing.
    """

    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    fence = models.BigIntegerField(default=0, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    hinted_at = models.DateTimeField(null=True, editable=False)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    created_by = TenantForeignKey(Member, models.PROTECT, related_name="+")

    class Meta(TenantModel.Meta):
        abstract = True


def unfinished_index(name: str) -> models.Index:
    """The few rows that the relay looks at."""
    return models.Index(fields=["created_at"], name=name, condition=models.Q(state__in=["queued", "running"]))
