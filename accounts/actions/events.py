"""Writing down what happened."""

from collections.abc import Iterable
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


def record_events(kind: str, *, subjects: Iterable[Model], actor: Member | None, at: datetime, **data: Any) -> None:
    """Write the same Event of many rows at once, one for each."""
    Event.objects.bulk_create(
        [
            Event(
                kind=kind,
                at=at,
                actor=actor,
                project_id=getattr(subject, "project_id", None),
                subject_kind=subject_kind(subject),
                subject_id=subject.pk,
                data=data,
            )
            for subject in subjects
        ],
        batch_size=1000,
    )
