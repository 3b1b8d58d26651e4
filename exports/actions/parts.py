"""Writing a file to the object store in parts, each recorded before the next, so that whoever follows goes on there.

A worker that follows either goes on behind the last part, or writes everything once more and leaves out what the store
has: the same bytes, or the file is begun again.
"""

import hashlib
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any
from uuid import UUID

from accounts.tenancy import current_organisation_id
from annotation import storage
from annotation.actions.jobs import LeaseLost, record, save_progress
from exports.models import Export

PART_BYTES = 8 << 20
Part = dict[str, Any]
"""What is recorded of a part: its number, ETag, size and SHA-256."""


class Parts:
    """The parts of an export's file. Bytes are added with `write`; what is full goes to the store, while the next part
    is being made. Nothing is recorded before the store has it.
    """

    def __init__(self, job: Export) -> None:
        self._job = job
        self._parts: list[Part] = list(job.parts)
        self._buffer = bytearray()
        self._uploads = ThreadPoolExecutor(1, thread_name_prefix="part")
        self._sending: tuple[Future[Part], dict[str, Any] | None] | None = None

    @property
    def waiting(self) -> int:
        """How many bytes no part holds yet."""
        return len(self._buffer)

    def write(self, data: bytes) -> None:
        """Add bytes; a buffer that is twice too large goes out in several parts, without being a step on the way."""
        self._buffer += data
        while len(self._buffer) >= 2 * PART_BYTES:
            self._send(PART_BYTES, None)

    def step(self, *, last: bool, **progress: Any) -> None:
        """A good place to go on from: what waits becomes a part if it is enough, or the last one, and is recorded."""
        if len(self._buffer) >= PART_BYTES or (last and self._buffer):
            self._send(len(self._buffer), progress)
        elif not self._buffer:
            self._settle()
            save_progress(self._job, parts=list(self._parts), **progress)
        if last:
            self._settle()

    def close(self) -> None:
        """Wait for what is on its way; it is not recorded."""
        self._uploads.shutdown(cancel_futures=True)

    def _send(self, size: int, progress: dict[str, Any] | None) -> None:
        self._settle()
        data = bytes(memoryview(self._buffer)[:size])
        del self._buffer[:size]
        self._sending = (self._uploads.submit(prepared(self._job), len(self._parts) + 1, data), progress)

    def _settle(self) -> None:
        """Record the part that was on its way, and what could be gone on from behind it."""
        if self._sending is None:
            return
        (sent, progress), self._sending = self._sending, None
        self._parts.append(received(self._job, sent.result))
        if progress is not None:
            save_progress(self._job, parts=list(self._parts), **progress)


class Replayed:
    """The same for bytes that are made anew from the beginning: every part has the same size but for the last."""

    def __init__(self, job: Export) -> None:
        self._job = job
        self._known: list[Part] = list(job.parts)
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
            self._known.append(received(self._job, partial(prepared(self._job), self._number, data)))
            save_progress(self._job, parts=list(self._known))
        elif self._known[self._number - 1]["sha256"] != hashlib.sha256(data).hexdigest():
            start_over(self._job)
            raise storage.ObjectChanged(f"part {self._number} of {self._job.key} was other bytes before")


def prepared(job: Export) -> Callable[[int, bytes], Part]:
    """What gives the store a part by its number; it needs no database, and so may run in a thread of its own."""
    organisation = current_organisation_id()
    if not job.upload_id:
        upload_id = storage.start_multipart(organisation, job.key, media_type=job.media_type)
        try:
            record(job, upload_id=upload_id)
        except LeaseLost:
            storage.abort_multipart(organisation, job.key, upload_id)
            raise
    return partial(send, organisation, job.key, job.upload_id)


def send(organisation: UUID, key: str, upload_id: str, number: int, data: bytes) -> Part:
    """Give the store a part, and say what is to be recorded of it."""
    part = storage.upload_part(organisation, key, upload_id, number, data)
    return {"number": number, "etag": part.etag, "size": part.size, "sha256": hashlib.sha256(data).hexdigest()}


def received(job: Export, sent: Callable[[], Part]) -> Part:
    """The part that was sent. A store that has forgotten the upload has the file written again."""
    try:
        return sent()
    except storage.ObjectMissing:
        start_over(job)
        raise


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
