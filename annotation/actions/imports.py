"""Imports: what was read becomes items, read from the object store and never from a request.

An import goes through stages, each of which can be begun again: the files are *read* into a spool, a *preview* compares
that with the project without changing it, and then it is *committed*. A plain text that nobody wants to look at first
is its own spool. A batch of rows commits together with the place in the spool where the next one begins, so a worker
that dies is followed by one that goes on there, and no row is taken twice.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.actions.events import record_event
from accounts.tenancy import current_organisation_id
from annotation import storage
from annotation.actions.adding_up import add_up
from annotation.actions.import_answers import Came, keep_what_came_along, members_of, people_answering, row_problems
from annotation.actions.import_problems import keep_problem_rows
from annotation.actions.import_reading import forget_spool, read_source
from annotation.actions.items import Fate, Outcome, foresee_items, place_items
from annotation.actions.jobs import JobFailed, close, run, save_progress, wait
from annotation.actions.pasts import Past, versions_of
from annotation.forms import Form, Problem
from annotation.imports import ImportedRow, ItemRow, read_items
from annotation.imports.foreign import Lost
from annotation.imports.losses import with_losses
from annotation.imports.mapping import Mapped, apply_mapping
from annotation.imports.spool import read_spool
from annotation.models import Import, ImportProblem, ImportStage, JobState, Project
from annotation.queries.forms import current_form
from annotation.queries.imports import file_of

Clock = Callable[[], datetime]

BATCH_LINES = 1000
BATCH_BYTES = 4 << 20
MOST_PROBLEMS = 100_000
LONGEST_DETAIL = 500


def run_import(job_id: UUID, *, now: Clock) -> None:
    """Go on where the import stands, until it is done or wants a decision."""
    run(
        Import,
        job_id,
        work=lambda job: _work(job, now),
        failed=lambda job, error: _finish(job, JobState.FAILED, now, error),
        cancelled=forget_spool,
    )


def _work(job: Import, now: Clock) -> None:
    with transaction.atomic():
        project = Project.objects.get(pk=job.project_id)
    if job.stage == ImportStage.READING:
        read_source(job, project, at=now())
    if job.stage == ImportStage.PREVIEW:
        _go_through(job, project, now)
        wait(job, done=job.total, problems_key=keep_problem_rows(job))
        return
    if job.stage == ImportStage.COMMITTING:
        _go_through(job, project, now)
        if job.mapping.get("answers") == "work":
            with transaction.atomic():
                add_up(project, at=now())
    _finish(job, JobState.DONE, now, problems_key=keep_problem_rows(job), spool_key="")
    forget_spool(job)


@dataclass(frozen=True, slots=True)
class Going:
    """An import that goes through its spool: what its rows become, who its people are, what it has met."""

    job: Import
    project: Project
    mapped: Mapped
    past: Past
    first_lines: "FirstLines"


def _go_through(job: Import, project: Project, now: Clock) -> None:
    mapped = Mapped(**job.mapping)
    members: Mapping[str, UUID] = {}
    if job.stage == ImportStage.COMMITTING and mapped.answers == "work":
        with transaction.atomic():
            members = members_of(job, at=now())
    with transaction.atomic():
        past = Past(project, members, versions_of(job, project))
    with closing(FirstLines()) as first_lines:
        _recall(job, first_lines)
        going = Going(job, project, mapped, past, first_lines)
        for batch in _batches(_rows(job, number=job.line, start=job.done), begun=job.done):
            _take_in(going, batch, at=now())


def _rows(job: Import, *, number: int = 0, start: int = 0, end: int | None = None) -> Iterator[ImportedRow]:
    """What stands in the spool from a place on, or in the text that is its own."""
    organisation = current_organisation_id()
    if job.spool_key:
        return read_spool(storage.read(organisation, job.spool_key, start, end), number=number, offset=start)
    with transaction.atomic():
        asset = file_of(job)
    chunks = storage.read(organisation, asset.key, start, end)
    return read_items(chunks, media_type=asset.media_type, number=number, offset=start)


def _recall(job: Import, first_lines: "FirstLines") -> None:
    """Read again what an earlier worker took in, to know its external ids."""
    if not job.line:
        return
    for batch in _batches(_rows(job, end=job.done), begun=0):
        numbers = [row.number for row in batch]
        with transaction.atomic():
            refused = set(
                ImportProblem.objects.filter(job=job, line__range=(numbers[0], numbers[-1])).values_list(
                    "line", flat=True
                )
            )
        for row in batch:
            if row.item is not None and row.number not in refused:
                first_lines.add(row.item.external_id, _place(row))


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


def _take_in(going: Going, batch: Sequence[ImportedRow], *, at: datetime) -> None:
    """Make items of a batch, or see what would become of it, keep what was wrong, and remember the place behind it:
    all or nothing.
    """
    job, first_lines = going.job, going.first_lines
    readable = {
        row.number: apply_mapping(going.mapped, row.item)
        for row in batch
        if row.item is not None and not first_lines.find(row.item.external_id)
    }
    with transaction.atomic():
        found, answered, lost = _put_in(going, list(readable.values()), at=at)
        outcomes = dict(zip(readable, found, strict=True))
        problems = [
            ImportProblem(job=job, project=going.project, line=row.number, where=_place(row), detail=detail)
            for row in batch
            if (detail := _detail(row, outcomes.get(row.number), first_lines))
        ]
        ImportProblem.objects.bulk_create(problems)
        fates = [outcome.fate for outcome in found]
        save_progress(
            job,
            done=batch[-1].end,
            line=batch[-1].number,
            created=job.created + fates.count(Fate.CREATED),
            updated=job.updated + fates.count(Fate.UPDATED),
            skipped=job.skipped + fates.count(Fate.SKIPPED),
            answered=job.answered + answered,
            problem_count=job.problem_count + len(problems),
            losses=with_losses(job.losses, lost),
        )
    if job.problem_count > MOST_PROBLEMS:
        raise JobFailed(f"It was stopped after {job.problem_count:,} lines with problems.")


def _put_in(going: Going, rows: Sequence[ItemRow], *, at: datetime) -> tuple[list[Outcome], int, list[Lost]]:
    """What became, or would become, of the rows, how many annotations of people came with them, and what did not."""
    project, past = going.project, going.past

    def also(form: Form, row: ItemRow) -> Iterator[Problem]:
        return row_problems(past, going.mapped, form, row)

    if going.job.stage == ImportStage.PREVIEW:
        return foresee_items(project, current_form(project), rows, also=also), 0, []
    people = people_answering(project, rows, past.members)
    outcomes = place_items(project, rows, at=at, also=also)
    placed = [
        (outcome.item_id, row)
        for outcome, row in zip(outcomes, rows, strict=True)
        if outcome.item_id is not None and outcome.fate != Fate.REFUSED
    ]
    new = {outcome.item_id for outcome in outcomes if outcome.item_id is not None and outcome.fate == Fate.CREATED}
    return outcomes, *keep_what_came_along(going.job, past, Came(placed, new, people), at=at)


def _place(row: ImportedRow) -> str:
    return row.where or f"line {row.number}"


def _detail(row: ImportedRow, outcome: Outcome | None, first_lines: "FirstLines") -> str:
    """What keeps a row from being an item; the first one that is one is remembered with its external id."""
    if row.item is None:
        return _in_words(row.problems)
    if first := first_lines.find(row.item.external_id):
        return f"The external id {row.item.external_id[:100]!r} stands on {first} already."
    if outcome is not None and outcome.problems:
        return _in_words(outcome.problems)
    first_lines.add(row.item.external_id, _place(row))
    return ""


def _in_words(problems: Iterable[Problem]) -> str:
    text = "; ".join(f"{problem.pointer} {problem.detail}".strip() for problem in problems)
    return text if len(text) <= LONGEST_DETAIL else text[: LONGEST_DETAIL - 1] + "…"


def _finish(job: Import, state: JobState, now: Clock, error: str = "", **changes: Any) -> None:
    ended: Mapping[str, Any] = {"done": job.total, "stage": ImportStage.FINISHED} if state == JobState.DONE else {}
    with transaction.atomic():
        counts = {name: getattr(job, name) for name in ("created", "updated", "skipped", "problem_count")}
        close(job, state, at=now(), error=error, **ended, **changes)
        record_event("import.finished", subject=job, actor=None, at=now(), state=state, **counts)


class FirstLines:
    """Where in the files each external id stands first; on disk once it is large, so memory stays constant."""

    def __init__(self) -> None:
        # Without a name it is a private temporary database, which is written out only when its cache is full.
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.execute("CREATE TABLE first (external_id TEXT PRIMARY KEY, place TEXT) WITHOUT ROWID")

    def add(self, external_id: str, place: str) -> None:
        """Remember the place, unless an earlier one has the id."""
        self._database.execute("INSERT OR IGNORE INTO first VALUES (?, ?)", [external_id, place])

    def find(self, external_id: str) -> str | None:
        """The first place with this id."""
        row = self._database.execute("SELECT place FROM first WHERE external_id = ?", [external_id]).fetchone()
        return None if row is None else str(row[0])

    def close(self) -> None:
        """Forget everything."""
        self._database.close()
