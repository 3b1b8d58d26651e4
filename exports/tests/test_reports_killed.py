"""A report by real workers, of which one is killed in the middle: another one makes it, once and whole."""

import hashlib

import orjson
import pytest
from django.db import transaction

from accounts.models import Event, Notification
from annotation import storage
from annotation.actions.items import add_items
from annotation.tests.long_work import Machinery, bucket, caller, machinery, make_project, row, until
from config.celery import app
from config.tests.world import NOW, make_world
from exports.models import Report
from exports.tests.answered import answer_everything

ITEMS = 40
PLACES = (
    "exports.queries.reports.read_sections:1:before",
    "exports.actions.reports._read:1:after",
    "annotation.storage.put:2:after",
)


@pytest.mark.django_db(transaction=True)
def test_a_report_whose_workers_are_killed_is_made_once(machinery: Machinery):
    make_world("globex")
    acme = make_world("acme")
    project, manager = make_project(acme), caller(acme)
    with acme.scope(), transaction.atomic():
        add_items(project=project, rows=[row(f"item-{n}") for n in range(ITEMS)], by=acme.manager, at=NOW)
        for place, person in enumerate((acme.ann, acme.ben, acme.cleo), 1):
            answer_everything(project, person, place)
    report_id = manager.post(f"projects/{project.pk}/reports", {}).json()["id"]
    with app.connection_for_write(url=machinery.environment["REDIS_URL"]) as broker:
        for _ in range(5):
            message = {"kwargs": {"job_id": report_id}, "headers": {"organisation": str(acme.organisation.pk)}}
            app.send_task("exports.build_report", connection=broker, **message)
    worker = machinery.worker(*[f"--stop={place}" for place in PLACES])
    machinery.relay()
    for _ in PLACES:
        machinery.kill_when_stopped(worker)

    def done():
        with acme.scope(), transaction.atomic():
            report = Report.objects.get(pk=report_id)
        return report if report.state not in {"queued", "running"} else None

    report = until(done, 120)
    assert (report.state, report.error, report.done) == ("done", "", ITEMS)
    assert report.fence == len(PLACES) + 1
    files = {kind: b"".join(storage.read(acme.organisation.pk, told["key"])) for kind, told in report.files.items()}
    assert {kind: hashlib.sha256(data).hexdigest() for kind, data in files.items()} == {
        kind: told["sha256"] for kind, told in report.files.items()
    }
    assert orjson.loads(files["json"])["projects"][0]["counts"]["annotations"] == 3 * ITEMS
    with acme.scope(), transaction.atomic():
        assert Event.objects.filter(kind="report.finished", subject_id=report_id).count() == 1
        assert Notification.objects.filter(kind="report.ready", subject_id=report_id).count() == 1


__all__ = ["bucket", "machinery"]
