"""`manage.py bench_import`: how fast preference items come in, beside what PostgreSQL does with the same rows."""

import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction
from django.utils import timezone
from uuid_utils.compat import uuid7

from accounts.actions.clients import create_client
from accounts.models import Member
from accounts.tenancy import current_organisation_id, organisation_scope
from annotation import storage
from annotation.actions.import_requests import Source, start_import
from annotation.actions.imports import run_import
from annotation.actions.projects import create_project
from annotation.forms.templates import template_named
from annotation.models import Asset, AssetState, Import, JobState, Project
from config.management.benches import bench_organisation

GOAL = 0.4
MOST_MIB = 250
WORDS = ("the", "model", "answers", "a", "question", "because", "light", "scatters", "in", "air", "and", "water", "why")
OVERLAP = 1

READ_OUT = """
SELECT row_to_json(r)::text FROM (
  SELECT i.external_id, i.content::text AS content, i.metadata::text AS metadata, i.prompt_key, t.document::text
  FROM annotation_item i JOIN annotation_itemtext t ON t.item_id = i.id
  WHERE i.project_id = %s ORDER BY i.position) r
"""
TEMPORARY = """
CREATE TEMPORARY TABLE bare (number bigint, external_id text, content text, metadata text, prompt_key text,
  document text) ON COMMIT DROP
"""
# What an import writes, and nothing else: no check, no look at what is there.
BARE = """
WITH created AS (
  INSERT INTO annotation_item (id, organisation_id, project_id, position, external_id, content, content_version,
    metadata, prompt_key, priority, state, overlap, submitted, free_places, created_at)
  SELECT gen_random_uuid(), %(organisation)s, %(project)s, number, external_id, content::jsonb, 1, metadata::jsonb,
    prompt_key, 0, 'open', %(overlap)s, 0, %(overlap)s, now() FROM bare
  RETURNING id, position
), words AS (
  INSERT INTO annotation_itemtext (id, organisation_id, project_id, item_id, document)
  SELECT gen_random_uuid(), %(organisation)s, %(project)s, created.id, bare.document::tsvector
  FROM created JOIN bare ON bare.number = created.position
)
INSERT INTO annotation_assignment (id, organisation_id, project_id, item_id, kind, place, state, skip_reason)
SELECT gen_random_uuid(), %(organisation)s, %(project)s, created.id, 'annotate', place, 'open', ''
FROM created CROSS JOIN generate_series(1, %(overlap)s) AS place
"""


class Command(BaseCommand):
    """Prints rows a second of each way, their ratio, and the memory that the import took; fails below the goal."""

    help = "Measure imports against a bare COPY with INSERT … SELECT of the same rows."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--items", type=int, default=100_000)
        parser.add_argument("--preview", action="store_true", help="read any format: through a spool, with a preview")

    def handle(self, *args: Any, **options: Any) -> None:
        count = options["items"]
        storage.prepare()
        organisation, boss = bench_organisation()
        with organisation_scope(organisation), tempfile.TemporaryDirectory() as folder:
            ours, theirs = _project(boss, "Import"), _project(boss, "Bare")
            data = Path(folder, "items.jsonl")
            with data.open("wb") as file:
                file.writelines(_lines(count))
            asset = _asset(ours, data, boss, purpose="data" if options["preview"] else "text")
            before = _memory()
            seconds = _import(ours, asset, boss)
            memory = _memory()
            bare = _bare(ours, theirs, Path(folder, "rows"))
        ratio = bare / seconds
        self.stdout.write(
            f"{count:,} preference items, {data.name}: import {count / seconds:,.0f} rows/s in {seconds:.1f} s, "
            f"COPY and INSERT … SELECT {count / bare:,.0f} rows/s in {bare:.1f} s: {ratio:.0%} (goal {GOAL:.0%}); "
            f"peak memory {memory:.0f} MiB, {before:.0f} before (at most {MOST_MIB})"
        )
        if ratio < GOAL or memory > MOST_MIB:
            raise SystemExit(1)


def _lines(count: int) -> Iterator[bytes]:
    for number in range(count):
        words = " ".join(WORDS[(number * 7 + step * step) % len(WORDS)] for step in range(60))
        row = {
            "external_id": f"pair-{number}",
            "content": {
                "prompt": {"text": f"Question {number}: {words[:120]}?"},
                "responses": [
                    {"id": "a", "text": f"{words} {number}", "source": "model", "model": "m1"},
                    {"id": "b", "text": f"{number} {words[::-1]}", "source": "model", "model": "m2"},
                ],
            },
            "metadata": {"split": "train" if number % 10 else "test", "source": f"crawl {number % 50}"},
        }
        yield orjson.dumps(row) + b"\n"


def _project(boss: Member, name: str) -> Project:
    template, at = template_named("pairwise-comparison"), timezone.now()
    assert template is not None
    with transaction.atomic():
        client = create_client(name=uuid7().hex, by=boss, at=at)
        return create_project(
            client=client, name=name, form=template.form, guidelines="", overlap=OVERLAP, by=boss, at=at
        )


def _asset(project: Project, data: Path, boss: Member, *, purpose: str) -> Asset:
    """A file as a verified upload leaves it."""
    organisation = current_organisation_id()
    key = storage.new_key(organisation, "assets")
    with data.open("rb") as file:
        storage.put(organisation, key, file, media_type="application/jsonl")
    with transaction.atomic():
        return Asset.objects.create(
            project=project,
            purpose=purpose,
            filename=data.name,
            key=key,
            media_type="application/jsonl",
            size=data.stat().st_size,
            status=AssetState.READY,
            state=JobState.DONE,
            created_by=boss,
            created_at=timezone.now(),
        )


def _import(project: Project, asset: Asset, boss: Member) -> float:
    with transaction.atomic():
        job = start_import(project=project, source=Source(asset_id=asset.pk), by=boss, at=timezone.now())
    started = time.perf_counter()
    run_import(job.pk, now=timezone.now)
    seconds = time.perf_counter() - started
    with transaction.atomic():
        done = Import.objects.get(pk=job.pk)
        assert (done.state, done.problem_count) == (JobState.DONE, 0), (done.state, done.error)
    return seconds


def _bare(ours: Project, theirs: Project, rows: Path) -> float:
    """Seconds for the same rows by the shortest way there is, under the same row policies."""
    with transaction.atomic(), connection.cursor() as cursor, rows.open("wb") as file:
        cursor.execute(READ_OUT, [ours.pk])
        while found := cursor.fetchmany(1000):
            file.writelines(row.encode() + b"\n" for (row,) in found)
    with transaction.atomic(), connection.cursor() as cursor, rows.open("rb") as file:
        started = time.perf_counter()
        cursor.execute(TEMPORARY)
        with cursor.copy("COPY bare FROM STDIN") as copy:
            for number, line in enumerate(file, 1):
                row = orjson.loads(line)
                copy.write_row([number, *row.values()])
        values: dict[str, Any] = {"organisation": current_organisation_id(), "project": theirs.pk, "overlap": OVERLAP}
        cursor.execute(BARE, values)
    return time.perf_counter() - started


def _memory() -> float:
    """The most that this process has had in memory, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
