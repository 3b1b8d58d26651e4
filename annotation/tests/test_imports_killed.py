"""Imports by a real worker that is killed."""

import orjson
import pytest
from django.db import transaction

from annotation.models import Annotation, Assignment, Import, Item
from annotation.tests.ledger import check_ledger
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
    assert problems == [
        {"line": 201, "where": "line 201", "detail": "The external id 'item-3' stands on line 4 already."}
    ]
    with acme.scope(), transaction.atomic():
        ids = Item.objects.order_by("position").values_list("external_id", flat=True)
        assert list(ids) == [f"item-{n}" for n in range(300)]
        assert Assignment.objects.count() == 900
        assert Import.objects.get().fence == 5


@pytest.mark.django_db(transaction=True)
def test_an_import_that_is_killed_six_times_while_it_reads_and_commits_doubles_nothing(machinery: Machinery):
    make_world("globex")
    acme = make_world("acme")
    manager, project = caller(acme), make_project(acme)
    person = {"id": "7", "name": "Somebody", "email": ""}
    given = [{"question": "order", "on": "item", "value": {"ranks": [["a"], ["b"]]}}]
    done = {"annotator": person, "answers": given, "submitted_at": None, "seconds": 3}
    rows = [
        {"external_id": f"item-{n}", "content": content(f"Question {n}?"), "annotations": [done]} for n in range(300)
    ]
    rows.insert(200, rows[3])
    asset = verified(acme, manager, project, "items.json", orjson.dumps(rows), purpose="data")
    body = {"asset_id": str(asset.pk), "mapping": {"answers": "work"}}
    import_id = manager.post(f"projects/{project.pk}/imports", body).json()["id"]
    machinery.relay()
    places = (
        "import_reading.read_limited:1:after",  # the child is done, nothing kept
        "import_reading._store:1:after",  # the spool is in the store, no row says so
        "import_reading._go_to_next_stage:1:after",  # between reading and committing
        "imports.keep_what_came_along:2:after",  # in an open transaction, items and work inserted
        "imports._take_in:3:after",  # between two transactions
        "imports._recall:1:before",  # before anything
        "imports._finish:1:before",  # everything taken in, not yet done
    )
    worker = machinery.worker(
        "--set=annotation.actions.imports.BATCH_LINES=50",
        *[f"--stop=annotation.actions.{place}" for place in places],
    )
    for _ in places:
        machinery.kill_when_stopped(worker)

    def ended():
        job = manager.get(f"imports/{import_id}").json()
        return job if job["state"] not in {"queued", "running"} else None

    job = until(ended)
    assert (job["state"], job["created"], job["problem_count"], job["rows"]) == ("done", 300, 1, 301), job["error"]
    with acme.scope(), transaction.atomic():
        assert Item.objects.count() == 300
        assert Annotation.objects.count() == 300
        assert sorted(Annotation.objects.values_list("number", flat=True)) == list(range(1, 301))
        assert Import.objects.get().fence == len(places) + 1
        check_ledger(project)


__all__ = ["bucket", "machinery"]
