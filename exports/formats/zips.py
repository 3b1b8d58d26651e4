"""Several files as one zip: a stream in the order of the pieces, with fixed dates. The same pieces, the same bytes.

Each file is written with sizes of 64 bits and its length behind it, because a stream doesn't know how long it will be.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO

from exports.formats.records import Piece

LONG_AGO = (1980, 1, 1, 0, 0, 0)
COMPRESSED = frozenset({"gif", "jpeg", "jpg", "parquet", "png", "webp", "xlsx", "zip"})
"""What gets no smaller by being compressed once more."""
LONGEST_PATH = 1_000


class BadPath(ValueError):
    """A file that would be unpacked outside of its folder, or over another one."""


class _Sink(io.RawIOBase):
    """Takes what `zipfile` writes, until somebody asks for it. It can't be gone back in, as no stream can."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self._buffer += data  # type: ignore[arg-type]
        return len(data)  # type: ignore[arg-type]

    def taken(self) -> bytes:
        """What was written since the last time."""
        data = bytes(self._buffer)
        self._buffer.clear()
        return data


def zipped(pieces: Iterable[Piece]) -> Iterator[bytes]:
    """The bytes of the zip. Raises `BadPath`."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w") as archive:
        current: IO[bytes] | None = None
        path = ""
        for piece in pieces:
            if current is None or piece.path != path:
                if current is not None:
                    current.close()
                path = piece.path
                current = archive.open(_member(path, archive), "w", force_zip64=True)
            current.write(piece.data)
            if data := sink.taken():
                yield data
        if current is not None:
            current.close()
    yield sink.taken()


def _member(path: str, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    parts = path.split("/")
    if (
        not path.isprintable()
        or "\\" in path
        or len(path) > LONGEST_PATH
        or any(part in {"", ".", ".."} for part in parts)
    ):
        raise BadPath(f"{path!r} is no path of a file")
    if path in archive.NameToInfo:
        raise BadPath(f"{path!r} is there already")
    member = zipfile.ZipInfo(path, LONG_AGO)
    member.external_attr = 0o100644 << 16
    member.create_system = 3
    packed = path.rpartition(".")[2].lower() in COMPRESSED
    member.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    return member
