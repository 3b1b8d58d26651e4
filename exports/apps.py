"""The exports app."""

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    """What leaves: export files."""

    name = "exports"
