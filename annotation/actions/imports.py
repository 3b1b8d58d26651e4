"""Imports: a verified text becomes items, read from the object store and never from a request.

A batch of lines commits together with the place in the file where the next one begins, so a worker that dies is
followed by one that goes on there, and no line is taken twice.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actions.events import record_event
from accounts.models import Member
from accounts.refusals import Invalid, Refused
from accounts.tenancy import current_organisation_id
from annotation import storage
from annotation.actions.items import Fate, Outcome, place_items
from annotation.actions.jobs import JobFailed, cancel, close, run, save_progress
from annotation.forms import Problem
from annotation.imports import ImportedRow, read_items
from annotation.models import Asset, AssetState, Import, ImportProblem, JobState, Project

Clock = Callable[[], datetime]

BATCH_LINES = 1000
BATCH_BYTES = 4 << 20
MOST_PROBLEMS = 100_000
LONGEST_DETAIL = 500


class NotVerifiedYet(Refused):
    """The text is still on its way through verification."""

    type = "asset-not-ready"
    title = "The file is not ready yet"


def start_import(*, project: Project, asset_id: UUID, by: Member, at: datetime) -> Import:
    """Have a verified text of the project read into items."""
    asset = Asset.objects.filter(project=project, purpose="text", pk=asset_id).first()
    if asset is None:
        raise Invalid(problems=[Problem("/asset_id", "This is no text of the project.")])
    if asset.status == AssetState.REFUSED:
        raise Invalid(problems=[Problem("/asset_id", f"This text was refused: {asset.reason}")])
    if asset.status != AssetState.READY:
        raise NotVerifiedYet
    job = Import.objects.create(project=project, asset=asset, total=asset.size, created_by=by, created_at=at)
    record_event("import.started", subject=job, actor=by, at=at, filename=asset.filename)
    return job


def cancel_import(*, job: Import, by: Member, at: datetime) -> Import:
    """Stop an import; what it has put into the project stays."""
    if cancel(job, at=at):
        record_event("import.cancelled", subject=job, actor=by, at=at, filename=job.asset.filename)
    return job


def run_import(job_id: UUID, *, now: Clock) -> None:
    """Read on where the import stands, to the end of the file."""
    run(
        Import,
        job_id,
        work=lambda job: _read(job, now),
        failed=lambda job, error: _finish(job, JobState.FAILED, now, error),
    )


def _read(job: Import, now: Clock) -> None:
    with transaction.atomic():
        project, asset = Project.objects.get(pk=job.project_id), Asset.objects.get(pk=job.asset_id)
    with closing(FirstLines()) as first_lines:
        _recall(job, asset, first_lines)
        rows = read_items(
            storage.read(current_organisation_id(), asset.key, job.done),
            media_type=asset.media_type,
            number=job.line,
            offset=job.done,
        )
        for batch in _batches(rows, begun=job.done):
            _take_in(job, project, batch, first_lines, at=now())
    _finish(job, JobState.DONE, now)


def _recall(job: Import, asset: Asset, first_lines: "FirstLines") -> None:
    """Read again what an earlier worker took in, to know its external ids."""
    if not job.line:
        return
    chunks = storage.read(current_organisation_id(), asset.key, 0, job.done)
    for batch in _batches(read_items(chunks, media_type=asset.media_type), begun=0):
        numbers = [row.number for row in batch]
        with transaction.atomic():
            refused = set(
                ImportProblem.objects.filter(job=job, line__range=(numbers[0], numbers[-1])).values_list(
                    "line", flat=True
                )
            )
        for row in batch:
            if row.item is not None and row.number not in refused:
                first_lines.add(row.item.external_id, row.number)


def _batches(rows: Iterable[ImportedRow], *, begun: int) -> Iterator[list[ImportedRow]]:
    """Lines that are taken in together: a thousand, or fewer long ones."""
    batch: list[ImportedRow] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH_LINES or row.end - begun > BATCH_BYTES:
            yield batch
            batch, begun = [], row.end
    if batch:
        yield batch


def _take_in(
    job: Import, project: Project, batch: Sequence[ImportedRow], first_lines: "FirstLines", *, at: datetime
) -> None:
    """Make items of a batch, keep what was wrong, and remember the place behind it: all or nothing."""
    readable = [row for row in batch if row.item is not None and not first_lines.find(row.item.external_id)]
    with transaction.atomic():
        outcomes = place_items(project, [row.item for row in readable if row.item is not None], at=at)
        by_line = {row.number: outcome for row, outcome in zip(readable, outcomes, strict=True)}
        problems = [
            ImportProblem(job=job, project=project, line=row.number, detail=detail)
            for row in batch
            if (detail := _detail(row, by_line.get(row.number), first_lines))
        ]
        ImportProblem.objects.bulk_create(problems)
        fates = [outcome.fate for outcome in outcomes]
        save_progress(
            job,
            done=batch[-1].end,
            line=batch[-1].number,
            created=job.created + fates.count(Fate.CREATED),
            updated=job.updated + fates.count(Fate.UPDATED),
            skipped=job.skipped + fates.count(Fate.SKIPPED),
            problem_count=job.problem_count + len(problems),
        )
    if job.problem_count > MOST_PROBLEMS:
        raise JobFailed(f"It was stopped after {job.problem_count:,} lines with problems.")


def _detail(row: ImportedRow, outcome: Outcome | None, first_lines: "FirstLines") -> str:
    """What keeps a line from being an item; the first line that is one is remembered with its external id."""
    if row.item is None:
        return _in_words(row.problems)
    if first := first_lines.find(row.item.external_id):
        return f"The external id {row.item.external_id[:100]!r} stands on line {first} already."
    if outcome is not None and outcome.problems:
        return _in_words(outcome.problems)
    first_lines.add(row.item.external_id, row.number)
    return ""


def _in_words(problems: Iterable[Problem]) -> str:
    text = "; ".join(f"{problem.pointer} {problem.detail}".strip() for problem in problems)
    return text if len(text) <= LONGEST_DETAIL else text[: LONGEST_DETAIL - 1] + "…"


def _finish(job: Import, state: JobState, now: Clock, error: str = "") -> None:
    with transaction.atomic():
        counts = {name: getattr(job, name) for name in ("created", "updated", "skipped", "problem_count")}
        close(job, state, at=now(), error=error, done=job.total if state == JobState.DONE else job.done)
        record_event("import.finished", subject=job, actor=None, at=now(), state=state, **counts)


class FirstLines:
    """On which line of the file each external id stands first; on disk once it is large, so memory stays constant."""

    def __init__(self) -> None:
        # Without a name it is a private temporary database, which is written out only when its cache is full.
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.execute("CREATE TABLE first (external_id TEXT PRIMARY KEY, line INTEGER) WITHOUT ROWID")

    def add(self, external_id: str, line: int) -> None:
        """Remember the line, unless an earlier one has the id."""
        self._database.execute("INSERT OR IGNORE INTO first VALUES (?, ?)", [external_id, line])

    def find(self, external_id: str) -> int | None:
        """The first line with this id."""
        row = self._database.execute("SELECT line FROM first WHERE external_id = ?", [external_id]).fetchone()
        return None if row is None else int(row[0])

    def close(self) -> None:
        """Forget everything."""
        self._database.close()
