"""How far a project is."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Max, Q, Sum

from accounts.models import Member
from annotation.models import HELD, Annotation, Assignment, Item, Project
from annotation.queries.gold import gold_coming
from annotation.queries.people import shown_person
from annotation.queries.projects import annotator_projects

PLACES = ("open", "claimed", "submitted", "skipped")


def progress(project: Project, *, named: bool) -> dict[str, Any]:
    """Items by state, places by state, and what each person did; people by name or by pseudonym."""
    items = Item.objects.filter(project=project).aggregate(
        items=Count("id"), done=Count("id", filter=Q(state="done")), open=Count("id", filter=Q(state="open"))
    )
    states = Assignment.objects.filter(project=project).values_list("state").annotate(Count("id"))
    places = dict(states)
    counting = Annotation.objects.filter(project=project, withdrawn_at=None)
    return {
        **items,
        "places": {state: places.get(state, 0) for state in PLACES},
        "people": _people(project, named=named),
        "last_submitted_at": counting.aggregate(at=Max("submitted_at"))["at"],
    }


def _people(project: Project, *, named: bool) -> list[dict[str, Any]]:
    done = (
        Annotation.objects.filter(project=project, withdrawn_at=None)
        .values("member_id", "member__user__name", "member__user__email")
        .annotate(submitted=Count("id"), seconds=Sum("seconds"))
    )
    skips = Assignment.objects.filter(project=project, state="skipped").values_list("member_id").annotate(Count("id"))
    skipped = dict(skips)
    rows = [
        {
            "member": shown_person(
                row["member_id"], row["member__user__name"] or row["member__user__email"], named=named
            ),
            "submitted": row["submitted"],
            "skipped": skipped.get(row["member_id"], 0),
            "seconds": row["seconds"],
        }
        for row in done
    ]
    return sorted(rows, key=lambda row: (-row["submitted"], row["member"]["name"]))


def own_summary(member: Member, *, since: datetime | None) -> dict[str, Any]:
    """What a person has done since a moment, in all and by project, and what is left for them where they work now.

    `seconds` are those of the annotations submitted in that time.
    """
    done = Annotation.objects.filter(member=member, withdrawn_at=None)
    skipped = Assignment.objects.filter(member=member, state="skipped")
    if since is not None:
        done, skipped = done.filter(submitted_at__gte=since), skipped.filter(closed_at__gte=since)
    totals = done.values_list("project_id").annotate(submitted=Count("id"), seconds=Sum("seconds"))
    by_project = {pk: {"submitted": submitted, "seconds": seconds} for pk, submitted, seconds in totals}
    working = {project.pk for project in annotator_projects(member)}
    projects = Project.objects.filter(pk__in=working | set(by_project)).order_by("created_at", "id")
    left = _items_left(member, working)
    nothing = {"submitted": 0, "seconds": 0}
    rows = [
        {
            "project": {"id": project.pk, "name": project.name},
            **by_project.get(project.pk, nothing),
            "items_left": left.get(project.pk, 0),
        }
        for project in projects
    ]
    return {
        "submitted": sum(row["submitted"] for row in by_project.values()),
        "skipped": skipped.count(),
        "seconds": sum(row["seconds"] for row in by_project.values()),
        "by_project": rows,
    }


# A planner that has not heard of the project's size yet would look through all of a person's history for every item.
WITHOUT_LOOPS = "SET LOCAL enable_nestloop = off"
ITEMS_LEFT = """
SELECT i.project_id, count(*) FROM annotation_item i
WHERE i.project_id = ANY (%(projects)s) AND i.free_places > 0 AND NOT EXISTS (
  SELECT FROM annotation_assignment a
  WHERE a.item_id = i.id AND a.member_id = %(member)s AND a.kind = 'annotate' AND a.state = ANY (%(held)s))
GROUP BY i.project_id
"""


def _items_left(member: Member, project_ids: set[UUID]) -> dict[UUID, int]:
    """How many items each project has for the person: those they hold, those with a free place that they have neither
    answered nor skipped, and the gold among these, which would tell itself if it were not counted.
    """
    if not project_ids:
        return {}
    held = Assignment.objects.filter(member=member, kind="annotate", state="claimed", project_id__in=project_ids)
    holding = dict(held.values_list("project_id").annotate(Count("id")))
    with connection.cursor() as cursor:
        cursor.execute(WITHOUT_LOOPS)
        cursor.execute(ITEMS_LEFT, {"projects": list(project_ids), "member": member.pk, "held": list(HELD)})
        free = dict(cursor.fetchall())
        cursor.execute("SET LOCAL enable_nestloop TO DEFAULT")
    coming = gold_coming(member, {pk: free.get(pk, 0) for pk in project_ids})
    return {pk: free.get(pk, 0) + holding.get(pk, 0) + coming.get(pk, 0) for pk in project_ids}
