"""Imports at their usual size: how fast, and how much memory. `IMPORT_ITEMS=200000` tries a large one."""

import os
import time
from pathlib import Path

import orjson
import pytest
from django.db import transaction
from django.utils import timezone

from annotation.actions import imports as actions
from annotation.models import Item
from annotation.tests.long_work import bucket, caller, content, make_project, memory, verified
from config.tests.world import make_world

pytestmark = pytest.mark.usefixtures("bucket")

LARGE = int(os.environ.get("IMPORT_ITEMS", "20000"))
GROWTH = 12
"""MiB: what a batch, allocators and caches take, whatever the size of the file."""


def lines(count: int) -> bytes:
    line = orjson.dumps(
        {"external_id": "item-NUMBER", "content": content("Question NUMBER? " * 30), "metadata": {"of": "NUMBER"}}
    )
    return b"".join(line.replace(b"NUMBER", b"%d" % number) + b"\n" for number in range(count))


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
@pytest.mark.django_db(transaction=True)
def test_ten_thousand_items_come_in_quickly_and_more_take_no_more_memory(capsys):
    make_world("globex")
    acme = make_world("acme")
    manager = caller(acme)
    said = []
    for count in (10_000, LARGE):
        project = make_project(acme, name=f"Of {count}")
        asset = verified(acme, manager, project, "items.jsonl", lines(count))
        import_id = manager.post(f"projects/{project.pk}/imports", {"asset_id": str(asset.pk)}).json()["id"]
        taken: list[float] = []

        def now(taken=taken):
            taken.append(memory())  # the clock is read in every batch
            return timezone.now()

        started = time.perf_counter()
        with acme.scope():
            actions.run_import(import_id, now=now)
        seconds = time.perf_counter() - started
        assert manager.get(f"imports/{import_id}").json()["created"] == count
        assert len(taken) >= count / actions.BATCH_LINES
        assert max(taken) - taken[0] < GROWTH
        said.append(f"{count:,} items: {count / seconds:,.0f} items/s, {taken[0]:.0f} to {max(taken):.0f} MiB")
    with capsys.disabled():
        print("", *said, sep="\n")
    with acme.scope(), transaction.atomic():
        assert Item.objects.count() == 10_000 + LARGE


__all__ = ["bucket"]
