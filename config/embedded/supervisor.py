"""The product's processes: started once the engines are ready, watched, and started again when one of them dies."""

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from socket import socket

from config.embedded.processes import Process, Program

LOOK_EVERY = 0.2  # seconds
LONGEST_PAUSE = 30.0
STEADY_AFTER = 60.0  # after so long a life, a death is the first one again


def product(environment: Mapping[str, str], web: int | socket, root: Path) -> list[Program]:
    """Web, worker, relay and beat, in the order of start and stop.

    The web serves a port of 127.0.0.1, or a socket that already listens: that one nobody else can take meanwhile, and
    requests wait in it while the web is started again.
    """

    def python(name: str, *words: str, patience: float = 10, inherits: tuple[int, ...] = ()) -> Program:
        return Program(name, [sys.executable, *words], environment, root, patience=patience, inherits=inherits)

    address = f"127.0.0.1:{web}" if isinstance(web, int) else f"fd://{web.fileno()}"

    celery = ("-m", "celery", "-A", "config")
    return [
        # Connections are kept longer than the two minutes proxies keep theirs: who closes first loses requests.
        python(
            "web",
            *("-m", "gunicorn", "config.wsgi", f"--bind={address}", "--worker-class=gthread", "--workers=2"),
            *("--threads=8", "--graceful-timeout=8", "--keep-alive=130", "--access-logfile=-", "--no-control-socket"),
            inherits=() if isinstance(web, int) else (web.fileno(),),
        ),
        python("worker", *celery, "worker", "--concurrency=2", "--without-gossip", "--without-mingle", patience=25),
        python("relay", "manage.py", "relay"),
        python("beat", *celery, "beat"),
    ]


@dataclass
class Watched:
    """A process and what its deaths have cost so far."""

    process: Process
    deaths: int = 0
    started_at: float = field(default_factory=time.monotonic)
    again_at: float | None = None

    def look(self, say: Callable[[str], None]) -> None:
        """Notices a death and, after a pause that doubles with each one, starts the process again."""
        now = time.monotonic()
        if self.again_at is not None:
            if now >= self.again_at:
                self.process.start()
                self.started_at, self.again_at = now, None
            return
        status = self.process.ended()
        if status is None:
            return
        self.deaths = 1 if now - self.started_at > STEADY_AFTER else self.deaths + 1
        pause = min(2.0 ** (self.deaths - 1), LONGEST_PAUSE)
        self.again_at = now + pause
        how = f"was killed by signal {-status}" if status < 0 else f"ended with status {status}"
        say(f"{self.process.program.name} {how}; starting it again in {pause:.0f} s (see {self.process.log})")


@contextmanager
def ending(processes: list[Process]) -> Iterator[None]:
    """Stops the processes at the end, whichever have been started by then: web first, so that nothing new comes in."""
    try:
        yield
    finally:
        for process in processes[:1]:
            process.stop()
        for process in processes[1:]:
            process.ask_to_stop()
        for process in processes[1:]:
            process.stop()


def watch(processes: list[Process], say: Callable[[str], None]) -> None:
    """Watches until a signal interrupts."""
    watched = [Watched(process) for process in processes]
    try:
        while True:
            for one in watched:
                one.look(say)
            time.sleep(LOOK_EVERY)
    except KeyboardInterrupt:
        say("Stopping")
        raise
