"""Imports of zips with pictures, of clients' buckets and of addresses."""

import http.server
import io
import threading
import zipfile

import orjson
import pytest
from django.utils import timezone

from annotation.actions import import_pictures
from annotation.actions import imports as actions
from annotation.models import Asset, Import, Item
from annotation.tests.long_work import bucket, caller, make_project, verified
from annotation.tests.pictures import SECRET, encoded, exif, picture
from annotation.tests.shelves import Shelf, shelf
from config.tests.world import NOW

pytestmark = pytest.mark.usefixtures("bucket")
FORM = {"shows": ["image"], "questions": [{"name": "t", "kind": "text", "title": "What is it?", "required": False}]}


@pytest.fixture
def project(acme, globex):
    return make_project(acme, form=FORM)


@pytest.fixture
def manager(acme):
    return caller(acme)


@pytest.fixture
def web():
    """A server of this machine with files, by path."""
    files: dict[str, bytes] = {}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            data = files.get(self.path)
            self.send_response(404 if data is None else 200)
            self.send_header("Content-Length", str(len(data or b"")))
            self.end_headers()
            self.wfile.write(data or b"")

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield files, f"127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def png(width):
    return encoded(picture(size=(width, 16)), "PNG")


def zipped(**members):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target.getvalue()


def start(manager, project, **body):
    answer = manager.post(f"projects/{project.pk}/imports", body)
    assert answer.status_code == 202, answer.content
    return answer.json()["id"]


def of_file(world, manager, project, data, filename="pictures.zip", **more):
    asset = verified(world, manager, project, filename, data, purpose="data")
    return start(manager, project, asset_id=str(asset.pk), **more)


def work(world, manager, import_id):
    with world.scope():
        actions.run_import(import_id, now=timezone.now)
    return manager.get(f"imports/{import_id}").json()


def counts(job):
    return tuple(job[name] for name in ("created", "updated", "skipped", "problem_count"))


def test_pictures_of_a_zip_become_verified_assets_and_bad_ones_problems(acme, project, manager):
    photo = encoded(picture(size=(30, 20)), "JPEG", exif=exif(6))
    data = zipped(**{"a.png": png(24), "b.jpg": photo, "c.png": b"<svg/>" + SECRET, "again.png": png(24)})
    job = work(acme, manager, of_file(acme, manager, project, data))
    assert (job["state"], job["format"], counts(job)) == ("done", "folder", (3, 0, 0, 1))
    assert job["pictures"] == {"found": 4, "ready": 3, "refused": 1}
    (problem,) = manager.get(f"imports/{job['id']}/problems").json()["results"]
    assert "'c.png' was refused" in problem["detail"]
    with acme.scope():
        images = {item.content["image"] for item in Item.objects.all()}
        assets = Asset.objects.filter(purpose="image")
        assert images == {str(asset.pk) for asset in assets}
        assert sorted((asset.width, asset.height) for asset in assets) == [(20, 30), (24, 16)]


def test_pictures_that_the_project_has_are_not_stored_again(acme, project, manager):
    data = zipped(**{"a.png": png(24), "b.png": png(25)})
    first = work(acme, manager, of_file(acme, manager, project, data))
    again = work(acme, manager, of_file(acme, manager, project, data, filename="other.zip"))
    assert (counts(first), counts(again)) == ((2, 0, 0, 0), (0, 0, 2, 0))
    other = make_project(acme, name="Other", form=FORM)
    assert counts(work(acme, manager, of_file(acme, manager, other, data))) == (2, 0, 0, 0)
    with acme.scope():
        assert Asset.objects.filter(purpose="image", project=project).count() == 2
        assert Asset.objects.filter(purpose="image", project=other).count() == 2


def test_a_worker_that_dies_among_pictures_is_followed_by_one_that_finds_them(acme, project, manager, monkeypatch):
    data = zipped(**{f"{width}.png": png(width) for width in range(20, 26)})
    import_id = of_file(acme, manager, project, data)
    real, kept = import_pictures._keep, []

    class Killed(BaseException):
        """Nothing catches this."""

    def keep(job, place, *given, **more):
        if len(kept) == 4:
            raise Killed
        kept.append(place)
        return real(job, place, *given, **more)

    monkeypatch.setattr(import_pictures, "_keep", keep)
    with pytest.raises(Killed):
        work(acme, manager, import_id)
    with acme.scope():
        Import.objects.update(lease_until=NOW)
    monkeypatch.setattr(import_pictures, "_keep", real)
    job = work(acme, manager, import_id)
    assert (counts(job), job["pictures"]) == ((6, 0, 0, 0), {"found": 6, "ready": 6, "refused": 0})
    with acme.scope():
        assert Asset.objects.filter(purpose="image").count() == 6


def test_a_hostile_archive_is_refused_and_hurts_nobody(acme, project, manager):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.png", bytes(100 << 20))
    outside = zipped(**{"../../etc/passwd": b"x"})
    for data in (bomb.getvalue(), outside, zipped(a=b"x")[:-30]):
        job = work(acme, manager, of_file(acme, manager, project, data))
        assert (job["state"], bool(job["error"])) == ("failed", True), data[:40]
    with acme.scope():
        assert not Item.objects.exists()


def test_what_a_bucket_holds_below_a_prefix_comes_in(acme, project, manager, shelf: Shelf):
    shelf.put("client/set/a.png", png(24))
    shelf.put("client/set/deep/b.png", png(25))
    shelf.put("client/set/", b"")
    shelf.put("client/elsewhere.png", png(26))
    found = shelf.of(acme)
    job = work(acme, manager, start(manager, project, bucket_id=str(found.pk), prefix="client/set/"))
    assert (job["state"], job["source"], job["asset_id"], counts(job)) == ("done", "bucket", None, (2, 0, 0, 0))
    with acme.scope():
        assert sorted(asset.filename for asset in Asset.objects.filter(purpose="image")) == ["a.png", "b.png"]


def test_one_object_of_a_bucket_is_read_as_a_file_would_be(acme, project, manager, shelf: Shelf, web, settings):
    files, host = web
    settings.TRUSTED_HOSTS_OUT = [*settings.TRUSTED_HOSTS_OUT, host]
    files["/a.png"] = png(24)
    rows = [
        {"external_id": "1", "content": {"image": f"http://{host}/a.png"}},
        {"external_id": "2", "content": {"image": f"http://{host}/missing.png"}},
    ]
    shelf.put("client/items.jsonl", b"\n".join(map(orjson.dumps, rows)))
    found = shelf.of(acme)
    job = work(acme, manager, start(manager, project, bucket_id=str(found.pk), prefix="client/items.jsonl"))
    assert (job["format"], job["filename"]) == ("jsonl", "Files/client/items.jsonl")
    assert counts(job)[0] + counts(job)[3] == 2


def test_a_bucket_of_another_client_or_organisation_is_none_of_the_projects(acme, globex, project, manager, shelf):
    theirs = shelf.of(globex)
    others = shelf.of(acme, acme.clients[1])
    outside = shelf.of(acme)
    for bucket_id, prefix in ((theirs.pk, "client/"), (others.pk, "client/"), (outside.pk, "other/")):
        body = {"bucket_id": str(bucket_id), "prefix": prefix}
        assert manager.post(f"projects/{project.pk}/imports", body).status_code == 400


def test_addresses_are_fetched_and_those_that_cannot_be_are_named(acme, project, manager, web, settings):
    files, host = web
    settings.TRUSTED_HOSTS_OUT = [host]
    files |= {"/1.png": png(24), "/2.png": png(25)}
    urls = [f"http://{host}/1.png", f"http://{host}/gone.png", f"http://{host}/2.png", "http://169.254.169.254/x.png"]
    job = work(acme, manager, start(manager, project, urls=urls))
    assert (job["state"], job["source"], counts(job)) == ("done", "urls", (2, 0, 0, 0))
    (lost,) = job["lost"]
    assert (lost["what"], lost["count"]) == ("addresses that could not be read", 2)
    assert [each["where"] for each in lost["examples"]] == [urls[1], urls[3]]


def test_addresses_of_this_network_are_never_asked(acme, project, manager, web):
    files, host = web
    files["/items.jsonl"] = b"{}"
    job = work(acme, manager, start(manager, project, urls=[f"http://{host}/items.jsonl"]))
    assert (job["state"], "could not be read" in job["error"]) == ("failed", True)
    for bad in ("file:///etc/passwd", "ftp://example.com/a", "http://name:word@example.com/", "//example.com"):
        answer = manager.post(f"projects/{project.pk}/imports", {"urls": [bad]})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/urls/0")


__all__ = ["bucket", "shelf"]
