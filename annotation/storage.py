"""Files in S3: the one module that talks to the object store.

Every key reads ``org/<organisation>/<area>/<random>`` and is made here. Every function takes the organisation in
question first and refuses a key of another one, so a key that was tampered with in the database still opens nothing.

Browsers reach the store under ``S3_PUBLIC_ENDPOINT`` by short signed addresses only; the server uses ``S3_ENDPOINT``.
The S3 library's errors stay in here: callers see `StorageError` and its kinds. Sizes and offsets are bytes.

Source: the Amazon S3 API reference (POST policy, query signing, range reads, multipart upload).
"""

import os
import re
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import IO, TYPE_CHECKING, Literal, cast
from urllib.parse import urlsplit
from uuid import UUID

from boto3.session import Session
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    HTTPClientError,
    IncompleteReadError,
    ResponseStreamingError,
)
from botocore.exceptions import ConnectionError as NotConnected
from django.conf import settings
from django.utils.http import content_disposition_header

if TYPE_CHECKING:
    from botocore.response import StreamingBody
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.literals import BucketLocationConstraintType
    from mypy_boto3_s3.type_defs import CORSRuleTypeDef, GetObjectRequestTypeDef

MAX_LINK_SECONDS = 300
MAX_POST_SECONDS = 3600
MIN_PART_BYTES = 5 << 20
"""The smallest part of a multipart upload but for the last one."""
SHOWN_IN_PAGES = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"})
"""What a browser may render in place; everything else is a download."""

_CHUNK_BYTES = 1 << 20
_READ_ATTEMPTS = 6
_AREA = re.compile(r"[a-z]{1,32}")
_RANDOM = re.compile(r"[0-9a-f]{40}")
_UNSAFE_IN_FILENAMES = re.compile(r'[\x00-\x1f\x7f-\x9f/\\"\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]')


class StorageError(Exception):
    """The object store refused or could not be reached; trying again later may help."""


class ObjectMissing(StorageError):
    """There is no such object, or no such multipart upload."""


class ObjectChanged(StorageError):
    """The object is no longer the one whose ETag was asked for."""


class ConnectionBroken(StorageError):
    """The store was not reached, or fell silent while it answered."""


class KeyRefused(ValueError):
    """The key is not one of this organisation's."""


@dataclass(frozen=True)
class PresignedPost:
    """Where and how a browser sends one file: a multipart/form-data POST with the fields first and `file` last."""

    url: str
    fields: Mapping[str, str]


@dataclass(frozen=True)
class StoredObject:
    """What the store says of an object. `etag` changes with the bytes but proves nothing about them."""

    size: int
    media_type: str
    etag: str


@dataclass(frozen=True)
class Part:
    """One uploaded part of a multipart upload; numbers begin at 1."""

    number: int
    etag: str
    size: int


def new_key(organisation_id: UUID, area: str) -> str:
    """A fresh key in an area such as `quarantine`, `assets` or `exports`; it tells neither an id nor a time."""
    if not _AREA.fullmatch(area):
        raise ValueError(f"{area!r} is not an area: 1 to 32 lower-case letters")
    return f"org/{organisation_id}/{area}/{secrets.token_hex(20)}"


def presigned_post(
    organisation_id: UUID, key: str, *, media_type: str, max_bytes: int, expires: int = 900
) -> PresignedPost:
    """Permission for a browser to store one file of 1 to `max_bytes` bytes under exactly this key and media type.

    It can be used again until it expires (seconds), so what it stored is quarantine: verify a copy and store that copy
    under a key that no browser was given.
    """
    _owned(organisation_id, key)
    if not 0 < expires <= MAX_POST_SECONDS:
        raise ValueError(f"expires must be 1 to {MAX_POST_SECONDS} seconds")
    exact = {"Content-Type": media_type, "success_action_status": "201"}
    with _errors():
        form = _public().generate_presigned_post(
            _bucket(),
            key,
            Fields=dict(exact),
            Conditions=[*({name: value} for name, value in exact.items()), ["content-length-range", 1, max_bytes]],
            ExpiresIn=expires,
        )
    # With the slash the address is the bucket's own, whose CORS rule then answers the browser's preflight;
    # without it some stores answer by a server-wide rule.
    return PresignedPost(url=form["url"].rstrip("/") + "/", fields=form["fields"])


def presigned_get(
    organisation_id: UUID, key: str, *, media_type: str, filename: str, inline: bool, expires: int = MAX_LINK_SECONDS
) -> str:
    """An address that serves the object for at most five minutes, with its type and disposition under the signature.

    Only images may be `inline`; everything else is an attachment. The filename follows RFC 6266 and RFC 8187.
    """
    _owned(organisation_id, key)
    if not 0 < expires <= MAX_LINK_SECONDS:
        raise ValueError(f"expires must be 1 to {MAX_LINK_SECONDS} seconds")
    if inline and media_type not in SHOWN_IN_PAGES:
        raise ValueError(f"{media_type} is never shown inline")
    with _errors():
        return _public().generate_presigned_url(
            "get_object",
            Params={
                "Bucket": _bucket(),
                "Key": key,
                "ResponseContentType": media_type,
                "ResponseContentDisposition": _disposition(filename, inline=inline),
                "ResponseCacheControl": f"private, max-age={expires}",
            },
            ExpiresIn=expires,
        )


def presigned_part(
    organisation_id: UUID, key: str, upload_id: str, number: int, *, size: int, expires: int = 3600
) -> str:
    """Permission for a browser to PUT one part of a multipart upload, of exactly `size` bytes, until it expires."""
    _owned(organisation_id, key)
    if not 0 < expires <= MAX_POST_SECONDS:
        raise ValueError(f"expires must be 1 to {MAX_POST_SECONDS} seconds")
    with _errors():
        return _public().generate_presigned_url(
            "upload_part",
            Params={
                "Bucket": _bucket(),
                "Key": key,
                "UploadId": upload_id,
                "PartNumber": number,
                "ContentLength": size,
            },
            ExpiresIn=expires,
        )


def head(organisation_id: UUID, key: str) -> StoredObject:
    """Size, type and ETag of an object; raises `ObjectMissing`."""
    _owned(organisation_id, key)
    with _errors():
        found = _server().head_object(Bucket=_bucket(), Key=key)
    return StoredObject(size=found["ContentLength"], media_type=found["ContentType"], etag=found["ETag"])


def read(
    organisation_id: UUID, key: str, start: int = 0, end: int | None = None, *, etag: str | None = None
) -> Iterator[bytes]:
    """The bytes from `start` up to but without `end`, in chunks of at most 1 MiB and in constant memory.

    A broken connection is taken up again where it broke, never in another object: the ETag of the first answer (or
    the one given) must still hold, otherwise `ObjectChanged`. Reading from the end on yields nothing.
    """
    _owned(organisation_id, key)
    position, failures = start, 0
    while end is None or position < end:
        try:
            with _errors():
                answer = _open(key, position, end, etag)
                if answer is None:
                    return
                body, etag = answer
                with closing(body):
                    while chunk := body.read(_CHUNK_BYTES):
                        position, failures = position + len(chunk), 0
                        yield chunk
            return
        except ConnectionBroken:
            failures += 1
            if failures == _READ_ATTEMPTS:
                raise
            time.sleep(0.1 * 2**failures)


def put(organisation_id: UUID, key: str, data: bytes | IO[bytes], *, media_type: str) -> str:
    """Store bytes, or an open file of at most 5 GiB, under the key; the ETag."""
    _owned(organisation_id, key)
    with _errors():
        return _server().put_object(Bucket=_bucket(), Key=key, Body=data, ContentType=media_type)["ETag"]


def copy(organisation_id: UUID, source: str, target: str, *, etag: str, media_type: str) -> None:
    """Store an object under a second key too, inside the store, if it still has this ETag; otherwise `ObjectChanged`.

    Fine for files that need no trust, and for our own. A picture that a browser sent is stored anew from the bytes
    that were verified, because two files can be made to share an ETag (it is an MD5 sum).
    """
    _owned(organisation_id, source)
    _owned(organisation_id, target)
    with _errors():
        _server().copy_object(
            Bucket=_bucket(),
            Key=target,
            CopySource={"Bucket": _bucket(), "Key": source},
            CopySourceIfMatch=etag,
            ContentType=media_type,
            MetadataDirective="REPLACE",
        )


def move(organisation_id: UUID, source: str, target: str, *, etag: str, media_type: str) -> None:
    """Give an object another key; see `copy`."""
    copy(organisation_id, source, target, etag=etag, media_type=media_type)
    delete(organisation_id, source)


def delete(organisation_id: UUID, key: str) -> None:
    """Remove an object; one that is gone already is no error."""
    _owned(organisation_id, key)
    with _errors():
        _server().delete_object(Bucket=_bucket(), Key=key)


def hold(organisation_id: UUID, key: str, *, on: bool = True) -> bool:
    """Have the store itself keep an object from being deleted, or let go of it; False where it can't (a bucket made
    without object lock, or a store that knows none).
    """
    _owned(organisation_id, key)
    status: Literal["ON", "OFF"] = "ON" if on else "OFF"
    try:
        with _errors():
            _server().put_object_legal_hold(Bucket=_bucket(), Key=key, LegalHold={"Status": status})
            return _server().get_object_legal_hold(Bucket=_bucket(), Key=key)["LegalHold"]["Status"] == status
    except (StorageError, KeyError):
        return False


def start_multipart(organisation_id: UUID, key: str, *, media_type: str) -> str:
    """Begin a multipart upload; its id."""
    _owned(organisation_id, key)
    with _errors():
        answer = _server().create_multipart_upload(Bucket=_bucket(), Key=key, ContentType=media_type)
    return answer["UploadId"]


def upload_part(organisation_id: UUID, key: str, upload_id: str, number: int, data: bytes) -> Part:
    """Store one part (number from 1; at least 5 MiB unless it is the last); the same number again replaces it."""
    _owned(organisation_id, key)
    with _errors():
        answer = _server().upload_part(
            Bucket=_bucket(), Key=key, UploadId=upload_id, PartNumber=number, Body=data, ContentLength=len(data)
        )
    return Part(number=number, etag=answer["ETag"], size=len(data))


def list_parts(organisation_id: UUID, key: str, upload_id: str) -> list[Part]:
    """The parts that the store holds, by number; raises `ObjectMissing` once the upload is completed or aborted.

    A store may go on listing a part that was replaced: which one counts is told by the ETag recorded with it.
    """
    _owned(organisation_id, key)
    with _errors():
        pages = _server().get_paginator("list_parts").paginate(Bucket=_bucket(), Key=key, UploadId=upload_id)
        parts = {
            Part(number=part["PartNumber"], etag=part["ETag"], size=part["Size"])
            for page in pages
            for part in page.get("Parts", [])
        }
    return sorted(parts, key=lambda part: part.number)


def complete_multipart(organisation_id: UUID, key: str, upload_id: str, parts: list[Part]) -> str:
    """Make the object from these parts in order; its ETag. Raises `ObjectMissing` for an unknown upload."""
    _owned(organisation_id, key)
    with _errors():
        answer = _server().complete_multipart_upload(
            Bucket=_bucket(),
            Key=key,
            UploadId=upload_id,
            MultipartUpload={"Parts": [{"PartNumber": part.number, "ETag": part.etag} for part in parts]},
        )
    return answer["ETag"]


def abort_multipart(organisation_id: UUID, key: str, upload_id: str) -> None:
    """Drop an unfinished upload and its parts; one that is gone already is no error."""
    _owned(organisation_id, key)
    try:
        with _errors():
            _server().abort_multipart_upload(Bucket=_bucket(), Key=key, UploadId=upload_id)
    except ObjectMissing:
        pass


def unfinished_uploads(organisation_id: UUID, *, before: datetime) -> Iterator[tuple[str, str]]:
    """The key and id of every multipart upload of an organisation that began before a time and was never finished."""
    with _errors():
        pages = _server().get_paginator("list_multipart_uploads")
        for page in pages.paginate(Bucket=_bucket(), Prefix=f"org/{organisation_id}/"):
            for upload in page.get("Uploads", []):
                if upload["Initiated"] < before:
                    yield upload["Key"], upload["UploadId"]


def prepare() -> None:
    """Make the bucket if there is none and let pages of `PUBLIC_URL`, and of no other origin, talk to it."""
    client = _server()
    with _errors():
        try:
            client.head_bucket(Bucket=_bucket())
        except ClientError as error:
            if _status(error) != 404:
                raise
            _make_bucket(client)
        client.put_bucket_cors(Bucket=_bucket(), CORSConfiguration={"CORSRules": [_cors_rule()]})


def check() -> None:
    """Raise `StorageError` unless the bucket answers (for the health page)."""
    with _errors():
        _server().head_bucket(Bucket=_bucket())


def _owned(organisation_id: UUID, key: str) -> None:
    """Refuse a key that is not exactly `org/<this organisation>/<area>/<random>`."""
    match key.split("/"):
        case ["org", owner, area, random] if (
            owner == str(organisation_id) and _AREA.fullmatch(area) and _RANDOM.fullmatch(random)
        ):
            return
    raise KeyRefused(f"{key!r} is not a key of organisation {organisation_id}")


def _disposition(filename: str, *, inline: bool) -> str:
    name = _UNSAFE_IN_FILENAMES.sub("_", filename).strip(" .")[:150] or "file"
    header = content_disposition_header(as_attachment=not inline, filename=name)
    return header or "attachment"


def _open(key: str, start: int, end: int | None, etag: str | None) -> "tuple[StreamingBody, str] | None":
    """The body from `start` on and the object's ETag; None where nothing is left."""
    request: GetObjectRequestTypeDef = {"Bucket": _bucket(), "Key": key}
    if etag is not None:
        request["IfMatch"] = etag
    if start or end is not None:
        request["Range"] = f"bytes={start}-{'' if end is None else end - 1}"
    try:
        answer = _server().get_object(**request)
    except ClientError as error:
        if _status(error) == 416:
            return None
        raise
    return answer["Body"], answer["ETag"]


@contextmanager
def _errors() -> Iterator[None]:
    """Say the library's errors in this module's words."""
    try:
        yield
    except ClientError as error:
        kind = {404: ObjectMissing, 412: ObjectChanged}.get(_status(error), StorageError)
        raise kind(str(error)) from error
    except (NotConnected, HTTPClientError, IncompleteReadError, ResponseStreamingError) as error:
        raise ConnectionBroken(str(error)) from error
    except BotoCoreError as error:
        raise StorageError(str(error)) from error


def _status(error: ClientError) -> int:
    return error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)


def _make_bucket(client: "S3Client") -> None:
    region = settings.S3.region
    try:
        if region == "us-east-1":  # the one region that S3 wants unnamed
            client.create_bucket(Bucket=_bucket())
        else:
            place = cast("BucketLocationConstraintType", region)
            client.create_bucket(Bucket=_bucket(), CreateBucketConfiguration={"LocationConstraint": place})
    except client.exceptions.BucketAlreadyOwnedByYou:
        pass


def _cors_rule() -> "CORSRuleTypeDef":
    page = urlsplit(settings.PUBLIC_URL)
    return {
        "AllowedOrigins": [f"{page.scheme}://{page.netloc}"],
        "AllowedMethods": ["GET", "POST", "PUT", "HEAD"],
        "AllowedHeaders": ["content-type"],
        "ExposeHeaders": ["ETag"],
        "MaxAgeSeconds": 600,
    }


def _bucket() -> str:
    return settings.S3.bucket


def _server() -> "S3Client":
    return _client(
        settings.S3.endpoint, settings.S3.access_key, settings.S3.secret_key, settings.S3.region, os.getpid()
    )


def _public() -> "S3Client":
    s3 = settings.S3
    return _client(s3.public_endpoint, s3.access_key, s3.secret_key, s3.region, os.getpid())


@lru_cache(maxsize=8)
def _client(endpoint: str, access_key: str, secret_key: str, region: str, process: int) -> "S3Client":
    """One client per endpoint and process: clients are shared by threads, but must not be carried over a fork."""
    return Session().client(
        "s3",
        endpoint_url=endpoint,
        aws_access_key_id=access_key,
        aws_secret_access_key=secret_key,
        region_name=region,
        config=Config(
            signature_version="s3v4",
            s3={"addressing_style": "path"},
            connect_timeout=2,
            read_timeout=20,
            retries={"mode": "standard", "max_attempts": 4},
            # Several S3-compatible stores refuse the newer checksum headers; the body is signed or sent over TLS.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    )
