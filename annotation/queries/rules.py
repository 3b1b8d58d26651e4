"""What rules look at: figures of one person's latest work in a project. Each reads no more than its window asks for,
however long the person's history is.
"""

from collections.abc import Callable, Sequence
from statistics import fmean, quantiles
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import QuerySet

from accounts.models import Member, Role
from annotation.agreement.coding import said_the_same
from annotation.agreement.people import spammer_score, too_fast
from annotation.distribution.rules import (
    Figure,
    Work,
    as_shown,
    mean_figure,
    median_figure,
    preferred_place,
    run_figure,
)
from annotation.forms import Answers, Content, Form
from annotation.forms.searching import shown_texts
from annotation.models import Annotation, Assignment, Collector, Firing, Habits, Judgement, Project, Rule, Verdict
from annotation.queries.forms import form_at
from annotation.queries.gold import latest_gold
from annotation.queries.people import managers_of

LOOK_BACK = 10
"""How many windows of work are looked through for what only some of it has, such as others to agree with."""
COMPARED, FEWEST_COMPARED = 200, 40
"""How many of a project's latest answers say what time is usual, and of how many others at least."""
LOOK_BACK_AT_COPIES = 50
"""How many windows of work are looked through for what was asked a second time."""
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
        form, shown = _form(row), row.assignment.shown or []
        own = _own(row)
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


def _too_fast(project: Project, member: Member, window: int) -> Figure | None:
    """How many answers took less time than reading takes, and than nearly all of the others' latest ones."""
    everybody = Annotation.objects.filter(project=project, withdrawn_at=None, seconds__gt=0).order_by("-submitted_at")
    times = [seconds for who, seconds in everybody.values_list("member_id", "seconds")[:COMPARED] if who != member.pk]
    if len(times) < FEWEST_COMPARED:
        return None
    usual = quantiles(times, n=20)[0]
    rows = latest_annotations(project, member).filter(seconds__gt=0)
    known = rows.values_list("id", "seconds", "item__content")[:window]
    return mean_figure(
        [Work(str(pk), float(too_fast(seconds, characters_of(content), usual))) for pk, seconds, content in known]
    )


def characters_of(content: Content) -> int:
    """How much there is to read."""
    return sum(map(len, shown_texts(content)))


def _position_bias(project: Project, member: Member, window: int) -> Figure | None:
    """How often the one response that was preferred is the one that was shown first, where they are shuffled."""
    if not project.shuffle_responses:
        return None
    rows = latest_annotations(project, member).select_related("assignment")[:window]
    chosen = [(row, preferred_place(_form(row), _own(row), row.assignment.shown or [])) for row in rows]
    return mean_figure(
        [Work(str(row.pk), fmean(place == 0 for _, place in places)) for row, places in chosen if places is not None]
    )


def _self_consistency(project: Project, member: Member, window: int) -> Figure | None:
    """Of what the person was asked a second time: how much of it they said the same as the first time."""
    latest = latest_annotations(project, member).values("pk")[: window * LOOK_BACK_AT_COPIES]
    again = Annotation.objects.filter(pk__in=latest, item__position__lt=0).select_related("item")
    second = {row.item.provenance["again"]: row for row in again.order_by("-submitted_at", "-id")[:window]}
    before = Annotation.objects.filter(item_id__in=second, member=member, withdrawn_at=None)
    first = {str(row.item_id): row for row in before}
    alike = {
        item: said_the_same(_form(row), _own(first[item]), _own(row)) for item, row in second.items() if item in first
    }
    return mean_figure([Work(str(second[item].pk), share) for item, share in alike.items() if share is not None])


def _spammer_score(project: Project, member: Member, window: int) -> Figure | None:
    """How much the person's answers depend on the truth: that of their habits as they were last learnt, the least of
    all questions. Habits are of all their answers; the sample is of the latest.
    """
    learnt = Habits.objects.filter(project=project, member=member).values_list("confusion", "labels")
    scores = [(spammer_score(np.array(confusion)), labels) for confusion, labels in learnt if len(confusion) > 1]
    if not scores:
        return None
    score, labels = min(scores)
    rows = latest_annotations(project, member).values_list("id", flat=True)[:window]
    return Figure(score, labels, sample=tuple(map(str, rows)))


def _form(annotation: Annotation) -> Form:
    return form_at(annotation.project_id, annotation.form_version)


def _own(annotation: Annotation) -> Answers:
    """What the author said before anybody judged it."""
    own: Answers = annotation.answers if annotation.independent_answers is None else annotation.independent_answers
    return own


COLLECTORS: dict[Collector, Callable[[Project, Member, int], Figure | None]] = {
    Collector.GOLD_SCORE: _gold_score,
    Collector.AGREEMENT: _agreement,
    Collector.SECONDS_PER_ITEM: _seconds_per_item,
    Collector.SKIPS_IN_A_ROW: _skips_in_a_row,
    Collector.SAME_ANSWERS_IN_A_ROW: _same_answers_in_a_row,
    Collector.ACCEPTANCE: _acceptance,
    Collector.TOO_FAST: _too_fast,
    Collector.POSITION_BIAS: _position_bias,
    Collector.SELF_CONSISTENCY: _self_consistency,
    Collector.SPAMMER_SCORE: _spammer_score,
}
