"""Answers that come with an import's rows: who gave them, whether they fit, and keeping them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.actions.members import add_placeholder
from accounts.models import Member
from annotation.actions.gold import GoldRow, gold_problems, keep_gold
from annotation.actions.imported_work import people_of, record_work, work_problems
from annotation.forms import Form, Problem
from annotation.imports.items import ItemRow
from annotation.models import Import, Project, ProjectPerson
from annotation.queries.forms import current_form
from annotation.queries.imports import members_named


def members_of(job: Import, *, at: datetime) -> dict[str, UUID]:
    """{a person's id in the files: the member whom they are here}: by choice, by e-mail address, or else a placeholder
    that is made now. The same files give the same members.
    """
    by = _importer(job)
    named = members_named(job)
    ours = {str(pk) for pk in Member.objects.filter(pk__in=named.values()).values_list("pk", flat=True)}
    found = {}
    for person in job.people:
        known = named.get(person["id"])
        if known in ours:
            found[person["id"]] = UUID(known)
        else:
            name = person["name"] or person["email"] or person["id"]
            found[person["id"]] = add_placeholder(key=_key(job, person), name=name, by=by, at=at).pk
    return found


def row_problems(project: Project, form: Form, row: ItemRow) -> Iterator[Problem]:
    """What keeps the answers that come with a row, people's or the right ones, from being answers to it."""
    if row.annotations:
        yield from work_problems(project, form, row.content, row.annotations)
    if row.gold:
        for problem in gold_problems(project, form, _gold(row)):
            yield Problem(f"/gold{problem.pointer}", problem.detail)


def people_answering(
    project: Project, rows: Sequence[ItemRow], members: Mapping[str, UUID]
) -> dict[UUID, ProjectPerson]:
    """Those who answered the rows, locked as people of the project before anything else is."""
    answering = {members[str(each["annotator"]["id"])] for row in rows for each in row.annotations}
    return people_of(project, answering) if answering else {}


def keep_what_came_along(
    job: Import,
    project: Project,
    placed: Sequence[tuple[UUID, ItemRow]],
    members: Mapping[str, UUID],
    people: Mapping[UUID, ProjectPerson],
    *,
    at: datetime,
) -> int:
    """Record people's work on items (by their ids), and then the right answers; how many annotations are new."""
    form = current_form(project)
    given = [(item_id, row.annotations) for item_id, row in placed if row.annotations]
    golden = {item_id: _gold(row) for item_id, row in placed if row.gold}
    answered = 0
    if given:
        answered = record_work(project=project, form=form, given=given, members=members, people=people, at=at)
    if golden:
        keep_gold(project=project, form=form, rows=golden, by=_importer(job), at=at)
    return answered


def _gold(row: ItemRow) -> GoldRow:
    assert row.gold is not None
    return GoldRow(row.external_id, row.gold.get("answers"), row.gold.get("hints") or {}, row.content)


def _importer(job: Import) -> Member:
    return Member.objects.get(pk=job.created_by_id)


def _key(job: Import, person: Mapping[str, Any]) -> str:
    """What tells somebody apart from all others: their address, or else the name and number that a tool gave them."""
    email = person["email"].lower()
    return email or f"{job.format}\n{person['id']}\n{person['name']}"
