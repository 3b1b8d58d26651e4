"""Taking back: a person's latest answers become a draft again, as long as nobody else has used them.

Lock order: own assignment, project, item. The project is shared between people who take back, and stands against an
export that chooses its revisions and against a manager who finishes the project: each sees the other's whole work or
none of it.
"""

from datetime import datetime
from typing import Any

from django.db import connection

from accounts.actions.events import record_event
from accounts.models import Member
from accounts.refusals import Refused
from annotation.actions.claims import MayNotAnnotate
from annotation.actions.settling import settle
from annotation.models import Annotation, Assignment, AssignmentState, ItemState, ProjectState
from annotation.queries.assignments import submitted_answers
from annotation.queries.projects import person_of

LATEST = 10

# By the database's clock alone: a revision that was recorded after the last export had chosen is in none.
LOCK_PROJECT = """
SELECT p.state, p.lease_minutes, coalesce(r.recorded_at <= p.last_frozen_at, false)
FROM annotation_project p JOIN annotation_revision r ON r.annotation_id = %(annotation)s AND r.number = %(revision)s
WHERE p.id = %(project)s FOR SHARE OF p
"""

# Whoever judges the answers, or settles the item, has claimed that with the item locked.
LOCK_ITEM = """
SELECT i.state, EXISTS (
  SELECT FROM annotation_assignment a WHERE a.item_id = i.id AND a.state IN ('claimed', 'submitted')
    AND (a.kind = 'adjudicate' OR a.annotation_id = %(annotation)s AND a.kind = 'review'))
FROM annotation_item i WHERE i.id = %(item)s FOR NO KEY UPDATE OF i
"""

CLAIM_AGAIN = """
UPDATE annotation_assignment
SET state = 'claimed', closed_at = NULL, lease_until = now() + make_interval(mins => %(lease)s), beat_at = now()
WHERE id = %(assignment)s RETURNING lease_until, beat_at
"""


class TooLate(Refused):
    """Somebody else has used the answers, or the person has gone on too far."""

    type = "too-late"
    title = "This can no longer be taken back"


def take_back(*, assignment: Assignment, by: Member, at: datetime) -> Assignment:
    """Make a submitted assignment, which the caller has locked, its person's to answer again, with what they submitted
    as the draft. Until they submit again the annotation does not count.

    Raises `TooLate` with the reason.
    """
    person = person_of(assignment.project, by)
    if person is None or not person.annotate:
        raise MayNotAnnotate
    annotation = Annotation.objects.filter(assignment=assignment, withdrawn_at=None).first()
    if annotation is None or assignment.state != AssignmentState.SUBMITTED:
        raise TooLate(f"It is {assignment.state}.")
    later = Annotation.objects.filter(member=by, submitted_at__gt=annotation.submitted_at)
    if later[:LATEST].count() == LATEST:
        raise TooLate(f"Only the last {LATEST} can be taken back.")
    _reopen(assignment, annotation, at=at)
    annotation.withdrawn_at = at
    annotation.save(update_fields=["withdrawn_at"])
    settle(assignment.item_id, at=at)
    record_event("annotation.taken_back", subject=annotation, actor=by, at=at, assignment=str(assignment.pk))
    return assignment


def _reopen(assignment: Assignment, annotation: Annotation, *, at: datetime) -> None:
    values: dict[str, Any] = {
        "assignment": assignment.pk,
        "annotation": annotation.pk,
        "revision": annotation.revision,
        "project": assignment.project_id,
        "item": assignment.item_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(LOCK_PROJECT, values)
        state, values["lease"], frozen = cursor.fetchone() or ("", 0, True)
        if state == ProjectState.FINISHED:
            raise TooLate("The project is finished.")
        if frozen:
            raise TooLate("It is part of an export.")
        cursor.execute(LOCK_ITEM, values)
        item_state, in_use = cursor.fetchone() or ("", True)
        if item_state == ItemState.WITHDRAWN:
            raise TooLate("The item was withdrawn.")
        if in_use:
            raise TooLate("Somebody has looked at it already.")
        cursor.execute(CLAIM_AGAIN, values)
        assignment.lease_until, assignment.beat_at = cursor.fetchone() or (None, None)
    assignment.state, assignment.closed_at = AssignmentState.CLAIMED, None
    assignment.draft, assignment.draft_at = submitted_answers(assignment), at
    assignment.save(update_fields=["draft", "draft_at"])
