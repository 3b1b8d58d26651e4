"""Uploads: a file goes straight to the object store and is nothing to anybody until it was verified.

Upload (presigned, to a quarantine key) → complete → verification in a limited child process → the verified bytes
under a key that nobody may write to. What was refused stays refused; the person uploads another file.
"""

import hashlib
import logging
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

from django.db import transaction

from accounts.actions.events import record_event
from accounts.models import Member
from accounts.refusals import Invalid, Refused
from accounts.tenancy import current_organisation_id
from annotation import media, storage
from annotation.actions.jobs import close, run, save_progress
from annotation.forms import Problem
from annotation.forms.problems import unstorable
from annotation.media.texts import text_type
from annotation.models import Asset, AssetState, Assignment, AssignmentState, JobState, Project
from annotation.queries.assignments import form_of
from annotation.queries.forms import takes_images
from annotation.queries.projects import person_of

logger = logging.getLogger(__name__)

Purpose = Literal["image", "text", "data"]
Clock = Callable[[], datetime]

MOST_BYTES: dict[Purpose, int] = {"image": 25 << 20, "text": media.MAX_TEXT_BYTES, "data": 5 << 30}
PART_BYTES = 8 << 20
MOST_PARTS_AT_ONCE = 100
DATA_ENDINGS = {
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".parquet": "application/vnd.apache.parquet",
    ".zip": "application/zip",
    ".xml": "application/xml",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".conll": "text/plain",
    ".bio": "text/plain",
}
"""What an import can read, by the ending of the file's name; whether it is that, is seen when it is read."""
QUARANTINE = "quarantine"
VERIFIED = "assets"
NEVER_CHECKED = "It could not be checked, for a reason on our side. Please upload it again."
NEVER_ARRIVED = "The file did not arrive. Please upload it again."


class NoParts(Refused):
    """The upload is one of a single form, or was sent already."""

    type = "no-parts"
    title = "This upload takes no parts"


def start_upload(
    *,
    project: Project,
    filename: str,
    size: int,
    media_type: str,
    purpose: Purpose,
    by: Member,
    at: datetime,
    multipart: bool = False,
) -> tuple[Asset, storage.PresignedPost | None]:
    """A place for one file of exactly this size, and the form with which a browser sends it there; None where it is
    sent in parts (see `part_addresses`).

    Texts and data are told by the ending of their names, pictures by their media type.
    """
    accepted = _media_type(filename, media_type, purpose)
    if size > MOST_BYTES[purpose]:
        raise Invalid(problems=[Problem("/size", f"At most {MOST_BYTES[purpose] >> 20} MiB are accepted.")])
    organisation = current_organisation_id()
    key = storage.new_key(organisation, QUARANTINE)
    asset = Asset.objects.create(
        project=project,
        purpose=purpose,
        filename=filename,
        key=key,
        media_type=accepted,
        size=size,
        total=size,
        upload_id=storage.start_multipart(organisation, key, media_type=accepted) if multipart else "",
        part_size=PART_BYTES if multipart else None,
        created_by=by,
        created_at=at,
    )
    record_event("upload.created", subject=asset, actor=by, at=at, filename=filename, size=size)
    if multipart:
        return asset, None
    return asset, storage.presigned_post(organisation, key, media_type=accepted, max_bytes=size)


def part_sizes(asset: Asset) -> Mapping[int, int]:
    """{number: bytes} of the parts that an upload is sent in; raises `NoParts`."""
    if not asset.part_size or asset.status != AssetState.UPLOADING:
        raise NoParts
    starts = range(0, asset.size, asset.part_size)
    return {number: min(asset.part_size, asset.size - start) for number, start in enumerate(starts, 1)}


def part_addresses(*, asset: Asset, numbers: Sequence[int]) -> dict[int, str]:
    """Where to PUT the parts of these numbers (from 1), for an hour; each has `part_size` bytes but the last."""
    sizes = part_sizes(asset)
    if strange := sorted(set(numbers) - set(sizes)):
        raise Invalid(problems=[Problem("/numbers", f"There is no part {strange[0]}: they are 1 to {len(sizes)}.")])
    organisation = current_organisation_id()
    return {
        number: storage.presigned_part(organisation, asset.key, asset.upload_id, number, size=sizes[number])
        for number in numbers
    }


def arrived_parts(*, asset: Asset) -> list[int]:
    """The numbers of the parts that have arrived whole: who goes on with an upload sends the others."""
    sizes = part_sizes(asset)
    parts = storage.list_parts(current_organisation_id(), asset.key, asset.upload_id)
    return sorted({part.number for part in parts if part.size == sizes.get(part.number)})


def start_own_upload(
    *, assignment: Assignment, filename: str, size: int, media_type: str, purpose: Purpose, by: Member, at: datetime
) -> tuple[Asset, storage.PresignedPost]:
    """A place for a picture that an annotator puts into their answers.

    Raises `Invalid` unless the assignment is theirs to answer and its form takes pictures.
    """
    person = person_of(assignment.project, by)
    if person is None or not person.annotate or assignment.state != AssignmentState.CLAIMED:
        raise Invalid(problems=[Problem("/assignment_id", "You are not working on this.")])
    if purpose != "image" or not takes_images(form_of(assignment)):
        raise Invalid(problems=[Problem("/purpose", "The form of this project does not take it.")])
    asset, form = start_upload(
        project=assignment.project,
        filename=filename,
        size=size,
        media_type=media_type,
        purpose=purpose,
        by=by,
        at=at,
    )
    assert form is not None
    return asset, form


def complete_upload(*, asset: Asset) -> Asset:
    """The browser has sent the file: have it verified. Completing an upload once more changes nothing."""
    waiting = Asset.objects.filter(pk=asset.pk, status=AssetState.UPLOADING)
    waiting.update(status=AssetState.VERIFYING, state=JobState.QUEUED)
    asset.refresh_from_db()
    return asset


def verify_asset(asset_id: UUID, *, now: Clock) -> None:
    """Check an uploaded file and make it visible, or refuse it with a reason that its owner can read."""
    run(
        Asset,
        asset_id,
        work=lambda asset: _verify(asset, now),
        failed=lambda asset, reason: _refuse(asset, reason, JobState.FAILED, now),
    )


def _media_type(filename: str, media_type: str, purpose: Purpose) -> str:
    if unstorable(filename) or not filename.isprintable():
        raise Invalid(problems=[Problem("/filename", "It holds characters that file names don't have.")])
    if purpose == "image":
        if media_type not in media.IMAGE_TYPES:
            detail = "Pictures are taken as PNG, JPEG, WEBP or GIF."
            raise Invalid(problems=[Problem("/media_type", detail)])
        return media_type
    if purpose == "data":
        return _data_type(filename)
    text = text_type(filename)
    if text is None:
        raise Invalid(problems=[Problem("/filename", "Texts are taken as .txt, .md or .jsonl.")])
    return text


def _data_type(filename: str) -> str:
    if found := next((kind for ending, kind in DATA_ENDINGS.items() if filename.lower().endswith(ending)), None):
        return found
    raise Invalid(problems=[Problem("/filename", f"Data is taken as {', '.join(DATA_ENDINGS)}.")])


def _verify(asset: Asset, now: Clock) -> None:
    if asset.purpose == "data":
        _take_over(asset, now)
        return
    with tempfile.TemporaryDirectory(prefix="concord-") as folder:
        source, cleaned = Path(folder, "source"), Path(folder, "cleaned")
        try:
            _fetch(asset, source)
            facts = _facts(asset, source, cleaned)
        except media.Refused as refused:
            _refuse(asset, refused.reason, JobState.DONE, now)
        else:
            save_progress(asset, done=asset.total)
            _publish(asset, cleaned if asset.purpose == "image" else source, facts, now)


def _take_over(asset: Asset, now: Clock) -> None:
    """Data is checked when it is read, in a limited child: here it is only seen to be whole, and kept under a key that
    no browser was given.
    """
    organisation, quarantined = current_organisation_id(), asset.key
    target = verified_key(quarantined)
    digest = hashlib.sha256()
    try:
        arrived = _arrived(asset)
        for chunk in storage.read(organisation, asset.key, etag=arrived.etag):
            digest.update(chunk)
        save_progress(asset, done=asset.total)
        storage.copy(organisation, asset.key, target, etag=arrived.etag, media_type=asset.media_type)
    except media.Refused as refused:
        _refuse(asset, refused.reason, JobState.DONE, now)
        return
    _make_ready(asset, target, {"size": arrived.size, "sha256": digest.hexdigest()}, now)
    _forget(quarantined)


def _arrived(asset: Asset) -> storage.StoredObject:
    """The file in quarantine, put together of its parts if it came in some; raises `media.Refused`."""
    organisation = current_organisation_id()
    try:
        if asset.upload_id:
            _put_together(asset)
        arrived = storage.head(organisation, asset.key)
    except storage.ObjectMissing:
        raise media.Refused(NEVER_ARRIVED) from None
    if arrived.size != asset.size:
        raise media.Refused(f"The file has {arrived.size} bytes, but {asset.size} were announced.")
    return arrived


def _put_together(asset: Asset) -> None:
    organisation = current_organisation_id()
    with suppress(storage.ObjectMissing):  # an earlier attempt has done it
        parts = {part.number: part for part in storage.list_parts(organisation, asset.key, asset.upload_id)}
        if sum(part.size for part in parts.values()) != asset.size:
            raise media.Refused(NEVER_ARRIVED)
        whole = [parts[number] for number in sorted(parts)]
        storage.complete_multipart(organisation, asset.key, asset.upload_id, whole)


def _fetch(asset: Asset, target: Path) -> None:
    """Copy the file out of quarantine, and not a byte more than was announced."""
    arrived = _arrived(asset)
    with target.open("wb") as file:
        for chunk in storage.read(current_organisation_id(), asset.key, etag=arrived.etag):
            file.write(chunk)


def _facts(asset: Asset, source: Path, cleaned: Path) -> dict[str, Any]:
    """What the limited child process finds out, as fields of the asset; `cleaned` is then a picture's file to keep."""
    if asset.purpose == "image":
        image = media.verify_image(source, media_type=asset.media_type, size=asset.size, cleaned=cleaned)
        shown = {"width": image.width, "height": image.height, "orientation": image.orientation}
        return {"size": image.size, "sha256": image.sha256, **shown}
    text = media.verify_text(source, media_type=asset.media_type, size=asset.size)
    return {"size": text.size, "sha256": text.sha256}


def _publish(asset: Asset, verified: Path, facts: dict[str, Any], now: Clock) -> None:
    """Store exactly the bytes that were verified, and only then say that there is something to see."""
    quarantined = asset.key
    key = verified_key(quarantined)
    with verified.open("rb") as file:
        storage.put(current_organisation_id(), key, file, media_type=asset.media_type)
    _make_ready(asset, key, facts, now)
    _forget(quarantined)


def _make_ready(asset: Asset, key: str, facts: dict[str, Any], now: Clock) -> None:
    with transaction.atomic():
        close(asset, JobState.DONE, at=now(), key=key, status=AssetState.READY, **facts)
        record_event("asset.ready", subject=asset, actor=None, at=now(), filename=asset.filename, **facts)


def verified_key(quarantine_key: str) -> str:
    """Where the verified bytes go. One place per upload, so that an attempt that was cut off leaves nothing behind;
    the form that the browser was given allows exactly the quarantine key and no other.
    """
    return quarantine_key.replace(f"/{QUARANTINE}/", f"/{VERIFIED}/")


def _refuse(asset: Asset, reason: str, state: JobState, now: Clock) -> None:
    shown = reason[:500]
    with transaction.atomic():
        close(asset, state, at=now(), status=AssetState.REFUSED, reason=shown, error=shown if state == "failed" else "")
        record_event("asset.refused", subject=asset, actor=None, at=now(), filename=asset.filename, reason=shown)
    _forget(asset.key)


def _forget(key: str) -> None:
    """Remove what lies in quarantine. It is of no use to anybody, so a store that is away keeps it."""
    with suppress(storage.StorageError):
        storage.delete(current_organisation_id(), key)
