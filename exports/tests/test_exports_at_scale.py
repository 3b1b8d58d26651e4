"""Exports at their usual size: how fast, and how much memory. `EXPORT_ITEMS=100000` tries a large one."""

import os
import time

import pytest
from django.db import transaction
from django.utils import timezone

from annotation.actions.items import add_items
from annotation.tests.long_work import bucket, caller, make_project, memory, row
from config.tests.world import NOW, make_world
from exports.actions import exports as actions
from exports.queries import records
from exports.tests.answered import answer_everything

pytestmark = pytest.mark.usefixtures("bucket")

LARGE = int(os.environ.get("EXPORT_ITEMS", "3000"))
GROWTH = 48
"""MiB: two parts of the upload, a chunk, allocators and caches, whatever the size of the file."""


@pytest.mark.django_db(transaction=True)
def test_a_large_export_takes_no_more_memory_than_a_small_one(capsys, monkeypatch):
    make_world("globex")
    acme = make_world("acme")
    manager, project = caller(acme), make_project(acme)
    real, taken = records.named_items, []

    def items(*given, **more):
        taken.append(memory())
        return real(*given, **more)

    monkeypatch.setattr(records, "named_items", items)
    made, most, said = 0, [], []
    for count in (LARGE // 3, LARGE):
        with acme.scope(), transaction.atomic():
            for first in range(made, count, 1000):
                rows = [row(f"i{n}", f"Question {n}? " * 60) for n in range(first, min(first + 1000, count))]
                add_items(project=project, rows=rows, by=acme.manager, at=NOW)
            for place, person in enumerate((acme.ann, acme.ben, acme.cleo), 1):
                answer_everything(project, person, place)
        made = count
        export_id = manager.post(f"projects/{project.pk}/exports", {"format": "annotations"}).json()["id"]
        taken.clear()
        started = time.perf_counter()
        with acme.scope():
            actions.build_export(export_id, now=timezone.now)
        seconds = time.perf_counter() - started
        job = manager.get(f"exports/{export_id}").json()
        assert (job["state"], job["done"]) == ("done", 3 * count)
        most.append(max(taken))
        said.append(
            f"{3 * count:,} annotations, {job['size'] >> 20} MiB: {3 * count / seconds:,.0f} annotations/s, "
            f"{taken[0]:.0f} to {most[-1]:.0f} MiB of memory"
        )
        assert most[-1] - taken[0] < GROWTH
    with capsys.disabled():
        print("", *said, sep="\n")


__all__ = ["bucket"]
