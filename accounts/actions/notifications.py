"""Telling members what they should know."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from accounts.models import Member, Notification
from accounts.queries.events import subject_kind
from accounts.queries.notifications import unread


def notify(
    members: Iterable[Member], kind: str, *, subject: Model, project_id: UUID | None, at: datetime, **data: Any
) -> None:
    """Tell each of these members once that something happened to `subject`, in the running transaction.

    The same kind about the same subject at the same `at`, which is one transaction's, is told once however often this
    is called. Whoever was removed from the organisation is told nothing. `data` is what a sentence about it needs; no
    more than its readers may know.
    """
    about = {"kind": kind, "subject_kind": subject_kind(subject), "subject_id": subject.pk, "created_at": at}
    ids = {member.pk for member in members}
    told = Notification.objects.filter(**about, member_id__in=ids).values("member_id")
    present = Member.objects.filter(pk__in=ids, removed_at=None).exclude(pk__in=told)
    Notification.objects.bulk_create(
        Notification(member_id=pk, project_id=project_id, data=data, **about)
        for pk in present.order_by("pk").values_list("pk", flat=True)
    )


def mark_read(*, to: Member, ids: Iterable[UUID] | None, at: datetime) -> None:
    """A member has read these of their notifications, or all of them; those of others stay as they are."""
    rows = unread(to=to)
    rows = rows if ids is None else rows.filter(pk__in=set(ids))
    rows.update(read_at=at)
