"""Reading what happened."""

from uuid import UUID

from django.db.models import Model, QuerySet

from accounts.models import Event


def events(*, project_id: UUID | None = None) -> QuerySet[Event]:
    """The events that the caller may see, with who acted."""
    rows = Event.objects.select_related("actor__user")
    return rows if project_id is None else rows.filter(project_id=project_id)


def subject_kind(row: Model) -> str:
    """How Events name the kind of a row."""
    return row._meta.label_lower.partition(".")[2]


def events_of(row: Model) -> QuerySet[Event]:
    """What happened to one row, newest first."""
    return events().filter(subject_kind=subject_kind(row), subject_id=row.pk).order_by("-id")
