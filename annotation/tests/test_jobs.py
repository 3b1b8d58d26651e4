"""Long work: one worker at a time, nothing lost, nothing twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from uuid_utils.compat import uuid4

from annotation.actions import jobs
from annotation.actions.jobs import (
    Cancelled,
    JobFailed,
    JobIsOver,
    LeaseLost,
    cancel,
    claim,
    close,
    eta,
    run,
    save_progress,
)
from annotation.models import Asset, JobState
from annotation.tests.long_work import make_project, until
from config.tests.world import NOW, make_world


def make_job(world, **fields):
    project = make_project(world)
    with world.scope(), transaction.atomic():
        values = {"project": project, "purpose": "text", "filename": "a.txt", "status": "verifying", "total": 100}
        values |= {"size": 100, "key": f"k{uuid4()}", "created_by": world.manager, "created_at": NOW}
        return Asset.objects.create(**values | fields)


@pytest.fixture
def job(acme, globex):
    make_job(globex)
    with acme.scope():
        yield make_job(acme)


def fail(job, error):
    close(job, JobState.FAILED, at=NOW, error=error)


def let_the_lease_run_out():
    Asset.objects.update(lease_until=timezone.now() - timedelta(seconds=1))


def test_a_job_is_held_by_one_worker_until_its_lease_runs_out(job):
    first = claim(Asset, job.pk)
    assert (first.fence, first.attempts, first.state) == (1, 1, "running")
    assert claim(Asset, job.pk) is None
    let_the_lease_run_out()
    second = claim(Asset, job.pk)
    assert (second.fence, second.attempts, second.started_at) == (2, 2, first.started_at)


def test_a_worker_that_lost_its_lease_can_change_nothing(job):
    zombie = claim(Asset, job.pk)
    let_the_lease_run_out()
    claim(Asset, job.pk)
    before = Asset.objects.values().get()
    for write in (
        lambda: save_progress(zombie, done=99),
        lambda: close(zombie, JobState.DONE, at=NOW),
        lambda: fail(zombie, "x"),
    ):
        with pytest.raises(LeaseLost):
            write()
    jobs._try_later(zombie)
    assert Asset.objects.values().get() == before


def test_progress_renews_the_lease_and_forgives_the_attempts_before(job):
    held = claim(Asset, job.pk)
    let_the_lease_run_out()
    save_progress(held, done=50)
    saved = Asset.objects.get()
    assert (held.done, saved.done, saved.attempts) == (50, 50, 0)
    assert saved.lease_until > timezone.now()


def test_a_job_that_is_over_is_not_claimed(job):
    close(claim(Asset, job.pk), JobState.DONE, at=NOW)
    assert claim(Asset, job.pk) is None
    done = Asset.objects.get()
    assert (done.state, done.finished_at, done.lease_until) == ("done", NOW, None)


def test_cancelling_is_noticed_at_the_next_step(job):
    cleaned = []

    def work(held):
        save_progress(held, done=10)
        assert cancel(Asset.objects.get(), at=NOW)
        with pytest.raises(Cancelled):
            save_progress(held, done=20)
        save_progress(held, done=30)

    run(Asset, job.pk, work=work, failed=fail, cancelled=cleaned.append)
    assert [held.pk for held in cleaned] == [job.pk]
    cancelled = Asset.objects.get()
    assert (cancelled.state, cancelled.done, cancelled.finished_at) == ("cancelled", 10, NOW)
    assert not cancel(cancelled, at=NOW)
    assert claim(Asset, job.pk) is None


@pytest.mark.parametrize("state", ["done", "failed"])
def test_what_has_ended_cannot_be_cancelled(job, state):
    Asset.objects.update(state=state)
    with pytest.raises(JobIsOver):
        cancel(job, at=NOW)
    assert Asset.objects.get().state == state


def test_a_permanent_error_fails_the_job_with_its_message(job):
    def work(_):
        raise JobFailed("The question is gone.")

    run(Asset, job.pk, work=work, failed=fail)
    failed = Asset.objects.get()
    assert (failed.state, failed.error) == ("failed", "The question is gone.")


def test_an_error_of_ours_is_tried_again_after_a_growing_wait_and_fails_in_the_end(job, monkeypatch):
    monkeypatch.setattr(jobs, "MOST_ATTEMPTS", 3)
    waits, tries = [], []

    def work(held):
        tries.append(held.attempts)
        raise OSError("the disk is full")

    for _ in range(6):
        Asset.objects.update(hinted_at=NOW)
        run(Asset, job.pk, work=work, failed=fail)
        row = Asset.objects.get()
        if row.lease_until:
            assert row.hinted_at is None
            waits.append(round((row.lease_until - timezone.now()).total_seconds()))
            let_the_lease_run_out()
    assert (tries, waits) == ([1, 2, 3], [2, 4, 8])
    assert (row.state, row.error) == ("failed", jobs.OUR_FAULT)


def test_another_organisations_job_is_not_found(acme, globex):
    theirs = make_job(globex)
    with acme.scope():
        assert claim(Asset, theirs.pk) is None
        run(Asset, theirs.pk, work=pytest.fail, failed=fail)
    with globex.scope():
        assert Asset.objects.get().fence == 0


def test_the_end_is_foretold_from_the_speed_so_far(job):
    job.state, job.started_at, job.done = "running", NOW, 25
    assert eta(job, at=NOW + timedelta(minutes=1)) == NOW + timedelta(minutes=4)
    for state, done in (("running", 0), ("queued", 25), ("done", 100)):
        job.state, job.done = state, done
        assert eta(job, at=NOW) is None


@pytest.fixture
def committed_job(transactional_db):
    """A job that other connections see."""
    make_world("globex")
    acme = make_world("acme")
    with acme.scope():
        yield make_job(acme)


def row():
    with transaction.atomic():
        return Asset.objects.get()


def test_ten_messages_at_once_wake_one_worker(committed_job):
    scope = jobs.current_scope()
    done = []

    def work(held):
        done.append(held.pk)
        with transaction.atomic():
            close(held, JobState.DONE, at=NOW)

    def deliver(_):
        try:
            with jobs.organisation_scope(scope.organisation_id):
                run(Asset, committed_job.pk, work=work, failed=fail)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(deliver, range(10)))
    assert done == [committed_job.pk]
    assert (row().fence, row().state) == (1, "done")


def test_a_worker_at_work_keeps_its_lease(committed_job, monkeypatch):
    monkeypatch.setattr(jobs, "LEASE", timedelta(seconds=0.6))

    def work(held):
        begun = row().lease_until
        until(lambda: row().lease_until > begun + timedelta(seconds=0.6))
        assert claim(Asset, held.pk) is None
        with transaction.atomic():
            close(held, JobState.DONE, at=NOW)

    run(Asset, committed_job.pk, work=work, failed=fail)
    assert row().state == "done"


def test_the_heartbeat_does_not_revive_a_lease_that_another_worker_has(committed_job, monkeypatch):
    monkeypatch.setattr(jobs, "LEASE", timedelta(seconds=0.3))
    beats = []
    monkeypatch.setattr(jobs, "_renew", lambda *given, beat=jobs._renew: beats.append(beat(*given)))

    def work(held):
        with transaction.atomic():
            let_the_lease_run_out()
            Asset.objects.update(fence=7, lease_until=NOW)
        until(lambda: beats)  # it gave up by itself
        save_progress(held, done=1)

    run(Asset, committed_job.pk, work=work, failed=fail)
    assert (row().fence, row().lease_until, row().done) == (7, NOW, 0)


def test_losing_the_database_in_the_middle_leaves_the_job_to_be_tried_again(committed_job):
    def work(held):
        save_progress(held, done=10)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    run(Asset, committed_job.pk, work=work, failed=fail)
    left = row()
    assert (left.state, left.done, left.hinted_at) == ("running", 10, None)
    assert left.lease_until < timezone.now() + timedelta(seconds=5)
