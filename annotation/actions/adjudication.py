"""Adjudication: somebody who has not answered an item settles what others disagree on."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.actions.events import record_event
from accounts.models import Member
from accounts.refusals import Invalid
from annotation.actions.disputes import MayNotJudge
from annotation.actions.reviews import ReviewClosed, given_problems
from annotation.actions.settling import settle
from annotation.forms import Answers, Problem, canonical_answers
from annotation.models import (
    Annotation,
    Assignment,
    AssignmentState,
    Item,
    ItemState,
    ProjectPerson,
    Resolution,
    ResolutionKind,
)
from annotation.queries.reviews import judging_form
from annotation.queries.workflow import workflow_of

Taken = Sequence[Mapping[str, Any]]
"""Rows of "question", "on" and "annotation_id": whose answer was taken there."""


def resolve(
    *,
    place: Assignment,
    answers: Any,
    taken: Taken = (),
    reason: str = "",
    comment: str = "",
    by: Member,
    at: datetime,
) -> Resolution:
    """Give an item its final answer, in its own ids, instead of the one it had.

    `taken` says whose answers were taken; a row whose answer was changed afterwards is not kept. Raises `Invalid` with
    pointers into the request, or `ReviewClosed` when the place is no longer the member's.
    """
    list(ProjectPerson.objects.filter(project=place.project_id, member=by).select_for_update())
    place = Assignment.objects.select_related("project").select_for_update(of=("self",)).get(pk=place.pk)
    item = Item.objects.select_related("project").select_for_update(of=("self",), no_key=True).get(pk=place.item_id)
    _take_late_place(place)
    _refuse_closed(place, item, by)
    form = judging_form(place)
    found = given_problems(item, form, answers)
    own = Annotation.objects.filter(item=item)
    said = {row.pk: row.answers for row in own}
    found += _problems(taken, said)
    reasons = workflow_of(item.project).adjudication.reasons
    if reasons and reason not in reasons:
        found.append(Problem("/reason", "must be one of: " + ", ".join(reasons)))
    if found:
        raise Invalid(problems=found)
    final = canonical_answers(form, item.content, answers)
    Resolution.objects.filter(item=item, replaced_at=None).update(replaced_at=at)
    resolution = Resolution.objects.create(
        project_id=item.project_id,
        item=item,
        assignment=place,
        kind=ResolutionKind.ADJUDICATED,
        answers=final,
        form_version=form.version,
        content_version=item.content_version,
        taken=_still_so(taken, final, said),
        reason=reason,
        comment=comment,
        created_by=by,
        created_at=at,
    )
    place.state, place.closed_at = AssignmentState.SUBMITTED, at
    place.save(update_fields=["state", "closed_at", "place"])
    record_event("item.adjudicated", subject=item, actor=by, at=at, resolution=str(resolution.pk), reason=reason)
    settle(item.pk, at=at)
    return resolution


def _take_late_place(place: Assignment) -> None:
    """A late resolution is taken while nobody else has begun to look."""
    if place.state != AssignmentState.EXPIRED:
        return
    spare = Assignment.objects.filter(item=place.item_id, kind="adjudicate", state="open").order_by("place").first()
    if spare is not None:
        spare.state = AssignmentState.WITHDRAWN
        spare.save(update_fields=["state"])
        place.state, place.place = AssignmentState.CLAIMED, spare.place


def _refuse_closed(place: Assignment, item: Item, by: Member) -> None:
    if place.state != AssignmentState.CLAIMED or place.member_id != by.pk:
        raise ReviewClosed(f"It is {place.state}.")
    if item.state == ItemState.WITHDRAWN:
        raise ReviewClosed("The item was withdrawn.")
    if Annotation.objects.filter(item=item, member=by).exists():
        raise MayNotJudge("You have answered this item yourself.")


def _problems(taken: Taken, said: Mapping[UUID, Answers]) -> list[Problem]:
    """Provenance names answers that people gave to this item."""
    found = []
    for index, row in enumerate(taken):
        answers = said.get(row["annotation_id"])
        if answers is None:
            found.append(Problem(f"/taken/{index}/annotation_id", "is no annotation of this item"))
        elif not any((answer["question"], answer["on"]) == (row["question"], row["on"]) for answer in answers):
            found.append(Problem(f"/taken/{index}", "has no answer there"))
    return found


def _still_so(taken: Taken, final: Answers, said: Mapping[UUID, Answers]) -> list[dict[str, Any]]:
    """The rows whose person says just what the final answer says there."""
    values = {(answer["question"], answer["on"]): answer["value"] for answer in final}
    return [
        {"question": row["question"], "on": row["on"], "annotation": str(row["annotation_id"])}
        for row in taken
        for answer in said[row["annotation_id"]]
        if (answer["question"], answer["on"]) == (row["question"], row["on"])
        and answer["value"] == values.get((row["question"], row["on"]))
    ]
