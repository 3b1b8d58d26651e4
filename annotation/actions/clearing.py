"""Clearing away what nobody will finish: uploads that stopped in the middle, and the spools of ended imports."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction

from accounts.tenancy import current_organisation_id
from annotation import storage
from annotation.models import Asset, AssetState, Import, JobState

KEPT_FOR = timedelta(days=7)
"""An upload can be taken up again, and a failed import read in another way, for a week."""
AT_ONCE = 1000
NEVER_ARRIVED = "It never arrived whole."


def clear_away(*, at: datetime) -> int:
    """Drop what the organisation in scope has left lying since a week: parts and pieces of uploads, and the spools of
    imports that failed or were stopped. How many things.

    The store is asked outside of transactions. What it keeps because it is away goes the next night.
    """
    before = at - KEPT_FOR
    return _uploads(before, at=at) + _spools(before) + _parts(before)


def _uploads(before: datetime, *, at: datetime) -> int:
    """Files that a browser began to send."""
    organisation = current_organisation_id()
    with transaction.atomic():
        waiting = Asset.objects.filter(status=AssetState.UPLOADING, created_at__lt=before)
        assets = list(waiting.order_by("created_at")[:AT_ONCE])
    cleared = 0
    for asset in assets:
        with suppress(storage.StorageError):
            if asset.upload_id:
                storage.abort_multipart(organisation, asset.key, asset.upload_id)
            storage.delete(organisation, asset.key)
            with transaction.atomic():
                cleared += Asset.objects.filter(pk=asset.pk, status=AssetState.UPLOADING).update(
                    status=AssetState.REFUSED,
                    state=JobState.FAILED,
                    reason=NEVER_ARRIVED,
                    upload_id="",
                    finished_at=at,
                )
    return cleared


def _spools(before: datetime) -> int:
    """What imports had read; such an import reads its files again, should somebody still want it."""
    organisation = current_organisation_id()
    with transaction.atomic():
        ended = Import.objects.filter(state__in=[JobState.FAILED, JobState.CANCELLED], finished_at__lt=before)
        jobs = list(ended.exclude(spool_key="").order_by("finished_at")[:AT_ONCE])
    cleared = 0
    for job in jobs:
        with suppress(storage.StorageError):
            storage.delete(organisation, job.spool_key)
            with transaction.atomic():
                cleared += Import.objects.filter(pk=job.pk, state=job.state).update(spool_key="", spool_size=0)
    return cleared


def _parts(before: datetime) -> int:
    """Uploads in parts that no row knows any more, of whatever was killed between two of its steps."""
    organisation = current_organisation_id()
    cleared = 0
    with suppress(storage.StorageError):
        for key, upload_id in list(storage.unfinished_uploads(organisation, before=before)):
            storage.abort_multipart(organisation, key, upload_id)
            cleared += 1
    return cleared
