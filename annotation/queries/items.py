"""Reading items and what was answered about them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from annotation.forms import asset_ids
from annotation.models import Annotation, Item, Project
from annotation.queries.assets import asset_views, missing_assets
from annotation.queries.forms import form_at


def items(project: Project) -> QuerySet[Item]:
    """The project's items; in the order of the import when sorted by `position`."""
    return Item.objects.filter(project=project)


def annotations(item: Item) -> QuerySet[Annotation]:
    """Everybody's current answers to an item, oldest first; those taken back do not count."""
    return (
        Annotation.objects.filter(item=item, withdrawn_at=None)
        .select_related("member__user")
        .order_by("submitted_at", "id")
    )


def answer_images(project: Project, rows: Iterable[Annotation]) -> dict[UUID, dict[str, Any]]:
    """{annotation: {asset: view}} of the pictures that people have put into their answers, in one query."""
    named = {row.pk: asset_ids(form_at(row.project_id, row.form_version), row.answers) for row in rows}
    ids = {asset for assets in named.values() for asset in assets}
    known = asset_views(ids - missing_assets(project, ids))
    return {pk: {asset: known[asset] for asset in assets if asset in known} for pk, assets in named.items()}
