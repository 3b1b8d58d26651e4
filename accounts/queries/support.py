"""Reading support sessions."""

from uuid import UUID

from django.db.models.functions import Now

from accounts.models import SupportSession, User


def live_support_session(user: User, session_id: UUID) -> SupportSession | None:
    """The superuser's session in the organisation in scope, if its time is not over by the database's clock."""
    return SupportSession.objects.filter(pk=session_id, user=user, ends_at__gt=Now()).first()
