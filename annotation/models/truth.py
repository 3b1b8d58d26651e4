"""What has been learnt of how people err."""

from django.db import models

from accounts.models import Member
from accounts.tenancy.constraints import SameOrganisation
from accounts.tenancy.models import TenantForeignKey, TenantModel
from annotation.models.projects import Project


class Habits(TenantModel):
    """How a person errs on a question, or, without a `member`, everybody together: `confusion[t][c]` is how probably
    they give the category c where t is true (see `annotation.agreement.habits`). Learnt from answers again and again;
    not one row is ever changed.

    The row of everybody says besides how probable each category is before anybody has answered (`prior`), and how
    far the question's answers could be decided when it was learnt (`figures`).
    """

    project = TenantForeignKey(Project, models.CASCADE, related_name="+")
    question = models.CharField(max_length=64)
    member = TenantForeignKey(Member, models.CASCADE, null=True, related_name="+")
    categories = models.JSONField(null=True, help_text="In the order of the rows and columns.")
    prior = models.JSONField(null=True)
    confusion = models.JSONField()
    labels = models.PositiveIntegerField(help_text="How many judgements it was learnt from.")
    figures = models.JSONField(null=True)
    states = models.BinaryField(
        null=True,
        help_text="Which items were decided, tied and to be reviewed (see `annotation.queries.browse_truth`).",
    )
    answers = models.BigIntegerField(null=True, help_text="How many annotations the project had at that time.")
    form_version = models.PositiveIntegerField()
    fitted_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("project", name="annotation_habits_project"),
            SameOrganisation("member", name="annotation_habits_member"),
            models.UniqueConstraint(
                fields=["organisation", "project", "question", "member"],
                nulls_distinct=False,
                name="annotation_habits_once",
            ),
        ]

    def __str__(self) -> str:
        return f"Habits of {self.member_id or 'everybody'} with {self.question}"
