"""Making people."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from accounts.models import User


def create_user(*, email: str, name: str, password: str | None) -> User:
    """A person whose e-mail address is taken as proved."""
    user = User.objects.create_user(email, password, name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def create_superuser(*, email: str, name: str, password: str) -> User:
    """One of the platform's own people, who may enter every organisation's admin by a support session."""
    user = create_user(email=email, name=name, password=password)
    user.is_staff = user.is_superuser = True
    user.save(update_fields=["is_staff", "is_superuser"])
    return user


def set_active(*, user: User, active: bool) -> None:
    """Block somebody from signing in, which ends their sessions and tokens at once, or let them in again."""
    user.is_active = active
    user.save(update_fields=["is_active"])


def remove_second_factor(*, authenticator: Authenticator) -> None:
    """Let somebody who lost their device sign in by password alone; their recovery codes go with the last one."""
    user = authenticator.user
    authenticator.delete()
    others = Authenticator.objects.filter(user=user)
    if not others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
        others.delete()
