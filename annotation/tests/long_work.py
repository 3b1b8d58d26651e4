"""What the tests of long work share: a bucket, uploads as a browser makes them, clients of the API, rows."""

import contextlib
import dataclasses
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import orjson
import pytest
import redis
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from annotation import storage
from annotation.actions.assets import verify_asset
from annotation.actions.items import NewItem
from annotation.models import Asset, Project
from config.tests import work
from config.tests.client import ApiClient, client_for
from config.tests.world import World

_BUCKET = f"test-{secrets.token_hex(6)}"


@pytest.fixture
def bucket(settings) -> str:  # the fixture of the name, whose changes are undone
    """A bucket of this test run alone."""
    settings.S3 = dataclasses.replace(settings.S3, bucket=_BUCKET)
    storage.prepare()
    return _BUCKET


@dataclasses.dataclass
class Caller:
    """Somebody's browser, signed in, talking JSON to one organisation."""

    browser: ApiClient
    organisation: str

    def get(self, path: str, **query: Any) -> Any:
        return self.browser.get(f"/api/v1/{self.organisation}/{path}", query)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.browser.post(f"/api/v1/{self.organisation}/{path}", body or {}, format="json", headers=headers)


def caller(world: World, member: Member | None = None, organisation: str = "") -> Caller:
    """The world's manager, or another member, at the API."""
    return Caller(client_for(member or world.manager), organisation or world.slug)


def make_project(world: World, **options: Any) -> Project:
    """A ranking project of the world."""
    with world.scope(), transaction.atomic():
        return work.make_project(world, **options)


def send(form: dict[str, Any], data: bytes) -> httpx.Response:
    """What a browser does with an upload's form."""
    return httpx.post(form["url"], data=form["fields"], files={"file": ("file", data)})


def upload(
    manager: Caller, project: Project, filename: str, data: bytes, *, purpose: str = "text", media_type: str = ""
) -> str:
    """Ask, send and complete; the asset's id."""
    body = {
        "project_id": str(project.pk),
        "filename": filename,
        "size": len(data),
        "media_type": media_type,
        "purpose": purpose,
    }
    answer = manager.post("uploads", body)
    assert answer.status_code == 201, answer.content
    form = answer.json()
    assert send(form, data).status_code == 201
    assert manager.post(f"uploads/{form['id']}/complete").status_code == 202
    return str(form["id"])


def verified(world: World, manager: Caller, project: Project, filename: str, data: bytes, **options: Any) -> Asset:
    """An upload that was sent and checked."""
    asset_id = upload(manager, project, filename, data, **options)
    with world.scope():
        verify_asset(asset_id, now=timezone.now)  # type: ignore[arg-type]
    with world.scope(), transaction.atomic():
        return Asset.objects.get(pk=asset_id)


def content(text: str = "Why is the sky blue?") -> dict[str, Any]:
    return {"prompt": {"text": text}, "responses": [{"id": "a", "text": "Rayleigh."}, {"id": "b", "text": "The sea."}]}


def row(external_id: str, text: str = "Why is the sky blue?", **metadata: Any) -> NewItem:
    return NewItem(external_id, content(text), metadata)


def lines(*rows: Any) -> bytes:
    """A JSONL file."""
    return b"".join(row if isinstance(row, bytes) else orjson.dumps(row) + b"\n" for row in rows)


def until(condition: Callable[[], Any], seconds: float = 60) -> Any:
    """What the condition answers, as soon as it is something."""
    limit = time.monotonic() + seconds
    while not (answer := condition()):
        assert time.monotonic() < limit, "it did not happen in time"
        threading.Event().wait(0.02)
    return answer


def memory() -> float:
    """What this process has in memory now, in MiB; 0 where /proc does not tell."""
    with contextlib.suppress(FileNotFoundError):
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / 2**20
    return 0.0


@dataclasses.dataclass
class Machinery:
    """Processes on the test's database, its bucket and a broker of its own; what still lives is killed at the end."""

    environment: dict[str, str]
    running: list[subprocess.Popen[str]] = dataclasses.field(default_factory=list)

    def begin(self, *command: str, **environment: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=settings.BASE_DIR,
            env=self.environment | environment,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.running.append(process)
        return process

    def relay(self, **environment: str) -> subprocess.Popen[str]:
        return self.begin("manage.py", "relay", "--every=0.1", "--patience=0.5", **environment)

    def worker(self, *arguments: str) -> subprocess.Popen[str]:
        """A worker with a lease of a second (see `stopping_worker`)."""
        return self.begin("-m", "annotation.tests.stopping_worker", *arguments)

    def kill_when_stopped(self, worker: subprocess.Popen[str]) -> None:
        """`kill -9` for the worker's child, once it has said that it is where it should die."""
        assert worker.stdout is not None
        word = next((line for line in worker.stdout if line.startswith("stopped ")), None)
        assert word is not None, "the worker ended"
        os.kill(int(word.split()[1]), signal.SIGKILL)

    def kill(self, process: subprocess.Popen[str]) -> None:
        """`kill -9` for a process and its children."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


@pytest.fixture
def machinery(transactional_db, bucket, worker_id) -> Iterator[Machinery]:
    """Real workers and relays."""
    number = 1 + int(worker_id.removeprefix("gw")) if worker_id != "master" else 1
    broker = urlsplit(settings.REDIS_URL)._replace(path=f"/{number}").geturl()
    name = settings.DATABASES["default"]["NAME"]
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    given = {"DATABASE_URL": database, "REDIS_URL": broker, "S3_BUCKET": bucket, "PYTHONWARNINGS": "ignore"}
    with redis.Redis.from_url(broker) as client:
        client.flushdb()
        machinery = Machinery(os.environ | given)
        yield machinery
        for process in machinery.running:
            machinery.kill(process)
        client.flushdb()
