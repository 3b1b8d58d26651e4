"""An export and somebody who takes answers back: one of them has the answers, never both."""

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.utils import timezone

from annotation.actions.assignments import lock_own, skip, submit_annotation
from annotation.actions.claims import claim
from annotation.actions.taking_back import TooLate, take_back
from annotation.tests.long_work import bucket
from config.tests.work import make_items, make_project, ranking
from config.tests.world import CANARY, NOW, make_world
from exports.actions.exports import build_export, start_export
from exports.models import ExportChunk

pytestmark = pytest.mark.usefixtures("bucket")


def locked(assignment, member):
    return lock_own(assignment)


def submit(assignment, member):
    answers = ranking(["r1"], ["r2"], ["r3"])
    return submit_annotation(assignment=locked(assignment, member), answers=answers, seconds=1, by=member, at=NOW)


def back(assignment, member):
    return take_back(assignment=locked(assignment, member), by=member, at=NOW)


def start(project, by):
    return start_export(project=project, format="annotations", options={}, by=by, at=NOW)


def frozen_revisions(job):
    chunks = ExportChunk.objects.filter(export=job).values_list("items", flat=True)
    return {pk for items in chunks for item in json.loads(items) for pk, *_ in item["answers"]}


def test_an_annotation_that_is_taken_back_is_in_no_export_and_one_that_was_exported_stays(acme, globex):
    with globex.scope():
        make_items(make_project(globex, mark=f"{CANARY} "), 1, globex.manager, mark=f"{CANARY} ")
    with acme.scope():
        project = make_project(acme)
        make_items(project, 2, acme.manager)
        first, second = claim(project=project, member=acme.ann, limit=2, at=NOW)
        submit(first, acme.ann)
        kept = submit(second, acme.ann)
        back(first, acme.ann)
        job = start(project, acme.manager)
        build_export(job.pk, now=timezone.now)
        assert frozen_revisions(job) == {str(kept.revisions.get().pk)}
        with pytest.raises(TooLate, match="export"):
            back(second, acme.ann)
        submit(first, acme.ann)
        assert back(first, acme.ann).state == "claimed"


@pytest.mark.django_db(transaction=True)
def test_an_export_and_a_person_taking_back_at_once_never_both_have_the_answers():
    acme, _ = make_world("acme"), make_world("globex")
    with acme.scope(), transaction.atomic():
        project = make_project(acme, overlap=1)
        make_items(project, 24, acme.manager)

    def export(job, gate):
        with closing(connection), acme.scope():
            gate.wait()
            build_export(job.pk, now=timezone.now)

    def regret(mine, gate):
        with closing(connection), acme.scope():
            gate.wait()
            try:
                with transaction.atomic():
                    back(mine, acme.ann)
            except TooLate:
                return False
            return True

    for _ in range(12):
        with acme.scope(), transaction.atomic():
            (mine,) = claim(project=project, member=acme.ann, limit=1, at=NOW)
            revision = str(submit(mine, acme.ann).revisions.latest("number").pk)
            job = start(project, acme.manager)
        gate = Barrier(2)
        with ThreadPoolExecutor(2) as pool:
            exporting, regretting = pool.submit(export, job, gate), pool.submit(regret, mine, gate)
            exporting.result()
            taken = regretting.result()
        with acme.scope(), transaction.atomic():
            assert (revision in frozen_revisions(job)) != taken
            if taken:
                skip(assignment=locked(mine, acme.ann), reason="x", by=acme.ann, at=NOW)


__all__ = ["bucket"]
