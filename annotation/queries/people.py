"""How people are shown: by name inside the vendor, by pseudonym to its clients."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import Member, Role
from accounts.queries.pseudonyms import pseudonym, pseudonym_id
from annotation.models import Project, ProjectPerson


def managers_of(project: Project) -> QuerySet[Member]:
    """The owners and managers on a project's people list: who is told what happens there."""
    listed = ProjectPerson.objects.filter(project=project).values("member_id")
    return Member.objects.filter(pk__in=listed, role__in=[Role.OWNER, Role.MANAGER], removed_at=None)


def shown_person(member_id: UUID, name: str, *, named: bool) -> dict[str, Any]:
    """{"id", "name"} of a member as the reader may see them."""
    if named:
        return {"id": member_id, "name": name}
    return {"id": pseudonym_id(member_id), "name": pseudonym(member_id)}
