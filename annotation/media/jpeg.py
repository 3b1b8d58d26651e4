"""JPEG without metadata (ITU-T T.81, JFIF 1.02, Adobe TN5116): tables, frame and scans stay, byte for byte."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from annotation.media import exif, icc
from annotation.media.facts import Cleaned, Refused, damaged, truncated

SIGNATURE = b"\xff\xd8\xff"
BASELINE, EXTENDED, PROGRESSIVE = 0xC0, 0xC1, 0xC2
FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
HUFFMAN_TABLE, SCAN, QUANTISATION_TABLE, RESTART_INTERVAL = 0xC4, 0xDA, 0xDB, 0xDD
END, COMMENT = 0xD9, 0xFE
APP0, APP1, APP2, APP14, APP15 = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF
MOST_SCANS = 100
EXIF_MARK = b"Exif\x00\x00"
PROFILE_MARK = b"ICC_PROFILE\x00"
PROFILE_PIECE = 65_519
NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""Inside a scan FF is data when 00 follows (stuffing), a restart marker when D0 to D7 follow."""


@dataclass
class Parts:
    """What is kept of a picture while its segments pass by."""

    jfif: bytes = b""
    adobe: bytes = b""
    orientation: int = 0
    profile: dict[int, bytes] = field(default_factory=dict)
    size: tuple[int, int] | None = None
    scans: int = 0
    body: list[bytes] = field(default_factory=list)


def clean(data: bytes) -> Cleaned:
    """The picture's own segments; EXIF but for the orientation, XMP, IPTC, thumbnails, comments and whatever follows
    the end of the picture (a second picture, a video, an archive) go.
    """
    parts = Parts()
    for marker, content, raw in segments(data):
        if APP0 <= marker <= APP15 or marker == COMMENT:
            take_metadata(parts, marker, content)
        else:
            take_picture(parts, marker, content, raw)
    if parts.size is None or not parts.scans:
        raise truncated()
    if parts.scans > MOST_SCANS:
        raise Refused(f"The picture is built up in {parts.scans} scans; at most {MOST_SCANS} are accepted.")
    turned = parts.orientation or 1
    upright = b"" if turned == 1 else segment(APP1, EXIF_MARK + exif.orientation_alone(turned))
    front = [SIGNATURE[:2], parts.jfif, upright, *profile_segments(parts.profile), parts.adobe]
    return Cleaned([*front, *parts.body, bytes([0xFF, END])], *parts.size, turned)


def take_metadata(parts: Parts, marker: int, content: bytes) -> None:
    """Of the application segments keep what changes how the picture looks, the first of each kind."""
    if marker == APP0 and content.startswith(b"JFIF\x00") and len(content) >= 14:
        parts.jfif = parts.jfif or segment(APP0, content[:12] + b"\x00\x00")
    elif marker == APP1 and content.startswith(EXIF_MARK):
        parts.orientation = parts.orientation or exif.orientation(content[len(EXIF_MARK) :])
    elif marker == APP2 and content.startswith(PROFILE_MARK) and len(content) > 14:
        parts.profile.setdefault(content[12], content[14:])
    elif marker == APP14 and content.startswith(b"Adobe") and len(content) >= 12:
        parts.adobe = parts.adobe or segment(APP14, content[:12])


def take_picture(parts: Parts, marker: int, content: bytes, raw: bytes) -> None:
    """Keep a segment of the picture itself; refused where browsers would not know it."""
    if marker in FRAMES:
        if parts.size:
            raise damaged("it has two frames")
        parts.size = size_of(marker, content)
    elif marker == SCAN:
        parts.scans += 1
    elif marker not in {HUFFMAN_TABLE, QUANTISATION_TABLE, RESTART_INTERVAL}:
        raise damaged(f"it holds a segment FF{marker:02X} that no browser reads")
    parts.body.append(raw)


def segments(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Marker, content and whole bytes of each segment up to the end of the picture; a scan includes its data."""
    position = 2
    while True:
        marker, start = marker_at(data, position)
        if marker == END:
            return
        if start + 2 > len(data):
            raise truncated()
        (length,) = struct.unpack_from(">H", data, start)
        end = start + length
        if length < 2:
            raise damaged("a segment is shorter than its own header")
        if end > len(data):
            raise truncated()
        content = data[start + 2 : end]
        if marker == SCAN:
            following = NEXT_MARKER.search(data, end)
            if following is None:
                raise truncated()
            end = following.start()
        yield marker, content, bytes([0xFF, marker]) + data[start:end]
        position = end


def marker_at(data: bytes, position: int) -> tuple[int, int]:
    """The marker at a position, where any number of FF may come before it, and the position after it."""
    start = position
    while data[position : position + 1] == b"\xff":
        position += 1
    if position >= len(data):
        raise truncated()
    marker = data[position]
    if position == start or marker in {0x00, 0x01, 0xD8} or 0xD0 <= marker <= 0xD7:
        raise damaged("there are stray bytes between its segments")
    return marker, position + 1


def size_of(marker: int, content: bytes) -> tuple[int, int]:
    """Width and height from a frame header, if it is one of 8 bits in a coding that browsers read."""
    if marker not in {BASELINE, EXTENDED, PROGRESSIVE}:
        raise Refused("The picture is coded in a kind of JPEG that browsers do not show.")
    if len(content) < 6:
        raise damaged("its frame header is too short")
    precision, height, width, components = struct.unpack_from(">BHHB", content)
    if precision != 8 or components not in {1, 3, 4}:
        raise Refused("The picture is coded in a kind of JPEG that browsers do not show.")
    return width, height


def profile_segments(pieces: dict[int, bytes]) -> list[bytes]:
    """The colour profile, cut anew into segments; nothing if the pieces do not make one."""
    whole = icc.profile(b"".join(pieces[number] for number in sorted(pieces)))
    if whole is None:
        return []
    cuts = [whole[start : start + PROFILE_PIECE] for start in range(0, len(whole), PROFILE_PIECE)]
    return [segment(APP2, PROFILE_MARK + bytes([number, len(cuts)]) + cut) for number, cut in enumerate(cuts, start=1)]


def segment(marker: int, content: bytes) -> bytes:
    """A segment of our own."""
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content
