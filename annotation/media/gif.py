"""A GIF of one frame without metadata (GIF89a specification): palette, frame and transparency stay, byte for byte."""

import struct

from annotation.media.facts import Cleaned, animated, damaged, truncated

SIGNATURES = (b"GIF87a", b"GIF89a")
EXTENSION, FRAME, TRAILER = 0x21, 0x2C, 0x3B
GRAPHIC_CONTROL = 0xF9


def clean(data: bytes) -> Cleaned:
    """The one frame; comments, application extensions, plain text and whatever follows the trailer go."""
    if len(data) < 13:
        raise truncated()
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    position = 13 + palette_bytes(flags)
    front, control, frame = data[:position], b"", b""
    while (block := byte_at(data, position)) != TRAILER:
        if block == EXTENSION:
            end = after_blocks(data, position + 2)
            if data[position + 1] == GRAPHIC_CONTROL and not frame:
                control = data[position:end]
        elif block == FRAME:
            if frame:
                raise animated()
            end = after_frame(data, position, (width, height))
            frame = data[position:end]
        else:
            raise damaged("there are stray bytes between its blocks")
        position = end
    if not frame:
        raise truncated()
    return Cleaned([front, control, frame, bytes([TRAILER])], width, height)


def palette_bytes(flags: int) -> int:
    """How long a colour table is, by the flags that announce it."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def byte_at(data: bytes, position: int) -> int:
    """The byte there, or a refusal where the file has ended."""
    if position >= len(data):
        raise truncated()
    return data[position]


def after_blocks(data: bytes, position: int) -> int:
    """The position after a row of sub-blocks, which ends with an empty one."""
    while size := byte_at(data, position):
        position += 1 + size
    return position + 1


def after_frame(data: bytes, position: int, screen: tuple[int, int]) -> int:
    """The position after a frame, which must lie inside the picture."""
    if position + 10 > len(data):
        raise truncated()
    left, top, width, height, flags = struct.unpack_from("<HHHHB", data, position + 1)
    if not (width and height and left + width <= screen[0] and top + height <= screen[1]):
        raise damaged("its frame does not lie inside the picture")
    return after_blocks(data, position + 10 + palette_bytes(flags) + 1)
