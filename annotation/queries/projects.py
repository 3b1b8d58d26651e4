"""Reading projects."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from accounts.models import Member
from annotation.models import (
    TOP_UP_LINE,
    Assignment,
    AssignmentKind,
    AssignmentState,
    GuidelinesVersion,
    Item,
    ItemState,
    Pause,
    Project,
    ProjectPerson,
    ProjectState,
)
from annotation.queries.eligibility import skill_fit, uncleared
from annotation.queries.tallies import counts


def projects() -> QuerySet[Project]:
    """The projects that the scope shows."""
    return Project.objects.select_related("client")


def people(project: Project) -> QuerySet[ProjectPerson]:
    """The project's people list, by name."""
    listed = ProjectPerson.objects.filter(project=project, member__removed_at=None)
    return listed.select_related("member__user").order_by("member__user__name", "id")


def person_of(project: Project, member: Member) -> ProjectPerson | None:
    """A member's row on the project's people list."""
    return ProjectPerson.objects.filter(project=project, member=member).select_related("project").first()


def guidelines(project: Project) -> QuerySet[GuidelinesVersion]:
    """Every version of the project's guidelines."""
    return GuidelinesVersion.objects.filter(project=project)


def guidelines_seen(
    member_ids: Iterable[UUID | None], project_ids: Iterable[UUID]
) -> dict[tuple[UUID, UUID | None], int | None]:
    """{(project, member): the version of the guidelines that they last confirmed}, in one query."""
    rows = ProjectPerson.objects.filter(project_id__in=set(project_ids), member_id__in=set(member_ids))
    return {
        (project, member): seen
        for project, member, seen in rows.values_list("project_id", "member_id", "guidelines_seen")
    }


def annotator_projects(member: Member) -> list[Project]:
    """The active projects whose people list lets a member annotate, in the order in which to work in them: those with
    work that was returned to the member, then by priority, by due date, by how well the member's skills match, by age.
    """
    listed = ProjectPerson.objects.filter(member=member, annotate=True).values("project_id")
    found = list(Project.objects.filter(pk__in=listed, state=ProjectState.ACTIVE).order_by("created_at", "id"))
    waiting = waiting_work(member, found)
    fit = skill_fit(found, member)
    return sorted(found, key=lambda row: (not waiting[row.pk]["returned"], -row.priority, _due(row), -fit[row.pk]))


def judged_projects(member: Member, task: Literal["review", "adjudicate"], *, at: datetime) -> list[Project]:
    """The active projects in which a member may review or adjudicate, by priority, due date and age."""
    may = Q(review=True) if task == "review" else Q(adjudicate=True)
    listed = ProjectPerson.objects.filter(may, member=member).exclude(paused=Pause.FULL)
    projects = Project.objects.filter(pk__in=listed.values("project_id"), state=ProjectState.ACTIVE)
    found = list(projects.order_by("-priority", F("due_at").asc(nulls_last=True), "created_at", "id"))
    closed = uncleared(found, member, at=at)
    return [project for project in found if project.pk not in closed]


def _due(project: Project) -> float:
    return float("inf") if project.due_at is None else project.due_at.timestamp()


def waiting_work(member: Member, projects: Iterable[Project]) -> dict[UUID, dict[str, int]]:
    """{project: {"returned", "held", "assigned"}}: what waits for a member who annotates there, in two queries whose
    cost is what they count.
    """
    ids = [project.pk for project in projects]
    mine = Assignment.objects.filter(member=member, project_id__in=ids, kind=AssignmentKind.ANNOTATE)
    held = mine.filter(state__in=[AssignmentState.CLAIMED, AssignmentState.RETURNED])
    reserved = Assignment.objects.filter(project_id__in=ids, reserved_for=member, state=AssignmentState.OPEN)
    found = {pk: {"returned": 0, "held": 0, "assigned": 0} for pk in ids}
    for pk, state, count in held.values_list("project_id", "state").annotate(Count("id")):
        found[pk]["returned" if state == AssignmentState.RETURNED else "held"] = count
    for pk, count in reserved.values_list("project_id").annotate(Count("id")):
        found[pk]["assigned"] = count
    return found


def has_open_places(project: Project) -> bool:
    """Whether anybody could still be given an item of the project to answer, review or adjudicate.

    Each question is answered by an index of only what it asks for, so it costs the same at the end of a large project
    as at its beginning.
    """
    items = Item.objects.filter(project=project)
    places = Assignment.objects.filter(project=project)
    return (
        items.filter(line__in=range(-1, TOP_UP_LINE + 1), free_places__gt=0, begun_no__isnull=True).exists()
        or items.filter(line__in=range(-1, TOP_UP_LINE + 1), free_places__gt=0, begun_no__gt=0).exists()
        or items.filter(state__in=[ItemState.REVIEW, ItemState.ADJUDICATE]).exists()
        or places.filter(state=AssignmentState.OPEN, reserved_for__isnull=False).exists()
    )


def is_waited_for(project: Project) -> bool:
    """Whether somebody still has to answer, review or adjudicate an item of the project; nobody is waited for who
    holds gold, or whose work came back only for an added question.
    """
    people = ProjectPerson.objects.filter(project=project).values("member_id")
    places = Assignment.objects.filter(project=project, item__state=ItemState.OPEN)
    return (
        has_open_places(project)
        or places.filter(state=AssignmentState.CLAIMED).exists()
        or places.filter(state=AssignmentState.RETURNED, member_id__in=people).exists()
    )


def newest_item(project: Project) -> Item | None:
    """The item that was added last."""
    return Item.objects.filter(project=project).order_by("-position").first()


def counts_by_project(ids: list[UUID]) -> dict[UUID, dict[str, int]]:
    """{project: {"items", "done"}} for a page of projects, in one query."""
    return {pk: {"items": each.items(), "done": each.states["item"]["done"]} for pk, each in counts(ids).items()}
