"""Reading people, across organisations."""

from uuid import UUID

from django.db.models import Q

from accounts.models import User


def _holds(email: str) -> Q:
    """Their login, or another address that they have proved to be theirs."""
    return Q(email__iexact=email) | Q(emailaddress__email__iexact=email, emailaddress__verified=True)


def active_user(user_id: UUID) -> User | None:
    """The person of this id, unless they were shut out."""
    return User.objects.filter(pk=user_id, is_active=True).first()


def user_with_address(email: str) -> User | None:
    """The person whose e-mail address this is."""
    return User.objects.filter(_holds(email)).first()


def has_address(user: User, email: str) -> bool:
    """Whether an e-mail address is this person's."""
    return User.objects.filter(_holds(email), pk=user.pk).exists()
