"""Engines for tests: throw-away ones for one command, or kept ones that several commands join."""

import os
import shutil
import subprocess
import tempfile
import threading
from pathlib import Path

from config.embedded import engines, postgresql
from config.embedded.installation import environment_of, is_open, opened


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
    folder = Path(tempfile.mkdtemp(prefix="throw-away-", dir=data.parent))
    folder.chmod(0o711)
    with opened(folder, for_tests=True) as installation:
        try:
            with engines.running(installation):
                return _finish(words, installation.environment())
        finally:
            postgresql.forget(installation)
            shutil.rmtree(folder)


def _finish(words: list[str], environment: dict[str, str]) -> int:
    child = subprocess.Popen(words, env=os.environ | environment)
    try:
        return child.wait()
    except KeyboardInterrupt:
        child.terminate()
        return child.wait()
