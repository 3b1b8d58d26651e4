"""Verdicts: what a reviewer says of one revision of somebody's answers, and what follows from it.

Lock order: reviewer and authors on the people list, own places, the authors' assignments, items, open places.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, Max

from accounts.actions.events import record_event
from accounts.actions.notifications import notify
from accounts.models import Member
from accounts.refusals import Invalid, Refused
from annotation.actions.comments import comment
from annotation.actions.disputes import MayNotJudge, refuse_judging, take_open
from annotation.actions.places import exclude
from annotation.actions.returning import return_work
from annotation.actions.rules import apply_rules
from annotation.actions.settling import settle
from annotation.forms import Form, Problem, answer_problems, asset_ids, canonical_answers
from annotation.forms.anchors import anchor_problems
from annotation.models import (
    Annotation,
    Assignment,
    AssignmentState,
    Exclusion,
    Item,
    ItemState,
    Judgement,
    Project,
    ProjectPerson,
    Revision,
    Verdict,
)
from annotation.queries.assets import image_sizes, missing_assets
from annotation.queries.reviews import judging_form, open_appeals
from annotation.queries.workflow import workflow_of

# The place of rejected work, for somebody else.
OPEN_AGAIN = """
WITH opened AS (
  INSERT INTO annotation_assignment (id, organisation_id, project_id, item_id, kind, place, state, skip_reason)
  SELECT gen_random_uuid(), organisation_id, project_id, item_id, 'annotate', place, 'open', ''
  FROM annotation_assignment WHERE id = %(assignment)s RETURNING item_id
)
UPDATE annotation_item i SET free_places = i.free_places + 1, begun_no = nextval('annotation_begun_no')
FROM opened WHERE i.id = opened.item_id
"""


class ReviewClosed(Refused):
    """The place is no longer the reviewer's."""

    type = "review-closed"
    title = "This review is no longer yours"


class RevisionChanged(Refused):
    """The author answered anew, or took the answers back, since the reviewer saw them."""

    type = "revision-changed"
    title = "These answers have changed since you saw them"


@dataclass(frozen=True, slots=True)
class Saying:
    """What a reviewer says. `answers` are the corrected ones, in the item's own ids; `comments` rows of "text" and
    perhaps "anchor"; `revision` the one that was looked at, if the page tells.
    """

    verdict: str
    reason: str = ""
    comment: str = ""
    answers: Any = None
    comments: Sequence[Mapping[str, Any]] = ()
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """What a verdict touches, all locked: the reviewer's place, the annotation, its author's assignment, the item."""

    place: Assignment
    annotation: Annotation
    work: Assignment
    item: Item


def lock_reviews(ids: Collection[UUID], by: Member) -> dict[UUID, Review]:
    """The reviews with these ids, by id, locked in the ledger's order; open places with their items."""
    named = Assignment.objects.filter(pk__in=ids, kind="review", annotation__isnull=False)
    rows = list(named.values_list("project_id", "item_id", "annotation__member_id", "annotation__assignment_id"))
    projects, items, authors, works = (set(column) for column in zip(*rows, strict=True)) if rows else [set()] * 4
    people = ProjectPerson.objects.filter(project_id__in=projects, member_id__in={by.pk, *authors})
    list(people.order_by("id").select_for_update())
    list(named.filter(member=by).order_by("id").select_for_update(of=("self",)))
    own = Assignment.objects.filter(pk__in=works).order_by("id").select_for_update(of=("self",))
    work = {row.pk: row for row in own.select_related("item", "project", "member")}
    locked = Item.objects.filter(pk__in=items).order_by("id").select_for_update(of=("self",), no_key=True)
    item = {row.pk: row for row in locked.select_related("project")}
    judged = Annotation.objects.filter(pk__in=named.values("annotation_id")).order_by("id").select_for_update()
    annotation = {row.pk: row for row in judged}
    return {
        place.pk: Review(place, found, work[found.assignment_id], item[place.item_id])
        for place in named.select_related("project")
        if place.annotation_id and (found := annotation[place.annotation_id])
    }


def judge(*, review: Review, saying: Saying, by: Member, at: datetime) -> Verdict:
    """Give a verdict on a locked review. Raises `ReviewClosed`, `RevisionChanged` or `Invalid`."""
    _take_late_place(review, by)
    _refuse_closed(review, saying, by)
    form = judging_form(review.place, review.annotation)
    found = _problems(review, form, saying)
    if found:
        raise Invalid(problems=found)
    annotation, revision = review.annotation, review.annotation.revision
    told = _carry_out(review, form, saying, by=by, at=at)
    verdict = Verdict.objects.create(
        project_id=review.item.project_id,
        item=review.item,
        annotation=annotation,
        assignment=review.place,
        revision=revision,
        verdict=told,
        reason=saying.reason,
        comment=saying.comment,
        corrected=annotation.revision if annotation.revision != revision else None,
        created_by=by,
        created_at=at,
    )
    if told == Judgement.RETURNED:
        review.work.returned = {**(review.work.returned or {}), "reason": verdict.reason, "verdict_id": str(verdict.pk)}
        review.work.save(update_fields=["returned"])
    for row in saying.comments:
        comment(
            item=review.item,
            assignment=review.work,
            text=row["text"],
            anchor=row.get("anchor"),
            flag=False,
            by=by,
            at=at,
        )
    review.place.state, review.place.closed_at = AssignmentState.SUBMITTED, at
    review.place.save(update_fields=["state", "closed_at", "place"])
    said: dict[str, Any] = {"verdict": str(verdict.pk), "revision": revision, "reason": verdict.reason}
    record_event(f"annotation.{told}", subject=annotation, actor=by, at=at, **said)
    _tell_author(review, verdict, at=at)
    settle(review.item.pk, at=at)
    apply_rules(project=review.item.project, member=review.work.member, at=at)
    return verdict


def accept_many(
    *,
    project: Project,
    assignment_ids: Collection[UUID] = (),
    item_ids: Collection[UUID] = (),
    by: Member,
    at: datetime,
) -> tuple[int, list[dict[str, Any]]]:
    """Accept what these open or own places ask about, or all that is asked about these items: how many annotations
    were accepted, and rows of "id" and "detail" for each of the ids with which that could not be done.
    """
    person = ProjectPerson.objects.filter(project=project, member=by).first()
    refuse_judging(project, by, person, "review", at=at)
    places = Assignment.objects.filter(project=project, kind="review", state__in=["open", "claimed"])
    places = places.filter(pk__in=assignment_ids) | places.filter(item_id__in=item_ids)
    ids = list(places.values_list("pk", flat=True))
    reviews = lock_reviews(ids, by)
    take_open(project, by, "review", [review.item.pk for review in reviews.values()], only=ids)
    given = {*assignment_ids, *item_ids}
    refused = dict.fromkeys(given, "There is nothing here that you could accept.")
    accepted = 0
    for place in Assignment.objects.filter(pk__in=ids).select_related("project").order_by("id"):
        review = reviews[place.pk]
        asked = place.pk if place.pk in given else place.item_id
        try:
            judge(
                review=Review(place, review.annotation, review.work, review.item),
                saying=Saying(Judgement.ACCEPTED),
                by=by,
                at=at,
            )
        except Refused as refusal:
            refused[asked] = refusal.detail or refusal.title
        else:
            accepted += 1
            refused.pop(asked, None)
    return accepted, [{"id": pk, "detail": detail} for pk, detail in refused.items()]


def _take_late_place(review: Review, by: Member) -> None:
    """A late verdict is taken while nobody else has begun to look."""
    place = review.place
    if place.state != AssignmentState.EXPIRED or place.member_id != by.pk:
        return
    same = Assignment.objects.filter(kind="review", annotation=review.annotation, state="open")
    spare = same.order_by("place").first()
    if spare is not None:
        spare.state = AssignmentState.WITHDRAWN
        spare.save(update_fields=["state"])
        place.state, place.place = AssignmentState.CLAIMED, spare.place


def _refuse_closed(review: Review, saying: Saying, by: Member) -> None:
    place, annotation = review.place, review.annotation
    if place.state != AssignmentState.CLAIMED or place.member_id != by.pk:
        raise ReviewClosed(f"It is {place.state}.")
    if review.item.state == ItemState.WITHDRAWN:
        raise ReviewClosed("The item was withdrawn.")
    if annotation.member_id == by.pk:
        raise MayNotJudge("These answers are your own.")
    appealed = open_appeals(review.item.project).filter(annotation=annotation).exists()
    if annotation.withdrawn_at is not None and not appealed:
        raise RevisionChanged("The author has taken them back.")
    if saying.revision is not None and saying.revision != annotation.revision:
        raise RevisionChanged(f"The current revision is {annotation.revision}.")
    current = Revision.objects.filter(annotation=annotation, number=annotation.revision)
    if current.filter(recorded_at__gt=place.claimed_at).exists():
        raise RevisionChanged(f"The current revision is {annotation.revision}.")


def _problems(review: Review, form: Form, saying: Saying) -> list[Problem]:
    content, reasons = review.item.content, workflow_of(review.item.project).review.reasons
    found = []
    if saying.reason and saying.reason not in reasons:
        found.append(Problem("/reason", "must be one of: " + ", ".join(reasons)))
    if saying.verdict != Judgement.ACCEPTED and not (saying.reason or saying.comment.strip()):
        found.append(Problem("/comment", "Give a reason or say why."))
    for index, row in enumerate(saying.comments):
        if row.get("anchor") is not None:
            pointer = f"/comments/{index}/anchor"
            found += anchor_problems(form, content, review.annotation.answers, row["anchor"], pointer)
    if saying.verdict == Judgement.CORRECTED:
        found += given_problems(review.item, form, saying.answers)
        if not found and canonical_answers(form, content, saying.answers) == review.annotation.answers:
            found.append(Problem("/answers", "say the same as before: accept them instead"))
    elif saying.answers is not None:
        found.append(Problem("/answers", "stand only beside the verdict corrected"))
    return found


def given_problems(item: Item, form: Form, answers: Any) -> list[Problem]:
    """What is wrong with complete answers to an item, in its own ids; the pictures they name are the project's."""
    sizes = image_sizes(item.project_id, item.content)
    if found := answer_problems(form, item.content, answers, sizes=sizes):
        return found
    missing = missing_assets(item.project, asset_ids(form, answers))
    return [Problem("/answers", f"name {asset}, which is no picture of this project") for asset in sorted(missing)]


def _carry_out(review: Review, form: Form, saying: Saying, *, by: Member, at: datetime) -> str:
    """Do what the verdict says; the verdict that goes on record."""
    annotation, told = review.annotation, saying.verdict
    if annotation.withdrawn_at is not None and told != Judgement.REJECTED:
        _restore(review)
    if told == Judgement.CORRECTED:
        told = _correct(review, form, saying, by=by, at=at)
    elif told == Judgement.RETURNED:
        return_work(assignment=review.work, because="verdict", comment=saying.comment, at=at)
    elif told == Judgement.REJECTED:
        _reject(review, at=at)
    standing = told
    if told == Judgement.ACCEPTED and annotation.answers != (annotation.independent_answers or annotation.answers):
        standing = _standing_verdict(annotation)
    Annotation.objects.filter(pk=annotation.pk).update(verdict=standing)
    return told


def _standing_verdict(annotation: Annotation) -> str:
    """Whoever accepts a reviewer's version agrees that the author's was to be corrected."""
    current = Revision.objects.get(annotation=annotation, number=annotation.revision)
    return Judgement.ACCEPTED if current.created_by_id == annotation.member_id else Judgement.CORRECTED


def _correct(review: Review, form: Form, saying: Saying, *, by: Member, at: datetime) -> str:
    """Make the reviewer's version the current one. Whoever brings back what the author said accepts it."""
    annotation = review.annotation
    if annotation.independent_answers is None:
        annotation.independent_answers = annotation.answers
    annotation.answers = canonical_answers(form, review.item.content, saying.answers)
    annotation.revision += 1
    annotation.form_version = form.version
    annotation.content_version = review.item.content_version
    annotation.save(
        update_fields=["answers", "independent_answers", "revision", "form_version", "content_version", "withdrawn_at"]
    )
    Revision.objects.create(
        project_id=annotation.project_id,
        annotation=annotation,
        number=annotation.revision,
        answers=annotation.answers,
        form_version=annotation.form_version,
        content_version=annotation.content_version,
        created_by=by,
        created_at=at,
    )
    return Judgement.ACCEPTED if annotation.answers == annotation.independent_answers else Judgement.CORRECTED


def _reject(review: Review, *, at: datetime) -> None:
    """The answers count no longer, and somebody else is asked."""
    annotation, work, item = review.annotation, review.work, review.item
    if annotation.withdrawn_at is not None:
        return  # rejected before, and the appeal is dismissed
    annotation.withdrawn_at = at
    annotation.save(update_fields=["withdrawn_at"])
    work.state = AssignmentState.WITHDRAWN
    work.save(update_fields=["state"])
    exclude([item.pk], annotation.member_id, reason="rejected", at=at)
    if item.state != ItemState.GOLD:
        with connection.cursor() as cursor:
            cursor.execute(OPEN_AGAIN, {"assignment": work.pk})


def _restore(review: Review) -> None:
    """Rejected work counts again: at its old place if nobody has taken that since, else at one more."""
    annotation, work, item = review.annotation, review.work, review.item
    spare = Assignment.objects.filter(item=item, kind="annotate", place=work.place, state="open").first()
    if spare is not None:
        spare.state = AssignmentState.WITHDRAWN
        spare.save(update_fields=["state"])
        free = 0 if spare.reserved_for_id else 1
        Item.objects.filter(pk=item.pk).update(free_places=F("free_places") - free)
    elif item.state != ItemState.GOLD:
        places = Assignment.objects.filter(item=item, kind="annotate")
        work.place = 1 + (places.aggregate(last=Max("place"))["last"] or 0)
        Item.objects.filter(pk=item.pk).update(overlap=F("overlap") + 1)
    work.state = AssignmentState.SUBMITTED
    work.save(update_fields=["state", "place"])
    annotation.withdrawn_at = None
    annotation.save(update_fields=["withdrawn_at"])
    Exclusion.objects.filter(item=item, member=annotation.member_id, reason="rejected").delete()


def _tell_author(review: Review, verdict: Verdict, *, at: datetime) -> None:
    """Accepted work is told of in the list of one's verdicts alone; an appeal is answered whatever it leads to."""
    appeals = open_appeals(review.item.project).filter(annotation=review.annotation)
    answered = appeals.update(appeal_closed_at=at)
    if not answered and verdict.verdict == Judgement.ACCEPTED:
        return
    kind = "appeal.answered" if answered else f"work.{verdict.verdict}"
    notify(
        [review.work.member],
        kind,
        subject=review.work,
        project_id=review.item.project_id,
        at=at,
        verdict=verdict.verdict,
        reason=verdict.reason,
        comment=verdict.comment,
    )
