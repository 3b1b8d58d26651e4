"""A client's prompts, from all of its projects that the reader may see: each one once, wherever it was asked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from accounts.models import Client
from accounts.refusals import Fault, Invalid
from accounts.tenancy import current_organisation_id
from annotation.forms.prompts import prompt_text
from annotation.forms.searching import holds, scope_of, search_query
from annotation.models import Annotation, Item, Project
from annotation.queries.browse import METADATA, checked, search_items

MOST_FOUND = 20_000
"""Items of one project that a search looks at."""
LOOKED_AT = 500
MOST_LOOKED_AT = 5_000
"""Prompts that one page looks at; a search page may have fewer rows than asked for, and still a next one."""

# Each project's part is read from the front of its own index.
KEYS = """
SELECT DISTINCT k.prompt_key FROM unnest(%(projects)s::uuid[]) AS p (id)
CROSS JOIN LATERAL (
  SELECT DISTINCT i.prompt_key FROM annotation_item i
  WHERE i.organisation_id = %(organisation)s AND i.project_id = p.id AND i.prompt_key > %(after)s
    AND i.prompt_key <> '' AND i.state <> 'withdrawn'
  ORDER BY i.prompt_key LIMIT %(limit)s) AS k
ORDER BY k.prompt_key LIMIT %(limit)s
"""
FOUND_KEYS = """
SELECT DISTINCT i.prompt_key FROM unnest(%(items)s::uuid[]) AS f (id) JOIN annotation_item i ON i.id = f.id
WHERE i.organisation_id = %(organisation)s AND i.prompt_key > %(after)s AND i.prompt_key <> ''
  AND i.state <> 'withdrawn'
ORDER BY i.prompt_key LIMIT %(limit)s
"""
COUNTS = """
SELECT i.prompt_key, i.project_id, count(*), min(i.id::text)::uuid FROM annotation_item i
WHERE i.organisation_id = %(organisation)s AND i.project_id = ANY (%(projects)s) AND i.prompt_key = ANY (%(keys)s)
  AND i.state <> 'withdrawn'
GROUP BY i.prompt_key, i.project_id
"""
# In an order that only the seed decides, without what the target asks already.
DRAWN = """
SELECT d.prompt_key, d.id FROM (
  SELECT i.prompt_key, min(i.id::text)::uuid AS id FROM annotation_item i
  WHERE i.organisation_id = %(organisation)s AND i.project_id = ANY (%(projects)s) AND i.prompt_key <> ''
    AND i.state <> 'withdrawn' AND (%(items)s::uuid[] IS NULL OR i.id = ANY (%(items)s))
  GROUP BY i.prompt_key) AS d
WHERE NOT EXISTS (SELECT FROM annotation_item t WHERE t.organisation_id = %(organisation)s
                  AND t.project_id = %(target)s AND t.prompt_key = d.prompt_key)
ORDER BY md5(%(seed)s || d.prompt_key) LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt: its text as one of its items has it, how many items ask it, and in which projects."""

    key: str
    text: str
    projects: list[Project]
    count: int
    item_id: UUID


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which prompts: words that stand in them, one project, and metadata of their items."""

    projects: Sequence[Project]
    text: str = ""
    metadata: tuple[tuple[str, str], ...] = ()

    @property
    def searched(self) -> bool:
        return bool(self.text or self.metadata)


def wanted_prompts(client: Client, filters: Mapping[str, Any]) -> Wanted:
    """Prompts by `q`, `project` and `metadata.<key>`; raises `Invalid` for any other filter."""
    sought = {name: value for name, value in filters.items() if name != "project"}
    checked(sought, allowed=("q",))
    projects = Project.objects.filter(client=client).order_by("id")
    if "project" in filters:
        projects = projects.filter(pk=_identity(str(filters["project"])))
    metadata = [(name.removeprefix(METADATA), str(value)) for name, value in sought.items() if name != "q"]
    return Wanted(list(projects), str(filters.get("q", "")), tuple(metadata))


def _identity(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid(problems=[Fault("/project", "An id of a project.")]) from None


def prompts(wanted: Wanted, *, after: str = "", limit: int) -> tuple[list[Prompt], str | None]:
    """The next prompts in the order of their keys, and the last key that was looked at if there are more."""
    items = _found(wanted)
    rows: list[Prompt] = []
    for _ in range(MOST_LOOKED_AT // LOOKED_AT):
        step = LOOKED_AT if wanted.text else limit - len(rows) + 1
        keys = _keys(wanted, items, after, step)
        for row in _with_counts(wanted, keys):
            if len(rows) == limit:
                return rows, rows[-1].key
            if holds(row.text, wanted.text):
                rows.append(row)
        if len(keys) < step:
            return rows, None
        after = keys[-1]
    return rows, after


def drawn(wanted: Wanted, target: Project, *, seed: str, limit: int) -> Iterator[Item]:
    """Items of different prompts, none of which the target asks yet, in an order that the seed decides."""
    values = _values(wanted) | {"target": target.pk, "seed": seed, "items": _found(wanted)}
    chosen = [item_id for _, item_id in _rows(DRAWN, {**values, "limit": None if wanted.text else limit})]
    given = 0
    for start in range(0, len(chosen), LOOKED_AT):
        batch = chosen[start : start + LOOKED_AT]
        items = Item.objects.in_bulk(batch)
        for item_id in batch:
            if given < limit and holds(prompt_text(items[item_id].content), wanted.text):
                given += 1
                yield items[item_id]
        if given >= limit:
            return


def counted_answers(project: Project, item_ids: Sequence[UUID] | None) -> list[Annotation]:
    """The annotations of a project that count, of these items if any are named, in the order of their ids."""
    rows = Annotation.objects.filter(project=project, withdrawn_at=None).exclude(verdict="rejected")
    rows = rows.exclude(item__state__in=["withdrawn", "gold"])
    if item_ids is not None:
        rows = rows.filter(item_id__in=item_ids)
    return list(rows.select_related("item").order_by("id"))


def _found(wanted: Wanted) -> list[UUID] | None:
    """The items with the words and the metadata; None where nothing is searched."""
    if not wanted.searched:
        return None
    return [
        item_id
        for project in wanted.projects
        for item_id in search_items(
            project.pk, search_query(scope_of(project.pk), wanted.text, wanted.metadata), most=MOST_FOUND
        )
    ]


def _keys(wanted: Wanted, items: list[UUID] | None, after: str, limit: int) -> list[str]:
    values = _values(wanted) | {"after": after, "limit": limit, "items": items}
    return [key for (key,) in _rows(KEYS if items is None else FOUND_KEYS, values)]


def _with_counts(wanted: Wanted, keys: list[str]) -> Iterator[Prompt]:
    by_key: dict[str, list[tuple[UUID, int, UUID]]] = {key: [] for key in keys}
    for key, project_id, count, item_id in _rows(COUNTS, _values(wanted) | {"keys": keys}):
        by_key[key].append((project_id, count, item_id))
    items = Item.objects.in_bulk([min(row[2] for row in rows) for rows in by_key.values() if rows])
    known = {project.pk: project for project in wanted.projects}
    for key, rows in by_key.items():
        if rows:
            item = items[min(row[2] for row in rows)]
            projects = [known[project_id] for project_id, _, _ in sorted(rows)]
            yield Prompt(key, prompt_text(item.content), projects, sum(row[1] for row in rows), item.pk)


def _values(wanted: Wanted) -> dict[str, Any]:
    return {"organisation": current_organisation_id(), "projects": [project.pk for project in wanted.projects]}


def _rows(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
