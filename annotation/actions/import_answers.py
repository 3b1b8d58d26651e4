"""Answers that come with an import's rows: who gave them, whether they fit, and keeping them.

What our own full file tells of items that are new here becomes their past; on an item that was there already people's
answers come in like those of any other file.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.actions.members import add_placeholder
from accounts.models import Member
from annotation.actions.gold import GoldRow, gold_problems, keep_gold
from annotation.actions.imported_work import people_of, record_work, work_problems
from annotation.actions.pasts import Past, can_be_restored, past_problems
from annotation.actions.restoring import restore_gold, restore_items, restore_work
from annotation.forms import Form, Problem
from annotation.imports.foreign import Lost
from annotation.imports.history import is_whole, item_problems, people_in
from annotation.imports.items import ItemRow
from annotation.imports.mapping import Mapped, keeps_history
from annotation.models import Annotation, Assignment, Gold, Import, Project, ProjectPerson
from annotation.queries.forms import current_form, form_at
from annotation.queries.imports import members_named

PASTS = "histories of items that were here already"


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


def row_problems(past: Past, mapped: Mapped, form: Form, row: ItemRow) -> Iterator[Problem]:
    """What keeps what comes with a row, people's answers or the right ones, from being about its item."""
    project = past.project
    if row.more and not keeps_history(mapped):
        yield from item_problems(row)
    if is_whole(row) and keeps_history(mapped):
        yield from past_problems(past, row)
    elif row.annotations:
        yield from work_problems(project, form, row.content, row.annotations)
    if row.gold:
        for problem in gold_problems(project, _gold_form(past, row), _gold(row)):
            yield Problem(f"/gold{problem.pointer}", problem.detail)


def people_answering(
    project: Project, rows: Sequence[ItemRow], members: Mapping[str, UUID]
) -> dict[UUID, ProjectPerson]:
    """Those who answered the rows, locked as people of the project before anything else is."""
    names = {str(each["annotator"]["id"]) for row in rows for each in row.annotations}
    if members:
        names |= {each for row in rows for each in people_in(row.more, row.annotations)}
    return people_of(project, {members[each] for each in names}) if names else {}


@dataclass(frozen=True, slots=True)
class Came:
    """What came along with rows: the items (by id) of all, which of them are new, and people by member."""

    placed: Sequence[tuple[UUID, ItemRow]]
    new: Collection[UUID]
    people: Mapping[UUID, ProjectPerson]


def keep_what_came_along(job: Import, past: Past, came: Came, *, at: datetime) -> tuple[int, list[Lost]]:
    """Record people's work on items, and then the right answers; how many annotations are new, and what of the past
    was left behind because people have worked on the item here.
    """
    form = current_form(past.project)
    told = [(item_id, row) for item_id, row in came.placed if row.more and item_id in came.new]
    restore_items(past, told, at=at)
    work = keeps_history(Mapped(**job.mapping))
    whole = [(item_id, row) for item_id, row in told if work and can_be_restored(past, row)]
    restored = {item_id for item_id, _ in whole}
    given = [(item_id, row.annotations) for item_id, row in came.placed if row.annotations and item_id not in restored]
    answered, lost = 0, []
    if given:
        lost = _left_behind([(item_id, row) for item_id, row in came.placed if item_id not in restored], past)
        answered = record_work(
            project=past.project, form=form, given=given, members=past.members, people=came.people, at=at
        )
    if whole:
        answered += restore_work(past, whole, came.people, at=at)
    _keep_gold(job, past, came, whole, at=at)
    return answered, lost


def _keep_gold(job: Import, past: Past, came: Came, whole: Sequence[tuple[UUID, ItemRow]], *, at: datetime) -> None:
    """Keep the right answers. Our own full file changes none that are known here: it tells of what was before."""
    golden = [(item_id, row) for item_id, row in came.placed if row.gold]
    there = set(
        Gold.objects.filter(item_id__in=[item_id for item_id, row in golden if row.more]).values_list("item_id")
    )
    by_form: dict[int, dict[UUID, GoldRow]] = {}
    for item_id, row in golden:
        if (item_id,) not in there:
            by_form.setdefault(_gold_form(past, row).version, {})[item_id] = _gold(row)
    for version, rows in by_form.items():
        keep_gold(project=past.project, form=form_at(past.project.pk, version), rows=rows, by=_importer(job), at=at)
    restore_gold(past, [(item_id, row) for item_id, row in whole if row.gold], at=at)


def _left_behind(rows: Sequence[tuple[UUID, ItemRow]], past: Past) -> list[Lost]:
    """The items whose answers are not all here, and of whose past only the answers come in now."""
    told = [(item_id, row) for item_id, row in rows if is_whole(row) and row.annotations]
    ids = [item_id for item_id, _ in told]
    there = set(Annotation.objects.filter(item_id__in=ids).values_list("item_id", "member_id"))
    skips = Assignment.objects.filter(item_id__in=ids, kind="annotate", state="skipped")
    there |= set(skips.values_list("item_id", "member_id"))
    return [
        Lost(PASTS, row.external_id)
        for item_id, row in told
        if not {(item_id, past.member(each["annotator"]["id"])) for each in row.annotations} <= there
    ]


def _gold_form(past: Past, row: ItemRow) -> Form:
    """The form that the right answers are answers to: that of their time, where the file tells it."""
    told = row.more.get("gold")
    version = told.get("form_version") if isinstance(told, dict) else None
    return past.form(version) if isinstance(version, int) else current_form(past.project)


def _gold(row: ItemRow) -> GoldRow:
    assert row.gold is not None
    return GoldRow(row.external_id, row.gold.get("answers"), row.gold.get("hints") or {}, row.content)


def _importer(job: Import) -> Member:
    return Member.objects.get(pk=job.created_by_id)


def _key(job: Import, person: Mapping[str, Any]) -> str:
    """What tells somebody apart from all others: their address, or else the name and number that a tool gave them."""
    email = person["email"].lower()
    return email or f"{job.format}\n{person['id']}\n{person['name']}"
