"""The object store as it really behaves: every test here talks to the S3 engine of the settings."""

import dataclasses
import io
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import httpx
import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from annotation import storage
from annotation.management.commands import prepare_storage

ACME = UUID("01890000-0000-7000-8000-00000000000a")
RIVAL = UUID("01890000-0000-7000-8000-00000000000b")
PAGE = "https://concord.example"
STRANGER = "https://stranger.example"


@pytest.fixture(scope="module")
def bucket_name() -> str:
    return f"test-{secrets.token_hex(6)}"


@pytest.fixture(autouse=True)
def bucket(settings: Settings, bucket_name: str) -> str:
    settings.S3 = dataclasses.replace(settings.S3, bucket=bucket_name)
    settings.PUBLIC_URL = PAGE
    storage.prepare()
    return bucket_name


def post(form: storage.PresignedPost, data: bytes, *, origin: str = PAGE, **changed: str) -> httpx.Response:
    fields = {**form.fields, **{name.replace("_", "-"): value for name, value in changed.items()}}
    return httpx.post(form.url, data=fields, files={"file": ("x", data)}, headers={"Origin": origin})


def preflight(url: str, origin: str, method: str) -> httpx.Response:
    return httpx.options(url, headers={"Origin": origin, "Access-Control-Request-Method": method})


def image_form(key: str, max_bytes: int = 10, expires: int = 60) -> storage.PresignedPost:
    return storage.presigned_post(ACME, key, media_type="image/png", max_bytes=max_bytes, expires=expires)


# Keys


def test_a_new_key_begins_with_its_organisation_and_is_never_made_twice() -> None:
    keys = {storage.new_key(ACME, "quarantine") for _ in range(100)}
    assert len(keys) == 100
    assert all(key.startswith(f"org/{ACME}/quarantine/") for key in keys)


@pytest.mark.parametrize("area", ["", "A", "a/b", "..", "a b", "x" * 33])
def test_an_area_is_a_plain_word(area: str) -> None:
    with pytest.raises(ValueError, match="is not an area"):
        storage.new_key(ACME, area)


def foreign_keys() -> list[str]:
    random = "0" * 40
    return [
        storage.new_key(RIVAL, "assets"),
        f"org/{ACME}/../{RIVAL}/assets/{random}",
        f"org/{ACME}/assets/../../{RIVAL}/{random}",
        f"org/{ACME}",
        f"org/{ACME}/assets",
        f"org/{ACME}/assets/{random}/more",
        f"org/{ACME}/assets/{random}\n",
        f"org/{ACME}/assets/${{filename}}",
        f"/org/{ACME}/assets/{random}",
        f"org/{str(ACME).upper()}/assets/{random}",
        "",
    ]


@pytest.mark.parametrize("key", [pytest.param(key, id=f"key{n}") for n, key in enumerate(foreign_keys())])
def test_every_function_refuses_a_key_of_another_organisation(key: str) -> None:
    mine = storage.new_key(ACME, "assets")
    calls: list[Callable[[], object]] = [
        lambda: storage.presigned_post(ACME, key, media_type="image/png", max_bytes=1),
        lambda: storage.presigned_get(ACME, key, media_type="image/png", filename="x", inline=True),
        lambda: storage.head(ACME, key),
        lambda: next(storage.read(ACME, key)),
        lambda: storage.put(ACME, key, b"", media_type="image/png"),
        lambda: storage.move(ACME, key, mine, etag="", media_type="image/png"),
        lambda: storage.move(ACME, mine, key, etag="", media_type="image/png"),
        lambda: storage.delete(ACME, key),
        lambda: storage.start_multipart(ACME, key, media_type="image/png"),
        lambda: storage.upload_part(ACME, key, "upload", 1, b""),
        lambda: storage.list_parts(ACME, key, "upload"),
        lambda: storage.complete_multipart(ACME, key, "upload", []),
        lambda: storage.abort_multipart(ACME, key, "upload"),
    ]
    for call in calls:
        with pytest.raises(storage.KeyRefused):
            call()


# Uploads by a browser


def test_a_browser_stores_a_file_under_exactly_the_key_it_was_given() -> None:
    key = storage.new_key(ACME, "quarantine")
    answer = post(image_form(key), b"12345")
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (201, PAGE)
    assert storage.head(ACME, key) == storage.StoredObject(5, "image/png", answer.headers["etag"])


def test_the_form_allows_no_other_key_type_size_or_field() -> None:
    key = storage.new_key(ACME, "quarantine")
    form = image_form(key, max_bytes=10)
    refused = [
        post(form, b"x", key=storage.new_key(ACME, "assets")),
        post(form, b"x", key=storage.new_key(RIVAL, "quarantine")),
        post(form, b"x", Content_Type="text/html"),
        post(form, b"x", x_amz_meta_note="more"),
        post(form, b"x", policy=""),
        post(form, b"x", x_amz_signature="0" * 64),
        post(form, b""),
        post(form, b"x" * 11),
        post(form, b"x" * 5_000_000),
    ]
    assert [answer.status_code for answer in refused] == [403, 403, 403, 403, 403, 403, 400, 400, 400]
    with pytest.raises(storage.ObjectMissing):
        storage.head(ACME, key)


def test_a_form_expires() -> None:
    form = image_form(storage.new_key(ACME, "quarantine"), expires=1)
    time.sleep(2.1)
    assert post(form, b"x").status_code == 403


def test_a_form_can_be_used_twice_so_what_it_stored_is_not_yet_trusted() -> None:
    key = storage.new_key(ACME, "quarantine")
    form = image_form(key)
    post(form, b"AAA")
    seen = storage.head(ACME, key).etag
    post(form, b"BBB")
    with pytest.raises(storage.ObjectChanged):
        b"".join(storage.read(ACME, key, etag=seen))
    with pytest.raises(storage.ObjectChanged):
        storage.move(ACME, key, storage.new_key(ACME, "assets"), etag=seen, media_type="image/png")


def test_a_posted_file_is_not_public_even_if_the_form_asks_for_it(settings: Settings) -> None:
    key = storage.new_key(ACME, "quarantine")
    post(image_form(key), b"12345", acl="public-read")
    assert httpx.get(f"{settings.S3.public_endpoint}/{settings.S3.bucket}/{key}").status_code == 403


def test_pages_of_the_public_url_alone_may_talk_to_the_bucket() -> None:
    key = storage.new_key(ACME, "quarantine")
    link = storage.presigned_get(ACME, key, media_type="image/png", filename="x.png", inline=True)
    for url, method in [(image_form(key).url, "POST"), (link, "GET")]:
        allowed, refused = preflight(url, PAGE, method), preflight(url, STRANGER, method)
        assert allowed.headers["access-control-allow-origin"] == PAGE
        assert refused.status_code == 403
        assert "access-control-allow-origin" not in refused.headers
    assert "access-control-allow-origin" not in post(image_form(key), b"x", origin=STRANGER).headers


def test_preparing_again_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    key = storage.new_key(ACME, "assets")
    storage.put(ACME, key, b"kept", media_type="image/png")
    call_command(prepare_storage.Command())
    assert "ready" in capsys.readouterr().out
    assert b"".join(storage.read(ACME, key)) == b"kept"


# Links


@pytest.mark.parametrize(
    ("filename", "disposition"),
    [
        ("cells.png", 'inline; filename="cells.png"'),
        ("Zellen ä 1.png", "inline; filename*=utf-8''Zellen%20%C3%A4%201.png"),
        ('a"b\\c\r\nX-Evil: 1.png', 'inline; filename="a_b_c__X-Evil: 1.png"'),
        ("../../etc/passwd", 'inline; filename="_.._etc_passwd"'),
        ("invoice\u202egnp.exe", 'inline; filename="invoice_gnp.exe"'),
        ("\x00", 'inline; filename="_"'),
        ("", 'inline; filename="file"'),
    ],
)
def test_a_link_serves_the_forced_type_and_a_safe_filename(filename: str, disposition: str) -> None:
    key = storage.new_key(ACME, "assets")
    storage.put(ACME, key, b"<script>", media_type="text/html")
    link = storage.presigned_get(ACME, key, media_type="image/png", filename=filename, inline=True)
    answer = httpx.get(link)
    assert answer.content == b"<script>"
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-disposition"] == disposition
    assert answer.headers["cache-control"] == "private, max-age=300"


def test_a_link_opens_nothing_else() -> None:
    key, other = storage.new_key(ACME, "assets"), storage.new_key(ACME, "assets")
    for name in (key, other):
        storage.put(ACME, name, b"x", media_type="image/png")
    link = storage.presigned_get(ACME, key, media_type="image/png", filename="x.png", inline=True)
    changed = [
        link.replace("image%2Fpng", "text%2Fhtml"),
        link.replace("response-content-disposition=inline", "response-content-disposition=attachment"),
        link + "&response-content-type=text/html",
        link.replace(key, other),
        link.split("?")[0],
    ]
    assert httpx.get(link).status_code == 200
    assert [httpx.get(url).status_code for url in changed] == [403] * 5
    assert httpx.put(link, content=b"y").status_code == 403
    assert httpx.delete(link).status_code == 403


def test_only_images_are_shown_in_place() -> None:
    key = storage.new_key(ACME, "assets")
    for media_type in ("text/html", "image/svg+xml", "text/plain", "application/pdf"):
        with pytest.raises(ValueError, match="never shown inline"):
            storage.presigned_get(ACME, key, media_type=media_type, filename="x", inline=True)
    link = storage.presigned_get(ACME, key, media_type="application/jsonl", filename="x.jsonl", inline=False)
    assert "response-content-disposition=attachment" in link


@pytest.mark.parametrize("expires", [0, -1, 301])
def test_a_link_lives_at_most_five_minutes(expires: int) -> None:
    with pytest.raises(ValueError, match="1 to 300 seconds"):
        storage.presigned_get(
            ACME, storage.new_key(ACME, "assets"), media_type="image/png", filename="x", inline=True, expires=expires
        )


def test_browsers_are_sent_to_the_public_address_alone(settings: Settings) -> None:
    settings.S3 = dataclasses.replace(settings.S3, public_endpoint="https://files.example")
    key = storage.new_key(ACME, "quarantine")
    link = storage.presigned_get(ACME, key, media_type="image/png", filename="x", inline=True)
    assert image_form(key).url == f"https://files.example/{settings.S3.bucket}/"
    assert link.startswith(f"https://files.example/{settings.S3.bucket}/org/")


# Reading and writing by the server


def test_a_range_is_read_in_chunks_of_constant_size() -> None:
    key = storage.new_key(ACME, "assets")
    data = secrets.token_bytes(3_000_000)
    storage.put(ACME, key, io.BytesIO(data), media_type="application/jsonl")
    assert max(map(len, storage.read(ACME, key))) <= 1 << 20
    for start, end in [(0, None), (1, None), (0, 10), (2_500_000, 2_999_999), (2_999_999, None)]:
        assert b"".join(storage.read(ACME, key, start, end)) == data[start:end]


def test_reading_from_the_end_on_yields_nothing() -> None:
    key = storage.new_key(ACME, "assets")
    storage.put(ACME, key, b"12345", media_type="text/plain")
    assert list(storage.read(ACME, key, 5)) == []
    assert list(storage.read(ACME, key, 3, 3)) == []
    storage.put(ACME, key, b"", media_type="text/plain")
    assert list(storage.read(ACME, key)) == []
    assert list(storage.read(ACME, key, 0, 10)) == []


class CuttingProxy:
    """Stands between the server and the store and ends its first connections after so many bytes of answer."""

    def __init__(self, store: tuple[str, int], cuts: list[int]) -> None:
        self.store = store
        self.cuts = cuts
        self.connections = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                allowance = self.cuts[self.connections] if self.connections < len(self.cuts) else 1 << 40
                self.connections += 1
                threading.Thread(target=self.carry, args=(client, allowance), daemon=True).start()

    def carry(self, client: socket.socket, allowance: int) -> None:
        with client, socket.create_connection(self.store) as store, suppress(OSError):
            threading.Thread(target=self.pump, args=(client, store), daemon=True).start()
            while allowance and (data := store.recv(65536)[:allowance]):
                client.sendall(data)
                allowance -= len(data)
            client.shutdown(socket.SHUT_RDWR)

    @staticmethod
    def pump(source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)


@contextmanager
def cutting_proxy(settings: Settings, cuts: list[int]) -> Iterator[CuttingProxy]:
    store = urlsplit(settings.S3.endpoint)
    proxy = CuttingProxy((store.hostname or "", store.port or 80), cuts)
    settings.S3 = dataclasses.replace(settings.S3, endpoint=proxy.address)
    try:
        yield proxy
    finally:
        proxy.listener.close()


def test_a_read_that_breaks_off_is_taken_up_where_it_broke(settings: Settings) -> None:
    key = storage.new_key(ACME, "assets")
    data = secrets.token_bytes(6_000_000)
    storage.put(ACME, key, data, media_type="application/jsonl")
    with cutting_proxy(settings, cuts=[2_000_000, 1_300_000, 700]) as proxy:
        assert b"".join(storage.read(ACME, key)) == data
    assert proxy.connections == 4


def test_a_read_is_never_continued_in_another_object(settings: Settings) -> None:
    key = storage.new_key(ACME, "assets")
    storage.put(ACME, key, b"a" * 6_000_000, media_type="application/jsonl")
    with cutting_proxy(settings, cuts=[2_000_000]):
        reading = storage.read(ACME, key)
        next(reading)
        storage.put(ACME, key, b"b" * 6_000_000, media_type="application/jsonl")
        with pytest.raises(storage.ObjectChanged):
            list(reading)


def test_a_store_that_cannot_be_reached_is_a_storage_error(settings: Settings) -> None:
    settings.S3 = dataclasses.replace(settings.S3, endpoint="http://127.0.0.1:9")
    with pytest.raises(storage.StorageError):
        storage.check()


def test_a_missing_object_is_named_as_such() -> None:
    key = storage.new_key(ACME, "assets")
    for call in (lambda: storage.head(ACME, key), lambda: next(storage.read(ACME, key))):
        with pytest.raises(storage.ObjectMissing):
            call()
    storage.delete(ACME, key)


def test_a_move_leaves_nothing_behind_and_sets_the_type() -> None:
    source, target = storage.new_key(ACME, "quarantine"), storage.new_key(ACME, "assets")
    etag = storage.put(ACME, source, b"12345", media_type="text/html")
    storage.move(ACME, source, target, etag=etag, media_type="text/plain")
    assert storage.head(ACME, target).media_type == "text/plain"
    with pytest.raises(storage.ObjectMissing):
        storage.head(ACME, source)


def test_a_file_is_stored_from_disk(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    file.write_bytes(b"{}\n" * 100_000)
    key = storage.new_key(ACME, "assets")
    with file.open("rb") as data:
        storage.put(ACME, key, data, media_type="application/jsonl")
    assert storage.head(ACME, key).size == 300_000


# Multipart


def test_a_multipart_upload_goes_on_from_the_parts_that_the_store_holds() -> None:
    key = storage.new_key(ACME, "exports")
    upload = storage.start_multipart(ACME, key, media_type="application/jsonl")
    first = storage.upload_part(ACME, key, upload, 1, b"a" * storage.MIN_PART_BYTES)
    storage.upload_part(ACME, key, upload, 2, b"lost")
    second = storage.upload_part(ACME, key, upload, 2, b"replaced")
    assert {first, second} <= set(storage.list_parts(ACME, key, upload))
    with pytest.raises(storage.ObjectMissing):
        storage.head(ACME, key)
    storage.complete_multipart(ACME, key, upload, [first, second])
    assert storage.head(ACME, key).size == storage.MIN_PART_BYTES + 8
    assert storage.head(ACME, key).media_type == "application/jsonl"
    assert b"".join(storage.read(ACME, key, storage.MIN_PART_BYTES)) == b"replaced"


def test_a_part_that_is_not_the_recorded_one_is_refused() -> None:
    key = storage.new_key(ACME, "exports")
    upload = storage.start_multipart(ACME, key, media_type="application/jsonl")
    part = storage.upload_part(ACME, key, upload, 1, b"x")
    with pytest.raises(storage.StorageError):
        storage.complete_multipart(ACME, key, upload, [dataclasses.replace(part, etag='"0"')])


def test_an_aborted_upload_is_gone_and_aborting_again_is_no_error() -> None:
    key = storage.new_key(ACME, "exports")
    upload = storage.start_multipart(ACME, key, media_type="application/jsonl")
    storage.upload_part(ACME, key, upload, 1, b"x")
    storage.abort_multipart(ACME, key, upload)
    storage.abort_multipart(ACME, key, upload)
    with pytest.raises(storage.ObjectMissing):
        storage.list_parts(ACME, key, upload)
