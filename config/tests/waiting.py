"""Processes that a test starts and waits for."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from config.embedded.locks import is_held


def until(happened: Callable[[], object], seconds: float = 60) -> None:
    """Waits for it; a minute is what two busy cores may need, and costs nothing where it happens."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.02)


def held(script: str, data: Path) -> subprocess.Popen[str]:
    """A Python process that runs the script until it is stopped, once it has said `held`."""
    process = subprocess.Popen([sys.executable, "-c", script, str(data)], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert any(line == "held\n" for line in process.stdout), "it ended before it was ready"
    return process


def living(data: Path) -> list[str]:
    """The programs of the data folder that still live, in themselves or in what they started."""
    return sorted(path.stem for path in data.glob("*/*.pid") if is_held(path))
