"""The commands behind the Makefile: run, engines, env, test."""

import argparse
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from config.embedded import engines
from config.embedded.installation import Refused, is_open, opened, write_private

ROOT = Path(__file__).parents[2]
KEPT = ROOT / ".cache" / "engines"
ANY_PORTS = {"web": 8000}  # for test engines, which must not take the usual ones


def main(arguments: list[str]) -> int:
    """Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m config.embedded", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, text in {
        "engines": "keep test engines running until Ctrl-C, for `test` and `env` in other terminals",
        "env": "print the environment of the kept engines, for `eval`",
        "test": "run a command against the kept engines, else against throw-away ones",
    }.items():
        command = commands.add_parser(name, help=text)
        command.add_argument("--data", type=Path, default=KEPT, help="the kept engines' folder (default: %(default)s)")
        if name == "test":
            command.add_argument("words", nargs="+", metavar="-- command")
    given = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    data = Path(os.path.abspath(given.data))
    try:
        if given.command == "engines":
            return keep_engines(data)
        if given.command == "env":
            return print_environment(data)
        return test(given.words, data)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def keep_engines(data: Path) -> int:
    """Test engines that stay until they are stopped."""
    with opened(data, ANY_PORTS) as installation, engines.running(installation, for_tests=True):
        write_private(data / "environment", _exports(installation.environment()))
        print("Engines are running; Ctrl-C stops them.", flush=True)
        threading.Event().wait()
    return 0


def print_environment(data: Path) -> int:
    """Prints `export NAME=value` lines."""
    if not is_open(data):
        raise Refused(f"No engines are running on {data}: start them with `python -m config.embedded engines`.")
    print((data / "environment").read_text(), end="")
    return 0


def _exports(environment: dict[str, str]) -> str:
    return "".join(f"export {name}={shlex.quote(value)}\n" for name, value in environment.items())


def test(words: list[str], data: Path) -> int:
    """Runs the command with test engines and returns its exit status."""
    if is_open(data):
        lines = shlex.split((data / "environment").read_text().replace("export ", ""))
        return _run(words, dict(line.split("=", 1) for line in lines))
    data.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="throw-away-", dir=data.parent))
    folder.chmod(0o711)
    with opened(folder, ANY_PORTS) as installation:
        try:
            with engines.running(installation, for_tests=True, say=lambda _: None):
                return _run(words, installation.environment())
        finally:
            engines.forget(installation)


def _run(words: list[str], environment: dict[str, str]) -> int:
    child = subprocess.Popen(words, env=os.environ | environment)
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:  # the command got Ctrl-C too, and ends as it likes
            child.send_signal(signal.SIGTERM)
