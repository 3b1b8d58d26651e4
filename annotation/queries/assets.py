"""Uploaded files: what may be shown, and what may be used."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import Member
from accounts.tenancy import current_organisation_id
from annotation import storage
from annotation.forms import Content, image_ids
from annotation.models import Asset, AssetState, Assignment, Project


def assets(project_id: UUID | None = None) -> QuerySet[Asset]:
    """Everything that was uploaded, to one project if it is named."""
    every = Asset.objects.all()
    return every if project_id is None else every.filter(project_id=project_id)


def uploaded_by(member: Member) -> QuerySet[Asset]:
    """What a member has uploaded."""
    return Asset.objects.filter(created_by=member)


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


def image_sizes(project_id: UUID, *contents: Content) -> dict[str, tuple[int, int]]:
    """{asset: (width, height)} in pixels as displayed, of the verified pictures that contents of a project show."""
    ids = {image for content in contents for image in image_ids(content)}
    if not ids:
        return {}
    rows = ready_images(ids).filter(project_id=project_id).values_list("pk", "width", "height")
    return {str(pk): (width, height) for pk, width, height in rows if width and height}


def own_images(assignment: Assignment, ids: Collection[str], *, ready: bool) -> set[str]:
    """Those of the ids that are pictures which the assignment's person has uploaded to its project, and which were not
    refused; only verified ones if `ready`.
    """
    mine = Asset.objects.filter(
        pk__in=ids, project_id=assignment.project_id, created_by_id=assignment.member_id, purpose="image"
    )
    mine = mine.filter(status=AssetState.READY) if ready else mine.exclude(status=AssetState.REFUSED)
    return set(map(str, mine.values_list("pk", flat=True)))


def own_uploads(assignments: Iterable[Assignment], ids: Collection[str]) -> set[str]:
    """Those of the ids that are verified pictures which these assignments' people have uploaded to their projects."""
    if not ids:
        return set()
    people = {(row.project_id, row.member_id) for row in assignments}
    rows = ready_images(ids).values_list("pk", "project_id", "created_by_id")
    return {str(pk) for pk, project_id, member_id in rows if (project_id, member_id) in people}


def missing_assets(project: Project, ids: Collection[str]) -> set[str]:
    """Those of the ids that are not verified pictures of this project: the project's items may not show them."""
    if not ids:
        return set()
    ready = ready_images(ids).filter(project=project).values_list("pk", flat=True)
    return set(ids) - set(map(str, ready))
