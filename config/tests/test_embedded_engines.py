"""The real engines, started as `make run` starts them, in a data folder with a long and awkward path."""

import contextlib
import json
import os
import pwd
import shutil
import signal
import socket
import ssl
import stat
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import psycopg
import pytest
import redis
from botocore.config import Config

from config.embedded.installation import environment_of
from config.embedded.postgresql import SYSTEM_FOLDER
from config.embedded.processes import replies
from config.tests.waiting import held, living, until

pytestmark = pytest.mark.xdist_group("embedded")

ENGINES = """
import sys, threading
from pathlib import Path
from config.embedded import engines
from config.embedded.command_line import end_in_order
from config.embedded.installation import opened
end_in_order()
try:
    with opened(Path(sys.argv[1])) as installation, engines.running(installation):
        print("held", flush=True)
        threading.Event().wait()
except KeyboardInterrupt:
    pass
"""


class Engines:
    """Engines in a process of their own."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.start()

    def start(self) -> None:
        self.process = held(ENGINES, self.data)
        self.environment = environment_of(self.data)
        self.ports = json.loads((self.data / "ports.json").read_text())

    def end(self, signum: signal.Signals) -> None:
        self.process.send_signal(signum)
        self.process.communicate(timeout=60)

    def owner(self) -> "psycopg.Connection[Any]":
        return psycopg.connect(self.environment["DATABASE_OWNER_URL"], autocommit=True)

    def valkey(self) -> "redis.Redis":
        return redis.Redis.from_url(self.environment["REDIS_URL"])

    def s3(self) -> Any:
        return boto3.client(
            "s3",
            endpoint_url=self.environment["S3_ENDPOINT"],
            aws_access_key_id=self.environment["S3_ACCESS_KEY"],
            aws_secret_access_key=self.environment["S3_SECRET_KEY"],
            region_name=self.environment["S3_REGION"],
            config=Config(s3={"addressing_style": "path"}),
        )


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    data = tmp_path_factory.mktemp("engines") / ("a 'deep' \"folder\" " + "x" * 60) / ("y" * 60) / "data"
    engines = Engines(data)
    yield engines
    engines.end(signal.SIGTERM)
    shutil.rmtree((data / "postgres").resolve())


def keep_something(engines: Engines) -> None:
    with engines.owner() as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept AS SELECT 'row' AS what")
    with engines.valkey() as valkey:
        valkey.set("kept", "key")
    s3 = engines.s3()
    with contextlib.suppress(s3.exceptions.BucketAlreadyOwnedByYou):
        s3.create_bucket(Bucket="kept")
    s3.put_object(Bucket="kept", Key="object", Body=b"bytes")


def what_was_kept(engines: Engines) -> list[Any]:
    with engines.owner() as connection, engines.valkey() as valkey:
        row = connection.execute("SELECT what FROM kept").fetchone()
        return [row, valkey.get("kept"), engines.s3().get_object(Bucket="kept", Key="object")["Body"].read()]


def test_a_deep_folder_with_quotes_and_spaces_serves_all_three_engines_and_keeps_their_data(engines: Engines) -> None:
    keep_something(engines)
    engines.end(signal.SIGTERM)
    assert engines.process.returncode == 0
    assert living(engines.data) == []
    ports = engines.ports
    engines.start()
    assert engines.ports == ports
    assert what_was_kept(engines) == [("row",), b"key", b"bytes"]


def test_after_its_supervisor_was_killed_a_start_takes_over_with_the_same_ports_and_data(engines: Engines) -> None:
    keep_something(engines)
    with engines.valkey() as valkey:
        until(lambda: valkey.info("persistence")["aof_pending_bio_fsync"] == 0)
    ports = engines.ports
    engines.end(signal.SIGKILL)
    engines.start()
    assert engines.ports == ports
    assert what_was_kept(engines) == [("row",), b"key", b"bytes"]


def test_the_application_owns_nothing_and_nobody_signs_in_as_superuser(engines: Engines) -> None:
    with engines.owner() as connection:
        roles = connection.execute(
            "SELECT rolname FROM pg_roles WHERE rolsuper OR rolcreatedb OR rolcreaterole OR rolbypassrls"
        ).fetchall()
        owned = connection.execute(
            "SELECT count(*) FROM pg_shdepend WHERE refobjid = 'concord_app'::regrole AND deptype = 'o'"
        )
        assert owned.fetchone() == (0,)
    assert roles == [("postgres",)]
    with pytest.raises(psycopg.OperationalError, match=r"no pg_hba\.conf entry"):
        psycopg.connect(engines.environment["DATABASE_URL"].replace("concord_app", "postgres"))


def test_the_owner_can_hand_a_function_to_the_door_role(engines: Engines) -> None:
    with engines.owner() as connection:
        connection.execute("CREATE FUNCTION door() RETURNS int LANGUAGE sql RETURN 1")
        connection.execute("GRANT CREATE ON SCHEMA public TO concord_door")
        connection.execute("ALTER FUNCTION door() OWNER TO concord_door")
        connection.execute("DROP FUNCTION door(); REVOKE CREATE ON SCHEMA public FROM concord_door")


def test_every_port_listens_on_loopback_only(engines: Engines) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # sends nothing; tells which address this machine would use
        address = probe.getsockname()[0]
    reached = []
    for name in set(engines.ports) - {"web"}:
        with socket.socket() as stranger:
            stranger.settimeout(1)
            if stranger.connect_ex((address, engines.ports[name])) == 0:
                reached.append(name)
    assert reached == []


@pytest.mark.parametrize("name", ["s3_grpc", "master_grpc", "volume_grpc", "filer_grpc", "admin_grpc"])
def test_the_object_storages_inner_ports_ask_for_its_certificate(engines: Engines, name: str) -> None:
    stranger = ssl.create_default_context()
    stranger.check_hostname, stranger.verify_mode = False, ssl.CERT_NONE
    stranger.set_alpn_protocols(["h2"])
    with (
        socket.create_connection(("127.0.0.1", engines.ports[name])) as plain,
        stranger.wrap_socket(plain) as connection,
        pytest.raises(ssl.SSLError, match=r"(?i)certificate[_ ]required"),
    ):
        connection.recv(1000)


@pytest.mark.parametrize(("name", "path", "status"), [("volume", "/1,02abcdef", 401), ("filer", "/buckets/", 404)])
def test_the_object_storages_inner_ports_serve_no_object_to_a_stranger(
    engines: Engines, name: str, path: str, status: int
) -> None:
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(f"http://127.0.0.1:{engines.ports[name]}{path}", timeout=5)
    refusal.value.close()
    assert refusal.value.code == status


def test_valkey_and_s3_refuse_a_client_without_the_secret(engines: Engines) -> None:
    assert replies(engines.ports["valkey"], b"GET kept\r\n", b"-NOAUTH")
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(engines.environment["S3_ENDPOINT"], timeout=5)
    refusal.value.close()
    assert refusal.value.code == 403


def test_nothing_in_the_data_folder_is_readable_by_others(engines: Engines) -> None:
    open_to_others = [
        path.relative_to(engines.data)
        for path in engines.data.iterdir()
        if not path.is_symlink() and stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
    assert open_to_others == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root must run PostgreSQL as someone else")
def test_root_runs_postgresql_as_another_user_and_opens_no_folder_for_it(engines: Engines) -> None:
    home = (engines.data / "postgres").resolve()
    assert home.parent == SYSTEM_FOLDER, "the test's folder is closed to others, as /root is"
    assert pwd.getpwuid(home.stat().st_uid).pw_name == "nobody"
    closed = [parent for parent in engines.data.parents if stat.S_IMODE(parent.stat().st_mode) == 0o700]
    assert closed, "no parent was opened"
