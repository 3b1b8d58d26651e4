"""Bringing an import's files to this machine's disk: an uploaded file, a client's bucket, addresses."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

import httpx
from django.db import transaction

from accounts.models import Bucket
from accounts.safe_http import Blocked, NotAnswered, TooMuch, fetch, safe_client
from accounts.tenancy import current_organisation_id
from annotation import buckets, storage
from annotation.actions.jobs import JobFailed
from annotation.imports.foreign import Lost
from annotation.models import Import, ImportSource
from annotation.queries.imports import file_of

MOST_OBJECTS = 200_000
MOST_BYTES = 20 << 30
LARGEST_ANSWER = 5 << 30
LONGEST_NAME = 200

Tell = Callable[[int, int], None]
"""Told how many bytes, or addresses, of how many were fetched."""


@dataclass
class Fetched:
    """Where the files lie (one file or a folder), the name they have, and what could not be had."""

    place: Path
    name: str
    lost: list[Lost] = field(default_factory=list)


def fetch_source(job: Import, target: Path, tell: Tell) -> Fetched:
    """Copy an import's files to `target`; raises `JobFailed` where there is nothing to read."""
    if job.source == ImportSource.BUCKET:
        return _of_bucket(job, target, tell)
    if job.source == ImportSource.URLS:
        return _of_addresses(job, target, tell)
    with transaction.atomic():
        asset = file_of(job)
    _write(target, _told(storage.read(current_organisation_id(), asset.key), asset.size, tell))
    return Fetched(target, asset.filename)


def _of_bucket(job: Import, target: Path, tell: Tell) -> Fetched:
    with transaction.atomic():
        assert job.bucket_id is not None
        bucket = Bucket.objects.get(pk=job.bucket_id)
    try:
        found = _objects(bucket, job.prefix)
        total = sum(each.size for each in found)
        if len(found) == 1:
            chunks = buckets.read(bucket, found[0].key)
            _write(target, _told(chunks, total, tell))
            return Fetched(target, found[0].key.rpartition("/")[2])
        return _folder_of(bucket, job.prefix, found, target, tell)
    except buckets.BucketError as error:
        raise JobFailed(str(error)) from None


def _objects(bucket: Bucket, prefix: str) -> list[buckets.BucketObject]:
    found, size = [], 0
    for each in buckets.all_objects(bucket, prefix=prefix):
        if each.key.endswith("/"):
            continue
        found.append(each)
        size += each.size
        if len(found) > MOST_OBJECTS or size > MOST_BYTES:
            raise JobFailed(f"At most {MOST_OBJECTS:,} objects and {MOST_BYTES >> 30} GiB are taken at once.")
    if not found:
        raise JobFailed("Nothing in the bucket begins with this prefix.")
    return found


def _folder_of(bucket: Bucket, prefix: str, found: Iterable[buckets.BucketObject], target: Path, tell: Tell) -> Fetched:
    fetched, done, above = Fetched(target, bucket.name), 0, len(prefix.rpartition("/")[0]) + ("/" in prefix)
    total = sum(each.size for each in found)
    for each in found:
        place = _place(target, each.key[above:])
        if place is None:
            fetched.lost.append(Lost("objects whose keys are no paths of files", each.key))
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        _write(place, buckets.read(bucket, each.key))
        done += each.size
        tell(done, total)
    return fetched


def _of_addresses(job: Import, target: Path, tell: Tell) -> Fetched:
    with safe_client() as client:
        if len(job.urls) == 1:
            if problem := fetch_file(client, job.urls[0], target, most_bytes=LARGEST_ANSWER):
                raise JobFailed(f"The address could not be read: {problem}.")
            return Fetched(target, name_of(job.urls[0]))
        fetched, size = Fetched(target, job.filename), 0
        target.mkdir()
        for number, url in enumerate(job.urls, 1):
            place = target / f"{number:05d}-{name_of(url)}"
            if problem := fetch_file(client, url, place, most_bytes=min(LARGEST_ANSWER, MOST_BYTES - size)):
                fetched.lost.append(Lost("addresses that could not be read", url, problem))
            else:
                size += place.stat().st_size
            tell(number, len(job.urls))
    return fetched


def fetch_file(client: httpx.Client, url: str, place: Path, *, most_bytes: int) -> str:
    """Copy what lies at an address to a file; what kept it from coming, or nothing. Twice is tried where a connection
    broke.
    """
    problem = ""
    for _ in range(2):
        try:
            with fetch(client, url, most_bytes=most_bytes) as chunks:
                _write(place, chunks)
        except (Blocked, TooMuch, NotAnswered) as error:
            problem = str(error)
            break
        except (httpx.HTTPError, httpx.InvalidURL):
            problem = "it does not answer"
        else:
            return ""
    place.unlink(missing_ok=True)
    return problem


def name_of(url: str) -> str:
    """A name for the file at an address."""
    name = unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2]
    kept = "".join(each if each.isprintable() and each not in '/\\:*?"<>|' else "_" for each in name)
    return kept.strip(" .")[-LONGEST_NAME // 4 :] or "file"


def _place(target: Path, path: str) -> Path | None:
    """Where a key's file lies below the target; None for what cannot be a path, or not beside the others."""
    parts = path.split("/")
    if not all(part and part not in {".", ".."} and part.isprintable() for part in parts):
        return None
    if any(len(part.encode()) > LONGEST_NAME for part in parts) or len(path) > 1000:
        return None
    place = target.joinpath(*parts)
    taken = place.exists() or any(above.is_file() for above in place.parents)
    return None if taken else place


def _write(place: Path, chunks: Iterable[bytes]) -> None:
    with place.open("wb") as file:
        for chunk in chunks:
            file.write(chunk)


def _told(chunks: Iterator[bytes], total: int, tell: Tell) -> Iterator[bytes]:
    done = 0
    for chunk in chunks:
        done += len(chunk)
        tell(min(done, total), total)
        yield chunk
