"""`manage.py migrate` as the owner of the tables."""

import time
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.core.management.commands.migrate import Command as MigrateCommand
from django.db import OperationalError, connections
from psycopg.errors import LockNotAvailable

from accounts.tenancy.policies import app_role, door_role

ATTEMPTS = 30


class Command(MigrateCommand):
    """Migrates through DATABASE_OWNER_URL; a lock not had in 300 ms is tried again, so that traffic never queues."""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["database"] not in connections:
            raise CommandError("DATABASE_OWNER_URL is not set: migrations run as the owner of the tables")
        self._grant_by_default(options["database"])
        for attempt in range(1, ATTEMPTS + 1):
            try:
                super().handle(*args, **options)
                return
            except OperationalError as error:
                if not isinstance(error.__cause__, LockNotAvailable) or attempt == ATTEMPTS:
                    raise
                time.sleep(min(0.1 * attempt, 1))

    def _grant_by_default(self, alias: str) -> None:
        """What the app role may do with tables to come; a tenant table's policies narrow it."""
        app = app_role()
        with connections[alias].cursor() as cursor:
            cursor.execute("SET lock_timeout = '300ms'")
            cursor.execute(f"GRANT USAGE ON SCHEMA public TO {app}, {door_role()}")
            cursor.execute(
                f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}"
            )
            cursor.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO {app}")
