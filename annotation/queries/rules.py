"""What rules look at: figures of one person's latest work in a project. Each reads no more than its window asks for,
however long the person's history is.
"""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import Member, Role
from annotation.distribution.rules import (
    Figure,
    Work,
    as_shown,
    mean_figure,
    median_figure,
    preferred_place,
    run_figure,
)
from annotation.models import Annotation, Assignment, Collector, Firing, Judgement, Project, Rule, Verdict
from annotation.queries.forms import form_at
from annotation.queries.gold import latest_gold
from annotation.queries.people import managers_of

LOOK_BACK = 10
"""How many windows of work are looked through for what only some of it has, such as others to agree with."""
LOOK_BACK_AT_VERDICTS = 50
"""How many windows of a project's verdicts are looked through for those on one person's work."""


def rules(project: Project) -> QuerySet[Rule]:
    """The project's rules."""
    return Rule.objects.filter(project=project).select_related("created_by__user")


def rules_in_reach() -> QuerySet[Rule]:
    """Every rule that the caller may see."""
    return Rule.objects.select_related("project", "created_by__user")


def firings(project: Project) -> QuerySet[Firing]:
    """That rules of the project found somebody, with whom and which."""
    return Firing.objects.filter(project=project).select_related("rule", "member__user")


def items_seen(firings: Sequence[Firing]) -> dict[UUID, list[dict[str, Any]]]:
    """{firing: [{"id", "external_id"}] of the items in which it saw what it did, newest work first, each once}."""
    keys = {key for firing in firings for key in firing.evidence["sample"]}
    found: dict[str, dict[str, Any]] = {}
    for model in (Annotation, Assignment):
        rows = model.objects.filter(pk__in=keys).values_list("pk", "item_id", "item__external_id")
        found |= {str(pk): {"id": item, "external_id": external_id} for pk, item, external_id in rows}
    return {
        firing.pk: list({each["id"]: each for key in firing.evidence["sample"] if (each := found.get(key))}.values())
        for firing in firings
    }


def figure_of(collector: str, project: Project, member: Member, window: int) -> Figure | None:
    """What a collector says of a person's latest work; None without any."""
    return COLLECTORS[Collector(collector)](project, member, window)


def latest_annotations(project: Project, member: Member) -> QuerySet[Annotation]:
    """A person's annotations that count, the latest first."""
    counting = Annotation.objects.filter(project=project, member=member, withdrawn_at=None)
    return counting.order_by("-submitted_at", "-id")


def told_of(rule: Rule) -> set[Member]:
    """Who hears of a rule's firings: the project's managers, and who made the rule, as long as they manage."""
    author = Member.objects.filter(pk=rule.created_by_id, role__in=[Role.OWNER, Role.MANAGER])
    return {*managers_of(rule.project), *author}


def _gold_score(project: Project, member: Member, window: int) -> Figure | None:
    answers = latest_gold(project.pk, member.pk, window)
    return mean_figure([Work(str(answer.annotation_id), answer.score) for answer in answers])


def _agreement(project: Project, member: Member, window: int) -> Figure | None:
    """Of the latest answers that others have answered beside them."""
    rows = latest_annotations(project, member).values_list("id", "agreement")[: window * LOOK_BACK]
    known = [Work(str(pk), agreement) for pk, agreement in rows if agreement is not None]
    return mean_figure(known[:window])


def _seconds_per_item(project: Project, member: Member, window: int) -> Figure | None:
    rows = latest_annotations(project, member).values_list("id", "seconds")[:window]
    return median_figure([Work(str(pk), seconds) for pk, seconds in rows])


def _skips_in_a_row(project: Project, member: Member, window: int) -> Figure | None:
    """The sample are assignments: what was skipped has no annotation."""
    closed = Assignment.objects.filter(
        member=member, project=project, kind="annotate", state__in=["submitted", "skipped"]
    )
    rows = list(closed.order_by("-closed_at", "-id").values_list("id", "state")[:window])
    return run_figure([str(pk) for pk, _ in rows], [state == "skipped" or None for _, state in rows])


def _same_answers_in_a_row(project: Project, member: Member, window: int) -> Figure | None:
    """The person's own answers, as they gave them; where responses are shuffled, also always preferring one place."""
    rows = list(latest_annotations(project, member).select_related("assignment")[:window])
    given: list[Any] = []
    preferred: list[Any] = []
    for row in rows:
        form, shown = form_at(project.pk, row.form_version), row.assignment.shown or []
        own = row.answers if row.independent_answers is None else row.independent_answers
        given.append(as_shown(form, own, shown))
        preferred.append(preferred_place(form, own, shown) if project.shuffle_responses else None)
    return run_figure([str(row.pk) for row in rows], given, preferred)


def _acceptance(project: Project, member: Member, window: int) -> Figure | None:
    """Of the latest verdicts, one for each revision that was judged: how many took it as it was."""
    latest = Verdict.objects.filter(project=project).order_by("-id")[: window * LOOK_BACK_AT_VERDICTS]
    rows = Verdict.objects.filter(pk__in=latest.values("pk"), annotation__member=member).order_by("-id")
    judged: dict[tuple[UUID, int], Work] = {}
    for annotation, revision, verdict in rows.values_list("annotation_id", "revision", "verdict"):
        accepted = float(verdict == Judgement.ACCEPTED)
        judged.setdefault((annotation, revision), Work(str(annotation), accepted))
    return mean_figure(list(judged.values())[:window])


COLLECTORS: dict[Collector, Callable[[Project, Member, int], Figure | None]] = {
    Collector.GOLD_SCORE: _gold_score,
    Collector.AGREEMENT: _agreement,
    Collector.SECONDS_PER_ITEM: _seconds_per_item,
    Collector.SKIPS_IN_A_ROW: _skips_in_a_row,
    Collector.SAME_ANSWERS_IN_A_ROW: _same_answers_in_a_row,
    Collector.ACCEPTANCE: _acceptance,
}
