"""A project's workflow, and what it asks of people."""

from uuid import UUID

from django.db.models import Avg, Case, FloatField, Value, When

from annotation.distribution import Workflow, stored_workflow
from annotation.models import GoldMark, Project


def workflow_of(project: Project) -> Workflow:
    """How work goes in the project; one without settings has the defaults."""
    return stored_workflow(project.workflow)


def gold_score(project: Project, member_id: UUID) -> float | None:
    """A member's share of right answers to gold in the project; None without any."""
    marks = GoldMark.objects.filter(project=project, member_id=member_id)
    right = Case(When(correct=True, then=Value(1.0)), default=Value(0.0), output_field=FloatField())
    score: float | None = marks.aggregate(score=Avg(right))["score"]
    return score
