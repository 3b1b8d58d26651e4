"""Background work of accounts."""

from datetime import timedelta
from typing import Any

from celery import Task, shared_task
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from accounts.actions import digests
from accounts.actions.replies import forget_replies
from accounts.queries.doors import platform_organisations
from accounts.tenancy import organisation_scope

REPLIES_KEPT_FOR = timedelta(days=2)


@shared_task(name="accounts.clear_out", base=Task)  # of no organisation: it visits each in turn
def clear_out(**_: Any) -> None:
    """Drop what has run out: sessions, and the answers kept for repeated requests."""
    call_command("clearsessions")
    before = timezone.now() - REPLIES_KEPT_FOR
    for organisation_id, _slug, _name in platform_organisations():
        with organisation_scope(organisation_id), transaction.atomic():
            forget_replies(before=before)


@shared_task(name="accounts.send_digests", base=Task)  # of no organisation: it visits each in turn
def send_digests(**_: Any) -> None:
    """Mail people what they have not read, in every organisation."""
    at = timezone.now()
    for organisation_id, _slug, _name in platform_organisations():
        with organisation_scope(organisation_id):
            digests.send_digests(at=at)
