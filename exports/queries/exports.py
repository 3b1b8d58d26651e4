"""Reading exports, and what was frozen for them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, Func, QuerySet, Sum

from annotation.forms import Form
from annotation.models import Annotation, Assignment, Item, Project, Revision
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
    """The items of one chunk in their order; five queries, whatever the chunk holds.

    Each asks one table for rows by their ids. A planner that takes the tables for empty, as it does until they are
    analysed, would join them in an order that takes hours.
    """
    chunk = ExportChunk.objects.get(export=export, number=number)
    revisions = Revision.objects.in_bulk(chunk.revision_ids)
    annotations = Annotation.objects.in_bulk({revision.annotation_id for revision in revisions.values()})
    shown = _shown({annotation.assignment_id for annotation in annotations.values()})
    items = Item.objects.in_bulk({annotation.item_id for annotation in annotations.values()})
    by_item: dict[UUID, list[FrozenAnnotation]] = {}
    for revision_id in chunk.revision_ids:
        revision = revisions[UUID(revision_id)]
        annotation = annotations[revision.annotation_id]
        frozen = _frozen(revision, annotation, shown[annotation.assignment_id] or [])
        by_item.setdefault(annotation.item_id, []).append(frozen)
    for item_id, frozen_annotations in by_item.items():
        yield FrozenItem(items[item_id], frozen_annotations)


def written_before(export: Export, number: int) -> int:
    """How many annotations stand in the chunks before this one."""
    sizes = export.chunks.filter(number__lt=number).annotate(size=Func("revision_ids", function="jsonb_array_length"))
    return int(sizes.aggregate(total=Sum("size", output_field=BigIntegerField()))["total"] or 0)


def _shown(assignment_ids: set[UUID]) -> dict[UUID, list[str] | None]:
    return dict(Assignment.objects.filter(pk__in=assignment_ids).values_list("pk", "shown"))


def _frozen(revision: Revision, annotation: Annotation, shown: list[str]) -> FrozenAnnotation:
    return FrozenAnnotation(
        annotation_id=annotation.pk,
        member_id=annotation.member_id,
        form=form_at(revision.project_id, revision.form_version),
        answers=revision.answers,
        shown=shown,
        revision=revision.number,
        submitted_at=revision.created_at,
        seconds=annotation.seconds,
    )


def has_conversations(project: Project) -> bool:
    """Whether any item of the project holds messages rather than a prompt alone."""
    return Item.objects.filter(project=project, content__has_key="messages").exists()
