"""Child processes that never outlive their reason: stopped in order, ended with their parent, found again after a crash.

Every child holds an inherited lock on `run/<name>.pid`. The kernel keeps that lock as long as the child or any of its own
children lives, so a later start can tell a leftover from a recycled process number, on every system, without `ps`.
"""

import ctypes
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

LARGEST_LOG = 10_000_000


@dataclass(frozen=True)
class Program:
    """What to run, and how to end it: the signal to ask with and the seconds to wait before insisting."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    folder: Path | None = None
    user: int | None = None
    group: int | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 10


@dataclass
class Process:
    """A program that runs, with its output in `logs/<name>.log` of the data folder."""

    program: Program
    data: Path
    _child: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def log(self) -> Path:
        """Where the program's output goes."""
        return self.data / "logs" / f"{self.program.name}.log"

    @property
    def _pid_file(self) -> Path:
        return self.data / "run" / f"{self.program.name}.pid"

    def start(self) -> None:
        """Starts the program; what is left of an earlier one is ended first."""
        self.end_leftover()
        for folder in (self.log.parent, self._pid_file.parent):
            folder.mkdir(exist_ok=True, mode=0o700)
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        program = self.program
        with self._pid_file.open("w") as held, self.log.open("ab") as output:
            fcntl.flock(held, fcntl.LOCK_EX)
            self._child = subprocess.Popen(
                program.command,
                env=dict(program.environment),
                cwd=program.folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for the supervisor, which stops its children in order
                pass_fds=[held.fileno()],
                user=program.user,
                group=program.group,
                extra_groups=None if program.user is None else [],
                preexec_fn=_ending_with_parent(program.stop_signal),
            )
            held.write(str(self._child.pid))

    def ended(self) -> int | None:
        """The exit status once the program has ended (negative: the signal that ended it)."""
        return self._child.poll() if self._child else None

    def ask_to_stop(self) -> None:
        """Sends the stop signal without waiting."""
        if self._child and self._child.poll() is None:
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
        self.end_leftover()

    def end_leftover(self) -> None:
        """Ends processes of this name that an earlier, crashed parent (or a killed child) left behind."""
        for signum, patience in ((self.program.stop_signal, self.program.patience), (signal.SIGKILL, 5.0)):
            if not self._left_over():
                return
            self._signal_leftover(signum)
            deadline = time.monotonic() + patience
            while self._left_over() and time.monotonic() < deadline:
                time.sleep(0.05)

    def _left_over(self) -> bool:
        if not self._pid_file.exists():
            return False
        with self._pid_file.open() as held:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    def _signal_leftover(self, signum: signal.Signals) -> None:
        leader = self._pid_file.read_text()
        if leader:
            try:
                os.killpg(int(leader), signum)
            except ProcessLookupError:
                pass

    def last_lines(self, count: int = 15) -> str:
        """The end of the log, for an error message."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-count:]) if self.log.exists() else ""


def _ending_with_parent(signum: signal.Signals) -> Callable[[], None]:
    """Runs in the new child: asks Linux to send it `signum` when this process dies. Elsewhere the next start cleans up."""
    parent = os.getpid()
    set_death_signal = ctypes.CDLL(None).prctl if sys.platform == "linux" else None

    def ask() -> None:
        if set_death_signal:
            set_death_signal(1, int(signum))  # PR_SET_PDEATHSIG
            if os.getppid() != parent:  # it died before we asked
                os._exit(1)

    return ask
