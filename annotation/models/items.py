"""Items, and the files that they show or come from."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from accounts.models import Member
from accounts.tenancy.constraints import SameOrganisation
from accounts.tenancy.models import TenantForeignKey, TenantModel
from annotation.models.jobs import Job, unfinished_index
from annotation.models.projects import Project


class AssetState(models.TextChoices):
    """Nobody sees an asset before it is ready."""

    UPLOADING = "uploading", "Uploading"
    VERIFYING = "verifying", "Verifying"
    READY = "ready", "Ready"
    REFUSED = "refused", "Refused"


class Asset(Job):
    """An uploaded file in S3; its verification is a job. `data` is only ever read by an import."""

    project = TenantForeignKey(Project, models.CASCADE, related_name="assets")
    purpose = models.CharField(max_length=10, choices=[("image", "Image"), ("text", "Text"), ("data", "Data")])
    filename = models.CharField(max_length=255)
    status = models.CharField(max_length=10, choices=AssetState.choices, default=AssetState.UPLOADING)
    reason = models.CharField(max_length=500, blank=True, help_text="Why it was refused.")
    key = models.CharField(max_length=200, editable=False)
    media_type = models.CharField(max_length=60)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, blank=True)
    width = models.PositiveIntegerField(null=True, help_text="Pixels, as displayed.")
    height = models.PositiveIntegerField(null=True, help_text="Pixels, as displayed.")
    orientation = models.PositiveSmallIntegerField(null=True, help_text="EXIF orientation, 1–8.")
    upload_id = models.CharField(
        max_length=500, default="", db_default="", blank=True, editable=False, help_text="Of an upload in parts."
    )
    part_size = models.PositiveIntegerField(null=True, help_text="Bytes of each part but the last.")

    class Meta(Job.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("project", name="annotation_asset_project"),
            SameOrganisation("created_by", name="annotation_asset_author"),
            models.UniqueConstraint(fields=["organisation", "key"], name="annotation_asset_key"),
        ]
        indexes = [
            models.Index(fields=["organisation", "project", "-id"], name="annotation_asset_recent"),
            models.Index(
                fields=["organisation", "project", "sha256"], name="annotation_asset_bytes", condition=~Q(sha256="")
            ),
            unfinished_index("annotation_asset_unfinished"),
        ]

    def __str__(self) -> str:
        return self.filename


class ItemState(models.TextChoices):
    """What an item waits for: answers, then a reviewer, then an adjudicator, as far as its project asks for them.

    `done` once nothing is left to do. A `gold` item is given to everyone, to learn how they answer.
    """

    OPEN = "open", "Open"
    REVIEW = "review", "In review"
    ADJUDICATE = "adjudicate", "To adjudicate"
    DONE = "done", "Done"
    GOLD = "gold", "Gold"
    WITHDRAWN = "withdrawn", "Withdrawn"


TOP_UP_LINE = 3
"""The line of the items that need one more answer because people disagree: before every priority."""


class Item(TenantModel):
    """One unit of work: content, metadata and the importer's own id.

    `free_places`, `line` and `begun_no` are the item's place in what claiming reads: in each line, the begun items by
    `begun_no`, which is renewed whenever a place becomes free again, and the fresh ones by due date and position.
    """

    project = TenantForeignKey(Project, models.CASCADE, related_name="items")
    position = models.BigIntegerField()
    external_id = models.CharField(max_length=255)
    content = models.JSONField()
    content_version = models.PositiveIntegerField(default=1)
    metadata = models.JSONField(default=dict)
    priority = models.SmallIntegerField(default=0, help_text="From -1 (low) to 2 (urgent).")
    line = models.SmallIntegerField(default=0, db_default=0, help_text="Its priority, or the line of top-ups.")
    due_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=ItemState.choices, default=ItemState.OPEN)
    overlap = models.PositiveSmallIntegerField()
    submitted = models.PositiveSmallIntegerField(default=0)
    agreement = models.FloatField(null=True, help_text="Of the answers that count, from 0 to 1, once there are two.")
    certainty = models.FloatField(
        null=True, help_text="How probable the least certain of its answers is, where a probability is asked for."
    )
    free_places = models.PositiveSmallIntegerField(default=0)
    begun_no = models.BigIntegerField(null=True)
    prompt_key = models.CharField(
        max_length=32, default="", db_default="", help_text="The same for prompts that say the same."
    )
    provenance = models.JSONField(null=True, help_text="The annotations of other items that it was made from.")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField(
        db_default=Now(),
        editable=False,
        help_text="By the database's clock, when what managers see of it changed: answers, state, priority, content.",
    )

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("project", name="annotation_item_project"),
            models.UniqueConstraint(fields=["organisation", "project", "external_id"], name="annotation_item_external"),
            models.UniqueConstraint(fields=["organisation", "project", "position"], name="annotation_item_position"),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "project", "line", "due_at", "position"],
                name="annotation_item_fresh",
                condition=Q(free_places__gt=0, begun_no=None),
            ),
            models.Index(
                fields=["organisation", "project", "line", "begun_no"],
                name="annotation_item_begun",
                condition=Q(free_places__gt=0, begun_no__isnull=False),
            ),
            models.Index(
                fields=["organisation", "project", "state", "certainty", "agreement", "position"],
                name="annotation_item_disputed",
                condition=Q(state__in=["review", "adjudicate"]),
            ),
            models.Index(
                fields=["organisation", "project", "id"], name="annotation_item_gold", condition=Q(state="gold")
            ),
            models.Index(
                fields=["organisation", "project", "created_at"],
                name="annotation_item_waiting",
                condition=Q(state="open"),
            ),
            models.Index(
                fields=["organisation", "project", "prompt_key"],
                name="annotation_item_prompt",
                condition=~Q(prompt_key=""),
            ),
            models.Index(fields=["organisation", "project", "state", "position"], name="annotation_item_states"),
            models.Index(fields=["organisation", "project", "priority", "id"], name="annotation_item_priorities"),
            models.Index(fields=["organisation", "project", "submitted", "id"], name="annotation_item_answered"),
            models.Index(fields=["organisation", "project", "updated_at", "id"], name="annotation_item_updated"),
            models.Index(
                fields=["organisation", "project", "agreement", "id"],
                name="annotation_item_agreements",
                condition=Q(agreement__isnull=False),
            ),
            models.Index(
                fields=["organisation", "project", "certainty", "id"],
                name="annotation_item_certainties",
                condition=Q(certainty__isnull=False),
            ),
            models.Index(
                fields=["organisation", "project", "due_at", "id"],
                name="annotation_item_due",
                condition=Q(due_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.external_id


class ItemText(TenantModel):
    """The words that an item is found by (see `annotation.forms.searching`). They stand beside it because its row
    changes with every claim, and each change would enter all of them into the index again.
    """

    project = TenantForeignKey(Project, models.CASCADE, related_name="+", db_index=False)
    item = TenantForeignKey(Item, models.CASCADE, related_name="+", db_index=False)
    document = SearchVectorField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("project", name="annotation_itemtext_project"),
            SameOrganisation("item", name="annotation_itemtext_item"),
            models.UniqueConstraint(fields=["organisation", "item"], name="annotation_itemtext_once"),
        ]
        indexes = [GinIndex(fields=["document"], name="annotation_itemtext_words")]

    def __str__(self) -> str:
        return f"Words of {self.item_id}"


class ItemVersion(TenantModel):
    """What an item showed before its content was changed: the answers of that time are about this. Never changed."""

    project = TenantForeignKey(Project, models.CASCADE, related_name="+")
    item = TenantForeignKey(Item, models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    content = models.JSONField()
    replaced_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("project", name="annotation_itemversion_project"),
            SameOrganisation("item", name="annotation_itemversion_item"),
            models.UniqueConstraint(fields=["organisation", "item", "version"], name="annotation_itemversion_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} v{self.version}"


class Exclusion(TenantModel):
    """That a member is not given an item: they wrote what it shows, know its answer, or were rejected on it.

    Whoever makes one puts the item in its line of begun items, where each person passes it once.
    """

    project = TenantForeignKey(Project, models.CASCADE, related_name="+")
    item = TenantForeignKey(Item, models.CASCADE, related_name="+")
    member = TenantForeignKey(Member, models.CASCADE, related_name="+")
    reason = models.CharField(
        max_length=20,
        choices=[
            ("author", "Wrote what it shows"),
            ("gold", "Knows its answer"),
            ("rejected", "Rejected on it"),
            ("manager", "A manager's decision"),
        ],
    )
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("project", name="annotation_exclusion_project"),
            SameOrganisation("item", name="annotation_exclusion_item"),
            SameOrganisation("member", name="annotation_exclusion_member"),
            models.UniqueConstraint(fields=["organisation", "item", "member"], name="annotation_exclusion_once"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} not on {self.item_id}"
