"""How far projects are: from counts that the database keeps."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from annotation.actions import bulk
from annotation.actions.assignments import lock_own, skip
from annotation.actions.claims import claim
from annotation.actions.tallies import add_up_tallies
from annotation.models import Item, Tally
from annotation.queries.progress import member_progress, progress
from annotation.queries.tallies import by_member, counts
from annotation.tests.judging import answer, judged_project, say, take
from config.tests.client import client_for
from config.tests.work import make_items, make_project
from config.tests.world import CANARY, NOW


@pytest.fixture
def project(acme, globex):
    with globex.scope(), transaction.atomic():
        theirs = make_project(globex, mark=f"{CANARY} ")
        make_items(theirs, 3, globex.manager, mark=f"{CANARY} ")
        answer(theirs, globex.ann, "abc", items=2)
    with acme.scope(), transaction.atomic():
        made = judged_project(acme, overlap=2, items=4, review={"percent": 100})
        answer(made, acme.ann, "abc", items=3, seconds=10)
        answer(made, acme.ben, "abc", items=2, seconds=20)
        (held,) = claim(project=made, member=acme.cleo, limit=1, at=NOW)
        skip(assignment=lock_own(held), reason="Unclear", by=acme.cleo, at=NOW)
        (place, *_) = take(made, acme.reviewer)
        say(place, acme.reviewer, "rejected")
    return made


def test_items_places_and_people_are_counted(project, acme):
    with acme.scope():
        told = progress(project, named=True, at=NOW)
    assert (told["items"], told["done"], told["open"]) == (4, 0, 3)
    assert told["states"] == {"open": 3, "review": 1, "adjudicate": 0, "done": 0, "gold": 0, "withdrawn": 0}
    assert told["places"] == {"open": 4, "claimed": 0, "submitted": 4, "skipped": 1, "returned": 0}
    assert told["review"]["submitted"] == 1
    people = {row["member"]["name"]: (row["submitted"], row["skipped"], row["seconds"]) for row in told["people"]}
    assert people["Cleo"] == (0, 1, 0)
    assert sorted([people["Ann"], people["Ben"]]) in ([(2, 0, 30), (2, 0, 40)], [(1, 0, 40), (3, 0, 30)])


def test_adding_up_changes_no_figure_and_leaves_few_rows(project, acme):
    with acme.scope(), transaction.atomic():
        before = progress(project, named=True, at=NOW)
        rows = Tally.objects.filter(project=project).count()
        assert add_up_tallies() == 1
        assert Tally.objects.filter(project=project).count() < rows
        assert progress(project, named=True, at=NOW) == before
        assert add_up_tallies() == 0


def test_what_is_withdrawn_is_not_asked_for_any_more(project, acme):
    with acme.scope(), transaction.atomic():
        ids = list(Item.objects.filter(project=project).values_list("pk", flat=True))
        bulk.withdraw(project=project, item_ids=ids[:1], by=acme.manager, at=NOW)
        assert progress(project, named=True, at=NOW)["items"] == 3


def test_a_forecast_goes_by_the_days_before_today(project, acme):
    with acme.scope(), transaction.atomic():
        today = Tally.objects.filter(project=project).latest("day").day
        for ago, number in ((1, 3), (2, 1), (3, 2)):
            Tally.objects.create(
                project=project, member=acme.ann, day=today - timedelta(days=ago), subject="annotate",
                state="submitted", n=number,
            )  # fmt: skip
        at = NOW.replace(year=today.year, month=today.month, day=today.day)
        told = progress(project, named=True, at=at)
    assert told["pace"]["per_day"] == 2.0
    assert told["forecast"]["remaining_places"] == 4
    assert told["forecast"]["done_by"] == today + timedelta(days=2)
    assert told["forecast"]["low"] <= told["forecast"]["done_by"] <= told["forecast"]["high"]


def test_without_work_nothing_is_foretold_and_the_reason_is_given(project, acme):
    with acme.scope():
        assert progress(project, named=True, at=NOW)["forecast"]["because"] == "too_little_work"
        project.state = "paused"
        project.save()
        assert progress(project, named=True, at=NOW)["forecast"]["because"] == "paused"


def test_over_due_items_are_counted(project, acme):
    with acme.scope(), transaction.atomic():
        one = Item.objects.filter(project=project).first()
        Item.objects.filter(pk=one.pk).update(due_at=NOW - timedelta(days=1))
        assert progress(project, named=True, at=NOW)["ageing"]["over_due"] == 1


def test_a_clients_work_is_all_its_projects_together_and_no_others(project, acme):
    with acme.scope(), transaction.atomic():
        make_items(make_project(acme, name="Another"), 2, acme.manager)
    found = client_for(acme.manager).get(f"/api/v1/acme/clients/{project.client_id}/progress").json()
    assert found["items"] == 6
    other = client_for(acme.manager).get(f"/api/v1/acme/clients/{acme.clients[1].pk}/progress").json()
    assert (other["items"], other["forecast"], other["people"]) == (0, None, [])


def test_a_persons_work_is_told_by_project(project, acme):
    with acme.scope():
        told = member_progress(acme.cleo, at=NOW)
        assert [row["skipped"] for row in told["by_project"]] == [1]
        assert by_member(Tally.objects.filter(member=acme.cleo))[acme.cleo.pk]["skipped"] == 1
    assert client_for(acme.manager).get(f"/api/v1/acme/members/{acme.ann.pk}/progress").status_code == 200
    assert client_for(acme.ann).get(f"/api/v1/acme/members/{acme.ben.pk}/progress").status_code == 403


def test_a_client_sees_pseudonyms(project, acme):
    found = client_for(acme.client).get(f"/api/v1/acme/projects/{project.pk}/progress").json()
    assert all(row["member"]["name"].startswith("Annotator ") for row in found["people"])
    assert len(found["people"]) == 3


@pytest.mark.django_db(transaction=True)
def test_people_who_work_while_counts_are_added_up_lose_none(acme, globex):
    with acme.scope(), transaction.atomic():
        project = make_project(acme, overlap=3)
        make_items(project, 12, acme.manager)

    def work(member):
        with acme.scope():
            for _ in range(12):
                with transaction.atomic():
                    answer(project, member, "abc")
        connection.close()

    def add_up(_):
        with acme.scope():
            for _ in range(12):
                with transaction.atomic():
                    add_up_tallies()
        connection.close()

    with ThreadPoolExecutor(5) as pool:
        jobs = [pool.submit(work, member) for member in (acme.ann, acme.ben, acme.cleo)]
        jobs += [pool.submit(add_up, number) for number in range(2)]
        for job in jobs:
            job.result()
    with acme.scope(), transaction.atomic():
        found = counts([project.pk])[project.pk]
        assert {state: n for state, n in found.states["item"].items() if n} == {"done": 12}
        assert found.states["annotate"]["submitted"] == 36
        assert found.waiting("annotate") == 0
