"""Making people."""

from allauth.account.models import EmailAddress

from accounts.models import User


def create_user(*, email: str, name: str, password: str | None) -> User:
    """A person whose e-mail address is taken as proved."""
    user = User.objects.create_user(email, password, name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user
