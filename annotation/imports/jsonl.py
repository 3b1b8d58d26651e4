"""JSON Lines from strangers: each line is read on its own, so that a bad one spoils nothing but itself.

Source: https://jsonlines.org, with blank lines passed over.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from accounts.safe_json import UnsafeJson, loads
from annotation.forms import Problem
from annotation.imports.lines import LONGEST_LINE, read_lines


@dataclass(frozen=True, slots=True)
class Entry:
    """What one line holds, or what is wrong with it. `number` and `end` as in `Line`; `data` is the line as written."""

    number: int
    end: int
    data: bytes
    value: object | Problem


def read_jsonl(chunks: Iterable[bytes], *, number: int = 0, offset: int = 0) -> Iterator[Entry]:
    """The values of a JSONL file that is given from `offset` (bytes) on, where `number` lines came before."""
    for line in read_lines(chunks, number=number, offset=offset):
        if line.data is None:
            yield Entry(line.number, line.end, b"", too_long())
        elif data := line.data.strip():
            yield Entry(line.number, line.end, data, value_of(data))


def too_long() -> Problem:
    """For a line that was left out, so that one line cannot fill the memory."""
    return Problem("", f"is longer than {LONGEST_LINE >> 20} MiB")


def value_of(data: bytes) -> object | Problem:
    """What a JSON text holds, or why it is not taken."""
    try:
        return loads(data, max_bytes=LONGEST_LINE)
    except UnsafeJson as error:
        return Problem("", f"is not JSON that is taken here: {error}")
