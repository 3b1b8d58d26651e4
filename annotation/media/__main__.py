"""The limited child: `python -m annotation.media image|text <seconds> <media type> <size> <source> [<cleaned>]`.

It prints the facts, or why the file is refused, as one JSON object.
"""

import json
import resource
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from annotation.media.facts import MAX_IMAGE_BYTES, ImageFacts, Refused, TextFacts
from annotation.media.limited import MEMORY_BYTES


def limit(seconds: int) -> None:
    """Give up what an attacked decoder could use; the limits cannot be raised again."""
    for kind, most in [
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, MAX_IMAGE_BYTES + (1 << 20)),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ]:
        with suppress(ValueError):  # macOS refuses some limits; the others still hold
            resource.setrlimit(kind, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))


def verify(kind: str, media_type: str, size: int, source: Path, *cleaned: Path) -> ImageFacts | TextFacts:
    """The facts of one file. Imports come here, under the limits, and Pillow only for pictures."""
    if kind == "image":
        from annotation.media.images import verify_image

        return verify_image(source, media_type=media_type, size=size, cleaned=cleaned[0])
    from annotation.media.texts import verify_text_file

    return verify_text_file(source, media_type=media_type, size=size)


def main(kind: str, seconds: str, media_type: str, size: str, *paths: str) -> None:
    """One file from command line to answer."""
    limit(int(seconds))
    try:
        answer = asdict(verify(kind, media_type, int(size), *map(Path, paths)))
    except Refused as refused:
        answer = {"refused": refused.reason, "line": refused.line, "offset": refused.offset}
    except MemoryError:
        answer = {"refused": "The file needs too much memory to check.", "line": None, "offset": None}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
