"""What belongs to no organisation: for the platform's own people only.

Whatever would let one person act as another is not shown: password hashes, session keys, second factors' secrets.
Changes here belong to no organisation's audit trail and are kept in the platform's own log.
"""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.http import HttpRequest

from accounts.actions.users import remove_second_factor, set_active
from accounts.admin.base import LookingAdmin
from accounts.models import User

for model in (Group, EmailAddress, Authenticator):  # as Django and allauth register them
    if admin.site.is_registered(model):
        admin.site.unregister(model)


class PlatformAdmin(LookingAdmin):
    """For superusers."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)


@admin.register(User)
class UserAdmin(PlatformAdmin):
    """People. Blocking one ends their sessions and tokens."""

    list_display = ("email", "name", "is_active", "is_staff", "joined_at", "last_login")
    list_filter = ("is_active", "is_staff", "is_superuser")
    search_fields = ("email", "name")
    fields = ("email", "name", "is_active", "is_staff", "is_superuser", "joined_at", "last_login", "id")

    def editable_fields(self, request: HttpRequest) -> tuple[str, ...]:
        return ("is_active",)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody blocks themselves."""
        return self.has_view_permission(request) and (obj is None or obj.pk != request.user.pk)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: Any) -> None:
        set_active(user=obj, active=form.cleaned_data["is_active"])


@admin.register(EmailAddress)
class EmailAddressAdmin(PlatformAdmin):
    """Addresses, and whether they were proved."""

    list_display = ("email", "user", "verified", "primary")
    list_filter = ("verified", "primary")
    list_select_related = ("user",)
    search_fields = ("email",)


@admin.register(Authenticator)
class AuthenticatorAdmin(PlatformAdmin):
    """Second factors; deleting one lets somebody who lost their device in again."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type",)
    list_select_related = ("user",)
    search_fields = ("user__email",)
    hidden = ("data",)

    def has_delete_permission(self, request: HttpRequest, obj: Authenticator | None = None) -> bool:
        return self.has_view_permission(request)

    def delete_model(self, request: HttpRequest, obj: Authenticator) -> None:
        remove_second_factor(authenticator=obj)


@admin.register(Session)
class SessionAdmin(PlatformAdmin):
    """Who is signed in. The key is the session itself, so it is neither shown nor part of an address."""

    list_display = ("who", "expire_date")
    list_display_links = None
    date_hierarchy = "expire_date"

    @admin.display(description="user")
    def who(self, session: Session) -> str:
        return str(session.get_decoded().get("_auth_user_id", "nobody"))

    def has_view_permission(self, request: HttpRequest, obj: Session | None = None) -> bool:
        return obj is None and super().has_view_permission(request)


@admin.register(LogEntry)
class LogEntryAdmin(PlatformAdmin):
    """The platform's own log: what was changed on these pages."""

    list_display = ("action_time", "user", "content_type", "object_repr", "change_message")
    list_select_related = ("user", "content_type")
    list_filter = ("action_flag",)
