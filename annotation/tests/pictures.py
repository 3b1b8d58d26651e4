"""Pictures for tests, good and bad, made byte by byte where an encoder would not."""

import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageCms

SECRET = b"SECRET-7f3a91"
"""Planted in every kind of metadata; no stored file may hold it."""
HTML = b"<html><script>alert(1)</script></html>" + SECRET
ZIP = b"PK\x03\x04" + SECRET + b"PK\x05\x06" + bytes(18)
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def picture(mode: str = "RGB", size: tuple[int, int] = (24, 16)) -> Image.Image:
    """A gradient in which no two rows and no two columns are alike."""
    width, height = size
    gradient = Image.new("RGBA", size)
    gradient.putdata(
        [(x * 9 % 256, y * 13 % 256, (x + 2 * y) % 256, 255 - x) for y in range(height) for x in range(width)]
    )
    return (
        gradient.quantize(16)
        if mode == "P"
        else gradient.convert("L").convert(mode)
        if mode == "I;16"
        else gradient.convert(mode)
    )


def encoded(image: Image.Image, name: str, **options: Any) -> bytes:
    target = io.BytesIO()
    image.save(target, name, **options)
    return target.getvalue()


def exif(orientation: int = 1) -> bytes:
    """EXIF as cameras write it: orientation among tags that tell who, where and when."""
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x013B] = SECRET.decode()
    tags[0x0132] = "2026:11:22 00:00:00"
    tags.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0)})
    return tags.tobytes()


# PNG


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_of(width: int, height: int, depth: int, colour: int, rows: bytes, *, interlace: int = 0) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace)
    body = png_chunk(b"IHDR", header) + png_chunk(b"IDAT", zlib.compress(rows)) + png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def packed_zeros(mebibytes: int) -> bytes:
    """A zlib stream that unpacks to so many MiB of zeros (its checksum, which nobody should get to, is wrong)."""
    pack = zlib.compressobj(wbits=-15)
    block = pack.compress(bytes(1 << 20)) + pack.flush(zlib.Z_FULL_FLUSH)
    return b"\x78\x9c" + block * mebibytes + b"\x03\x00" + bytes(4)


def png_with(data: bytes, *chunks: bytes, before: bytes = b"IDAT") -> bytes:
    """The PNG with further chunks before its first chunk of a kind."""
    place = data.index(before) - 4
    return data[:place] + b"".join(chunks) + data[place:]


def deep_png() -> bytes:
    """16 bits a channel, which Pillow reads but cannot write."""
    rows = b"".join(
        b"\x00" + b"".join(struct.pack(">HHH", x * 3000, y * 4000, 65535 - x) for x in range(8)) for y in range(6)
    )
    return png_of(8, 6, 16, 2, rows)


def png_metadata() -> list[bytes]:
    return [
        png_chunk(b"tEXt", b"Author\x00" + SECRET),
        png_chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(SECRET)),
        png_chunk(b"iTXt", b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + SECRET),
        png_chunk(b"tIME", struct.pack(">HBBBBB", 2026, 11, 22, 0, 0, 0)),
        png_chunk(b"prVt", SECRET),
    ]


# JPEG


def jpeg_segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def jpeg_with(data: bytes, *segments: bytes) -> bytes:
    """The JPEG with further segments after its first one."""
    place = 4 + struct.unpack_from(">H", data, 4)[0]
    return data[:place] + b"".join(segments) + data[place:]


def jpeg_metadata() -> list[bytes]:
    return [
        jpeg_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + SECRET),
        jpeg_segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04" + SECRET),
        jpeg_segment(0xE2, b"MPF\x00" + SECRET),
        jpeg_segment(0xE5, SECRET),
        jpeg_segment(0xFE, HTML),
    ]


def jpeg_frame_sized(data: bytes, width: int, height: int) -> bytes:
    """The JPEG with another size in its frame header."""
    place = data.index(b"\xff\xc0") + 5
    return data[:place] + struct.pack(">HH", height, width) + data[place + 4 :]


# WEBP


def webp_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack("<4sI", kind, len(body)) + body + b"\x00" * (len(body) % 2)


def webp_with(data: bytes, *chunks: bytes) -> bytes:
    content = data[8:] + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(content)) + content


# GIF


def gif_with(data: bytes, *blocks: bytes) -> bytes:
    """The GIF with further blocks after its palette."""
    flags = data[10]
    place = 13 + (3 << (flags & 7) + 1 if flags & 0x80 else 0)
    return data[:place] + b"".join(blocks) + data[place:]


def gif_metadata() -> list[bytes]:
    secret = bytes([len(SECRET)]) + SECRET + b"\x00"
    return [b"\x21\xfe" + secret, b"\x21\xff\x0bXMP DataXMP" + secret, b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"]


def frames(name: str) -> bytes:
    """A picture that moves."""
    first, second = picture(), picture().rotate(180)
    return encoded(first, name, save_all=True, append_images=[second], duration=100, loop=0)
