"""Reading foreign files in a child process of its own, so that whoever made them has little to win and a worker nothing
to lose: neither its memory nor its life.
"""

import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson

from annotation.imports.foreign import Unreadable

MEMORY_BYTES = 3 << 30
"""Of address space, much of which Parquet's library only reserves."""
CPU_SECONDS = 2 * 60 * 60
MOST_SPOOL_BYTES = 20 << 30
LARGEST_PICTURE = 25 << 20
EVERY = 0.5
ROOT = Path(__file__).resolve().parents[2]

Progress = Callable[[int, int], None]
"""Told now and then how many bytes of how many were read; what it raises ends the child."""


class ReadingFailed(RuntimeError):
    """The child could not do its work for a reason that is not the files'; try again."""


def read_limited(
    source: Path, *, name: str, format_name: str, columns: Mapping[str, str], folder: Path, progress: Progress
) -> dict[str, Any]:
    """Read a file (by its name) or a folder in a limited child, which leaves the `spool` and the list of `pictures` in
    `folder`; its report (see `annotation.imports.reading.Report`).
    """
    task = {"source": str(source), "name": name, "format": format_name, "columns": dict(columns)}
    report = _run("read", task, folder, progress)
    if not isinstance(report, dict):
        raise ReadingFailed("no report")
    return report


def pictures_limited(
    source: Path, *, name: str, names: Sequence[str], folder: Path, largest: int = LARGEST_PICTURE
) -> dict[str, Path]:
    """Take pictures out of a file or a folder in a limited child: {name: where it lies}, without those that are not
    there or are larger (bytes).
    """
    task = {"source": str(source), "name": name, "names": list(names), "largest": largest}
    missing = set(_run("pictures", task, folder, lambda *_: None))
    return {each: folder / str(number) for number, each in enumerate(names) if each not in missing}


def _run(what: str, task: Mapping[str, Any], folder: Path, progress: Progress) -> Any:
    (folder / "task").write_bytes(orjson.dumps(task))
    (folder / "report").unlink(missing_ok=True)
    with (folder / "errors").open("wb") as errors:
        child = subprocess.Popen(
            [sys.executable, "-s", "-m", "annotation.imports", what, str(folder)],
            cwd=ROOT,
            env={"LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1", "OMP_NUM_THREADS": "1", "ARROW_IO_THREADS": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
        try:
            _wait(child, folder, progress)
        finally:
            child.kill()
            child.wait()
    return _report(child.returncode, folder)


def _wait(child: "subprocess.Popen[bytes]", folder: Path, progress: Progress) -> None:
    told = 0
    while True:
        try:
            child.wait(EVERY)
        except subprocess.TimeoutExpired:
            if (folder / "progress").exists():
                said = orjson.loads((folder / "progress").read_bytes())
                told = max(told, said["done"])
                progress(told, said["total"])
        else:
            return


def _report(code: int, folder: Path) -> Any:
    if code in {-signal.SIGXCPU, -signal.SIGKILL}:
        raise Unreadable("It takes too long to read.")
    if code == -signal.SIGXFSZ:
        raise Unreadable("It holds too much to be read at once.")
    if code < 0:
        raise Unreadable("It makes the library that reads it crash.")
    if code > 0:
        raise ReadingFailed((folder / "errors").read_bytes()[-2000:].decode(errors="replace"))
    report = orjson.loads((folder / "report").read_bytes())
    if isinstance(report, dict) and report.keys() == {"unreadable"}:
        raise Unreadable(report["unreadable"])
    return report
