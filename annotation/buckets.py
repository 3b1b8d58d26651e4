"""S3 as clients have it: their stores, their keys, reached by requests that never turn inwards.

Requests are signed with AWS Signature Version 4; the secret key leaves the server in signatures only. A role's keys are
borrowed (see `annotation.roles`). Addresses are
path-style. Nothing outside of a bucket's prefix is read or written. What goes wrong is a `BucketError` in words that a
person can be shown.

Source: the Amazon S3 API reference (ListObjectsV2, GetObject, multipart upload), "Authenticating Requests".
"""

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote_plus
from xml.etree.ElementTree import Element, ParseError

import httpx
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from accounts.models import Bucket
from accounts.safe_http import Blocked, safe_client
from accounts.sealing import CannotOpen, unseal
from annotation.roles import RoleError, borrowed, forget_roles

PART_BYTES = 8 << 20
"""Of what is written first; ten thousand are the most that a store takes, so larger files have larger parts."""
CHUNK_BYTES = 1 << 20
LARGEST_ANSWER = 8 << 20
ATTEMPTS = 5
UNRESERVED = "-_.~"


class BucketError(Exception):
    """The store refused or could not be reached; the text says how, for a person."""


class NotWritable(BucketError):
    """The bucket is there to be read alone."""


@dataclass(frozen=True, slots=True)
class BucketObject:
    """An object of a bucket; `etag` changes with its bytes."""

    key: str
    size: int
    etag: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a bucket: objects and, as folders, what keys begin with; `next` continues it."""

    found: list[BucketObject]
    prefixes: list[str]
    next: str | None


def list_objects(
    bucket: Bucket, *, prefix: str = "", after: str | None = None, limit: int = 1000, folders: bool = True
) -> Listing:
    """A page of what lies below a prefix, which begins with the bucket's own; with `folders` level by level."""
    query = {"list-type": "2", "prefix": _inside(bucket, prefix), "max-keys": str(limit), "encoding-type": "url"}
    query |= {"delimiter": "/"} if folders else {}
    query |= {"continuation-token": after} if after else {}
    with _connected(bucket) as store:
        page = store.ask("GET", "", query)
    objects = [
        BucketObject(unquote_plus(_text(each, "Key")), int(_text(each, "Size") or 0), _text(each, "ETag"))
        for each in _children(page, "Contents")
    ]
    prefixes = [unquote_plus(_text(each, "Prefix")) for each in _children(page, "CommonPrefixes")]
    return Listing(objects, prefixes, _text(page, "NextContinuationToken") or None)


def all_objects(bucket: Bucket, *, prefix: str = "") -> Iterator[BucketObject]:
    """Everything below a prefix, in the order of the keys."""
    after: str | None = None
    while True:
        page = list_objects(bucket, prefix=prefix, after=after, folders=False)
        yield from page.found
        if (after := page.next) is None:
            return


def read(bucket: Bucket, key: str) -> Iterator[bytes]:
    """An object's bytes in constant memory; taken up again where a connection broke, never in another object."""
    position, failures, etag = 0, 0, ""
    with _connected(bucket) as store:
        while True:
            try:
                with store.stream(_inside(bucket, key), position, etag) as answer:
                    etag = etag or answer.headers.get("ETag", "")
                    for chunk in answer.iter_raw(CHUNK_BYTES):
                        position, failures = position + len(chunk), 0
                        yield chunk
                return
            except httpx.TransportError as error:
                failures += 1
                if failures == ATTEMPTS or isinstance(error, Blocked):
                    raise


def put_multipart(bucket: Bucket, key: str, chunks: Iterable[bytes], *, media_type: str) -> int:
    """Store what the chunks hold under a key, in parts and in constant memory; how many bytes."""
    upload, parts, size = start_upload(bucket, key, media_type=media_type), list[str](), 0
    try:
        for part in _parts(chunks):
            parts.append(put_part(bucket, key, upload, len(parts) + 1, part))
            size += len(part)
        complete_upload(bucket, key, upload, parts)
    except BaseException:
        with suppress(BucketError):
            abort_upload(bucket, key, upload)
        raise
    return size


def start_upload(bucket: Bucket, key: str, *, media_type: str) -> str:
    """Begin a multipart upload; its id."""
    with _connected(bucket, writing=True) as store:
        answer = store.ask("POST", _inside(bucket, key), {"uploads": ""}, headers={"Content-Type": media_type})
    return _text(answer, "UploadId")


def put_part(bucket: Bucket, key: str, upload_id: str, number: int, data: bytes) -> str:
    """Store one part (from 1; at least 5 MiB but for the last); its ETag. The same number again replaces it."""
    with _connected(bucket, writing=True) as store:
        query = {"partNumber": str(number), "uploadId": upload_id}
        return store.send("PUT", _inside(bucket, key), query, data).etag


def complete_upload(bucket: Bucket, key: str, upload_id: str, parts: list[str]) -> None:
    """Make the object of its parts, given by their ETags in order."""
    each = "".join(
        f"<Part><PartNumber>{number}</PartNumber><ETag>{etag}</ETag></Part>" for number, etag in enumerate(parts, 1)
    )
    body = f"<CompleteMultipartUpload>{each}</CompleteMultipartUpload>".encode()
    with _connected(bucket, writing=True) as store:
        answer = store.ask("POST", _inside(bucket, key), {"uploadId": upload_id}, body)
        if answer.tag.endswith("Error"):  # a store may fail after it has begun to answer 200
            raise BucketError(f"The store answers {_text(answer, 'Code')}.")


def abort_upload(bucket: Bucket, key: str, upload_id: str) -> None:
    """Drop an unfinished upload and its parts."""
    with _connected(bucket, writing=True) as store:
        store.send("DELETE", _inside(bucket, key), {"uploadId": upload_id})


def problem_with(bucket: Bucket) -> str:
    """What keeps the bucket from being used, or nothing; one that deliveries go to is written to, and cleared again."""
    forget_roles()
    try:
        list_objects(bucket, prefix=bucket.prefix, limit=1)
        if bucket.writable:
            key = f"{bucket.prefix}.concord-check"
            put_multipart(bucket, key, [b"Concord was here to see whether it can write.\n"], media_type="text/plain")
            with _connected(bucket, writing=True) as store:
                store.send("DELETE", key, {})
    except BucketError as error:
        return str(error)
    return ""


@dataclass(frozen=True, slots=True)
class _Answer:
    """A whole answer, of a few MiB at most."""

    status: int
    etag: str
    content: bytes

    @classmethod
    def of(cls, answer: httpx.Response) -> "_Answer":
        found = bytearray()
        for chunk in answer.iter_raw(CHUNK_BYTES):
            found += chunk
            if len(found) > LARGEST_ANSWER:
                raise BucketError("The store answers too much.")
        return cls(answer.status_code, answer.headers.get("ETag", ""), bytes(found))


class _Store:
    """Signed requests to one bucket."""

    def __init__(self, bucket: Bucket, credentials: Credentials, client: httpx.Client) -> None:
        self._address = f"{bucket.endpoint}/{quote(bucket.bucket, safe='')}"
        self._signer = S3SigV4Auth(credentials, "s3", bucket.region)
        self._client = client

    def ask(
        self, method: str, key: str, query: dict[str, str], body: bytes = b"", headers: dict[str, str] | None = None
    ) -> Element:
        """The XML of an answer."""
        return _xml(self.send(method, key, query, body, headers).content)

    def send(
        self, method: str, key: str, query: dict[str, str], body: bytes = b"", headers: dict[str, str] | None = None
    ) -> _Answer:
        """A whole answer; raises `BucketError` for a refusal."""
        response = self._client.send(self._request(method, key, query, body, headers or {}), stream=True)
        with closing(response):
            answer = _Answer.of(response)
        _refuse(answer)
        return answer

    @contextmanager
    def stream(self, key: str, start: int, etag: str) -> Iterator[httpx.Response]:
        """An object from a position on, if it is still the same one."""
        headers = {"Range": f"bytes={start}-", "If-Match": etag} if start else {}
        answer = self._client.send(self._request("GET", key, {}, b"", headers), stream=True)
        with closing(answer):
            if answer.status_code >= 300:
                _refuse(_Answer.of(answer))
            yield answer

    def _request(
        self, method: str, key: str, query: dict[str, str], body: bytes, headers: dict[str, str]
    ) -> httpx.Request:
        named = "&".join(
            f"{quote(name, safe=UNRESERVED)}={quote(value, safe=UNRESERVED)}" for name, value in sorted(query.items())
        )
        path = f"/{quote(key, safe=UNRESERVED + '/')}" if key else ""
        url = f"{self._address}{path}{'?' if named else ''}{named}"
        signed = AWSRequest(method=method, url=url, data=body, headers=dict(headers))
        self._signer.add_auth(signed)
        return self._client.build_request(method, url, content=body or None, headers=dict(signed.headers.items()))


@contextmanager
def _connected(bucket: Bucket, *, writing: bool = False) -> Iterator[_Store]:
    if bucket.removed_at is not None:
        raise BucketError("The bucket was removed.")
    if writing and not bucket.writable:
        raise NotWritable("Nothing may be written to this bucket.")
    credentials = _credentials(bucket)
    try:
        with safe_client() as client:
            yield _Store(bucket, credentials, client)
    except Blocked as error:
        raise BucketError(f"The endpoint may not be asked: {error}.") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise BucketError("The store does not answer.") from error


def _credentials(bucket: Bucket) -> Credentials:
    """Its keys, or those that its role lends for an hour."""
    try:
        if bucket.role_arn:
            return borrowed(bucket.role_arn, client_id=bucket.client_id)
        return Credentials(bucket.access_key, unseal(bucket.sealed_secret, of=bucket.pk))
    except RoleError as error:
        raise BucketError(str(error)) from None
    except CannotOpen:
        raise BucketError("Its secret key can no longer be opened. Give it anew.") from None


def _inside(bucket: Bucket, key: str) -> str:
    if not key.startswith(bucket.prefix):
        raise BucketError(f"Only what begins with {bucket.prefix!r} may be used.")
    if {".", ".."} & set(key.split("/")):
        raise BucketError("A key of this form cannot be asked for.")
    return key


def _refuse(answer: _Answer) -> None:
    if answer.status < 300:
        return
    if answer.status < 400:
        raise BucketError("The store sends us elsewhere: name the endpoint of the bucket's own region.")
    code = ""
    with suppress(BucketError):
        code = _text(_xml(answer.content), "Code")
    known = {403: "The keys do not open it", 404: "There is no such bucket or object", 412: "The object has changed"}
    said = known.get(answer.status, f"The store answers {answer.status}")
    raise BucketError(f"{said} ({code[:60]})." if code else f"{said}.")


def _xml(data: bytes) -> Element:
    try:
        return fromstring(data)
    except (ParseError, DefusedXmlException, ValueError):
        raise BucketError("What answers is no S3 store.") from None


def _children(parent: Any, name: str) -> list[Element]:
    return [each for each in parent if each.tag.rpartition("}")[2] == name]


def _text(parent: Any, name: str) -> str:
    found = _children(parent, name)
    return (found[0].text or "") if found else ""


def _parts(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Parts that grow a little as the file does, so that ten thousand of them hold 440 GiB."""
    held, number = bytearray(), 0
    for chunk in chunks:
        held += chunk
        while len(held) >= (wanted := PART_BYTES * (1 + number // 1000)):
            yield bytes(held[:wanted])
            del held[:wanted]
            number += 1
    if held or not number:
        yield bytes(held)
