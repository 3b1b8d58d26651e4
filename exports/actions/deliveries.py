"""Deliveries: a finished file is copied into a client's own bucket, part by part, and goes on where it stood.

Who answered stays with the vendor: a file with people's ids in it is not delivered.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actions.events import record_event
from accounts.models import Bucket, Member
from accounts.refusals import Invalid
from accounts.tenancy import current_organisation_id
from annotation import buckets, storage
from annotation.actions.jobs import JobFailed, cancel, close, record, run, save_progress
from annotation.buckets import BucketError, NotWritable
from annotation.forms import Problem
from annotation.models import JobState
from exports.actions.choosing import IDS
from exports.actions.freezing import Clock
from exports.models import Delivery, Export

PART_BYTES = 16 << 20
MOST_TRIES = 6
"""Claims without progress before the bucket's own words are taken for the reason."""
LONGEST_PATH = 500


class FileNotFinished(Invalid):
    """There is nothing to deliver yet."""

    type = "export-not-done"
    title = "There is nothing to deliver"
    status = 409


def start_delivery(*, job: Export, bucket: Bucket, path: str, by: Member, at: datetime) -> Delivery:
    """Have a finished file copied into a bucket of the project's client, to `path` below the bucket's prefix, or under
    its own name.
    """
    if job.state != JobState.DONE:
        raise FileNotFinished(f"The export is {job.state}.")
    check_bucket(bucket, job.project.client_id, people=job.options["people"])
    if problem := _path_problem(path):
        raise Invalid(problems=[Problem("/path", problem)])
    return new_delivery(job=job, bucket=bucket, path=path, by=by, at=at)


def check_bucket(bucket: Bucket, client_id: UUID, *, people: str) -> None:
    """Raises `Invalid` with `/bucket_id` unless such a file may go there."""
    detail = ""
    if bucket.client_id != client_id or bucket.removed_at is not None:
        detail = "This is no bucket of the project's client."
    elif not bucket.writable:
        detail = "Nothing may be written to this bucket."
    elif people == IDS:
        detail = "The file says who answered: make one with pseudonyms, or without people."
    if detail:
        raise Invalid(problems=[Problem("/bucket_id", detail)])


def new_delivery(*, job: Export, bucket: Bucket, path: str, by: Member, at: datetime) -> Delivery:
    """The row of a delivery that was checked."""
    delivery = Delivery.objects.create(
        project_id=job.project_id,
        export=job,
        bucket=bucket,
        key=f"{bucket.prefix}{path or job.filename}",
        total=job.size or 0,
        created_by=by,
        created_at=at,
    )
    record_event("delivery.started", subject=delivery, actor=by, at=at, export=str(job.pk), key=delivery.key)
    return delivery


def cancel_delivery(*, delivery: Delivery, by: Member, at: datetime) -> Delivery:
    """Stop a delivery. What the bucket holds of it goes when its worker notices."""
    if cancel(delivery, at=at):
        record_event("delivery.cancelled", subject=delivery, actor=by, at=at)
    return delivery


def run_delivery(job_id: UUID, *, now: Clock) -> None:
    """Copy on where the delivery stands."""
    run(
        Delivery,
        job_id,
        work=lambda delivery: _deliver(delivery, now),
        failed=lambda delivery, error: _end(delivery, JobState.FAILED, now, error),
        cancelled=_abort,
    )


def _deliver(delivery: Delivery, now: Clock) -> None:
    with transaction.atomic():
        bucket = Bucket.objects.get(pk=delivery.bucket_id)
        job = Export.objects.get(pk=delivery.export_id)
    try:
        _copy(delivery, bucket, job)
    except NotWritable as error:
        raise JobFailed(str(error)) from None
    except BucketError as error:
        if delivery.attempts >= MOST_TRIES:
            raise JobFailed(str(error)) from None
        raise
    _end(delivery, JobState.DONE, now)


def _copy(delivery: Delivery, bucket: Bucket, job: Export) -> None:
    if not delivery.upload_id:
        record(delivery, upload_id=buckets.start_upload(bucket, delivery.key, media_type=job.media_type), parts=[])
    etags = list(delivery.parts)
    size = job.size or 0
    while len(etags) * PART_BYTES < size or not etags:
        begin = len(etags) * PART_BYTES
        chunks = storage.read(current_organisation_id(), job.key, begin, min(begin + PART_BYTES, size))
        data = b"".join(chunks)
        etags.append(buckets.put_part(bucket, delivery.key, delivery.upload_id, len(etags) + 1, data))
        save_progress(delivery, parts=list(etags), done=begin + len(data))
    _complete(delivery, bucket, etags, size)


def _complete(delivery: Delivery, bucket: Bucket, etags: list[str], size: int) -> None:
    """Make one object of the parts, unless a worker before did; what is there then has the file's size."""
    try:
        buckets.complete_upload(bucket, delivery.key, delivery.upload_id, etags)
    except BucketError:
        if not _arrived(delivery, bucket, size):
            record(delivery, upload_id="", parts=[], done=0)
            raise
    if not _arrived(delivery, bucket, size):
        raise BucketError("The store does not have what was sent.")


def _arrived(delivery: Delivery, bucket: Bucket, size: int) -> bool:
    found = buckets.list_objects(bucket, prefix=delivery.key, limit=1).found
    return any(each.key == delivery.key and each.size == size for each in found)


def _end(delivery: Delivery, state: JobState, now: Clock, error: str = "") -> None:
    if state == JobState.FAILED:
        _abort(delivery)
    with transaction.atomic():
        close(delivery, state, at=now(), error=error)
        record_event("delivery.finished", subject=delivery, actor=None, at=now(), state=state, key=delivery.key)


def _abort(delivery: Delivery) -> None:
    """The client's bucket keeps nothing of what nobody finished; if it can't be reached, its own rules clear it."""
    if not delivery.upload_id:
        return
    with transaction.atomic():
        bucket = Bucket.objects.get(pk=delivery.bucket_id)
    try:
        buckets.abort_upload(bucket, delivery.key, delivery.upload_id)
    except BucketError:
        return


def _path_problem(path: str) -> str:
    parts = path.split("/")
    fits = path.isprintable() and len(path) <= LONGEST_PATH and not {".", ".."} & set(parts)
    return "" if not path or (fits and all(parts)) else "A path such as 2026/answers.jsonl."
