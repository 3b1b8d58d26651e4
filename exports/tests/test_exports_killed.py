"""Exports by a real worker that is killed six times, while three people keep submitting."""

import hashlib
import io
import random
import threading
import zipfile
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Event
from accounts.tenancy import organisation_scope
from annotation import storage
from annotation.actions.items import add_items
from annotation.models import Annotation
from annotation.tests.long_work import Machinery, bucket, caller, machinery, make_project, row, until
from config.celery import app
from config.tests.world import NOW, make_world
from exports.actions.exports import build_export, start_export
from exports.models import Export, ExportChunk
from exports.tests.answered import answer_everything

PLACES = (
    "exports.actions.exports.freeze:1:after",
    "annotation.storage.start_multipart:1:after",
    "annotation.storage.upload_part:2:after",
    "exports.queries.records.named_items:9:before",
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
            options = {"split": frozen.options["split"]}
            again = start_export(project=project, format="annotations", options=options, by=acme.manager, at=NOW)
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


REPLAYED = (
    "exports.actions.exports.freeze:1:after",
    "annotation.storage.start_multipart:1:after",
    "annotation.storage.upload_part:1:after",
    "annotation.storage.upload_part:1:before",
    "annotation.storage.complete_multipart:1:after",
    "exports.actions.exports._finish:1:before",
)
"""Of a file that is written again from its beginning: a part is sent by one worker and known to those that follow."""


@pytest.fixture
def answered(machinery: Machinery):
    """Large items that three people have answered, and small ones that they will answer meanwhile."""
    make_world("globex")
    acme = make_world("acme")
    project = make_project(acme)
    rows = [row(f"item-{n}", noise(n) if n < ANSWERED else "?") for n in range(ANSWERED + UNANSWERED)]
    with acme.scope(), transaction.atomic():
        add_items(project=project, rows=rows, by=acme.manager, at=NOW)
        for place, person in enumerate((acme.ann, acme.ben, acme.cleo), 1):
            answer_everything(project, person, place, 1, ANSWERED)
    return acme, project, caller(acme)


def noise(number: int) -> str:
    """A text that a zip makes little smaller."""
    return random.Random(number).randbytes(10_000).hex()


def killed_six_times(machinery, acme, project, manager, export_id, places):
    """The export as it ends when ten messages arrived for it and each place killed a worker."""
    with app.connection_for_write(url=machinery.environment["REDIS_URL"]) as broker:
        for _ in range(10):
            message = {"kwargs": {"job_id": export_id}, "headers": {"organisation": str(acme.organisation.pk)}}
            app.send_task("exports.build_export", connection=broker, **message)
    worker = machinery.worker(
        f"--set=exports.actions.parts.PART_BYTES={5 << 20}",
        "--set=exports.actions.freezing.CHUNK_ITEMS=10",
        *[f"--stop={place}" for place in places],
    )
    machinery.relay()
    with people_at_work(acme, project):
        for _ in places:
            machinery.kill_when_stopped(worker)

        def done():
            with acme.scope(), transaction.atomic():
                job = Export.objects.get(pk=export_id)
            return job if job.state not in {"queued", "running"} else None

        job = until(done, 120)
    assert (job.state, job.error) == ("done", "")
    file = b"".join(storage.read(acme.organisation.pk, job.key))
    assert hashlib.sha256(file).hexdigest() == job.sha256
    assert len(file) == job.size
    assert job.fence == len(places) + 1
    with acme.scope(), transaction.atomic():
        assert Event.objects.filter(kind="export.finished", subject_id=export_id).count() == 1
        assert Annotation.objects.count() > job.total >= 3 * ANSWERED
    return job, file


@pytest.mark.django_db(transaction=True)
def test_six_times_kill_and_ten_messages_make_one_file_with_the_same_bytes(machinery: Machinery, answered):
    acme, project, manager = answered
    export_id = manager.post(f"projects/{project.pk}/exports", {"format": "annotations"}).json()["id"]
    export, file = killed_six_times(machinery, acme, project, manager, export_id, PLACES)
    assert len(export.parts) >= 3
    again = made_in_one_go(acme, project, export)
    assert (again.sha256, again.counts) == (export.sha256, export.counts)
    assert file.count(b"\n") == export.total


@pytest.mark.django_db(transaction=True)
def test_a_zip_is_one_file_too(machinery: Machinery, answered):
    acme, project, manager = answered
    options = {"split": {"train": 0.5, "validation": 0.25, "test": 0.25, "seed": "7"}}
    body = {"format": "annotations", "options": options}
    export_id = manager.post(f"projects/{project.pk}/exports", body).json()["id"]
    export, file = killed_six_times(machinery, acme, project, manager, export_id, REPLAYED)
    again = made_in_one_go(acme, project, export)
    assert (again.sha256, again.counts) == (export.sha256, export.counts)
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        assert archive.testzip() is None
        assert sum(archive.read(name).count(b"\n") for name in archive.namelist()) == export.total


@pytest.mark.django_db(transaction=True)
def test_a_release_is_one_release_too(machinery: Machinery, answered):
    acme, project, manager = answered
    release = manager.post(f"projects/{project.pk}/releases", {"name": "First"}).json()
    with acme.scope(), transaction.atomic():
        export_id = str(Export.objects.get(release_id=release["id"]).pk)
    freeze, file = killed_six_times(machinery, acme, project, manager, export_id, REPLAYED)
    assert manager.get(f"releases/{release['id']}").json()["state_of_release"] == "offered"
    with acme.scope(), transaction.atomic():
        assert Event.objects.filter(kind="release.offered", subject_id=release["id"]).count() == 1
    assert file.count(b"\n") == 1 + freeze.about["items"]
    rendered = manager.post(f"releases/{release['id']}/exports", {"format": "annotations"}).json()["id"]
    with acme.scope():
        build_export(rendered, now=timezone.now)
    assert manager.get(f"exports/{rendered}").json()["counts"]["annotations"] == freeze.total


__all__ = ["bucket", "machinery"]
