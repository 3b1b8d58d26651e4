"""`manage.py migrate_from`: bring everything that an installation of Label Studio or Argilla holds."""

from argparse import ArgumentParser
from getpass import getpass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import orjson
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.models import Client, Member, Role
from accounts.queries.clients import clients
from accounts.queries.doors import platform_organisations
from accounts.queries.members import members
from accounts.tenancy import organisation_scope
from config.migration.argilla import Argilla
from config.migration.bringing import Bringing, report_of, told
from config.migration.installation import Installation, NotMoved
from config.migration.label_studio import LabelStudio
from config.migration.state import State

INSTALLATIONS: dict[str, Any] = {"label-studio": LabelStudio, "argilla": Argilla}
MAY_MOVE = (Role.OWNER, Role.MANAGER)


class Command(BaseCommand):
    """Projects with guidelines, people, work, times, ground truth and pictures; run again, it brings what is new."""

    help = "Bring the projects of a Label Studio or Argilla installation to a client of an organisation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to bring, and where to."""
        parser.add_argument("tool", choices=sorted(INSTALLATIONS))
        parser.add_argument("--url", required=True, help="of the installation, such as https://labels.example.com")
        parser.add_argument("--token", default="", help="its API token; asked for where it is not given")
        parser.add_argument("--organisation", required=True, help="the slug of ours")
        parser.add_argument("--client", required=True, help="the name of the client that the projects are for")
        parser.add_argument("--by", required=True, help="the e-mail address of the owner or manager who does it")
        parser.add_argument("--allow-private", action="store_true", help="ask an installation on a private address")
        parser.add_argument("--state", default="", help="the file that remembers what was brought")
        parser.add_argument("--report", default="", help="the file to write the report to, as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Bring it all, and report."""
        path = Path(options["state"] or f"migration-{urlsplit(options['url']).hostname}.json")
        try:
            state = State(path, options["url"])
            installation = self._installation(options)
            with organisation_scope(self._organisation(options["organisation"])):
                with transaction.atomic():
                    client, by = self._client(options["client"]), self._member(options["by"])
                Bringing(installation, client, by, timezone.now, state, self.stdout.write).run()
        except (NotMoved, ValueError) as error:
            raise CommandError(str(error)) from error
        self._report(state, Path(options["report"] or path.with_suffix(".report.json")))
        if any(brought.state == "failed" for brought in state.projects.values()):
            raise CommandError("Some projects were not brought; run the command again when the reason is gone.")

    def _installation(self, options: dict[str, Any]) -> Installation:
        token = options["token"] or getpass(f"API token of {options['url']}: ")
        access = {"allow_private": options["allow_private"], "trusted": tuple(settings.TRUSTED_HOSTS_OUT)}
        installation: Installation = INSTALLATIONS[options["tool"]](options["url"], token, **access)
        return installation

    def _organisation(self, slug: str) -> UUID:
        found = next((pk for pk, known, _ in platform_organisations() if known == slug), None)
        if found is None:
            raise CommandError(f"There is no organisation {slug!r}.")
        return found

    def _client(self, name: str) -> Client:
        found = clients().filter(name=name).first()
        if found is None:
            raise CommandError(f"The organisation has no client {name!r}.")
        return found

    def _member(self, email: str) -> Member:
        found = members().filter(user__email__iexact=email, role__in=MAY_MOVE).first()
        if found is None:
            raise CommandError(f"{email!r} is no owner or manager of the organisation.")
        return found

    def _report(self, state: State, path: Path) -> None:
        path.write_bytes(orjson.dumps(report_of(state), option=orjson.OPT_INDENT_2))
        for line in told(state):
            self.stdout.write(line)
        self.stdout.write(f"The whole report is in {path}")
