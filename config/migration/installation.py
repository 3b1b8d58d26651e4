"""An installation of another tool: what it must tell, and how it is asked."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urljoin, urlsplit

import httpx

from accounts.safe_http import CHUNK_BYTES, Blocked, TooMuch, Transport, limited
from accounts.safe_json import UnsafeJson, loads
from annotation.imports.foreign import Lost
from config.migration.archive import Archive

Json = dict[str, Any]
MOST_BYTES = 256 << 20
"""Of one answer."""
MOST_SECONDS = 600
ATTEMPTS = 4
WAIT_SECONDS = 1.0


class NotMoved(Exception):
    """The installation can't be brought; the text tells a person why."""


@dataclass(frozen=True)
class Foreign:
    """A project of the installation. `form` is what its settings ask, None where they ask nothing that is known; `lost`
    what can't even be pulled.
    """

    id: str
    title: str
    guidelines: str
    overlap: int
    form: Mapping[str, Any] | None
    settings: Any
    lost: tuple[Lost, ...] = field(default=())


class Installation(Protocol):
    """What is asked of any tool's installation; `format_name` is the reader of its archives."""

    format_name: str

    def projects(self) -> Iterator[Foreign]:
        """All projects, the oldest first."""

    def pull(self, project: Foreign, archive: Archive, folder: Path) -> list[Lost]:
        """Put everything of a project into an archive, with a folder to work in; what could not be had."""


class Api:
    """Asks one installation, and nothing beside it: JSON by paths, files by paths.

    A private address is only asked where somebody said so. Failures on its side are tried again after a while.
    """

    def __init__(
        self, url: str, headers: Mapping[str, str], *, allow_private: bool, trusted: tuple[str, ...] = ()
    ) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
            raise NotMoved(f"{url!r} is no address of an installation: it begins with http:// or https://.")
        port = parts.port or (443 if parts.scheme == "https" else 80)
        own = (f"{parts.hostname.lower()}:{port}",) if allow_private else ()
        self.url = url.rstrip("/") + "/"
        self.headers = dict(headers)
        self.renew: Callable[[], Mapping[str, str]] | None = None
        self._client = httpx.Client(
            transport=Transport([*trusted, *own]),
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(120, connect=10),
        )

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def json(self, path: str, params: Mapping[str, Any] | None = None, *, missing: Any = None) -> Any:
        """What a path answers; `missing` where there is nothing. Raises `NotMoved`."""
        answer, data = self._ask("GET", path, params=params)
        if answer.status_code == 404 and missing is not None:
            return missing
        return self._read(answer, data)

    def post(self, path: str, body: Json) -> Any:
        """What a path answers to some JSON. Raises `NotMoved`."""
        return self._read(*self._ask("POST", path, json=body))

    def file(self, path: str, *, most_bytes: int) -> bytes | None:
        """A file's bytes; None where it can't be had."""
        try:
            answer, data = self._ask("GET", path, most_bytes=most_bytes)
        except NotMoved:
            return None
        return data if answer.status_code == 200 else None

    def _read(self, answer: httpx.Response, data: bytes) -> Any:
        if answer.status_code in (401, 403):
            raise NotMoved("The installation refuses the token.")
        if answer.status_code != 200:
            raise NotMoved(f"The installation answers {answer.status_code} to {answer.request.url.path}.")
        try:
            return loads(data, max_bytes=MOST_BYTES, max_nodes=20_000_000, max_string=64 << 20)
        except UnsafeJson as error:
            raise NotMoved(f"{answer.request.url.path} is no JSON that is taken here: {error}") from error

    def _ask(
        self, method: str, path: str, *, most_bytes: int = MOST_BYTES, **more: Any
    ) -> tuple[httpx.Response, bytes]:
        """An answer with its body; what fails on the other side is tried again."""
        failed = ""
        for attempt in range(ATTEMPTS):
            if attempt:
                time.sleep(WAIT_SECONDS * 2 ** (attempt - 1))
            try:
                answer, data = self._once(method, path, most_bytes, more)
            except (Blocked, TooMuch) as error:
                raise NotMoved(f"{path}: {error}. A private address is only asked with --allow-private.") from error
            except httpx.HTTPError as error:
                failed = str(error) or type(error).__name__
                continue
            if answer.status_code == 401 and self.renew:
                self._renew(self.renew)
            elif answer.status_code < 500:
                return answer, data
            failed = f"it answers {answer.status_code}"
        raise NotMoved(f"The installation can't be reached at {path}: {failed}")

    def _renew(self, renew: Callable[[], Mapping[str, str]]) -> None:
        """Get another token for one that has run out; nobody asks for a third."""
        self.renew = None
        self.headers = dict(renew())
        self.renew = renew

    def _once(self, method: str, path: str, most_bytes: int, more: Mapping[str, Any]) -> tuple[httpx.Response, bytes]:
        address = urljoin(self.url, path.lstrip("/"))
        with self._client.stream(method, address, headers=self.headers, **more) as answer:
            chunks = limited(answer.iter_bytes(CHUNK_BYTES), most_bytes=most_bytes, most_seconds=MOST_SECONDS)
            return answer, b"".join(chunks)


def rows_in(answer: Any, key: str) -> list[Json]:
    """The objects under a key of an answer, or in an answer that is a list; raises `NotMoved` for any other shape."""
    rows = answer.get(key) if isinstance(answer, dict) else answer
    if not isinstance(rows, list) or not all(isinstance(row, dict) and "id" in row for row in rows):
        raise NotMoved(f"The installation answers in a shape that is not known here: no list of {key}.")
    return rows
