"""Child processes that never outlive their reason: stopped in order, ended with their parent, found after a crash."""

import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from config.embedded.installation import Refused, private_folder
from config.embedded.locks import end_holders, is_held

LARGEST_LOG = 10_000_000
BARE_ENVIRONMENT = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True)
class Program:
    """What to run, and how to end it: the signal to ask with and the seconds to wait before insisting."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    folder: Path | None = None
    user: int | None = None
    group: int | None = None
    run_folder: Path | None = None  # where its lock is kept, if not in the data folder's `run`
    inherits: tuple[int, ...] = ()  # open files that it goes on with
    umask: int = 0o077
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 10


@dataclass
class Process:
    """A program that runs, with its output in `logs/<name>.log` of the data folder.

    It and everything it starts hold an inherited lock on `run/<name>.pid`, by which a later start finds what is left.
    """

    program: Program
    data: Path
    _child: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _asked: bool = field(default=False, init=False)

    @property
    def log(self) -> Path:
        """Where the program's output goes."""
        return self.data / "logs" / f"{self.program.name}.log"

    @property
    def _pid_file(self) -> Path:
        return (self.program.run_folder or self.data / "run") / f"{self.program.name}.pid"

    def start(self) -> None:
        """Starts the program; what is left of an earlier one is ended first."""
        end_holders(self._pid_file, patience=self.program.patience)
        if is_held(self._pid_file):
            raise Refused(f"An earlier {self.program.name} is still running and does not stop: {self._pid_file}")
        private_folder(self.log.parent)
        private_folder(self._pid_file.parent)
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        program = self.program
        with self._pid_file.open("w") as held, self.log.open("ab") as output:
            fcntl.flock(held, fcntl.LOCK_EX)
            self._asked = False
            self._child = subprocess.Popen(
                program.command,
                env=dict(program.environment),
                cwd=program.folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for the supervisor, which stops its children in order
                pass_fds=[held.fileno(), *program.inherits],
                user=program.user,
                group=program.group,
                extra_groups=None if program.user is None else [],
                umask=program.umask,
                preexec_fn=_in_child(program.stop_signal),  # noqa: PLW1509 (there are no threads)
            )
            held.write(str(self._child.pid))

    def ended(self) -> int | None:
        """The exit status once the program has ended (negative: the signal that ended it)."""
        return self._child.poll() if self._child else None

    def finish(self) -> None:
        """Runs the program to its end; a failure is refused with the end of its log."""
        try:
            self.start()
            self.wait()
        finally:
            self.stop()

    def wait(self) -> None:
        """Waits for the end of a program that was started; a failure is refused with the end of its log."""
        while (status := self.ended()) is None:
            time.sleep(0.02)
        if status:
            raise Refused(f"{self.program.name} failed. The end of {self.log}:\n{self.last_lines()}")

    def ask_to_stop(self) -> None:
        """Sends the stop signal, once, without waiting. Celery takes a second one for impatience."""
        if self._child and self._child.poll() is None and not self._asked:
            self._asked = True
            self._child.send_signal(self.program.stop_signal)

    def stop(self) -> None:
        """Returns when the program and everything it started are gone."""
        self.ask_to_stop()
        if self._child:
            try:
                self._child.wait(self.program.patience)
            except subprocess.TimeoutExpired:
                self._child.kill()
                self._child.wait()
        end_holders(self._pid_file, patience=1)

    def last_lines(self, count: int = 15) -> str:
        """The end of the log, for an error message."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-count:]) if self.log.exists() else ""


def end_with_parent(signum: signal.Signals) -> None:
    """Asks Linux to send this process `signum` when its parent dies. Other systems have no such thing."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, int(signum))  # PR_SET_PDEATHSIG


def _in_child(signum: signal.Signals) -> Callable[[], None]:
    """What a new child does before it becomes the program."""
    parent = os.getpid()

    def prepare() -> None:
        end_with_parent(signum)
        if os.getppid() != parent:  # it died before we asked
            os._exit(1)

    return prepare


def replies(port: int, question: bytes, answer: bytes) -> bool:
    """Whether a server on this machine answers the question so; a sign of life."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
            connection.sendall(question)
            return connection.recv(len(answer)) == answer
    except OSError:
        return False
