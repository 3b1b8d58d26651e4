"""`manage.py bench`: what must stay fast, as ratios measured in one run. `make bench` gives it engines of its own."""

import time
from collections.abc import Callable
from statistics import median
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.utils import timezone
from uuid_utils.compat import uuid7

from accounts.actions.clients import create_client
from accounts.models import Member
from accounts.tenancy import organisation_scope
from annotation.actions.assignments import submit_annotation
from annotation.actions.claims import claim
from annotation.actions.items import NewItem, add_items
from annotation.actions.projects import create_project
from annotation.forms.templates import template_named
from annotation.models import Assignment, Project
from config.management.benches import bench_organisation

SIZES = (1_000, 10_000, 100_000)
ROUNDS = 200

# A past that was worked through: some items answered once, by this one person, who works alone. A thousand at a time,
# because straight after the inserts the database has no statistics and would join all of them one by one.
WORK_THROUGH = """
WITH half AS (
  SELECT id, nextval('annotation_begun_no') AS begun_no FROM
    (SELECT id FROM annotation_item WHERE project_id = %(project)s AND begun_no IS NULL
     ORDER BY position LIMIT %(count)s) i
), answered AS (
  UPDATE annotation_assignment a SET state = 'submitted', member_id = %(member)s, closed_at = now()
  FROM half WHERE a.item_id = half.id AND a.place = 1 AND a.state = 'open' RETURNING a.item_id
)
UPDATE annotation_item i SET begun_no = half.begun_no, free_places = 2, submitted = 1
FROM half JOIN answered ON answered.item_id = half.id WHERE i.id = half.id
"""


class Command(BaseCommand):
    """Prints medians and their ratios."""

    help = "Measure claiming as a project and a person's own history in it grow."

    def handle(self, *args: Any, **options: Any) -> None:
        organisation, member = bench_organisation()
        with organisation_scope(organisation):
            projects = {size: _project(member, size) for size in SIZES}
            medians = {}
            for size, project in projects.items():
                medians[f"{size:,} items, overlap 3"] = _claims(project, member)
                _work_through(project, member, size // 2)
                medians[f"... {size // 2:,} of them done by oneself"] = _claims(project, member)
            for what, milliseconds in medians.items():
                self._row(what, milliseconds, min(medians.values()))

    def _row(self, what: str, milliseconds: float, least: float) -> None:
        ratio = f"{milliseconds / least:.2f}x of the least"
        self.stdout.write(f"claim + submit, {what:<40} median {milliseconds:7.2f} ms  {ratio}")


def _project(member: Member, count: int) -> Project:
    template = template_named("text-classification")
    assert template is not None
    with transaction.atomic():
        client = create_client(name=uuid7().hex, by=member, at=timezone.now())
        project = create_project(
            client=client, name="Bench", form=template.form, guidelines="", overlap=3, by=member, at=timezone.now()
        )
    for start in range(0, count, 1000):
        rows = [
            NewItem(f"{n}", {"text": f"The text of item {n}. " * 10}) for n in range(start, start + min(1000, count))
        ]
        with transaction.atomic():
            add_items(project=project, rows=rows, by=member, at=timezone.now())
    return project


def _work_through(project: Project, member: Member, count: int) -> None:
    for start in range(0, count, 1000):
        with transaction.atomic():
            some = min(1000, count - start)
            _execute(WORK_THROUGH, {"project": project.pk, "member": member.pk, "count": some})


def _claims(project: Project, member: Member) -> float:
    """The median of claims, in milliseconds; each claimed item is submitted before the next claim."""
    return median(_timed(lambda: _claim(project, member)) for _ in range(ROUNDS))


def _claim(project: Project, member: Member) -> None:
    with transaction.atomic():
        (assignment,) = claim(project=project, member=member, limit=1, at=timezone.now())
        _submit(assignment, member)


def _submit(assignment: Assignment, member: Member) -> None:
    template = template_named("text-classification")
    assert template is not None
    question = template.form.questions[0].to_json()
    value = {"choices": [question["options"][0]["value"]]}
    answers = [{"question": question["name"], "on": "item", "value": value}]
    submit_annotation(assignment=assignment, answers=answers, seconds=1, by=member, at=timezone.now())


def _timed(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def _execute(sql: str, values: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
