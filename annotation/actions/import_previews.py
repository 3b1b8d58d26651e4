"""What an import would do, before it does it: row by row, as a person pages through them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from accounts.tenancy import current_organisation_id
from annotation import storage
from annotation.actions.items import Fate, foresee_items
from annotation.forms import Problem
from annotation.imports import ImportedRow
from annotation.imports.items import ItemRow
from annotation.imports.mapping import Mapped, apply_mapping
from annotation.imports.spool import read_spool
from annotation.models import Import
from annotation.queries.forms import current_form

MOST_PREVIEW_BYTES = 9 << 20
"""More than the longest row."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A row of the spool and what would become of it; `before` is what an update replaces."""

    where: str
    fate: Fate
    item: ItemRow | None
    before: dict[str, Any] | None
    problems: list[Problem]


def preview(job: Import, *, number: int, offset: int, limit: int) -> tuple[list[Foreseen], tuple[int, int] | None]:
    """What would become of the rows from a place (rows before, bytes before) on, and the next place."""
    if not job.spool_key or offset >= job.spool_size:
        return [], None
    end = min(job.spool_size, offset + MOST_PREVIEW_BYTES)
    chunks = storage.read(current_organisation_id(), job.spool_key, offset, end)
    rows = list(islice(read_spool(chunks, number=number, offset=offset), limit))
    if len(rows) > 1 and rows[-1].end == end < job.spool_size:
        rows.pop()  # it may go on behind the end
    nothing_left = not rows or rows[-1].end >= job.spool_size
    return _foreseen(job, rows), None if nothing_left else (rows[-1].number, rows[-1].end)


def _foreseen(job: Import, rows: list[ImportedRow]) -> list[Foreseen]:
    mapped = Mapped(**job.mapping)
    items = {row.number: apply_mapping(mapped, row.item) for row in rows if row.item is not None}
    outcomes = dict(
        zip(items, foresee_items(job.project, current_form(job.project), list(items.values())), strict=True)
    )
    found = []
    for row in rows:
        item, outcome = items.get(row.number), outcomes.get(row.number)
        if outcome is None:
            found.append(Foreseen(row.where, Fate.REFUSED, None, None, list(row.problems)))
        else:
            found.append(Foreseen(row.where, outcome.fate, item, outcome.before, outcome.problems))
    return found


def assets_named(rows: Iterable[Foreseen]) -> set[str]:
    """The ids that stand in the rows where a picture's belongs, of whatever shape the rows are."""
    values = [(row.item.content, row.item.suggestions, row.item.annotations) for row in rows if row.item is not None]
    return {name for name in _images(values) if _is_id(name)}


def _images(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for key, each in value.items():
            if key == "image":
                yield each
            elif key == "images" and isinstance(each, list):
                yield from each
            else:
                yield from _images(each)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for each in value:
            yield from _images(each)


def _is_id(name: Any) -> bool:
    try:
        return isinstance(name, str) and bool(UUID(name))
    except ValueError:
        return False
