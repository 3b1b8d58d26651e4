"""Export runs."""

from django.db import models

from accounts.tenancy.constraints import SameOrganisation
from accounts.tenancy.models import TenantForeignKey, TenantModel
from annotation.models import Job, Project, unfinished_index


class Export(Job):
    """One file-building run. `done` and `total` are annotations; the parts already in S3 are its saved progress.

    One of a release is written from what the release froze, all others from what they froze themselves.
    """

    project = TenantForeignKey(Project, models.CASCADE, related_name="exports")
    release = TenantForeignKey("exports.Release", models.CASCADE, null=True, related_name="exports")
    schedule = TenantForeignKey("exports.Schedule", models.SET_NULL, null=True, related_name="exports")
    due_at = models.DateTimeField(null=True, help_text="When its schedule wanted it.")
    format = models.CharField(max_length=40, help_text="A name of `exports.formats.registry`, or `freeze`.")
    options = models.JSONField(default=dict)
    about = models.JSONField(default=dict, help_text="What the data set's card says, as it was when it was frozen.")
    filename = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100, default="application/jsonl", db_default="application/jsonl")
    key = models.CharField(max_length=200, editable=False)
    frozen_at = models.DateTimeField(null=True, help_text="When the chosen revisions were fixed.")
    next_chunk = models.PositiveIntegerField(default=0, editable=False)
    upload_id = models.CharField(max_length=500, blank=True, editable=False)
    parts = models.JSONField(default=list, editable=False)
    counts = models.JSONField(default=dict)
    size = models.BigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta(Job.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("project", name="exports_export_project"),
            SameOrganisation("created_by", name="exports_export_author"),
            SameOrganisation("release", name="exports_export_release"),
            SameOrganisation("schedule", name="exports_export_schedule"),
            models.UniqueConstraint(
                fields=["organisation", "release"],
                condition=models.Q(format="freeze"),
                name="exports_export_one_freeze",
            ),
            models.UniqueConstraint(
                fields=["organisation", "schedule", "due_at"],
                condition=models.Q(schedule__isnull=False),
                name="exports_export_once_when_due",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "project", "-id"], name="exports_export_recent"),
            models.Index(
                fields=["organisation", "release"],
                name="exports_export_of_release",
                condition=models.Q(release__isnull=False),
            ),
            unfinished_index("exports_export_unfinished"),
        ]

    def __str__(self) -> str:
        return self.filename


class ExportChunk(TenantModel):
    """Some whole items and their chosen answers, frozen when the export began; later steps read only these.

    `items`, as JSON, names them and holds what may change later, or costs much to look up: [{"id", "version", "state",
    "agreement", "metadata" as JSON, "answers": [[id, seconds, verdict, annotation id, member id, shown], …]}]. The ids
    are those of revisions, or of resolutions where these are exported; what they name never changes. It is written
    once and read once, as a whole, and so neither taken apart nor compressed by the database.
    """

    project = TenantForeignKey(Project, models.CASCADE, related_name="+")
    export = TenantForeignKey(Export, models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    items = models.TextField(default="[]")
    answers = models.PositiveIntegerField(default=0, help_text="How many answers the items have.")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("project", name="exports_exportchunk_project"),
            SameOrganisation("export", name="exports_exportchunk_export"),
            models.UniqueConstraint(fields=["organisation", "export", "number"], name="exports_exportchunk_number"),
        ]

    def __str__(self) -> str:
        return f"{self.export_id} chunk {self.number}"
