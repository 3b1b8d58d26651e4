"""Buckets of clients: what they may be asked, and who may ask."""

import pytest
from django.db import connection, transaction

from accounts.actions.buckets import remove_bucket, reseal_buckets
from accounts.models import Bucket, Event
from accounts.sealing import unseal
from annotation import buckets
from annotation.buckets import BucketError, NotWritable
from annotation.tests.long_work import bucket, caller
from annotation.tests.shelves import Shelf, shelf
from config.tests.world import NOW

pytestmark = pytest.mark.usefixtures("bucket")
SECRET = "a-secret-key-of-the-client"


@pytest.fixture
def manager(acme, globex):
    return caller(acme)


def ask(caller, method, path, body=None):
    return getattr(caller.browser, method)(f"/api/v1/{caller.organisation}/{path}", body or {}, format="json")


def added(manager, acme, shelf, **changed):
    answer = manager.post(f"clients/{acme.clients[0].pk}/buckets", shelf.fields | changed)
    assert answer.status_code == 201, answer.content
    return answer.json()


# The store


def test_objects_are_listed_level_by_level_and_page_by_page(acme, shelf: Shelf):
    for key in ("client/a b.json", "client/ä+1.json", "client/deep/1.png", "client/deep/2.png", "other/secret"):
        shelf.put(key, b"12345")
    found = shelf.of(acme)
    page = buckets.list_objects(found, prefix="client/")
    assert [(each.key, each.size) for each in page.found] == [("client/a b.json", 5), ("client/ä+1.json", 5)]
    assert (page.prefixes, page.next) == (["client/deep/"], None)
    first = buckets.list_objects(found, prefix="client/deep/", limit=1)
    then = buckets.list_objects(found, prefix="client/deep/", limit=1, after=first.next)
    assert [each.key for each in first.found + then.found] == ["client/deep/1.png", "client/deep/2.png"]
    every = [each.key for each in buckets.all_objects(found, prefix="client/")]
    assert every == ["client/a b.json", "client/deep/1.png", "client/deep/2.png", "client/ä+1.json"]


def test_an_object_is_read_whole_and_written_in_parts(acme, shelf: Shelf, monkeypatch):
    monkeypatch.setattr(buckets, "PART_BYTES", 5 << 20)
    found, data = shelf.of(acme), bytes(range(256)) * 50_000
    pieces = (data[start : start + 999_999] for start in range(0, len(data), 999_999))
    assert buckets.put_multipart(found, "client/out ü.bin", pieces, media_type="text/plain") == len(data)
    assert shelf.get("client/out ü.bin") == data
    assert b"".join(buckets.read(found, "client/out ü.bin")) == data


def test_nothing_outside_of_the_prefix_is_touched(acme, shelf: Shelf):
    shelf.put("other/secret", b"12345")
    found = shelf.of(acme)
    for key in ("other/secret", "client/../other/secret", ""):
        with pytest.raises(BucketError):
            list(buckets.read(found, key))
        with pytest.raises(BucketError):
            buckets.put_multipart(found, key, [b"x"], media_type="text/plain")
    with pytest.raises(BucketError):
        buckets.list_objects(found, prefix="")


def test_a_bucket_that_is_only_read_is_never_written_to(acme, shelf: Shelf):
    found = shelf.of(acme, writable=False)
    with pytest.raises(NotWritable):
        buckets.put_multipart(found, "client/a", [b"x"], media_type="text/plain")
    assert buckets.problem_with(found) == ""


def test_what_is_wrong_is_said(acme, shelf: Shelf, settings):
    wrong = shelf.of(acme, name="Keys", secret_key=SECRET)
    assert "keys do not open it" in buckets.problem_with(wrong)
    missing = shelf.of(acme, name="Missing", bucket="no-such-bucket")
    assert buckets.problem_with(missing) != ""
    nobody = shelf.of(acme, name="Nobody", endpoint="http://127.0.0.1:1")
    assert "may not be asked" in buckets.problem_with(nobody)
    settings.TRUSTED_HOSTS_OUT = []
    assert "may not be asked" in buckets.problem_with(shelf.of(acme, name="Inward"))


def test_a_removed_bucket_opens_no_more(acme, shelf: Shelf):
    found = shelf.of(acme)
    with acme.scope(), transaction.atomic():
        remove_bucket(bucket=found, by=acme.manager, at=NOW)
        assert Bucket.objects.get().sealed_secret == ""
    with pytest.raises(BucketError):
        buckets.list_objects(found, prefix="client/")


# The API


def test_a_secret_key_goes_in_and_never_comes_back(acme, manager, shelf: Shelf):
    made = added(manager, acme, shelf, secret_key=SECRET, access_key="AKIAEXAMPLE1234")
    path = f"buckets/{made['id']}"
    answers = [
        ask(manager, "get", path),
        manager.get(f"clients/{acme.clients[0].pk}/buckets"),
        ask(manager, "patch", path, {"name": "Renamed"}),
    ]
    assert made["access_key_ends"] == "…1234"
    assert all(answer.status_code == 200 and SECRET not in answer.content.decode() for answer in answers)
    with acme.scope():
        row = Bucket.objects.get()
        assert SECRET not in row.sealed_secret
        assert unseal(row.sealed_secret, of=row.pk) == SECRET
        assert SECRET not in str(list(Event.objects.values_list("data", flat=True)))
        assert reseal_buckets() == 1


def test_a_check_says_whether_it_is_reached_and_objects_are_shown(acme, manager, shelf: Shelf):
    shelf.put("client/own/a.json", b"[]")
    made = added(manager, acme, shelf, prefix="client/own/")
    checked = manager.post(f"buckets/{made['id']}/check").json()
    assert (checked["problem"], bool(checked["checked_at"])) == ("", True)
    assert manager.get(f"buckets/{made['id']}/objects").json() == {
        "results": [{"key": "client/own/a.json", "size": 2}],
        "prefixes": [],
        "next": None,
    }
    assert manager.get(f"buckets/{made['id']}/objects", prefix="other/").json()["type"] == "bucket-not-reached"


def test_nobody_waits_for_a_store_with_a_transaction_open(acme, manager, shelf: Shelf, monkeypatch):
    open_meanwhile = []

    def watched(function):
        def call(*args, **kwargs):
            open_meanwhile.append(len(connection.savepoint_ids))  # beside the test's own transaction
            return function(*args, **kwargs)

        return call

    made = added(manager, acme, shelf)
    for name in ("list_objects", "problem_with"):
        monkeypatch.setattr(f"annotation.api.buckets.{name}", watched(getattr(buckets, name)))
    assert manager.get(f"buckets/{made['id']}/objects").status_code == 200
    assert manager.post(f"buckets/{made['id']}/check").json()["problem"] == ""
    assert open_meanwhile == [0, 0]


def test_another_endpoint_wants_the_secret_anew(acme, manager, shelf: Shelf):
    made = added(manager, acme, shelf)
    elsewhere = {"endpoint": "https://s3.example"}
    assert ask(manager, "patch", f"buckets/{made['id']}", elsewhere).status_code == 400
    changed = ask(manager, "patch", f"buckets/{made['id']}", elsewhere | {"secret_key": SECRET})
    assert (changed.status_code, changed.json()["endpoint"]) == (200, "https://s3.example")


@pytest.mark.parametrize(
    "changed",
    [
        {"endpoint": "s3.example"},
        {"endpoint": "https://name:word@s3.example"},
        {"endpoint": "https://s3.example/path"},
        {"endpoint": "file:///etc"},
        {"bucket": "../x"},
        {"region": "x/y"},
        {"prefix": "/a"},
        {"prefix": "a/../b"},
        {"secret_key": "a b"},
    ],
)
def test_what_is_no_bucket_is_refused(acme, manager, shelf: Shelf, changed):
    assert manager.post(f"clients/{acme.clients[0].pk}/buckets", shelf.fields | changed).status_code == 400


def test_nobody_else_reaches_it(acme, globex, manager, shelf: Shelf):
    made = added(manager, acme, shelf)
    for other, expected in (
        (caller(globex), 404),
        (caller(acme, acme.reviewer), 403),
        (caller(acme, acme.client), 403),
    ):
        assert other.get(f"buckets/{made['id']}").status_code == expected
        assert other.get(f"buckets/{made['id']}/objects").status_code == expected
        assert other.post(f"buckets/{made['id']}/check").status_code == expected
        assert ask(other, "delete", f"buckets/{made['id']}").status_code == expected
        assert other.get(f"clients/{acme.clients[0].pk}/buckets").status_code == expected
    assert ask(manager, "delete", f"buckets/{made['id']}").status_code == 204
    assert manager.get(f"buckets/{made['id']}").status_code == 404


__all__ = ["bucket", "shelf"]
