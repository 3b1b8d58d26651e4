"""The shares of a model's responses that may be so or so at most."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from accounts.actions.events import record_event
from accounts.models import Member
from accounts.refusals import Invalid
from annotation.agreement.evaluation import rated_categories
from annotation.forms import Form, Problem
from annotation.models import Project, Threshold
from annotation.queries.forms import current_form

Wanted = tuple[str, str, float]
"""Question, category and the largest share that is still fine."""


def set_thresholds(*, project: Project, wanted: Sequence[Wanted], by: Member, at: datetime) -> None:
    """Hold the project's models to these shares and no others; the caller has locked the project.

    Raises `Invalid` with pointers such as `/0/category`.
    """
    if problems := list(_problems(current_form(project), wanted)):
        raise Invalid(problems=problems)
    most = {(question, category): share for question, category, share in wanted}
    for threshold in Threshold.objects.filter(project=project):
        if most.get((threshold.question, threshold.category)) == threshold.most:
            del most[threshold.question, threshold.category]
        else:
            threshold.delete()
    Threshold.objects.bulk_create(
        Threshold(project=project, question=question, category=category, most=share, created_by=by, created_at=at)
        for (question, category), share in most.items()
    )
    told = [{"question": question, "category": category, "most": share} for question, category, share in wanted]
    record_event("thresholds.set", subject=project, actor=by, at=at, project_id=project.pk, thresholds=told)


def _problems(form: Form, wanted: Sequence[Wanted]) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for place, (name, category, most) in enumerate(wanted):
        question = form.question(name)
        if question is None or not rated_categories(question):
            yield Problem(f"/{place}/question", "is no choice or rating of responses in this project's form")
        elif category not in rated_categories(question):
            yield Problem(f"/{place}/category", "must be one of " + ", ".join(rated_categories(question)))
        elif (name, category) in seen:
            yield Problem(f"/{place}", "stands a second time")
        if not 0 <= most <= 1:
            yield Problem(f"/{place}/most", "must be a share from 0 to 1")
        seen.add((name, category))
