"""What one data folder remembers: its secrets, its ports, and who is using it."""

import fcntl
import json
import os
import random
import secrets
import socket
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from config.embedded.locks import end_holders, is_held


class Refused(Exception):
    """Something the person at the keyboard must know; printed as one line, without a traceback."""


@dataclass(frozen=True)
class Secrets:
    """Made once per data folder. PostgreSQL's superuser isn't here: it has no password and can't connect."""

    identity: str = field(default_factory=lambda: secrets.token_hex(6))
    secret_key: str = field(default_factory=lambda: secrets.token_urlsafe(64))
    database_owner: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    database_app: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    valkey: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    s3_access_key: str = field(default_factory=lambda: secrets.token_hex(10).upper())
    s3_secret_key: str = field(default_factory=lambda: secrets.token_urlsafe(32))


USUAL_PORTS = {"web": 8000, "postgres": 5432, "valkey": 6379, "s3": 8333}
INNER_S3_PORTS = (
    "s3_grpc",
    "master",
    "master_grpc",
    "volume",
    "volume_grpc",
    "filer",
    "filer_grpc",
    "admin",
    "admin_grpc",
)


@dataclass(frozen=True)
class Installation:
    """One data folder, opened."""

    folder: Path
    secrets: Secrets
    ports: dict[str, int]
    for_tests: bool = False  # quick rather than safe, and the owner may make databases

    def environment(self) -> dict[str, str]:
        """The variables that `config.env` reads, as they would be set for managed services."""
        database = f"127.0.0.1:{self.ports['postgres']}/concord"
        web, s3 = self.ports["web"], f"http://127.0.0.1:{self.ports['s3']}"
        return {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": f"postgresql://concord_app:{self.secrets.database_app}@{database}",
            "DATABASE_OWNER_URL": f"postgresql://concord_owner:{self.secrets.database_owner}@{database}",
            "REDIS_URL": f"redis://:{self.secrets.valkey}@127.0.0.1:{self.ports['valkey']}/0",
            "S3_ENDPOINT": s3,
            "S3_PUBLIC_ENDPOINT": s3,
            "S3_BUCKET": "concord",
            "S3_REGION": "us-east-1",
            "S3_ACCESS_KEY": self.secrets.s3_access_key,
            "S3_SECRET_KEY": self.secrets.s3_secret_key,
            "SECRET_KEY": self.secrets.secret_key,
            "CONCORD_DATA": str(self.folder),
            "CONCORD_PORT": str(web),
            "PUBLIC_URL": f"http://127.0.0.1:{web}",
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "EMAIL_URL": "file:" + quote(str(self.folder / "mail")),
        }


@contextmanager
def opened(folder: Path, *, web_port: int = USUAL_PORTS["web"], for_tests: bool = False) -> Iterator[Installation]:
    """Opens the data folder for this process alone, making it and its secrets the first time.

    Engines stay on the ports they had before. Test engines leave the usual ports to others.
    """
    if not folder.exists():
        folder.mkdir(parents=True)
        folder.chmod(0o711)  # what is in it is private; root's PostgreSQL passes through as another user
    wishes = ({} if for_tests else USUAL_PORTS) | {"web": web_port}
    with _only_one(folder):
        for pid_file in folder.glob("*/*.pid"):  # of a start that was killed
            end_holders(pid_file, patience=20)
        kept = _kept_secrets(folder / "secrets.json"), _kept_ports(folder / "ports.json", wishes)
        installation = Installation(folder, *kept, for_tests=for_tests)
        write_private(folder / "environment.json", json.dumps(installation.environment(), indent=2))
        yield installation


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    """Holds the folder's lock, which the kernel releases however this process ends."""
    with os.fdopen(os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600), "r+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(f"Concord is already running on {folder} (process {lock.read().strip()}).") from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def is_open(folder: Path) -> bool:
    """Whether a process holds the folder."""
    return is_held(folder / "lock")


def environment_of(folder: Path) -> dict[str, str]:
    """The environment of the engines that run on the folder now."""
    if not is_open(folder):
        raise Refused(f"No engines are running on {folder}: start them with `make engines` or `make run`.")
    environment: dict[str, str] = json.loads((folder / "environment.json").read_text())
    return environment


def _kept_secrets(path: Path) -> Secrets:
    if not path.exists():
        write_private(path, json.dumps(asdict(Secrets()), indent=2))
    return Secrets(**json.loads(path.read_text()))


def _kept_ports(path: Path, wishes: Mapping[str, int]) -> dict[str, int]:
    """The ports of last time, then the wished ones; one that someone else has taken meanwhile is chosen anew."""
    kept: dict[str, int] = json.loads(path.read_text()) if path.exists() else {}
    known = {**wishes, **kept, "web": wishes["web"]}
    ports: dict[str, int] = {}
    for name in (*USUAL_PORTS, *INNER_S3_PORTS):
        # SeaweedFS's own maintenance worker looks for the admin port's twin nowhere else
        wish = ports["admin"] + 10_000 if name == "admin_grpc" else known.get(name, 0)
        ports[name] = _free_port(wish, following=name == "web", taken=set(ports.values()))
    write_private(path, json.dumps(ports, indent=2))
    return ports


def _free_port(wish: int, *, following: bool, taken: set[int]) -> int:
    """The wished port, else the next free one, or any free one below those that the system gives to clients."""
    others: Iterable[int] = range(wish + 1, wish + 100) if following else random.sample(range(15_000, 32_000), 500)
    for port in (wish, *others):
        if port and port not in taken and _is_free(port):
            return port
    raise Refused(f"No free port near {wish}.")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def write_private(path: Path, text: str) -> None:
    """Writes the file whole or not at all, readable by its owner only."""
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    part.replace(path)


def private_folder(path: Path) -> Path:
    """The folder, made for its owner alone if it wasn't there."""
    path.mkdir(exist_ok=True, mode=0o700)
    return path


def package_folder(name: str) -> Path:
    """Where an installed package lies, found without running its code."""
    found = find_spec(name)
    if found is None or not found.submodule_search_locations:
        raise Refused(f"The package {name} is not installed: run `make install`.")
    return Path(found.submodule_search_locations[0])
