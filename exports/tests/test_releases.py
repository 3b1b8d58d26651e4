"""Releases: written down once, rendered again and again, accepted by the client, and never changed."""

import hashlib
import io
import zipfile

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.models import Event, Notification
from annotation import storage
from annotation.actions.contents import change_content
from annotation.models import Item, JobState, ProjectPerson
from annotation.tests.long_work import bucket, caller, make_project
from config.tests.work import make_items
from config.tests.world import CANARY, NOW
from exports.actions import exports as actions
from exports.models import Export, ExportChunk, Release
from exports.queries import releases as queries
from exports.tests.answered import answer, fetched, rows
from exports.tests.test_exports import Killed, built, killed_at, let_the_lease_run_out, work

pytestmark = pytest.mark.usefixtures("bucket")

SPLIT = {"train": 0.5, "validation": 0.25, "test": 0.25, "seed": "7"}


@pytest.fixture
def manager(acme):
    return caller(acme)


@pytest.fixture
def project(acme, globex):
    """Two items answered by ann and ben, the third by nobody."""
    theirs = make_project(globex, mark=f"{CANARY} ")
    with globex.scope(), transaction.atomic():
        make_items(theirs, 1, globex.manager, mark=f"{CANARY} ")
        answer(theirs, globex.ann, ["c"], ["b"], ["a"])
    project = make_project(acme)
    with acme.scope(), transaction.atomic():
        make_items(project, 3, acme.manager)
        for member in (acme.ann, acme.ben):
            answer(project, member, ["a"], ["b"], ["c"])
            answer(project, member, ["c"], ["b"], ["a"])
    return project


def freeze_id(world, release):
    with world.scope():
        return str(Export.objects.get(release_id=release["id"], format="freeze").pk)


def released(world, manager, project, **given):
    """A release, complete."""
    reply = manager.post(f"projects/{project.pk}/releases", {"name": "First", **given})
    assert reply.status_code == 202, reply.content
    assert reply.json()["state_of_release"] == "building"
    work(world, freeze_id(world, reply.json()))
    return manager.get(f"releases/{reply.json()['id']}").json()


def rendered(world, manager, release, kind="annotations", **options):
    reply = manager.post(f"releases/{release['id']}/exports", {"format": kind, "options": options})
    assert reply.status_code == 202, reply.content
    work(world, reply.json()["id"])
    job = manager.get(f"exports/{reply.json()['id']}").json()
    assert job["state"] == "done", job
    return job


def test_a_release_is_numbered_and_offered_and_the_managers_hear_of_it(acme, project, manager):
    with acme.scope(), transaction.atomic():
        ProjectPerson.objects.create(project=project, member=acme.owner)
    release = released(acme, manager, project, notes="The first **one**.", licence="cc-by-4.0")
    assert (release["number"], release["name"], release["state_of_release"]) == (1, "First", "offered")
    assert (release["items"], release["annotations"], release["form_version"]) == (3, 4, 1)
    assert release["options"] == {"answers": "all", "people": "pseudonyms", "split": None}
    assert release["agreement"][0]["question"] == "order"
    assert released(acme, manager, project)["number"] == 2
    with acme.scope(), transaction.atomic():
        kinds = Event.objects.filter(subject_id=release["id"]).order_by("id").values_list("kind", flat=True)
        assert list(kinds) == ["release.started", "release.offered"]
        told = Notification.objects.filter(kind="release.offered", subject_id=release["id"])
        assert {row.member_id for row in told} == {acme.owner.pk, acme.manager.pk}


def test_every_format_is_written_from_what_was_frozen_whatever_happens_since(acme, project, manager):
    live = built(acme, manager, project, people="pseudonyms")
    pairs = built(acme, manager, project, "trl_preference", people="pseudonyms")
    release = released(acme, manager, project)
    with acme.scope(), transaction.atomic():
        item = Item.objects.get(external_id="item-0")
        changed = {**item.content, "prompt": {"text": "Changed?"}}
        change_content(item=item, content=changed, metadata={"x": 1}, then="keep", by=acme.manager, at=NOW)
        answer(project, acme.cleo, ["b"], ["a"], ["c"])
        Item.objects.filter(external_id="item-1").update(state="withdrawn")
    job = rendered(acme, manager, release)
    assert rows(fetched(manager, job["id"])) == rows(fetched(manager, live["id"]))
    assert (job["counts"], job["release_id"]) == (live["counts"], release["id"])
    assert (job["done"], job["total"]) == (4, 4)
    assert rendered(acme, manager, release, "trl_preference")["sha256"] == pairs["sha256"]
    assert job["filename"] == "helpfulness-release-1-annotations.jsonl"
    listed = manager.get(f"releases/{release['id']}/exports").json()["results"]
    assert [each["format"] for each in listed] == ["trl_preference", "annotations"]
    assert [each["id"] for each in manager.get(f"projects/{project.pk}/exports").json()["results"]] == [
        pairs["id"],
        live["id"],
    ]


def test_the_same_rows_frozen_again_and_rendered_again_are_the_same_bytes(acme, project, manager, monkeypatch):
    release = released(acme, manager, project, split=SPLIT)
    first = rendered(acme, manager, release)
    assert rendered(acme, manager, release)["sha256"] == first["sha256"]
    with zipfile.ZipFile(io.BytesIO(fetched(manager, first["id"]))) as archive:
        assert archive.testzip() is None
    with acme.scope():
        frozen = Export.objects.get(release_id=release["id"], format="freeze")
        key = storage.new_key(acme.organisation.pk, "exports")
        kept = ("project_id", "options", "about", "frozen_at", "total", "created_by_id", "created_at", "filename")
        again = Export.objects.create(format="freeze", key=key, **{name: getattr(frozen, name) for name in kept})
        ExportChunk.objects.bulk_create(
            ExportChunk(project=project, export=again, number=row.number, items=row.items, answers=row.answers)
            for row in frozen.chunks.all()
        )
        killed_at(monkeypatch, "assemble", 1)
        with pytest.raises(Killed):
            actions.build_export(again.pk, now=timezone.now)
        monkeypatch.undo()
        let_the_lease_run_out()
        Export.objects.filter(pk=frozen.pk).update(lease_until=None)
        monkeypatch.setattr(storage, "read", storage.read)
        actions.build_export(again.pk, now=timezone.now)
        again.refresh_from_db()
        assert (again.state, again.sha256) == ("done", frozen.sha256)


def test_everything_is_in_the_freeze_and_nobodys_name(acme, project, manager):
    with acme.scope(), transaction.atomic():
        item = Item.objects.get(external_id="item-0")
        changed = {**item.content, "prompt": {"text": "Changed?"}}
        change_content(item=item, content=changed, metadata=None, then="keep", by=acme.manager, at=NOW)
    release = released(acme, manager, project)
    file = fetched(manager, rendered(acme, manager, release, "concord")["id"])
    header, *lines = rows(file)
    assert (header["release"], header["project"], [form["version"] for form in header["forms"]]) == (
        1,
        project.name,
        [1],
    )
    assert [line["external_id"] for line in lines] == ["item-0", "item-1", "item-2"]
    assert lines[0]["content"]["prompt"]["text"] == "Changed?"
    assert [each["version"] for each in lines[0]["contents"]] == [1]
    assert [each["content_version"] for each in lines[0]["annotations"]] == [1, 1]
    assert len(lines[0]["annotations"][0]["revisions"]) == 1
    assert lines[2]["annotations"] == []
    people = [str(member.pk) for member in acme.members.values()]
    assert "people" not in header
    assert not any(person in file.decode() for person in people)
    assert not any(str(member.user) in file.decode() for member in acme.members.values())
    live = rows(fetched(manager, built(acme, manager, project, "concord")["id"]))
    assert {person["id"] for person in live[0]["people"]} >= {str(acme.ann.pk), str(acme.ben.pk)}


def test_the_manifest_and_the_readme_tell_what_it_is_made_of(acme, project, manager):
    release = released(acme, manager, project)
    job = rendered(acme, manager, release, "trl_preference")
    manifest = manager.get(f"releases/{release['id']}/manifest").json()
    assert (manifest["release"], manifest["items"], manifest["annotations"]) == (1, 3, 4)
    assert (manifest["form_version"], manifest["guidelines_version"], manifest["code_version"]) == (1, 1, "0.1.0")
    assert manifest["object_lock"] in {True, False}
    assert [(file["format"], file["sha256"]) for file in manifest["files"]] == [
        ("freeze", release["sha256"]),
        ("trl_preference", job["sha256"]),
    ]
    kept = manager.get(f"releases/{release['id']}/manifest", download="1")
    assert kept.headers["content-disposition"] == 'attachment; filename="release-1-manifest.json"'
    readme = manager.get(f"releases/{release['id']}/readme")
    assert readme.headers["content-type"] == "text/markdown; charset=utf-8"
    assert job["sha256"] in readme.content.decode()


def test_two_releases_are_compared_item_by_item(acme, project, manager):
    first = released(acme, manager, project)
    with acme.scope(), transaction.atomic():
        answer(project, acme.cleo, ["b"], ["a"], ["c"])
        make_items(project, 2, acme.manager, mark="New ")
        Item.objects.filter(external_id="item-1").update(state="withdrawn")
    second = released(acme, manager, project)
    path = f"releases/{second['id']}/diff"
    whole = manager.get(path, **{"with": first["id"]}).json()
    assert (whole["added"], whole["removed"], whole["changed"], whole["next"]) == (2, 1, 1, None)
    told = [(row["external_id"], row["change"]) for row in whole["results"]]
    assert [change for _, change in told] == ["changed", "removed", "added", "added"]
    assert [len(side["annotations"]) for side in (whole["results"][0]["before"], whole["results"][0]["after"])] == [
        2,
        3,
    ]
    assert (whole["results"][1]["after"], whole["results"][2]["before"]) == (None, None)
    paged = []
    query = {"with": first["id"], "limit": 1}
    for _ in range(5):
        page = manager.get(path, **query).json()
        paged += page["results"]
        query["cursor"] = page["next"]
        if page["next"] is None:
            break
    assert paged == whole["results"]
    same = manager.get(path, **{"with": second["id"]}).json()
    assert (same["results"], same["added"]) == ([], 0)
    assert manager.get(path).status_code == 400
    assert manager.get(path, **{"with": first["id"], "cursor": "WzEsMl0x"}).status_code == 400


def test_the_client_accepts_and_then_nothing_can_delete_it(acme, project, manager):
    release = released(acme, manager, project)
    job = rendered(acme, manager, release)
    client = caller(acme, acme.client)
    rejected = client.post(f"releases/{release['id']}/reject", {"comment": "The third item is missing."}).json()
    assert (rejected["state_of_release"], rejected["comments"][0]["text"]) == ("rejected", "The third item is missing.")
    accepted = client.post(f"releases/{release['id']}/accept", {"comment": "Fine."}).json()
    assert [comment["verdict"] for comment in accepted["comments"]] == ["rejected", "accepted"]
    assert accepted["comments"][1]["by"] == {"id": str(acme.client.pk), "name": "Client"}
    assert len(fetched(client, job["id"])) == job["size"]
    for word in ("accept", "reject"):
        again = client.post(f"releases/{release['id']}/{word}", {"comment": ""})
        assert (again.status_code, again.json()["type"]) == (409, "release-not-offered")
    refused = manager.browser.delete(f"/api/v1/acme/releases/{release['id']}")
    assert (refused.status_code, refused.json()["type"]) == (409, "release-accepted")
    with acme.scope():
        told = Notification.objects.filter(kind="release.accepted", subject_id=release["id"])
        assert {row.member_id for row in told} == {acme.manager.pk}
        held = Release.objects.get(pk=release["id"])
        for change in (
            lambda: Release.objects.filter(pk=held.pk).delete(),
            lambda: Release.objects.filter(pk=held.pk).update(decision="rejected"),
            lambda: Release.objects.filter(pk=held.pk).update(name="Other"),
            lambda: Export.objects.filter(release=held).update(sha256="0" * 64),
            lambda: Export.objects.filter(pk=job["id"])._raw_delete(Export.objects.db),
        ):
            with pytest.raises(DatabaseError, match="release"), transaction.atomic():
                change()


def test_a_release_that_was_not_accepted_goes_with_its_files(
    acme, project, manager, django_capture_on_commit_callbacks
):
    release = released(acme, manager, project)
    rendered(acme, manager, release)
    with acme.scope():
        keys = list(Export.objects.filter(release_id=release["id"]).values_list("key", flat=True))
    with django_capture_on_commit_callbacks(execute=True):
        assert manager.browser.delete(f"/api/v1/acme/releases/{release['id']}").status_code == 204
    assert manager.get(f"releases/{release['id']}").status_code == 404
    for key in keys:
        with pytest.raises(storage.ObjectMissing):
            storage.head(acme.organisation.pk, key)


def test_a_client_sees_its_own_releases_without_names_and_a_stranger_none(acme, globex, project, manager):
    release = released(acme, manager, project)
    named = released(acme, manager, project, people="ids")
    secret = rendered(acme, manager, named)
    live = built(acme, manager, project)
    other = make_project(acme, name="Other")
    with acme.scope():
        type(other).objects.filter(pk=other.pk).update(client=acme.clients[1])
    client = caller(acme, acme.client)
    assert [each["id"] for each in client.get(f"projects/{project.pk}/releases").json()["results"]] == [release["id"]]
    for path in (f"releases/{named['id']}", f"exports/{secret['id']}/download", f"exports/{live['id']}"):
        assert client.get(path).status_code == 404, path
    assert client.get(f"projects/{other.pk}/releases").status_code == 404
    assert client.post(f"projects/{project.pk}/releases", {"name": "Mine"}).status_code == 403
    assert client.post(f"releases/{release['id']}/exports", {"format": "annotations"}).status_code == 403
    assert caller(acme, acme.ann).get(f"releases/{release['id']}").status_code == 403
    stranger = caller(globex)
    for path in ("", "/manifest", "/readme", "/exports"):
        assert stranger.get(f"releases/{release['id']}{path}").status_code == 404
    for word in ("accept", "reject"):
        assert stranger.post(f"releases/{release['id']}/{word}", {"comment": ""}).status_code == 404


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/name"),
        ({"name": " "}, "/name"),
        ({"name": "x", "people": "names"}, "/people"),
        ({"name": "x", "split": {"train": 2}}, "/split"),
        ({"name": "x", "number": 7}, "/number"),
    ],
)
def test_a_release_that_cannot_be_is_refused(acme, project, manager, body, pointer):
    reply = manager.post(f"projects/{project.pk}/releases", body)
    assert reply.status_code == 400
    assert [error["pointer"] for error in reply.json()["errors"]] == [pointer]


def test_nothing_is_made_of_a_release_before_it_is_complete(acme, project, manager):
    release = manager.post(f"projects/{project.pk}/releases", {"name": "First"}).json()
    assert manager.post(f"releases/{release['id']}/exports", {"format": "annotations"}).status_code == 409
    assert manager.get(f"releases/{release['id']}/manifest").status_code == 409
    assert manager.post(f"releases/{release['id']}/accept", {"comment": ""}).status_code == 409
    with acme.scope():
        Export.objects.update(state=JobState.FAILED)
    assert manager.get(f"releases/{release['id']}").json()["state_of_release"] == "failed"


def test_a_changed_freeze_is_never_rendered(acme, project, manager):
    release = released(acme, manager, project)
    with acme.scope():
        frozen = Export.objects.get(release_id=release["id"])
        data = b"".join(storage.read(acme.organisation.pk, frozen.key))
        storage.put(acme.organisation.pk, frozen.key, data.replace(b"Question", b"question"), media_type="text/plain")
    reply = manager.post(f"releases/{release['id']}/exports", {"format": "annotations"}).json()
    work(acme, reply["id"])
    assert manager.get(f"exports/{reply['id']}").json()["state"] == "running"
    assert hashlib.sha256(data).hexdigest() == release["sha256"]
    with acme.scope():
        assert queries.code_version() == "0.1.0"


__all__ = ["bucket"]
