"""The first stage of an import: whatever the files are, they become a spool of our own rows.

They are copied to this machine's disk and read there by a limited child process. Nothing of it is seen before the last
transaction, so a worker that dies is followed by one that begins again and comes to the same.
"""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from accounts.tenancy import current_organisation_id
from annotation import storage
from annotation.actions.import_pictures import take_in_pictures
from annotation.actions.import_sources import fetch_source
from annotation.actions.jobs import JobFailed, record, save_progress
from annotation.forms import InvalidForm, parse_form
from annotation.imports.foreign import Unreadable
from annotation.imports.limited import read_limited
from annotation.imports.losses import loss_summary
from annotation.imports.mapping import Mapped, misfits
from annotation.models import Import, ImportProblem, ImportStage, Project
from annotation.queries.forms import current_form

AREA = "imports"
PART_BYTES = 16 << 20


def read_source(job: Import, project: Project, *, at: datetime) -> None:
    """Read the files into the spool and go on to the next stage; raises `JobFailed` for what cannot be read."""
    with work_folder(job) as folder:
        tell = Teller(job)
        fetched = fetch_source(job, folder / "source", tell)
        try:
            report = read_limited(
                fetched.place,
                name=fetched.name,
                format_name=job.format,
                columns=Mapped(**job.mapping).columns,
                folder=folder,
                progress=tell,
            )
            if report["unreadable"]:
                record(job, detected=report["detected"], format=report["format"], columns=report["columns"])
                raise JobFailed(report["unreadable"])
            take_in_pictures(job, fetched.place, fetched.name, folder, at=at)
        except Unreadable as error:
            raise JobFailed(error.reason) from None
        report["losses"] += loss_summary(fetched.lost)
        _store(job, folder / "spool")
        _go_to_next_stage(job, project, report, (folder / "spool").stat().st_size)


class Teller:
    """Records how far a job is, once a second at most; it is there that a cancelled one ends."""

    def __init__(self, job: Import) -> None:
        self._job = job
        self._told = 0.0

    def __call__(self, done: int, total: int) -> None:
        if time.monotonic() > self._told + 1:
            self._told = time.monotonic()
            save_progress(self._job, done=done, total=total)


@contextmanager
def work_folder(job: Import) -> Iterator[Path]:
    """A folder for as long as the block runs; what an earlier worker that died on this machine left behind goes."""
    prefix = f"concord-import-{job.pk}-"
    for left in Path(tempfile.gettempdir()).glob(f"{prefix}*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=prefix) as folder:
        yield Path(folder)


def _store(job: Import, spool: Path) -> None:
    """Keep the spool in the object store, part by part, under a key that is on record before."""
    organisation = current_organisation_id()
    key = job.spool_key or storage.new_key(organisation, AREA)
    record(job, spool_key=key)
    upload = storage.start_multipart(organisation, key, media_type="application/jsonl")
    with spool.open("rb") as file:
        parts = [
            storage.upload_part(organisation, key, upload, number, data)
            for number, data in enumerate(iter(lambda: file.read(PART_BYTES), b""), 1)
        ]
    if parts:
        storage.complete_multipart(organisation, key, upload, parts)
    else:
        storage.abort_multipart(organisation, key, upload)
        storage.put(organisation, key, b"", media_type="application/jsonl")


def _go_to_next_stage(job: Import, project: Project, report: dict[str, Any], size: int) -> None:
    form, problems = _form(project, report["form"], Mapped(**job.mapping))
    kept = {
        name: report[name]
        for name in ("format", "detected", "columns", "rows", "losses", "people", "guidelines", "about")
    }
    with transaction.atomic():
        begin(
            job,
            ImportStage.PREVIEW if job.asks else ImportStage.COMMITTING,
            save_progress,
            **kept,
            form=form,
            form_problems=problems,
            spool_size=size,
            started_at=Now(),
        )


def forget_spool(job: Import) -> None:
    """Remove the spool of an import that needs it no more; a store that is away keeps it."""
    if job.spool_key:
        with suppress(storage.StorageError):
            storage.delete(current_organisation_id(), job.spool_key)


def _form(project: Project, form: Any, mapped: Mapped) -> tuple[Any, list[str]]:
    """The form that the file's answers need, and why they do not fit the project's."""
    if form is None:
        return None, []
    try:
        needed = parse_form(form)
    except InvalidForm as error:
        return None, [f"The file's own form is not understood: {error.problems[0].pointer} {error.problems[0].detail}"]
    with transaction.atomic():
        project.refresh_from_db(fields=["form_version"])
        return needed.to_json(), misfits(needed, current_form(project), mapped)


def begin(job: Import, stage: ImportStage, write: Callable[..., Any], **changes: Any) -> None:
    """Begin a stage that goes through the spool from its beginning, forgetting what the one before has counted."""
    ImportProblem.objects.filter(job=job).delete()
    counts = dict.fromkeys(("done", "line", "created", "updated", "skipped", "problem_count"), 0)
    total = changes.pop("total", changes.get("spool_size", job.spool_size))
    write(job, stage=stage, total=total, **counts, **changes)
