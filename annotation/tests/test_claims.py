"""Claiming: exact overlap, leases, order, and a flat cost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from annotation.actions.assignments import AssignmentClosed, lock_own, renew, skip, submit_annotation
from annotation.actions.claims import MayNotAnnotate, claim
from annotation.models import Annotation, Assignment, Item, ProjectPerson
from config.tests.work import make_items, make_project, ranking
from config.tests.world import NOW, make_world


def take(project, member, limit=1):
    return claim(project=project, member=member, limit=limit, at=NOW)


def submit(assignment, member):
    locked = lock_own(assignment)
    handles = [[f"r{n}"] for n in range(1, len(assignment.shown) + 1)]
    return submit_annotation(assignment=locked, answers=ranking(*handles), seconds=5, by=member, at=NOW)


def let_leases_run_out(project):
    Assignment.objects.filter(project=project, state="claimed").update(lease_until=NOW - timedelta(days=400))


@pytest.fixture
def project(acme, globex):
    with globex.scope():
        theirs = make_project(globex, mark="CANARY-GLOBEX ")
        make_items(theirs, 3, globex.manager, mark="CANARY-GLOBEX ")
    with acme.scope():
        yield make_project(acme, overlap=2)


def test_items_come_in_the_order_of_the_import(project, acme):
    make_items(project, 3, acme.manager)
    assert [row.item.external_id for row in take(project, acme.ann, 3)] == ["item-0", "item-1", "item-2"]


def test_a_second_claim_gives_what_is_held_first(project, acme):
    make_items(project, 3, acme.manager)
    (first,) = take(project, acme.ann)
    assert [row.pk for row in take(project, acme.ann)] == [first.pk]
    again = take(project, acme.ann, 3)
    assert again[0].pk == first.pk
    assert len(again) == 3


def test_items_begun_by_others_come_before_fresh_ones(project, acme):
    make_items(project, 5, acme.manager)
    take(project, acme.ann, 2)
    assert [row.item.external_id for row in take(project, acme.ben, 3)] == ["item-0", "item-1", "item-2"]


def test_nobody_gets_an_item_twice_and_never_more_people_than_the_overlap(project, acme):
    make_items(project, 2, acme.manager)
    for person in (acme.ann, acme.ben):
        for assignment in take(project, person, 5):
            submit(assignment, person)
        assert take(project, person, 5) == []
    assert take(project, acme.cleo, 5) == []
    assert set(Item.objects.filter(project=project).values_list("state", "submitted", "free_places")) == {
        ("done", 2, 0)
    }


def test_only_people_on_the_projects_list_may_claim(project, acme):
    make_items(project, 1, acme.manager)
    with pytest.raises(MayNotAnnotate):
        take(project, acme.reviewer)


def test_a_paused_project_hands_out_nothing_new(project, acme):
    make_items(project, 2, acme.manager)
    (held,) = take(project, acme.ann)
    project.state = "paused"
    assert [row.pk for row in take(project, acme.ann, 5)] == [held.pk]


def test_a_skipped_place_goes_to_somebody_else_and_not_back(project, acme):
    make_items(project, 1, acme.manager)
    (mine,) = take(project, acme.ann)
    skip(assignment=mine, reason="unclear", by=acme.ann, at=NOW)
    assert take(project, acme.ann) == []
    assert len(take(project, acme.ben)) == len(take(project, acme.cleo)) == 1


def test_an_expired_lease_frees_the_place_for_anybody(project, acme):
    make_items(project, 1, acme.manager)
    take(project, acme.ann)
    take(project, acme.ben)
    assert take(project, acme.cleo) == []
    let_leases_run_out(project)
    assert len(take(project, acme.cleo)) == 1
    assert len(take(project, acme.ann)) == 1


def test_a_heartbeat_renews_own_claimed_leases_only(project, acme):
    make_items(project, 1, acme.manager)
    (mine,) = take(project, acme.ann)
    assert [row[0] for row in renew(member=acme.ann, ids=[mine.pk])] == [mine.pk]
    assert renew(member=acme.ben, ids=[mine.pk]) == []
    submit(mine, acme.ann)
    assert renew(member=acme.ann, ids=[mine.pk]) == []


def test_a_late_submit_is_accepted_while_the_place_is_free(project, acme):
    make_items(project, 1, acme.manager)
    (mine,) = take(project, acme.ann)
    let_leases_run_out(project)
    take(project, acme.ben)  # expires ann's lease, and takes one of the two places
    submit(mine, acme.ann)
    assert take(project, acme.cleo) == []
    live = Assignment.objects.filter(project=project, state__in=["claimed", "submitted"])
    assert sorted(live.values_list("state", flat=True)) == ["claimed", "submitted"]


def test_a_late_submit_is_refused_once_others_hold_every_place(project, acme):
    make_items(project, 1, acme.manager)
    (mine,) = take(project, acme.ann)
    let_leases_run_out(project)
    take(project, acme.ben)
    take(project, acme.cleo)
    with pytest.raises(AssignmentClosed):
        submit(mine, acme.ann)
    assert not Annotation.objects.exists()


def test_a_late_submit_is_refused_where_the_person_claimed_the_item_anew(project, acme):
    make_items(project, 1, acme.manager)
    (mine,) = take(project, acme.ann)
    let_leases_run_out(project)
    take(project, acme.ben)
    take(project, acme.ann)
    with pytest.raises(AssignmentClosed):
        submit(mine, acme.ann)


def test_each_person_sees_an_order_of_their_own_and_it_is_kept(project, acme):
    make_items(project, 30, acme.manager)
    orders = [tuple(row.shown) for person in (acme.ann, acme.ben) for row in take(project, person, 20)]
    assert all(sorted(order) == ["a", "b", "c"] for order in orders)
    assert len(set(orders)) > 3


def test_a_place_freed_far_above_is_found_by_those_who_went_on(project, acme):
    make_items(project, 30, acme.manager)
    (first,) = take(project, acme.ben)
    for person in (acme.ann, acme.cleo):
        for _ in range(6):
            (mine,) = take(project, person)
            submit(mine, person)
    assert first.item.external_id == "item-0"
    assert ProjectPerson.objects.get(project=project, member=acme.cleo).looked_until[1] > first.item.begun_no
    skip(assignment=first, reason="x", by=acme.ben, at=NOW)
    assert [row.item.external_id for row in take(project, acme.cleo)] == ["item-0"]


def test_a_lone_annotators_history_is_passed_once_and_not_on_every_claim(project, acme):
    make_items(project, 40, acme.manager)
    for _ in range(40):
        (mine,) = take(project, acme.ann)
        submit(mine, acme.ann)
    person = ProjectPerson.objects.get(project=project, member=acme.ann)
    last_begun = Item.objects.filter(project=project).latest("begun_no").begun_no
    assert person.looked_until[1] == last_begun
    assert take(project, acme.ann) == []


@pytest.mark.django_db(transaction=True)
def test_fifty_people_claiming_at_once_never_exceed_the_overlap():
    from accounts.actions.organisations import add_member
    from accounts.models import Role
    from annotation.actions.people import set_person
    from config.tests.world import person

    acme, _ = make_world("acme"), make_world("globex")
    grants = {"annotate": True, "review": False, "adjudicate": False}
    with acme.scope(), transaction.atomic():
        project = make_project(acme, overlap=3)
        make_items(project, 20, acme.manager)
        crowd = [
            add_member(user=person(f"p{n}@acme.example"), role=Role.ANNOTATOR, by=acme.manager, at=NOW)
            for n in range(50)
        ]
        for member in crowd:
            set_person(project=project, member=member, grants=grants, by=acme.manager, at=NOW)

    def work(member):
        taken = 0
        with acme.scope():
            for _ in range(4):
                with transaction.atomic():
                    got = take(project, member, 2)
                taken += len(got)
                for assignment in got:
                    with transaction.atomic():
                        submit(assignment, member)
        connection.close()
        return taken

    with ThreadPoolExecutor(50) as pool:
        taken = sum(pool.map(work, crowd))
    with acme.scope(), transaction.atomic():
        assert set(Item.objects.values_list("submitted", "free_places", "state")) == {(3, 0, "done")}
        assert Annotation.objects.count() == taken == 60
        assert Assignment.objects.filter(state="submitted").count() == 60
        pairs = Annotation.objects.values_list("item_id", "member_id")
        assert len(set(pairs)) == 60
