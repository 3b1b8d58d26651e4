"""Whoever has read what others said of an item says nothing of their own about it from then on."""

import pytest
from django.utils import timezone

from accounts.actions.tokens import create_token
from accounts.permissions import Permission
from annotation.actions.assignments import lock_own, submit_annotation
from annotation.actions.people import set_person
from annotation.actions.taking_back import take_back
from annotation.models import AnswersSeen, Assignment
from annotation.queries.agreement import agreement
from annotation.tests.judging import EVERYTHING, answer, fresh, in_handles, judged_project, own, theirs
from annotation.tests.ledger import agreement_is_counted_from_what_people_said
from config.tests.client import client_for
from config.tests.world import NOW


@pytest.fixture
def project(acme, globex):
    theirs(globex)
    with acme.scope():
        project = judged_project(acme, overlap=3, items=2)
        set_person(project=project, member=acme.manager, grants=EVERYTHING, by=acme.manager, at=NOW)
        yield project


def read(client, acme, project, item_id, what):
    return client.get(f"/api/v1/{acme.slug}/projects/{project.pk}/items/{item_id}/{what}")


def figures(project):
    return [(row["question"], row["alpha"], row["annotations"]) for row in agreement(fresh(project))]


@pytest.mark.parametrize("what", ["annotations", "truth", "timeline"])
def test_who_has_read_the_others_answers_in_the_browser_is_not_heard(project, acme, what):
    (first, _) = answer(project, acme.ann, "abc", items=2)
    answer(project, acme.ben, "acb", items=2)
    before = figures(project)
    for _ in range(2):
        assert read(client_for(acme.manager), acme, project, first.item_id, what).status_code == 200
    assert AnswersSeen.objects.get().member == acme.manager
    mine, other = answer(project, acme.manager, "abc", items=2)
    assert (mine.item_id, fresh(mine).aided) == (first.item_id, [["order", "item"]])
    assert fresh(other).aided == [], "of the other item nothing was read"
    assert figures(project) != before
    agreement_is_counted_from_what_people_said(project)


def test_the_api_says_which_answers_are_not_heard(project, acme):
    (first, _) = answer(project, acme.ann, "abc", items=2)
    read(client_for(acme.manager), acme, project, first.item_id, "truth")
    answer(project, acme.manager, "abc", items=2)
    rows = read(client_for(acme.manager), acme, project, first.item_id, "annotations").json()["results"]
    assert [(row["aided"], row["independent"]) for row in rows] == [
        ([], True),
        ([{"question": "order", "on": "item"}], True),
    ]


def test_a_script_sees_nothing_for_its_owner(project, acme):
    (first,) = answer(project, acme.ann, "abc")
    _, key = create_token(name="script", scopes=[Permission.SEE_ITEMS], by=acme.manager, at=timezone.now())
    assert read(client_for(token=key), acme, project, first.item_id, "annotations").status_code == 200
    assert not AnswersSeen.objects.exists()


def test_no_other_site_makes_somebody_see_anything(project, acme):
    (first,) = answer(project, acme.ann, "abc")
    address = f"/api/v1/{acme.slug}/projects/{project.pk}/items/{first.item_id}/annotations"
    for site, seen in (("cross-site", 0), ("same-origin", 1)):
        assert client_for(acme.manager).get(address, headers={"Sec-Fetch-Site": site}).status_code == 200
        assert AnswersSeen.objects.count() == seen


def test_nothing_is_seen_where_nobody_else_has_answered(project, acme):
    (mine,) = answer(project, acme.manager, "abc")
    read(client_for(acme.manager), acme, project, mine.item_id, "annotations")
    assert not AnswersSeen.objects.exists()


def test_what_somebody_said_before_they_read_the_others_stays_their_own(project, acme):
    (first,) = answer(project, acme.ann, "abc")
    (mine,) = answer(project, acme.manager, "bac")
    before = figures(project)
    read(client_for(acme.manager), acme, project, first.item_id, "annotations")
    for order in ("abc", "cab"):
        place = Assignment.objects.get(pk=mine.assignment_id)
        take_back(assignment=lock_own(place), by=acme.manager, at=NOW)
        place = lock_own(place)
        submit_annotation(assignment=place, answers=in_handles(place, order), seconds=1, by=acme.manager, at=NOW)
        now = fresh(mine)
        assert (now.answers, now.independent_answers, now.aided) == (own(order), own("bac"), [])
        rows = read(client_for(acme.manager), acme, project, first.item_id, "annotations").json()["results"]
        assert [row["independent"] for row in rows if row["member"]["id"] == str(acme.manager.pk)] == [False]
        assert figures(project) == before
    agreement_is_counted_from_what_people_said(project)
