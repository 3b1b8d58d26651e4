"""Imports by a real worker that is killed."""

import pytest
from django.db import transaction

from annotation.models import Assignment, Import, Item
from annotation.tests.long_work import (
    Machinery,
    bucket,
    caller,
    content,
    lines,
    machinery,
    make_project,
    until,
    verified,
)
from config.tests.world import make_world


@pytest.mark.django_db(transaction=True)
def test_an_import_whose_workers_are_killed_takes_every_line_in_once(machinery: Machinery):
    make_world("globex")
    acme = make_world("acme")
    manager, project = caller(acme), make_project(acme)
    rows = [{"external_id": f"item-{n}", "content": content(f"Question {n}?")} for n in range(300)]
    rows.insert(200, rows[3])
    asset = verified(acme, manager, project, "items.jsonl", lines(*rows))
    import_id = manager.post(f"projects/{project.pk}/imports", {"asset_id": str(asset.pk)}).json()["id"]
    machinery.relay()
    places = (
        "place_items:2:after",  # in an open transaction, the items inserted
        "_take_in:3:after",  # between two transactions
        "_recall:1:before",  # before anything
        "_finish:1:before",  # everything taken in, not yet done
    )
    worker = machinery.worker(
        "--set=annotation.actions.imports.BATCH_LINES=50",
        *[f"--stop=annotation.actions.imports.{place}" for place in places],
    )
    for _ in places:
        machinery.kill_when_stopped(worker)

    def done():
        job = manager.get(f"imports/{import_id}").json()
        return job if job["state"] not in {"queued", "running"} else None

    job = until(done)
    assert (job["state"], job["created"], job["problem_count"]) == ("done", 300, 1)
    problems = manager.get(f"imports/{import_id}/problems").json()["results"]
    assert problems == [{"line": 201, "detail": "The external id 'item-3' stands on line 4 already."}]
    with acme.scope(), transaction.atomic():
        ids = Item.objects.order_by("position").values_list("external_id", flat=True)
        assert list(ids) == [f"item-{n}" for n in range(300)]
        assert Assignment.objects.count() == 900
        assert Import.objects.get().fence == 5


__all__ = ["bucket", "machinery"]
