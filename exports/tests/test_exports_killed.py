"""Exports by a real worker that is killed six times, while three people keep submitting."""

import hashlib
import threading
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Event
from accounts.tenancy import organisation_scope
from annotation.actions.items import add_items
from annotation.models import Annotation
from annotation.tests.long_work import Machinery, bucket, caller, machinery, make_project, row, until
from config.celery import app
from config.tests.world import NOW, make_world
from exports.actions.exports import build_export, start_export
from exports.models import Export, ExportChunk
from exports.tests.answered import answer_everything, fetched

PLACES = (
    "exports.actions.exports.freeze:1:after",
    "annotation.storage.start_multipart:1:after",
    "annotation.storage.upload_part:2:after",
    "exports.queries.records.read_chunk:9:before",
    "annotation.storage.complete_multipart:1:after",
    "exports.actions.exports._finish:1:before",
)
ANSWERED, UNANSWERED = 280, 400


@contextmanager
def people_at_work(acme, project):
    """Three people who answer one item after another, each in transactions of their own."""
    stop = threading.Event()

    def work(person, place):
        try:
            with organisation_scope(acme.organisation.pk):
                for position in range(ANSWERED + 1, ANSWERED + UNANSWERED + 1):
                    with transaction.atomic():
                        assert answer_everything(project, person, place, position, position) == 1
                    if stop.wait(0.05):  # people are not as fast as a computer
                        return
        finally:
            connection.close()

    threads = [
        threading.Thread(target=work, args=[person, place])
        for place, person in enumerate((acme.ann, acme.ben, acme.cleo), 1)
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def made_in_one_go(acme, project, frozen):
    """The same frozen revisions as another export, written without any accident."""
    with acme.scope():
        with transaction.atomic():
            again = start_export(project=project, format="annotations", options={}, by=acme.manager, at=NOW)
            Export.objects.filter(pk=again.pk).update(
                frozen_at=frozen.frozen_at, total=frozen.total, about=frozen.about
            )
            ExportChunk.objects.bulk_create(
                ExportChunk(
                    project=project, export=again, number=chunk.number, items=chunk.items, answers=chunk.answers
                )
                for chunk in frozen.chunks.all()
            )
        build_export(again.pk, now=timezone.now)
        with transaction.atomic():
            return Export.objects.get(pk=again.pk)


@pytest.mark.django_db(transaction=True)
def test_six_times_kill_and_ten_messages_make_one_file_with_the_same_bytes(machinery: Machinery):
    make_world("globex")
    acme = make_world("acme")
    manager, project = caller(acme), make_project(acme)
    rows = [row(f"item-{n}", "x" * 20_000 if n < ANSWERED else "?") for n in range(ANSWERED + UNANSWERED)]
    with acme.scope(), transaction.atomic():
        add_items(project=project, rows=rows, by=acme.manager, at=NOW)
        for place, person in enumerate((acme.ann, acme.ben, acme.cleo), 1):
            answer_everything(project, person, place, 1, ANSWERED)
    export_id = manager.post(f"projects/{project.pk}/exports", {"format": "annotations"}).json()["id"]

    with app.connection_for_write(url=machinery.environment["REDIS_URL"]) as broker:
        for _ in range(10):
            message = {"kwargs": {"job_id": export_id}, "headers": {"organisation": str(acme.organisation.pk)}}
            app.send_task("exports.build_export", connection=broker, **message)
    worker = machinery.worker(
        f"--set=exports.actions.parts.PART_BYTES={5 << 20}",
        "--set=exports.actions.freezing.CHUNK_ITEMS=10",
        *[f"--stop={place}" for place in PLACES],
    )
    machinery.relay()
    with people_at_work(acme, project):
        for _ in PLACES:
            machinery.kill_when_stopped(worker)

        def done():
            job = manager.get(f"exports/{export_id}").json()
            return job if job["state"] not in {"queued", "running"} else None

        job = until(done, 60)
    assert (job["state"], job["error"]) == ("done", None)
    file = fetched(manager, export_id)
    assert len(file) == job["size"] > 15 << 20
    assert hashlib.sha256(file).hexdigest() == job["sha256"]
    with acme.scope(), transaction.atomic():
        export = Export.objects.get(pk=export_id)
        assert Annotation.objects.count() > export.total >= 3 * ANSWERED
        assert len(export.parts) >= 3
        assert export.fence == len(PLACES) + 1
        assert Event.objects.filter(kind="export.finished", subject_id=export_id).count() == 1
    again = made_in_one_go(acme, project, export)
    assert (again.sha256, again.counts) == (job["sha256"], job["counts"])
    assert file.count(b"\n") == export.total


__all__ = ["bucket", "machinery"]
