"""The order in which work is given out: returned, held, assigned, gold, top-ups, priorities, begun, due, position."""

from datetime import timedelta

import pytest

from annotation.actions.assignments import lock_own, submit_annotation
from annotation.actions.claims import claim, claim_work
from annotation.actions.places import exclude
from annotation.actions.returning import return_work
from annotation.actions.settling import settle
from annotation.models import Assignment, Item, ProjectPerson
from config.tests.work import make_items, make_project, ranking
from config.tests.world import NOW


def take(project, member, limit=1):
    return [row.item.external_id for row in claim(project=project, member=member, limit=limit, at=NOW)]


def submit(project, member):
    (assignment,) = claim(project=project, member=member, limit=1, at=NOW)
    levels = [["r1"], ["r2"], ["r3"]]
    return submit_annotation(
        assignment=lock_own(assignment), answers=ranking(*levels), seconds=5, by=member, at=NOW
    )  # fmt: skip


def in_own_ids(assignment, *ids):
    """A ranking of the item's own responses, best first, in the handles that the person sees."""
    return ranking(*[[f"r{assignment.shown.index(each) + 1}"] for each in ids])


@pytest.fixture
def project(acme, globex):
    with globex.scope():
        make_items(make_project(globex, mark="CANARY-GLOBEX "), 3, globex.manager, mark="CANARY-GLOBEX ")
    with acme.scope():
        yield make_project(acme, overlap=2)


def change(project, number, **values):
    Item.objects.filter(project=project, external_id=f"item-{number}").update(**values)


def workflow(project, **settings):
    project.workflow = settings
    project.save(update_fields=["workflow"])


def test_a_higher_priority_comes_before_what_others_have_begun(project, acme):
    make_items(project, 4, acme.manager)
    take(project, acme.ben, 2)
    change(project, 3, priority=2, line=2)
    change(project, 0, priority=-1, line=-1)
    assert take(project, acme.ann, 4) == ["item-3", "item-1", "item-2", "item-0"]


def test_among_fresh_items_the_one_due_first_comes_first_and_those_without_a_date_last(project, acme):
    make_items(project, 3, acme.manager)
    change(project, 2, due_at=NOW + timedelta(days=1))
    change(project, 1, due_at=NOW + timedelta(days=2))
    assert take(project, acme.ann, 3) == ["item-2", "item-1", "item-0"]


def test_an_assigned_place_comes_first_and_goes_to_nobody_else(project, acme):
    make_items(project, 3, acme.manager)
    place = Assignment.objects.filter(item__external_id="item-2", project=project).order_by("place").first()
    Assignment.objects.filter(pk=place.pk).update(reserved_for=acme.ann)
    change(project, 2, free_places=1)
    assert take(project, acme.ben, 3) == ["item-0", "item-1", "item-2"]
    assert take(project, acme.cleo, 3) == ["item-0", "item-1"]
    assert take(project, acme.ann, 1) == ["item-2"]
    assert set(Item.objects.filter(project=project).values_list("free_places", flat=True)) == {0}


def test_by_hand_only_what_was_assigned_is_given(project, acme):
    make_items(project, 2, acme.manager)
    workflow(project, mode="manual")
    work = claim_work(project=project, member=acme.ann, limit=2, at=NOW)
    assert (work.assignments, work.because) == ([], "nothing_left")


def test_an_assigned_place_that_ran_out_is_still_its_persons(project, acme):
    make_items(project, 1, acme.manager)
    Assignment.objects.filter(project=project, place=1).update(reserved_for=acme.ann)
    change(project, 0, free_places=1)
    take(project, acme.ann)
    Assignment.objects.filter(project=project, state="claimed").update(lease_until=NOW - timedelta(days=400))
    assert take(project, acme.ben) == ["item-0"]
    assert take(project, acme.cleo) == []
    assert take(project, acme.ann) == ["item-0"]


def test_returned_work_comes_before_what_is_held_with_the_answers_and_the_reason(project, acme):
    make_items(project, 3, acme.manager)
    done = submit(project, acme.ann)
    take(project, acme.ann, 2)
    return_work(assignment=done.assignment, because="verdict", comment="Look again.", at=NOW)
    settle(done.item_id, at=NOW)
    assert take(project, acme.ann, 3) == ["item-0", "item-1", "item-2"]
    done.refresh_from_db()
    assert done.withdrawn_at == NOW
    assert Item.objects.get(pk=done.item_id).submitted == 0
    assert done.independent_answers == done.answers


def test_returned_work_does_not_run_out(project, acme):
    make_items(project, 1, acme.manager)
    done = submit(project, acme.ann)
    return_work(assignment=done.assignment, because="verdict", comment="", at=NOW)
    settle(done.item_id, at=NOW)
    Assignment.objects.filter(project=project).update(lease_until=NOW - timedelta(days=400))
    assert take(project, acme.ben) == ["item-0"]
    assert take(project, acme.cleo) == []
    again = submit(project, acme.ann)
    assert (again.pk, again.revision, again.withdrawn_at, again.number) == (done.pk, 2, None, 1)


def test_whoever_is_excluded_from_an_item_never_gets_it(project, acme):
    items = make_items(project, 2, acme.manager)
    exclude([items[0].pk], acme.ann.pk, reason="author", at=NOW)
    assert take(project, acme.ann, 2) == ["item-1"]
    assert take(project, acme.ben, 2) == ["item-0", "item-1"]


def test_many_items_one_is_excluded_from_are_passed_once(project, acme):
    items = make_items(project, 40, acme.manager)
    exclude([item.pk for item in items[:39]], acme.ann.pk, reason="author", at=NOW)
    assert take(project, acme.ann, 1) == ["item-39"]
    person = ProjectPerson.objects.get(project=project, member=acme.ann)
    assert person.looked_until[1] >= Item.objects.get(pk=items[38].pk).begun_no


def test_a_cap_ends_what_a_person_gets_and_says_so(project, acme):
    make_items(project, 5, acme.manager)
    ProjectPerson.objects.filter(project=project, member=acme.ann).update(most_items=2)
    assert len(take(project, acme.ann, 5)) == 2
    submit(project, acme.ann)
    work = claim_work(project=project, member=acme.ann, limit=5, at=NOW)
    assert (len(work.assignments), work.because) == (1, "cap_reached")


def test_a_paused_person_finishes_what_they_hold_or_nothing_at_all(project, acme):
    make_items(project, 5, acme.manager)
    take(project, acme.ann, 1)
    people = ProjectPerson.objects.filter(project=project, member=acme.ann)
    people.update(paused="new", paused_because="Have a break.")
    work = claim_work(project=project, member=acme.ann, limit=5, at=NOW)
    assert (len(work.assignments), work.because, work.detail) == (1, "paused", "Have a break.")
    people.update(paused="full")
    assert claim_work(project=project, member=acme.ann, limit=5, at=NOW).assignments == []


def test_one_more_person_at_a_time_is_asked_while_people_disagree_and_before_everything_else(project, acme):
    make_items(project, 3, acme.manager)
    workflow(project, most_overlap=4, enough_agreement=0.9)
    change(project, 2, priority=2, line=2)
    change(project, 1, priority=1, line=1)
    for person, order in ((acme.ann, "abc"), (acme.ben, "cba")):
        (assignment,) = claim(project=project, member=person, limit=1, at=NOW)
        answers = in_own_ids(assignment, *order)
        submit_annotation(assignment=lock_own(assignment), answers=answers, seconds=5, by=person, at=NOW)
    disputed = Item.objects.get(project=project, external_id="item-2")
    assert (disputed.state, disputed.overlap, disputed.free_places, disputed.agreement) == ("open", 3, 1, 0.0)
    change(project, 1, priority=2, line=2)
    assert take(project, acme.cleo, 2) == ["item-2", "item-1"]


def test_people_who_agree_are_enough(project, acme):
    make_items(project, 1, acme.manager)
    workflow(project, most_overlap=4, enough_agreement=0.9)
    for person in (acme.ann, acme.ben):
        (assignment,) = claim(project=project, member=person, limit=1, at=NOW)
        answers = in_own_ids(assignment, *"bca")
        submit_annotation(assignment=lock_own(assignment), answers=answers, seconds=5, by=person, at=NOW)
    item = Item.objects.get(project=project)
    assert (item.state, item.overlap, item.agreement) == ("done", 2, 1.0)
    assert item.resolutions.get().kind == "agreed"
