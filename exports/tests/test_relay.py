"""The relay: every job that is due gets its hint, whatever is away meanwhile."""

import base64
import signal
import time
from contextlib import closing
from datetime import timedelta

import orjson
import pytest
import redis
from django.db import transaction
from django.utils import timezone
from uuid_utils.compat import uuid4

from annotation.models import Asset, Import
from annotation.tests.long_work import Machinery, bucket, machinery, make_project, until
from config.tests.world import NOW, make_world
from exports.actions.relay import relay_due
from exports.management.commands import relay
from exports.models import Export
from exports.queries.due import DueJob
from exports.tests.gate import gate_before

ALWAYS = timedelta(hours=-1)  # as if an hour had gone by since every hint


def make_jobs(world):
    """One job of each kind that is due; (kind, id) of each."""
    project = make_project(world)
    with world.scope(), transaction.atomic():
        common = {"project": project, "created_by": world.manager, "created_at": NOW}
        upload = {"purpose": "text", "filename": "a.txt", "media_type": "text/plain", "size": 1}
        asset = Asset.objects.create(**common, **upload, key=f"a{uuid4()}", status="verifying")
        job = Import.objects.create(**common, asset=asset)
        export = Export.objects.create(**common, format="annotations", filename="a.jsonl")
    return [("asset", asset.pk), ("import", job.pk), ("export", export.pk)]


@pytest.fixture
def due(acme, globex):
    return [(kind, job_id, world.organisation.pk) for world in (acme, globex) for kind, job_id in make_jobs(world)]


def relayed(patience=timedelta(hours=1)):
    sent = []
    relay_due(lambda task, job: sent.append((task, job)), most=100, patience=patience)
    return sent


def in_short(sent):
    return sorted((job.kind, job.id, job.organisation_id) for _, job in sent)


def test_every_due_job_of_every_organisation_gets_one_hint(due):
    sent = relayed()
    assert in_short(sent) == sorted(due)
    assert {(job.kind, task) for task, job in sent} == {
        ("asset", "annotation.verify_asset"),
        ("import", "annotation.run_import"),
        ("export", "exports.build_export"),
    }
    assert relayed() == []
    assert in_short(relayed(ALWAYS)) == sorted(due)


def test_jobs_that_are_held_over_or_not_sent_yet_get_none(acme, globex, due):
    with acme.scope():
        Asset.objects.update(status="uploading")
        Import.objects.update(state="done")
        Export.objects.update(state="running", lease_until=timezone.now() + timedelta(minutes=1))
    assert {organisation for _, _, organisation in in_short(relayed(ALWAYS))} == {globex.organisation.pk}


def test_a_job_whose_worker_died_gets_a_hint_again(acme, due):
    relayed()
    with acme.scope():
        Export.objects.update(state="running", lease_until=NOW, hinted_at=None)
    assert [job.kind for _, job in relayed()] == ["export"]


def test_a_hint_that_was_not_sent_is_not_noted(due):
    def away(task, job):
        raise OSError("no route to host")

    with pytest.raises(OSError, match="no route"):
        relay_due(away, most=100, patience=ALWAYS)
    assert in_short(relayed()) == sorted(due)


# The process


@pytest.fixture
def organisation(machinery: Machinery):
    """An organisation with three jobs that are due, in the database of the processes."""
    make_world("globex")
    acme = make_world("acme")
    acme.jobs = make_jobs(acme)
    return acme


def messages(machinery):
    """What the broker has for workers."""
    with redis.Redis.from_url(machinery.environment["REDIS_URL"]) as broker:
        return [orjson.loads(message) for message in broker.lrange("celery", 0, -1)]


def end(process):
    """SIGTERM; the exit code, and how long it took."""
    begun = time.monotonic()
    process.send_signal(signal.SIGTERM)
    return process.wait(20), time.monotonic() - begun


def test_the_relay_puts_the_organisation_into_the_message_and_ends_when_told(organisation, machinery):
    process = machinery.relay()
    until(lambda: len(messages(machinery)) >= 3)
    headers = {message["headers"]["task"]: message["headers"] for message in messages(machinery)}
    assert set(headers) == {"annotation.verify_asset", "annotation.run_import", "exports.build_export"}
    assert {header["organisation"] for header in headers.values()} == {str(organisation.organisation.pk)}
    body = orjson.loads(base64.b64decode(messages(machinery)[0]["body"]))
    assert body[1]["job_id"] in {str(job_id) for _, job_id in organisation.jobs}
    code, seconds = end(process)
    assert code == 0
    assert seconds < 2


def test_the_relay_does_not_fill_the_broker(organisation, machinery, monkeypatch):
    monkeypatch.setattr(relay, "MOST_WAITING", 2)
    with closing(relay.Broker()) as broker:
        monkeypatch.setattr(relay.current_app.conf, "broker_url", machinery.environment["REDIS_URL"])
        assert broker.room() == 2
        for left in (1, 0, 0):
            broker.publish("annotation.run_import", DueJob("import", uuid4(), uuid4()))
            assert broker.room() == left


@pytest.mark.parametrize("engine", ["REDIS_URL", "DATABASE_URL"])
def test_the_relay_waits_for_an_engine_that_is_away(organisation, machinery, engine):
    with closing(gate_before(machinery.environment[engine], "closed")) as gate:
        process = machinery.relay(**{engine: gate.through(machinery.environment[engine])})
        until(lambda: gate.visitors > 1)
        assert process.poll() is None
        assert messages(machinery) == []
        gate.turn("open")
        until(lambda: len(messages(machinery)) >= 3)
        gate.turn("closed")  # and once more, in the middle of its work
        seen = gate.visitors
        until(lambda: gate.visitors > seen + 1)
        before = len(messages(machinery))
        gate.turn("open")
        until(lambda: len(messages(machinery)) > before)
        assert end(process)[0] == 0


@pytest.mark.parametrize("engine", ["REDIS_URL", "DATABASE_URL"])
def test_the_relay_ends_at_once_even_while_an_engine_is_silent(organisation, machinery, engine):
    with closing(gate_before(machinery.environment[engine], "silent")) as gate:
        process = machinery.relay(**{engine: gate.through(machinery.environment[engine])})
        until(lambda: gate.visitors)
        code, seconds = end(process)
        assert code == 0
        assert seconds < 2


__all__ = ["bucket", "machinery"]
