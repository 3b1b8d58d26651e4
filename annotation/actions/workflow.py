"""Changing how work goes in a project while it goes on."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from accounts.actions.events import record_event
from accounts.models import Member, Skill
from accounts.refusals import Invalid, Refused
from annotation.actions.looking_again import look_at_everything
from annotation.actions.settling import settle
from annotation.distribution import InvalidWorkflow, Workflow, parse_workflow
from annotation.forms import Problem
from annotation.models import TOP_UP_LINE, Habits, Project
from annotation.queries.workflow import workflow_of

MOST_TO_SETTLE = 20_000
DECIDING = frozenset({"most_overlap", "enough_agreement", "stop", "resolve"})
"""Settings by which finished items may be decided otherwise."""

# New places at the end of the line of begun items; an item that nobody has seen stays where it is.
RAISE = """
WITH short AS (
  SELECT id, organisation_id, project_id, overlap,
    (SELECT coalesce(max(a.place), 0) FROM annotation_assignment a
     WHERE a.item_id = i.id AND a.kind = 'annotate') AS top
  FROM annotation_item i
  WHERE project_id = %(project)s AND overlap < %(overlap)s AND state NOT IN ('gold', 'withdrawn')
  ORDER BY id FOR UPDATE
), opened AS (
  INSERT INTO annotation_assignment (id, organisation_id, project_id, item_id, kind, place, state, skip_reason)
  SELECT gen_random_uuid(), organisation_id, project_id, id, 'annotate', top + number, 'open', ''
  FROM short CROSS JOIN LATERAL generate_series(1, %(overlap)s - overlap) AS number
)
UPDATE annotation_item i
SET overlap = %(overlap)s, free_places = i.free_places + %(overlap)s - i.overlap, state = 'open',
  begun_no = CASE WHEN i.begun_no IS NULL THEN NULL ELSE nextval('annotation_begun_no') END
FROM short WHERE i.id = short.id RETURNING i.id
"""

# Only places that nobody holds or has been assigned go; an item that people disagree about keeps what it was given.
LOWER = """
WITH long AS (
  SELECT id, overlap FROM annotation_item
  WHERE project_id = %(project)s AND overlap > %(overlap)s AND free_places > 0 AND line <> %(top_up)s
    AND state NOT IN ('gold', 'withdrawn')
  ORDER BY id FOR UPDATE
), spare AS (
  SELECT a.id, a.item_id, row_number() OVER (PARTITION BY a.item_id ORDER BY a.place DESC) AS number, long.overlap
  FROM annotation_assignment a JOIN long ON long.id = a.item_id
  WHERE a.kind = 'annotate' AND a.state = 'open' AND a.reserved_for_id IS NULL
), gone AS (
  UPDATE annotation_assignment a SET state = 'withdrawn', closed_at = now()
  FROM spare WHERE a.id = spare.id AND spare.number <= spare.overlap - %(overlap)s RETURNING a.item_id
)
UPDATE annotation_item i SET overlap = i.overlap - g.places, free_places = i.free_places - g.places
FROM (SELECT item_id, count(*)::smallint AS places FROM gone GROUP BY item_id) g
WHERE i.id = g.item_id RETURNING i.id, i.submitted > 0
"""


class TooMuchToSettle(Refused):
    """One request can't look at so many items."""

    type = "too-much-at-once"
    title = "Too many items would have to be looked at"


def read_workflow(data: object) -> Workflow:
    """The settings that a person sent. Raises `Invalid` with pointers; skills and people must be there."""
    try:
        workflow = parse_workflow(data)
    except InvalidWorkflow as error:
        raise Invalid(problems=error.problems) from None
    skills = {f"/skills/{number}/skill": wanted.skill for number, wanted in enumerate(workflow.skills)}
    if workflow.gold.gives:
        skills["/gold/gives/skill"] = workflow.gold.gives.skill
    people = {
        f"/review/rules/{number}/member": rule.member
        for number, rule in enumerate(workflow.review.rules)
        if rule.member
    }
    found = [
        *_missing(skills, set(Skill.objects.filter(pk__in=set(skills.values())).values_list("pk", flat=True))),
        *_missing(people, set(Member.objects.filter(pk__in=set(people.values())).values_list("pk", flat=True))),
    ]
    if found:
        raise Invalid(problems=found)
    return workflow


def _missing(named: dict[str, str], known: set[UUID]) -> list[Problem]:
    return [
        Problem(pointer, "is nothing of this organisation")
        for pointer, value in named.items()
        if UUID(value) not in known
    ]


def set_workflow(*, project: Project, workflow: Workflow, by: Member, at: datetime) -> Workflow:
    """Work goes by these settings from now on: an item is looked at under them the next time something happens to it,
    and at once, by a job, if they say otherwise when enough people have answered or what becomes of differences.

    `project` is locked by the caller.
    """
    before = workflow_of(project).to_json()
    project.workflow = workflow.to_json()
    project.version += 1
    project.save(update_fields=["workflow", "version"])
    changed = sorted(key for key, value in project.workflow.items() if value != before[key])
    record_event("project.workflow_set", subject=project, project_id=project.pk, actor=by, at=at, changed=changed)
    if "resolve" in changed:
        # What is kept of how far questions are decided says what older settings make of them: it is learnt again.
        Habits.objects.filter(project=project, member=None).update(answers=None, states=None)
    if DECIDING.intersection(changed):
        look_at_everything(project=project, by=by, at=at)
    return workflow


def change_overlap(*, project: Project, overlap: int, by: Member, at: datetime) -> int:
    """How many people answer each item, from now on and of the items that are there; returns how many items changed.

    More places are opened on every item, finished ones too. Of the places that are too many only those go that nobody
    holds: answers stay. `project` is locked by the caller.
    """
    before = project.overlap
    values: dict[str, Any] = {"project": project.pk, "overlap": overlap, "top_up": TOP_UP_LINE}
    with connection.cursor() as cursor:
        cursor.execute(RAISE, values)
        raised = [row[0] for row in cursor.fetchall()]
        cursor.execute(LOWER, values)
        lowered = cursor.fetchall()
    to_settle = [item_id for item_id, begun in lowered if begun]
    begun = _begun(raised) + to_settle
    if len(begun) > MOST_TO_SETTLE:
        raise TooMuchToSettle(f"{len(begun)} items have been worked on; {MOST_TO_SETTLE} can be changed at once.")
    for item_id in begun:
        settle(item_id, at=at)
    project.overlap = overlap
    project.save(update_fields=["overlap"])
    said: dict[str, Any] = {"before": before, "overlap": overlap}
    record_event("project.overlap_changed", subject=project, project_id=project.pk, actor=by, at=at, **said)
    return len(raised) + len(lowered)


def _begun(item_ids: list[UUID]) -> list[UUID]:
    """Those that somebody has answered: whoever was to look at them waits again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM annotation_item WHERE id = ANY (%s) AND submitted > 0", [item_ids])
        return [row[0] for row in cursor.fetchall()]
