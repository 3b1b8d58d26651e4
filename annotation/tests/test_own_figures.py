"""A person's own figures: theirs alone, since a moment, and what is left."""

from datetime import timedelta

import pytest

from annotation.actions.assignments import lock_own, skip, submit_annotation
from annotation.actions.claims import claim
from annotation.actions.taking_back import take_back
from annotation.queries.assignments import own_assignments
from config.tests.client import client_for
from config.tests.work import make_items, make_project, ranking
from config.tests.world import CANARY, NOW

URL = "/api/v1/acme/assignments/summary"


@pytest.fixture
def project(acme, globex):
    with globex.scope():
        make_items(make_project(globex, mark=f"{CANARY} "), 4, globex.manager, mark=f"{CANARY} ")
    with acme.scope():
        made = make_project(acme, overlap=2)
        make_items(made, 5, acme.manager)
    return made


def take(project, member, limit=1):
    return claim(project=project, member=member, limit=limit, at=NOW)


def submit(assignment, member, *, minute=0):
    submit_annotation(
        assignment=lock_own(assignment),
        answers=ranking(["r1"], ["r2"], ["r3"]),
        seconds=30,
        by=member,
        at=NOW + timedelta(minutes=minute),
    )


def summary(member, since=None):
    query = f"?since={since:%Y-%m-%dT%H:%M:%SZ}" if since else ""
    return client_for(member).get(f"{URL}{query}").json()


def test_it_counts_what_the_person_did_and_what_they_hold_or_could_still_claim(project, acme):
    with acme.scope():
        first, second, third, _ = take(project, acme.ann, 4)
        submit(first, acme.ann)
        submit(second, acme.ann, minute=5)
        skip(assignment=third, reason="x", by=acme.ann, at=NOW)
        for assignment in take(project, acme.ben, 2):
            submit(assignment, acme.ben)
    row = {"project": {"id": str(project.pk), "name": "Helpfulness"}}
    assert summary(acme.ann) == {
        "submitted": 2,
        "skipped": 1,
        "seconds": 60,
        "by_project": [{**row, "submitted": 2, "seconds": 60, "items_left": 2}],
    }
    assert summary(acme.ben)["by_project"] == [{**row, "submitted": 2, "seconds": 60, "items_left": 3}]
    assert summary(acme.cleo)["by_project"] == [{**row, "submitted": 0, "seconds": 0, "items_left": 3}]


def test_it_begins_at_the_moment_asked_for(project, acme):
    with acme.scope():
        for minute, assignment in enumerate(take(project, acme.ann, 3)):
            submit(assignment, acme.ann, minute=minute)
    assert summary(acme.ann, NOW + timedelta(minutes=1))["submitted"] == 2
    assert summary(acme.ann, NOW + timedelta(minutes=9))["submitted"] == 0


def test_what_was_taken_back_is_not_done(project, acme):
    with acme.scope():
        (mine,) = take(project, acme.ann)
        submit(mine, acme.ann)
        take_back(assignment=own_assignments(acme.ann).get(pk=mine.pk), by=acme.ann, at=NOW)
    assert (summary(acme.ann)["submitted"], summary(acme.ann)["seconds"]) == (0, 0)


def test_work_in_a_project_that_is_over_still_counts(project, acme):
    with acme.scope():
        (mine,) = take(project, acme.ann)
        submit(mine, acme.ann)
        type(project).objects.filter(pk=project.pk).update(state="finished")
    (row,) = summary(acme.ann)["by_project"]
    assert (row["submitted"], row["items_left"]) == (1, 0)


@pytest.mark.parametrize("query", ["?since=yesterday", "?member=x"])
def test_parameters_outside_the_allow_list_are_refused(project, acme, query):
    assert client_for(acme.ann).get(f"{URL}{query}").status_code == 400


def test_nothing_of_anybody_else_is_told(project, acme, globex):
    assert CANARY not in str(summary(acme.ann))
    assert client_for(globex.ann).get(URL).status_code == 404
