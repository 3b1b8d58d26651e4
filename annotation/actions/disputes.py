"""Claiming items in dispute: what reviewers judge and adjudicators settle, the least certain of them first.

Items are read from the front of one index (`annotation_item_disputed`), passing those that others hold. Whoever gets
one is alone with it: an item is locked before its open places are taken, and a locked one is passed by.
Lock order as everywhere in the ledger: person, own assignments, items, open places.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db import connection
from django.db.models.functions import Now

from accounts.models import Member
from accounts.refusals import NotAllowed
from annotation.actions.places import free_stale_places
from annotation.models import Annotation, Assignment, Pause, Project, ProjectPerson, ProjectState
from annotation.queries.eligibility import uncleared
from annotation.queries.reviews import open_appeals

Task = Literal["review", "adjudicate"]

# Each question is asked of one item at a time: without OFFSET the planner may join whole tables first.
# Nobody judges their own work, what they gave up once, or again what somebody appeals against.
FOR_ME = {
    "review": """
r.kind = 'review' AND r.state = 'open' AND (r.reserved_for_id IS NULL OR r.reserved_for_id = %(member)s)
AND EXISTS (SELECT FROM annotation_annotation n WHERE n.id = r.annotation_id AND n.member_id <> %(member)s
            AND (n.withdrawn_at IS NULL OR EXISTS (
              SELECT FROM annotation_verdict v WHERE v.annotation_id = n.id AND v.appealed_at IS NOT NULL
                AND v.appeal_closed_at IS NULL OFFSET 0)) OFFSET 0)
AND NOT EXISTS (SELECT FROM annotation_verdict v WHERE v.annotation_id = r.annotation_id
                AND v.created_by_id = %(member)s AND v.appealed_at IS NOT NULL OFFSET 0)
AND NOT EXISTS (SELECT FROM annotation_assignment s WHERE s.annotation_id = r.annotation_id
                AND s.member_id = %(member)s AND s.state = 'skipped' OFFSET 0)
""",
    "adjudicate": """
r.kind = 'adjudicate' AND r.state = 'open' AND (r.reserved_for_id IS NULL OR r.reserved_for_id = %(member)s)
AND NOT EXISTS (SELECT FROM annotation_annotation n WHERE n.project_id = r.project_id AND n.item_id = r.item_id
                AND n.member_id = %(member)s OFFSET 0)
AND NOT EXISTS (SELECT FROM annotation_assignment s WHERE s.item_id = r.item_id AND s.kind = 'adjudicate'
                AND s.member_id = %(member)s AND s.state = 'skipped' OFFSET 0)
""",
}

# Appeals come first, wherever their items stand.
APPEALED = """
SELECT i.id FROM annotation_verdict v JOIN annotation_item i ON i.id = v.item_id
WHERE v.project_id = %(project)s AND v.appealed_at IS NOT NULL AND v.appeal_closed_at IS NULL
  AND i.state <> 'withdrawn'
  AND EXISTS (SELECT FROM annotation_assignment r WHERE r.annotation_id = v.annotation_id AND {for_me} OFFSET 0)
ORDER BY v.appealed_at LIMIT %(limit)s FOR UPDATE OF i SKIP LOCKED
"""

IN_DISPUTE = """
SELECT i.id FROM annotation_item i
WHERE i.project_id = %(project)s AND i.state = %(kind)s
  AND EXISTS (SELECT FROM annotation_assignment r WHERE r.item_id = i.id AND {for_me} OFFSET 0)
ORDER BY i.certainty, i.agreement, i.position LIMIT %(limit)s FOR UPDATE OF i SKIP LOCKED
"""

# The items are locked, so their open places belong to this transaction. What is recorded later, by the clock of the
# database, has not been seen by whoever claims now.
TAKE = """
UPDATE annotation_assignment r
SET state = 'claimed', member_id = %(member)s, claimed_at = statement_timestamp(), form_version = %(form_version)s,
    lease_until = now() + make_interval(mins => %(lease)s)
WHERE r.item_id = ANY (%(items)s) AND (%(only)s::uuid[] IS NULL OR r.id = ANY (%(only)s)) AND {for_me}
"""

# What was answered anew since it was claimed counts as seen from now on.
HOLDING = """
WITH mine AS (SELECT id FROM annotation_assignment WHERE id = ANY (%(held)s) ORDER BY id FOR UPDATE)
UPDATE annotation_assignment a SET lease_until = now() + make_interval(mins => %(lease)s),
  form_version = %(form_version)s,
  claimed_at = CASE WHEN EXISTS (SELECT FROM annotation_revision v WHERE v.annotation_id = a.annotation_id
                                 AND v.recorded_at >= a.claimed_at) THEN statement_timestamp() ELSE a.claimed_at END
FROM mine WHERE a.id = mine.id AND a.state = 'claimed'
"""


class MayNotJudge(NotAllowed):
    """The member is not on the project's list of reviewers or adjudicators."""

    type = "not-on-the-project"
    title = "You don't judge other people's work in this project"


def claim_disputed(*, project: Project, member: Member, task: Task, limit: int, at: datetime) -> list[Assignment]:
    """The places on up to `limit` items that a member now has to judge, those already theirs first; the places of one
    item stand together. Raises `MayNotJudge`.
    """
    person = ProjectPerson.objects.select_for_update().filter(project=project, member=member).first()
    refuse_judging(project, member, person, task, at=at)
    held = _hold(project, member, task, limit)
    if len(held) < limit and project.state == ProjectState.ACTIVE and person and not person.paused:
        free_stale_places(project)
        held += _take_new(project, member, task, limit - len(held))
    rows = Assignment.objects.filter(item__in=held, kind=task, member=member, state="claimed")
    places = rows.select_related("item", "project", "annotation__member__user", "annotation__assignment")
    return sorted(places, key=lambda place: (held.index(place.item_id), place.place))


def refuse_judging(project: Project, member: Member, person: ProjectPerson | None, task: Task, *, at: datetime) -> None:
    """Raise `MayNotJudge` for whoever may not do this there, or is not cleared for the project's client."""
    if not may_judge(person, task):
        raise MayNotJudge
    if because := uncleared([project], member, at=at).get(project.pk):
        raise MayNotJudge(because)


def may_judge(person: ProjectPerson | None, task: Task) -> bool:
    """Whether somebody on the project's people list may do this there."""
    if person is None or person.paused == Pause.FULL:
        return False
    return person.review if task == "review" else person.adjudicate


def take_open(
    project: Project, member: Member, task: Task, items: Sequence[UUID], *, only: Sequence[UUID] | None = None
) -> None:
    """Take the open places on these items, which the caller has locked, that the member may judge; `only` some."""
    values: dict[str, Any] = {
        "member": member.pk,
        "items": list(items),
        "only": None if only is None else list(only),
        "form_version": project.form_version,
        "lease": project.lease_minutes,
    }
    with connection.cursor() as cursor:
        cursor.execute(TAKE.format(for_me=FOR_ME[task]), values)


def _hold(project: Project, member: Member, task: Task, limit: int) -> list[UUID]:
    """The items that are in the member's hands; what has been taken back by its author is no longer."""
    mine = Assignment.objects.filter(project=project, member=member, kind=task, state="claimed")
    rows = list(mine.order_by("claimed_at", "item__position").values_list("pk", "item_id", "annotation_id"))
    gone = _counting_no_longer(project, [annotation for _, _, annotation in rows if annotation])
    mine.filter(pk__in=[pk for pk, _, annotation in rows if annotation in gone]).update(
        state="withdrawn", closed_at=Now()
    )
    standing = [(pk, item) for pk, item, annotation in rows if annotation not in gone]
    items = list(dict.fromkeys(item for _, item in standing))[:limit]
    held = [pk for pk, item in standing if item in items]
    if held:
        values: dict[str, Any] = {"held": held, "lease": project.lease_minutes, "form_version": project.form_version}
        with connection.cursor() as cursor:
            cursor.execute(HOLDING, values)
    return items


def _counting_no_longer(project: Project, annotations: Sequence[UUID]) -> set[UUID]:
    """Those that were taken back or returned meanwhile, and that nobody appeals for."""
    if not annotations:
        return set()
    rows = Annotation.objects.filter(pk__in=annotations, withdrawn_at__isnull=False)
    gone = set(rows.values_list("pk", flat=True))
    return gone - set(open_appeals(project).filter(annotation__in=gone).values_list("annotation_id", flat=True))


def _take_new(project: Project, member: Member, task: Task, limit: int) -> list[UUID]:
    items = _items(APPEALED, project, member, task, limit) if task == "review" else []
    if len(items) < limit:
        items += _items(IN_DISPUTE, project, member, task, limit)
    items = list(dict.fromkeys(items))[:limit]
    if items:
        take_open(project, member, task, items)
    return items


def _items(source: str, project: Project, member: Member, task: Task, limit: int) -> list[UUID]:
    values = {"project": project.pk, "member": member.pk, "kind": task, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(source.format(for_me=FOR_ME[task]), values)
        return [row[0] for row in cursor.fetchall()]
