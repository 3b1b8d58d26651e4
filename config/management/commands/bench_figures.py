"""`manage.py bench_figures`: how long a reader of a large project waits, and the worker that works its figures out."""

import resource
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Organisation
from accounts.tenancy import organisation_scope
from annotation.actions.figures import work_out_wanted
from annotation.models import Project
from config.management.benches import bench_organisation
from config.management.commands.bench_report import PEOPLE, PLACES, make_project

MOST_WAITING = 2.0
"""Seconds that a reader may wait for what is kept."""
PATHS = ("people/quality", "models")


class Command(BaseCommand):
    """Prints seconds of each step; fails where a reader waits for longer than the goal."""

    help = "Measure the figures of people and models of many items: of those who read, and of the worker."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--items", type=int, default=100_000)

    def handle(self, *args: Any, **options: Any) -> None:
        organisation, boss = bench_organisation()
        with organisation_scope(organisation):
            project = make_project(boss, options["items"])
            with transaction.atomic():
                slug = Organisation.objects.get(pk=organisation).slug
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        reader = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
        reader.force_login(boss.user)
        self.stdout.write(f"{options['items']:,} items × {PLACES} annotations of {PEOPLE} people")
        slowest = 0.0
        for path in PATHS:
            with organisation_scope(organisation):
                read = partial(_read, reader, f"/api/v1/{slug}/projects/{project.pk}/{path}")
                slowest = max(slowest, self._steps(project, path, read))
        if slowest > MOST_WAITING:
            raise SystemExit(1)

    def _steps(self, project: Project, path: str, read: Callable[[int], tuple[float, int]]) -> float:
        """The longest that a reader waited."""
        first, _ = read(202)
        before, begun = _memory(), time.perf_counter()
        work_out_wanted(project.pk, now=timezone.now)
        job, memory = time.perf_counter() - begun, _memory()
        later, size = read(200)
        self.stdout.write(
            f"{path}: the first reader waits {first:.2f} s, the worker takes {job:.1f} s "
            f"(memory {before:.0f} MiB before, {memory:.0f} at most), the next reader waits {later:.2f} s "
            f"for {size >> 10} KiB"
        )
        return max(first, later)


def _read(reader: Client, address: str, status: int) -> tuple[float, int]:
    """Seconds until the API answered, and the bytes of its answer."""
    begun = time.perf_counter()
    reply = reader.get(address, secure=settings.SESSION_COOKIE_SECURE)
    assert reply.status_code == status, (reply.status_code, reply.content[:300])
    return time.perf_counter() - begun, len(reply.content)


def _memory() -> float:
    """The most that this process has had in memory, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
