"""`make run` as a whole: the product with its engines, in a data folder of its own."""

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.embedded.serving import YOURS
from config.tests.waiting import living, until

pytestmark = pytest.mark.xdist_group("embedded")

PROGRAMS = ["beat", "postgres", "relay", "seaweedfs", "valkey", "web", "worker"]
LAST_LINE = "Demo logins are kept in "


class Service:
    """`python -m config.embedded run` on one data folder."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.start()

    def command(self) -> "subprocess.Popen[str]":
        environment = {name: value for name, value in os.environ.items() if name not in YOURS}
        return subprocess.Popen(
            [sys.executable, "-m", "config.embedded", "run"],
            env=environment | {"CONCORD_DATA": str(self.data), "CONCORD_PORT": "8700"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def start(self) -> None:
        self.process = self.command()
        self.said: list[str] = []
        assert self.process.stdout
        for line in self.process.stdout:
            self.said.append(line.rstrip("\n"))
            if line.startswith(LAST_LINE):
                return
        raise AssertionError("\n".join(self.said))

    def end(self) -> str:
        self.process.send_signal(signal.SIGTERM)
        return self.process.communicate(timeout=60)[0]

    @property
    def address(self) -> str:
        ports = json.loads((self.data / "ports.json").read_text())
        return f"http://127.0.0.1:{ports['web']}"

    def is_healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=5):
                return True
        except OSError:
            return False

    def pid(self, name: str) -> int:
        folder = "postgres" if name == "postgres" else "run"
        return int((self.data / folder / f"{name}.pid").read_text() or 0)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    data = tmp_path_factory.mktemp("run") / "data"
    service = Service(data)
    yield service
    service.end()
    shutil.rmtree((data / "postgres").resolve())


def test_the_first_start_ends_with_the_address_and_one_login_for_each_role(service: Service) -> None:
    logins = json.loads((service.data / "demo-logins.json").read_text())
    assert {row["role"] for row in logins} >= {"owner", "manager", "reviewer", "annotator", "client"}
    shown = "\n".join(service.said)
    assert service.address in shown
    assert all(row["email"] in shown and row["password"] in shown for row in logins)


def test_the_logins_are_kept_for_their_owner_alone(service: Service) -> None:
    assert stat.S_IMODE((service.data / "demo-logins.json").stat().st_mode) == 0o600


def test_every_part_runs_and_says_that_it_is_well(service: Service) -> None:
    assert living(service.data) == PROGRAMS
    until(service.is_healthy)


def test_a_second_run_on_the_same_data_is_refused_with_one_line(service: Service) -> None:
    second = service.command()
    said = second.communicate(timeout=60)[0].strip().splitlines()
    assert second.returncode == 1
    assert len(said) == 1
    assert said[0].startswith("Concord is already running on ")
    until(service.is_healthy)


@pytest.mark.parametrize("name", ["worker", "web", "postgres"])
def test_a_killed_process_is_started_again_and_the_service_is_well_again(service: Service, name: str) -> None:
    before = service.pid(name)
    os.kill(before, signal.SIGKILL)
    until(lambda: service.pid(name) not in {0, before})
    until(service.is_healthy)
    assert living(service.data) == PROGRAMS


def test_a_stop_leaves_no_process_and_a_second_start_keeps_everything_and_prints_no_password(service: Service) -> None:
    logins = (service.data / "demo-logins.json").read_text()
    said = service.end()
    assert service.process.returncode == 0
    assert "worker was killed by signal 9; starting it again" in said
    assert living(service.data) == []
    service.start()
    assert (service.data / "demo-logins.json").read_text() == logins
    assert not any(row["password"] in line for row in json.loads(logins) for line in service.said)
    until(service.is_healthy)
