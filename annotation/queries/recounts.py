"""Counting a project's answers anew, in two passes over them: who gave which answer to what, and what the different
answers say.
"""

from typing import Any, LiteralString
from uuid import UUID

import numpy as np
import orjson
from django.db import connection

from annotation.agreement.histogram import Integers
from annotation.agreement.live import Counts, Said, add, said, unaided
from annotation.agreement.recounting import Everything, recounted
from annotation.models import Project
from annotation.queries.forms import current_form
from annotation.queries.heard import INDEPENDENT

AT_ONCE = 2_000_000
"""About how many answers are counted together; they take some 300 MB."""

OWN: LiteralString = "coalesce(n.independent_answers, n.answers)"

# What somebody said, and what of it with help, in eight bytes.
ANSWER: LiteralString = f"jsonb_hash_extended({OWN}, jsonb_hash_extended(n.aided, 0))"

FROM: LiteralString = f"""
FROM annotation_annotation n
WHERE n.project_id = %(project)s AND {INDEPENDENT}
  AND NOT EXISTS (SELECT FROM annotation_item i
                  WHERE i.project_id = %(project)s AND i.state = 'gold' AND i.id = n.item_id)
"""
# 44 bytes for each in one value, because rows would take longer to receive than to count. Of several parts, the items
# of one.
ROWS: LiteralString = f"""
SELECT string_agg(uuid_send(n.item_id) || uuid_send(n.member_id) || int8send({ANSWER}) || int4send(n.number::int), '')
{FROM} AND (%(parts)s = 1 OR (uuid_hash(n.item_id) & 2147483647) %% %(parts)s = %(part)s)
"""
SAID: LiteralString = f"SELECT {ANSWER}, {OWN}::text, n.aided::text {FROM} AND n.item_id = ANY (%(items)s)"

HALVES = [("high", ">u8"), ("low", ">u8")]
RECORD = np.dtype([("item", HALVES), ("person", HALVES), ("answer", ">i8"), ("number", ">i4")])
MIX = np.uint64(0x9E3779B97F4A7C15)


def recount(project: Project) -> Counts:
    """What the project's counts should be by all its answers."""
    parts = 1 + project.next_position * project.overlap // AT_ONCE
    counts: Counts = {}
    for part in range(parts):
        for key, amount in _part(project, part, parts).items():
            add(counts, key, amount)
    return counts


def _part(project: Project, part: int, parts: int) -> Counts:
    rows = _rows({"project": project.pk, "part": part, "parts": parts})
    _, place_of_person, person = _numbered(_mixed(rows["person"]))
    hashes, place_of_answer, answer = _numbered(rows["answer"].astype(np.int64))
    everything = Everything(
        item=_mixed(rows["item"]),
        person=person,
        answer=answer,
        number=rows["number"].astype(np.int64),
        people=[str(_uuid(rows["person"][place])) for place in place_of_person],
    )
    return recounted(current_form(project), everything, _answers(project, rows, hashes, place_of_answer))


def _numbered(values: Any) -> tuple[Any, list[int], Integers]:
    """(D) the different values, rising, where each of them stands, and (N) the number of each value."""
    different = np.unique(values)
    numbers = np.searchsorted(different, values)
    places = np.zeros(len(different), dtype=np.int64)
    places[numbers] = np.arange(len(values))
    return different, places.tolist(), numbers


def _rows(values: dict[str, Any]) -> Any:
    """(N) records of who gave which answer to what."""
    with connection.cursor() as cursor:
        cursor.execute(ROWS, values)
        (written,) = cursor.fetchone() or (None,)
        return np.frombuffer(written or b"", RECORD)


def _answers(project: Project, rows: Any, hashes: Any, places: list[int]) -> dict[int, Said]:
    """What the different answers say, by their numbers, each read where it was found."""
    items = list({_uuid(rows["item"][place]) for place in places})
    with connection.cursor() as cursor:
        cursor.execute(SAID, {"project": project.pk, "items": items})
        found = {code: said(unaided(orjson.loads(own), orjson.loads(aided))) for code, own, aided in cursor.fetchall()}
    return {number: found[code] for number, code in enumerate(hashes.tolist())}


def _mixed(uuids: Any) -> Any:
    """(N) eight bytes of each UUID's sixteen: that two have the same is as likely as a fault of the memory."""
    return uuids["high"].astype(np.uint64) * MIX + uuids["low"].astype(np.uint64)


def _uuid(record: Any) -> UUID:
    return UUID(int=(int(record["high"]) << 64) | int(record["low"]))
