"""From an uploaded text to items: read in constant memory, from any recorded place on. No framework.

JSONL is one item a line, plain text one prompt a line, a markdown document one prompt.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from annotation.forms import Problem
from annotation.imports.items import ItemRow, derived_id, item_from_json, item_from_text
from annotation.imports.jsonl import read_jsonl, too_long
from annotation.imports.lines import LONGEST_LINE, read_lines

LONGEST_DOCUMENT = LONGEST_LINE


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """What one line became: an item, or the problems that keep it from being one.

    `number` is the line's (from 1), `end` the offset (bytes) after it; reading goes on from there with both. `where`
    is its place in the files that people know, if that is another one.
    """

    number: int
    end: int
    item: ItemRow | None
    problems: list[Problem]
    where: str = ""


def read_items(chunks: Iterable[bytes], *, media_type: str, number: int = 0, offset: int = 0) -> Iterator[ImportedRow]:
    """The rows of a text file that is given from `offset` (bytes) on, where `number` lines came before."""
    match media_type:
        case "application/jsonl":
            return _from_jsonl(chunks, number, offset)
        case "text/plain":
            return _from_lines(chunks, number, offset)
        case "text/markdown":
            return _from_document(chunks, offset)
    raise ValueError(f"{media_type} holds no items")


def _from_jsonl(chunks: Iterable[bytes], number: int, offset: int) -> Iterator[ImportedRow]:
    for entry in read_jsonl(chunks, number=number, offset=offset):
        if isinstance(entry.value, Problem):
            yield ImportedRow(entry.number, entry.end, None, [entry.value])
        else:
            yield _row(entry.number, entry.end, item_from_json(entry.value, fallback_id=derived_id(entry.data)))


def _from_lines(chunks: Iterable[bytes], number: int, offset: int) -> Iterator[ImportedRow]:
    for line in read_lines(chunks, number=number, offset=offset):
        if line.data is None:
            yield ImportedRow(line.number, line.end, None, [too_long()])
        elif data := line.data.strip():
            yield _row(line.number, line.end, _from_bytes(data))


def _from_document(chunks: Iterable[bytes], offset: int) -> Iterator[ImportedRow]:
    """The whole document is one row, so there is nothing left to read once it was read."""
    if offset:
        return
    data, end = bytearray(), 0
    for chunk in chunks:
        data += chunk[: LONGEST_DOCUMENT + 1 - len(data)]
        end += len(chunk)
    if end > LONGEST_DOCUMENT:
        yield ImportedRow(1, end, None, [Problem("", f"is longer than {LONGEST_DOCUMENT >> 20} MiB")])
    elif text := bytes(data).removeprefix(b"\xef\xbb\xbf").strip():
        yield _row(1, end, _from_bytes(text))


def _from_bytes(data: bytes) -> ItemRow | list[Problem]:
    try:
        return item_from_text(data.decode())
    except UnicodeDecodeError as error:
        return [Problem("", f"is not UTF-8 (byte {error.start})")]


def _row(number: int, end: int, item: ItemRow | list[Problem]) -> ImportedRow:
    if isinstance(item, ItemRow):
        return ImportedRow(number, end, item, [])
    return ImportedRow(number, end, None, item)


__all__ = ["ImportedRow", "ItemRow", "read_items"]
