"""`manage.py bench_export`: how fast annotations leave, beside what PostgreSQL does with the same rows."""

import resource
import time
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction
from django.utils import timezone
from uuid_utils.compat import uuid7

from accounts.actions.clients import create_client
from accounts.models import Member
from accounts.tenancy import current_organisation_id, organisation_scope
from annotation import storage
from annotation.actions.projects import create_project
from annotation.forms.templates import template_named
from annotation.models import JobState, Project
from config.management.benches import bench_organisation
from exports.actions.exports import build_export, start_export
from exports.models import Export

GOAL = 0.4
MOST_MIB = 250
PEOPLE = 3
STEP = 20_000

# Items that three people have answered, as their submissions leave them.
MAKE_UP = """
WITH made AS (
  INSERT INTO annotation_item (id, organisation_id, project_id, position, external_id, content, content_version,
    metadata, prompt_key, priority, state, overlap, submitted, free_places, created_at)
  SELECT gen_random_uuid(), %(organisation)s, %(project)s, n, 'pair-' || n, jsonb_build_object(
      'prompt', jsonb_build_object('text', 'Question ' || n || ': ' || repeat('why is the sky blue? ', 6)),
      'responses', jsonb_build_array(
        jsonb_build_object('id', 'a', 'text', repeat('light scatters in air ', 15) || n, 'source', 'model'),
        jsonb_build_object('id', 'b', 'text', n || repeat(' water and a mirror', 15), 'source', 'model'))), 1,
    jsonb_build_object('source', 'crawl ' || n %% 50), '', 0, 'done', %(people)s, %(people)s, 0, now()
  FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS n RETURNING id, position
), places AS (
  INSERT INTO annotation_assignment (id, organisation_id, project_id, item_id, kind, place, state, skip_reason,
    member_id, closed_at, form_version, shown)
  SELECT gen_random_uuid(), %(organisation)s, %(project)s, made.id, 'annotate', place, 'withdrawn', '', %(member)s,
    now(), 1, '["a", "b"]' FROM made CROSS JOIN generate_series(1, %(people)s) AS place RETURNING id, item_id
), answered AS (
  INSERT INTO annotation_annotation (id, organisation_id, project_id, item_id, assignment_id, member_id, answers,
    form_version, revision, submitted_at, seconds)
  SELECT gen_random_uuid(), %(organisation)s, %(project)s, item_id, id, %(member)s, %(answers)s::jsonb, 1, 1, now(), 20
  FROM places RETURNING id
)
INSERT INTO annotation_revision (id, organisation_id, project_id, annotation_id, number, answers, form_version,
  created_by_id, created_at)
SELECT gen_random_uuid(), %(organisation)s, %(project)s, id, 1, %(answers)s::jsonb, 1, %(member)s, now() FROM answered
"""
# One person can't hold three places of an item at once; what is exported is the same.
SETTLE = "UPDATE annotation_assignment SET state = 'expired' WHERE project_id = %s"
BARE = """
COPY (SELECT row_to_json(r) FROM (
  SELECT a.id, i.id AS item_id, i.external_id, i.content, i.metadata, a.member_id, r.answers, s.shown, r.form_version,
    r.number, r.created_at, a.seconds
  FROM annotation_item i JOIN annotation_annotation a ON a.item_id = i.id
  JOIN annotation_revision r ON r.annotation_id = a.id AND r.number = a.revision
  JOIN annotation_assignment s ON s.id = a.assignment_id
  WHERE i.project_id = {project} ORDER BY i.position, a.submitted_at, r.id) r) TO STDOUT
"""


class Command(BaseCommand):
    """Prints annotations a second of each way, their ratio, and the memory that the export took; fails below the
    goal.
    """

    help = "Measure exports to JSONL against a bare COPY of the same rows as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--items", type=int, default=100_000)
        parser.add_argument("--format", default="annotations")

    def handle(self, *args: Any, **options: Any) -> None:
        count, kind = options["items"], options["format"]
        storage.prepare()
        organisation, boss = bench_organisation()
        with organisation_scope(organisation):
            project = _project(boss, count)
            before = _memory()
            bare = min(_bare(project) for _ in range(2))
            seconds, job = _export(project, kind, boss)
        ratio, rows = bare / seconds, PEOPLE * count
        memory = _memory()
        self.stdout.write(
            f"{count:,} items × {PEOPLE} annotations to {kind}: {rows / seconds:,.0f} annotations/s in {seconds:.1f} s "
            f"({(job.size or 0) >> 20} MiB), COPY {rows / bare:,.0f}/s in {bare:.1f} s: {ratio:.0%} (goal {GOAL:.0%}); "
            f"peak memory {memory:.0f} MiB, {before:.0f} before (at most {MOST_MIB})"
        )
        if ratio < GOAL or memory > MOST_MIB:
            raise SystemExit(1)


def _project(boss: Member, count: int) -> Project:
    template, at = template_named("pairwise-comparison"), timezone.now()
    assert template is not None
    question = next(each.name for each in template.form.questions if each.compares)
    answers = f'[{{"question": "{question}", "on": "item", "value": {{"preferred": "a", "strength": 1}}}}]'
    with transaction.atomic():
        client = create_client(name=uuid7().hex, by=boss, at=at)
        project = create_project(
            client=client, name="Bench", form=template.form, guidelines="", overlap=PEOPLE, by=boss, at=at
        )
    values = {"organisation": current_organisation_id(), "project": project.pk, "people": PEOPLE, "member": boss.pk}
    for first in range(1, count + 1, STEP):
        last = min(first + STEP - 1, count)
        _execute(MAKE_UP, {**values, "answers": answers, "first": first, "last": last})
    _execute(SETTLE, [project.pk])
    return project


def _bare(project: Project) -> float:
    """Seconds that PostgreSQL and a reader of its bytes need."""
    begun = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        raw: psycopg.Cursor[Any] = cursor.cursor
        with raw.copy(BARE.format(project=psycopg.sql.quote(project.pk))) as rows:
            assert sum(map(len, rows)) > 0
    return time.perf_counter() - begun


def _export(project: Project, kind: str, boss: Member) -> tuple[float, Export]:
    """Seconds from the freeze to the file that was read back."""
    with transaction.atomic():
        job = start_export(project=project, format=kind, options={}, by=boss, at=timezone.now())
    begun = time.perf_counter()
    build_export(job.pk, now=timezone.now)
    seconds = time.perf_counter() - begun
    with transaction.atomic():
        job.refresh_from_db()
    assert job.state == JobState.DONE, job.error
    return seconds, job


def _memory() -> float:
    """The most that this process has had in memory, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _execute(sql: str, values: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
