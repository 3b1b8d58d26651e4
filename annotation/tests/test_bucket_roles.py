"""Buckets that are opened by a role: the token service is a real one of HTTP, and so is the store behind."""

import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
from botocore.credentials import Credentials
from django.utils import timezone

from accounts.actions.buckets import remove_bucket
from accounts.models import Bucket
from annotation import buckets, roles
from annotation.buckets import BucketError
from annotation.tests.long_work import bucket, caller
from annotation.tests.shelves import Shelf, shelf
from config.env import STS

pytestmark = pytest.mark.usefixtures("bucket")
ROLE = "arn:aws:iam::123456789012:role/concord/labels"
LENT = """<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
<AccessKeyId>{access}</AccessKeyId><SecretAccessKey>{secret}</SecretAccessKey><SessionToken>{token}</SessionToken>
<Expiration>{until}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>"""
REFUSED = """<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
<Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>"""


class Service:
    """A token service that lends a role under one external id alone, and remembers what it was asked.

    It lends the engine's own keys without a session token, because the engine takes no tokens but its own; that tokens
    are signed and sent is a test of its own.
    """

    def __init__(self, s3):
        self.asked: list[dict[str, str]] = []
        self.signed: list[str] = []
        self.external_id = ""
        self.minutes = 60
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                given = {name: values[0] for name, values in parse_qs(body).items()}
                service.asked.append(given)
                service.signed.append(self.headers["Authorization"])
                good = given.get("ExternalId") == service.external_id
                until = (datetime.now(UTC) + timedelta(minutes=service.minutes)).isoformat()
                lent = LENT.format(access=s3.access_key, secret=s3.secret_key, token="", until=until)
                answer = (lent if good else REFUSED).encode()
                self.send_response(200 if good else 403)
                self.send_header("Content-Type", "text/xml")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.endpoint = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def service(settings):
    made = Service(settings.S3)
    thread = threading.Thread(target=made.server.serve_forever, daemon=True)
    thread.start()
    settings.STS = STS(made.endpoint, "AKIAINSTALLATION", "its own secret", "eu-west-1")
    roles.forget_roles()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()
    roles.forget_roles()


@pytest.fixture
def manager(acme, globex):
    return caller(acme)


def by_role(shelf, **changed):
    kept = {name: value for name, value in shelf.fields.items() if name not in ("access_key", "secret_key")}
    return {**kept, "role_arn": ROLE, **changed}


def add(manager, world, fields):
    return manager.post(f"clients/{world.clients[0].pk}/buckets", fields)


def test_a_role_is_borrowed_under_an_external_id_of_the_client_and_opens_the_bucket(acme, manager, service, shelf):
    listed = manager.get(f"clients/{acme.clients[0].pk}/buckets").json()
    service.external_id = listed["roles"]["external_id"]
    assert listed["roles"]["possible"] is True
    assert str(acme.clients[0].pk) in service.external_id
    made = add(manager, acme, by_role(shelf))
    assert made.status_code == 201, made.content
    assert (made.json()["role_arn"], made.json()["access_key_ends"]) == (ROLE, "")
    shelf.put("client/a.txt", b"A")
    assert manager.post(f"buckets/{made.json()['id']}/check").json()["problem"] == ""
    with acme.scope():
        assert b"".join(buckets.read(Bucket.objects.get(), "client/a.txt")) == b"A"
    assert [(each["Action"], each["RoleArn"]) for each in service.asked] == [("AssumeRole", ROLE)], "once an hour"
    assert "AKIAINSTALLATION" in service.signed[0]


def test_the_token_is_signed_and_goes_along(acme, shelf, settings):
    store = shelf.of(acme)
    with buckets.safe_client() as client:
        request = buckets._Store(store, Credentials("a", "s", "lent"), client)._request("GET", "k", {}, b"", {})
    assert request.headers["X-Amz-Security-Token"] == "lent"
    assert "x-amz-security-token" in request.headers["Authorization"]


def test_another_client_has_another_external_id_and_is_not_lent_the_role(acme, manager, service, shelf):
    service.external_id = roles.external_id(acme.clients[0].pk)
    theirs = shelf.of(acme, acme.clients[1], **by_role(shelf), access_key="", secret_key="")
    with acme.scope(), pytest.raises(BucketError, match="AccessDenied"):
        buckets.list_objects(theirs, prefix="client/")
    assert service.asked[0]["ExternalId"] != service.external_id


def test_keys_that_run_out_are_borrowed_anew(acme, service, shelf):
    service.external_id, service.minutes = roles.external_id(acme.clients[0].pk), 5
    store = shelf.of(acme, **by_role(shelf), access_key="", secret_key="")
    for _ in range(2):
        with acme.scope():
            buckets.list_objects(store, prefix="client/")
    assert len(service.asked) == 2


def test_without_a_token_service_it_says_so_and_one_that_is_away_is_named(acme, manager, service, shelf, settings):
    made = add(manager, acme, by_role(shelf)).json()
    settings.STS = None
    assert "takes on no roles" in manager.post(f"buckets/{made['id']}/check").json()["problem"]
    assert manager.get(f"clients/{acme.clients[0].pk}/buckets").json()["roles"]["possible"] is False
    settings.STS = STS("http://127.0.0.1:1", "a", "s", "eu-west-1")
    assert manager.post(f"buckets/{made['id']}/check").json()["problem"] == "The token service does not answer."


def test_it_is_keys_or_a_role_and_never_both(acme, manager, service, shelf):
    def pointers(answer):
        assert answer.status_code == 400, answer.content
        return [error["pointer"] for error in answer.json()["errors"]]

    assert pointers(add(manager, acme, {**shelf.fields, "role_arn": ROLE})) == ["/role_arn"]
    assert pointers(add(manager, acme, by_role(shelf, role_arn=""))) == ["/access_key"]
    assert pointers(add(manager, acme, by_role(shelf, role_arn="arn:aws:s3:::x"))) == ["/role_arn"]
    made = add(manager, acme, by_role(shelf)).json()

    def change(**fields):
        return manager.browser.patch(f"/api/v1/acme/buckets/{made['id']}", fields, format="json")

    assert pointers(change(role_arn="")) == ["/access_key"]
    assert change(endpoint="https://s3.eu-west-1.amazonaws.com").status_code == 200
    keyed = change(access_key="AKIA1234", secret_key="s3cret").json()
    assert (keyed["role_arn"], keyed["access_key_ends"]) == ("", "…1234")
    assert change(role_arn=ROLE).json()["access_key_ends"] == ""
    with acme.scope():
        kept = Bucket.objects.get()
        assert (kept.sealed_secret, kept.access_key) == ("", "")
        remove_bucket(bucket=kept, by=acme.manager, at=timezone.now())
        assert Bucket.objects.get().role_arn == ""


__all__ = ["Shelf", "bucket", "shelf"]
