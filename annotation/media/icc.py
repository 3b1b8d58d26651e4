"""Colour profiles (ICC.1:2022): kept, because without them the colours change."""

import struct

from annotation.media.facts import MAX_PROFILE_BYTES

HEADER_BYTES = 128


def profile(data: bytes) -> bytes | None:
    """The profile without padding or anything that follows it; None where the bytes are no profile."""
    if not HEADER_BYTES < len(data) <= MAX_PROFILE_BYTES or data[36:40] != b"acsp":
        return None
    (size,) = struct.unpack_from(">I", data)
    return data[:size] if HEADER_BYTES < size <= len(data) else None
