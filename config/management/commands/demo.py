"""`manage.py demo`: the demo organisation, once."""

import json
import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.queries.doors import platform_organisations
from config.demo import SLUG, make_demo

LOGINS = "demo-logins.json"


class Command(BaseCommand):
    """Makes the demo organisation and keeps its logins in the data folder; does nothing where it exists."""

    help = "Make the demo organisation with real data, if there is none yet."

    def handle(self, *args: Any, **options: Any) -> None:
        if any(slug == SLUG for _, slug, _ in platform_organisations()):
            return
        logins = make_demo(at=timezone.now())
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        path = settings.DATA_DIR / LOGINS
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(logins, file, indent=2)
        self.stdout.write(f"The demo organisation is made; its logins are in {path}")
