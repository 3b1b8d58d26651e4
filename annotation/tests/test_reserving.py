"""Assigning by hand: places that a manager keeps for people."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Event
from accounts.refusals import Invalid
from annotation.actions.claims import claim
from annotation.actions.people import pause_person, remove_person
from annotation.actions.places import exclude
from annotation.actions.reserving import AT_ONCE, reserve, unreserve
from annotation.distribution.sharing import OpenItem, Shares, share
from annotation.models import Assignment, Item, Pause, ProjectPerson
from config.tests.client import client_for
from config.tests.work import make_items, make_project
from config.tests.world import CANARY, NOW, make_world


@pytest.fixture
def project(acme, globex):
    with globex.scope():
        make_items(make_project(globex, mark=f"{CANARY} "), 3, globex.manager)
    with acme.scope():
        yield make_project(acme, overlap=2)
    with globex.scope():
        assert not Assignment.objects.filter(reserved_for__isnull=False).exists()


def assign(project, world, members, items, *, how="each", per_item=None):
    return reserve(
        project=project,
        member_ids=[member.pk for member in members],
        item_ids=[getattr(item, "pk", item) for item in items],
        per_item=per_item,
        how=how,
        by=world.manager,
        at=NOW,
    )


def kept(member) -> list[str]:
    """The items that are kept for somebody, in the order of the import."""
    rows = Assignment.objects.filter(reserved_for=member, state="open").order_by("item__position")
    return list(rows.values_list("item__external_id", flat=True))


def take(project, member, limit=20):
    return claim(project=project, member=member, limit=limit, at=NOW)


def assert_exact(project) -> None:
    """No item has more places than its overlap, and what is free is counted exactly."""
    for item in Item.objects.filter(project=project):
        places = Assignment.objects.filter(item=item, kind="annotate", state__in=["open", "claimed", "submitted"])
        assert places.count() == item.overlap
        assert places.filter(state="open", reserved_for=None).count() == item.free_places


# Sharing, on its own


@st.composite
def situations(draw):
    people = [f"p{number}" for number in range(draw(st.integers(1, 6)))]
    items = [
        OpenItem(number, draw(st.integers(0, 4)), frozenset(draw(st.sets(st.sampled_from(people)))))
        for number in range(draw(st.integers(0, 15)))
    ]
    return people, items, draw(st.none() | st.integers(1, 6))


@given(situations())
def test_nobody_gets_an_item_twice_or_one_they_must_not_have_and_no_item_more_people_than_places(situation):
    people, items, per_item = situation
    given = list(share(items, Shares(people), per_item=per_item))
    assert len(set(given)) == len(given)
    for item in items:
        whom = [person for key, person in given if key == item.key]
        assert len(whom) <= min(item.free, per_item or item.free)
        assert not item.barred & set(whom)


@given(situations())
def test_every_place_that_was_wanted_is_given_or_counted_with_its_reason(situation):
    people, items, per_item = situation
    shares = Shares(people)
    given = list(share(items, shares, per_item=per_item))
    wanted = sum(min(max(item.free, 1) if per_item is None else per_item, len(people)) for item in items)
    assert len(given) + shares.already + shares.no_free_place == wanted


@given(st.integers(1, 6), st.integers(0, 40), st.integers(1, 3))
def test_who_may_have_everything_gets_as_much_as_anybody_else(people, items, per_item):
    everybody = [f"p{number}" for number in range(people)]
    rows = [OpenItem(number, 3, frozenset()) for number in range(items)]
    got = Counter(dict.fromkeys(everybody, 0))
    got.update(person for _, person in share(rows, Shares(everybody), per_item=per_item))
    assert max(got.values()) - min(got.values()) <= 1


@given(situations())
def test_sharing_goes_the_same_way_every_time_and_in_any_chunks(situation):
    people, items, per_item = situation
    whole, parts = Shares(people), Shares(people)
    at_once = list(share(items, whole, per_item=per_item))
    in_parts = [row for item in items for row in share([item], parts, per_item=per_item)]
    assert (at_once, whole) == (in_parts, parts)


# Keeping places


def test_everybody_gets_each_item_up_to_its_places(project, acme):
    items = make_items(project, 3, acme.manager)
    outcome = assign(project, acme, [acme.ann, acme.ben, acme.cleo], items)
    assert (outcome.reserved, outcome.already, outcome.no_free_place) == (6, 0, 3)
    assert Counter(len(kept(member)) for member in (acme.ann, acme.ben, acme.cleo)) == {2: 3}
    assert_exact(project)


def test_items_are_shared_out_evenly(project, acme):
    items = make_items(project, 10, acme.manager)
    outcome = assign(project, acme, [acme.ann, acme.ben, acme.cleo], items, how="share", per_item=1)
    assert outcome.reserved == 10
    assert [len(kept(member)) for member in (acme.ann, acme.ben, acme.cleo)] == [4, 3, 3]
    assert set(Item.objects.filter(project=project).values_list("free_places", flat=True)) == {1}
    assert_exact(project)


def test_shared_without_a_number_items_go_to_as_many_as_have_a_place(project, acme):
    items = make_items(project, 3, acme.manager)
    outcome = assign(project, acme, [acme.ann, acme.ben, acme.cleo], items, how="share")
    assert (outcome.reserved, outcome.no_free_place) == (6, 0)
    assert [len(kept(member)) for member in (acme.ann, acme.ben, acme.cleo)] == [2, 2, 2]


def test_assigned_items_are_given_first_and_to_nobody_else(project, acme):
    items = make_items(project, 4, acme.manager)
    assign(project, acme, [acme.ann], items[3:])
    assign(project, acme, [acme.ben, acme.cleo], items[2:3])
    assert [row.item.external_id for row in take(project, acme.ann, 2)] == ["item-3", "item-0"]
    assert "item-2" not in [row.item.external_id for row in take(project, acme.ann)]
    assert kept(acme.ann) == []
    assert_exact(project)


def test_nobody_gets_a_second_place_on_an_item_that_is_kept_for_them(project, acme):
    items = make_items(project, 2, acme.manager)
    assign(project, acme, [acme.ann], items)
    assert len(take(project, acme.ann, 20)) == 2
    assert take(project, acme.ann, 20)[2:] == []
    assert len(take(project, acme.ben, 20)) == 2
    assert_exact(project)


def test_in_a_project_of_manual_work_only_what_is_assigned_is_given(project, acme):
    items = make_items(project, 3, acme.manager)
    project.workflow = {"mode": "manual"}
    project.save(update_fields=["workflow"])
    assert take(project, acme.ann) == []
    assign(project, acme, [acme.ann], items[1:2])
    assert [row.item.external_id for row in take(project, acme.ann)] == ["item-1"]


def test_nobody_is_assigned_what_they_hold_have_answered_skipped_or_must_not_see(project, acme):
    held, submitted, skipped, returned, hidden, mine, free = make_items(project, 7, acme.manager)
    for item, state in ((held, "claimed"), (submitted, "submitted"), (skipped, "skipped"), (returned, "returned")):
        place = Assignment.objects.filter(item=item).first()
        Assignment.objects.filter(pk=place.pk).update(state=state, member=acme.ann)
        Item.objects.filter(pk=item.pk).update(free_places=1)
    exclude([hidden.pk], acme.ann.pk, reason="author", at=NOW)
    assign(project, acme, [acme.ann], [mine])
    outcome = assign(project, acme, [acme.ann], [held, submitted, skipped, returned, hidden, mine, free])
    assert (outcome.reserved, outcome.already, outcome.no_free_place) == (1, 6, 0)
    assert kept(acme.ann) == ["item-5", "item-6"]


def test_gold_and_withdrawn_items_have_no_place_to_assign(project, acme):
    items = make_items(project, 2, acme.manager)
    for item, state in zip(items, ("gold", "withdrawn"), strict=True):
        Item.objects.filter(pk=item.pk).update(state=state, free_places=0)
        Assignment.objects.filter(item=item).update(state="withdrawn")
    outcome = assign(project, acme, [acme.ann], items)
    assert (outcome.reserved, outcome.no_free_place) == (0, 2)


def test_who_lacks_something_or_is_paused_is_assigned_and_named(project, acme):
    items = make_items(project, 1, acme.manager)
    project.workflow = {"languages": ["fr"]}
    project.save(update_fields=["workflow"])
    outcome = assign(project, acme, [acme.ann], items)
    assert (outcome.reserved, outcome.not_eligible) == (1, [(acme.ann, "The language fr is needed.")])
    project.workflow = {}
    project.save(update_fields=["workflow"])
    ben = ProjectPerson.objects.select_related("project").get(project=project, member=acme.ben)
    pause_person(person=ben, pause=Pause.NEW, because="Leave", by=acme.manager, at=NOW)
    outcome = assign(project, acme, [acme.ben, acme.ann], items)
    assert outcome.not_eligible == [(acme.ben, "Paused. Leave")]


def test_only_annotators_of_the_project_are_assigned_anything(project, acme, globex):
    items = make_items(project, 1, acme.manager)
    gone = ProjectPerson.objects.select_related("project").get(project=project, member=acme.cleo)
    remove_person(person=gone, by=acme.manager, at=NOW)
    for stranger in (acme.reviewer, acme.cleo, globex.ann):
        with pytest.raises(Invalid) as refused:
            assign(project, acme, [acme.ann, stranger], items)
        assert [pointer for pointer, _ in refused.value.problems] == ["/member_ids/1"]
    assert kept(acme.ann) == []


def test_with_an_item_of_another_project_or_organisation_nothing_is_assigned(project, acme, globex):
    items = make_items(project, 2, acme.manager)
    other = make_items(make_project(acme, name="Other"), 1, acme.manager)
    with transaction.atomic(), pytest.raises(Invalid):
        assign(project, acme, [acme.ann], [*items, *other])
    assert kept(acme.ann) == []
    with transaction.atomic(), pytest.raises(Invalid):
        assign(project, acme, [acme.ann], [*items, globex.organisation.pk])
    assert kept(acme.ann) == []


def test_places_that_are_kept_are_given_back_and_claimed_ones_stay(project, acme):
    items = make_items(project, 4, acme.manager)
    assign(project, acme, [acme.ann, acme.ben], items)
    (held,) = take(project, acme.ann, 1)
    everyone = [acme.ann.pk, acme.ben.pk]
    only_two = [item.pk for item in items[2:]]
    assert unreserve(project=project, member_ids=everyone, item_ids=only_two, by=acme.manager, at=NOW) == 4
    assert (kept(acme.ann), kept(acme.ben)) == (["item-1"], ["item-0", "item-1"])
    assert unreserve(project=project, member_ids=everyone, item_ids=None, by=acme.manager, at=NOW) == 3
    assert Assignment.objects.get(pk=held.pk).state == "claimed"
    assert len(take(project, acme.cleo)) == 4
    assert_exact(project)


def test_what_was_assigned_is_written_down(project, acme):
    items = make_items(project, 2, acme.manager)
    assign(project, acme, [acme.ann], items)
    unreserve(project=project, member_ids=[acme.ann.pk], item_ids=None, by=acme.manager, at=NOW)
    given, taken = Event.objects.filter(kind__startswith="items.").exclude(kind="items.added").order_by("id")
    assert (given.kind, given.actor_id, given.data) == (
        "items.assigned",
        acme.manager.pk,
        {"members": [str(acme.ann.pk)], "items": 2, "reserved": 2},
    )
    assert (taken.kind, taken.data["released"]) == ("items.unassigned", 2)


def test_thousands_of_items_are_assigned_in_steps(project, acme, django_assert_max_num_queries):
    count = 2 * AT_ONCE + 100
    items = make_items(project, count, acme.manager)
    with django_assert_max_num_queries(3 * 3 + 12):
        outcome = assign(project, acme, [acme.ann, acme.ben], items, how="share", per_item=1)
    assert outcome.reserved == count
    assert len(kept(acme.ann)) == len(kept(acme.ben)) == count // 2


# The API


def url(project, verb="assign") -> str:
    return f"/api/v1/acme/projects/{project.pk}/{verb}"


def test_a_manager_assigns_items_by_id_or_by_filter_and_takes_them_back(project, acme):
    items = make_items(project, 4, acme.manager)
    manager = client_for(acme.manager)
    by_id = {"member_ids": [str(acme.ann.pk)], "items": {"ids": [str(items[0].pk)]}, "how": "each"}
    assert manager.post(url(project), by_id).json() == {
        "reserved": 1,
        "skipped": {"already": 0, "no_free_place": 0},
        "not_eligible": [],
    }
    assert manager.post(url(project), by_id).json()["skipped"] == {"already": 1, "no_free_place": 0}
    by_filter = {"member_ids": [str(acme.ann.pk)], "items": {"state": "open", "assigned": "false"}}
    assert manager.post(url(project), by_filter).json()["reserved"] == 3
    back = {"member_ids": [str(acme.ann.pk)], "items": {"ids": [str(items[0].pk)]}}
    assert manager.post(url(project, "unassign"), back).json() == {"released": 1}
    assert manager.post(url(project, "unassign"), {"member_ids": [str(acme.ann.pk)]}).json() == {"released": 3}


def test_who_is_not_eligible_is_named_in_the_answer(project, acme):
    items = make_items(project, 1, acme.manager)
    project.workflow = {"languages": ["fr"]}
    project.save(update_fields=["workflow"])
    body = {"member_ids": [str(acme.ann.pk)], "items": {"ids": [str(items[0].pk)]}}
    assert client_for(acme.manager).post(url(project), body).json()["not_eligible"] == [
        {"member": {"id": str(acme.ann.pk), "name": "Ann"}, "because": "The language fr is needed."}
    ]


def test_what_cannot_be_assigned_is_refused(project, acme, globex):
    items = make_items(project, 1, acme.manager)
    manager = client_for(acme.manager)
    good = {"member_ids": [str(acme.ann.pk)], "items": {"ids": [str(items[0].pk)]}}
    for wrong in (
        {},
        {**good, "member_ids": []},
        {**good, "member_ids": ["x"]},
        {**good, "member_ids": [str(globex.ann.pk)]},
        {**good, "items": {"ids": []}},
        {**good, "items": {"ids": ["x"]}},
        {**good, "items": {"ids": [str(items[0].pk)], "state": "open"}},
        {**good, "items": {"project__client": "x"}},
        {**good, "items": []},
        {**good, "per_item": 0},
        {**good, "how": "all"},
        {**good, "by": str(acme.owner.pk)},
    ):
        assert manager.post(url(project), wrong).status_code == 400, wrong
    assert manager.post(url(project, "unassign"), {"items": good["items"]}).status_code == 400
    assert kept(acme.ann) == []


def test_only_managers_assign_and_only_in_their_organisation(acme, globex):
    with acme.scope():
        project = make_project(acme)
        (item,) = make_items(project, 1, acme.manager)
    body = {"member_ids": [str(acme.ann.pk)], "items": {"ids": [str(item.pk)]}}
    for verb in ("assign", "unassign"):
        for member in (acme.reviewer, acme.ann, acme.client):
            assert client_for(member).post(url(project, verb), body).status_code == 403
        assert client_for(globex.manager).post(url(project, verb), body).status_code == 404
        away = url(project, verb).replace("/acme/", "/globex/")
        assert client_for(globex.manager).post(away, body).status_code == 404
    with acme.scope():
        assert kept(acme.ann) == []


# Several at once


def test_managers_who_assign_the_same_items_at_once_never_exceed_the_overlap(transactional_db):
    acme, globex = make_world("acme"), make_world("globex")
    with acme.scope(), transaction.atomic():
        project = make_project(acme, overlap=2)
        items = make_items(project, 60, acme.manager)
    with globex.scope(), transaction.atomic():
        make_items(make_project(globex), 1, globex.manager)
    people = [acme.ann, acme.ben, acme.cleo]
    together = threading.Barrier(6)

    def work(number: int) -> int:
        together.wait(10)
        try:
            with acme.scope(), transaction.atomic():
                if number >= 3:
                    return len(take(project, people[number - 3], 20))
                chosen = items if number else items[::-1]
                return assign(project, acme, people[number:] + people[:number], chosen).reserved
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(work, range(6)))
    with acme.scope(), transaction.atomic():
        assert_exact(project)
        pairs = Counter(
            (row.item_id, row.reserved_for_id or row.member_id)
            for row in Assignment.objects.filter(project=project, kind="annotate").exclude(state="withdrawn")
        )
        assert {count for (_, member), count in pairs.items() if member} == {1}
        assert sum(done[:3]) == Assignment.objects.filter(reserved_for__isnull=False).count()
