"""People are asked a few things a second time, and nobody but the figures can tell."""

import json
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotation.actions import asking_again
from annotation.actions.assignments import lock_own, submit_annotation
from annotation.actions.claims import claim
from annotation.distribution import again as when
from annotation.distribution.again import again_due, again_to_come
from annotation.distribution.gold import gold_is_due, others_given
from annotation.distribution.workflow import GoldPlan
from annotation.models import Annotation, Assignment, Item
from annotation.queries.heard import heard_items
from annotation.queries.people_figures import heard_people, shown_people
from annotation.queries.progress import own_summary, progress
from annotation.tests.judging import in_handles, theirs
from config.tests.client import client_for
from config.tests.work import make_items, make_project
from config.tests.world import NOW


@pytest.fixture
def project(acme, globex, monkeypatch):
    theirs(globex)
    early(monkeypatch)
    with acme.scope():
        yield planned(acme)


def early(monkeypatch):
    """People are asked again after few items already."""
    monkeypatch.setattr(asking_again, "LATELY", 3)
    monkeypatch.setattr(when, "FIRST", 5)


def planned(world):
    made = make_project(world, overlap=2)
    made.workflow = {"again": {"percent": 10}}
    made.save()
    make_items(made, 30, world.manager)
    return made


def work(project, member, times, order="abc"):
    """Somebody answers their next items, the second time the other way round; the items, in their order."""
    seen = []
    for _ in range(times):
        for assignment in claim(project=project, member=member, limit=1, at=NOW):
            locked = lock_own(assignment)
            turned = order[::-1] if locked.item.position < 0 else order
            submit_annotation(assignment=locked, answers=in_handles(locked, turned), seconds=5, by=member, at=NOW)
            seen.append(locked.item)
    return seen


def again(items):
    return [item for item in items if item.position < 0]


def test_of_a_hundred_items_so_many_percent_are_asked_again():
    assert again_due(2, 60, 1000, "a1b2c3d4") == 20
    assert sum(again_due(10, given, 1, "a1b2c3d4") for given in range(160)) == 10
    assert again_due(10, 0, 60, "a1b2c3d4") == again_due(0, 0, 1000, "a1b2c3d4") == 0


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10), st.integers(0, 300), st.integers(0, 300), st.text(min_size=1, max_size=4))
def test_what_is_to_come_again_is_what_going_through_the_items_finds(percent, before, others, seed):
    left, again = others, 0
    while left:
        asked = again_due(percent, before, 1, seed)
        again, left, before = again + asked, left - (not asked), before + 1
    assert again_to_come(percent, before - others - again, others, seed) == again


@given(st.integers(0, 5), st.integers(0, 50), st.integers(0, 200), st.text(min_size=1, max_size=4))
def test_gold_aside_so_many_were_given(onboarding, percent, given_, seed):
    plan = GoldPlan(onboarding=onboarding, percent=percent)
    assert others_given(plan, given_, seed) == sum(not gold_is_due(plan, each, seed) for each in range(given_))


def test_what_is_left_falls_by_one_with_every_item(project, acme):
    left = [row["items_left"] for row in own_summary(acme.ann, since=None)["by_project"]]
    for _ in range(25):
        work(project, acme.ann, 1)
        left += [row["items_left"] for row in own_summary(acme.ann, since=None)["by_project"]]
    assert again(Item.objects.filter(annotations__member=acme.ann))
    assert left == list(range(left[0], left[0] - 26, -1))


def test_somebody_gets_a_copy_of_what_they_answered_a_while_ago(project, acme):
    seen = work(project, acme.ann, 25)
    copies = again(seen)
    assert len(copies) == 2
    for copy in copies:
        original = Item.objects.get(pk=copy.provenance["again"])
        before = [item.pk for item in seen[: seen.index(copy)]]
        assert original.pk in before[:-3]
        assert copy.content == original.content
        assert (copy.state, copy.free_places) == ("gold", 0)
    assert len({copy.provenance["again"] for copy in copies}) == 2
    assert len(seen) == len({item.pk for item in seen}) == 25


def test_nobody_else_is_given_the_copy(project, acme):
    work(project, acme.ann, 25)
    assert again(work(project, acme.ben, 5)) == []
    project.workflow = {"gold": {"onboarding": 5}}
    project.save()
    assert [item for item in work(project, acme.cleo, 3) if item.state == "gold"] == []


def test_whoever_has_answered_little_is_not_asked_again(project, acme, monkeypatch):
    monkeypatch.setattr(asking_again, "LATELY", 40)
    assert again(work(project, acme.ann, 25)) == []


def test_what_a_reviewer_corrected_is_not_asked_again(project, acme):
    work(project, acme.ann, 5)
    Annotation.objects.filter(project=project).update(verdict="corrected")
    person = project.people.get(member=acme.ann)
    assert asking_again.take_again(project, person, 3) == []
    Annotation.objects.filter(project=project).update(verdict="accepted")
    assert len(asking_again.take_again(project, person, 3)) == 2


def test_the_second_time_is_in_no_list_and_no_progress(project, acme):
    counted = progress(project, named=True, at=NOW)["items"]
    copies = again(work(project, acme.ann, 25))
    assert progress(project, named=True, at=NOW)["items"] == counted
    reply = client_for(acme.manager).get(f"/api/v1/acme/projects/{project.pk}/items?limit=100")
    assert Counter(row["state"] for row in reply.json()["results"])["gold"] == 0
    assert len(reply.json()["results"]) == 30
    held = Assignment.objects.filter(item__in=[copy.pk for copy in copies])
    assert {place.member_id for place in held} == {acme.ann.pk}


def test_how_often_they_said_the_same_is_a_figure_of_theirs_alone(project, acme):
    work(project, acme.ann, 25)
    work(project, acme.ben, 5)
    assert sum(bool(heard.again) for heard in heard_items(project)) == 2
    found = shown_people(heard_people(project), named=True)
    rows = {row["member"]["name"]: row for row in found["people"]}
    consistency = {name: _figure(row, "self_consistency") for name, row in rows.items()}
    assert (consistency["Ann"]["value"], consistency["Ann"]["n"]) == (0.0, 2)
    assert len(consistency["Ann"]["evidence"]["items"]) == 2
    assert (consistency["Ben"]["value"], consistency["Ben"]["reason"] is None) == (None, False)
    assert rows["Ann"]["annotations"] == 23
    assert _figure(rows["Ann"], "gold")["n"] == 0


def test_figures_come_by_api_with_names_for_managers_and_pseudonyms_for_clients(acme, globex):
    theirs(globex)
    with acme.scope():
        project = planned(acme)
        work(project, acme.ann, 8)
        work(project, acme.ben, 8)
    address = f"/api/v1/acme/projects/{project.pk}/people"
    reply = client_for(acme.manager).get(f"{address}/quality")
    assert reply.status_code == 200, reply.content
    people = {row["member"]["name"]: row for row in reply.json()["people"]}
    agreement = _figure(people["Ann"], "agreement")
    assert (agreement["question"], agreement["value"], agreement["n"]) == ("order", 1.0, 8)
    assert 0 < agreement["low"] < agreement["high"] == 1
    one = client_for(acme.manager).get(f"{address}/{acme.ann.pk}/quality").json()
    assert one["figures"] == people["Ann"]["figures"]
    assert [(week["n"], week["agreement"]) for week in one["weeks"]] == [(8, 1.0)]
    shown = client_for(acme.client).get(f"{address}/quality")
    assert '"Ann"' not in shown.content.decode()
    assert str(acme.ann.pk) not in shown.content.decode()
    pseudonym = shown.json()["people"][0]["member"]["id"]
    assert client_for(acme.client).get(f"{address}/{pseudonym}/quality").status_code == 200
    assert client_for(acme.client).get(f"{address}/{acme.ann.pk}/quality").status_code == 404
    assert client_for(acme.manager).get(f"{address}/{acme.cleo.pk}/quality").status_code == 404
    assert client_for(acme.ann).get(f"{address}/quality").status_code in (403, 404)
    assert client_for(globex.manager).get(f"{address}/quality").status_code == 404
    assert client_for(acme.manager).get(f"{address}/quality?since=2030-01-01T00:00:00Z").json()["people"] == []
    assert client_for(acme.manager).get(f"{address}/quality?since=never").status_code == 400


def _figure(row, name):
    (found,) = [figure for figure in row["figures"] if figure["figure"] == name]
    return json.loads(json.dumps(found))
