"""Telling how far a job is, from a connection of its own, while this one reads a snapshot that can't be written in."""

from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from types import TracebackType
from typing import Self

from django.db import connection

from annotation.actions.jobs import record
from annotation.models import Job

STEP = 500
"""After how many of what is counted it is told."""


class Meanwhile:
    """Counts, and records the count as the job's `done`; raises `LeaseLost` or `Cancelled` once that was found out."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._done = 0
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="progress")
        self._telling: Future[None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._thread.submit(connection.close)
        self._thread.shutdown()
        if kind is None:
            self._heed()

    def reached(self) -> None:
        """One more; what is still being told is not waited for."""
        self._done += 1
        if self._done % STEP == 0 and (self._telling is None or self._telling.done()):
            self._heed()
            self._telling = self._thread.submit(copy_context().run, self._tell, self._done)

    def _tell(self, done: int) -> None:
        record(self._job, done=min(done, self._job.total))

    def _heed(self) -> None:
        if self._telling is not None:
            self._telling.result()
