"""Copies of files in clients' own buckets, and files that are made again and again."""

from django.db import models

from accounts.models import Bucket, Member
from accounts.tenancy.constraints import SameOrganisation
from accounts.tenancy.models import TenantForeignKey, TenantModel
from annotation.models import Job, Project, unfinished_index
from exports.models.exports import Export


class Every(models.TextChoices):
    """How often a file is made."""

    DAY = "day", "Every day"
    WEEK = "week", "Every week"
    MONTH = "month", "Every month"


class Schedule(TenantModel):
    """A file of a project that is made every day, week or month at an hour of UTC, and delivered if a bucket is named.

    `next_at` is when the next one is due: one is made for it, however late, and none for those that were missed.
    """

    project = TenantForeignKey(Project, models.CASCADE, related_name="schedules")
    format = models.CharField(max_length=40)
    options = models.JSONField(default=dict)
    every = models.CharField(max_length=5, choices=Every.choices)
    hour = models.PositiveSmallIntegerField()
    bucket = TenantForeignKey(Bucket, models.PROTECT, null=True, related_name="+")
    active = models.BooleanField(default=True)
    next_at = models.DateTimeField()
    created_by = TenantForeignKey(Member, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("project", name="exports_schedule_project"),
            SameOrganisation("bucket", name="exports_schedule_bucket"),
            SameOrganisation("created_by", name="exports_schedule_author"),
            models.CheckConstraint(condition=models.Q(hour__lte=23), name="exports_schedule_hour"),
        ]
        indexes = [
            models.Index(fields=["organisation", "project", "-id"], name="exports_schedule_rows"),
            models.Index(
                fields=["organisation", "next_at"], name="exports_schedule_due", condition=models.Q(active=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.format} of {self.project} every {self.every}"


class Delivery(Job):
    """A copy of an export's file, or the file of a release, in a client's bucket; `done` and `total` are bytes.

    The parts that the bucket took are its saved progress.
    """

    project = TenantForeignKey(Project, models.CASCADE, related_name="+")
    export = TenantForeignKey(Export, models.CASCADE, related_name="deliveries")
    bucket = TenantForeignKey(Bucket, models.PROTECT, related_name="+")
    key = models.CharField(max_length=1024)
    upload_id = models.CharField(max_length=1000, blank=True, editable=False)
    parts = models.JSONField(default=list, editable=False)

    class Meta(Job.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("project", name="exports_delivery_project"),
            SameOrganisation("export", name="exports_delivery_export"),
            SameOrganisation("bucket", name="exports_delivery_bucket"),
            SameOrganisation("created_by", name="exports_delivery_author"),
        ]
        indexes = [
            models.Index(fields=["organisation", "export", "-id"], name="exports_delivery_rows"),
            unfinished_index("exports_delivery_unfinished"),
        ]

    def __str__(self) -> str:
        return self.key
