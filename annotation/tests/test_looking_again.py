"""What was decided is looked at again: after the settings have changed, and once more is known of people."""

from datetime import timedelta
from uuid import UUID

import pytest

from annotation.actions import looking_again
from annotation.actions.adjudication import resolve
from annotation.actions.claims import claim
from annotation.actions.disputes import claim_disputed
from annotation.actions.looking_again import look_at, run_settling
from annotation.actions.places import free_stale_places
from annotation.actions.settling import settle
from annotation.actions.workflow import read_workflow, set_workflow
from annotation.models import Assignment, Item, ItemState, JobState, Resolution, Settling
from annotation.queries.settlings import undecided_items
from annotation.queries.workflow import workflow_of
from annotation.tests.judging import fresh
from annotation.tests.ledger import check_ledger
from annotation.tests.test_truth_settling import answer, final, item_of, known, make
from config.tests.client import client_for
from config.tests.world import NOW


@pytest.fixture
def org(acme):
    with acme.scope():
        yield acme


def change(project, by, **settings):
    """Change these settings, as the API does; the pass that comes of it."""
    wanted = workflow_of(project).to_json() | settings
    set_workflow(project=project, workflow=read_workflow(wanted), by=by, at=NOW)
    return Settling.objects.filter(project=project).order_by("-id").first()


def look(job):
    """Do the pass to its end."""
    run_settling(job.pk, now=lambda: NOW)
    return fresh(job)


def answered(org, votes, **workflow):
    """A project in which each item was answered with these votes, by ann, ben and cleo."""
    project = make(org, overlap=len(votes[0]), items=len(votes), **workflow)
    for vote in votes:
        for person, said in zip((org.ann, org.ben, org.cleo), vote, strict=False):
            answer(project, person, {"y": "yes", "n": "no"}[said])
    return project


def states(project):
    return list(Item.objects.filter(project=project).order_by("position").values_list("state", flat=True))


def finals(project):
    rows = Resolution.objects.filter(project=project, replaced_at=None).order_by("item__position")
    return [(row.kind, row.answers[0]["value"]["choices"][0]) for row in rows.select_related("item")]


def test_switching_a_majority_on_gives_finished_items_their_answer_and_leaves_what_was_final(org):
    project = answered(org, ["yyn", "nny", "yyy", "nnn"])
    assert finals(project) == [("agreed", "yes"), ("agreed", "no")]
    agreed = list(Resolution.objects.order_by("pk"))
    assert undecided_items(project).count() == 2
    job = look(change(project, org.manager, resolve={"by": "majority"}))
    assert (job.state, job.done, job.total, job.changed) == (JobState.DONE, 2, 2, 2)
    assert finals(project) == [("aggregated", "yes"), ("aggregated", "no"), ("agreed", "yes"), ("agreed", "no")]
    assert list(Resolution.objects.filter(kind="agreed").order_by("pk")) == agreed, "not one was written anew"
    check_ledger(project)


def test_a_higher_confidence_asks_more_people_about_what_is_not_so_certain(org):
    project = answered(org, ["yn", "ny"], most_overlap=4, stop={"by": "agreement"}, enough_agreement=0)
    assert states(project) == [ItemState.DONE] * 2
    job = look(change(project, org.manager, stop={"by": "posterior", "confidence": 0.9}))
    assert (job.done, job.changed) == (2, 2)
    assert states(project) == [ItemState.OPEN] * 2
    assert set(Item.objects.values_list("overlap", "free_places")) == {(3, 1)}
    check_ledger(project)


def test_what_an_adjudicator_said_stays_whatever_the_settings(org):
    project = answered(org, ["yn"], adjudication={"below": 0.9})
    (place,) = claim_disputed(project=project, member=org.reviewer, task="adjudicate", limit=1, at=NOW)
    given = [{"question": "safe", "on": "item", "value": {"choices": ["no"]}}]
    resolve(place=place, answers=given, reason="ambiguous_item", by=org.reviewer, at=NOW)
    assert change(project, org.manager, resolve={"by": "majority"}) is None, "there is nothing to look at"
    assert final(project) == ("adjudicated", "no", [])


def test_settings_that_decide_nothing_begin_no_pass(org):
    project = answered(org, ["yn"])
    assert change(project, org.manager, review={"percent": 50}) is None
    assert change(project, org.manager, resolve={"by": "majority"}) is not None


def test_an_item_in_an_adjudicators_hands_waits_and_is_settled_by_what_they_do(org):
    project = answered(org, ["yyn", "nny"], adjudication={"below": 0.9})
    (place,) = claim_disputed(project=project, member=org.reviewer, task="adjudicate", limit=1, at=NOW)
    job = look(change(project, org.manager, resolve={"by": "majority"}))
    assert (job.done, job.changed) == (2, 1)
    assert fresh(place.item).state == ItemState.ADJUDICATE
    check_ledger(project)


def test_a_pass_under_newer_settings_takes_the_place_of_one_that_is_not_over(org):
    project = answered(org, ["yyn", "nny"])
    first = change(project, org.manager, resolve={"by": "majority"})
    second = change(project, org.manager, resolve={"by": "posterior", "confidence": 0.99})
    assert fresh(first).state == JobState.CANCELLED
    run_settling(first.pk, now=lambda: NOW)
    assert finals(project) == []
    assert look(second).done == 2
    assert finals(project) == [], "two against one are not so probable"


def test_a_pass_that_was_cut_off_goes_on_with_the_first_item_that_was_not_looked_at(org, monkeypatch):
    monkeypatch.setattr(looking_again, "AT_ONCE", 2)
    project = answered(org, ["yyn"] * 5)
    job = change(project, org.manager, resolve={"by": "majority"})
    settled = []

    def dies_at_the_fourth(item_id, *, at):
        if len(settled) == 3:
            raise SystemExit
        settled.append(item_id)
        return settle(item_id, at=at)

    monkeypatch.setattr(looking_again, "settle", dies_at_the_fourth)
    with pytest.raises(SystemExit):
        look(job)
    assert (fresh(job).done, fresh(job).state) == (2, JobState.RUNNING)
    assert len(finals(project)) == 2, "what had not been saved with the progress is not there"
    Settling.objects.filter(pk=job.pk).update(lease_until=NOW - timedelta(days=365))
    again = []
    monkeypatch.setattr(looking_again, "settle", lambda item_id, at: again.append(item_id) or settle(item_id, at=at))
    job = look(job)
    assert (job.state, job.done, job.total, job.changed) == (JobState.DONE, 5, 5, 5)
    assert settled[:2] + again == job.wanted, "each once"
    assert len(finals(project)) == 5
    check_ledger(project)


def test_more_items_than_any_batch_are_all_looked_at(org, monkeypatch):
    monkeypatch.setattr(looking_again, "AT_ONCE", 3)
    project = answered(org, ["yyn"] * 8)
    assert look(change(project, org.manager, resolve={"by": "majority"})).changed == 8
    assert len(finals(project)) == 8


def test_what_a_fit_had_changed_and_nobody_has_looked_at_is_looked_at_after_the_next(org):
    project = answered(org, ["yyn", "nny", "yny"])
    one, other, third = Item.objects.filter(project=project).order_by("pk").values_list("pk", flat=True)
    first = look_at([one, other], project=project, at=NOW)
    Settling.objects.filter(pk=first.pk).update(done=1)
    second = look_at([third], project=project, at=NOW)
    assert (fresh(first).state, second.wanted, second.total) == (JobState.CANCELLED, [other, third], 2)
    assert look_at([], project=project, at=NOW).wanted == [other, third]


# ── One more place than is needed ──


def topped_up(org):
    """An item that two have answered alike, and for which a third is asked because little is known of them."""
    settings = {"most_overlap": 4, "stop": {"by": "posterior", "confidence": 0.9}}
    project = make(org, overlap=2, resolve={"by": "posterior", "confidence": 0.9}, **settings)
    answer(project, org.ann, "yes")
    answer(project, org.ben, "yes")
    item = item_of(project)
    assert (item.state, item.overlap, item.free_places, item.line) == (ItemState.OPEN, 3, 1, 3)
    return project


def learn_that_they_are_good(project, org):
    """Look at the item again with what a fit would have found out."""
    for person in (None, org.ann, org.ben):
        known(project, person, 0.95)
    return look(look_at([item_of(project).pk], project=project, at=NOW))


def test_a_place_that_nobody_has_taken_goes_once_the_answers_are_certain_without_it(org):
    project = topped_up(org)
    assert learn_that_they_are_good(project, org).changed == 1
    item = item_of(project)
    assert (item.state, item.overlap, item.free_places, item.line) == (ItemState.DONE, 2, 0, item.priority)
    assert final(project) == ("agreed", "yes", [])
    check_ledger(project)
    assert claim(project=project, member=org.cleo, limit=1, at=NOW) == []


def test_a_place_that_somebody_has_taken_stays_theirs(org):
    project = topped_up(org)
    (place,) = claim(project=project, member=org.cleo, limit=1, at=NOW)
    assert learn_that_they_are_good(project, org).changed == 0
    assert (fresh(place).state, item_of(project).state) == ("claimed", ItemState.OPEN)
    Assignment.objects.filter(pk=place.pk).update(lease_until=NOW - timedelta(days=365))
    free_stale_places(project)
    assert look(look_at([item_of(project).pk], project=project, at=NOW)).changed == 1, "free again, it goes as well"
    assert item_of(project).state == ItemState.DONE
    check_ledger(project)


def test_a_place_that_a_manager_keeps_for_somebody_or_that_the_project_asks_of_every_item_stays(org):
    project = topped_up(org)
    Assignment.objects.filter(project=project, state="open").update(reserved_for=org.cleo)
    Item.objects.filter(project=project).update(free_places=0)
    assert learn_that_they_are_good(project, org).changed == 0
    Assignment.objects.filter(project=project, state="open").update(reserved_for=None)
    Item.objects.filter(project=project).update(free_places=1)
    project.overlap = 3
    project.save()
    assert look(look_at([item_of(project).pk], project=project, at=NOW)).changed == 0
    check_ledger(project)


def test_fewer_people_at_most_withdraw_what_nobody_has_taken(org):
    project = topped_up(org)
    job = look(change(project, org.manager, most_overlap=2))
    assert (job.total, job.changed, item_of(project).state) == (1, 1, ItemState.DONE)
    check_ledger(project)


def test_another_organisation_has_no_part_in_it(acme, globex):
    with acme.scope():
        project = answered(acme, ["yyn"])
        job = change(project, acme.manager, resolve={"by": "majority"})
    with globex.scope():
        run_settling(job.pk, now=lambda: NOW)
        assert not undecided_items(project).exists()
        assert not Settling.objects.exists()
    with acme.scope():
        assert (fresh(job).state, finals(project)) == (JobState.QUEUED, [])


def test_the_api_says_beforehand_how_many_items_are_looked_at_and_then_how_far_that_is(acme):
    with acme.scope():
        project = answered(acme, ["yyn", "nny", "yyy"])
    manager = client_for(acme.manager)
    path = f"/api/v1/acme/projects/{project.pk}/workflow"
    assert manager.get(f"{path}/settling").json() == {"items": 2, "latest": None}
    wanted = manager.get(path).json() | {"resolve": {"by": "majority", "confidence": 0.95}}
    tag = manager.get(path).headers["ETag"]
    assert manager.put(path, wanted, HTTP_IF_MATCH=tag).status_code == 200
    latest = manager.get(f"{path}/settling").json()["latest"]
    assert (latest["state"], latest["done"], latest["changed"]) == ("queued", 0, 0)
    with acme.scope():
        run_settling(UUID(latest["id"]), now=lambda: NOW)
    latest = manager.get(f"{path}/settling").json()["latest"]
    assert (latest["state"], latest["done"], latest["total"], latest["changed"]) == ("done", 2, 2, 2)
