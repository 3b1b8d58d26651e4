"""What the project registers with Django."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class ConcordConfig(AppConfig):
    """The project itself: pages and commands that belong to no app."""

    name = "config"
    default = True

    def ready(self) -> None:
        from celery.signals import worker_init

        from config.safety import refuse_unsafe_database

        worker_init.connect(refuse_unsafe_database)


class ConcordAdminConfig(admin_apps.AdminConfig):
    """Django admin on Concord's own site, which works inside one organisation at a time."""

    default = False
    default_site = "config.admin_site.ConcordAdminSite"
