"""PNG without metadata (W3C PNG, third edition): image data and colour chunks stay, byte for byte."""

import struct
import zlib
from collections.abc import Iterator

from annotation.media import exif, icc
from annotation.media.facts import MAX_PROFILE_BYTES, Cleaned, animated, damaged, truncated

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEPT_BEFORE_DATA = (b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"cICP", b"mDCV", b"cLLI", b"pHYs")
LONGEST_SMALL_CHUNK = 768


def clean(data: bytes) -> Cleaned:
    """The picture's own chunks; text, time, EXIF but for the orientation, private chunks and trailing bytes go."""
    header, image_data, small = b"", [], dict[bytes, bytes]()
    for kind, body, raw in chunks(data):
        if not header:
            if kind != b"IHDR" or len(body) != 13:
                raise damaged("it does not begin with its header")
            header = raw
        elif kind == b"IDAT":
            image_data.append(raw)
        elif kind == b"acTL" and body[:4] != b"\x00\x00\x00\x01":
            raise animated()
        elif kind in {b"iCCP", b"eXIf"}:
            small.setdefault(kind, body)
        elif kind in KEPT_BEFORE_DATA:
            if len(body) > LONGEST_SMALL_CHUNK:
                raise damaged(f"its {kind.decode()} chunk is too long")
            small.setdefault(kind, raw)
        elif kind[:1].isupper() and kind != b"IEND":
            raise damaged(f"it needs an unknown chunk {kind.decode()}")
    if not image_data:
        raise truncated()
    width, height = struct.unpack_from(">II", header, 8)
    turned = exif.orientation(small.pop(b"eXIf", b""))
    front = [SIGNATURE, header]
    if turned != 1:
        front.append(chunk(b"eXIf", exif.orientation_alone(turned)))
    if colours := unpacked_profile(small.pop(b"iCCP", b"")):
        front.append(chunk(b"iCCP", b"ICC profile\x00\x00" + zlib.compress(colours)))
    return Cleaned([*front, *small.values(), *image_data, chunk(b"IEND", b"")], width, height, turned)


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Type, body and whole bytes of each chunk up to the end chunk; checksums are those the chunks must have."""
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
        yield kind, data[position + 8 : end - 4], data[position:end]
        if kind == b"IEND":
            return
        position = end


def chunk(kind: bytes, body: bytes) -> bytes:
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
