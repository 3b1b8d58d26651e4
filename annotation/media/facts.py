"""What verifying a file finds out, or why the file is refused; and the limits that hold for every file."""

from dataclasses import dataclass

MAX_IMAGE_BYTES = 64 << 20
MAX_PIXELS = 50_000_000
MAX_SIDE = 16_384
MAX_PROFILE_BYTES = 4 << 20
"""Larger colour profiles are dropped."""
MAX_TEXT_BYTES = 1 << 30
MAX_LINE_BYTES = 1 << 20


class Refused(Exception):
    """The file is not accepted. `reason` is a sentence for the person who uploaded it.

    For texts `line` (from 1) and `offset` (bytes, from 0) say where the trouble begins.
    """

    def __init__(self, reason: str, *, line: int | None = None, offset: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.offset = offset


@dataclass(frozen=True)
class ImageFacts:
    """A picture that was decoded whole. `size` (bytes) and `sha256` are those of the cleaned file, which is the one
    to store. `width` and `height` are what people see and what coordinates mean: the stored pixels turned by
    `orientation` (EXIF 2.32, tag 0x0112: 1 as stored … 8).
    """

    media_type: str
    size: int
    sha256: str
    stored_width: int
    stored_height: int
    orientation: int

    @property
    def width(self) -> int:
        return self.stored_height if self.orientation >= 5 else self.stored_width

    @property
    def height(self) -> int:
        return self.stored_width if self.orientation >= 5 else self.stored_height


@dataclass(frozen=True)
class TextFacts:
    """A text that is UTF-8 throughout. `size` in bytes; `lines` counts a last line without a newline too."""

    media_type: str
    size: int
    sha256: str
    lines: int
    byte_order_mark: bool


@dataclass(frozen=True)
class Cleaned:
    """A picture's bytes without metadata, in pieces, and what its headers say. The image data are the original's."""

    pieces: list[bytes]
    width: int
    height: int
    orientation: int = 1


def truncated() -> Refused:
    """For a picture that breaks off."""
    return Refused("The file ends before the picture does.")


def damaged(detail: str) -> Refused:
    """For a picture whose file contradicts its format."""
    return Refused(f"The picture is damaged: {detail}.")


def animated() -> Refused:
    """For a picture of several frames: a mark or a rating could mean any of them."""
    return Refused("The picture moves. Upload its frames as separate pictures.")
