"""The ledger: every place on every item, and who holds it."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from accounts.models import Member
from accounts.tenancy.constraints import SameOrganisation
from accounts.tenancy.models import TenantForeignKey, TenantModel
from annotation.models.items import Item
from annotation.models.projects import Project


class AssignmentState(models.TextChoices):
    """`open → claimed → submitted`, or one of the ways out."""

    OPEN = "open", "Open"
    CLAIMED = "claimed", "Claimed"
    SUBMITTED = "submitted", "Submitted"
    SKIPPED = "skipped", "Skipped"
    EXPIRED = "expired", "Expired"
    RETURNED = "returned", "Returned"
    WITHDRAWN = "withdrawn", "Withdrawn"


class AssignmentKind(models.TextChoices):
    """What the person does with the item."""

    ANNOTATE = "annotate", "Annotate"
    REVIEW = "review", "Review"
    ADJUDICATE = "adjudicate", "Adjudicate"


LIVE = ("open", "claimed", "submitted", "returned")
HELD = ("claimed", "submitted", "returned", "skipped")


class Assignment(TenantModel):
    """One place on one item for one person. Its id is random: annotators see it, and an ordered one tells time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = TenantForeignKey(Project, models.CASCADE, related_name="+")
    item = TenantForeignKey(Item, models.CASCADE, related_name="assignments")
    kind = models.CharField(max_length=10, choices=AssignmentKind.choices, default=AssignmentKind.ANNOTATE)
    place = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=AssignmentState.choices, default=AssignmentState.OPEN)
    member = TenantForeignKey(Member, models.PROTECT, null=True, related_name="+")
    claimed_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    form_version = models.PositiveIntegerField(null=True)
    shown = models.JSONField(null=True, help_text="The response ids in the order they were shown.")
    draft = models.JSONField(null=True)
    draft_at = models.DateTimeField(null=True)
    skip_reason = models.CharField(max_length=500, blank=True)
    reserved_for = TenantForeignKey(
        Member, models.PROTECT, null=True, related_name="+", help_text="Whom a manager assigned the open place to."
    )
    annotation = TenantForeignKey(
        "annotation.Annotation", models.CASCADE, null=True, related_name="+", help_text="What a reviewer judges."
    )
    returned = models.JSONField(
        null=True,
        help_text='Why the work came back: {"because": verdict, form or content, "comment", "questions": [] or null}.',
    )
    top_up = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Asked for because answers were too uncertain; while nobody has it, it goes again once they are not.",
    )
    active_seconds = models.FloatField(default=0, db_default=0, help_text="Active time that heartbeats told of.")
    beat_at = models.DateTimeField(null=True, help_text="The last heartbeat, by the database's clock.")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("project", name="annotation_assignment_project"),
            SameOrganisation("item", name="annotation_assignment_item"),
            SameOrganisation("member", name="annotation_assignment_member"),
            SameOrganisation("reserved_for", name="annotation_assignment_reserved"),
            SameOrganisation("annotation", name="annotation_assignment_judged"),
            models.UniqueConstraint(
                fields=["organisation", "item", "kind", "place"],
                condition=Q(state__in=LIVE),
                name="annotation_assignment_one_per_place",
            ),
            models.UniqueConstraint(
                fields=["organisation", "item", "kind", "member"],
                condition=Q(state__in=HELD, kind="annotate"),
                name="annotation_assignment_one_per_member",
            ),
            models.UniqueConstraint(
                fields=["organisation", "item", "kind", "reserved_for"],
                condition=Q(state="open", reserved_for__isnull=False),
                name="annotation_assignment_reserved_once",
            ),
            models.CheckConstraint(
                condition=~Q(kind="review") | Q(annotation__isnull=False) | Q(state="withdrawn"),
                name="annotation_assignment_review_of_something",
            ),
            models.CheckConstraint(
                condition=Q(state="open", member=None) | Q(state="withdrawn") | Q(member__isnull=False),
                name="annotation_assignment_held_by_someone",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "project", "kind", "state"], name="annotation_assignment_count"),
            models.Index(
                fields=["organisation", "project", "reserved_for"],
                name="annotation_assignment_assigned",
                condition=Q(state="open", reserved_for__isnull=False),
            ),
            models.Index(
                fields=["organisation", "annotation"],
                name="annotation_assignment_judges",
                condition=Q(annotation__isnull=False),
            ),
            models.Index(
                fields=["organisation", "project", "lease_until"],
                name="annotation_assignment_leases",
                condition=Q(state="claimed"),
            ),
            models.Index(
                fields=["organisation", "member", "-closed_at"],
                name="annotation_assignment_recent",
                condition=Q(state__in=["submitted", "skipped"]),
            ),
            models.Index(
                fields=["organisation", "member", "project", "state"],
                name="annotation_assignment_mine",
                condition=Q(state__in=HELD),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.item_id} place {self.place}: {self.state}"


class Judgement(models.TextChoices):
    """A reviewer's verdict: `returned` goes to the author again, `rejected` to somebody else."""

    ACCEPTED = "accepted", "Accepted"
    CORRECTED = "corrected", "Corrected"
    RETURNED = "returned", "Returned"
    REJECTED = "rejected", "Rejected"


class Annotation(TenantModel):
    """One person's answers to one item: the current revision; earlier ones are kept in `Revision`.

    Answers that were taken back, returned or rejected do not count, wherever annotations are read, until they are
    submitted again. How well people agree is asked of independent answers alone.
    """

    project = TenantForeignKey(Project, models.CASCADE, related_name="annotations")
    item = TenantForeignKey(Item, models.CASCADE, related_name="annotations")
    assignment = TenantForeignKey(Assignment, models.PROTECT, related_name="+")
    member = TenantForeignKey(Member, models.PROTECT, related_name="+")
    answers = models.JSONField()
    form_version = models.PositiveIntegerField()
    revision = models.PositiveIntegerField(default=1)
    submitted_at = models.DateTimeField()
    seconds = models.PositiveIntegerField(default=0, help_text="Active time, of all revisions together.")
    withdrawn_at = models.DateTimeField(null=True, help_text="When it was taken back, returned or rejected.")
    number = models.PositiveIntegerField(default=0, db_default=0, help_text="Of its author's in the project, from 1.")
    content_version = models.PositiveIntegerField(default=1, db_default=1, help_text="Of the item, as answered.")
    verdict = models.CharField(
        max_length=10, choices=Judgement.choices, default="", db_default="", blank=True, help_text="The latest one."
    )
    independent_answers = models.JSONField(
        null=True, help_text="The author's own, before anybody judged them; empty while they are the current ones."
    )
    aided = models.JSONField(
        default=list,
        db_default=[],
        help_text="[question, on] of what is not the person's own: they had seen a suggestion, or somebody's answer.",
    )
    agreement = models.FloatField(null=True, help_text="With the others' answers to the item, from 0 to 1.")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("project", name="annotation_annotation_project"),
            SameOrganisation("item", name="annotation_annotation_item"),
            SameOrganisation("assignment", name="annotation_annotation_assignment"),
            SameOrganisation("member", name="annotation_annotation_member"),
            models.UniqueConstraint(fields=["organisation", "assignment"], name="annotation_annotation_once"),
        ]
        indexes = [
            models.Index(fields=["organisation", "project", "item"], name="annotation_annotation_items"),
            models.Index(fields=["organisation", "project", "-submitted_at"], name="annotation_annotation_recent"),
            models.Index(fields=["organisation", "member", "-submitted_at"], name="annotation_annotation_mine"),
            models.Index(
                fields=["organisation", "member", "project", "-submitted_at"], name="annotation_annotation_latest"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} on {self.item_id}"


class Revision(TenantModel):
    """One version of an annotation's answers; never changed."""

    project = TenantForeignKey(Project, models.CASCADE, related_name="+")
    annotation = TenantForeignKey(Annotation, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    answers = models.JSONField()
    form_version = models.PositiveIntegerField()
    content_version = models.PositiveIntegerField(default=1, db_default=1)
    seconds = models.PositiveIntegerField(default=0, db_default=0, help_text="Active time, of this revision alone.")
    suggestions = models.JSONField(
        default=list, db_default=[], help_text="What the person did with each suggestion they saw."
    )
    created_by = TenantForeignKey(Member, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now(), editable=False, help_text="By the database's clock.")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("project", name="annotation_revision_project"),
            SameOrganisation("annotation", name="annotation_revision_annotation"),
            SameOrganisation("created_by", name="annotation_revision_author"),
            models.UniqueConstraint(fields=["organisation", "annotation", "number"], name="annotation_revision_number"),
        ]

    def __str__(self) -> str:
        return f"{self.annotation_id} r{self.number}"


class AnswersSeen(TenantModel):
    """That a member has read on a page what others said of an item: what they say of it from then on is not their own.

    What a script reads is seen by nobody.
    """

    project = TenantForeignKey(Project, models.CASCADE, related_name="+", db_index=False)
    item = TenantForeignKey(Item, models.CASCADE, related_name="+", db_index=False)
    member = TenantForeignKey(Member, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(help_text="The first time.")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("project", name="annotation_answersseen_project"),
            SameOrganisation("item", name="annotation_answersseen_item"),
            SameOrganisation("member", name="annotation_answersseen_member"),
            models.UniqueConstraint(fields=["organisation", "item", "member"], name="annotation_answersseen_once"),
        ]
        indexes = [models.Index(fields=["organisation", "project", "-id"], name="annotation_answersseen_recent")]

    def __str__(self) -> str:
        return f"{self.member_id} of {self.item_id}"
