"""What the account pages ask of the settings."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def sign_up_is_open() -> bool:
    """Whether people may make accounts without an invitation."""
    return bool(settings.OPEN_SIGN_UP)
