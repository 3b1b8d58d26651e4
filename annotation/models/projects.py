"""Projects: one labeling job each, with its versioned form and its people."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.models import Client, Member
from accounts.tenancy.constraints import SameOrganisation
from accounts.tenancy.models import TenantForeignKey, TenantModel


class ProjectState(models.TextChoices):
    """Only an active project hands out work."""

    DRAFT = "draft", "Draft"
    ACTIVE = "active", "Active"
    PAUSED = "paused", "Paused"
    FINISHED = "finished", "Finished"


class SuggestionMode(models.TextChoices):
    """How an annotator meets what models and imports suggest; nothing is filled in unless the project says so."""

    HIDDEN = "hidden", "Hidden"
    ON_DEMAND = "on_demand", "On demand"
    GHOST = "ghost", "Ghost values"
    FILLED = "filled", "Filled in"


class Project(TenantModel):
    """One labeling job of one client: guidelines, form and workflow settings."""

    client = TenantForeignKey(Client, models.PROTECT, related_name="projects")
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=ProjectState.choices, default=ProjectState.ACTIVE)
    guidelines = models.TextField(blank=True, help_text="Markdown.")
    guidelines_version = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    overlap = models.PositiveSmallIntegerField(default=1, help_text="How many people answer each item.")
    lease_minutes = models.PositiveSmallIntegerField(default=30)
    shuffle_responses = models.BooleanField(default=True)
    skip_reason_required = models.BooleanField(default=True)
    suggestions = models.CharField(
        max_length=10,
        choices=SuggestionMode.choices,
        default=SuggestionMode.HIDDEN,
        db_default=SuggestionMode.HIDDEN,
    )
    workflow = models.JSONField(
        default=dict,
        db_default={},
        help_text="Who gets what, review, adjudication and gold: see `annotation.distribution.workflow`.",
    )
    priority = models.SmallIntegerField(default=0, db_default=0, help_text="Among a person's projects; more is sooner.")
    due_at = models.DateTimeField(null=True)
    form_version = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=1, help_text="Counts edits; the API's ETag.")
    next_position = models.BigIntegerField(default=1, editable=False)
    last_frozen_at = models.DateTimeField(
        null=True, editable=False, help_text="When an export last chose its revisions, by the database's clock."
    )
    counted_at = models.DateTimeField(
        null=True, editable=False, help_text="When its counts were last held against a recount."
    )
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("client", name="annotation_project_client"),
            models.UniqueConstraint(fields=["organisation", "client", "name"], name="annotation_project_name"),
            models.CheckConstraint(
                condition=models.Q(overlap__gte=1, overlap__lte=100), name="annotation_project_overlap"
            ),
            models.CheckConstraint(
                condition=models.Q(lease_minutes__gte=1, lease_minutes__lte=1440), name="annotation_project_lease"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProjectForm(TenantModel):
    """One version of a project's form; answers record the version they were given under."""

    project = TenantForeignKey(Project, models.CASCADE, related_name="forms")
    version = models.PositiveIntegerField()
    definition = models.JSONField()
    created_at = models.DateTimeField()
    created_by = TenantForeignKey(Member, models.PROTECT, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("project", name="annotation_projectform_project"),
            SameOrganisation("created_by", name="annotation_projectform_author"),
            models.UniqueConstraint(fields=["organisation", "project", "version"], name="annotation_projectform_once"),
        ]

    def __str__(self) -> str:
        return f"{self.project} v{self.version}"


class GuidelinesVersion(TenantModel):
    """The guidelines as they stood for a while; never changed."""

    project = TenantForeignKey(Project, models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True, help_text="Markdown.")
    created_at = models.DateTimeField()
    created_by = TenantForeignKey(Member, models.PROTECT, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("project", name="annotation_guidelinesversion_project"),
            SameOrganisation("created_by", name="annotation_guidelinesversion_author"),
            models.UniqueConstraint(
                fields=["organisation", "project", "version"], name="annotation_guidelinesversion_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Guidelines of {self.project} v{self.version}"


class Pause(models.TextChoices):
    """What a paused person may still do in a project."""

    NONE = "", "Not paused"
    NEW = "new", "May finish what they hold and what is returned"
    FULL = "full", "May not work at all"


LINES = 5
"""How many lines of items a project has: four priorities, and the items that need one more answer at once."""


def no_looks() -> list[int]:
    """Of a person who has not looked down any line of begun items yet."""
    return [0] * LINES


class ProjectPerson(TenantModel):
    """What a member may do in a project, and how far down its lines of begun items they have looked."""

    project = TenantForeignKey(Project, models.CASCADE, related_name="people")
    member = TenantForeignKey(Member, models.CASCADE, related_name="+")
    annotate = models.BooleanField(default=False)
    review = models.BooleanField(default=False)
    adjudicate = models.BooleanField(default=False)
    guidelines_seen = models.PositiveIntegerField(
        null=True, editable=False, help_text="The version of the guidelines that they last confirmed."
    )
    most_items = models.PositiveIntegerField(null=True, help_text="How many items they may answer at most.")
    paused = models.CharField(
        max_length=4, choices=Pause.choices, default=Pause.NONE, db_default=Pause.NONE, blank=True
    )
    paused_because = models.CharField(max_length=500, default="", db_default="", blank=True)
    paused_reason = models.JSONField(
        null=True,
        editable=False,
        help_text='By a rule without words of a manager\'s: {"collector", "figure", "detail"}.',
    )
    given = models.PositiveIntegerField(
        default=0, db_default=0, editable=False, help_text="Items handed out to them so far, gold included."
    )
    answered = models.PositiveIntegerField(
        default=0, db_default=0, editable=False, help_text="Annotations they made so far: numbers them for sampling."
    )
    looked_until = ArrayField(
        models.BigIntegerField(), default=no_looks, editable=False, help_text="In each line, the lowest first."
    )
    looked_through_at = models.DateTimeField(null=True, editable=False)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("project", name="annotation_projectperson_project"),
            SameOrganisation("member", name="annotation_projectperson_member"),
            models.UniqueConstraint(fields=["organisation", "project", "member"], name="annotation_projectperson_once"),
        ]

    def __str__(self) -> str:
        return f"{self.member} in {self.project}"
