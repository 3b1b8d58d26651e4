"""Active time: told by the page, believed no further than the clock goes."""

from datetime import timedelta

import pytest
from django.db.models import F

from annotation.actions.assignments import renew
from annotation.actions.claims import claim
from annotation.models import Annotation, Assignment
from config.tests.client import client_for
from config.tests.work import make_items, make_project, ranking
from config.tests.world import CANARY, NOW

URL = "/api/v1/acme/assignments"
BEST_FIRST = ranking(["r1"], ["r2"], ["r3"])


@pytest.fixture
def held(acme, globex):
    """Two items that Ann has claimed just now."""
    with globex.scope():
        make_items(make_project(globex, mark=f"{CANARY} "), 1, globex.manager, mark=f"{CANARY} ")
    with acme.scope():
        project = make_project(acme)
        make_items(project, 2, acme.manager)
        return claim(project=project, member=acme.ann, limit=2, at=NOW)


def pass_time(world, assignment, seconds, *fields):
    """Let these moments of an assignment lie longer ago."""
    back = {name: F(name) - timedelta(seconds=seconds) for name in fields}
    with world.scope():
        Assignment.objects.filter(pk=assignment.pk).update(**back)


def active(world, assignment):
    with world.scope():
        return Assignment.objects.get(pk=assignment.pk).active_seconds


def beat(member, *assignments, **seconds):
    ids = [str(assignment.pk) for assignment in assignments]
    body = {"ids": ids} | ({"active": dict(zip(ids, seconds["active"], strict=False))} if seconds else {})
    return client_for(member).post(f"{URL}/renew", body)


def test_heartbeats_add_what_the_page_says(held, acme):
    first, second = held
    pass_time(acme, first, 100, "claimed_at")
    assert len(beat(acme.ann, first, second, active=[20.5]).json()["renewed"]) == 2
    pass_time(acme, first, 30, "beat_at")
    beat(acme.ann, first, second, active=[12])
    assert active(acme, first) == 32.5
    assert active(acme, second) == 0


def test_no_more_is_believed_than_has_passed_since_the_last_heartbeat(held, acme):
    first, _ = held
    pass_time(acme, first, 100, "claimed_at")
    for _ in range(5):
        beat(acme.ann, first, active=[10**6])
    assert 100 <= active(acme, first) < 110
    pass_time(acme, first, 7, "beat_at")
    beat(acme.ann, first, active=[60])
    assert 107 <= active(acme, first) < 120


def test_a_heartbeat_without_active_seconds_is_one_too(held, acme):
    first, _ = held
    pass_time(acme, first, 100, "claimed_at")
    beat(acme.ann, first)
    beat(acme.ann, first, active=[90])
    assert active(acme, first) < 10


def test_nobody_adds_to_somebody_elses_time(held, acme):
    first, _ = held
    pass_time(acme, first, 100, "claimed_at")
    assert beat(acme.ben, first, active=[50]).json()["renewed"] == []
    assert active(acme, first) == 0
    with acme.scope():
        assert renew(member=acme.ben, ids=[first.pk], active={first.pk: 50}) == []


@pytest.mark.parametrize("seconds", [{"x": 1}, {"{other}": 1}, {"{mine}": -1}, {"{mine}": "long"}])
def test_active_seconds_are_of_the_assignments_named(held, acme, seconds):
    first, second = held
    named = {key.format(mine=first.pk, other=second.pk): value for key, value in seconds.items()}
    reply = client_for(acme.ann).post(f"{URL}/renew", {"ids": [str(first.pk)], "active": named})
    assert reply.status_code == 400


def submit(member, assignment, seconds):
    body = {"answers": BEST_FIRST, "seconds": seconds}
    reply = client_for(member).post(f"{URL}/{assignment.pk}/submit", body)
    assert reply.status_code == 200, reply.content


def seconds_of(world, assignment):
    with world.scope():
        return Annotation.objects.get(assignment=assignment).seconds


def test_nobody_works_on_an_item_for_longer_than_since_they_claimed_it(held, acme):
    first, second = held
    pass_time(acme, first, 100, "claimed_at")
    pass_time(acme, second, 100, "claimed_at")
    submit(acme.ann, first, 5000)
    submit(acme.ann, second, 40)
    assert 100 <= seconds_of(acme, first) < 110
    assert seconds_of(acme, second) == 40


def test_taken_back_work_counts_on_and_never_beyond_the_clock(held, acme):
    first, _ = held
    pass_time(acme, first, 100, "claimed_at")
    submit(acme.ann, first, 60)
    assert client_for(acme.ann).post(f"{URL}/{first.pk}/take-back").status_code == 200
    submit(acme.ann, first, 5000)
    assert 100 <= seconds_of(acme, first) < 110
    with acme.scope():
        (before, after) = Annotation.objects.get(assignment=first).revisions.order_by("number")
    assert before.seconds == 60
    assert 40 <= after.seconds < 50
