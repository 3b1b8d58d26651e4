"""Asking people an added question about the items that they have answered already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from accounts.actions.events import record_event
from accounts.actions.notifications import notify
from accounts.models import Member
from accounts.refusals import Invalid
from annotation.forms import Problem
from annotation.models import Project, ProjectForm
from annotation.queries.forms import current_form

# The answers go on counting: only something is added to them. Gold is left as it was: its first answers are judged.
ASK = """
UPDATE annotation_assignment a
SET state = 'returned', returned = %(returned)s::jsonb, form_version = %(version)s, draft = NULL, draft_at = NULL
FROM annotation_annotation n
JOIN annotation_item i ON i.id = n.item_id AND i.state NOT IN ('gold', 'withdrawn')
JOIN annotation_projectperson p ON p.project_id = n.project_id AND p.member_id = n.member_id AND p.annotate
JOIN accounts_member m ON m.id = n.member_id AND m.removed_at IS NULL
WHERE n.project_id = %(project)s AND n.withdrawn_at IS NULL AND n.form_version < %(since)s
  AND a.id = n.assignment_id AND a.state = 'submitted'
RETURNING a.member_id
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """How many annotations are asked about, and how many people that concerns."""

    annotations: int
    people: int


def backfill(*, project: Project, questions: Sequence[str], comment: str, by: Member, at: datetime) -> Asked:
    """Return every annotation that was made before these questions were in the form to its author, who answers these
    alone; until then, and for whoever has left, the annotation stays as it is. `project` is locked by the caller.

    Raises `Invalid` for a question that the form has not, or has had from the beginning.
    """
    since = _asked_since(project, questions)
    values: dict[str, Any] = {
        "project": project.pk,
        "version": project.form_version,
        "since": since,
        "returned": orjson.dumps({"because": "form", "comment": comment, "questions": list(questions)}).decode(),
    }
    with connection.cursor() as cursor:
        cursor.execute(ASK, values)
        authors: list[UUID] = [row[0] for row in cursor.fetchall()]
    asked = Asked(annotations=len(authors), people=len(set(authors)))
    if authors:
        people = Member.objects.filter(pk__in=set(authors))
        notify(people, "work.returned", subject=project, project_id=project.pk, at=at, comment=comment)
    record_event(
        "form.backfilled",
        subject=project,
        project_id=project.pk,
        actor=by,
        at=at,
        questions=list(questions),
        annotations=asked.annotations,
        people=asked.people,
    )
    return asked


def _asked_since(project: Project, questions: Sequence[str]) -> int:
    """The form version from which on all the questions are there."""
    form = current_form(project)
    unknown = [name for name in questions if form.question(name) is None]
    if unknown:
        raise Invalid(problems=[Problem("/questions", f"{name!r} is not a question of the form") for name in unknown])
    versions = ProjectForm.objects.filter(project=project).order_by("version").values_list("version", "definition")
    since = 1
    for version, definition in versions:
        there = {question["name"] for question in definition["questions"]}
        if not there.issuperset(questions):
            since = version + 1
    if since == 1:
        raise Invalid(problems=[Problem("/questions", "were in the form from the beginning")])
    return since
