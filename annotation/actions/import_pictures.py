"""The pictures that an import's rows name: each is verified as an uploaded one would be, and becomes an asset.

An asset's id follows from the import and the picture's place, so a worker that takes over finds what another one has
done; a picture that the project has already (by the bytes of the cleaned file) is not stored again.
"""

import hashlib
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime
from itertools import islice
from pathlib import Path
from uuid import UUID, uuid5

import httpx
import orjson
from django.db import transaction

from accounts.safe_http import safe_client
from accounts.tenancy import current_organisation_id
from annotation import media, storage
from annotation.actions.import_sources import fetch_file, name_of
from annotation.actions.jobs import record
from annotation.forms import Problem
from annotation.imports.limited import LARGEST_PICTURE, pictures_limited
from annotation.imports.spool import name_assets
from annotation.media import gif, jpeg, png, webp
from annotation.models import Asset, AssetState, Import, JobState

BATCH = 200
AREA = "assets"
HEAD = 64
NOT_THERE = "is not among the files, or is larger than 25 MiB"


class PictureBook:
    """What became of each picture: an asset's id, or why none; on disk once it is large."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.execute("CREATE TABLE book (place TEXT PRIMARY KEY, asset TEXT, refused TEXT) WITHOUT ROWID")
        self.ready = self.refused = 0

    def add(self, place: str, asset: UUID) -> None:
        """The asset that a picture is now."""
        self._database.execute("INSERT OR REPLACE INTO book VALUES (?, ?, '')", [place, str(asset)])
        self.ready += 1

    def refuse(self, place: str, reason: str) -> None:
        """Why a picture is none."""
        self._database.execute("INSERT OR REPLACE INTO book VALUES (?, '', ?)", [place, reason])
        self.refused += 1

    def find(self, place: str) -> str | Problem:
        """The asset's id, or the problem of a row that names the picture."""
        asset, refused = self._database.execute("SELECT asset, refused FROM book WHERE place = ?", [place]).fetchone()
        return str(asset) if asset else Problem("", f"the picture {place[:200]!r} {refused}")

    def close(self) -> None:
        """Forget everything."""
        self._database.close()


def take_in_pictures(job: Import, source: Path, name: str, folder: Path, *, at: datetime) -> None:
    """Make assets of the pictures that the spool in the folder names, and have it name the assets instead."""
    found = (folder / "pictures").read_bytes().count(b"\n")
    with closing(PictureBook()) as book:
        for places in _batches(folder / "pictures"):
            _take_in(job, source, name, places, book, at=at)
            counts = {"found": found, "ready": book.ready, "refused": book.refused}
            record(job, done=book.ready + book.refused, total=found, pictures=counts)
        if found:
            _rewrite(folder / "spool", book)


def _batches(listed: Path) -> Iterator[list[str]]:
    with listed.open("rb") as lines:
        while batch := [orjson.loads(line) for line in islice(lines, BATCH)]:
            yield batch


def _take_in(job: Import, source: Path, name: str, places: Sequence[str], book: PictureBook, *, at: datetime) -> None:
    known = _known(job, places)
    for place in places:
        if place in known:
            book.add(place, known[place])
    new = [place for place in places if place not in known]
    if not new:
        return
    with tempfile.TemporaryDirectory(prefix="pictures-", dir=source.parent) as folder:
        for place, file, problem in _files(source, name, new, Path(folder)):
            if file is None:
                book.refuse(place, problem)
                continue
            try:
                book.add(place, _keep(job, place, file, at=at))
            except media.Refused as refused:
                book.refuse(place, f"was refused: {refused.reason}")
            file.unlink(missing_ok=True)


def _known(job: Import, places: Sequence[str]) -> dict[str, UUID]:
    """Those of the pictures that an earlier worker has made assets of."""
    by_id = {_id(job, place): place for place in places}
    with transaction.atomic():
        ready = Asset.objects.filter(pk__in=list(by_id), project_id=job.project_id, status=AssetState.READY)
        return {by_id[pk]: pk for pk in ready.values_list("pk", flat=True)}


def _files(source: Path, name: str, places: Sequence[str], folder: Path) -> Iterator[tuple[str, Path | None, str]]:
    """(place, the picture's file or None, why there is none)."""
    remote = [place for place in places if _is_remote(place)]
    local = [place for place in places if not _is_remote(place)]
    out = pictures_limited(source, name=name, names=local, folder=folder) if local else {}
    for place in local:
        yield place, out.get(place), NOT_THERE
    with safe_client() as client:
        for place in remote:
            yield _fetched(client, place, folder)


def _fetched(client: httpx.Client, url: str, folder: Path) -> tuple[str, Path | None, str]:
    target = folder / "fetched"
    problem = fetch_file(client, url, target, most_bytes=LARGEST_PICTURE)
    return (url, None, f"could not be had: {problem}") if problem else (url, target, "")


def _keep(job: Import, place: str, file: Path, *, at: datetime) -> UUID:
    """Verify a picture and store it, unless the project has it; the asset's id. Raises `media.Refused`."""
    organisation, pk = current_organisation_id(), _id(job, place)
    cleaned, size = file.with_suffix(".cleaned"), file.stat().st_size
    media_type = _media_type(file)
    facts = media.verify_image(file, media_type=media_type, size=size, cleaned=cleaned)
    with transaction.atomic():
        same = Asset.objects.filter(
            project_id=job.project_id, purpose="image", status=AssetState.READY, sha256=facts.sha256
        ).first()
    if same is not None:
        cleaned.unlink()
        return same.pk
    key = f"org/{organisation}/{AREA}/{hashlib.sha256(pk.bytes).hexdigest()[:40]}"
    with cleaned.open("rb") as data:
        storage.put(organisation, key, data, media_type=media_type)
    cleaned.unlink()
    with transaction.atomic():
        record(job)
        Asset.objects.create(
            id=pk,
            project_id=job.project_id,
            purpose="image",
            filename=(name_of(place) if _is_remote(place) else place.rpartition("/")[2])[:255],
            status=AssetState.READY,
            state=JobState.DONE,
            key=key,
            media_type=media_type,
            size=facts.size,
            total=facts.size,
            done=facts.size,
            sha256=facts.sha256,
            width=facts.width,
            height=facts.height,
            orientation=facts.orientation,
            created_by_id=job.created_by_id,
            created_at=at,
            finished_at=at,
        )
    return pk


def _media_type(file: Path) -> str:
    """What the first bytes say; whether it is true is found out by whoever verifies it."""
    with file.open("rb") as opened:
        head = opened.read(HEAD)
    for media_type, signature in (
        ("image/png", png.SIGNATURE),
        ("image/jpeg", jpeg.SIGNATURE),
        ("image/gif", gif.SIGNATURES),
    ):
        if head.startswith(signature):
            return media_type
    if webp.is_webp(head):
        return "image/webp"
    raise media.Refused("This is not a PNG, JPEG, WEBP or GIF picture.")


def _rewrite(spool: Path, book: PictureBook) -> None:
    """Name the assets in place of the pictures; a row whose picture was refused is a bad one."""
    named = spool.with_suffix(".named")
    with spool.open("rb") as rows, named.open("wb") as target:
        target.writelines(name_assets(line, book.find) for line in rows)
    named.replace(spool)


def _is_remote(place: str) -> bool:
    return place.startswith(("http://", "https://"))


def _id(job: Import, place: str) -> UUID:
    return uuid5(job.pk, place)
