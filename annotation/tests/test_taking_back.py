"""Taking back: as long as nobody else has used the answers, and never two truths at once."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import timedelta
from random import Random

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Event
from annotation.actions.assignments import AssignmentClosed, lock_own, skip, submit_annotation
from annotation.actions.claims import MayNotAnnotate, claim
from annotation.actions.projects import edit_project, hold_still, note_frozen
from annotation.actions.taking_back import LATEST, TooLate, take_back
from annotation.models import LIVE, Annotation, Assignment, Item, Revision
from annotation.queries.agreement import agreement
from annotation.queries.assignments import own_assignments
from annotation.queries.items import annotations
from annotation.queries.progress import progress
from config.tests.client import client_for
from config.tests.work import make_items, make_project, ranking
from config.tests.world import CANARY, NOW, make_world

BEST_FIRST = ranking(["r1"], ["r2"], ["r3"])
WORST_FIRST = ranking(["r3"], ["r2"], ["r1"])


def take(project, member, limit=1):
    return claim(project=project, member=member, limit=limit, at=NOW)


def locked(assignment, member):
    return lock_own(assignment)


def submit(assignment, member, answers=BEST_FIRST, *, at=NOW, seconds=5):
    return submit_annotation(assignment=locked(assignment, member), answers=answers, seconds=seconds, by=member, at=at)


def back(assignment, member, *, at=NOW):
    return take_back(assignment=locked(assignment, member), by=member, at=at)


def ledger_is_exact(project):
    """Every item has as many live places as its overlap, and its counters say what the ledger does."""
    for item in Item.objects.filter(project=project):
        states = list(Assignment.objects.filter(item=item, kind="annotate").values_list("state", flat=True))
        assert sum(state in LIVE for state in states) == item.overlap
        assert (item.submitted, item.free_places) == (states.count("submitted"), states.count("open"))
        assert item.state == ("done" if item.submitted >= item.overlap else "open")
        assert Annotation.objects.filter(item=item, withdrawn_at=None).count() == item.submitted


@pytest.fixture
def theirs(globex):
    with globex.scope():
        made = make_project(globex, mark=f"{CANARY} ")
        make_items(made, 2, globex.manager, mark=f"{CANARY} ")
    return made


@pytest.fixture
def project(acme, theirs):
    with acme.scope():
        made = make_project(acme, overlap=1)
        make_items(made, 3, acme.manager)
        yield made


def test_what_was_submitted_is_a_draft_again_and_counts_nowhere(project, acme):
    (mine,) = take(project, acme.ann)
    submit(mine, acme.ann)
    taken = back(mine, acme.ann)
    assert (taken.state, taken.draft) == ("claimed", BEST_FIRST)
    assert taken.lease_until > timezone.now()
    assert not annotations(mine.item).exists()
    figures = progress(project, named=True, at=NOW)
    (person,) = figures["people"]
    assert (figures["done"], figures["places"]["submitted"], person["submitted"]) == (0, 0, 0)
    assert person["seconds"] == 5  # time that was spent stays
    assert figures["last_submitted_at"] is None
    assert agreement(project)[0]["annotations"] == 0
    ledger_is_exact(project)
    assert [row.pk for row in take(project, acme.ann)] == [mine.pk]
    assert Event.objects.filter(kind="annotation.taken_back").count() == 1


def test_submitting_again_makes_the_next_revision_of_the_same_annotation(project, acme):
    (mine,) = take(project, acme.ann)
    first = submit(mine, acme.ann)
    before = first.answers
    back(mine, acme.ann)
    again = submit(mine, acme.ann, WORST_FIRST, at=NOW + timedelta(minutes=1), seconds=7)
    assert (again.pk, again.revision, again.seconds, again.withdrawn_at) == (first.pk, 2, 12, None)
    kept = Revision.objects.filter(annotation=first).order_by("number")
    assert [(row.number, row.answers, row.seconds) for row in kept] == [(1, before, 5), (2, again.answers, 7)]
    assert before != again.answers
    ledger_is_exact(project)


def test_the_page_gets_what_it_needs_to_go_on(project, acme):
    (mine,) = take(project, acme.ann)
    submit(mine, acme.ann)
    reply = client_for(acme.ann).post(f"/api/v1/acme/assignments/{mine.pk}/take-back")
    assert reply.status_code == 200, reply.content
    view = reply.json()
    assert (view["state"], view["draft"]["answers"], view["returned"]) == ("claimed", BEST_FIRST, None)
    again = client_for(acme.ann).post(f"/api/v1/acme/assignments/{mine.pk}/take-back")
    assert (again.status_code, again.json()["type"]) == (409, "too-late")


def test_only_the_last_ten_submits_can_be_taken_back_however_many_were_taken_back_before(project, acme):
    make_items(project, LATEST + 2, acme.manager, start=10)
    done = []
    for number in range(LATEST + 2):
        (mine,) = take(project, acme.ann)
        submit(mine, acme.ann, at=NOW + timedelta(minutes=number))
        done.append(mine)
    for mine in done[2:]:
        back(mine, acme.ann)
    for mine in done[:2]:
        with pytest.raises(TooLate):
            back(mine, acme.ann)
    ledger_is_exact(project)


def test_somebody_elses_work_is_not_there_to_take_back(acme, globex, theirs):
    with acme.scope():
        project = make_project(acme, overlap=1)
        make_items(project, 1, acme.manager)
        (mine,) = take(project, acme.ann)
        submit(mine, acme.ann)
    for slug, other in (("acme", acme.ben), ("acme", acme.manager), ("globex", globex.ann)):
        assert client_for(other).post(f"/api/v1/{slug}/assignments/{mine.pk}/take-back").status_code == 404
    with acme.scope():
        assert Assignment.objects.get(pk=mine.pk).state == "submitted"


def test_a_person_who_left_the_project_takes_nothing_back(project, acme):
    (mine,) = take(project, acme.ann)
    submit(mine, acme.ann)
    project.people.filter(member=acme.ann).update(annotate=False)
    with pytest.raises(MayNotAnnotate):
        back(mine, acme.ann)


def test_nothing_is_taken_back_from_a_finished_project_but_from_a_paused_one(project, acme):
    (mine,) = take(project, acme.ann)
    submit(mine, acme.ann)
    edit_project(project=project, changes={"state": "finished"}, by=acme.manager, at=NOW)
    with pytest.raises(TooLate, match="finished"):
        back(mine, acme.ann)
    edit_project(project=project, changes={"state": "paused"}, by=acme.manager, at=NOW)
    assert back(mine, acme.ann).state == "claimed"


@pytest.mark.parametrize("state", ["claimed", "skipped", "expired"])
def test_what_was_not_submitted_is_not_taken_back(project, acme, state):
    (mine,) = take(project, acme.ann)
    Assignment.objects.filter(pk=mine.pk).update(state=state)
    with pytest.raises(TooLate):
        back(mine, acme.ann)


def test_what_an_export_has_frozen_stays_and_what_came_later_can_be_taken_back(project, acme):
    first, second = take(project, acme.ann, 2)
    submit(first, acme.ann)
    hold_still(project.pk)
    note_frozen(project.pk)
    submit(second, acme.ann)
    with pytest.raises(TooLate, match="export"):
        back(first, acme.ann)
    assert back(second, acme.ann).state == "claimed"


def test_work_that_was_taken_back_and_left_lying_goes_to_somebody_else(project, acme):
    (mine,) = take(project, acme.ann)
    submit(mine, acme.ann)
    back(mine, acme.ann)
    Assignment.objects.filter(pk=mine.pk).update(lease_until=NOW - timedelta(days=400))
    (theirs,) = take(project, acme.ben)
    assert theirs.item_id == mine.item_id
    with pytest.raises(AssignmentClosed):
        submit(mine, acme.ann, WORST_FIRST)
    submit(theirs, acme.ben)
    ledger_is_exact(project)


def test_a_late_second_submit_is_accepted_while_the_place_is_free(project, acme):
    (mine,) = take(project, acme.ann)
    submit(mine, acme.ann)
    back(mine, acme.ann)
    Assignment.objects.filter(pk=mine.pk).update(lease_until=NOW - timedelta(days=400))
    for other in take(project, acme.ben, 1):  # the lease expires, and another item is taken first
        skip(assignment=other, reason="x", by=acme.ben, at=NOW)
    again = submit(mine, acme.ann, WORST_FIRST)
    assert again.revision == 2
    ledger_is_exact(project)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["claim", "submit", "submit", "back", "back", "skip", "expire"]),
        st.integers(0, 2),
        st.integers(0, 5),
    ),
    min_size=10,
    max_size=25,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_people_do_in_turn_the_ledger_is_exact(acme, theirs, steps):
    with acme.scope(), transaction.atomic():
        project = make_project(acme, name=f"Turns {timezone.now().timestamp()}", overlap=2)
        make_items(project, 3, acme.manager)
        people = [acme.ann, acme.ben, acme.cleo]
        for what, who, which in steps:
            person = people[who]
            held = list(own_assignments(person).filter(project=project, state="claimed").order_by("id"))
            done = list(own_assignments(person).filter(project=project, state="submitted").order_by("id"))
            if what == "claim":
                take(project, person, 2)
            elif what == "submit" and held:
                submit(held[which % len(held)], person)
            elif what == "back" and done:
                back(done[which % len(done)], person)
            elif what == "skip" and held:
                skip(assignment=locked(held[which % len(held)], person), reason="x", by=person, at=NOW)
            elif what == "expire" and held:
                Assignment.objects.filter(pk=held[which % len(held)].pk).update(lease_until=NOW - timedelta(days=400))
            ledger_is_exact(project)


@pytest.mark.django_db(transaction=True)
def test_people_who_claim_submit_and_take_back_at_once_leave_an_exact_ledger():
    acme, _ = make_world("acme"), make_world("globex")
    with acme.scope(), transaction.atomic():
        project = make_project(acme, overlap=2)
        make_items(project, 12, acme.manager)

    def work(seed_and_member):
        seed, member = seed_and_member
        chance = Random(seed)
        with closing(connection), acme.scope():
            for _ in range(25):
                with transaction.atomic():
                    held = take(project, member, 3)
                for assignment in held:
                    # Each works in two windows, so the other one may have been there first.
                    with suppress(AssignmentClosed, TooLate):
                        with transaction.atomic():
                            submit(assignment, member)
                        if chance.random() < 0.5:
                            with transaction.atomic():
                                back(assignment, member)
                            if chance.random() < 0.3:
                                with transaction.atomic():
                                    skip(assignment=locked(assignment, member), reason="x", by=member, at=NOW)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, enumerate([acme.ann, acme.ben, acme.cleo] * 2)))
    with acme.scope(), transaction.atomic():
        ledger_is_exact(project)
        assert Annotation.objects.filter(withdrawn_at__isnull=False).exists()


@pytest.mark.django_db(transaction=True)
def test_taking_back_waits_for_an_export_that_is_choosing_and_is_then_refused():
    acme, _ = make_world("acme"), make_world("globex")
    with acme.scope(), transaction.atomic():
        project = make_project(acme, overlap=1)
        make_items(project, 1, acme.manager)
        (mine,) = take(project, acme.ann)
        submit(mine, acme.ann)

    def regret():
        with closing(connection), acme.scope(), transaction.atomic():
            back(mine, acme.ann)

    with ThreadPoolExecutor(1) as pool:
        with acme.scope(), transaction.atomic():
            hold_still(project.pk)
            waiting = pool.submit(regret)
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.3)
            note_frozen(project.pk)
        with pytest.raises(TooLate):
            waiting.result(timeout=60)
