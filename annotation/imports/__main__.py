"""The limited child: `python -m annotation.imports read|pictures <folder>`, told what to do by the folder's `task`.

It reads files of strangers with libraries that may have holes, so it has no environment, no secrets, little memory and
nothing to win. What it found it leaves in the folder as `report`.
"""

import os
import resource
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from annotation.imports.limited import CPU_SECONDS, MEMORY_BYTES, MOST_SPOOL_BYTES


def limit() -> None:
    """Give up what an attacked library could use; the limits cannot be raised again."""
    for kind, most in [
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, MOST_SPOOL_BYTES),
        (resource.RLIMIT_NOFILE, 128),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, CPU_SECONDS),
    ]:
        with suppress(ValueError):  # macOS refuses some limits; the others still hold
            resource.setrlimit(kind, (most, most))


def read(task: dict[str, Any], folder: Path) -> bytes:
    """Make the spool. Imports come here, under the limits."""
    from annotation.imports.files import files_at
    from annotation.imports.reading import Report, read_files, report_json

    try:
        files = files_at(Path(task["source"]), task["name"])
        report = read_files(files, format_name=task["format"], columns=task["columns"], folder=folder)
    except MemoryError:
        report = Report(format=task["format"], unreadable="It needs too much memory to read.")
    return report_json(report)


def pictures(task: dict[str, Any], folder: Path) -> bytes:
    """Take pictures out of the files; the names of those that are not there, or are too large."""
    from annotation.imports.files import files_at, picture_opener

    missing = []
    with picture_opener(files_at(Path(task["source"]), task["name"])) as opened:
        for number, name in enumerate(task["names"]):
            try:
                with opened(name) as found, (folder / str(number)).open("wb") as target:
                    if not copied(found, target, task["largest"]):
                        missing.append(name)
            except (KeyError, OSError):
                missing.append(name)
    return orjson.dumps(missing)


def copied(source: BinaryIO, target: BinaryIO, most: int) -> bool:
    """Whether all of it was copied, because it has at most so many bytes."""
    left = most + 1
    while left > 0 and (chunk := source.read(min(left, 1 << 20))):
        target.write(chunk)
        left -= len(chunk)
    return left > 0


def main(what: str, place: str) -> None:
    """From task to report."""
    from annotation.imports.foreign import Unreadable

    limit()
    folder = Path(place)
    task = orjson.loads((folder / "task").read_bytes())
    try:
        report = {"read": read, "pictures": pictures}[what](task, folder)
    except Unreadable as error:
        report = orjson.dumps({"unreadable": error.reason})
    (folder / "report").write_bytes(report)


if __name__ == "__main__":
    main(*sys.argv[1:])
    # The work is written. Arrow's threads sometimes abort a process that ends in the usual way (2 of 1,000 times).
    os._exit(0)
