"""Changing what an item shows, under work that people have done on it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from accounts.actions.events import record_event
from accounts.actions.notifications import notify
from accounts.models import Member
from accounts.refusals import Invalid, Refused
from annotation.actions.items import NewItem, rewrite, shape_problems
from annotation.actions.places import free_places
from annotation.actions.returning import return_work
from annotation.actions.settling import settle
from annotation.distribution import shown_order
from annotation.forms import Answers, Form, Problem, answer_problems, image_ids, response_ids
from annotation.forms.target import Content, Targets
from annotation.models import Annotation, Assignment, Gold, Item, ItemVersion, Project, ProjectPerson
from annotation.queries.assets import missing_assets
from annotation.queries.forms import current_form

Then = Literal["keep", "recheck", "reopen"]
MARKING = ("spans", "regions")
"""Kinds whose answers point into a text or a picture."""


class WorkExists(Refused):
    """Somebody has answered the item: say what becomes of that."""

    type = "work-exists"
    title = "People have worked on this item"


@dataclass(frozen=True, slots=True)
class Work:
    """What people have done on an item, or are doing."""

    annotations: Sequence[Annotation]
    assignments: Sequence[Assignment]

    @property
    def claimed(self) -> list[Assignment]:
        return [row for row in self.assignments if row.state == "claimed"]

    def assignment_of(self, annotation: Annotation) -> Assignment:
        return next(row for row in self.assignments if row.pk == annotation.assignment_id)


def change_content(
    *, item: Item, content: Any, metadata: Any, then: Then | None, by: Member, at: datetime
) -> tuple[Item, int]:
    """Show something else from now on; returns the item and how many annotations went back to their authors.

    `then` says what becomes of answers: `keep` leaves them as they are, `recheck` returns those whose spans or regions
    stand on a text or picture that changed, for these questions alone, `reopen` returns all. Whoever works on the item
    at this moment loses their place, not their draft. What was shown before is kept with its version.

    Raises `WorkExists` where there are answers and `then` is None, `Invalid` for content that does not fit the form,
    and for answers that could not be kept.
    """
    work = _lock_work(item)
    item = Item.objects.select_for_update(no_key=True).select_related("project").get(pk=item.pk)
    form = current_form(item.project)
    row = NewItem(item.external_id, content, item.metadata if metadata is None else metadata)
    _check(item.project, form, row)
    if content == item.content:
        rewrite(item.project_id, {item.pk: row})
        item.refresh_from_db()
        return item, 0
    if then is None and (work.annotations or work.claimed):
        raise WorkExists(f"{len(work.annotations)} have answered it and {len(work.claimed)} are at work on it.")
    asked = dict(_asked_again(form, item.content, content, work.annotations, then))
    kept = [annotation for annotation in work.annotations if annotation not in asked]
    _refuse_what_cannot_stay(form, content, kept, Gold.objects.filter(item=item).first())
    ItemVersion.objects.create(
        project_id=item.project_id, item=item, version=item.content_version, content=item.content, replaced_at=at
    )
    rewrite(item.project_id, {item.pk: row})
    free_places([row.pk for row in work.claimed], state="expired")
    _show_anew(work.assignments, content)
    item.refresh_from_db()
    for annotation, questions in asked.items():
        assignment = work.assignment_of(annotation)
        assignment.item = item
        return_work(assignment=assignment, because="content", comment="", questions=questions, at=at)
        notify([annotation.member], "work.returned", subject=assignment, project_id=item.project_id, at=at)
    settle(item.pk, at=at)
    told: dict[str, Any] = {"then": then or "keep", "version": item.content_version, "returned": len(asked)}
    record_event("item.content_changed", subject=item, actor=by, at=at, **told)
    item.refresh_from_db()
    return item, len(asked)


def _lock_work(item: Item) -> Work:
    """In the ledger's order: the people, their assignments; the caller locks the item next."""
    held = Assignment.objects.filter(item=item, kind="annotate", state__in=["claimed", "submitted", "returned"])
    people = ProjectPerson.objects.filter(project_id=item.project_id, member_id__in=held.values("member_id"))
    list(people.order_by("id").select_for_update(of=("self",)))
    assignments = list(held.select_related("project", "item").order_by("id").select_for_update(of=("self",)))
    annotations = Annotation.objects.filter(item=item, withdrawn_at=None).select_related("member").order_by("id")
    return Work(list(annotations), assignments)


def _check(project: Project, form: Form, row: NewItem) -> None:
    found = list(shape_problems(row, form))
    if not found:
        found = [
            Problem("/content", f"shows {image}, which is no verified image of this project")
            for image in missing_assets(project, image_ids(row.content))
        ]
    if found:
        raise Invalid(problems=found)


def _asked_again(
    form: Form, before: Content, after: Content, annotations: Sequence[Annotation], then: Then | None
) -> Iterator[tuple[Annotation, list[str] | None]]:
    """The annotations to return, each with the questions to answer anew, None for all."""
    for annotation in annotations:
        if then == "reopen":
            yield annotation, None
        elif then == "recheck" and (moved := moved_questions(form, before, after, annotation.answers)):
            yield annotation, moved


def moved_questions(form: Form, before: Content, after: Content, answers: Answers) -> list[str]:
    """The questions whose marks stand on a text or picture that is another one now, or is gone."""
    old, new = Targets(before), Targets(after)
    moved: dict[str, None] = {}
    for answer in answers:
        question = form.question(answer["question"])
        if question is not None and question.kind in MARKING:
            one, other = old.of(question.scope).get(answer["on"]), new.of(question.scope).get(answer["on"])
            if one is None or other is None or (one.text, one.images) != (other.text, other.images):
                moved[question.name] = None
    return list(moved)


def _refuse_what_cannot_stay(form: Form, content: Content, kept: Sequence[Annotation], gold: Gold | None) -> None:
    """Answers that stay must still be about something."""
    lost = sum(bool(answer_problems(form, content, row.answers, complete=False)) for row in kept)
    if lost:
        detail = f"{lost} answers are about what is no longer there, so they can't be kept: reopen the item"
        raise Invalid(problems=[Problem("/then", detail)])
    if gold is not None and answer_problems(form, content, gold.answers):
        raise Invalid(problems=[Problem("/content", "the right answers of this gold item don't fit it")])


def _show_anew(assignments: Sequence[Assignment], content: Content) -> None:
    """Everybody keeps their own order of the responses that are still there; new ones come in between by chance."""
    ids = response_ids(content)
    for assignment in assignments:
        known = [each for each in assignment.shown or [] if each in ids]
        new = [each for each in ids if each not in known]
        order = shown_order([*known, *new], str(assignment.pk)) if new else known
        assignment.shown = order if assignment.project.shuffle_responses else ids
    Assignment.objects.bulk_update(assignments, ["shown"])
