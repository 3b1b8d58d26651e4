"""Reading what members should know."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import Client, Member, Notification
from accounts.queries.clients import my_clients


def notifications(*, to: Member) -> QuerySet[Notification]:
    """What one member was told; through the wall between clients, only of projects on the caller's side."""
    rows = Notification.objects.filter(member=to)
    if my_clients() is None:
        return rows
    visible = Client.objects.filter(projects__isnull=False).values("projects")
    return rows.filter(Q(project_id=None) | Q(project_id__in=visible))


def unread(*, to: Member) -> QuerySet[Notification]:
    """What a member was told and has not read."""
    return notifications(to=to).filter(read_at=None)


def project_names(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """{project: its name} of those that the caller may see."""
    # Projects stand above this app; their clients know them.
    found = Client.objects.filter(projects__in={pk for pk in ids if pk is not None})
    return dict(found.values_list("projects", "projects__name"))
