"""From foreign files to a spool: what the limited child does. It knows nothing but the files and a folder to write to.

The folder then holds the `spool`, and a `report` of what else there was to find; while it is being made, `progress`.
"""

import io
import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from annotation.imports.foreign import Columns, Files, ForeignRow, Reader, Unreadable
from annotation.imports.losses import Losses, shown
from annotation.imports.readers import READERS, best_reader
from annotation.imports.spool import pictures_of, spool_line

MOST_ROWS = 10_000_000
MOST_PEOPLE = 2_000
MOST_PICTURES = 200_000
MOST_COLUMNS = 500
LONGEST_GUIDELINES = 100_000
LONGEST_ABOUT = 8 << 20
"""In bytes of JSON."""
UNKNOWN = "We don't recognise what this is. Name its format, or give it as JSONL, CSV or one of the formats listed."


@dataclass
class Report:
    """What reading found beside the rows. `unreadable` says why there are none."""

    format: str = ""
    detected: list[dict[str, Any]] = field(default_factory=list)
    columns: list[dict[str, Any]] = field(default_factory=list)
    rows: int = 0
    losses: list[dict[str, Any]] = field(default_factory=list)
    form: Any = None
    guidelines: str = ""
    about: dict[str, Any] = field(default_factory=dict)
    people: list[dict[str, Any]] = field(default_factory=list)
    pictures: int = 0
    unreadable: str = ""


def read_files(files: Files, *, format_name: str, columns: Columns, folder: Path) -> Report:
    """Write the spool and say what else was found; `format_name` empty has it detected. Never raises `Unreadable`."""
    report = Report(format=format_name)
    watched = Watched(files, folder / "progress")
    try:
        reader = _choose(watched, report)
        report.columns = [_column(column, columns) for column in reader.columns(watched)[:MOST_COLUMNS]]
        rows = reader.read(watched, {each["name"]: each["target"] for each in report.columns} | dict(columns))
        watched.begin()
        _write(rows, report, folder, watched.tick)
        form = reader.form(watched)
        report.form = None if form is None else dict(form)
        report.guidelines = reader.guidelines(watched)[:LONGEST_GUIDELINES]
        report.about = _about(reader, watched)
    except Unreadable as error:
        report.unreadable = f"{error.reason} ({error.where})" if error.where else error.reason
    return report


def _choose(files: Files, report: Report) -> Reader:
    best = best_reader(files)
    report.detected = [{"format": reader.name, "confidence": round(sure, 3)} for reader, sure in best if sure > 0][:5]
    if report.format:
        return READERS[report.format]
    if not report.detected:
        raise Unreadable(UNKNOWN)
    report.format = best[0][0].name
    return best[0][0]


def _about(reader: Reader, files: Files) -> dict[str, Any]:
    """What a full export says of its project, unless that is longer than anybody has written or can't be stored."""
    about = dict(reader.about(files))
    try:
        encoded = orjson.dumps(about)
    except TypeError:
        return {}
    return about if len(encoded) <= LONGEST_ABOUT and b"\\u0000" not in encoded else {}


def _column(column: Any, chosen: Columns) -> dict[str, Any]:
    samples = [shown(sample) for sample in column.samples[:5]]
    return {"name": column.name, "target": chosen.get(column.name, column.target), "samples": samples}


def _write(rows: Iterable[ForeignRow], report: Report, folder: Path, tick: Callable[[int], None]) -> None:
    losses, people, pictures = Losses(), People(), dict[str, None]()
    with (folder / "spool").open("wb") as spool:
        for row in rows:
            line = spool_line(row)
            spool.write(line)
            report.rows += 1
            losses.add(row.lost)
            if row.item is not None:
                people.add(row.item.annotations)
                people.note(row.people)
            pictures |= dict.fromkeys(pictures_of(line))
            if report.rows > MOST_ROWS or len(pictures) > MOST_PICTURES:
                raise Unreadable(f"At most {MOST_ROWS:,} items and {MOST_PICTURES:,} pictures are taken at once.")
            tick(report.rows)
    (folder / "pictures").write_bytes(b"".join(orjson.dumps(place) + b"\n" for place in pictures))
    report.losses, report.people, report.pictures = losses.summary(), people.summary(), len(pictures)


class People:
    """Who answered, by the file's own id."""

    def __init__(self) -> None:
        self._found: dict[str, dict[str, Any]] = {}

    def add(self, annotations: Sequence[Any]) -> None:
        """Count a row's annotations."""
        for annotation in annotations:
            self._known(annotation["annotator"])["annotations"] += 1

    def note(self, people: Sequence[Mapping[str, Any]]) -> None:
        """Know those whom a row names besides."""
        for who in people:
            self._known(who)

    def _known(self, who: Mapping[str, Any]) -> dict[str, Any]:
        known = self._found.setdefault(str(who["id"]), {"name": "", "email": "", "annotations": 0})
        known["name"] = known["name"] or shown(who.get("name") or "")
        known["email"] = known["email"] or shown(who.get("email") or "")
        if len(self._found) > MOST_PEOPLE:
            raise Unreadable(f"More than {MOST_PEOPLE:,} people answered in these files.")
        return known

    def summary(self) -> list[dict[str, Any]]:
        """In the order of the file."""
        return [{"id": person, **known} for person, known in self._found.items()]


class Watched:
    """Files whose reading can be watched: how many of their bytes were read stands in a file of its own."""

    def __init__(self, files: Files, progress: Path) -> None:
        self._files = files
        self._progress = progress
        self._total = sum(map(files.size, files.names()))
        self._parent = os.getppid()
        self._told = 0.0
        self.read = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._files, name)

    def names(self) -> Sequence[str]:
        """As the files say."""
        return self._files.names()

    def size(self, name: str) -> int:
        """As the files say."""
        return self._files.size(name)

    def open(self, name: str) -> BinaryIO:
        """The file's bytes, counted as they are read."""
        return io.BufferedReader(_Counted(self._files.open(name), self), buffer_size=1 << 18)

    def begin(self) -> None:
        """Count from here: what was read before was a look at the beginning."""
        self.read = 0

    def tick(self, rows: int) -> None:
        """Tell how far it is, once in a while; end if nobody is there any more who would want to know."""
        if rows % 100 or time.monotonic() < self._told + 1:
            return
        if os.getppid() != self._parent:
            raise SystemExit(1)
        self._told = time.monotonic()
        done: Mapping[str, int] = {"done": min(self.read, self._total), "total": self._total, "rows": rows}
        written = self._progress.with_suffix(".new")
        written.write_bytes(orjson.dumps(done))
        written.replace(self._progress)


class _Counted(io.RawIOBase):
    def __init__(self, file: BinaryIO, watched: Watched) -> None:
        self._file = file
        self._watched = watched

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._file.seekable()

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def readinto(self, buffer: Any, /) -> int:
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        self._watched.read += len(data)
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()


def report_json(report: Report) -> bytes:
    """The report as it is handed to the parent."""
    return orjson.dumps(asdict(report))
