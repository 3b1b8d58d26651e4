"""Claiming: the next places for a person, at a cost that stays flat as project and history grow.

What comes first: work that was returned to them; what they hold; what a manager assigned to them; gold where it is
due; and then the project's lines of items, the one of top-ups first, the others by priority. In each line the items
that others have begun come before the fresh ones.

Lines are read from the front, never scanned. *Begun* items, which somebody has started and which still have a free
place, stand in the order of `begun_no`; an item goes to the line's end whenever one of its places becomes free again.
Each person remembers how far down each line nothing is left for them (`looked_until`), so that somebody's own long
history is passed once and not on every claim. *Fresh* items, which nobody has claimed and nobody is excluded from,
stand by due date and position; no one can have answered those, so they need no look at the history.

Lock order, everywhere in the ledger: person, own assignment, items by id, open places.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F

from accounts.models import Member
from accounts.refusals import NotAllowed
from annotation.actions.asking_again import take_again
from annotation.actions.gold_places import take_gold
from annotation.actions.places import free_stale_places
from annotation.distribution import Workflow, shown_order
from annotation.distribution.again import again_due
from annotation.distribution.gold import gold_is_due, others_given
from annotation.forms import response_ids
from annotation.models import LINES, Assignment, Pause, Project, ProjectPerson, ProjectState
from annotation.queries.eligibility import why_not
from annotation.queries.workflow import workflow_of

# A look through a whole line is repeated at most this often: it mends what concurrent commits hid.
LOOK_AGAIN = timedelta(minutes=1)

NOT_MINE = """
NOT EXISTS (SELECT FROM annotation_assignment a WHERE a.item_id = i.id AND a.kind = 'annotate'
            AND a.member_id = %(member)s AND a.state IN ('claimed', 'submitted', 'returned', 'skipped'))
AND NOT EXISTS (SELECT FROM annotation_exclusion e WHERE e.item_id = i.id AND e.member_id = %(member)s)
"""

# What a manager has assigned to the person comes as that, and never a second time through a line.
NOT_ASSIGNED = """
NOT EXISTS (SELECT FROM annotation_assignment a WHERE a.item_id = i.id AND a.kind = 'annotate' AND a.state = 'open'
            AND a.reserved_for_id = %(member)s)
"""

# The lines that have anything to give, the first to serve first. In the order of the indexes, so that the first entry
# of each is read and not the whole project.
OPEN_LINES = """
SELECT l.line FROM generate_series(3, -1, -1) AS l (line)
LEFT JOIN LATERAL (
  SELECT i.id FROM annotation_item i
  WHERE i.project_id = %(project)s AND i.line = l.line AND i.free_places > 0 AND i.begun_no IS NULL
  ORDER BY i.line, i.due_at, i.position LIMIT 1) fresh ON true
LEFT JOIN LATERAL (
  SELECT i.id FROM annotation_item i
  WHERE i.project_id = %(project)s AND i.line = l.line AND i.free_places > 0 AND i.begun_no IS NOT NULL
  ORDER BY i.line, i.begun_no LIMIT 1) begun ON true
WHERE fresh.id IS NOT NULL OR begun.id IS NOT NULL ORDER BY l.line DESC
"""

BEGUN = f"""
SELECT i.id FROM annotation_item i
WHERE i.project_id = %(project)s AND i.line = %(line)s AND i.free_places > 0 AND i.begun_no > %(looked_until)s
  AND {NOT_MINE} AND {NOT_ASSIGNED}
ORDER BY i.begun_no LIMIT %(limit)s FOR UPDATE OF i SKIP LOCKED
"""

FRESH = """
SELECT i.id FROM annotation_item i
WHERE i.project_id = %(project)s AND i.line = %(line)s AND i.free_places > 0 AND i.begun_no IS NULL
ORDER BY i.due_at, i.position LIMIT %(limit)s FOR UPDATE OF i SKIP LOCKED
"""

ASSIGNED = f"""
SELECT i.id FROM annotation_assignment r JOIN annotation_item i ON i.id = r.item_id
WHERE r.project_id = %(project)s AND r.reserved_for_id = %(member)s AND r.state = 'open' AND {NOT_MINE}
ORDER BY i.line DESC, i.due_at, i.position LIMIT %(limit)s FOR UPDATE OF i SKIP LOCKED
"""

# The items are locked, so their open places belong to this transaction; an assigned one is no free one.
TAKE = """
WITH taken AS (
  UPDATE annotation_assignment a
  SET state = 'claimed', member_id = %(member)s, claimed_at = now(), form_version = %(form_version)s,
      lease_until = now() + make_interval(mins => %(lease)s)
  FROM (SELECT DISTINCT ON (item_id) id FROM annotation_assignment
        WHERE item_id = ANY (%(items)s) AND kind = 'annotate' AND state = 'open'
          AND (CASE WHEN %(assigned)s THEN reserved_for_id = %(member)s ELSE reserved_for_id IS NULL END)
        ORDER BY item_id, place) p
  WHERE a.id = p.id RETURNING a.id, a.item_id
), line AS (
  SELECT id, item_id, nextval('annotation_begun_no') AS begun_no
  FROM (SELECT * FROM taken ORDER BY array_position(%(items)s, item_id)) t
), counted AS (
  UPDATE annotation_item i
  SET free_places = i.free_places - CASE WHEN %(assigned)s THEN 0 ELSE 1 END,
      begun_no = coalesce(i.begun_no, line.begun_no)
  FROM line WHERE i.id = line.item_id RETURNING i.id
)
SELECT line.id FROM line JOIN counted ON counted.id = line.item_id ORDER BY line.begun_no
"""

LOOKED = f"""
UPDATE annotation_projectperson SET looked_until[%(slot)s] = greatest(%(looked_until)s, coalesce(
  (SELECT i.begun_no - 1 FROM annotation_item i
   WHERE i.project_id = %(project)s AND i.line = %(line)s AND i.free_places > 0 AND i.begun_no > %(looked_until)s
     AND {NOT_MINE}
   ORDER BY i.begun_no LIMIT 1),
  (SELECT max(i.begun_no) FROM annotation_item i WHERE i.project_id = %(project)s AND i.line = %(line)s
   AND i.free_places > 0 AND i.begun_no IS NOT NULL),
  0)) WHERE id = %(person)s
"""

HOLDING = """
WITH mine AS (SELECT id FROM annotation_assignment WHERE id = ANY (%(held)s) ORDER BY id FOR UPDATE)
UPDATE annotation_assignment a SET lease_until = now() + make_interval(mins => %(lease)s)
FROM mine WHERE a.id = mine.id AND a.state IN ('claimed', 'returned')
"""


class MayNotAnnotate(NotAllowed):
    """The member is not on the project's list of annotators."""

    type = "not-on-the-project"
    title = "You are not an annotator of this project"


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a person holds now; `because` says why there is no more than that: `project_paused`, `paused`,
    `not_eligible`, `cap_reached`, `nothing_left`, or None where there may be more. `reason` is why a rule paused them.
    """

    assignments: list[Assignment]
    because: str | None = None
    detail: str = ""
    reason: dict[str, Any] | None = None


def claim(*, project: Project, member: Member, limit: int, at: datetime) -> list[Assignment]:
    """Up to `limit` assignments for a member, those already theirs first (their leases renewed)."""
    return claim_work(project=project, member=member, limit=limit, at=at).assignments


def claim_anywhere(*, projects: Sequence[Project], member: Member, limit: int, at: datetime) -> Claimed:
    """Up to `limit` assignments for a member in these projects, which stand in the order to work in them: what is
    theirs already in any of them comes before anything new.
    """
    found = Claimed([], "nothing_left")
    for new in (False, True):
        for project in projects:
            room = limit - len(found.assignments)
            if room > 0:
                held = {row.pk for row in found.assignments}
                theirs = sum(row.project_id == project.pk for row in found.assignments)
                work = claim_work(project=project, member=member, limit=room + theirs, at=at, new=new)
                more = [row for row in work.assignments if row.pk not in held]
                found = replace(work, assignments=[*found.assignments, *more])
    return found


def claim_work(*, project: Project, member: Member, limit: int, at: datetime, new: bool = True) -> Claimed:
    """Up to `limit` assignments for a member, and why there are no more; without `new` only what is theirs already.

    Raises `MayNotAnnotate`.
    """
    person = ProjectPerson.objects.select_for_update().filter(project=project, member=member).first()
    if person is None or not person.annotate:
        raise MayNotAnnotate
    if person.paused == Pause.FULL:
        return Claimed([], "paused", person.paused_because, person.paused_reason)
    held = _renew_held(project, member, limit)
    because, detail = ("project_paused", "") if project.state != ProjectState.ACTIVE else (None, "")
    if because is None and new and len(held) < limit:
        because, detail = _why_no_new(project, person, member, at=at)
        if because is None:
            free_stale_places(project)
            taken = _take_new(project, person, limit - len(held), at=at)
            _record_order(taken)
            held += taken
            because = "nothing_left" if len(held) < limit else None
    reason = person.paused_reason if because == "paused" else None
    return Claimed(_with_items(held), because if len(held) < limit else None, detail, reason)


def _renew_held(project: Project, member: Member, limit: int) -> list[UUID]:
    """What was returned to the person and what they hold, in this order."""
    mine = Assignment.objects.filter(project=project, member=member, kind="annotate", state__in=["claimed", "returned"])
    in_order = mine.order_by("-state", "claimed_at", "id")  # “returned” comes after “claimed”
    held = list(in_order.values_list("pk", flat=True)[:limit])
    if held:
        _execute(HOLDING, {"lease": project.lease_minutes, "held": held})
    return held


def _why_no_new(project: Project, person: ProjectPerson, member: Member, *, at: datetime) -> tuple[str | None, str]:
    if person.paused:
        return "paused", person.paused_because
    if reason := why_not(project, member, at=at):
        return "not_eligible", reason
    if person.most_items is not None and _room(project, person) == 0:
        return "cap_reached", f"You may answer {person.most_items} items of this project."
    return None, ""


def _room(project: Project, person: ProjectPerson) -> int:
    """How many more items a person with a cap may take."""
    theirs = Assignment.objects.filter(project=project, member=person.member_id, kind="annotate")
    most = person.most_items or 0
    return most - theirs.filter(state__in=["claimed", "submitted", "returned"])[:most].count()


def _take_new(project: Project, person: ProjectPerson, limit: int, *, at: datetime) -> list[UUID]:
    if person.most_items is not None:
        limit = min(limit, _room(project, person))
    workflow = workflow_of(project)
    due = [gold_is_due(workflow.gold, person.given + number, str(person.pk)) for number in range(limit)]
    before = others_given(workflow.gold, person.given, str(person.pk))
    again = take_again(project, person, again_due(workflow.again, before, due.count(False), str(person.pk)))
    real = _take_real(project, person, workflow, due.count(False) - len(again), at=at)
    real[len(real) // 2 : len(real) // 2] = again
    if len(real) < due.count(False) and person.given >= workflow.gold.onboarding:
        due = due[: len(real)]  # gold alone would tell itself
    golden = take_gold(project, person, due.count(True))
    if len(golden) < due.count(True):
        real += _take_real(project, person, workflow, due.count(True) - len(golden), at=at)
    taken = _in_turn(due, golden, real)
    ProjectPerson.objects.filter(pk=person.pk).update(given=F("given") + len(taken))
    return taken


def _in_turn(due: Iterable[bool], golden: list[UUID], real: list[UUID]) -> list[UUID]:
    """Gold where it is due; whatever is left where there is no more of one sort."""
    order = []
    for is_gold in due:
        first, second = (golden, real) if is_gold else (real, golden)
        if first or second:
            order.append((first or second).pop(0))
    return [*order, *golden, *real]


def _take_real(project: Project, person: ProjectPerson, workflow: Workflow, limit: int, *, at: datetime) -> list[UUID]:
    if not limit:
        return []
    values: dict[str, Any] = {
        "project": project.pk,
        "member": person.member_id,
        "person": person.pk,
        "lease": project.lease_minutes,
        "form_version": project.form_version,
    }
    taken = _take(ASSIGNED, values | {"assigned": True}, limit)
    if workflow.mode != "manual" and len(taken) < limit:
        taken += _take_from_lines(person, values | {"assigned": False}, limit - len(taken), at=at)
    return taken


def _take_from_lines(person: ProjectPerson, values: dict[str, Any], limit: int, *, at: datetime) -> list[UUID]:
    taken: list[UUID] = []
    lines = [row[0] for row in _rows(OPEN_LINES, values)]
    for line in lines:
        if len(taken) < limit:
            taken += _take_from_line(person, values | _line(person, line), limit - len(taken))
    if not taken and lines and _may_look_again(person, at):
        for line in lines:
            if len(taken) < limit:
                taken += _take_from_line(person, values | _line(person, line, anew=True), limit - len(taken))
        ProjectPerson.objects.filter(pk=person.pk).update(looked_through_at=at)
    return taken


def _line(person: ProjectPerson, line: int, *, anew: bool = False) -> dict[str, Any]:
    slot = line + 2  # PostgreSQL counts from 1, and the lowest line is -1
    return {"line": line, "slot": slot, "looked_until": 0 if anew else person.looked_until[slot - 1]}


def _take_from_line(person: ProjectPerson, values: dict[str, Any], limit: int) -> list[UUID]:
    taken = _take(BEGUN, values, limit)
    if len(taken) < limit:
        taken += _take(FRESH, values, limit - len(taken))
    _execute(LOOKED, values)
    return taken


def _may_look_again(person: ProjectPerson, at: datetime) -> bool:
    if len(person.looked_until) < LINES or not any(person.looked_until):
        return False
    return person.looked_through_at is None or person.looked_through_at < at - LOOK_AGAIN


def _take(items_of: str, values: dict[str, Any], limit: int) -> list[UUID]:
    items = [row[0] for row in _rows(items_of, values | {"limit": limit})]
    return [row[0] for row in _rows(TAKE, values | {"items": items})] if items else []


def _record_order(taken: Sequence[UUID]) -> None:
    """Draw and keep the order in which each person sees the responses; the seed is the assignment's random id.

    The items of one claim are a microsecond apart, so that they stand in the same order after a reload: in that of
    their positions, gold would tell itself.
    """
    rows = list(Assignment.objects.filter(pk__in=taken).select_related("item", "project"))
    for row in rows:
        ids = response_ids(row.item.content)
        row.shown = shown_order(ids, str(row.pk)) if row.project.shuffle_responses else ids
        if row.claimed_at is not None:
            row.claimed_at += timedelta(microseconds=taken.index(row.pk))
    Assignment.objects.bulk_update(rows, ["shown", "claimed_at"])


def _with_items(ids: Sequence[UUID]) -> list[Assignment]:
    """In the order they were claimed, each with its item and project."""
    rows = Assignment.objects.filter(pk__in=ids).select_related("item", "project")
    return sorted(rows, key=lambda row: ids.index(row.pk))


def _rows(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _execute(sql: str, values: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
