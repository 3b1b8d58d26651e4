"""Exports: a project's annotations become a file, in constant memory, and the same file whoever is killed on the way.

First the chosen revisions are frozen, in one statement. Then chunk after chunk of whole items is written, and the
place in the file is saved with each part that the object store has taken; a worker that follows goes on there. What
was frozen never changes, so the bytes are the same whatever people submit meanwhile.
"""

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.text import slugify

from accounts.actions.events import record_event
from accounts.models import Member
from accounts.refusals import Invalid, Refused
from accounts.tenancy import current_organisation_id
from annotation import storage
from annotation.actions.jobs import JobFailed, LeaseLost, cancel, close, record, run, save_progress
from annotation.actions.projects import hold_still, note_frozen
from annotation.forms import Form, Problem
from annotation.models import JobState, Project
from annotation.queries.browse import checked, filtered_items
from annotation.queries.forms import current_form
from exports.formats import (
    AnnotationRow,
    Counts,
    PreferenceFile,
    RankedItem,
    Ranking,
    annotation_line,
    comparing_questions,
    count_annotation,
)
from exports.models import Export, ExportFormat
from exports.queries.exports import FrozenItem, frozen_items, has_conversations, written_before

Clock = Callable[[], datetime]
Options = dict[str, Any]

CHUNK_ITEMS = 200
PART_BYTES = 8 << 20
MEDIA_TYPE = "application/jsonl"
SELECTION = ("item_ids", "query")
AREA = "exports"
NAMES = {ExportFormat.ANNOTATIONS: "annotations", ExportFormat.TRL_PREFERENCE: "preferences"}


class NotFinished(Refused):
    """There is no file before the export is done."""

    type = "export-not-done"
    title = "There is nothing to download"


def start_export(*, project: Project, format: str, options: Options, by: Member, at: datetime) -> Export:  # noqa: A002
    """Have a project's annotations, as they are when a worker begins, written into a file: of all its items, of those
    that the option `item_ids` names, or of those that the item browser's `query` finds at that moment.

    Raises `Invalid` with a pointer for a question that is no ranking of the project's form, and for a bad query.
    """
    selection = {name: options[name] for name in SELECTION if name in options}
    _check_selection(selection)
    form, others = current_form(project), {name: options[name] for name in options if name not in SELECTION}
    if format == ExportFormat.TRL_PREFERENCE:
        chosen = _preference_options(project, form, others)
    else:
        chosen = _no_options(others)
    chosen |= selection
    job = Export.objects.create(
        project=project,
        format=format,
        options=chosen,
        filename=f"{slugify(project.name)[:80] or 'project'}-{NAMES[ExportFormat(format)]}-{at:%Y-%m-%d}.jsonl",
        key=storage.new_key(current_organisation_id(), AREA),
        created_by=by,
        created_at=at,
    )
    record_event("export.started", subject=job, actor=by, at=at, format=format, options=shown_options(chosen))
    return job


def cancel_export(*, job: Export, by: Member, at: datetime) -> Export:
    """Stop an export; what it has written is thrown away."""
    if cancel(job, at=at):
        record_event("export.cancelled", subject=job, actor=by, at=at)
        # After the commit, when no worker can begin again. One that is at work does the same when it notices.
        transaction.on_commit(partial(_throw_away, job, current_organisation_id()), robust=True)
    return job


def download_export(*, job: Export, by: Member, at: datetime) -> str:
    """An address that serves the finished file for five minutes."""
    if job.state != JobState.DONE:
        raise NotFinished(f"The export is {job.state}.")
    record_event("export.downloaded", subject=job, actor=by, at=at, filename=job.filename)
    return storage.presigned_get(
        current_organisation_id(), job.key, media_type=MEDIA_TYPE, filename=job.filename, inline=False
    )


def build_export(job_id: UUID, *, now: Clock) -> None:
    """Write the file on from where it stands."""
    run(
        Export,
        job_id,
        work=lambda job: _build(job, now),
        failed=lambda job, error: _fail(job, error, now),
        cancelled=lambda job: _throw_away(job, current_organisation_id()),
    )


def shown_options(options: Options) -> Options:
    """An export's options as people read them: of items that were named one by one, how many."""
    named = options.get("item_ids")
    rest = {name: value for name, value in options.items() if name != "item_ids"}
    return rest if named is None else rest | {"items": len(named)}


def _check_selection(selection: Options) -> None:
    if len(selection) > 1:
        raise Invalid(problems=[Problem("/options/query", "Either items or a query.")])
    if "query" in selection:
        try:
            checked(selection["query"])
        except Invalid as refusal:
            problems = [Problem(f"/options/query{pointer}", detail) for pointer, detail in refusal.problems]
            raise Invalid(problems=problems) from None


def _no_options(options: Options) -> Options:
    problems = [Problem(f"/options/{name}", "Only preference pairs have options.") for name in options]
    if problems:
        raise Invalid(problems=problems)
    return {}


def _preference_options(project: Project, form: Form, options: Options) -> Options:
    """The options with every default filled in; the file is conversational once an item holds a conversation."""
    names = [question.name for question in comparing_questions(form)]
    question = options.get("question") or (names[0] if len(names) == 1 else "")
    if question not in names:
        known = ", ".join(names) or "none"
        detail = f"This must be a question of the form that puts responses in order: {known}."
        raise Invalid(problems=[Problem("/options/question", detail)])
    style = "conversational" if has_conversations(project) else "standard"
    return {"question": question, "rows": options.get("rows", "merged"), "style": style}


def _build(job: Export, now: Clock) -> None:
    if job.frozen_at is None:
        _freeze(job, now)
    _write(job)
    _assemble(job)
    _finish(job, now)


# All of a project is read, so a loop over one table inside another is never the way; a planner that takes the tables
# for empty, as it does until they are analysed, would choose it.
WITHOUT_LOOPS = "SET LOCAL enable_nestloop = off"
# Whole items, because a preference row needs everybody's answers to an item.
FREEZE = """
WITH chosen AS (
  SELECT r.id, i.position, a.submitted_at, dense_rank() OVER (ORDER BY i.position) - 1 AS item_number
  FROM annotation_annotation a
  JOIN annotation_revision r ON r.annotation_id = a.id AND r.number = a.revision
  JOIN annotation_item i ON i.id = a.item_id AND i.state <> 'withdrawn'
  JOIN annotation_assignment s ON s.id = a.assignment_id AND s.state <> 'withdrawn'
  WHERE a.organisation_id = %(organisation)s AND a.project_id = %(project)s AND a.withdrawn_at IS NULL
    AND (%(selected)s::uuid[] IS NULL OR i.id = ANY (%(selected)s))
), chunks AS (
  INSERT INTO exports_exportchunk (id, organisation_id, project_id, export_id, number, revision_ids)
  SELECT gen_random_uuid(), %(organisation)s, %(project)s, %(export)s, item_number / %(items)s,
    jsonb_agg(id ORDER BY position, submitted_at, id)
  FROM chosen GROUP BY item_number / %(items)s
  RETURNING jsonb_array_length(revision_ids) AS size
)
SELECT count(*), coalesce(sum(size), 0) FROM chunks
"""


def _freeze(job: Export, now: Clock) -> None:
    """Choose what goes into the file: the current revision of every annotation that counts.

    Whoever takes work back at the same moment does it before, and it is left out, or after, and is refused.
    """
    values = {"organisation": current_organisation_id(), "project": job.project_id, "export": job.pk}
    with transaction.atomic():
        hold_still(job.project_id)
        with connection.cursor() as cursor:
            cursor.execute(WITHOUT_LOOPS)
            cursor.execute(FREEZE, {**values, "items": CHUNK_ITEMS, "selected": _selected(job)})
            _, total = cursor.fetchone() or (0, 0)
        note_frozen(job.project_id)
        save_progress(job, frozen_at=now(), total=int(total))


def _selected(job: Export) -> list[UUID] | None:
    """The items that the export is about, None for all."""
    if "item_ids" in job.options:
        return [UUID(pk) for pk in job.options["item_ids"]]
    if "query" in job.options:
        return list(filtered_items(job.project, job.options["query"]).values_list("pk", flat=True))
    return None


def _write(job: Export) -> None:
    """Write the chunks that are left and give them to the store, part by part.

    Progress is saved where a part ends with a chunk. A chunk that is larger than parts should be goes out in several;
    a worker that follows writes them again, the same bytes under the same numbers.
    """
    lines, counts = _writer(job)
    with transaction.atomic():
        chunks, done = job.chunks.count(), written_before(job, job.next_chunk)
    parts, buffer = list(job.parts), bytearray()
    for number in range(job.next_chunk, chunks):
        with transaction.atomic():
            items = list(frozen_items(job, number))
        for item in items:
            for line in lines(item):
                buffer += line
                if len(buffer) >= 2 * PART_BYTES:
                    parts.append(_upload(job, len(parts) + 1, buffer))
            done += len(item.annotations)
        if len(buffer) >= PART_BYTES or (number == chunks - 1 and buffer):
            parts.append(_upload(job, len(parts) + 1, buffer))
        if buffer:
            record(job, done=done)
        else:
            save_progress(job, parts=parts, next_chunk=number + 1, counts=counts.to_json(), done=done)
    save_progress(job, counts=counts.to_json())


def _writer(job: Export) -> tuple[Callable[[FrozenItem], Iterator[bytes]], Counts]:
    """What turns an item into lines of the file, and the counts that it keeps."""
    if job.format == ExportFormat.ANNOTATIONS:
        counts = Counts.from_json(job.counts or {"annotations": 0, "answers": 0})
        return lambda frozen: _annotation_lines(frozen, counts), counts
    with transaction.atomic():
        question = current_form(job.project).question(job.options["question"])
    if question is None:
        raise JobFailed(f"The form has no question {job.options['question']!r} any more.")
    file = PreferenceFile(question, rows=job.options["rows"], style=job.options["style"])
    if job.counts:
        file.counts = Counts.from_json(job.counts)
    return lambda frozen: file.lines(_ranked(frozen, question.name)), file.counts


def _annotation_lines(frozen: FrozenItem, counts: Counts) -> Iterator[bytes]:
    item = frozen.item
    for annotation in frozen.annotations:
        row = AnnotationRow(
            annotation_id=str(annotation.annotation_id),
            item_id=str(item.pk),
            external_id=item.external_id,
            content=item.content,
            metadata=item.metadata,
            annotator=str(annotation.member_id),
            form=annotation.form,
            answers=annotation.answers,
            shown=annotation.shown,
            revision=annotation.revision,
            submitted_at=annotation.submitted_at,
            seconds=annotation.seconds,
        )
        count_annotation(counts, row)
        yield annotation_line(row)


def _ranked(frozen: FrozenItem, question: str) -> RankedItem:
    rankings = [
        Ranking(str(annotation.member_id), answer["value"])
        for annotation in frozen.annotations
        for answer in annotation.answers
        if answer["question"] == question
    ]
    return RankedItem(frozen.item.external_id, frozen.item.content, rankings)


def _upload(job: Export, number: int, buffer: bytearray) -> dict[str, Any]:
    """Give the buffer to the store as a part, and empty it."""
    organisation = current_organisation_id()
    if not job.upload_id:
        upload_id = storage.start_multipart(organisation, job.key, media_type=MEDIA_TYPE)
        try:
            record(job, upload_id=upload_id)
        except LeaseLost:
            storage.abort_multipart(organisation, job.key, upload_id)
            raise
    try:
        part = storage.upload_part(organisation, job.key, job.upload_id, number, bytes(buffer))
    except storage.ObjectMissing:
        _start_over(job)
        raise
    buffer.clear()
    return {"number": part.number, "etag": part.etag, "size": part.size}


def _start_over(job: Export) -> None:
    """The store has forgotten the upload: write the file again, of the same frozen revisions."""
    record(job, upload_id="", parts=[], next_chunk=0, counts={}, done=0)


def _assemble(job: Export) -> None:
    """Make one object of the parts, unless a worker before did."""
    organisation = current_organisation_id()
    record(job)  # still ours?
    if not job.parts:
        storage.put(organisation, job.key, b"", media_type=MEDIA_TYPE)
        return
    parts = [storage.Part(**part) for part in job.parts]
    try:
        storage.complete_multipart(organisation, job.key, job.upload_id, parts)
    except storage.ObjectMissing:
        if not _is_whole(job):
            _start_over(job)
            raise


def _is_whole(job: Export) -> bool:
    try:
        return storage.head(current_organisation_id(), job.key).size == _size(job)
    except storage.ObjectMissing:
        return False


def _size(job: Export) -> int:
    return sum(part["size"] for part in job.parts)


def _finish(job: Export, now: Clock) -> None:
    """Read the file back, as whoever downloads it will, and only then say that it is done."""
    digest, size = hashlib.sha256(), 0
    for chunk in storage.read(current_organisation_id(), job.key):
        digest.update(chunk)
        size += len(chunk)
    if size != _size(job):
        raise storage.ObjectChanged(f"{job.key} has {size} bytes, and {_size(job)} were sent")
    found: dict[str, Any] = {"size": size, "sha256": digest.hexdigest()}
    with transaction.atomic():
        close(job, JobState.DONE, at=now(), **found)
        record_event("export.finished", subject=job, actor=None, at=now(), state=JobState.DONE, **found)


def _fail(job: Export, error: str, now: Clock) -> None:
    _throw_away(job, current_organisation_id())
    with transaction.atomic():
        close(job, JobState.FAILED, at=now(), error=error)
        record_event("export.finished", subject=job, actor=None, at=now(), state=JobState.FAILED, error=error)


def _throw_away(job: Export, organisation_id: UUID) -> None:
    """What nobody will ever download does not stay in the store."""
    if job.upload_id:
        storage.abort_multipart(organisation_id, job.key, job.upload_id)
        storage.delete(organisation_id, job.key)
