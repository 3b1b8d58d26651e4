"""The annotation app."""

from django.apps import AppConfig


class AnnotationConfig(AppConfig):
    """What is labeled, by whom, and how well."""

    name = "annotation"
