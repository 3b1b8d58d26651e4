"""Counting a project's answers anew, in two passes over them: who gave which answer to what, and what the different
answers say.
"""

from typing import Any, LiteralString, cast
from uuid import UUID

import numpy as np
import orjson
from django.db import connection

from annotation.agreement.histogram import Integers
from annotation.agreement.live import Counts, Said, add, said, unaided
from annotation.agreement.recounting import Everything, recounted
from annotation.models import Annotation, Project
from annotation.queries.forms import current_form
from annotation.queries.heard import INDEPENDENT

AT_ONCE = 2_000_000
"""Answers that are counted together, for 30 bytes each."""

OWN: LiteralString = "coalesce(n.independent_answers, n.answers)"

# What somebody said, and what of it with help, in eight bytes.
ANSWER: LiteralString = f"jsonb_hash_extended({OWN}, jsonb_hash_extended(n.aided, 0))"

FROM: LiteralString = f"""
FROM annotation_annotation n
WHERE n.project_id = %(project)s AND {INDEPENDENT}
  AND NOT EXISTS (SELECT FROM annotation_item i
                  WHERE i.project_id = %(project)s AND i.state = 'gold' AND i.id = n.item_id)
"""
# Of several parts, the items of one.
ROWS: LiteralString = f"""
COPY (SELECT n.item_id, n.member_id, {ANSWER}, n.number {FROM}
        AND (%(parts)s = 1 OR uuid_hash(n.item_id) & 2147483647 %% %(parts)s = %(part)s))
TO STDOUT (FORMAT BINARY)
"""
SAID: LiteralString = f"SELECT {ANSWER}, {OWN}::text, n.aided::text {FROM} AND n.item_id = ANY (%(items)s)"

UUID_HALVES = [("size", ">i4"), ("high", ">u8"), ("low", ">u8")]
RECORD = np.dtype(
    [
        ("columns", ">i2"),
        ("item", UUID_HALVES),
        ("person", UUID_HALVES),
        ("answer_size", ">i4"),
        ("answer", ">i8"),
        ("number_size", ">i4"),
        ("number", ">i4"),
    ]
)
HEADER, TRAILER = 19, 2
"""Bytes around the rows of PostgreSQL's binary format."""
MIX = np.uint64(0x9E3779B97F4A7C15)


def recount(project: Project) -> Counts:
    """What the project's counts should be by all its answers."""
    parts = 1 + Annotation.objects.filter(project=project).count() // AT_ONCE
    counts: Counts = {}
    for part in range(parts):
        for key, amount in _part(project, part, parts).items():
            add(counts, key, amount)
    return counts


def _part(project: Project, part: int, parts: int) -> Counts:
    rows = _rows({"project": project.pk, "part": part, "parts": parts})
    _, item = np.unique(_mixed(rows["item"]), return_inverse=True)
    _, first, person = np.unique(_mixed(rows["person"]), return_index=True, return_inverse=True)
    people = [str(_uuid(rows["person"][place])) for place in first.tolist()]
    hashes, places, answer = np.unique(rows["answer"].astype(np.int64), return_index=True, return_inverse=True)
    everything = Everything(item, person, answer, rows["number"].astype(np.int64), people)
    return recounted(current_form(project), everything, _answers(project, rows, hashes, places))


def _rows(values: dict[str, Any]) -> Any:
    """(N) records of who gave which answer to what."""
    with connection.cursor() as cursor, cast(Any, cursor).copy(ROWS, values) as copied:
        written = b"".join(copied)
    return np.frombuffer(written, RECORD, offset=HEADER, count=(len(written) - HEADER - TRAILER) // RECORD.itemsize)


def _answers(project: Project, rows: Any, hashes: Integers, places: Integers) -> dict[int, Said]:
    """What the different answers say, by their numbers, each read where it occurs first."""
    items = list({_uuid(rows["item"][place]) for place in places.tolist()})
    with connection.cursor() as cursor:
        cursor.execute(SAID, {"project": project.pk, "items": items})
        found = {code: said(unaided(orjson.loads(own), orjson.loads(aided))) for code, own, aided in cursor.fetchall()}
    return {number: found[code] for number, code in enumerate(hashes.tolist())}


def _mixed(uuids: Any) -> Any:
    """(N) eight bytes of each UUID's sixteen: that two have the same is as likely as a fault of the memory."""
    return uuids["high"].astype(np.uint64) * MIX + uuids["low"].astype(np.uint64)


def _uuid(record: Any) -> UUID:
    return UUID(int=(int(record["high"]) << 64) | int(record["low"]))
