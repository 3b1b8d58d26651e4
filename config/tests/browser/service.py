"""The product as it runs: the real processes, on a database, a bucket, a queue and a data folder of their own."""

import json
import os
import re
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from config.embedded.processes import Process, Program
from config.embedded.supervisor import ending, product
from config.tests.browser.api import Api
from config.tests.waiting import until
from config.tests.world import PASSWORD

ROOT = Path(__file__).parents[3]
WENT_WELL = re.compile(r'" [23]\d\d \d+ "')
PROCESS = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
"""Which of the test processes this is: each has a service of its own."""
NAME = f"test_concord_browser_{PROCESS}"
READY_WITHIN = 90.0  # seconds; two busy cores may need them
OTHERS = ("globex", "mallory")  # made by `furnish`: the one that nobody may see, and the one with hostile words


@dataclass(frozen=True)
class Login:
    """How a person comes in: through the sign-in page or, in the demo organisation, by token."""

    email: str
    password: str
    organisation: str
    token: str = ""


@dataclass(frozen=True)
class Service:
    """The running product. People are named by the front of their addresses: `anna`, or `ann@mallory` elsewhere."""

    address: str
    data: Path

    def login(self, name: str) -> Login:
        """A person of the demo organisation, or of one of the others."""
        if "@" in name:
            return Login(f"{name}.example", PASSWORD, name.partition("@")[2])
        rows = json.loads((self.data / "demo-logins.json").read_text())
        row = next(row for row in rows if row["email"].startswith(f"{name}@"))
        return Login(row["email"], row["password"], row["organisation"] or "", row["token"] or "")

    def api(self, name: str) -> Api:
        """The API as a script of that person sees it."""
        login = self.login(name)
        return Api(self.address, login.organisation, login.token)

    def does(self, task: str) -> None:
        """Has the worker do a task whose time would have come: no clock runs beside the tests."""
        command = [sys.executable, "-m", "celery", "-A", "config", "call", task]
        Process(Program(task, command, _environment(self), ROOT), self.data).finish()

    def places(self) -> dict[str, dict[str, str]]:
        """What stands where in the organisations that `furnish` made: ids by name."""
        found: dict[str, dict[str, str]] = json.loads((self.data / "places.json").read_text())
        return found

    def last_lines(self) -> dict[str, str]:
        """The end of each process's log, without the requests that went well, for a failed test."""
        logs = {log.stem: log.read_text(errors="replace") for log in sorted((self.data / "logs").glob("*.log"))}
        telling = {
            name: [line for line in text.splitlines() if not WENT_WELL.search(line)] for name, text in logs.items()
        }
        return {name: "\n".join(lines[-30:]) for name, lines in telling.items() if lines}


@contextmanager
def running(folder: Path) -> Iterator[Service]:
    """Starts everything on the made database, with the data folder, and leaves no process behind."""
    port = _free_port()
    service = Service(f"http://127.0.0.1:{port}", folder)
    environment = _environment(service)
    for command in (["manage.py", "prepare_storage"], ["manage.py", "demo"], ["-m", "config.tests.browser.furnish"]):
        program = Program(command[-1].rpartition(".")[2], [sys.executable, *command], environment, ROOT)
        Process(program, folder).finish()
    processes = [Process(program, folder) for program in product(environment, port, ROOT) if program.name != "beat"]
    with ending(processes):
        for process in processes:
            process.start()
        until(lambda: _is_healthy(service, processes), READY_WITHIN)
        yield service


def _environment(service: Service) -> Mapping[str, str]:
    """That of the test engines, but with names of its own in each; the owner's address stays with the tests."""
    own = {
        "DATABASE_URL": urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{NAME}").geturl(),
        # From the last one down: the tests' own workers have those from 1 on.
        "REDIS_URL": urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{15 - PROCESS}").geturl(),
        "S3_BUCKET": f"concord-browser-{PROCESS}",
        "CONCORD_DATA": str(service.data),
        "PUBLIC_URL": service.address,
        "EMAIL_URL": f"file:{service.data / 'mail'}",
    }
    return {name: value for name, value in (os.environ | own).items() if name != "DATABASE_OWNER_URL"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _is_healthy(service: Service, processes: list[Process]) -> bool:
    ended = [process for process in processes if process.ended() is not None]
    assert not ended, f"{ended[0].program.name} ended:\n{ended[0].last_lines()}"
    try:
        with urllib.request.urlopen(f"{service.address}/healthz", timeout=5):
            return True
    except urllib.error.HTTPError as answer:
        answer.close()
        return False
    except OSError:
        return False
