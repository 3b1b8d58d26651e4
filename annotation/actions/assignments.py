"""Working on an assignment: heartbeat, draft, skip, submit."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F

from accounts.actions.events import record_event
from accounts.models import Member, Role
from accounts.refusals import Invalid, Refused
from annotation.actions.gold import mark_gold
from annotation.actions.places import free_places
from annotation.actions.rules import apply_rules
from annotation.actions.settling import settle
from annotation.actions.suggestions import outcomes
from annotation.forms import (
    Answers,
    Blinded,
    Form,
    Problem,
    Sizes,
    answer_problems,
    asset_ids,
    canonical_answers,
    rename_targets,
)
from annotation.models import (
    Annotation,
    AnswersSeen,
    Assignment,
    AssignmentKind,
    AssignmentState,
    Item,
    ItemState,
    ProjectPerson,
    Revision,
    Suggestion,
    SuggestionMode,
)
from annotation.queries.assets import image_sizes, own_images
from annotation.queries.assignments import form_of, shown_content, standing_answers
from annotation.queries.suggestions import assets_suggested
from annotation.queries.workflow import workflow_of

Place = tuple[str, str]
"""A question, and what it is asked about."""
LONGEST_WORK = 24 * 60 * 60

# Nobody is active for longer than the time that has passed. Whoever locks several of a person's rows goes by id.
RENEW = """
WITH mine AS (SELECT id FROM annotation_assignment WHERE id = ANY (%(ids)s) ORDER BY id FOR UPDATE)
UPDATE annotation_assignment a
SET lease_until = now() + make_interval(mins => p.lease_minutes), beat_at = now(),
  active_seconds = a.active_seconds
    + least(beat.seconds, greatest(0, extract(epoch FROM now() - coalesce(a.beat_at, a.claimed_at))))
FROM annotation_project p, mine, unnest(%(ids)s::uuid[], %(seconds)s::float8[]) AS beat (id, seconds)
WHERE p.id = a.project_id AND a.id = mine.id AND a.member_id = %(member)s AND a.id = beat.id
  AND a.state IN ('claimed', 'returned')
RETURNING a.id, a.lease_until
"""

# A late submit takes the place back if nobody else has claimed it since; the person's own assigned one first.
TAKE_BACK = """
WITH spare AS (
  SELECT id, place, (reserved_for_id IS NULL)::int AS free FROM annotation_assignment
  WHERE item_id = %(item)s AND kind = 'annotate' AND state = 'open'
    AND (reserved_for_id IS NULL OR reserved_for_id = %(member)s)
  ORDER BY reserved_for_id NULLS LAST, place LIMIT 1
), counted AS (
  UPDATE annotation_item i SET free_places = i.free_places - spare.free FROM spare WHERE i.id = %(item)s
)
UPDATE annotation_assignment a SET state = 'withdrawn' FROM spare WHERE a.id = spare.id RETURNING spare.place
"""

TO_DO = (AssignmentState.CLAIMED, AssignmentState.RETURNED)
"""The states of work that is its person's to do."""


class AssignmentClosed(Refused):
    """The assignment is no longer the person's to answer; what they wrote is kept as its draft."""

    type = "assignment-closed"
    title = "This assignment is no longer yours"


def renew(
    *, member: Member, ids: Sequence[UUID], active: Mapping[UUID, float] | None = None
) -> list[tuple[UUID, datetime]]:
    """Prolong the leases of a member's claimed assignments; those not returned are lost.

    `active` are the seconds of active work on some of them since the last heartbeat, of which no more are believed
    than have passed.
    """
    beating = list(set(ids))
    seconds = [float((active or {}).get(pk, 0)) for pk in beating]
    with connection.cursor() as cursor:
        cursor.execute(RENEW, {"member": member.pk, "ids": beating, "seconds": seconds})
        return list(cursor.fetchall())


def save_draft(*, assignment: Assignment, answers: Any, at: datetime) -> datetime:
    """Keep unfinished answers, in the terms the person sees; gaps are allowed, nonsense is not."""
    form = form_of(assignment)
    shown = shown_content(assignment)
    found = answer_problems(form, shown.content, answers, complete=False, sizes=_sizes(assignment, shown))
    if found := found or asset_problems(assignment, form, answers, complete=False):
        raise Invalid(problems=found)
    if assignment.state not in TO_DO:
        raise AssignmentClosed
    keep_draft(assignment=assignment, answers=answers, at=at)
    return at


def keep_draft(*, assignment: Assignment, answers: Any, at: datetime) -> None:
    """Store answers on the assignment whatever its state, so that a refusal loses nothing."""
    Assignment.objects.filter(pk=assignment.pk).update(draft=answers, draft_at=at)


def skip(*, assignment: Assignment, reason: str, by: Member, at: datetime) -> None:
    """Give an item up with a reason. Its place goes to somebody else, unless the project counts it as answered.

    `assignment` is locked by the caller.
    """
    if assignment.project.skip_reason_required and not reason.strip():
        raise Invalid(problems=[Problem("/reason", "Say why you skip this item.")])
    if assignment.state not in TO_DO:
        raise AssignmentClosed
    if (assignment.returned or {}).get("because") == "form" and assignment.state == AssignmentState.RETURNED:
        decline(assignment, reason=reason.strip(), by=by, at=at)
        return
    annotating = assignment.kind == AssignmentKind.ANNOTATE
    requeue = not annotating or workflow_of(assignment.project).requeue_skips
    free_places([assignment.pk], state="skipped", reason=reason.strip(), reopen=requeue)
    record_event("assignment.skipped", subject=assignment, actor=by, at=at, reason=reason.strip())
    if annotating:
        settle(assignment.item_id, at=at)
        apply_rules(project=assignment.project, member=by, at=at)


def decline(assignment: Assignment, *, reason: str, by: Member, at: datetime) -> None:
    """Leave an added question unanswered: what the person had answered before stays as it is."""
    assignment.state, assignment.skip_reason = AssignmentState.SUBMITTED, reason
    assignment.save(update_fields=["state", "skip_reason"])
    record_event("assignment.declined", subject=assignment, actor=by, at=at, reason=reason)


def lock_own(assignment: Assignment) -> Assignment:
    """An assignment as it stands now, locked after its person's row on the project's people list: whatever else they
    do in the project at the same time comes before or after.
    """
    people = ProjectPerson.objects.select_for_update()
    people.filter(project_id=assignment.project_id, member=assignment.member).first()
    rows = Assignment.objects.select_related("item", "project").select_for_update(of=("self",))
    return rows.get(pk=assignment.pk)


def submit_annotation(
    *,
    assignment: Assignment,
    answers: Answers,
    seconds: int,
    by: Member,
    at: datetime,
    suggestions: Sequence[Mapping[str, Any]] = (),
) -> Annotation:
    """Record a person's final answers and close their assignment, which the caller has locked, their row on the
    people list before it.

    `answers` are in the handles the person saw, and so is what they did with `suggestions`: rows of "id", "question",
    "on" and "outcome". `seconds` is their active time since they claimed the item or took it back. Raises `Invalid`
    with pointers into the request, or `AssignmentClosed` when the place was taken by somebody else meanwhile.
    """
    form = form_of(assignment)
    shown = shown_content(assignment)
    answers = with_standing_answers(assignment, answers)
    found = answer_problems(form, shown.content, answers, sizes=_sizes(assignment, shown))
    if found := found or asset_problems(assignment, form, answers):
        raise Invalid(problems=found)
    used = outcomes(assignment, form, shown, suggestions)
    given = canonical_answers(form, shown.content, answers)
    own = canonical_answers(form, assignment.item.content, rename_targets(form, given, shown.own))
    _close(assignment, at=at)
    aided = _aided(assignment, own, used, by=by)
    annotation = _record(assignment, own, used, aided, seconds=min(seconds, LONGEST_WORK), by=by, at=at)
    if assignment.item.state == ItemState.GOLD:
        mark_gold(annotation=annotation, at=at)
    settle(assignment.item_id, at=at)
    record_event(
        "annotation.submitted",
        subject=annotation,
        actor=by,
        at=at,
        assignment=str(assignment.pk),
        revision=annotation.revision,
    )
    apply_rules(project=assignment.project, member=by, at=at)
    return annotation


def with_standing_answers(assignment: Assignment, answers: Any) -> Any:
    """Of somebody who is asked some questions anew: their answers to these, and what they said to the others."""
    questions = (assignment.returned or {}).get("questions")
    if assignment.state != AssignmentState.RETURNED or questions is None or not isinstance(answers, list):
        return answers
    standing = standing_answers(assignment)
    asked = [row for row in answers if not isinstance(row, dict) or row.get("question") in questions]
    return [row for row in standing if row["question"] not in questions] + asked


def asset_problems(assignment: Assignment, form: Form, answers: Answers, *, complete: bool = True) -> list[Problem]:
    """The pictures that well-formed answers name must be the person's own, of this project and verified; in a draft
    they may still be on their way. Pictures of a suggestion may be taken over.
    """
    named = {index: asset_ids(form, [answer]) for index, answer in enumerate(answers)}
    wanted = {asset for ids in named.values() for asset in ids}
    if not wanted:
        return []
    usable = own_images(assignment, wanted, ready=complete)
    usable |= assets_suggested(form, Suggestion.objects.filter(item_id=assignment.item_id))
    return [
        Problem(f"/answers/{index}/value", f"names {asset}, which is no picture that you have uploaded here")
        for index, ids in named.items()
        for asset in ids
        if asset not in usable
    ]


def _sizes(assignment: Assignment, shown: Blinded) -> Sizes:
    return shown.sizes(image_sizes(assignment.project_id, assignment.item.content))


def _close(assignment: Assignment, *, at: datetime) -> None:
    item = Item.objects.select_for_update(no_key=True).get(pk=assignment.item_id)
    if assignment.state == AssignmentState.EXPIRED and not _holds_another(assignment):
        if item.state == ItemState.GOLD:
            assignment.state = AssignmentState.CLAIMED
        else:
            _take_back_place(assignment)
    if assignment.state not in TO_DO:
        raise AssignmentClosed
    assignment.state = AssignmentState.SUBMITTED
    assignment.closed_at = at
    assignment.draft = None
    assignment.save(update_fields=["state", "place", "closed_at", "draft"])


def _take_back_place(assignment: Assignment) -> None:
    with connection.cursor() as cursor:
        cursor.execute(TAKE_BACK, {"item": assignment.item_id, "member": assignment.member_id})
        if spare := cursor.fetchone():
            assignment.place = spare[0]
            assignment.state = AssignmentState.CLAIMED


def _holds_another(assignment: Assignment) -> bool:
    """Whether the person claimed the item anew after this lease ran out."""
    same = Assignment.objects.filter(item_id=assignment.item_id, kind=assignment.kind, member=assignment.member)
    return same.filter(state__in=["claimed", "submitted", "returned", "skipped"]).exists()


def _count_answered(assignment: Assignment, by: Member) -> int:
    """The next number of a person's annotations in the project; 0 for somebody who is on its list no more."""
    person = ProjectPerson.objects.filter(project_id=assignment.project_id, member=by)
    person.update(answered=F("answered") + 1)
    return person.values_list("answered", flat=True).first() or 0


def _aided(
    assignment: Assignment, answers: list[dict[str, Any]], used: list[dict[str, Any]], *, by: Member
) -> set[Place]:
    """The places whose answers are not the person's own: they have seen a suggestion there, or have judged or read
    what somebody else said of the item. A project that shows suggestions unasked shows all of them.
    """
    if by.role != Role.ANNOTATOR and _knows_others(assignment.item_id, by):
        return {(row["question"], row["on"]) for row in answers}
    seen = list(used)
    if assignment.project.suggestions in (SuggestionMode.GHOST, SuggestionMode.FILLED):
        for suggested in Suggestion.objects.filter(item_id=assignment.item_id).values_list("answers", flat=True):
            seen += suggested
    return {(row["question"], row["on"]) for row in seen}


def _knows_others(item_id: UUID, member: Member) -> bool:
    judged = Assignment.objects.filter(item_id=item_id, member=member, claimed_at__isnull=False)
    if judged.filter(kind__in=["review", "adjudicate"]).exists():
        return True
    return AnswersSeen.objects.filter(item_id=item_id, member=member).exists()


def _record(
    assignment: Assignment,
    answers: list[dict[str, Any]],
    suggestions: list[dict[str, Any]],
    aided: Iterable[Place],
    *,
    seconds: int,
    by: Member,
    at: datetime,
) -> Annotation:
    """Make the annotation, or the next revision of one that was taken back or returned."""
    annotation = Annotation.objects.filter(assignment=assignment).first() or Annotation(
        project_id=assignment.project_id,
        item_id=assignment.item_id,
        assignment=assignment,
        member=by,
        revision=0,
        number=_count_answered(assignment, by),
    )
    _keep_own(annotation, {*aided}, of_content=assignment.item.content_version)
    annotation.answers = answers
    annotation.form_version = assignment.form_version or 1
    annotation.revision += 1
    annotation.submitted_at = at
    annotation.seconds += seconds
    annotation.withdrawn_at = None
    annotation.content_version = assignment.item.content_version
    annotation.save()
    Revision.objects.create(
        project_id=assignment.project_id,
        annotation=annotation,
        number=annotation.revision,
        answers=answers,
        form_version=annotation.form_version,
        content_version=annotation.content_version,
        seconds=seconds,
        suggestions=suggestions,
        created_by=by,
        created_at=at,
    )
    return annotation


def _keep_own(annotation: Annotation, aided: set[Place], *, of_content: int) -> None:
    """Whoever was helped after they had answered said something on their own: that is kept, and is theirs for good."""
    answered = annotation.revision > 0 and annotation.content_version == of_content
    helped = {*map(tuple, annotation.aided)}
    if not answered:
        annotation.aided = sorted(helped | aided)
    elif annotation.independent_answers is None and not aided <= helped:
        annotation.independent_answers = annotation.answers
