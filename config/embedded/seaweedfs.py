"""SeaweedFS: the object storage, spoken to as S3."""

import contextlib
import json
import sysconfig
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_urlsafe

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from config.embedded.installation import Installation, private_folder, write_private
from config.embedded.processes import BARE_ENVIRONMENT, Program, replies

PARTS = ("master", "volume", "filer", "s3", "admin", "worker", "client")
SOCKETS = Path("/tmp")  # noqa: S108  # nosec B108
SIGNATURES = ("jwt.signing", "jwt.signing.read", "jwt.filer_signing", "jwt.filer_signing.read")


def program(installation: Installation) -> Program:
    """SeaweedFS's S3 server, in one process with its parts; see `_close_inner_ports` for what these would give away."""
    home, ports, kept = private_folder(installation.folder / "seaweedfs"), installation.ports, installation.secrets
    credentials = [{"accessKey": kept.s3_access_key, "secretKey": kept.s3_secret_key}]
    actions = ["Admin", "Read", "Write", "List", "Tagging"]
    identities = {"identities": [{"name": "concord", "credentials": credentials, "actions": actions}]}
    write_private(home / "s3.json", json.dumps(identities))
    if not (home / "security.toml").exists():
        _close_inner_ports(home)
    options = {
        "dir": str(private_folder(home / "data")),
        "ip": "127.0.0.1",
        "ip.bind": "127.0.0.1",
        "disableHttp": "true",
        "webdav": "false",
        "admin.ui": "false",
        "master.telemetry": "false",
        # The volumes tell the master what there is. Resuming its own state instead means an election, which in one of
        # ten starts comes too late for the volumes' first report; nothing can be read for five seconds then.
        "master.resumeState": "false",
        "volume.preStopSeconds": "0",  # there is no other node to tell
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
    return Program("seaweedfs", command, BARE_ENVIRONMENT, home)


def is_ready(installation: Installation) -> bool:
    """Whether it refuses a stranger; it doesn't listen before it can."""
    return replies(installation.ports["s3"], b"GET / HTTP/1.0\r\n\r\n", b"HTTP/1.0 403")


def sweep(installation: Installation) -> None:
    """Deletes the sockets that it leaves behind. It offers no choice of their place; they are for its own user."""
    for port in installation.ports.values():
        for left in SOCKETS.glob(f"seaweedfs-*-{port}.sock"):
            with contextlib.suppress(OSError):  # another user's, or already gone
                left.unlink()


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
    grpc = "".join(f'[grpc.{part}]\ncert = "inner.crt"\nkey = "inner.key"\n' for part in PARTS)
    signing = "".join(f'[{name}]\nkey = "{token_urlsafe(32)}"\n' for name in SIGNATURES)
    write_private(home / "security.toml", f'[grpc]\nca = "inner.crt"\n{grpc}{signing}')
