"""From a schedule that is due to the file in the client's bucket, by a real worker and relay, one of whom is killed."""

import hashlib
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import transaction

from accounts.models import Event
from annotation.tests.long_work import Machinery, bucket, caller, machinery, make_project, until
from annotation.tests.shelves import Shelf, shelf
from config.celery import app
from config.tests.work import make_items
from config.tests.world import make_world
from exports.models import Delivery, Export, Schedule
from exports.tests.answered import answer

PLACES = (
    "exports.actions.schedules.start_export:1:before",
    "annotation.storage.complete_multipart:1:before",
    "annotation.buckets.put_part:1:after",
    "annotation.buckets.complete_upload:1:after",
)
"""Between a schedule and its export, before the file is whole, and inside the delivery."""


@pytest.mark.django_db(transaction=True)
def test_a_due_schedule_becomes_one_file_in_the_bucket_whoever_dies(machinery: Machinery, shelf: Shelf):
    acme = make_world("acme")
    project, manager, target = make_project(acme), caller(acme), shelf.of(acme)
    with acme.scope(), transaction.atomic():
        make_items(project, 2, acme.manager)
        answer(project, acme.ann, ["a"], ["b"], ["c"])
    body = {"format": "annotations", "options": {"people": "pseudonyms"}, "every": "day", "hour": 3}
    made = manager.post(f"projects/{project.pk}/schedules", body | {"bucket_id": str(target.pk)})
    assert made.status_code == 201, made.content
    with acme.scope(), transaction.atomic():
        Schedule.objects.update(next_at=datetime(2026, 1, 1, 3, tzinfo=UTC))
    machinery.environment["TRUSTED_HOSTS_OUT"] = urlsplit(settings.S3.endpoint).netloc
    worker = machinery.worker(*[f"--stop={place}" for place in PLACES])
    machinery.relay()
    with app.connection_for_write(url=machinery.environment["REDIS_URL"]) as broker:
        for _ in range(3):  # as the clock's process sends them: a killed worker's message is followed by another
            app.send_task("exports.start_due", connection=broker)
    for _ in PLACES:
        machinery.kill_when_stopped(worker)

    def delivered():
        with acme.scope(), transaction.atomic():
            return Delivery.objects.select_related("export").filter(state__in=["done", "failed"]).first()

    delivery = until(delivered, 120)
    assert (delivery.state, delivery.error) == ("done", "")
    assert hashlib.sha256(shelf.get(delivery.key)).hexdigest() == delivery.export.sha256
    with acme.scope(), transaction.atomic():
        assert (Export.objects.count(), Delivery.objects.count()) == (1, 1)
        assert Event.objects.filter(kind="delivery.finished").count() == 1


__all__ = ["bucket", "machinery", "shelf"]
