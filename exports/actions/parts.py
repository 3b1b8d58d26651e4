"""Writing a file to the object store in parts, each recorded before the next, so that whoever follows goes on there.

A worker that follows either goes on behind the last part, or writes everything once more and leaves out what the store
has: the same bytes, or the file is begun again.
"""

import hashlib
from typing import Any
from uuid import UUID

from accounts.tenancy import current_organisation_id
from annotation import storage
from annotation.actions.jobs import LeaseLost, record, save_progress
from exports.models import Export

PART_BYTES = 8 << 20


class Parts:
    """The parts of an export's file. Bytes are added with `write`; what is full goes to the store."""

    def __init__(self, job: Export) -> None:
        self._job = job
        self._parts: list[dict[str, Any]] = list(job.parts)
        self._buffer = bytearray()

    @property
    def waiting(self) -> int:
        """How many bytes no part holds yet."""
        return len(self._buffer)

    def write(self, data: bytes) -> None:
        """Add bytes; a buffer that is twice too large goes out in several parts, without being a step on the way."""
        self._buffer += data
        while len(self._buffer) >= 2 * PART_BYTES:
            self._send(PART_BYTES)

    def step(self, *, last: bool, **progress: Any) -> None:
        """A good place to go on from: what waits becomes a part if it is enough, or the last one, and is recorded."""
        if len(self._buffer) >= PART_BYTES or (last and self._buffer):
            self._send(len(self._buffer))
        if not self._buffer:
            save_progress(self._job, parts=list(self._parts), **progress)

    def _send(self, size: int) -> None:
        data = bytes(memoryview(self._buffer)[:size])
        self._parts.append(upload(self._job, len(self._parts) + 1, data))
        del self._buffer[:size]


class Replayed:
    """The same for bytes that are made anew from the beginning: every part has the same size but for the last."""

    def __init__(self, job: Export) -> None:
        self._job = job
        self._known: list[dict[str, Any]] = list(job.parts)
        self._number = 0
        self._buffer = bytearray()

    def write(self, data: bytes) -> None:
        """Add bytes."""
        self._buffer += data
        while len(self._buffer) >= PART_BYTES:
            self._send(PART_BYTES)

    def end(self) -> None:
        """Nothing more will come."""
        if self._buffer:
            self._send(len(self._buffer))

    def _send(self, size: int) -> None:
        data = bytes(memoryview(self._buffer)[:size])
        del self._buffer[:size]
        self._number += 1
        if self._number > len(self._known):
            self._known.append(upload(self._job, self._number, data))
            save_progress(self._job, parts=list(self._known))
        elif self._known[self._number - 1]["sha256"] != hashlib.sha256(data).hexdigest():
            start_over(self._job)
            raise storage.ObjectChanged(f"part {self._number} of {self._job.key} was other bytes before")


def upload(job: Export, number: int, data: bytes) -> dict[str, Any]:
    """Give the store a part, and say what is to be recorded of it."""
    organisation = current_organisation_id()
    if not job.upload_id:
        upload_id = storage.start_multipart(organisation, job.key, media_type=job.media_type)
        try:
            record(job, upload_id=upload_id)
        except LeaseLost:
            storage.abort_multipart(organisation, job.key, upload_id)
            raise
    try:
        part = storage.upload_part(organisation, job.key, job.upload_id, number, data)
    except storage.ObjectMissing:
        start_over(job)
        raise
    return {"number": number, "etag": part.etag, "size": part.size, "sha256": hashlib.sha256(data).hexdigest()}


def start_over(job: Export) -> None:
    """The store has forgotten the upload, or has other bytes: write the file again, of the same frozen rows."""
    if job.upload_id:
        storage.abort_multipart(current_organisation_id(), job.key, job.upload_id)
    record(job, upload_id="", parts=[], next_chunk=0, counts={}, done=0)


def assemble(job: Export) -> None:
    """Make one object of the parts, unless a worker before did."""
    organisation = current_organisation_id()
    record(job)  # still ours?
    if not job.parts:
        storage.put(organisation, job.key, b"", media_type=job.media_type)
        return
    parts = [storage.Part(part["number"], part["etag"], part["size"]) for part in job.parts]
    try:
        storage.complete_multipart(organisation, job.key, job.upload_id, parts)
    except storage.ObjectMissing:
        if not _is_whole(job):
            start_over(job)
            raise


def read_back(job: Export) -> dict[str, Any]:
    """The file's size and SHA-256, of what whoever downloads it will get."""
    digest, size = hashlib.sha256(), 0
    for chunk in storage.read(current_organisation_id(), job.key):
        digest.update(chunk)
        size += len(chunk)
    if size != _size(job):
        raise storage.ObjectChanged(f"{job.key} has {size} bytes, and {_size(job)} were sent")
    return {"size": size, "sha256": digest.hexdigest()}


def throw_away(job: Export, organisation_id: UUID) -> None:
    """What nobody will ever download does not stay in the store."""
    if job.upload_id:
        storage.abort_multipart(organisation_id, job.key, job.upload_id)
        storage.delete(organisation_id, job.key)


def _is_whole(job: Export) -> bool:
    try:
        return storage.head(current_organisation_id(), job.key).size == _size(job)
    except storage.ObjectMissing:
        return False


def _size(job: Export) -> int:
    return sum(part["size"] for part in job.parts)
