"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who may do what, where: tenancy itself."""

    name = "accounts"

    def ready(self) -> None:
        from accounts.tenancy import checks  # noqa: F401  # registers the system checks
