"""Files of lines no larger than wanted: each becomes several, numbered in their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exports.formats.lines import Lines
from exports.formats.options import Option, number
from exports.formats.records import Format, Piece

NAME = "file_mb"
MEGABYTE = 10**6
SIZE = number(NAME, "Megabytes of each file, 0 for one file however large", low=0, high=10_000, default=0)


def sizes(kind: type[Format]) -> Sequence[Option]:
    """The option of formats whose files can be divided."""
    return (SIZE,) if issubclass(kind, Lines) and kind.divisible else ()


def divided(pieces: Iterator[Piece], most: int) -> Iterator[Piece]:
    """The pieces, each a line, in files of at most `most` bytes; a longer line has one of its own."""
    path, part, size = "", 0, 0
    for piece in pieces:
        if piece.path != path:
            path, part, size = piece.path, 1, 0
        elif size and size + len(piece.data) > most:
            part, size = part + 1, 0
        size += len(piece.data)
        name, _, ending = path.rpartition(".")
        yield Piece(f"{name}-{part:05}.{ending}" if ending == Lines.extension else path, piece.data)
