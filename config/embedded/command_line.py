"""The commands behind the Makefile."""

import argparse
import os
import shlex
import signal
import sys
from pathlib import Path

from config.embedded import frontend, serving, trials
from config.embedded.installation import Refused, environment_of
from config.embedded.processes import end_with_parent

KEPT = Path(__file__).parents[2] / ".cache" / "engines"


def main(words: list[str]) -> int:
    """Does what the words say and returns the exit status."""
    given = _parser().parse_args(words)
    end_in_order()
    try:
        return int(given.do(given) or 0)
    except (Refused, PermissionError) as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0 if given.do in {run, engines} else 130


def end_in_order() -> None:
    """Makes the first signal begin an orderly end (as KeyboardInterrupt), which later ones don't disturb."""
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def interrupt(*_: object) -> None:
        for signum in signals:
            signal.signal(signum, signal.SIG_IGN)
        raise KeyboardInterrupt

    for signum in signals:
        signal.signal(signum, interrupt)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m config.embedded", description=__doc__)
    commands = parser.add_subparsers(required=True)
    for do in (run, engines, env, test, npm, build):
        command = commands.add_parser(do.__name__, help=do.__doc__, description=do.__doc__)
        command.set_defaults(do=do)
        if do is run:
            command.add_argument(
                "--with-parent", action="store_true", help="stop when the process that started this dies"
            )
        if do in {engines, env, test}:
            command.add_argument("--data", type=Path, default=KEPT, help="the kept engines' folder (%(default)s)")
        if do in {test, npm}:
            command.add_argument("words", nargs=argparse.REMAINDER, metavar="…")
    return parser


def run(given: argparse.Namespace) -> None:
    """Serve the product; CONCORD_DATA (.data) is its folder, CONCORD_PORT (8000, else the next free one) its port."""
    if given.with_parent:
        end_with_parent(signal.SIGTERM)
    port = os.environ.get("CONCORD_PORT") or "8000"
    if not port.isdecimal() or not 0 < int(port) < 65_536:
        raise Refused(f"CONCORD_PORT={port!r} is not a port number.")
    serving.run(_data_folder(), int(port))


def _data_folder() -> Path:
    return Path(os.environ.get("CONCORD_DATA") or ".data").absolute()


def engines(given: argparse.Namespace) -> None:
    """Keep test engines running until Ctrl-C, for `test` and `env` to use."""
    trials.keep(given.data.absolute())


def env(given: argparse.Namespace) -> None:
    """Print the environment of running engines, for `eval`."""
    for name, value in environment_of(given.data.absolute()).items():
        print(f"export {name}={shlex.quote(value)}")


def test(given: argparse.Namespace) -> int:
    """Run a command with the kept engines, else with throw-away ones."""
    return trials.run(_after_dashes(given.words), given.data.absolute())


def npm(given: argparse.Namespace) -> None:
    """Run npm in frontend/ with the Node of the wheel, after `npm ci` where the lock file asks for it."""
    frontend.install(KEPT.parent)
    command = frontend.npm(*_after_dashes(given.words))
    os.chdir(frontend.FOLDER)
    os.execve(command[0], command, dict(frontend.environment()))  # noqa: S606 (its words are the developer's own)


def build(_: argparse.Namespace) -> None:
    """Build frontend/dist where its sources have changed."""
    frontend.build(_data_folder() if os.environ.get("CONCORD_DATA") else KEPT.parent)


def _after_dashes(words: list[str]) -> list[str]:
    return words[1:] if words[:1] == ["--"] else words
