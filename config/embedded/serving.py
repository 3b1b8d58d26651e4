"""The whole product from one command: engines, migration, demo, and the processes that serve."""

import json
import os
import socket
import sys
import time
from collections.abc import Mapping
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from config.embedded import engines, frontend
from config.embedded.installation import Installation, Refused, opened
from config.embedded.processes import Process, Program
from config.embedded.supervisor import ending, product, watch

ROOT = Path(__file__).parents[2]
FIRST_ANSWER_WITHIN = 60.0  # seconds
YOURS = ("PUBLIC_URL", "EMAIL_URL")  # for a proxy in front, or a real mail server


class Progress:
    """Says what has been done, and when, counted from the start."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def __call__(self, text: str) -> None:
        print(f"[{time.monotonic() - self._began:5.1f} s] {text}", flush=True)


def run(data: Path, port: int) -> None:
    """Serves the product until a signal."""
    say = Progress()
    with opened(data, web_port=port) as installation:
        try:
            with socket.create_server(("127.0.0.1", installation.ports["web"])) as listener:
                _serve(installation, listener, say)
        finally:
            say(f"Stopped; everything is kept in {data}")


def _serve(installation: Installation, listener: socket.socket, say: Progress) -> None:
    data = installation.folder
    say(f"Starting PostgreSQL, Valkey and SeaweedFS in {data}")
    with frontend.building(data) as interface, engines.running(installation) as servers:
        environment = os.environ | installation.environment()
        environment |= {name: os.environ[name] for name in YOURS if os.environ.get(name)}
        environment["ALLOWED_HOSTS"] += f",{urlsplit(environment['PUBLIC_URL']).hostname}"
        _prepare(data, environment, say)
        if interface:
            say("Building the web interface")
            interface.wait()
        del environment["DATABASE_OWNER_URL"]  # what serves requests can't change the schema
        processes: list[Process] = []
        with ending(processes):
            for program in product(environment, listener, ROOT):
                say(f"Starting {program.name}")
                processes.append(Process(program, data))
                processes[-1].start()
                if program.name == "web":  # alone, so that the first page comes soon
                    _wait_for_page(processes[0], installation)
            say("Ready")
            _welcome(environment["PUBLIC_URL"], data)
            watch([*servers, *processes], say)


def _prepare(data: Path, environment: Mapping[str, str], say: Progress) -> None:
    """Brings database and storage up to date, and makes the demo once."""

    def manage(*words: str) -> Process:
        return Process(Program(words[0], [sys.executable, "manage.py", *words], environment, ROOT), data)

    say("Migrating the database and preparing the object storage")
    with ending(both := [manage("migrate", "--skip-checks"), manage("prepare_storage")]):
        for process in both:
            process.start()
        for process in both:
            process.wait()
    if not (data / "demo-logins.json").exists():
        say("Making the demo organisation")
        manage("demo").finish()


def _wait_for_page(web: Process, installation: Installation) -> None:
    port, deadline = installation.ports["web"], time.monotonic() + FIRST_ANSWER_WITHIN
    problem = "nothing"
    while time.monotonic() < deadline and web.ended() is None:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            answer = connection.getresponse()
            problem = f"{answer.status} {answer.read(1000).decode(errors='replace')}"
        except OSError as error:
            problem = str(error)
        else:
            if answer.status == HTTPStatus.OK:
                return
        finally:
            connection.close()
        time.sleep(0.1)
    raise Refused(f"/healthz answers: {problem}\nThe end of {web.log}:\n{web.last_lines()}")


def _welcome(address: str, data: Path) -> None:
    """Says where the service is and, at the first start that comes so far, how to sign in."""
    logins, shown = data / "demo-logins.json", data / "logins-shown"
    lines = ["", f"Concord is running at {address} (Ctrl-C stops it; logs in {data / 'logs'})"]
    if not shown.exists():
        rows = json.loads(logins.read_text())
        lines += [f"  {row['role']:<10} {row['email']:<32} {row['password']}" for row in rows]
    print("\n".join([*lines, f"Demo logins are kept in {logins}"]), flush=True)
    shown.touch(mode=0o600)
