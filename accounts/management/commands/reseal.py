"""`manage.py reseal`: seal every stored secret under the first of `SEALING_KEYS`."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from accounts.actions.buckets import reseal_buckets
from accounts.queries.doors import platform_organisations
from accounts.tenancy import organisation_scope


class Command(BaseCommand):
    """Safe to repeat; afterwards the older keys can be taken away."""

    help = "Seal every stored secret under the newest key."

    def handle(self, *args: Any, **options: Any) -> None:
        resealed = 0
        for organisation_id, _slug, _name in platform_organisations():
            with organisation_scope(organisation_id), transaction.atomic():
                resealed += reseal_buckets()
        self.stdout.write(f"{resealed} secrets were sealed anew.")
