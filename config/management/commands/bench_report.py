"""`manage.py bench_report`: how long a quality report takes, and how much memory."""

import resource
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction
from django.utils import timezone
from uuid_utils.compat import uuid7

from accounts.actions.clients import create_client
from accounts.models import Member, Role, User
from accounts.tenancy import current_organisation_id, organisation_scope
from annotation import storage
from annotation.actions.projects import create_project
from annotation.forms import parse_form
from annotation.models import JobState, Project
from config.management.benches import bench_organisation
from exports.actions.reports import build_report, start_report
from exports.models import Report

MOST_SECONDS = 60
MOST_MIB = 500
PLACES = 3
PEOPLE = 12
STEP = 20_000
FORM: dict[str, Any] = {
    "shows": ["prompt", "responses"],
    "questions": [
        {
            "name": "verdict",
            "kind": "choice",
            "title": "Does the better response follow the prompt?",
            "options": [{"value": value, "title": value.title()} for value in ("fully", "partly", "no")],
        },
        {
            "name": "quality",
            "kind": "rating",
            "title": "Quality",
            "options": [{"value": n, "title": str(n)} for n in range(1, 6)],
        },
        {"name": "better", "kind": "preference", "title": "Which response is better?"},
        {"name": "why", "kind": "text", "title": "Why?", "required": False},
    ],
}

# Items that three of twelve people have answered, as their submissions leave them: each mostly what is true of the
# item, and else what comes by chance.
MAKE_UP = """
WITH made AS (
  INSERT INTO annotation_item (id, organisation_id, project_id, position, external_id, content, content_version,
    metadata, prompt_key, priority, state, agreement, overlap, submitted, free_places, created_at)
  SELECT gen_random_uuid(), %(organisation)s, %(project)s, n, 'pair-' || n, jsonb_build_object(
      'prompt', jsonb_build_object('text', 'Question ' || n || ': ' || repeat('why is the sky blue? ', 6)),
      'responses', jsonb_build_array(
        jsonb_build_object('id', 'a', 'text', repeat('light scatters ', (10 + n %% 9)::int), 'source', 'model',
          'model', 'base@' || 1 + n %% 2),
        jsonb_build_object('id', 'b', 'text', repeat('water and a mirror ', (8 + n %% 7)::int), 'source', 'model',
          'model', 'tuned@' || 1 + n %% 3))), 1, '{}', '', 0, 'done',
    0.4 + 0.6 * random(), %(places)s, %(places)s, 0, now()
  FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS n RETURNING id, position
), places AS (
  INSERT INTO annotation_assignment (id, organisation_id, project_id, item_id, kind, place, state, skip_reason,
    member_id, closed_at, form_version, shown)
  SELECT gen_random_uuid(), %(organisation)s, %(project)s, made.id, 'annotate', place, 'submitted', '',
    (%(people)s::uuid[])[1 + (made.position * 7 + place * 5) %% array_length(%(people)s::uuid[], 1)], now(), 1,
    CASE WHEN random() < 0.5 THEN '["a", "b"]'::jsonb ELSE '["b", "a"]' END
  FROM made CROSS JOIN generate_series(1, %(places)s) AS place RETURNING id, item_id, member_id
), said AS (
  SELECT p.id, p.item_id, p.member_id, CASE WHEN random() < 0.8 THEN made.position ELSE floor(random() * 60)::bigint END
    AS n FROM places p JOIN made ON made.id = p.item_id
)
INSERT INTO annotation_annotation (id, organisation_id, project_id, item_id, assignment_id, member_id, answers,
  form_version, revision, submitted_at, seconds)
SELECT gen_random_uuid(), %(organisation)s, %(project)s, item_id, id, member_id, jsonb_build_array(
    jsonb_build_object('question', 'verdict', 'on', 'item', 'value',
      jsonb_build_object('choices', jsonb_build_array((ARRAY['fully', 'partly', 'no'])[1 + n %% 3]))),
    jsonb_build_object('question', 'quality', 'on', 'item', 'value', jsonb_build_object('rating', 1 + n %% 5)),
    jsonb_build_object('question', 'better', 'on', 'item', 'value',
      jsonb_build_object('preferred', (ARRAY['a', 'b'])[1 + (n %% 3)::int %% 2])),
    jsonb_build_object('question', 'why', 'on', 'item', 'value',
      jsonb_build_object('text', 'Because of reason ' || n))),
  1, 1, now() - n %% 40 * interval '1 day', 20 + n %% 50
FROM said
"""


class Command(BaseCommand):
    """Prints seconds, items a second and the memory that a report took; fails above the goals."""

    help = "Measure a quality report of many items, from its snapshot to its files."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--items", type=int, default=100_000)

    def handle(self, *args: Any, **options: Any) -> None:
        count = options["items"]
        storage.prepare()
        organisation, boss = bench_organisation()
        with organisation_scope(organisation):
            project = make_project(boss, count)
            before = _memory()
            seconds, busy, report = _report(project, boss)
        memory = _memory()
        sizes = ", ".join(f"{kind} {told['size'] >> 10} KiB" for kind, told in report.files.items())
        self.stdout.write(
            f"{count:,} items × {PLACES} annotations, {len(FORM['questions'])} questions, {PEOPLE} people: "
            f"{seconds:.1f} s (at most {MOST_SECONDS}), of which this process worked {busy:.1f} s; "
            f"peak memory {memory:.0f} MiB, {before:.0f} before (at most {MOST_MIB}); {sizes}"
        )
        if seconds > MOST_SECONDS or memory > MOST_MIB:
            raise SystemExit(1)


def make_project(boss: Member, count: int) -> Project:
    """So many items that people have answered."""
    at = timezone.now()
    with transaction.atomic():
        client = create_client(name=uuid7().hex, by=boss, at=at)
        project = create_project(
            client=client, name="Bench", form=parse_form(FORM), guidelines="", overlap=PLACES, by=boss, at=at
        )
        users = [User(email=f"bench-{uuid7().hex}@concord.example", name=f"Person {n}") for n in range(PEOPLE)]
        User.objects.bulk_create(users)
        people = Member.objects.bulk_create(Member(user=user, role=Role.ANNOTATOR, joined_at=at) for user in users)
    values: dict[str, Any] = {
        "organisation": current_organisation_id(),
        "project": project.pk,
        "places": PLACES,
    }
    for first in range(1, count + 1, STEP):
        last = min(first + STEP - 1, count)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(MAKE_UP, {**values, "people": [row.pk for row in people], "first": first, "last": last})
    return project


def _report(project: Project, boss: Member) -> tuple[float, float, Report]:
    """Seconds from the claim to the files in the store, and of these of the processor for this process."""
    with transaction.atomic():
        report = start_report(client=project.client, project=project, wanted={}, by=boss, at=timezone.now(), names=True)
    begun, worked = time.perf_counter(), time.process_time()
    build_report(report.pk, now=timezone.now)
    seconds, busy = time.perf_counter() - begun, time.process_time() - worked
    with transaction.atomic():
        report.refresh_from_db()
    assert report.state == JobState.DONE, report.error
    return seconds, busy, report


def _memory() -> float:
    """The most that this process has had in memory, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
