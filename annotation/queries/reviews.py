"""What reviewers are shown, and what became of people's work."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, F, QuerySet
from django.db.models.functions import Cast, Coalesce

from accounts.models import Member
from annotation.agreement.items import item_agreement
from annotation.forms import Answers, Form, asset_ids, image_ids, rename_targets
from annotation.forms.differences import Difference, differences
from annotation.models import Annotation, Assignment, Comment, Item, Project, Revision, Verdict
from annotation.queries.assets import asset_views, missing_assets
from annotation.queries.assignments import shown_content
from annotation.queries.forms import form_at
from annotation.queries.people import shown_person
from annotation.queries.workflow import workflow_of

UNKNOWN = 2.0
"""Where items without an agreement stand: after all others, which have at most 1."""


def open_appeals(project: Project) -> QuerySet[Verdict]:
    """The verdicts that an author appeals against and nobody has looked at anew."""
    return Verdict.objects.filter(project=project, appealed_at__isnull=False, appeal_closed_at=None)


def judging_form(place: Assignment, annotation: Annotation | None = None) -> Form:
    """The form that a reviewer or adjudicator works with. What an annotation's own form did not ask need not be
    answered when it is corrected.
    """
    form = form_at(place.project_id, place.form_version or place.project.form_version)
    if annotation is None or annotation.form_version == form.version:
        return form
    return form.asking({question.name for question in form_at(place.project_id, annotation.form_version).questions})


def blind_reviews(project: Project) -> bool:
    """Whether reviewers don't learn whose work they judge."""
    return workflow_of(project).review.blind


def names_shown(project: Project, *, may_manage: bool) -> bool:
    """Whether somebody inside the vendor may read who answered: in a blind project those who manage it alone."""
    workflow = workflow_of(project)
    blind = workflow.review.blind or (workflow.adjudication.below is not None and workflow.adjudication.blind)
    return may_manage or not blind


def review_views(places: Sequence[Assignment]) -> list[dict[str, Any]]:
    """What a reviewer needs, item by item, of claimed places in which those of one item stand together."""
    if not places:
        return []
    project = places[0].project
    named = not blind_reviews(project)
    answered = answers_to({place.item_id for place in places})
    everybody = [row for rows in answered.values() for row in rows]
    everybody += [place.annotation for place in places if place.annotation and place.annotation.withdrawn_at]
    verdicts, said = verdicts_of(everybody), threads(everybody)
    views = []
    for _, group in groupby(places, key=lambda place: place.item_id):
        own = list(group)
        item, asked = own[0].item, {place.annotation_id for place in own}
        reviews = [
            {
                "assignment_id": place.pk,
                "annotation": annotation_view(place.annotation, verdicts, named=named),
                "comments": comment_views(said[place.annotation.assignment_id], place.annotation, named=named),
            }
            for place in own
            if place.annotation is not None
        ]
        others = [row for row in answered[item.pk] if row.pk not in asked]
        views.append(
            {
                **item_view(project, item, own[0], named=named),
                "reviews": reviews,
                "others": [annotation_view(row, verdicts, named=named) for row in others],
                "reasons": list(workflow_of(project).review.reasons),
                "agreement": agreement_view(project, answered[item.pk]),
                "answered": [place.annotation for place in own if place.annotation] + others,
            }
        )
    return with_pictures(project, views)


def item_view(project: Project, item: Item, place: Assignment, *, named: bool) -> dict[str, Any]:
    """The item as those who judge see it; in a blind project without the ids that lead to people."""
    return {
        "item": {
            "id": item.pk if named else None,
            "external_id": item.external_id if named else None,
            "agreement": item.agreement,
        },
        "project": {"id": project.pk, "name": project.name},
        "form": judging_form(place).to_json(),
        "guidelines": project.guidelines,
        "content": item.content,
        "lease_until": place.lease_until,
    }


def with_pictures(project: Project, views: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The views with `assets`, by asset id: the pictures of the content and of what was `answered`, in two queries."""
    named = [
        {
            *image_ids(view["content"]),
            *(asset for row in view["answered"] for asset in asset_ids(form_of_answers(row), row.answers)),
        }
        for view in views
    ]
    ids = {asset for assets in named for asset in assets}
    known = asset_views(ids - missing_assets(project, ids))
    return [
        {
            **{key: value for key, value in view.items() if key != "answered"},
            "assets": {asset: known[asset] for asset in assets if asset in known},
        }
        for view, assets in zip(views, named, strict=True)
    ]


def answers_to(items: Iterable[UUID]) -> dict[UUID, list[Annotation]]:
    """{item: its annotations that count}, each list in an order that tells nothing: that of the random ids of the
    assignments.
    """
    found: dict[UUID, list[Annotation]] = defaultdict(list)
    rows = Annotation.objects.filter(item__in=set(items), withdrawn_at=None).select_related("member__user")
    for row in rows.order_by("assignment_id"):
        found[row.item_id].append(row)
    return found


def verdicts_of(annotations: Iterable[Annotation]) -> dict[UUID, list[Verdict]]:
    """{annotation: the verdicts on it, oldest first}."""
    found: dict[UUID, list[Verdict]] = defaultdict(list)
    rows = Verdict.objects.filter(annotation__in=[row.pk for row in annotations]).select_related("created_by__user")
    for verdict in rows.order_by("id"):
        found[verdict.annotation_id].append(verdict)
    return found


def threads(annotations: Iterable[Annotation]) -> dict[UUID, list[Comment]]:
    """{assignment: what was said between its author and those who judge, oldest first}."""
    found: dict[UUID, list[Comment]] = defaultdict(list)
    rows = Comment.objects.filter(assignment__in=[row.assignment_id for row in annotations])
    for comment in rows.select_related("author__user").order_by("id"):
        if comment.assignment_id:
            found[comment.assignment_id].append(comment)
    return found


def annotation_view(row: Annotation, verdicts: Mapping[UUID, Sequence[Verdict]], *, named: bool) -> dict[str, Any]:
    """Somebody's answers as a reviewer sees them; what the author said on their own where a reviewer changed it."""
    return {
        "id": row.pk,
        "revision": row.revision,
        "answers": row.answers,
        "own_answers": row.independent_answers,
        "form_version": row.form_version,
        "seconds": row.seconds,
        "submitted_at": row.submitted_at,
        "member": {"id": row.member_id, "name": str(row.member)} if named else None,
        "agreement": row.agreement,
        "verdicts": [verdict_view(verdict, named=named) for verdict in verdicts.get(row.pk, ())],
    }


def verdict_view(verdict: Verdict, *, named: bool) -> dict[str, Any]:
    """A verdict as those who judge see it."""
    return {
        "id": verdict.pk,
        "verdict": verdict.verdict,
        "reason": verdict.reason,
        "comment": verdict.comment,
        "revision": verdict.revision,
        "corrected": verdict.corrected,
        "created_at": verdict.created_at,
        "reviewer": {"id": verdict.created_by_id, "name": str(verdict.created_by)} if named else None,
        "appeal": verdict.appeal,
        "appealed_at": verdict.appealed_at,
        "appeal_closed_at": verdict.appeal_closed_at,
    }


def comment_views(comments: Iterable[Comment], annotation: Annotation, *, named: bool) -> list[dict[str, Any]]:
    """What the author and those who judge said to each other."""
    return [
        {
            "id": row.pk,
            "by": "author" if row.author_id == annotation.member_id else "reviewer",
            "member": {"id": row.author_id, "name": str(row.author)} if named else None,
            "text": row.text,
            "flag": row.flag,
            "anchor": row.anchor,
            "created_at": row.created_at,
            "resolved_at": row.resolved_at,
        }
        for row in comments
    ]


def agreement_view(project: Project, annotations: Sequence[Annotation]) -> dict[str, Any]:
    """How well the independent answers to an item agree now."""
    form = form_at(project.pk, project.form_version)
    found = item_agreement(form, [row.independent_answers or row.answers for row in annotations])
    return {"mean": found.mean, "by_question": found.by_question}


def form_of_answers(row: Annotation) -> Form:
    """The form that answers were given to."""
    return form_at(row.project_id, row.form_version)


def waiting_reviews(project: Project) -> QuerySet[Assignment]:
    """What waits for a reviewer, sorted by `dispute`: the lower, the less people agree."""
    rows = Assignment.objects.filter(project=project, kind="review", state__in=["open", "claimed"])
    parts = Coalesce(F("item__agreement"), UNKNOWN) * 1_000_000
    return rows.annotate(dispute=Cast(parts, BigIntegerField())).select_related(
        "item", "member__user", "annotation__member__user"
    )


def given_verdicts(project: Project) -> QuerySet[Verdict]:
    """Every verdict of a project; sort it by `-id`."""
    return Verdict.objects.filter(project=project).select_related(
        "item", "assignment", "created_by__user", "annotation__member__user"
    )


def waiting_row(place: Assignment, *, named: bool) -> dict[str, Any]:
    """A place to review in the project's list."""
    return {**_row(place, place.item, place.annotation, place.member, named=named), "verdict": None}


def given_row(verdict: Verdict, *, named: bool) -> dict[str, Any]:
    """A verdict in the project's list."""
    row = _row(verdict.assignment, verdict.item, verdict.annotation, verdict.created_by, named=named)
    return {**row, "verdict": verdict_view(verdict, named=named)}


def _row(
    place: Assignment, item: Item, annotation: Annotation | None, reviewer: Member | None, *, named: bool
) -> dict[str, Any]:
    author = annotation and shown_person(annotation.member_id, str(annotation.member), named=named)
    return {
        "assignment_id": place.pk,
        "state": place.state,
        "item": {"id": item.pk, "external_id": item.external_id, "agreement": item.agreement},
        "annotation_id": place.annotation_id,
        "member": author,
        "reviewer": reviewer and shown_person(reviewer.pk, str(reviewer), named=named),
    }


def own_verdicts(member: Member) -> QuerySet[Verdict]:
    """What was said of a member's own work; sort it by `-id`."""
    return Verdict.objects.filter(annotation__member=member).select_related(
        "project", "annotation__assignment__item", "annotation__assignment__project"
    )


def own_verdict_views(verdicts: Sequence[Verdict]) -> list[dict[str, Any]]:
    """Verdicts as the author sees them: in the handles they know, without who judged, with what was changed."""
    rows = Revision.objects.filter(annotation__in=[verdict.annotation_id for verdict in verdicts])
    revisions = {(row.annotation_id, row.number): row for row in rows}
    return [_own_verdict(verdict, revisions) for verdict in verdicts]


def _own_verdict(verdict: Verdict, revisions: Mapping[tuple[UUID, int], Revision]) -> dict[str, Any]:
    work = verdict.annotation.assignment
    changes: list[Difference] = []
    if verdict.corrected is not None:
        before, after = (revisions.get((verdict.annotation_id, n)) for n in (verdict.revision, verdict.corrected))
        if before and after:
            changes = differences(in_handles(work, before), in_handles(work, after))
    return {
        "id": verdict.pk,
        "assignment_id": work.pk,
        "project": {"id": verdict.project.pk, "name": verdict.project.name},
        "verdict": verdict.verdict,
        "reason": verdict.reason,
        "comment": verdict.comment,
        "created_at": verdict.created_at,
        "appeal": verdict.appeal,
        "appealed_at": verdict.appealed_at,
        "appeal_closed_at": verdict.appeal_closed_at,
        "changes": changes,
    }


def in_handles(work: Assignment, revision: Revision) -> Answers:
    """A revision in the handles that its author saw; what the item no longer has is left out."""
    form, handles = form_at(work.project_id, revision.form_version), known_handles(work)
    renamed: list[Mapping[str, Any]] = []
    for answer in revision.answers:
        try:
            renamed += rename_targets(form, [answer], handles)
        except KeyError:
            continue  # it names what the item showed before
    return renamed


def known_handles(work: Assignment) -> Mapping[str, str]:
    """The handles that somebody saw, by the item's own ids; none where the item shows other responses since they left
    it.
    """
    try:
        return shown_content(work).handles()
    except ValueError:
        return {}


def shown_anchor(comment: Comment) -> dict[str, Any] | None:
    """What a comment is about, in the handles that the thread's annotator sees; None for what is gone since."""
    if comment.anchor is None or comment.assignment is None:
        return None
    on = comment.anchor["on"]
    handles = known_handles(comment.assignment)
    if "." in on and on not in handles:
        return None
    return {**comment.anchor, "on": handles.get(on, on)}
