"""Reading exports, and the frozen revisions that their files are made of."""

from collections.abc import Iterator
from itertools import groupby

from django.db import transaction
from django.db.models import QuerySet

from annotation.models import Project, Revision
from annotation.queries.forms import form_at
from exports.formats.annotations import AnnotationRow
from exports.formats.trl import RankedItem, Ranking
from exports.models import Export, ExportChunk


def exports(project: Project | None = None) -> QuerySet[Export]:
    """Export runs, of one project if it is named."""
    return Export.objects.all() if project is None else Export.objects.filter(project=project)


def chunk_revisions(export: Export, number: int) -> list[str] | None:
    """The revision ids of a chunk in file order, or None behind the last chunk."""
    with transaction.atomic():
        chunk = ExportChunk.objects.filter(export=export, number=number).first()
    return None if chunk is None else list(chunk.revision_ids)


def annotation_rows(export: Export, ids: list[str]) -> Iterator[AnnotationRow]:
    """The rows of these revisions, in the order of `ids`. People go by the ids of their memberships."""
    for revision in _revisions(ids):
        annotation, item = revision.annotation, revision.annotation.item
        yield AnnotationRow(
            annotation_id=str(annotation.pk),
            item_id=str(item.pk),
            external_id=item.external_id,
            content=item.content,
            metadata=item.metadata,
            annotator=str(annotation.member_id),
            form=form_at(export.project_id, revision.form_version),
            answers=revision.answers,
            shown=annotation.assignment.shown or [],
            revision=revision.number,
            submitted_at=revision.created_at,
            seconds=annotation.seconds,
        )


def ranked_items(export: Export, ids: list[str], question: str) -> Iterator[RankedItem]:
    """The items of these revisions with everybody's answers to a ranking; items without any are left out."""
    for item, revisions in groupby(_revisions(ids), key=lambda revision: revision.annotation.item):
        rankings = [
            Ranking(str(revision.annotation.member_id), answer["value"])
            for revision in revisions
            for answer in revision.answers
            if answer["question"] == question
        ]
        if rankings:
            yield RankedItem(item.external_id, item.content, rankings)


def _revisions(ids: list[str]) -> list[Revision]:
    rows = Revision.objects.select_related("annotation__item", "annotation__assignment").in_bulk(ids)
    found = {str(pk): row for pk, row in rows.items()}
    return [found[pk] for pk in ids]
