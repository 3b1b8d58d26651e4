"""Secrets that are shown once and stored as a hash."""

import hashlib
import hmac
import secrets
import zlib

TOKEN_PREFIX = "concord_"  # noqa: S105  # what scanners look for


def new_secret() -> str:
    """256 random bits, safe in an address."""
    return secrets.token_urlsafe(32)


def new_token() -> str:
    """`concord_<secret>_<checksum>`: scanners recognise it, and a mistyped one never reaches the database."""
    secret = secrets.token_hex(32)
    return f"{TOKEN_PREFIX}{secret}_{_checksum(secret)}"


def is_token(token: str) -> bool:
    """Whether the text has a token's form and its checksum is right."""
    secret, _, checksum = token.removeprefix(TOKEN_PREFIX).rpartition("_")
    return token.startswith(TOKEN_PREFIX) and hmac.compare_digest(_checksum(secret).encode(), checksum.encode())


def secret_hash(secret: str) -> bytes:
    """What is stored; the secret has 256 bits, so a plain SHA-256 cannot be guessed backwards."""
    return hashlib.sha256(secret.encode()).digest()


def _checksum(secret: str) -> str:
    return f"{zlib.crc32(secret.encode()):08x}"
