"""Rules of a project: what is watched about each person, and what happens then."""

from django.db import models

from accounts.models import Member
from accounts.tenancy.constraints import SameOrganisation
from accounts.tenancy.models import TenantForeignKey, TenantModel
from annotation.models.projects import Project


class Collector(models.TextChoices):
    """What a rule looks at, of one person in the project."""

    GOLD_SCORE = "gold_score", "Gold score"
    AGREEMENT = "agreement", "Agreement with others"
    SECONDS_PER_ITEM = "seconds_per_item", "Seconds per item"
    SKIPS_IN_A_ROW = "skips_in_a_row", "Skips in a row"
    SAME_ANSWERS_IN_A_ROW = "same_answers_in_a_row", "Same answers in a row"
    ACCEPTANCE = "acceptance", "Share of accepted work"
    TOO_FAST = "too_fast", "Share of answers given too fast"
    POSITION_BIAS = "position_bias", "Share of choices of what is shown first"
    SELF_CONSISTENCY = "self_consistency", "Agreement with themselves"
    SPAMMER_SCORE = "spammer_score", "How much answers depend on the truth"


class Operator(models.TextChoices):
    """How a figure is compared with the threshold."""

    BELOW = "<", "below"
    AT_MOST = "<=", "at most"
    ABOVE = ">", "above"
    AT_LEAST = ">=", "at least"


class Consequence(models.TextChoices):
    """What a rule does."""

    NOTIFY = "notify", "Tell the managers"
    WARN = "warn", "Warn the person"
    PAUSE = "pause", "Pause the person"
    SET_SKILL = "set_skill", "Set a skill"
    RAISE_OVERLAP = "raise_overlap", "Ask one more person about their items"
    REVIEW = "review", "Send their work to review"


class Rule(TenantModel):
    """When a figure of one person, over their last `window` pieces of work and at least `least`, is beyond the
    threshold, something happens; and again only after it has been within.
    """

    project = TenantForeignKey(Project, models.CASCADE, related_name="rules")
    name = models.CharField(max_length=120)
    collector = models.CharField(max_length=24, choices=Collector.choices)
    operator = models.CharField(max_length=2, choices=Operator.choices)
    threshold = models.FloatField()
    window = models.PositiveSmallIntegerField(default=20)
    least = models.PositiveSmallIntegerField(default=5)
    action = models.CharField(max_length=16, choices=Consequence.choices)
    settings = models.JSONField(default=dict, help_text='Of the action: {"skill", "level"}, {"pause": "new"|"full"}.')
    active = models.BooleanField(default=True)
    created_by = TenantForeignKey(Member, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("project", name="annotation_rule_project"),
            SameOrganisation("created_by", name="annotation_rule_author"),
        ]
        indexes = [models.Index(fields=["organisation", "project"], name="annotation_rule_rows")]

    def __str__(self) -> str:
        return self.name


class Firing(TenantModel):
    """That a rule found a person beyond its threshold, with the evidence; `over_at` when they were within again."""

    project = TenantForeignKey(Project, models.CASCADE, related_name="+")
    rule = TenantForeignKey(Rule, models.CASCADE, related_name="firings")
    member = TenantForeignKey(Member, models.CASCADE, related_name="+")
    evidence = models.JSONField()
    fired_at = models.DateTimeField()
    over_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("project", name="annotation_firing_project"),
            SameOrganisation("rule", name="annotation_firing_rule"),
            SameOrganisation("member", name="annotation_firing_member"),
            models.UniqueConstraint(
                fields=["organisation", "rule", "member"],
                condition=models.Q(over_at=None),
                name="annotation_firing_standing",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "project", "-id"], name="annotation_firing_recent")]

    def __str__(self) -> str:
        return f"{self.rule_id} about {self.member_id}"
