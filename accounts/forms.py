"""Forms of the account pages."""

from django import forms


class SignUpForm(forms.Form):
    """Asks for a name besides what allauth asks for."""

    name = forms.CharField(max_length=120)

    def signup(self, request: object, user: object) -> None:
        """Called by allauth with the new user."""
        user.name = self.cleaned_data["name"]  # type: ignore[attr-defined]
        user.save(update_fields=["name"])  # type: ignore[attr-defined]
