"""What was pulled from one project, as the archive that the import reads: a zip on this machine's disk."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson

MOST_BYTES = 5 << 30
"""As large as an upload may be."""


class Archive:
    """A zip that is being written: files, and one list of JSON objects that grows."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=4)
        self._names: set[str] = set()

    def add(self, name: str, data: bytes) -> None:
        """One whole file; one that is there already stays as it is."""
        if name not in self._names:
            self._names.add(name)
            self._zip.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)

    @contextmanager
    def rows(self, path: Path, name: str) -> Iterator[Rows]:
        """A list that is written row by row beside the archive, and put into it at the end."""
        with path.open("wb") as file:
            rows = Rows(file)
            yield rows
            rows.end()
        self._zip.write(path, name)

    def close(self) -> None:
        """Finish the file."""
        self._zip.close()


class Rows:
    """A JSON array that grows."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self.count = 0

    def add(self, row: Any) -> None:
        """One more entry."""
        self._file.write(b",\n" if self.count else b"[\n")
        self._file.write(orjson.dumps(row))
        self.count += 1

    def end(self) -> None:
        """Close the list."""
        self._file.write(b"\n]\n" if self.count else b"[]\n")
