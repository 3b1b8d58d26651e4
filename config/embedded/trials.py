"""Engines for tests: throw-away ones for one command, or kept ones that several commands join."""

import os
import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from config.embedded import engines
from config.embedded.installation import environment_of, is_open, opened

JUST_MADE = 60.0  # seconds


def keep(data: Path) -> None:
    """Test engines that stay until they are stopped."""
    with opened(data, for_tests=True) as installation, engines.running(installation):
        print("Engines are running; Ctrl-C stops them.", flush=True)
        threading.Event().wait()


def run(words: list[str], data: Path) -> int:
    """Runs the command with the engines kept on the folder, else with throw-away ones; returns its exit status."""
    if is_open(data):
        return _finish(words, environment_of(data))
    data.parent.mkdir(parents=True, exist_ok=True)
    _sweep(data.parent)
    folder = Path(tempfile.mkdtemp(prefix="throw-away-", dir=data.parent))
    folder.chmod(0o711)
    with opened(folder, for_tests=True) as installation:
        try:
            with engines.running(installation):
                return _finish(words, installation.environment())
        finally:
            _delete(folder)


def _sweep(parent: Path) -> None:
    """Deletes what killed runs left behind: folders that nobody holds, unless one has just been made."""
    for folder in parent.glob("throw-away-*"):
        if not is_open(folder) and time.time() - folder.stat().st_mtime > JUST_MADE:
            _delete(folder)


def _delete(folder: Path) -> None:
    database = folder / "postgres"
    if database.is_symlink():  # root's, in a folder of the system
        shutil.rmtree(database.resolve(), ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


def _finish(words: list[str], environment: dict[str, str]) -> int:
    child = subprocess.Popen(words, env=os.environ | environment)
    try:
        return child.wait()
    except KeyboardInterrupt:
        child.terminate()
        return child.wait()
