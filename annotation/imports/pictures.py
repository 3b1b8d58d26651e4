"""Pictures that foreign files name: which of the given files is meant, how large it is, and which split it is in."""

from __future__ import annotations

import re
import struct
from collections import defaultdict
from collections.abc import Iterable
from pathlib import PurePosixPath

from annotation.imports.foreign import Files
from annotation.media import MAX_IMAGE_BYTES, exif, jpeg, png, webp
from annotation.media.facts import Refused
from annotation.media.gif import SIGNATURES

ENDINGS = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff"})
"""Those of pictures; not all of them are taken, but all are pictures."""
HEAD = 1 << 16
LARGE_HEAD = 4 << 20
"""Colour profiles and previews can stand before a picture's size."""
TURNED = 5
"""From this EXIF orientation on width and height change places."""
SPLITS = {"train": "train", "val": "validation", "valid": "validation", "validation": "validation", "test": "test"}
SPLIT = re.compile(r"(?:^|[^a-z])(train|validation|valid|val|test)(?![a-z])", re.IGNORECASE)


class Pictures:
    """The pictures among the files, found by what other files call them."""

    def __init__(self, files: Files) -> None:
        self.names = [name for name in files.names() if PurePosixPath(name).suffix.lower() in ENDINGS]
        self._known = set(self.names)
        self._called: dict[str, list[str]] = defaultdict(list)
        for name in self.names:
            self._called[PurePosixPath(name).name].append(name)

    def find(self, named: str, *, near: str = "", hints: Iterable[str] = ()) -> str | None:
        """The picture that a file at `near` names; of several the one that shares most of its path with either.

        `hints` are words that may stand in its path too, such as the name of a split.
        """
        path = named.replace("\\", "/").removeprefix("./")
        beside = str(PurePosixPath(near).parent / path)
        if beside in self._known:
            return beside
        meant = [*PurePosixPath(path).parts[::-1]]
        others = {*PurePosixPath(near).parts[:-1], *hints}
        return max(
            self._called.get(meant[0] if meant else "", ()),
            key=lambda name: (shared(PurePosixPath(name).parts[::-1], meant), words_shared(name, others)),
            default=None,
        )


def shared(parts: Iterable[str], others: Iterable[str]) -> int:
    """How many of the first parts are the same."""
    count = 0
    for part, other in zip(parts, others, strict=False):
        if part != other:
            break
        count += 1
    return count


def words_shared(name: str, words: Iterable[str]) -> int:
    """How many folders of a path are called like one of the words, whatever their case."""
    folders = {part.lower() for part in PurePosixPath(name).parts[:-1]}
    return len(folders & {word.lower() for word in words})


def split_of(path: str) -> str:
    """The split that a path speaks of last, such as `train` of `instances_train2017.json`; empty where it has none."""
    found = SPLIT.findall(path)
    return SPLITS[found[-1].lower()] if found else ""


def split_of_folder(path: str) -> str:
    """The split that a folder of a path is, which says more than a word in a picture's name."""
    return next((split for part in PurePosixPath(path).parts[-2::-1] if (split := split_named(part))), "")


def split_named(name: str) -> str:
    """The split that a name is, such as `Train` or `val2017`; empty for other names."""
    return SPLITS.get(name.lower().rstrip("0123456789"), "")


def picture_size(files: Files, name: str) -> tuple[int, int] | None:
    """Width and height of a picture as people see it, from its first bytes; None where they are not to be had.

    Nothing is decoded: decoders are for the limited process that verifies pictures.
    """
    with files.open(name) as file:
        data = file.read(HEAD)
        size = size_in(data)
        if size is None and len(data) == HEAD:
            size = size_in(data + file.read(min(LARGE_HEAD, MAX_IMAGE_BYTES)))
    return size


def size_in(data: bytes) -> tuple[int, int] | None:
    """Width and height that the beginning of a picture tells."""
    try:
        if data.startswith(png.SIGNATURE):
            return png_size(data)
        if data.startswith(jpeg.SIGNATURE):
            return jpeg_size(data)
        if data.startswith(SIGNATURES):
            return struct.unpack_from("<HH", data, 6)
        if webp.is_webp(data):
            return webp_size(data)
    except (Refused, struct.error):
        pass
    return None


def png_size(data: bytes) -> tuple[int, int]:
    """From the header; a turned picture says so before its pixels."""
    width, height = struct.unpack_from(">II", data, 16)
    orientation = 1
    try:
        for chunk in png.chunks(data):
            if chunk.kind == b"eXIf":
                orientation = exif.orientation(chunk.body)
            if chunk.kind == b"IDAT":
                break
    except Refused:  # the pixels are longer than what was read
        pass
    return (height, width) if orientation >= TURNED else (width, height)


def jpeg_size(data: bytes) -> tuple[int, int] | None:
    """From the frame's header, before which the orientation stands."""
    orientation = 0
    for marker, content, _ in jpeg.segments(data):
        if marker == jpeg.APP1 and content.startswith(jpeg.EXIF_MARK):
            orientation = orientation or exif.orientation(content[len(jpeg.EXIF_MARK) :])
        if marker in jpeg.FRAMES:
            height, width = struct.unpack_from(">HH", content, 1)
            return (height, width) if orientation >= TURNED else (width, height)
    return None


def webp_size(data: bytes) -> tuple[int, int] | None:
    """From the first chunk; browsers show a WEBP as it is stored."""
    kind, body = data[12:16], data[20:]
    if kind == webp.EXTENDED and len(body) >= 10:
        return 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
    if kind in (webp.LOSSY, webp.LOSSLESS):
        return (webp.lossy_size if kind == webp.LOSSY else webp.lossless_size)(body)
    return None
