"""Children: watched, started again, stopped in order, and never left behind. The programs are stand-ins."""

import os
import signal
import sys
from pathlib import Path

import pytest

from config.embedded.processes import Process, Program
from config.embedded.supervisor import Watched, ending
from config.tests.waiting import held, living, until

pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")

SUPERVISOR = """
import os, sys, time
from pathlib import Path
from config.embedded.processes import Process, Program
Process(Program("child", ["sleep", "60"], os.environ), Path(sys.argv[1])).start()
print("held", flush=True)
time.sleep(60)
"""


def program(name: str, *command: str) -> Program:
    return Program(name, list(command), os.environ, patience=1)


def pid(data: Path, name: str) -> int:
    return int((data / "run" / f"{name}.pid").read_text())


def looked(watched: Watched, said: list[str]) -> bool:
    watched.look(said.append)
    return True


def test_a_killed_child_is_started_again_with_a_line_that_says_so(tmp_path: Path) -> None:
    said: list[str] = []
    web = Process(program("web", "sleep", "60"), tmp_path)
    with ending([web]):
        web.start()
        first, watched = pid(tmp_path, "web"), Watched(web)
        os.kill(first, signal.SIGKILL)
        until(lambda: looked(watched, said) and living(tmp_path) and pid(tmp_path, "web") != first)
        assert said == [f"web was killed by signal 9; starting it again in 1 s (see {tmp_path}/logs/web.log)"]


def test_a_child_that_keeps_dying_is_started_after_longer_and_longer_pauses(tmp_path: Path) -> None:
    said: list[str] = []
    web = Process(program("web", "false"), tmp_path)
    with ending([web]):
        web.start()
        watched = Watched(web)
        until(lambda: looked(watched, said) and len(said) == 3)
    assert [line.split("again in ")[1][:3] for line in said[:3]] == ["1 s", "2 s", "4 s"]


def test_children_stop_in_order_web_first(tmp_path: Path) -> None:
    note = tmp_path / "order"
    last_words = f'import signal, sys, time\ndef end(*_): open("{note}", "a").write(sys.argv[1] + " "); sys.exit()\n'
    code = (
        last_words + f'signal.signal(signal.SIGTERM, end); open("{note}", "a"); print("up", flush=True); time.sleep(60)'
    )
    processes = [Process(program(name, sys.executable, "-c", code, name), tmp_path) for name in ("web", "worker")]
    with ending(processes):
        for process in processes:
            process.start()
        until(lambda: all("up" in process.last_lines() for process in processes))
    assert note.read_text() == "web worker "
    assert living(tmp_path) == []


def test_what_a_killed_child_left_behind_is_ended_before_the_next_one_starts(tmp_path: Path) -> None:
    process = Process(program("worker", "/bin/sh", "-c", "sleep 60 & echo up; wait"), tmp_path)
    process.start()
    until(lambda: "up" in process.last_lines())
    os.kill(pid(tmp_path, "worker"), signal.SIGKILL)
    until(lambda: process.ended() is not None)
    assert living(tmp_path) == ["worker"], "the grandchild lives on"
    process.start()
    process.stop()
    assert living(tmp_path) == []


def test_a_child_that_ignores_the_stop_signal_is_killed(tmp_path: Path) -> None:
    process = Process(program("deaf", "/bin/sh", "-c", "trap '' TERM; echo up; while :; do sleep 1; done"), tmp_path)
    process.start()
    until(lambda: "up" in process.last_lines())
    process.stop()
    assert living(tmp_path) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of their parent's death")
def test_children_end_when_their_supervisor_is_killed(tmp_path: Path) -> None:
    with held(SUPERVISOR, tmp_path) as supervisor:
        assert living(tmp_path) == ["child"]
        supervisor.kill()
    until(lambda: living(tmp_path) == [])
