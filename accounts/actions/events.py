"""Writing down what happened."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from accounts.models import Event, Member
from accounts.queries.events import subject_kind


def record_event(
    kind: str,
    *,
    subject: Model,
    actor: Member | None,
    at: datetime,
    actor_name: str = "",
    project_id: UUID | None = None,
    **data: Any,
) -> None:
    """Write one Event in the running transaction; `kind` is `noun.verb` in the past tense."""
    Event.objects.create(
        kind=kind,
        at=at,
        actor=actor,
        actor_name=actor_name,
        project_id=project_id or getattr(subject, "project_id", None),
        subject_kind=subject_kind(subject),
        subject_id=subject.pk,
        data=data,
    )
