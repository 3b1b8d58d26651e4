"""How far projects are, and how fast people go: from counts that are kept, not from scans."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, QuerySet, Sum

from accounts.models import Client, Member
from annotation.distribution.forecast import CONFIDENCE, forecast
from annotation.models import HELD, Annotation, Assignment, Item, ItemState, Project, ProjectState, Tally
from annotation.queries import tallies
from annotation.queries.gold import hidden_coming
from annotation.queries.people import shown_person
from annotation.queries.projects import annotator_projects
from annotation.queries.tallies import Counts, Day

PLACES = ("open", "claimed", "submitted", "skipped", "returned")
UNFINISHED = (ItemState.OPEN, ItemState.REVIEW, ItemState.ADJUDICATE)
DAYS_SHOWN = 90
DAYS_OF_PACE = 14
"""The forecast goes by so many days before today."""
MOST_LOOKED_AT = 5000


def progress(project: Project, *, named: bool, at: datetime) -> dict[str, Any]:
    """Items and places by state, what each person and each day did, and when it will be done."""
    return _progress([project], named=named, at=at)


def client_progress(client: Client, *, named: bool, at: datetime) -> dict[str, Any]:
    """The same of all projects of a client together."""
    return _progress(list(Project.objects.filter(client=client)), named=named, at=at)


def member_progress(member: Member, *, at: datetime) -> dict[str, Any]:
    """What one member did, in all projects that the reader may see; nothing is foretold of a person."""
    rows = Tally.objects.filter(member=member)
    days = tallies.by_day(rows, since=at.date() - timedelta(days=DAYS_SHOWN))
    ids = set(rows.values_list("project_id", flat=True).distinct())
    projects = dict(Project.objects.filter(pk__in=ids).values_list("pk", "name"))
    done = {pk: tallies.by_member(rows.filter(project_id=pk)).get(member.pk) for pk in projects}
    return {
        "by_project": [
            {"project": {"id": pk, "name": name}, **(done[pk] or {"submitted": 0, "skipped": 0, "seconds": 0})}
            for pk, name in sorted(projects.items(), key=lambda entry: entry[1])
        ],
        "by_day": _day_rows(days),
        "pace": _pace(days, at.date()),
    }


def _progress(projects: Sequence[Project], *, named: bool, at: datetime) -> dict[str, Any]:
    ids = [project.pk for project in projects]
    found = _together(tallies.counts(ids).values())
    rows = Tally.objects.filter(project_id__in=ids)
    days = tallies.by_day(rows, since=at.date() - timedelta(days=DAYS_SHOWN))
    states = {state.value: found.states["item"][state] for state in ItemState}
    latest = Annotation.objects.filter(project_id__in=ids, withdrawn_at=None).order_by("-submitted_at").first()
    return {
        "items": found.items(),
        "done": states["done"],
        "open": states["open"],
        "states": states,
        "places": {state: found.states["annotate"][state] for state in PLACES},
        "review": {state: found.states["review"][state] for state in ("open", "claimed", "submitted")},
        "adjudication": {state: found.states["adjudicate"][state] for state in ("open", "claimed", "submitted")},
        "people": _people(rows, named=named),
        "by_day": _day_rows(days),
        "pace": _pace(days, at.date()),
        "forecast": _forecast(projects, found, days, at.date()),
        "ageing": _ageing(ids, states["open"], at),
        "last_submitted_at": latest.submitted_at if latest else None,
    }


def _together(many: Collection[Counts]) -> Counts:
    total = Counts()
    for one in many:
        for subject, states in one.states.items():
            for state, n in states.items():
                total.states[subject][state] += n
    return total


def _people(rows: QuerySet[Tally], *, named: bool) -> list[dict[str, Any]]:
    done = tallies.by_member(rows)
    members = Member.objects.filter(pk__in=done).select_related("user")
    people = [{"member": shown_person(each.pk, str(each), named=named), **done[each.pk]} for each in members]
    return sorted(people, key=lambda row: (-row["submitted"], row["member"]["name"]))


def _day_rows(days: Mapping[date, Day]) -> list[dict[str, Any]]:
    return [
        {
            "day": day,
            "submitted": max(0, each.submitted),
            "seconds": each.seconds,
            "items_done": max(0, each.items_done),
        }
        for day, each in days.items()
    ]


def _latest(days: Mapping[date, Day], today: date) -> list[Day]:
    """The whole days before today that the pace goes by, from the first on which anything was done."""
    first = min(days, default=today)
    start = max(first, today - timedelta(days=DAYS_OF_PACE))
    return [days.get(start + timedelta(days=number), Day()) for number in range((today - start).days)]


def _pace(days: Mapping[date, Day], today: date) -> dict[str, float | None]:
    """Annotations a day, and for an hour of active work; of today as far as it went where there is no day before."""
    latest = _latest(days, today) or [days.get(today, Day())]
    submitted, seconds = sum(day.submitted for day in latest), sum(day.seconds for day in latest)
    return {
        "per_day": round(submitted / len(latest), 2) if submitted > 0 else None,
        "per_person_hour": round(submitted * 3600 / seconds, 2) if submitted > 0 and seconds > 0 else None,
    }


def _forecast(
    projects: Sequence[Project], found: Counts, days: Mapping[date, Day], today: date
) -> dict[str, Any] | None:
    """When every place that is there today has been answered, at the pace of the latest days."""
    remaining = found.waiting("annotate")
    told: dict[str, Any] = {"remaining_places": remaining, "confidence": CONFIDENCE}
    unknown = {"done_by": None, "low": None, "high": None}
    if not found.items():
        return None
    if not any(project.state == ProjectState.ACTIVE for project in projects):
        return {**told, **unknown, "because": "paused"}
    expected = forecast(remaining, [max(0, day.submitted) for day in _latest(days, today)])
    if expected is None:
        return {**told, **unknown, "because": "too_little_work"}
    ends = {"done_by": expected.days, "low": expected.low, "high": expected.high}
    dates = {end: None if number is None else today + timedelta(days=number) for end, number in ends.items()}
    return {**told, **dates, "because": None}


def _ageing(ids: Collection[UUID], waiting: int, at: datetime) -> dict[str, Any]:
    open_items = Item.objects.filter(project_id__in=ids, state=ItemState.OPEN).order_by("created_at")
    created = open_items.values_list("created_at", flat=True)
    middle = created[(waiting - 1) // 2] if 0 < waiting <= MOST_LOOKED_AT else None
    over_due = Item.objects.filter(project_id__in=ids, state__in=UNFINISHED, due_at__lt=at)
    return {
        "oldest_open": created.first(),
        "median_open_days": None if middle is None else round((at - middle).total_seconds() / 86400, 1),
        "over_due": over_due.count(),
    }


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
  AND NOT EXISTS (SELECT FROM annotation_exclusion e WHERE e.item_id = i.id AND e.member_id = %(member)s)
GROUP BY i.project_id
"""


def _items_left(member: Member, project_ids: set[UUID]) -> dict[UUID, int]:
    """How many items each project has for the person: those they hold, those with a free place that they have neither
    answered nor skipped, and among these the gold and what they are asked again, which would tell itself if it were not
    counted.
    """
    if not project_ids:
        return {}
    held = Assignment.objects.filter(member=member, kind="annotate", project_id__in=project_ids)
    held = held.filter(state__in=["claimed", "returned"])
    holding = dict(held.values_list("project_id").annotate(Count("id")))
    with connection.cursor() as cursor:
        cursor.execute(WITHOUT_LOOPS)
        cursor.execute(ITEMS_LEFT, {"projects": list(project_ids), "member": member.pk, "held": list(HELD)})
        free = dict(cursor.fetchall())
        cursor.execute("SET LOCAL enable_nestloop TO DEFAULT")
    coming = hidden_coming(member, {pk: free.get(pk, 0) for pk in project_ids})
    return {pk: free.get(pk, 0) + holding.get(pk, 0) + coming.get(pk, 0) for pk in project_ids}
