"""The bad rows of an import as a file: what stood there, and why it became no item."""

import tempfile
from collections.abc import Iterator
from itertools import islice
from typing import Any

import orjson
from django.db import transaction

from accounts.refusals import Refused
from accounts.tenancy import current_organisation_id
from annotation import storage
from annotation.imports.lines import Line, read_lines
from annotation.imports.spool import LONGEST_ROW
from annotation.models import Import, ImportProblem
from annotation.queries.imports import file_of

BATCH = 1000
AREA = "imports"


class NoFile(Refused):
    """There were no bad rows, or the import has not gone through all of them yet."""

    type = "no-problem-rows"
    title = "There is no file of bad lines"


def problems_link(job: Import) -> str:
    """A short-lived address of the file."""
    if not job.problems_key:
        raise NoFile
    name = f"{job.filename.rsplit('.', 1)[0]}-problems.jsonl"
    return storage.presigned_get(
        current_organisation_id(), job.problems_key, media_type="application/jsonl", filename=name, inline=False
    )


def keep_problem_rows(job: Import) -> str:
    """Store the file, a JSON object a line; its key, or nothing if there were no problems."""
    if not job.problem_count:
        return ""
    organisation = current_organisation_id()
    key = job.problems_key or storage.new_key(organisation, AREA)
    with tempfile.TemporaryFile() as file:
        for entry in _entries(job):
            file.write(orjson.dumps(entry) + b"\n")
        file.seek(0)
        storage.put(organisation, key, file, media_type="application/jsonl")
    return key


def _entries(job: Import) -> Iterator[dict[str, Any]]:
    lines = read_lines(storage.read(current_organisation_id(), _key(job)), longest=LONGEST_ROW)
    while batch := list(islice(lines, BATCH)):
        with transaction.atomic():
            found = ImportProblem.objects.filter(job=job, line__range=(batch[0].number, batch[-1].number))
            problems = {problem.line: problem for problem in found}
        for line in batch:
            if problem := problems.get(line.number):
                told = {"line": problem.line, "where": problem.where, "detail": problem.detail}
                yield told | {"row": _row(line)}


def _key(job: Import) -> str:
    if job.spool_key:
        return job.spool_key
    with transaction.atomic():
        return file_of(job).key


def _row(line: Line) -> Any:
    """What stood there: a value, or the text as it was."""
    if line.data is None:
        return None
    try:
        return orjson.loads(line.data)
    except orjson.JSONDecodeError:
        return line.data.decode(errors="replace")
