"""Exports: a project's annotations become a file, in constant memory, and the same file whoever is killed on the way.

First the chosen revisions are frozen, in one statement. Then chunk after chunk of whole items is written, and the
place in the file is saved with each part that the object store has taken; a worker that follows goes on there. What
was frozen never changes, so the bytes are the same whatever people submit meanwhile.
"""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from functools import partial
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify

from accounts.actions.events import record_event
from accounts.models import Member
from accounts.refusals import Invalid, Refused
from accounts.tenancy import current_organisation_id
from annotation import storage
from annotation.actions.jobs import JobFailed, cancel, close, record, run, save_progress
from annotation.forms import Form, Problem
from annotation.models import JobState, Project
from annotation.queries.forms import current_form
from exports.actions.choosing import Options, read_wanted
from exports.actions.freezing import Clock, Needs, freeze
from exports.actions.offering import deliver_scheduled, offer
from exports.actions.parts import Parts, Replayed, assemble, read_back, throw_away
from exports.formats import divided
from exports.formats.concord import Concord
from exports.formats.counts import Counts
from exports.formats.freeze import Freeze
from exports.formats.lines import Lines
from exports.formats.options import BadOptions
from exports.formats.records import DataSet, Format, ItemRecord, Piece
from exports.formats.registry import FORMATS, KINDS
from exports.formats.zips import zipped
from exports.models import Export
from exports.queries.about import read_about
from exports.queries.exports import shown_options, written_before
from exports.queries.files import FrozenFile
from exports.queries.records import FrozenRows

AREA = "exports"
ZIP = "application/zip"
MANY_FILES = ("split", "media", "images", divided.NAME)
"""Options that make several files of one."""
OF_PROMPTS = frozenset({"trl_prompt"})
"""Formats that have something to say of items that nobody has answered."""
WITH_CARD = frozenset({"freeze", "huggingface"})
"""Formats that tell how well people agree."""


class NotFinished(Refused):
    """There is no file before the export is done."""

    type = "export-not-done"
    title = "There is nothing to download"


def start_export(
    *,
    project: Project,
    format: str,  # noqa: A002
    options: Options,
    by: Member,
    at: datetime,
    names: bool = True,
) -> Export:
    """Have a project's annotations, as they are when a worker begins, written into a file: of all its items, of those
    that the option `item_ids` names, or of those that the item browser's `query` finds at that moment.

    Without `names` nobody's id may be in it. Raises `Invalid` with a pointer for a format that does not fit the form,
    and for bad options.
    """
    form, kind = current_form(project), format_named(format)
    if reason := kind.why_not(form):
        raise Invalid(problems=[Problem("/format", reason)])
    wanted = read_wanted(options, form, kind, names=names)
    chosen = wanted.own | wanted.common
    packed = is_packed(kind(wanted.own, form), chosen)
    job = Export.objects.create(
        project=project,
        format=format,
        options=chosen,
        filename=f"{slugify(project.name)[:80] or 'project'}-{word(kind)}-{at:%Y-%m-%d}.{ending(kind, packed=packed)}",
        media_type=ZIP if packed else kind.media_type,
        key=storage.new_key(current_organisation_id(), AREA),
        created_by=by,
        created_at=at,
    )
    record_event("export.started", subject=job, actor=by, at=at, format=format, options=shown_options(chosen))
    return job


def format_named(name: str) -> type[Format]:
    """A format of the registry; raises `Invalid` for any other."""
    if name not in FORMATS:
        raise Invalid(problems=[Problem("/format", f"One of {', '.join(FORMATS)}.")])
    return FORMATS[name]


def cancel_export(*, job: Export, by: Member, at: datetime) -> Export:
    """Stop an export; what it has written is thrown away."""
    if cancel(job, at=at):
        record_event("export.cancelled", subject=job, actor=by, at=at)
        # After the commit, when no worker can begin again. One that is at work does the same when it notices.
        transaction.on_commit(partial(throw_away, job, current_organisation_id()), robust=True)
    return job


def download_export(*, job: Export, by: Member, at: datetime) -> str:
    """An address that serves the finished file for five minutes."""
    if job.state != JobState.DONE:
        raise NotFinished(f"The export is {job.state}.")
    record_event("export.downloaded", subject=job, actor=by, at=at, filename=job.filename)
    return storage.presigned_get(
        current_organisation_id(), job.key, media_type=job.media_type, filename=job.filename, inline=False
    )


def build_export(job_id: UUID, *, now: Clock) -> None:
    """Write the file on from where it stands."""
    run(
        Export,
        job_id,
        work=lambda job: _build(job, now),
        failed=lambda job, error: _fail(job, error, now),
        cancelled=lambda job: throw_away(job, current_organisation_id()),
    )


def _build(job: Export, now: Clock) -> None:
    if job.frozen_at is None:
        freeze(job, now, needs_of(KINDS[job.format]))
    _write(job)
    assemble(job)
    _finish(job, now)


def _write(job: Export) -> None:
    """Write what is left and give it to the store, part by part."""
    data = _data(job)
    written = _format(job, data.about.form)
    resumable = isinstance(written, Lines) and type(written).pieces is Lines.pieces
    if resumable and isinstance(data, FrozenRows) and not is_packed(written, job.options):
        _write_on(job, cast("Lines", written), data)
    else:
        _write_again(job, written, data)


def _data(job: Export) -> FrozenRows | FrozenFile:
    """What the export froze, or the release that it is of."""
    needs, reached = needs_of(KINDS[job.format]), partial(_progress, job)
    if job.release_id is None or job.format == Freeze.name:
        return FrozenRows(job, read_about(job.about), whole=needs.whole, reached=reached)
    with transaction.atomic():
        frozen = Export.objects.get(release_id=job.release_id, format=Freeze.name)
    about = read_about(frozen.about)
    return FrozenFile(frozen, about, whole=needs.whole, unanswered=needs.unanswered, reached=reached)


def _write_on(job: Export, written: Lines, rows: FrozenRows) -> None:
    """Write the lines of the chunks that are left.

    Progress is saved where a part ends with a chunk. A chunk that is larger than parts should be goes out in several;
    a worker that follows writes them again, the same bytes under the same numbers.
    """
    chunks = rows.chunks()
    written.prepare(rows)
    if job.counts:
        written.counts = Counts.from_json(job.counts)
    with transaction.atomic():
        done = written_before(job, job.next_chunk)
    with closing(Parts(job)) as parts:
        for number, (lines, answers) in enumerate(rows.made(job.next_chunk, partial(_lines, written)), job.next_chunk):
            parts.write(lines)
            done += answers
            record(job, done=done)
            parts.step(last=number == chunks - 1, next_chunk=number + 1, counts=written.counts.to_json())
    save_progress(job, counts=written.counts.to_json())


def _lines(written: Lines, records: list[ItemRecord]) -> tuple[bytes, int]:
    """The lines of some items, and how many answers those have."""
    lines = b"".join(line for record in records for line in written.lines(record))
    return lines, sum(len(record.annotations) for record in records)


def _write_again(job: Export, written: Format, data: DataSet) -> None:
    """Write the whole file, but for the parts that the store has."""
    parts, pieces = Replayed(job), written.pieces(data)
    if most := job.options.get(divided.NAME):
        pieces = divided.divided(pieces, most * divided.MEGABYTE)
    for some in zipped(pieces) if is_packed(written, job.options) else _one_file(pieces):
        parts.write(some)
    parts.end()
    save_progress(job, counts=written.counts.to_json(), done=job.total)


def _one_file(pieces: Iterator[Piece]) -> Iterator[bytes]:
    path: str | None = None
    for piece in pieces:
        if piece.path != (path := path or piece.path):
            raise JobFailed(f"The file would be two: {path} and {piece.path}.")
        yield piece.data


def _format(job: Export, form: Form) -> Format:
    """The writer, for the form as it was when the rows were frozen."""
    kind = KINDS[job.format]
    own = {option.name: job.options[option.name] for option in kind.options(form) if option.name in job.options}
    try:
        return kind(kind.read_options(form, own), form)
    except BadOptions as bad:
        raise JobFailed(f"The form has changed: {bad.problems[0].detail}") from None


def _progress(job: Export, passed: int) -> None:
    """A format may walk the data several times: what is shown never goes back."""
    record(job, done=max(job.done, min(passed, job.total)))


def is_packed(written: Format, options: Options) -> bool:
    """Whether the file is a zip of several."""
    if written.name == Freeze.name:
        return False
    return written.extension == "zip" or any(options.get(name) for name in MANY_FILES)


def needs_of(kind: type[Format]) -> Needs:
    """What a format writes besides answers."""
    whole = issubclass(kind, Concord)
    return Needs(unanswered=whole or kind.name in OF_PROMPTS, card=kind.name in WITH_CARD, whole=whole)


def word(kind: type[Format]) -> str:
    """What a file of the format is called."""
    return getattr(kind, "file", kind.name).replace("_", "-")


def ending(kind: type[Format], *, packed: bool) -> str:
    """Of its name, without the dot."""
    return "zip" if packed else kind.extension


def _finish(job: Export, now: Clock) -> None:
    """Read the file back, as whoever downloads it will, and only then say that it is done."""
    found: dict[str, Any] = read_back(job)
    changes = dict(found)
    if job.release_id:
        changes["about"] = job.about | {"object_lock": storage.hold(current_organisation_id(), job.key)}
    with transaction.atomic():
        close(job, JobState.DONE, at=now(), **changes)
        record_event("export.finished", subject=job, actor=None, at=now(), state=JobState.DONE, **found)
        if job.format == Freeze.name and job.release_id:
            offer(job.release_id, at=now())
        if job.schedule_id:
            job.size = found["size"]
            deliver_scheduled(job, job.schedule_id, at=now())


def _fail(job: Export, error: str, now: Clock) -> None:
    throw_away(job, current_organisation_id())
    with transaction.atomic():
        close(job, JobState.FAILED, at=now(), error=error)
        record_event("export.finished", subject=job, actor=None, at=now(), state=JobState.FAILED, error=error)
