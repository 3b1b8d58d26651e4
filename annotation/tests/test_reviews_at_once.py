"""Many reviewers at the same time: nobody shares a place, and no verdict is lost."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from accounts.actions.organisations import add_member
from accounts.models import Role
from annotation.actions.people import set_person
from annotation.models import Annotation, Assignment, Verdict
from annotation.tests.judging import EVERYTHING, JUDGE, answer, judged_project, own, say, states, take, theirs
from config.tests.world import NOW, make_world, person

REVIEWERS = 20
ITEMS = 30


@pytest.fixture
def acme():
    theirs(make_world("globex"))
    return make_world("acme")


@pytest.fixture
def crowd(acme):
    """(the project, its reviewers): two answers to each of 30 items wait, some of them the reviewers' own."""
    with acme.scope(), transaction.atomic():
        project = judged_project(acme, overlap=2, items=ITEMS)
        crowd = [
            add_member(user=person(f"r{n}@acme.example"), role=Role.REVIEWER, by=acme.manager, at=NOW)
            for n in range(REVIEWERS)
        ]
        for number, member in enumerate(crowd):
            grants = EVERYTHING if number < 2 else JUDGE
            set_person(project=project, member=member, grants=grants, by=acme.manager, at=NOW)
        for _ in range(2):
            answer(project, acme.ann, "abc", items=20)
        answer(project, acme.ben, "bac", items=20)
        answer(project, crowd[0], "cba", items=20)
    return project, crowd


@pytest.mark.django_db(transaction=True)
def test_twenty_reviewers_claiming_at_once_never_share_a_place(acme, crowd):
    project, reviewers = crowd

    def work(member):
        got = []
        with acme.scope():
            for _ in range(3):
                with transaction.atomic():
                    got = take(project, member, 3)
        connection.close()
        return [(member.pk, place.pk, place.item_id, place.annotation.member_id) for place in got]

    with ThreadPoolExecutor(REVIEWERS) as pool:
        taken = [row for rows in pool.map(work, reviewers) for row in rows]
    assert len({place for _, place, _, _ in taken}) == len(taken) >= 2 * ITEMS - 20
    assert all(reviewer != author for reviewer, _, _, author in taken)
    with acme.scope(), transaction.atomic():
        claimed = Assignment.objects.filter(project=project, kind="review", state="claimed")
        assert set(claimed.values_list("member_id", "pk")) == {(member, place) for member, place, _, _ in taken}


@pytest.mark.django_db(transaction=True)
def test_verdicts_claims_and_new_answers_at_once_leave_the_ledger_exact(acme, crowd):
    project, reviewers = crowd
    kinds = ["accepted", "corrected", "returned", "rejected"]

    def review(number):
        member = reviewers[number]
        with acme.scope():
            for turn in range(6):
                with transaction.atomic():
                    places = take(project, member, 1)
                for place in places:
                    verdict = kinds[(number + turn) % 4]
                    said = {"answers": own("bca")} if verdict == "corrected" else {}
                    with transaction.atomic():
                        say(place, member, verdict, **said)
        connection.close()

    def annotate(member):
        with acme.scope():
            for turn in range(12):
                with transaction.atomic():
                    answer(project, member, "abc" if turn % 2 else "cab", items=2)
        connection.close()

    with ThreadPoolExecutor(12) as pool:
        running = [pool.submit(review, number) for number in range(1, 9)]
        running += [pool.submit(annotate, member) for member in (acme.ann, acme.ben, acme.cleo)]
        for each in running:
            each.result()
    with acme.scope(), transaction.atomic():
        assert Verdict.objects.count() == Assignment.objects.filter(kind="review", state="submitted").count() > 20
        for item in project.items.all():
            places = Assignment.objects.filter(item=item, kind="annotate")
            live = places.filter(state__in=["open", "claimed", "submitted", "returned"]).count()
            assert live == item.overlap == 2
            assert item.free_places == places.filter(state="open").count()
            counting = Annotation.objects.filter(item=item, withdrawn_at=None)
            assert item.submitted == counting.count()
            assert (item.state == "done") == (
                counting.count() == 2 and not counting.exclude(verdict__in=["accepted", "corrected"]).exists()
            )
        assert set(states(project)) <= {"open", "review", "done"}
