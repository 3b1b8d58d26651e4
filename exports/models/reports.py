"""Quality reports, and those that are made every week."""

from django.db import models

from accounts.models import Client, Member
from accounts.tenancy.constraints import SameOrganisation
from accounts.tenancy.models import TenantForeignKey, TenantModel
from annotation.models import Job, Project, unfinished_index
from exports.models.releases import Release


class Naming(models.TextChoices):
    """How a report calls people; a client reads only those with pseudonyms."""

    NAMES = "names", "By their names"
    PSEUDONYMS = "pseudonyms", "By pseudonyms"


LANGUAGES = [("en", "English"), ("es", "Español")]
"""In which a report's document can be written."""


class Report(Job):
    """How well people agree, who they are and what they say of models: of a project, or of all projects of a client;
    of all time, of a period, or of what a release froze. `done` and `total` are items.

    It is made of one moment and begun anew by whoever follows a worker that was killed. `files` are what it became:
    {"json" | "csv" | "pdf": {"key", "size", "sha256"}}, all written from the first.
    """

    client = TenantForeignKey(Client, models.PROTECT, related_name="+")
    project = TenantForeignKey(Project, models.CASCADE, null=True, related_name="reports")
    release = TenantForeignKey(Release, models.CASCADE, null=True, related_name="+")
    schedule = TenantForeignKey("exports.ReportSchedule", models.SET_NULL, null=True, related_name="reports")
    due_at = models.DateTimeField(null=True, help_text="When its schedule wanted it.")
    since_at = models.DateTimeField(null=True, help_text="Answers that were submitted from then on.")
    until_at = models.DateTimeField(null=True, help_text="And before then.")
    people = models.CharField(max_length=10, choices=Naming.choices, default=Naming.NAMES)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="en", db_default="en", help_text="Of its PDF.")
    probe = models.BooleanField(default=False, help_text="Whether a model is trained to see if more data would help.")
    previous = TenantForeignKey(
        "self", models.SET_NULL, null=True, related_name="+", help_text="What its figures are compared with."
    )
    made_at = models.DateTimeField(null=True, help_text="The moment that its figures are of.")
    filename = models.CharField(max_length=200, help_text="Without its ending.")
    files = models.JSONField(default=dict, editable=False)

    class Meta(Job.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("client", name="exports_report_client"),
            SameOrganisation("project", name="exports_report_project"),
            SameOrganisation("release", name="exports_report_release"),
            SameOrganisation("schedule", name="exports_report_schedule"),
            SameOrganisation("previous", name="exports_report_previous"),
            SameOrganisation("created_by", name="exports_report_author"),
            models.CheckConstraint(
                condition=models.Q(release=None) | models.Q(project__isnull=False), name="exports_report_of_release"
            ),
            models.UniqueConstraint(
                fields=["organisation", "schedule", "due_at"],
                condition=models.Q(schedule__isnull=False),
                name="exports_report_once_when_due",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "project", "-id"], name="exports_report_of_project"),
            models.Index(fields=["organisation", "client", "-id"], name="exports_report_of_client"),
            unfinished_index("exports_report_unfinished"),
        ]

    def __str__(self) -> str:
        return self.filename


class Covers(models.TextChoices):
    """What a weekly report is of: everything so far, or the seven days before it was due."""

    EVERYTHING = "everything", "Everything so far"
    WEEK = "week", "The week before"


class ReportSchedule(TenantModel):
    """A report of a project, or of all of a client's, made every week on a day (Monday is 0) at an hour of UTC.

    `next_at` is when the next one is due: one is made for it, however late, and none for those that were missed.
    """

    client = TenantForeignKey(Client, models.CASCADE, related_name="+")
    project = TenantForeignKey(Project, models.CASCADE, null=True, related_name="report_schedules")
    weekday = models.PositiveSmallIntegerField()
    hour = models.PositiveSmallIntegerField()
    people = models.CharField(max_length=10, choices=Naming.choices, default=Naming.NAMES)
    covers = models.CharField(
        max_length=10, choices=Covers.choices, default=Covers.EVERYTHING, db_default=Covers.EVERYTHING
    )
    active = models.BooleanField(default=True)
    next_at = models.DateTimeField()
    created_by = TenantForeignKey(Member, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("client", name="exports_reportschedule_client"),
            SameOrganisation("project", name="exports_reportschedule_project"),
            SameOrganisation("created_by", name="exports_reportschedule_author"),
            models.CheckConstraint(
                condition=models.Q(hour__lte=23, weekday__lte=6), name="exports_reportschedule_moment"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "project", "-id"], name="exports_reportschedule_rows"),
            models.Index(fields=["organisation", "client", "-id"], name="exports_reportschedule_clients"),
            models.Index(
                fields=["organisation", "next_at"], name="exports_reportschedule_due", condition=models.Q(active=True)
            ),
        ]

    def __str__(self) -> str:
        return f"Reports of {self.project or self.client} every week"
