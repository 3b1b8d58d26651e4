"""Reading what happened."""

from uuid import UUID

from django.db.models import QuerySet

from accounts.models import Event


def events(*, project_id: UUID | None = None) -> QuerySet[Event]:
    """The events that the caller may see, with who acted."""
    rows = Event.objects.select_related("actor__user")
    return rows if project_id is None else rows.filter(project_id=project_id)
