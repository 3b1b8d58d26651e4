"""Buckets of clients: where imports may read and deliveries may write."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction

from accounts.actions.events import record_event
from accounts.models import Bucket, Client, Member
from accounts.refusals import Fault, Invalid, Refused
from accounts.sealing import reseal, seal

BUCKET_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
REGION = re.compile(r"[a-z0-9-]{1,60}")
KEY = re.compile(r"[\x21-\x7e]{1,200}")
ROLE = re.compile(r"arn:aws[a-z-]{0,20}:iam::[0-9]{12}:role/[\w+=,.@/-]{1,512}", re.ASCII)
KEYS = ("access_key", "secret_key")
TOLD = ("name", "endpoint", "region", "bucket", "prefix", "role_arn", "writable")


class NameTaken(Refused):
    """Another bucket of the client has this name."""

    type = "name-taken"
    title = "The client has a bucket of this name"


def add_bucket(*, client: Client, fields: Mapping[str, Any], by: Member, at: datetime) -> Bucket:
    """Remember where a client keeps files. Raises `Invalid`; whether it can be reached is found out by checking it."""
    bucket = Bucket(client=client, created_by=by, created_at=at)
    _write(bucket, fields)
    record_event("bucket.added", subject=bucket, actor=by, at=at, client=str(client.pk), **_told(bucket))
    return bucket


def change_bucket(*, bucket: Bucket, fields: Mapping[str, Any], by: Member, at: datetime) -> Bucket:
    """Change some of it; `bucket` is locked by the caller. Whoever has it look elsewhere gives the keys anew, so that
    keys never reach a store that they were not given for.
    """
    elsewhere = fields.get("endpoint", bucket.endpoint) != bucket.endpoint
    if elsewhere and "secret_key" not in fields and not fields.get("role_arn", bucket.role_arn):
        raise Invalid(problems=[Fault("/secret_key", "Give the secret key anew for another endpoint.")])
    bucket.checked_at, bucket.problem = None, ""
    _write(bucket, fields)
    record_event("bucket.changed", subject=bucket, actor=by, at=at, fields=sorted(fields), **_told(bucket))
    return bucket


def remove_bucket(*, bucket: Bucket, by: Member, at: datetime) -> None:
    """Forget its keys; nothing is read from it or written to it any more."""
    bucket.removed_at, bucket.sealed_secret, bucket.access_key, bucket.role_arn = at, "", "", ""
    bucket.save(update_fields=["removed_at", "sealed_secret", "access_key", "role_arn"])
    record_event("bucket.removed", subject=bucket, actor=by, at=at, name=bucket.name)


def note_check(*, bucket: Bucket, problem: str, at: datetime) -> Bucket:
    """Remember what came of trying to reach it."""
    bucket.checked_at, bucket.problem = at, problem[:500]
    bucket.save(update_fields=["checked_at", "problem"])
    return bucket


def reseal_buckets() -> int:
    """Seal the secrets of the organisation in scope under the newest key; how many."""
    buckets = list(Bucket.objects.select_for_update().exclude(sealed_secret="").order_by("id"))
    for bucket in buckets:
        bucket.sealed_secret = reseal(bucket.sealed_secret)
    Bucket.objects.bulk_update(buckets, ["sealed_secret"])
    return len(buckets)


def _write(bucket: Bucket, fields: Mapping[str, Any]) -> None:
    if problems := [Fault(f"/{name}", wrong) for name, value in fields.items() if (wrong := _wrong(name, value))]:
        raise Invalid(problems=problems)
    if fault := _opened_by(bucket, fields):
        raise Invalid(problems=[fault])
    for name, value in fields.items():
        if name != "secret_key":
            setattr(bucket, name, value)
    bucket.endpoint = bucket.endpoint.rstrip("/")
    if fields.get("secret_key"):
        bucket.sealed_secret, bucket.role_arn = seal(fields["secret_key"], of=bucket.pk), ""
    elif fields.get("role_arn"):
        bucket.sealed_secret = bucket.access_key = ""
    try:
        with transaction.atomic():
            bucket.save()
    except IntegrityError:
        raise NameTaken(f"There is a bucket named {bucket.name} already.") from None


def _opened_by(bucket: Bucket, fields: Mapping[str, Any]) -> Fault | None:
    """Either keys or a role; whoever gives one takes the other away."""
    if fields.get("role_arn"):
        return Fault("/role_arn", "Give keys or a role, not both.") if any(map(fields.get, KEYS)) else None
    if bucket.role_arn and "role_arn" not in fields and not fields.get("secret_key"):
        return None
    if not (fields.get("access_key") or bucket.access_key):
        return Fault("/access_key", "Give an access key, or a role.")
    if not (fields.get("secret_key") or bucket.sealed_secret):
        return Fault("/secret_key", "Give the secret key, or a role.")
    return None


def _wrong(name: str, value: Any) -> str:
    match name:
        case "endpoint" if not _is_address(value):
            return "It must be an address such as https://s3.example, without a path."
        case "bucket" if not BUCKET_NAME.fullmatch(value):
            return "Buckets are named by 3 to 63 lower-case letters, digits, dots and hyphens."
        case "region" if not REGION.fullmatch(value):
            return "Regions are named by lower-case letters, digits and hyphens."
        case "role_arn" if value and not ROLE.fullmatch(value):
            return "Roles are named such as arn:aws:iam::123456789012:role/concord."
        case "access_key" | "secret_key" if value and not KEY.fullmatch(value):
            return "Keys are 1 to 200 characters without spaces."
        case "prefix" if not value.isprintable() or value.startswith("/") or {".", ".."} & set(value.split("/")):
            return "It must be the beginning of keys, such as exports/."
    return ""


def _is_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return (
            parts.scheme in {"http", "https"}
            and bool(parts.hostname)
            and not (parts.username or parts.password or parts.query or parts.fragment or parts.path.strip("/"))
            and (parts.port is None or parts.port > 0)
            and value.isprintable()
        )
    except ValueError:
        return False


def _told(bucket: Bucket) -> dict[str, Any]:
    return {name: getattr(bucket, name) for name in TOLD}
