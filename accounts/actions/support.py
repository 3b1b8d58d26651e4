"""The platform's people in an organisation's admin: announced, with a reason, for an hour at most."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.actions.events import record_event
from accounts.models import SupportSession, User
from accounts.refusals import Fault, Invalid, NotAllowed
from accounts.tenancy import organisation_scope

LONGEST_MINUTES = 60


def open_support_session(
    *, organisation_id: UUID, user: User, reason: str, minutes: int, at: datetime
) -> SupportSession:
    """Let a superuser look into one organisation. It is written to that organisation's own audit trail.

    Must be called outside any scope: it opens the organisation's.
    """
    if not (user.is_superuser and user.is_active):
        raise NotAllowed("Support sessions are for the platform's people.")
    if not reason.strip() or not 1 <= minutes <= LONGEST_MINUTES:
        raise Invalid(problems=[Fault("/reason", f"Give a reason, and 1 to {LONGEST_MINUTES} minutes.")])
    with organisation_scope(organisation_id), transaction.atomic():
        session = SupportSession.objects.create(
            user=user, reason=reason.strip(), started_at=at, ends_at=at + timedelta(minutes=minutes)
        )
        record_event(
            "support.opened",
            subject=session,
            actor=None,
            actor_name=support_name(user),
            at=at,
            reason=session.reason,
            ends_at=session.ends_at.isoformat(),
        )
    return session


def leave_support_session(*, session: SupportSession, user: User, at: datetime) -> None:
    """Write down that the superuser left before the time was over. Needs the organisation's scope."""
    record_event("support.left", subject=session, actor=None, actor_name=support_name(user), at=at)


def support_name(user: User) -> str:
    """How one of the platform's people is named in an organisation's audit trail."""
    return f"{user} (platform support)"[:120]
