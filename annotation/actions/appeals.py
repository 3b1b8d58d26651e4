"""Appeals: an author stands by answers that were not accepted, once, and somebody else looks at them."""

from datetime import datetime

from django.db.models import Max

from accounts.actions.events import record_event
from accounts.actions.notifications import notify
from accounts.models import Member
from accounts.refusals import Refused
from annotation.actions.settling import settle
from annotation.models import (
    Annotation,
    Assignment,
    AssignmentState,
    Item,
    ItemState,
    Judgement,
    ProjectPerson,
    ProjectState,
    Verdict,
)


class NoAppeal(Refused):
    """There is nothing to appeal against, or not any more."""

    type = "no-appeal"
    title = "This verdict can't be appealed against"


def appeal(*, verdict: Verdict, text: str, by: Member, at: datetime) -> Verdict:
    """Ask somebody else to judge the member's own answers. What was returned is submitted again as it was; what was
    rejected waits for the answer. Raises `NoAppeal`.
    """
    list(ProjectPerson.objects.filter(project=verdict.project_id, member=by).select_for_update())
    annotation = Annotation.objects.get(pk=verdict.annotation_id)
    works = Assignment.objects.select_related("project").select_for_update(of=("self",))
    work = works.get(pk=annotation.assignment_id)
    item = Item.objects.select_for_update(of=("self",), no_key=True).get(pk=verdict.item_id)
    annotation = Annotation.objects.select_for_update().get(pk=annotation.pk)
    verdict = Verdict.objects.select_for_update().get(pk=verdict.pk)
    _refuse(verdict, annotation, work, item)
    if verdict.verdict == Judgement.RETURNED:
        work.state, work.closed_at, work.returned = AssignmentState.SUBMITTED, at, None
        work.save(update_fields=["state", "closed_at", "returned"])
        annotation.withdrawn_at = None
        annotation.save(update_fields=["withdrawn_at"])
    verdict.appeal, verdict.appealed_at = text, at
    verdict.save(update_fields=["appeal", "appealed_at"])
    _ask_somebody_else(annotation)
    record_event("verdict.appealed", subject=verdict, actor=by, at=at, annotation=str(annotation.pk))
    reviewers = ProjectPerson.objects.filter(project=verdict.project_id, review=True).exclude(member=by)
    told = [person.member for person in reviewers.select_related("member")]
    notify(told, "verdict.appealed", subject=verdict, project_id=verdict.project_id, at=at, item=str(item.pk))
    settle(item.pk, at=at)
    return verdict


def _refuse(verdict: Verdict, annotation: Annotation, work: Assignment, item: Item) -> None:
    latest = Verdict.objects.filter(annotation=annotation).order_by("-id").first()
    if verdict.appealed_at is not None:
        raise NoAppeal("You have appealed against it already.")
    if Verdict.objects.filter(annotation=annotation, appealed_at__isnull=False).exists():
        raise NoAppeal("These answers have been appealed for once.")
    if verdict.verdict == Judgement.ACCEPTED:
        raise NoAppeal("Your answers were accepted.")
    if latest != verdict:
        raise NoAppeal("There is a later verdict.")
    if verdict.verdict == Judgement.RETURNED and work.state != AssignmentState.RETURNED:
        raise NoAppeal("You have answered it again.")
    if verdict.verdict == Judgement.CORRECTED and (annotation.withdrawn_at or annotation.revision != verdict.corrected):
        raise NoAppeal("The answers have changed since.")
    if item.state == ItemState.WITHDRAWN or work.project.state == ProjectState.FINISHED:
        raise NoAppeal("The work on it is over.")


def _ask_somebody_else(annotation: Annotation) -> None:
    """One more place to review, at the next number: those before it stay on record."""
    places = Assignment.objects.filter(item=annotation.item_id, kind="review")
    Assignment.objects.create(
        project_id=annotation.project_id,
        item_id=annotation.item_id,
        annotation=annotation,
        kind="review",
        place=1 + (places.aggregate(last=Max("place"))["last"] or 0),
    )
