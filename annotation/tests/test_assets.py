"""Uploads: quarantine first, verified in a child process, visible only then, and only to their own organisation."""

import io
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.utils import timezone
from PIL import Image
from uuid_utils.compat import uuid4

from accounts.models import Event
from accounts.tenancy import NoOrganisation
from annotation import storage, tasks
from annotation.actions import assets as actions
from annotation.actions.items import place_items
from annotation.media import VerificationFailed
from annotation.models import Asset
from annotation.queries.assets import asset_views, missing_assets
from annotation.tests import pictures
from annotation.tests.long_work import NewItem, bucket, caller, content, make_project, send, upload, verified
from config.tests.world import NOW

pytestmark = pytest.mark.usefixtures("bucket")

PNG = pictures.encoded(pictures.picture(), "PNG")
JPEG = pictures.encoded(pictures.picture(), "JPEG", exif=pictures.exif(6))
IMAGE = {"purpose": "image", "media_type": "image/png"}


@pytest.fixture
def project(acme, globex):
    return make_project(acme)


@pytest.fixture
def manager(acme):
    return caller(acme)


def ask(project, **changes):
    body = {"project_id": str(project.pk), "filename": "cells.png", "size": len(PNG), **IMAGE}
    return body | changes


def test_a_picture_goes_from_the_browser_through_quarantine_to_a_link(acme, project, manager):
    asset_id = upload(manager, project, "cell.jpg", JPEG, purpose="image", media_type="image/jpeg")
    before = manager.get(f"assets/{asset_id}").json()
    assert (before["state"], before["url"]) == ("verifying", None)
    with acme.scope():
        quarantined = Asset.objects.get().key
        tasks.verify_asset.apply(kwargs={"job_id": asset_id}, headers={"organisation": str(acme.organisation.pk)})
    asset = manager.get(f"assets/{asset_id}").json()
    assert (asset["state"], asset["kind"], asset["reason"]) == ("ready", "image", "")
    assert (asset["width"], asset["height"]) == (16, 24)  # as displayed: the camera was turned
    served = httpx.get(asset["url"])
    assert served.headers["content-type"] == "image/jpeg"
    assert pictures.SECRET not in served.content
    assert Image.open(io.BytesIO(served.content)).size == (24, 16)
    assert len(served.content) == asset["size"]
    assert int(parse_qs(urlsplit(asset["url"]).query)["X-Amz-Expires"][0]) <= 300
    with acme.scope():
        assert "/assets/" in Asset.objects.get().key
        assert set(Event.objects.filter(subject_id=asset_id).values_list("kind", flat=True)) == {
            "upload.created",
            "asset.ready",
        }
    with pytest.raises(storage.ObjectMissing):
        storage.head(acme.organisation.pk, quarantined)


def test_what_is_posted_after_the_verification_is_never_served(acme, project, manager):
    answer = manager.post("uploads", ask(project)).json()
    send(answer, PNG)
    manager.post(f"uploads/{answer['id']}/complete")
    with acme.scope():
        actions.verify_asset(answer["id"], now=timezone.now)
    other = pictures.encoded(pictures.picture(size=(24, 16)).rotate(180), "PNG")[: len(PNG)].ljust(len(PNG), b"x")
    assert send(answer, other).status_code == 201
    assert httpx.get(manager.get(f"assets/{answer['id']}").json()["url"]).content != other


@pytest.mark.parametrize(
    ("filename", "data", "options", "reason"),
    [
        ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", IMAGE, "not a PNG"),
        ("a.png", JPEG, IMAGE, "announced as image/png"),
        ("a.png", PNG[:-20], IMAGE, "ends before"),
        ("a.jsonl", b'{"a": "\xff"}\n', {}, "not UTF-8"),
        ("a.txt", b"one\x00two", {}, "NUL"),
    ],
)
def test_a_bad_file_is_refused_with_a_reason_and_removed(acme, project, manager, filename, data, options, reason):
    asset = verified(acme, manager, project, filename, data, **options)
    shown = manager.get(f"assets/{asset.pk}").json()
    assert (shown["state"], shown["url"]) == ("refused", None)
    assert reason in shown["reason"]
    with acme.scope():
        assert asset_views([asset.pk]) == {}
        assert Event.objects.filter(kind="asset.refused", subject_id=asset.pk).exists()
    for key in (asset.key, actions.verified_key(asset.key)):
        with pytest.raises(storage.ObjectMissing):
            storage.head(acme.organisation.pk, key)


def test_a_file_that_never_arrived_is_refused(acme, project, manager):
    asset_id = manager.post("uploads", ask(project)).json()["id"]
    manager.post(f"uploads/{asset_id}/complete")
    with acme.scope():
        actions.verify_asset(asset_id, now=timezone.now)
    assert manager.get(f"assets/{asset_id}").json()["reason"] == actions.NEVER_ARRIVED


def test_an_upload_that_was_not_completed_is_not_looked_at(acme, project, manager):
    answer = manager.post("uploads", ask(project)).json()
    send(answer, PNG)
    assert manager.get(f"assets/{answer['id']}").json()["state"] == "uploading"


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"size": (25 << 20) + 1}, "/size"),
        ({"size": (1 << 30) + 1, "filename": "a.jsonl", "purpose": "text"}, "/size"),
        ({"size": 0}, "/size"),
        ({"media_type": "image/svg+xml"}, "/media_type"),
        ({"media_type": "text/html"}, "/media_type"),
        ({"purpose": "text"}, "/filename"),
        ({"purpose": "video"}, "/purpose"),
        ({"filename": "a\u202egnp.exe"}, "/filename"),
        ({"filename": "a\n.png"}, "/filename"),
        ({"filename": ""}, "/filename"),
        ({"key": "org/x"}, "/key"),
        ({"project_id": "x"}, "/project_id"),
    ],
)
def test_an_upload_that_can_never_be_accepted_is_refused_at_once(acme, project, manager, changes, pointer):
    answer = manager.post("uploads", ask(project, **changes))
    assert answer.status_code == 400
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]
    with acme.scope():
        assert not Asset.objects.exists()


def test_the_form_takes_no_more_than_the_announced_bytes(acme, project, manager):
    answer = manager.post("uploads", ask(project)).json()
    assert send(answer, PNG + b"x").status_code >= 400


def test_asking_and_completing_again_does_nothing_again(acme, project, manager):
    first = manager.post("uploads", ask(project), **{"Idempotency-Key": "one"}).json()
    assert manager.post("uploads", ask(project), **{"Idempotency-Key": "one"}).json() == first
    send(first, PNG)
    for _ in range(2):
        assert manager.post(f"uploads/{first['id']}/complete").json()["state"] == "verifying"
    with acme.scope():
        for _ in range(2):
            actions.verify_asset(first["id"], now=timezone.now)
        assert Asset.objects.count() == 1
        assert Event.objects.filter(kind="asset.ready").count() == 1
    assert manager.post(f"uploads/{first['id']}/complete").json()["state"] == "ready"


def test_an_error_of_ours_leaves_the_upload_to_be_tried_again(acme, project, manager, monkeypatch):
    asset_id = upload(manager, project, "cells.png", PNG, **IMAGE)

    def broken(*_, **__):
        raise VerificationFailed("no room on disk")

    with acme.scope():
        with monkeypatch.context() as patch:
            patch.setattr("annotation.media.verify_image", broken)
            actions.verify_asset(asset_id, now=timezone.now)
        asset = Asset.objects.get()
        assert (asset.status, asset.state, asset.attempts) == ("verifying", "running", 1)
        assert asset.lease_until > timezone.now()
        assert asset.hinted_at is None
        Asset.objects.update(lease_until=None)
        actions.verify_asset(asset_id, now=timezone.now)
        asset.refresh_from_db()
        assert (asset.status, asset.state) == ("ready", "done")


def test_another_organisation_can_neither_see_nor_use_nor_complete_it(acme, globex, project, manager):
    asset = verified(acme, manager, project, "cells.png", PNG, **IMAGE)
    waiting = manager.post("uploads", ask(project)).json()["id"]
    stranger = caller(globex)
    assert stranger.get(f"assets/{asset.pk}").status_code == 404
    assert stranger.get("assets").json()["results"] == []
    assert stranger.get("assets", project=str(project.pk)).json()["results"] == []
    assert stranger.post(f"uploads/{waiting}/complete").status_code == 404
    assert stranger.post("uploads", ask(project)).status_code == 404
    assert caller(globex, organisation="acme").get(f"assets/{asset.pk}").status_code == 404
    foreign = make_project(globex)
    with globex.scope():
        assert asset_views([asset.pk]) == {}
        assert missing_assets(foreign, {str(asset.pk)}) == {str(asset.pk)}


def test_people_bound_to_another_client_do_not_see_it(acme, project, manager):
    walled = make_project(acme, name="Walled")
    with acme.scope():
        type(walled).objects.filter(pk=walled.pk).update(client=acme.clients[1])
    asset = verified(acme, manager, walled, "cells.png", PNG, **IMAGE)
    seen = verified(acme, manager, project, "cells.png", PNG, **IMAGE)
    client = caller(acme, acme.client)
    assert client.get(f"assets/{asset.pk}").status_code == 404
    assert [row["id"] for row in client.get("assets").json()["results"]] == [str(seen.pk)]


def test_only_those_who_import_may_upload(acme, project):
    for name in ("reviewer", "ann", "client"):
        assert caller(acme, acme.members[name]).post("uploads", ask(project)).status_code == 403
    assert caller(acme, acme.ann).get("assets").status_code == 403


def test_a_message_of_another_organisation_or_of_none_does_nothing(acme, globex, project, manager):
    asset_id = upload(manager, project, "cells.png", PNG, **IMAGE)
    foreign = {"organisation": str(globex.organisation.pk)}
    tasks.verify_asset.apply(kwargs={"job_id": asset_id}, headers=foreign, throw=True)
    with pytest.raises(NoOrganisation):
        tasks.verify_asset.apply(kwargs={"job_id": asset_id}, throw=True)
    assert manager.get(f"assets/{asset_id}").json()["state"] == "verifying"
    with acme.scope():
        assert Asset.objects.get().fence == 0


def test_items_show_verified_pictures_of_their_own_project_alone(acme, project, manager):
    other = make_project(acme, name="Other")
    ready = verified(acme, manager, project, "cells.png", PNG, **IMAGE)
    elsewhere = verified(acme, manager, other, "cells.png", PNG, **IMAGE)
    text = verified(acme, manager, project, "a.txt", b"text")
    refused = verified(acme, manager, project, "a.png", b"GIF", **IMAGE)
    waiting = upload(manager, project, "cells.png", PNG, **IMAGE)
    shown = [ready.pk, elsewhere.pk, text.pk, refused.pk, waiting, uuid4()]
    with acme.scope():
        assert missing_assets(project, set(map(str, shown))) == set(map(str, shown[1:]))
        rows = [NewItem(str(n), content() | {"image": str(asset)}) for n, asset in enumerate(shown)]
        assert [outcome.fate for outcome in place_items(project, rows, at=NOW)] == ["created"] + ["refused"] * 5
        view = asset_views([ready.pk])[str(ready.pk)]
        assert {**view, "url": ""} == {"url": "", "width": 24, "height": 16, "media_type": "image/png"}


def test_links_of_many_pictures_cost_one_query(acme, project, manager, django_assert_num_queries):
    ids = [verified(acme, manager, project, "cells.png", PNG, **IMAGE).pk for _ in range(3)]
    with acme.scope():
        for some in (ids[:1], ids):
            with django_assert_num_queries(1):
                assert len(asset_views(some)) == len(some)


def test_the_list_is_of_one_project_newest_first(acme, project, manager):
    other = make_project(acme, name="Other")
    ids = [manager.post("uploads", ask(place)).json()["id"] for place in (project, other, project)]
    listed = manager.get("assets", project=str(project.pk)).json()["results"]
    assert [asset["id"] for asset in listed] == [ids[2], ids[0]]
    assert manager.get("assets", project="x").status_code == 400
    assert manager.get("assets", key="x").status_code == 400


__all__ = ["bucket"]
