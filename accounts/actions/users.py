"""Making people, and what they ask of their pages."""

from typing import Any

import orjson
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from accounts.models import User
from accounts.refusals import Fault, Invalid

MOST_PREFERENCES = 16 * 1024
"""In bytes of JSON."""


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


def set_preferences(*, user: User, changes: dict[str, Any]) -> User:
    """Keep how somebody likes the pages: named preferences replace those of the same name, null removes one.

    Raises `Invalid` when all of them together would be longer than `MOST_PREFERENCES`.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    merged = {name: value for name, value in (user.preferences | changes).items() if value is not None}
    if len(orjson.dumps(merged)) > MOST_PREFERENCES:
        raise Invalid(problems=[Fault("/preferences", f"Together they may have {MOST_PREFERENCES} bytes.")])
    user.preferences = merged
    user.save(update_fields=["preferences"])
    return user


def remove_second_factor(*, authenticator: Authenticator) -> None:
    """Let somebody who lost their device sign in by password alone; their recovery codes go with the last one."""
    user = authenticator.user
    authenticator.delete()
    others = Authenticator.objects.filter(user=user)
    if not others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
        others.delete()
