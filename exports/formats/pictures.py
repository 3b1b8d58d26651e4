"""Pictures beside a file: which ones a row names, what they are called, and each of them once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
    """Writes each picture once, however often it is named. What it has written it remembers by 16 bytes each."""

    def __init__(self, data: DataSet, counts: Counts, folder: str = "media") -> None:
        self._data = data
        self._counts = counts
        self._folder = folder
        self._written: set[bytes] = set()

    def pieces(self, ids: Sequence[str]) -> Iterator[Piece]:
        """The pictures among these that were not written yet; those that are gone are left out."""
        new = [each for each in ids if UUID(each).bytes not in self._written]
        if not new:
            return
        for media in self._data.media(new).values():
            self._written.add(UUID(media.id).bytes)
            self._counts.add("pictures")
            for chunk in self._data.read(media):
                yield Piece(picture_path(media, self._folder), chunk)
