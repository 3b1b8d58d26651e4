"""PNG without metadata (W3C PNG, third edition): image data and colour chunks stay, byte for byte."""

import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from annotation.media import exif, icc
from annotation.media.facts import MAX_PROFILE_BYTES, Cleaned, animated, damaged, truncated

SIGNATURE = b"\x89PNG\r\n\x1a\n"
SMALL = (b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"cICP", b"mDCV", b"cLLI", b"pHYs")
"""What tells colours, transparency and the shape of a pixel."""
LONGEST_SMALL_CHUNK = 768


class Chunk(NamedTuple):
    """One chunk: its type and its whole bytes with length, type, body and checksum."""

    kind: bytes
    raw: bytes

    @property
    def body(self) -> bytes:
        return self.raw[8:-4]


def clean(data: bytes) -> Cleaned:
    """The picture's own chunks; text, time, EXIF but for the orientation, private chunks and trailing bytes go."""
    image_data: list[bytes] = []
    kept: dict[bytes, Chunk] = {}
    for chunk in chunks(data):
        if chunk.kind == b"IDAT":
            image_data.append(chunk.raw)
        elif matters(chunk, first=not kept):
            kept.setdefault(chunk.kind, chunk)
    if not image_data:
        raise truncated()
    header = kept.pop(b"IHDR")
    width, height = struct.unpack_from(">II", header.body)
    exif_chunk, profile_chunk = kept.pop(b"eXIf", None), kept.pop(b"iCCP", None)
    front = [SIGNATURE, header.raw]
    turned = exif.orientation(exif_chunk.body) if exif_chunk else 1
    if turned != 1:
        front.append(made(b"eXIf", exif.orientation_alone(turned)))
    if profile_chunk and (colours := unpacked_profile(profile_chunk.body)):
        front.append(made(b"iCCP", b"ICC profile\x00\x00" + zlib.compress(colours)))
    front.extend(chunk.raw for chunk in kept.values())
    return Cleaned([*front, *image_data, made(b"IEND", b"")], width, height, turned)


def chunks(data: bytes) -> Iterator[Chunk]:
    """The chunks before the end chunk; refused where the file ends early or a checksum is wrong."""
    position = len(SIGNATURE)
    while True:
        if position + 12 > len(data):
            raise truncated()
        length, kind = struct.unpack_from(">I4s", data, position)
        if not kind.isalpha():
            raise damaged("a chunk has no name")
        end = position + 12 + length
        if end > len(data):
            raise truncated()
        (checksum,) = struct.unpack_from(">I", data, end - 4)
        if zlib.crc32(memoryview(data)[position + 4 : end - 4]) != checksum:
            raise damaged(f"the checksum of a {kind.decode()} chunk is wrong")
        if kind == b"IEND":
            return
        yield Chunk(kind, data[position:end])
        position = end


def matters(chunk: Chunk, *, first: bool) -> bool:
    """Whether a chunk other than image data is needed; refused where it makes the picture something else."""
    kind, size = chunk.kind, len(chunk.raw) - 12
    if first and (kind != b"IHDR" or size != 13):
        raise damaged("it does not begin with its header")
    if kind == b"acTL" and chunk.body[:4] != b"\x00\x00\x00\x01":
        raise animated()
    if kind in {b"IHDR", b"iCCP", b"eXIf"}:
        return True
    if kind in SMALL:
        if size > LONGEST_SMALL_CHUNK:
            raise damaged(f"its {kind.decode()} chunk is too long")
        return True
    if kind[:1].isupper():
        raise damaged(f"it needs an unknown chunk {kind.decode()}")
    return False


def made(kind: bytes, body: bytes) -> bytes:
    """A chunk of our own."""
    return struct.pack(">I4s", len(body), kind) + body + struct.pack(">I", zlib.crc32(kind + body))


def unpacked_profile(body: bytes) -> bytes | None:
    """The colour profile inside an iCCP chunk (name, NUL, method 0, zlib data), never unpacked beyond the limit."""
    _, _, packed = body.partition(b"\x00")
    if packed[:1] != b"\x00":
        return None
    try:
        return icc.profile(zlib.decompressobj().decompress(packed[1:], MAX_PROFILE_BYTES + 1))
    except zlib.error:
        return None
