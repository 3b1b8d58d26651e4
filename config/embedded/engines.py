"""The three servers that the product needs, started together and known to be ready."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from signal import SIGQUIT

from config.embedded import postgresql, seaweedfs, valkey
from config.embedded.installation import Installation, Refused
from config.embedded.processes import Process, Program

READY_WITHIN = 60.0  # seconds; recovery after a crash is part of it


@dataclass(frozen=True)
class Engine:
    """How one server is prepared and known to be ready."""

    title: str
    prepare: Callable[[Installation], Program]
    is_ready: Callable[[Installation], bool]


# The slowest to come up first; PostgreSQL makes its cluster meanwhile.
ENGINES = (
    Engine("SeaweedFS (S3)", seaweedfs.program, seaweedfs.is_ready),
    Engine("Valkey", valkey.program, valkey.is_ready),
    Engine("PostgreSQL", postgresql.program, postgresql.is_ready),
)


@contextmanager
def running(installation: Installation) -> Iterator[list[Process]]:
    """The three engines, all of them ready; asked to stop together at the end. Test engines are not asked kindly."""
    processes: list[Process] = []
    try:
        for engine in ENGINES:
            program = engine.prepare(installation)
            if installation.for_tests:
                program = replace(program, stop_signal=SIGQUIT)
            processes.append(Process(program, installation.folder))
            processes[-1].start()
        for engine, process in zip(ENGINES, processes, strict=True):
            _wait_until_ready(engine, process, installation)
        yield processes
    finally:
        for process in processes:
            process.ask_to_stop()
        for process in processes:
            process.stop()
        seaweedfs.sweep(installation)


def _wait_until_ready(engine: Engine, process: Process, installation: Installation) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while not engine.is_ready(installation):
        if process.ended() is not None or time.monotonic() > deadline:
            raise Refused(f"{engine.title} did not start. The end of {process.log}:\n{process.last_lines()}")
        time.sleep(0.05)
