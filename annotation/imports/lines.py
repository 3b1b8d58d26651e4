"""A text file, line by line, from chunks of bytes, in constant memory."""

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from annotation.media.facts import MAX_LINE_BYTES

LONGEST_LINE = MAX_LINE_BYTES
"""In bytes, without the line's end."""
_AROUND = len(codecs.BOM_UTF8) + len(b"\r")


@dataclass(frozen=True, slots=True)
class Line:
    """A line by its number (from 1) with the offset after its end (bytes), from where reading can go on.

    `data` comes without the line's end; None stands for a line that is too long.
    """

    number: int
    end: int
    data: bytes | None


def read_lines(
    chunks: Iterable[bytes], *, number: int = 0, offset: int = 0, longest: int = LONGEST_LINE
) -> Iterator[Line]:
    """The lines of a file that is given from `offset` on, where `number` lines came before.

    Lines end with LF or CRLF; a last line may go without. A byte order mark at the beginning of the file is no text.
    """
    begun, end = bytearray(), offset
    for chunk in chunks:
        start = 0
        while (stop := chunk.find(b"\n", start)) >= 0:
            _add(begun, chunk[start:stop], longest)
            end += stop + 1 - start
            number += 1
            yield Line(number, end, _text(begun, longest, first=number == 1))
            begun.clear()
            start = stop + 1
        _add(begun, chunk[start:], longest)
        end += len(chunk) - start
    if begun:
        yield Line(number + 1, end, _text(begun, longest, first=number == 0))


def _add(begun: bytearray, more: bytes, longest: int) -> None:
    """Remember no more of a line than it takes to see that it is too long."""
    begun += more[: longest + _AROUND + 1 - len(begun)]


def _text(begun: bytearray, longest: int, *, first: bool) -> bytes | None:
    data = bytes(begun).removesuffix(b"\r")
    if first:
        data = data.removeprefix(codecs.BOM_UTF8)
    return data if len(data) <= longest else None
