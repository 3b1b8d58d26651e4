"""The spool: what a reader found, a row a line, in our own words. It is written once and read by every later stage.

A line is `{"where", "external_id", "content", "metadata", "suggestions", "annotations", "gold", "more", "problems"}`;
one with problems holds no item.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import orjson

from annotation.forms import Problem
from annotation.imports import ImportedRow
from annotation.imports.foreign import PICTURE, ForeignRow
from annotation.imports.items import ItemRow
from annotation.imports.lines import Line, read_lines

LONGEST_ROW = 8 << 20
"""In bytes; a longer one is a problem of its own."""
LONGEST_WHERE = 300
MOST_PROBLEMS = 20
TOO_LONG = f"needs more than {LONGEST_ROW >> 20} MiB"
UNWRITABLE = "holds what can't be stored"

MARK = b'"' + PICTURE.encode()


def spool_line(row: ForeignRow) -> bytes:
    """The line of a row. An item that can't be written becomes a problem, so that nothing is ever left out silently."""
    where = row.where.encode(errors="replace").decode()[:LONGEST_WHERE]
    if row.item is None or row.problems:
        return _refused(where, row.problems)
    item = row.item
    try:
        line = orjson.dumps(
            {
                "where": where,
                "external_id": item.external_id,
                "content": item.content,
                "metadata": item.metadata,
                "suggestions": item.suggestions,
                "annotations": item.annotations,
                "gold": item.gold,
                **({"more": item.more} if item.more else {}),
            }
        )
    except TypeError:  # half a surrogate pair, too large a number, too deep
        return _refused(where, [Problem("", UNWRITABLE)])
    return line + b"\n" if len(line) <= LONGEST_ROW else _refused(where, [Problem("", TOO_LONG)])


def read_spool(chunks: Iterable[bytes], *, number: int = 0, offset: int = 0) -> Iterator[ImportedRow]:
    """The rows of a spool that is given from `offset` (bytes) on, where `number` rows came before."""
    return map(_row, read_lines(chunks, number=number, offset=offset, longest=LONGEST_ROW))


def name_assets(line: bytes, asset_of: Callable[[str], str | Problem]) -> bytes:
    """The line with every picture as the asset that it became, or refused for one that became none."""
    if MARK not in line:
        return line
    row = orjson.loads(line)
    problems: list[Problem] = []
    for holder, key, pointer in _pictures(row):
        found = asset_of(holder[key].removeprefix(PICTURE))
        if isinstance(found, Problem):
            problems.append(Problem(pointer, found.detail))
        else:
            holder[key] = found
    return _refused(row["where"], problems) if problems else orjson.dumps(row) + b"\n"


def pictures_of(line: bytes) -> Iterator[str]:
    """The places of the pictures that a row names."""
    if MARK in line:
        for holder, key, _ in _pictures(orjson.loads(line)):
            yield holder[key].removeprefix(PICTURE)


def _refused(where: str, problems: Iterable[Problem]) -> bytes:
    found = list(problems)[:MOST_PROBLEMS] or [Problem("", "holds no item")]
    pairs = [[_clean(problem.pointer), _clean(problem.detail)] for problem in found]
    return orjson.dumps({"where": where, "problems": pairs}) + b"\n"


def _clean(text: str) -> str:
    return text.encode(errors="replace").decode()[:500]


def _row(line: Line) -> ImportedRow:
    if line.data is None:
        return ImportedRow(line.number, line.end, None, [Problem("", TOO_LONG)])
    row = orjson.loads(line.data)
    where = row.pop("where")
    if "problems" in row:
        return ImportedRow(line.number, line.end, None, [Problem(*pair) for pair in row["problems"]], where)
    return ImportedRow(line.number, line.end, ItemRow(**row), [], where)


def _pictures(row: dict[str, Any]) -> Iterator[tuple[Any, Any, str]]:
    """What holds each picture, under which key, and a pointer to it: only where an asset's id belongs."""
    for name in ("content", "suggestions", "annotations", "gold", "more"):
        yield from _within(row.get(name), f"/{name}")


def _within(value: Any, pointer: str) -> Iterator[tuple[Any, Any, str]]:
    if isinstance(value, dict):
        for key, each in value.items():
            if key == "image" and _is_picture(each):
                yield value, key, f"{pointer}/{key}"
            elif key == "images" and isinstance(each, list):
                yield from ((each, at, f"{pointer}/{key}/{at}") for at, one in enumerate(each) if _is_picture(one))
            else:
                yield from _within(each, f"{pointer}/{key}")
    elif isinstance(value, list):
        for at, each in enumerate(value):
            yield from _within(each, f"{pointer}/{at}")


def _is_picture(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(PICTURE)
