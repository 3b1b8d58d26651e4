"""Deliveries to clients' own buckets, and files that are made again and again."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import Bucket, Event
from annotation import buckets
from annotation.tests.long_work import bucket, caller, make_project
from annotation.tests.shelves import Shelf, shelf
from config.tests.work import make_items
from config.tests.world import CANARY, NOW
from exports import tasks
from exports.actions import deliveries
from exports.actions.schedules import next_moment, start_due_exports
from exports.models import Delivery, Export, Schedule
from exports.tests.answered import answer, fetched
from exports.tests.test_exports import Killed, built, killed_at, start, work

pytestmark = pytest.mark.usefixtures("bucket")


@pytest.fixture
def manager(acme):
    return caller(acme)


@pytest.fixture
def project(acme, globex):
    theirs = make_project(globex, mark=f"{CANARY} ")
    with globex.scope(), transaction.atomic():
        make_items(theirs, 1, globex.manager, mark=f"{CANARY} ")
        answer(theirs, globex.ann, ["c"], ["b"], ["a"])
    project = make_project(acme)
    with acme.scope(), transaction.atomic():
        make_items(project, 2, acme.manager)
        answer(project, acme.ann, ["a"], ["b"], ["c"])
    return project


@pytest.fixture
def target(acme, shelf: Shelf):
    """A bucket of the project's client that takes files."""
    return shelf.of(acme)


def deliver(world, delivery_id):
    with world.scope():
        deliveries.run_delivery(delivery_id, now=timezone.now)


def post(manager, job, target, **more):
    return manager.post(f"exports/{job['id']}/deliveries", {"bucket_id": str(target.pk), **more})


def test_a_file_arrives_whole_under_its_name_or_a_path(acme, project, manager, target, shelf: Shelf):
    job = built(acme, manager, project, people="pseudonyms")
    for path in ("", "2026/answers.jsonl"):
        made = post(manager, job, target, path=path)
        assert made.status_code == 202, made.content
        key = f"{target.prefix}{path or job['filename']}"
        assert (made.json()["key"], made.json()["size"], made.json()["state"]) == (key, job["size"], "queued")
        deliver(acme, made.json()["id"])
        done = manager.get(f"deliveries/{made.json()['id']}").json()
        assert (done["state"], done["done"], done["error"]) == ("done", job["size"], None)
        assert shelf.get(key) == fetched(manager, job["id"])
    listed = manager.get(f"exports/{job['id']}/deliveries").json()["results"]
    assert [each["key"] for each in listed][::-1] == [f"{target.prefix}{job['filename']}", f"{target.prefix}{path}"]
    with acme.scope():
        assert Event.objects.filter(kind="delivery.finished", data__state="done").count() == 2


def test_a_delivery_goes_on_behind_the_parts_that_arrived(acme, project, manager, target, shelf: Shelf, monkeypatch):
    job = built(acme, manager, project, people="none")
    made = post(manager, job, target).json()
    for name, after in (("start_upload", True), ("put_part", True), ("complete_upload", True)):
        with monkeypatch.context() as patch, acme.scope():
            killed_at(patch, name, 1, after=after, of=buckets)
            with pytest.raises(Killed):
                deliveries.run_delivery(made["id"], now=timezone.now)
            Delivery.objects.update(lease_until=NOW)
    deliver(acme, made["id"])
    done = manager.get(f"deliveries/{made['id']}").json()
    assert done["state"] == "done", done
    assert shelf.get(done["key"]) == fetched(manager, job["id"])


def test_a_bucket_that_refuses_fails_the_delivery_in_the_end(acme, project, manager, target, monkeypatch):
    job = built(acme, manager, project, people="none")
    made = post(manager, job, target).json()
    with acme.scope():
        Bucket.objects.filter(pk=target.pk).update(writable=False)
    deliver(acme, made["id"])
    done = manager.get(f"deliveries/{made['id']}").json()
    assert (done["state"], done["error"]) == ("failed", "Nothing may be written to this bucket.")


def test_what_may_not_go_there_is_refused(acme, globex, project, manager, target):
    named = built(acme, manager, project)
    hidden = built(acme, manager, project, people="pseudonyms")
    unfinished = {"id": start(manager, project, people="none")}
    assert post(manager, named, target).json()["errors"][0]["pointer"] == "/bucket_id"
    assert post(manager, unfinished, target).status_code == 409
    for path in ("../x", "/x", "a//b", "a\x01"):
        assert post(manager, hidden, target, path=path).status_code == 400, path
    with acme.scope():
        Bucket.objects.filter(pk=target.pk).update(client=acme.clients[1])
    assert post(manager, hidden, target).json()["errors"][0]["pointer"] == "/bucket_id"
    stranger = caller(globex)
    assert post(stranger, hidden, target).status_code == 404
    assert post(caller(acme, acme.client), hidden, target).status_code == 403
    with acme.scope():
        assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("every", "after", "expected"),
    [
        ("day", "2026-11-22T02:59", "2026-11-22T03:00"),
        ("day", "2026-11-22T03:00", "2026-11-23T03:00"),
        ("week", "2026-11-22T04:00", "2026-11-23T03:00"),
        ("week", "2026-11-23T03:00", "2026-11-30T03:00"),
        ("month", "2026-11-22T04:00", "2026-12-01T03:00"),
        ("month", "2026-12-31T04:00", "2027-01-01T03:00"),
    ],
)
def test_the_next_time_is_behind_the_last_one(every, after, expected):
    moment = datetime.fromisoformat(after).replace(tzinfo=UTC)
    assert next_moment(every, 3, moment) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


def test_a_schedule_makes_one_file_for_each_time_and_delivers_it(acme, project, manager, target, shelf: Shelf):
    body = {"format": "annotations", "options": {"people": "pseudonyms"}, "every": "day", "hour": 3}
    made = manager.post(f"projects/{project.pk}/schedules", body | {"bucket_id": str(target.pk)})
    assert made.status_code == 201, made.content
    schedule = made.json()
    due = datetime.fromisoformat(schedule["next_at"])
    with acme.scope():
        assert start_due_exports(at=due - timedelta(seconds=1)) == []
        (job,) = start_due_exports(at=due + timedelta(days=3))  # however many were missed
        assert start_due_exports(at=due + timedelta(days=3)) == []
    work(acme, job.pk)
    row = manager.get(f"schedules/{schedule['id']}").json()
    assert row["last_export_id"] == str(job.pk)
    assert datetime.fromisoformat(row["next_at"]) == due + timedelta(days=4)
    with acme.scope():
        delivery = Delivery.objects.get(export=job.pk)
    deliver(acme, delivery.pk)
    assert shelf.get(delivery.key) == fetched(manager, str(job.pk))


def test_a_schedule_can_be_changed_stopped_and_removed(acme, project, manager):
    body = {"format": "annotations", "options": {}, "every": "week", "hour": 0}
    schedule = manager.post(f"projects/{project.pk}/schedules", body).json()
    address = f"/api/v1/acme/schedules/{schedule['id']}"
    changed = manager.browser.patch(address, {"active": False}, format="json").json()
    assert changed["active"] is False
    with acme.scope():
        Schedule.objects.update(next_at=NOW)
        assert start_due_exports(at=timezone.now()) == []
    for bad in ({"hour": 24}, {"every": "hour"}, {"format": "nonsense"}, {"options": {"rows": 1}}):
        assert manager.browser.patch(address, bad, format="json").status_code == 400, bad
    assert manager.browser.delete(address).status_code == 204
    assert manager.get(f"projects/{project.pk}/schedules").json()["results"] == []


def test_a_schedule_of_somebody_who_left_stops(acme, project, manager):
    body = {"format": "annotations", "options": {}, "every": "day", "hour": 0}
    manager.post(f"projects/{project.pk}/schedules", body)
    with acme.scope():
        Schedule.objects.update(next_at=NOW)
        type(acme.manager).objects.filter(pk=acme.manager.pk).update(role="annotator")
        assert start_due_exports(at=timezone.now()) == []
        assert not Schedule.objects.get().active
        assert not Export.objects.exists()


def test_due_schedules_of_every_organisation_are_begun(acme, globex, project, manager):
    manager.post(f"projects/{project.pk}/schedules", {"format": "annotations", "every": "day", "hour": 0})
    with acme.scope():
        Schedule.objects.update(next_at=NOW)
    tasks.start_due.apply(throw=True)
    with acme.scope():
        assert Export.objects.get().due_at == NOW
    with globex.scope():
        assert not Export.objects.exists()


__all__ = ["bucket", "shelf"]
