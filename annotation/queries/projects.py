"""Reading projects."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from accounts.models import Member
from annotation.models import GuidelinesVersion, Item, Project, ProjectPerson


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


def annotator_projects(member: Member) -> QuerySet[Project]:
    """The active projects whose people list lets a member annotate, oldest first."""
    mine = ProjectPerson.objects.filter(member=member, annotate=True).values("project_id")
    return Project.objects.filter(pk__in=mine, state="active").order_by("created_at", "id")


def counts_by_project(ids: list[UUID]) -> dict[UUID, dict[str, int]]:
    """{project: {"items", "done"}} for a page of projects, in one query."""
    rows = (
        Item.objects.filter(project_id__in=ids)
        .values("project_id")
        .annotate(items=Count("id"), done=Count("id", filter=Q(state="done")))
    )
    found = {row["project_id"]: {"items": row["items"], "done": row["done"]} for row in rows}
    return {pk: found.get(pk, {"items": 0, "done": 0}) for pk in ids}
