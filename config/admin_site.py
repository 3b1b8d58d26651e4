"""Django admin, one organisation at a time."""

from django.contrib import admin


class ConcordAdminSite(admin.AdminSite):
    """The admin of one organisation, entered by its owners and managers or by a superuser's support session."""

    site_header = "Concord"
    site_title = "Concord"
