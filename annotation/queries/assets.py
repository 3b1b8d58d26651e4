"""Uploaded files: what may be shown, and what may be used."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import QuerySet

from annotation.models import Asset, AssetState, Project


def ready_images(ids: Iterable[UUID | str]) -> QuerySet[Asset]:
    """The pictures among these assets that were verified; nothing else is ever shown."""
    return Asset.objects.filter(pk__in=set(map(str, ids)), purpose="image", status=AssetState.READY)


def missing_assets(project: Project, ids: Collection[str]) -> set[str]:
    """Those of the ids that are not verified pictures of this project: the project's items may not show them."""
    if not ids:
        return set()
    ready = ready_images(ids).filter(project=project).values_list("pk", flat=True)
    return set(ids) - set(map(str, ready))
