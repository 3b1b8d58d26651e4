"""The one piece of EXIF that changes what people see: the orientation (EXIF 2.32, tag 0x0112)."""

import struct

ORIENTATION = 0x0112
SHORT = 3


def orientation(tiff: bytes) -> int:
    """The orientation 1 to 8 that an EXIF block (from its TIFF header on) asks for; 1 where it asks nothing valid."""
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(tiff[:4])
    if order is None:
        return 1
    try:
        (directory,) = struct.unpack_from(order + "I", tiff, 4)
        (entries,) = struct.unpack_from(order + "H", tiff, directory)
        for number in range(entries):
            tag, kind, count, value = struct.unpack_from(order + "HHIH", tiff, directory + 2 + 12 * number)
            if tag == ORIENTATION:
                return value if (kind, count) == (SHORT, 1) and 1 <= value <= 8 else 1
    except struct.error:
        pass
    return 1


def orientation_alone(value: int) -> bytes:
    """An EXIF block (from its TIFF header on) that holds the orientation and nothing else."""
    return struct.pack(">2sHI", b"MM", 42, 8) + struct.pack(">HHHIHHI", 1, ORIENTATION, SHORT, 1, value, 0, 0)
