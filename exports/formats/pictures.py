"""Pictures beside a file: which ones a row names, what they are called, and each of them once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any
from uuid import UUID

from annotation.forms.identifiers import is_asset_id
from exports.formats.counts import Counts
from exports.formats.records import DataSet, MediaRecord, Piece

ENDINGS = {
    "image/avif": ".avif",
    "image/gif": ".gif",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/tiff": ".tiff",
    "image/webp": ".webp",
}
BATCH = 200
"""Pictures that are looked up at once."""
NOT_OURS = ("metadata", "media")
"""Keys of an item below which whatever looks like a picture is none."""


def picture_path(media: MediaRecord, folder: str = "media") -> str:
    """Where a picture lies in an archive; its name is its id, because people's file names repeat and deceive."""
    return f"{folder}/{media.id}{ENDINGS.get(media.media_type, '')}"


def pictures_in(row: Mapping[str, Any]) -> list[str]:
    """The assets that an item names anywhere, in content or answers, each once in the order of their appearance."""
    return list(dict.fromkeys(_named({key: value for key, value in row.items() if key not in NOT_OURS})))


def _named(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for below in value:
            yield from _named(below)
    elif isinstance(value, dict):
        for key, below in value.items():
            if key in ("image", "images"):
                yield from filter(is_asset_id, below if isinstance(below, list) else [below])
            else:
                yield from _named(below)


class Album:
    """Pictures that a file names, to be written behind it, each once. It remembers each by 16 bytes."""

    def __init__(self, data: DataSet, counts: Counts, folder: str = "media") -> None:
        self._data = data
        self._counts = counts
        self._folder = folder
        self._wanted: dict[bytes, None] = {}

    def want(self, ids: Iterable[str]) -> None:
        """Have these pictures written."""
        self._wanted.update(dict.fromkeys(UUID(each).bytes for each in ids))

    def pieces(self) -> Iterator[Piece]:
        """The wanted pictures, in the order in which they were wanted first; those that are gone are left out."""
        for batch in batched(self._wanted, BATCH):
            known = self._data.media([str(UUID(bytes=each)) for each in batch])
            for each in batch:
                if media := known.get(str(UUID(bytes=each))):
                    self._counts.add("pictures")
                    for chunk in self._data.read(media):
                        yield Piece(picture_path(media, self._folder), chunk)


def batched(entries: Iterable[bytes], size: int) -> Iterator[list[bytes]]:
    """The entries, so many at a time."""
    rest = iter(entries)
    while batch := list(islice(rest, size)):
        yield batch
