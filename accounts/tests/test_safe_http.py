"""Requests that strangers choose the address of never turn inwards."""

import http.server
import socket
import threading

import httpcore
import httpx
import pytest

from accounts.safe_http import Blocked, Checked, NotAnswered, TooMuch, fetch, is_public, safe_client

INWARD = [
    "http://127.0.0.1/",
    "http://127.1/",
    "http://0/",
    "http://0.0.0.0/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://localhost/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.100.100.200/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[fd00:ec2::254]/",
    "http://[fe80::1]/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://①②⑦.⓪.⓪.①/",
    "http://8.8.8.8:22/",
    "http://8.8.8.8:6379/",
    "http://name:word@8.8.8.8/",
    "ftp://8.8.8.8/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_INFO",
]


@pytest.fixture
def asked(monkeypatch):
    """Every connection that was really tried."""
    tried: list[str] = []

    def connect(self, host, port, *_, **__):
        tried.append(f"{host}:{port}")
        raise httpcore.ConnectError("not in tests")

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    return tried


@pytest.fixture
def server():
    """A server of this machine, which says what it is asked for."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path == "/moved":
                self.send_response(302)
                self.send_header("Location", "/file")
                self.end_headers()
                return
            data = b"x" * 1000
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            if self.path == "/packed":
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as found:
        thread = threading.Thread(target=found.serve_forever)
        thread.start()
        yield f"127.0.0.1:{found.server_port}"
        found.shutdown()
        thread.join()


def answers(monkeypatch, *addresses):
    rounds = iter(addresses)
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, port, **_: [(0, 0, 0, "", (address, port)) for address in next(rounds)],
    )


@pytest.mark.parametrize("url", INWARD)
def test_no_address_of_the_corpus_is_reached(url, asked):
    with safe_client() as client, pytest.raises((httpx.HTTPError, httpx.InvalidURL)):
        client.get(url)
    assert asked == []


def test_a_public_address_is_asked_at_the_address_that_was_checked(monkeypatch, asked):
    answers(monkeypatch, ["93.184.215.14"])
    with safe_client() as client, pytest.raises(httpx.ConnectError):
        client.get("https://example.com/")
    assert asked == ["93.184.215.14:443"]


def test_one_inward_answer_among_public_ones_is_enough_to_ask_none(monkeypatch, asked):
    answers(monkeypatch, ["93.184.215.14", "127.0.0.1"])
    with safe_client() as client, pytest.raises(Blocked):
        client.get("http://rebinding.example/")
    assert asked == []


def test_a_name_that_answers_differently_the_second_time_gains_nothing(monkeypatch, asked):
    answers(monkeypatch, ["93.184.215.14"], ["127.0.0.1"])
    with safe_client() as client, pytest.raises(httpx.ConnectError):
        client.get("http://rebinding.example/")
    assert asked == ["93.184.215.14:80"]


def test_proxies_of_the_environment_are_not_asked(monkeypatch, asked):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:3128")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:3128")
    answers(monkeypatch, ["93.184.215.14"])
    with safe_client() as client, pytest.raises(httpx.ConnectError):
        client.get("http://example.com/")
    assert asked == ["93.184.215.14:80"]


def test_a_trusted_host_is_asked_and_only_at_its_own_port(settings, server):
    with safe_client() as client, pytest.raises(Blocked):
        client.get(f"http://{server}/file")
    settings.TRUSTED_HOSTS_OUT = ["127.0.0.1"]
    with safe_client() as client, pytest.raises(Blocked):
        client.get(f"http://{server}/file")
    settings.TRUSTED_HOSTS_OUT = [server]
    with safe_client() as client, fetch(client, f"http://{server}/file", most_bytes=1000) as chunks:
        assert b"".join(chunks) == b"x" * 1000


def test_redirects_encodings_and_long_answers_are_refused(settings, server):
    settings.TRUSTED_HOSTS_OUT = [server]
    with safe_client() as client:
        for path in ("moved", "packed"):
            with pytest.raises(NotAnswered), fetch(client, f"http://{server}/{path}", most_bytes=2000):
                pass
        with pytest.raises(TooMuch), fetch(client, f"http://{server}/file", most_bytes=999) as chunks:
            list(chunks)


def test_public_and_other_networks_are_told_apart():
    assert all(map(is_public, ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "172.32.0.1", "100.128.0.1"]))
    assert not any(map(is_public, ["172.31.255.255", "100.64.0.1", "fe80::1%eth0", "::ffff:8.8.8.8", "2001:db8::1"]))


def test_sockets_of_the_machine_are_never_opened():
    with pytest.raises(Blocked):
        Checked([]).connect_unix_socket("/run/docker.sock")
