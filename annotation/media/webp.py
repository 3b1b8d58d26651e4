"""WEBP without metadata (RFC 9649): the image, alpha and colour profile chunks stay, byte for byte."""

import struct
from collections.abc import Iterator

from annotation.media import icc
from annotation.media.facts import Cleaned, animated, damaged, truncated

EXTENDED, LOSSY, LOSSLESS, ALPHA, PROFILE = b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ICCP"
HAS_PROFILE, HAS_ALPHA, IS_ANIMATED = 0x20, 0x10, 0x02


def is_webp(data: bytes) -> bool:
    """Whether a file begins as every WEBP does."""
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def clean(data: bytes) -> Cleaned:
    """The picture's own chunks; EXIF, XMP, unknown chunks and whatever follows the file's end go.

    Browsers show a WEBP as it is stored whatever its EXIF says, so its orientation is always 1: what people see and
    what coordinates mean must be the same thing.
    """
    found: dict[bytes, bytes] = {}
    for kind, body in chunks(data):
        if kind in {b"ANIM", b"ANMF"}:
            raise animated()
        if kind in {LOSSY, LOSSLESS} and found.keys() & {LOSSY, LOSSLESS}:
            raise damaged("it holds two pictures")
        found.setdefault(kind, body)
    kind = LOSSY if LOSSY in found else LOSSLESS
    if kind not in found:
        raise truncated()
    width, height = (lossy_size if kind == LOSSY else lossless_size)(found[kind])
    kept = [chunk(kind, found[kind])]
    if EXTENDED in found:
        kept = extended(found, kind, (width, height))
    content = b"WEBP" + b"".join(kept)
    return Cleaned([b"RIFF", struct.pack("<I", len(content)), content], width, height)


def extended(found: dict[bytes, bytes], kind: bytes, size: tuple[int, int]) -> list[bytes]:
    """The chunks of the extended format in their order, with the flags of what is left."""
    header = found[EXTENDED]
    if len(header) < 10:
        raise damaged("its header is too short")
    if header[0] & IS_ANIMATED:
        raise animated()
    canvas = tuple(1 + int.from_bytes(header[start : start + 3], "little") for start in (4, 7))
    if canvas != size:
        raise damaged("its header and its picture differ in size")
    colours = icc.profile(found.get(PROFILE, b""))
    flags = (header[0] & HAS_ALPHA) | (HAS_PROFILE if colours else 0)
    kept = [chunk(EXTENDED, bytes([flags, 0, 0, 0]) + header[4:10])]
    if colours:
        kept.append(chunk(PROFILE, colours))
    if ALPHA in found and kind == LOSSY:
        kept.append(chunk(ALPHA, found[ALPHA]))
    return [*kept, chunk(kind, found[kind])]


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Type and body of each chunk inside the file's own end."""
    (length,) = struct.unpack_from("<I", data, 4)
    stop, position = 8 + length, 12
    if stop > len(data):
        raise truncated()
    while position + 8 <= stop:
        kind, size = struct.unpack_from("<4sI", data, position)
        if position + 8 + size > stop:
            raise truncated()
        yield kind, data[position + 8 : position + 8 + size]
        position += 8 + size + size % 2


def chunk(kind: bytes, body: bytes) -> bytes:
    """A chunk, padded to an even length."""
    return struct.pack("<4sI", kind, len(body)) + body + b"\x00" * (len(body) % 2)


def lossy_size(body: bytes) -> tuple[int, int]:
    """From the header of a VP8 key frame (RFC 6386, 9.1)."""
    if len(body) < 10 or body[0] & 1 or body[3:6] != b"\x9d\x01\x2a":
        raise damaged("its picture does not begin with a key frame")
    width, height = struct.unpack_from("<HH", body, 6)
    return width & 0x3FFF, height & 0x3FFF


def lossless_size(body: bytes) -> tuple[int, int]:
    """From the header of a VP8L picture (RFC 9649, 3.4)."""
    if len(body) < 5 or body[0] != 0x2F:
        raise damaged("its picture has no header")
    (bits,) = struct.unpack_from("<I", body, 1)
    return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
