"""Uploaded files: what may be shown, and what may be used."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.tenancy import current_organisation_id
from annotation import storage
from annotation.models import Asset, AssetState, Project


def assets(project_id: UUID | None = None) -> QuerySet[Asset]:
    """Everything that was uploaded, to one project if it is named."""
    every = Asset.objects.all()
    return every if project_id is None else every.filter(project_id=project_id)


def link(asset: Asset) -> str | None:
    """A short-lived address of a verified file: pictures are shown in place, texts are downloads. None for all else."""
    if asset.status != AssetState.READY:
        return None
    return storage.presigned_get(
        current_organisation_id(),
        asset.key,
        media_type=asset.media_type,
        filename=asset.filename,
        inline=asset.purpose == "image",
    )


def asset_views(ids: Iterable[UUID | str]) -> dict[str, dict[str, Any]]:
    """{id: {"url", "width", "height", "media_type"}} of the verified pictures among these assets, in one query."""
    return {
        str(asset.pk): {
            "url": link(asset),
            "width": asset.width,
            "height": asset.height,
            "media_type": asset.media_type,
        }
        for asset in ready_images(ids)
    }


def ready_images(ids: Iterable[UUID | str]) -> QuerySet[Asset]:
    """The pictures among these assets that were verified; nothing else is ever shown."""
    return Asset.objects.filter(pk__in=set(map(str, ids)), purpose="image", status=AssetState.READY)


def missing_assets(project: Project, ids: Collection[str]) -> set[str]:
    """Those of the ids that are not verified pictures of this project: the project's items may not show them."""
    if not ids:
        return set()
    ready = ready_images(ids).filter(project=project).values_list("pk", flat=True)
    return set(ids) - set(map(str, ready))
