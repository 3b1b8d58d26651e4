"""Forms of the account pages."""

from typing import Any

from allauth.account.forms import SignupForm
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.http import HttpRequest

from accounts.models import User


class NameField(forms.CharField):
    """A person's name, on one line."""

    def __init__(self) -> None:
        super().__init__(max_length=120, label="Your name", widget=forms.TextInput(attrs={"autocomplete": "name"}))


class SignUpForm(SignupForm):  # type: ignore[misc]  # allauth is not typed
    """Asks for a name besides what allauth asks for."""

    name = NameField()

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth with the new user."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


class InvitedSignUpForm(forms.Form):
    """What an invited person says of themselves; their address is the invitation's."""

    name = NameField()
    password = forms.CharField(
        max_length=1000,
        strip=False,
        help_text=" ".join(password_validators_help_texts()),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """The password is judged with the name and address beside it."""
        cleaned = super().clean() or self.cleaned_data
        if password := cleaned.get("password"):
            try:
                validate_password(password, User(email=self.email, name=cleaned.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned
