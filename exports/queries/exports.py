"""Reading exports, and what was frozen for them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, F, Func, QuerySet, Sum

from annotation.forms import Form
from annotation.models import Item, Project, Revision
from annotation.queries.forms import form_at
from exports.models import Export, ExportChunk


@dataclass(frozen=True, slots=True)
class FrozenAnnotation:
    """One person's answers to an item, in the revision that was chosen when the export began."""

    annotation_id: UUID
    member_id: UUID
    form: Form
    answers: list[dict[str, Any]]
    shown: list[str]
    revision: int
    submitted_at: datetime
    seconds: int


@dataclass(frozen=True, slots=True)
class FrozenItem:
    """An item with the chosen answers of everybody, in the order of their submission."""

    item: Item
    annotations: list[FrozenAnnotation]


def exports(project: Project | None = None) -> QuerySet[Export]:
    """Exports, of one project if it is named."""
    every = Export.objects.all()
    return every if project is None else every.filter(project=project)


def frozen_items(export: Export, number: int) -> Iterator[FrozenItem]:
    """The items of one chunk in their order; three queries, whatever the chunk holds."""
    chunk = ExportChunk.objects.get(export=export, number=number)
    revisions = {row["id"]: row for row in _revisions(chunk.revision_ids)}
    chosen = [revisions[UUID(revision_id)] for revision_id in chunk.revision_ids]
    items = Item.objects.in_bulk({row["item_id"] for row in chosen})
    by_item: dict[UUID, list[FrozenAnnotation]] = {}
    for row in chosen:
        by_item.setdefault(row["item_id"], []).append(_annotation(row))
    for item_id, annotations in by_item.items():
        yield FrozenItem(items[item_id], annotations)


def written_before(export: Export, number: int) -> int:
    """How many annotations stand in the chunks before this one."""
    sizes = export.chunks.filter(number__lt=number).annotate(size=Func("revision_ids", function="jsonb_array_length"))
    return int(sizes.aggregate(total=Sum("size", output_field=BigIntegerField()))["total"] or 0)


def _revisions(ids: list[str]) -> Any:
    return Revision.objects.filter(pk__in=ids).values(
        "id",
        "project_id",
        "annotation_id",
        "answers",
        "form_version",
        "number",
        "created_at",
        item_id=F("annotation__item_id"),
        member_id=F("annotation__member_id"),
        seconds=F("annotation__seconds"),
        shown=F("annotation__assignment__shown"),
    )


def _annotation(row: dict[str, Any]) -> FrozenAnnotation:
    return FrozenAnnotation(
        annotation_id=row["annotation_id"],
        member_id=row["member_id"],
        form=form_at(row["project_id"], row["form_version"]),
        answers=row["answers"],
        shown=row["shown"] or [],
        revision=row["number"],
        submitted_at=row["created_at"],
        seconds=row["seconds"],
    )
