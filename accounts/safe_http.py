"""Requests to addresses that strangers chose, which must never turn inwards.

The name is resolved once, every answer is checked, and the connection goes to the very address that was checked; so a
name that answers differently the second time gains nothing. No redirects, no proxies, ports 80 and 443 only. Whoever
runs the installation may trust hosts of their own network by name (`TRUSTED_HOSTS_OUT`, `host` or `host:port`).

The networks are those of the IANA special-purpose address registries (RFC 6890) that are not globally reachable, and
those that carry other addresses inside (NAT64, 6to4, Teredo, mapped). Python's own `is_global` differs by version.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore
import httpx
from django.conf import settings

PORTS = frozenset({80, 443})
SECONDS_TO_CONNECT = 5.0
SECONDS_OF_SILENCE = 20.0
CHUNK_BYTES = 1 << 18
INWARD = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "::/96",
        "::ffff:0:0/96",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "100::/64",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
        "5f00::/16",
        "fc00::/7",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8",
    )
)


class Blocked(httpx.TransportError):
    """The address is none that may be asked; nothing was sent."""


class TooMuch(httpx.TransportError):
    """The answer is larger, or takes longer, than was allowed."""


class NotAnswered(httpx.TransportError):
    """The answer was another one than the file that was asked for."""


def is_public(address: str) -> bool:
    """Whether an IP address (as text) is one of the public internet's."""
    found = ipaddress.ip_address(address.partition("%")[0])
    return not any(found in network for network in INWARD if network.version == found.version)


class Checked(httpcore.SyncBackend):
    """Connects to what a name means only if all that it means is public, or somebody trusts it."""

    def __init__(self, trusted: Iterable[str]) -> None:
        self._trusted = frozenset(trusted)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        """The connection; raises `Blocked`."""
        named = host.lower()
        trusted = f"{named}:{port}" in self._trusted or (named in self._trusted and port in PORTS)
        if not trusted and port not in PORTS:
            raise Blocked(f"port {port} is not asked")
        addresses = self._resolve(host, port)
        if not trusted and not all(map(is_public, addresses)):
            raise Blocked(f"{host} is no public host")
        return super().connect_tcp(sorted(addresses)[0], port, timeout, local_address, socket_options)

    def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.NetworkStream:
        """Never."""
        raise Blocked("a socket of this machine")

    @staticmethod
    def _resolve(host: str, port: int) -> set[str]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host} is not known") from error
        return {str(entry[4][0]) for entry in found}


class Transport(httpx.HTTPTransport):
    """HTTP by checked connections; certificates are those of the name that was asked for."""

    def __init__(self, trusted: Iterable[str]) -> None:
        super().__init__(trust_env=False, retries=0)
        self._pool.close()
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl.create_default_context(),
            network_backend=Checked(trusted),
            max_connections=10,
            max_keepalive_connections=4,
            keepalive_expiry=10,
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """One request, of http or https and without a name or password in its address."""
        if request.url.scheme not in {"http", "https"} or request.url.userinfo:
            raise Blocked("only plain http and https addresses are asked")
        return super().handle_request(request)


def safe_client() -> httpx.Client:
    """What asks strangers' addresses; close it."""
    return httpx.Client(
        transport=Transport(settings.TRUSTED_HOSTS_OUT),
        trust_env=False,
        follow_redirects=False,
        headers={"Accept-Encoding": "identity", "User-Agent": "Concord"},
        timeout=httpx.Timeout(SECONDS_OF_SILENCE, connect=SECONDS_TO_CONNECT),
    )


@contextmanager
def fetch(client: httpx.Client, url: str, *, most_bytes: int, most_seconds: float = 600) -> Iterator[Iterator[bytes]]:
    """The bytes that lie at an address, in pieces. Raises `httpx.HTTPError` and, for an address that is none,
    `httpx.InvalidURL`: an answer that is no file, a redirect among them, is `NotAnswered`.
    """
    with client.stream("GET", url) as answer:
        if answer.status_code != 200:
            raise NotAnswered(f"it answers {answer.status_code}")
        if answer.headers.get("Content-Encoding", "identity") != "identity":
            raise NotAnswered("it answers in another encoding")
        yield limited(answer.iter_raw(CHUNK_BYTES), most_bytes=most_bytes, most_seconds=most_seconds)


def limited(chunks: Iterable[bytes], *, most_bytes: int, most_seconds: float) -> Iterator[bytes]:
    """The same chunks; `TooMuch` as soon as they are too many or too slow."""
    ends, size = time.monotonic() + most_seconds, 0
    for chunk in chunks:
        size += len(chunk)
        if size > most_bytes or time.monotonic() > ends:
            raise TooMuch(f"it has more than {most_bytes >> 20} MiB, or takes more than {most_seconds:.0f} s")
        yield chunk
