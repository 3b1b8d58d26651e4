"""Engines for tests: throw-away ones for one command, or kept ones that several commands join."""

import json
import os
import shutil
import subprocess
import tempfile
import threading
from pathlib import Path

from config.embedded import engines, postgresql
from config.embedded.installation import Refused, is_open, opened, write_private


def keep(data: Path) -> None:
    """Test engines that stay until they are stopped."""
    with opened(data, for_tests=True) as installation, engines.running(installation):
        write_private(data / "environment.json", json.dumps(installation.environment()))
        print("Engines are running; Ctrl-C stops them.", flush=True)
        threading.Event().wait()


def kept_environment(data: Path) -> dict[str, str]:
    """The environment of the engines that run on the folder."""
    if not is_open(data):
        raise Refused(f"No engines are running on {data}: start them with `make engines`.")
    kept: dict[str, str] = json.loads((data / "environment.json").read_text())
    return kept


def run(words: list[str], data: Path) -> int:
    """Runs the command with the engines kept on the folder, else with throw-away ones; returns its exit status."""
    if is_open(data):
        return _finish(words, kept_environment(data))
    data.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="throw-away-", dir=data.parent))
    folder.chmod(0o711)
    with opened(folder, for_tests=True) as installation:
        try:
            with engines.running(installation, say=lambda _: None):
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
