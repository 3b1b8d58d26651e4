"""Export runs."""

from django.db import models

from accounts.tenancy.constraints import SameOrganisation
from accounts.tenancy.models import TenantForeignKey, TenantModel
from annotation.models import Job, Project, unfinished_index


class ExportFormat(models.TextChoices):
    """What is written."""

    ANNOTATIONS = "annotations", "All annotations (JSONL)"
    TRL_PREFERENCE = "trl_preference", "Preference pairs for TRL (JSONL)"


class Export(Job):
    """One file-building run. `done` and `total` are annotations; the parts already in S3 are its saved progress."""

    project = TenantForeignKey(Project, models.CASCADE, related_name="exports")
    format = models.CharField(max_length=20, choices=ExportFormat.choices)
    options = models.JSONField(default=dict)
    filename = models.CharField(max_length=255)
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
        ]
        indexes = [
            models.Index(fields=["organisation", "project", "-id"], name="exports_export_recent"),
            unfinished_index("exports_export_unfinished"),
        ]

    def __str__(self) -> str:
        return self.filename


class ExportChunk(TenantModel):
    """The revisions of some whole items, frozen when the export began; later steps read only these."""

    project = TenantForeignKey(Project, models.CASCADE, related_name="+")
    export = TenantForeignKey(Export, models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    revision_ids = models.JSONField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("project", name="exports_exportchunk_project"),
            SameOrganisation("export", name="exports_exportchunk_export"),
            models.UniqueConstraint(fields=["organisation", "export", "number"], name="exports_exportchunk_number"),
        ]

    def __str__(self) -> str:
        return f"{self.export_id} chunk {self.number}"
