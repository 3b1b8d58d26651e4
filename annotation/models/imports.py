"""Imports: files of others becoming items."""

from django.db import models

from accounts.models import Bucket
from accounts.tenancy.constraints import SameOrganisation
from accounts.tenancy.models import TenantForeignKey, TenantModel
from annotation.models.items import Asset
from annotation.models.jobs import Job, unfinished_index
from annotation.models.projects import Project


class ImportSource(models.TextChoices):
    """Where the files are."""

    FILE = "file", "An uploaded file"
    BUCKET = "bucket", "A client's bucket"
    URLS = "urls", "Addresses"


class ImportStage(models.TextChoices):
    """What an import does, or did last: read the files into rows, compare these with the project, put them in."""

    READING = "reading", "Reading"
    PREVIEW = "preview", "Preview"
    COMMITTING = "committing", "Committing"
    FINISHED = "finished", "Finished"


class Import(Job):
    """Files becoming items. What was read stands as rows of ours in the *spool*, a file in S3 that every later stage
    begins with; a plain text without a preview is its own spool. `done` and `total` are bytes, of the source while it
    is read and of the spool afterwards. A batch commits with its progress.
    """

    project = TenantForeignKey(Project, models.CASCADE, related_name="imports")
    source = models.CharField(
        max_length=10, choices=ImportSource.choices, default=ImportSource.FILE, db_default=ImportSource.FILE
    )
    asset = TenantForeignKey(Asset, models.PROTECT, null=True, related_name="+")
    bucket = TenantForeignKey(Bucket, models.PROTECT, null=True, related_name="+")
    prefix = models.CharField(max_length=1024, default="", db_default="", blank=True)
    urls = models.JSONField(default=list, db_default=[])
    filename = models.CharField(max_length=255, default="", db_default="", blank=True)
    stage = models.CharField(
        max_length=10, choices=ImportStage.choices, default=ImportStage.COMMITTING, db_default=ImportStage.COMMITTING
    )
    asks = models.BooleanField(default=False, db_default=False, help_text="Whether it waits before it commits.")
    format = models.CharField(max_length=40, default="", db_default="", blank=True, help_text="As chosen or detected.")
    detected = models.JSONField(default=list, db_default=[], help_text='[{"format", "confidence"}], the best first.')
    mapping = models.JSONField(default=dict, db_default={}, help_text='{"columns", "answers", "questions", "people"}')
    columns = models.JSONField(default=list, db_default=[], help_text='[{"name", "target", "samples"}]')
    rows = models.BigIntegerField(null=True, help_text="In the spool.")
    losses = models.JSONField(default=list, db_default=[], help_text='[{"what", "count", "examples"}]')
    form = models.JSONField(null=True, help_text="What the file's answers need.")
    form_problems = models.JSONField(default=list, db_default=[], help_text="Why they don't fit the project's form.")
    guidelines = models.TextField(default="", db_default="", blank=True)
    about = models.JSONField(
        default=dict, db_default={}, help_text="What a full export says of its project: forms, workflow, settings."
    )
    people = models.JSONField(default=list, db_default=[], help_text='[{"id", "name", "email", "annotations"}]')
    pictures = models.JSONField(default=dict, db_default={}, help_text='{"found", "ready", "refused"}')
    spool_key = models.CharField(max_length=200, default="", db_default="", blank=True, editable=False)
    spool_size = models.BigIntegerField(default=0, db_default=0, editable=False)
    problems_key = models.CharField(max_length=200, default="", db_default="", blank=True, editable=False)
    line = models.BigIntegerField(default=0, help_text="Lines read so far.")
    created = models.BigIntegerField(default=0)
    updated = models.BigIntegerField(default=0)
    skipped = models.BigIntegerField(default=0)
    problem_count = models.BigIntegerField(default=0)
    answered = models.BigIntegerField(default=0, db_default=0, help_text="Annotations of people that came along.")

    class Meta(Job.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("project", name="annotation_import_project"),
            SameOrganisation("asset", name="annotation_import_asset"),
            SameOrganisation("bucket", name="annotation_import_bucket"),
            SameOrganisation("created_by", name="annotation_import_author"),
        ]
        indexes = [
            models.Index(fields=["organisation", "project", "-id"], name="annotation_import_recent"),
            unfinished_index("annotation_import_unfinished"),
        ]

    def __str__(self) -> str:
        return f"Import of {self.filename}"


class ImportProblem(TenantModel):
    """A line, or a row of the spool, that could not become an item; `where` is its place in the files."""

    job = TenantForeignKey(Import, models.CASCADE, related_name="problems")
    project = TenantForeignKey(Project, models.CASCADE, related_name="+")
    line = models.BigIntegerField()
    where = models.CharField(max_length=300, default="", db_default="", blank=True)
    detail = models.CharField(max_length=500)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("job", name="annotation_importproblem_job"),
            SameOrganisation("project", name="annotation_importproblem_project"),
            models.UniqueConstraint(fields=["organisation", "job", "line"], name="annotation_importproblem_line"),
        ]

    def __str__(self) -> str:
        return f"Line {self.line}: {self.detail}"
