"""Counting: the counts that agreement is told from, and the facts that items are found by, changed in the transaction
that changes the answers.

An item's row in `Counted` says what it counts for; whatever happens to its answers, the difference is added as one row
of changes. The caller has locked the items, so that no two work out the difference to the same thing.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
from django.db import connection
from uuid_utils.compat import uuid7

from accounts.tenancy import current_organisation_id
from annotation.agreement.facts import item_facts, words
from annotation.agreement.live import NOTHING, Counts, add, difference, item_counts, said
from annotation.models import Annotation, Counted, Item, ItemState, Project
from annotation.queries.facts import day_of, models_of, shown_models
from annotation.queries.forms import form_at
from annotation.queries.heard import independent, own_answers

CHANGE = """
WITH counted AS (
  INSERT INTO annotation_counted (id, organisation_id, project_id, item_id, counts)
  SELECT n.id, %(organisation)s, %(project)s, n.item_id, n.counts::jsonb
  FROM unnest(%(ids)s::uuid[], %(items)s::uuid[], %(counts)s::text[]) AS n (id, item_id, counts)
  ON CONFLICT (organisation_id, item_id) DO UPDATE SET counts = excluded.counts
), found AS (
  INSERT INTO annotation_itemfacts (id, organisation_id, project_id, item_id, facts)
  SELECT gen_random_uuid(), %(organisation)s, %(project)s, n.item_id, n.facts::tsvector
  FROM unnest(%(found)s::uuid[], %(facts)s::text[]) AS n (item_id, facts)
  ON CONFLICT (organisation_id, item_id) DO UPDATE SET facts = excluded.facts
  WHERE annotation_itemfacts.facts <> excluded.facts
)
INSERT INTO annotation_count (id, organisation_id, project_id, keys, n, totals)
SELECT %(id)s, %(organisation)s, %(project)s, %(keys)s::text[], %(n)s::bigint[], %(totals)s::bigint[]
WHERE cardinality(%(keys)s::text[]) > 0
"""


def count_answers(item: Item, annotations: Iterable[Annotation]) -> None:
    """Bring the counts up to date with what counts on an item: `annotations` are its independent ones, by id."""
    _count(item.project, {item: list(annotations)}, {item.pk: shown_models(item.content)})


def count_items(item_ids: Collection[UUID]) -> None:
    """The same for items of one project, whatever they were counted for; costs as much as they have answers."""
    items = {item.pk: item for item in Item.objects.filter(pk__in=item_ids).select_related("project").defer("content")}
    answers: dict[Item, list[Annotation]] = {item: [] for item in items.values()}
    for annotation in Annotation.objects.filter(independent(), item_id__in=items).order_by("id"):
        answers[items[annotation.item_id]].append(annotation)
    if answers:
        _count(next(iter(answers)).project, answers, models_of(items))


def _count(
    project: Project, answers: Mapping[Item, Sequence[Annotation]], models: Mapping[UUID, Mapping[str, str]]
) -> None:
    form = form_at(project.pk, project.form_version)
    known = Counted.objects.filter(item__in=[item.pk for item in answers]).values_list("item_id", "counts")
    before: dict[UUID, Counts] = dict(known)
    changed: dict[UUID, Counts] = {}
    facts: dict[UUID, str] = {}
    sums: Counts = {}
    for item, annotations in answers.items():
        own = (
            {} if item.state == ItemState.GOLD else {str(row.member_id): said(own_answers(row)) for row in annotations}
        )
        days = {day_of(row.submitted_at) for row in annotations if row.withdrawn_at is None}
        facts[item.pk] = words(project.pk, item_facts(form, own, models.get(item.pk, {}), days))
        after = item_counts(form, own)
        for key, amount in difference(before.get(item.pk, {}), after).items():
            changed[item.pk] = after
            add(sums, key, amount)
    write_counts(project.pk, sums, changed, facts)


def write_counts(project_id: UUID, sums: Counts, items: Mapping[UUID, Counts], facts: Mapping[UUID, str]) -> None:
    """Add to a project's counts, and keep what these items now count for, and by what words items are found."""
    rows = [(key, n, total) for key, (n, total) in sums.items() if (n, total) != NOTHING]
    values: dict[str, Any] = {
        "organisation": current_organisation_id(),
        "project": project_id,
        "ids": [uuid7() for _ in items],
        "items": list(items),
        "counts": [orjson.dumps(counts).decode() for counts in items.values()],
        "found": list(facts),
        "facts": list(facts.values()),
        "id": uuid7(),
        "keys": [key for key, _, _ in rows],
        "n": [n for _, n, _ in rows],
        "totals": [total for _, _, total in rows],
    }
    with connection.cursor() as cursor:
        cursor.execute(CHANGE, values)
