"""The environment, read in one typed place. A refusal names the variable and says what would be accepted."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")


@dataclass(frozen=True)
class S3:
    """An S3-compatible store. `public_endpoint` is the address that browsers can reach."""

    endpoint: str
    public_endpoint: str
    bucket: str
    access_key: str
    secret_key: str
    region: str


@dataclass(frozen=True)
class STS:
    """A token service, and the keys by which it knows the installation."""

    endpoint: str
    access_key: str
    secret_key: str
    region: str


def text(name: str, default: str | None = None) -> str:
    """The variable's value; without a default an unset or empty variable is refused."""
    value = os.environ.get(name, "") or default
    if value is None:
        raise ImproperlyConfigured(f"{name} is not set")
    return value


def given(name: str) -> bool:
    """Whether the variable is set to something."""
    return bool(os.environ.get(name))


def _parsed(name: str, default: str, read: Callable[[str], T], expected: str) -> T:
    value = text(name, default)
    try:
        return read(value)
    except (KeyError, ValueError):
        raise ImproperlyConfigured(f"{name}={value!r} is not {expected}") from None


def whole_number(name: str, default: int) -> int:
    """A non-negative whole number."""

    def read(value: str) -> int:
        if not value.isdecimal():
            raise ValueError
        return int(value)

    return _parsed(name, str(default), read, "a whole number")


def switch(name: str, *, default: bool) -> bool:
    """`1` is on and `0` is off."""
    return _parsed(name, "1" if default else "0", lambda value: {"1": True, "0": False}[value], "0 or 1")


def names(name: str, default: str = "") -> list[str]:
    """A comma-separated list."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def folder(name: str, default: Path) -> Path:
    """An absolute folder."""
    return Path(text(name, str(default))).expanduser().resolve()


def http_address(name: str, default: str | None = None) -> str:
    """An http(s) address without a trailing slash."""
    value = text(name, default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ImproperlyConfigured(f"{name}={value!r} is not an http:// or https:// address")
    return value


def secret(name: str, *, minimum: int = 50) -> str:
    """A generated secret; a short or well-known one is refused, so that no install runs on a default."""
    value = text(name)
    if len(value) < minimum or len(set(value)) < 10 or "insecure" in value or "changeme" in value.lower():
        raise ImproperlyConfigured(f"{name} must be a random secret of at least {minimum} characters")
    return value


def postgresql(name: str) -> dict[str, object]:
    """`postgresql://user:password@host:port/name?option=value` as Django's database settings."""
    parts = urlsplit(text(name))
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/") or not parts.username:
        raise ImproperlyConfigured(f"{name} is not of the form postgresql://user:password@host:port/name")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "accounts.database",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }


def mail(name: str, default: str) -> dict[str, object]:
    """`console:`, `file:/folder`, `smtp://user:password@host:587` or `smtps://…` as Django's e-mail settings."""
    parts = urlsplit(text(name, default))
    backend = "django.core.mail.backends."
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": backend + "console.EmailBackend"}
    if parts.scheme == "file":
        return {"EMAIL_BACKEND": backend + "filebased.EmailBackend", "EMAIL_FILE_PATH": unquote(parts.path)}
    if parts.scheme in {"smtp", "smtps"} and parts.hostname:
        return {
            "EMAIL_BACKEND": backend + "smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_SSL": parts.scheme == "smtps",
            "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
        }
    raise ImproperlyConfigured(f"{name} is not console:, file:/folder, smtp://… or smtps://…")


def sts() -> STS | None:
    """The token service that lends clients' roles, asked with keys of ours; None where none is named."""
    if not (endpoint := text("STS_ENDPOINT", "")):
        return None
    return STS(
        endpoint=http_address("STS_ENDPOINT", endpoint),
        access_key=text("STS_ACCESS_KEY", text("S3_ACCESS_KEY")),
        secret_key=text("STS_SECRET_KEY", text("S3_SECRET_KEY")),
        region=text("STS_REGION", text("S3_REGION", "us-east-1")),
    )


def s3() -> S3:
    """The object store's address and keys."""
    endpoint = http_address("S3_ENDPOINT")
    return S3(
        endpoint=endpoint,
        public_endpoint=http_address("S3_PUBLIC_ENDPOINT", endpoint),
        bucket=text("S3_BUCKET"),
        access_key=text("S3_ACCESS_KEY"),
        secret_key=text("S3_SECRET_KEY"),
        region=text("S3_REGION", "us-east-1"),
    )
