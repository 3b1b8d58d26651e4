"""Building export files: frozen first, then written chunk by chunk to the object store, resumable at every part.

The chosen revisions are fixed in one statement, in chunks of whole items. Later steps read only those, so the bytes
are the same however often the work is interrupted and however much people submit meanwhile. A part and the chunk
after it are recorded together under the job's fence; a worker that takes over goes on behind the last recorded part.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.text import slugify

from accounts.actions.events import record_event
from accounts.models import Member
from accounts.refusals import Invalid, Refused
from accounts.tenancy import current_organisation_id
from annotation import storage
from annotation.actions.jobs import cancel, close, run, save_progress
from annotation.forms import Problem
from annotation.models import Item, JobState, Project
from annotation.queries.forms import current_form, form_at
from exports.formats.annotations import annotation_line, count_annotation
from exports.formats.counts import Counts
from exports.formats.trl import NAMES, PreferenceFile, comparing_questions
from exports.models import Export, ExportFormat
from exports.queries.exports import annotation_rows, chunk_revisions, ranked_items

Clock = Callable[[], datetime]
Writer = Callable[[list[str]], Iterator[bytes]]
"""The lines of a chunk, given its revision ids."""

AREA = "exports"
MEDIA_TYPE = "application/x-ndjson"
ITEMS_IN_A_CHUNK = 500
PART_BYTES = 8 << 20

FREEZE = """
INSERT INTO exports_exportchunk (id, organisation_id, project_id, export_id, number, revision_ids)
SELECT uuidv7(), organisation_id, %(project)s, %(export)s, chunk,
       jsonb_agg(revision_id ORDER BY position, annotation_id)
FROM (
  SELECT a.organisation_id, a.id AS annotation_id, r.id AS revision_id, i.position,
         (dense_rank() OVER (ORDER BY i.position) - 1) / %(items)s AS chunk
  FROM annotation_annotation a
  JOIN annotation_item i ON i.id = a.item_id
  JOIN annotation_revision r ON r.annotation_id = a.id AND r.number = a.revision
  WHERE a.project_id = %(project)s
) frozen
GROUP BY organisation_id, chunk
RETURNING jsonb_array_length(revision_ids)
"""


class NotDoneYet(Refused):
    """The file is not there: the export is queued, running, failed or cancelled."""

    type = "export-not-done"
    title = "The export is not done"


def start_export(
    *,
    project: Project,
    format: ExportFormat,
    options: dict[str, Any],
    by: Member,
    at: datetime,  # noqa: A002
) -> Export:
    """Have a file built of everything that is answered when the work begins."""
    if format == ExportFormat.TRL_PREFERENCE:
        options = _preference_options(project, options)
    elif options:
        raise Invalid(problems=[Problem(f"/options/{name}", "This format has no such option.") for name in options])
    export = Export.objects.create(
        project=project,
        format=format,
        options=options,
        filename=f"{slugify(project.name) or 'project'}-{format.replace('_', '-')}-{at:%Y-%m-%d}.jsonl",
        key=storage.new_key(current_organisation_id(), AREA),
        created_by=by,
        created_at=at,
    )
    record_event("export.started", subject=export, actor=by, at=at, format=format, **options)
    return export


def _preference_options(project: Project, options: dict[str, Any]) -> dict[str, Any]:
    names = [question.name for question in comparing_questions(current_form(project))]
    if not names:
        raise Invalid(problems=[Problem("/format", "The project's form has no ranking to make pairs of.")])
    question = options.get("question", names[0])
    if question not in names:
        raise Invalid(problems=[Problem("/options/question", f"One of: {', '.join(names)}.")])
    return {"question": question, "rows": options.get("rows", "merged")}


def cancel_export(*, export: Export, by: Member, at: datetime) -> Export:
    """Stop an export; the parts written so far are thrown away."""
    if cancel(export, at=at):
        record_event("export.cancelled", subject=export, actor=by, at=at)
    return export


def download_link(*, export: Export, by: Member, at: datetime) -> str:
    """A link to the file that works for five minutes."""
    if export.state != JobState.DONE:
        raise NotDoneYet(f"It is {export.state}.")
    record_event("export.downloaded", subject=export, actor=by, at=at)
    return storage.presigned_get(
        export.organisation_id, export.key, media_type=MEDIA_TYPE, filename=export.filename, inline=False
    )


def build_export(export_id: UUID, *, now: Clock) -> None:
    """Go on with an export where it stands, to its end."""
    run(
        Export,
        export_id,
        work=lambda export: _build(export, now),
        failed=lambda export, error: _fail(export, error, now),
        cancelled=_throw_away,
    )


def _build(export: Export, now: Clock) -> None:
    if export.frozen_at is None:
        _freeze(export, now)
    if not export.upload_id:
        upload_id = storage.start_multipart(export.organisation_id, export.key, media_type=MEDIA_TYPE)
        save_progress(export, upload_id=upload_id)
    _write_parts(export)
    size, sha256 = _complete(export)
    with transaction.atomic():
        close(export, JobState.DONE, at=now(), done=export.total, size=size, sha256=sha256)
        record_event("export.finished", subject=export, actor=None, at=now(), state=JobState.DONE, **export.counts)


def _freeze(export: Export, now: Clock) -> None:
    """Fix what goes into the file. A second worker's freeze breaks the chunks' uniqueness and so does nothing."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(FREEZE, {"project": export.project_id, "export": export.pk, "items": ITEMS_IN_A_CHUNK})
            total = sum(row[0] for row in cursor.fetchall())
        talks = Item.objects.filter(project_id=export.project_id, content__has_key="messages").exists()
        options = export.options | ({"style": "conversational" if talks else "standard"} if export.options else {})
        save_progress(export, frozen_at=now(), total=total, options=options)


def _write_parts(export: Export) -> None:
    counts = Counts.from_json(export.counts) if export.counts else _no_counts(export)
    write = _writer(export, counts)
    done = export.parts[-1]["done"] if export.parts else 0
    number = export.next_chunk
    buffer = bytearray()
    while (ids := chunk_revisions(export, number)) is not None:
        with transaction.atomic():
            for line in write(ids):
                buffer += line
        done += len(ids)
        number += 1
        if len(buffer) >= PART_BYTES:
            _write_part(export, buffer, counts=counts, done=done, next_chunk=number)
            buffer = bytearray()
        else:
            save_progress(export, done=done)
    if buffer or not export.parts:
        _write_part(export, buffer, counts=counts, done=done, next_chunk=number)


def _write_part(export: Export, data: bytearray, *, counts: Counts, done: int, next_chunk: int) -> None:
    part = storage.upload_part(export.organisation_id, export.key, export.upload_id, len(export.parts) + 1, bytes(data))
    recorded = {"number": part.number, "etag": part.etag, "size": part.size, "done": done}
    save_progress(export, parts=[*export.parts, recorded], next_chunk=next_chunk, counts=counts.to_json(), done=done)


def _complete(export: Export) -> tuple[int, str]:
    """Put the parts together; the (size, SHA-256) of what the store then holds."""
    parts = [storage.Part(number=part["number"], etag=part["etag"], size=part["size"]) for part in export.parts]
    size = sum(part.size for part in parts)
    try:
        storage.complete_multipart(export.organisation_id, export.key, export.upload_id, parts)
    except storage.ObjectMissing:
        # A worker died between completing and saying so: the whole object is there, or this raises again.
        if storage.head(export.organisation_id, export.key).size != size:
            raise
    digest = hashlib.sha256()
    for chunk in storage.read(export.organisation_id, export.key):
        digest.update(chunk)
    return size, digest.hexdigest()


def _writer(export: Export, counts: Counts) -> Writer:
    if export.format == ExportFormat.TRL_PREFERENCE:
        return _preference_writer(export, counts)

    def write(ids: list[str]) -> Iterator[bytes]:
        for row in annotation_rows(export, ids):
            count_annotation(counts, row)
            yield annotation_line(row)

    return write


def _preference_writer(export: Export, counts: Counts) -> Writer:
    with transaction.atomic():
        project = Project.objects.get(pk=export.project_id)
        question = form_at(project.pk, project.form_version).question(export.options["question"])
    assert question is not None  # a ranking in use cannot be removed from a form
    file = PreferenceFile(question, rows=export.options["rows"], style=export.options["style"], counts=counts)

    def write(ids: list[str]) -> Iterator[bytes]:
        for item in ranked_items(export, ids, question.name):
            yield from file.lines(item)

    return write


def _no_counts(export: Export) -> Counts:
    return Counts(*NAMES) if export.format == ExportFormat.TRL_PREFERENCE else Counts("annotations", "answers")


def _fail(export: Export, error: str, now: Clock) -> None:
    with transaction.atomic():
        close(export, JobState.FAILED, at=now(), error=error)
        record_event("export.finished", subject=export, actor=None, at=now(), state=JobState.FAILED, error=error)
    _throw_away(export)


def _throw_away(export: Export) -> None:
    """Free the parts of a file that will never be completed."""
    if export.upload_id:
        with suppress(storage.StorageError):
            storage.abort_multipart(export.organisation_id, export.key, export.upload_id)
