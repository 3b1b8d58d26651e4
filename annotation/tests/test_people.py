"""The people of a project: caps, pauses, release, and what becomes of work when somebody goes."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction

from accounts.actions.members import change_member, remove_member
from accounts.models import Event, Notification, Role
from annotation.actions.assignments import lock_own, submit_annotation
from annotation.actions.claims import MayNotAnnotate, claim, claim_work
from annotation.actions.comments import comment
from annotation.actions.mentions import mentioned
from annotation.actions.people import pause_person, project_done, release_person, remove_person, set_person
from annotation.actions.reserving import reserve
from annotation.actions.returning import return_work
from annotation.actions.settling import settle
from annotation.models import Annotation, Assignment, Item, Pause, ProjectPerson
from config.tests.client import client_for
from config.tests.work import make_items, make_project, ranking
from config.tests.world import CANARY, NOW, make_world


@pytest.fixture
def project(acme, globex):
    with globex.scope():
        theirs = make_project(globex, mark=f"{CANARY} ", overlap=1)
        make_items(theirs, 2, globex.manager)
        claim(project=theirs, member=globex.ann, limit=2, at=NOW)
    with acme.scope():
        yield make_project(acme, overlap=1)
    with globex.scope():
        assert Assignment.objects.filter(state="claimed", member=globex.ann).count() == 2


def url(project, member=None, verb="") -> str:
    people = f"/api/v1/acme/projects/{project.pk}/people"
    return people if member is None else f"{people}/{member.pk}{verb}"


def take(project, member, limit=1):
    return claim(project=project, member=member, limit=limit, at=NOW)


def in_handles(assignment):
    return ranking(*[[f"r{number}"] for number in range(1, len(assignment.shown) + 1)])


def submit(assignment, member):
    locked = lock_own(assignment)
    return submit_annotation(assignment=locked, answers=in_handles(locked), seconds=5, by=member, at=NOW)


def person(project, member) -> ProjectPerson:
    return ProjectPerson.objects.select_related("project", "member").get(project=project, member=member)


def pause(project, member, how, *, by, because="Too fast"):
    return pause_person(person=person(project, member), pause=how, because=because, by=by, at=NOW)


def held(member) -> int:
    return Assignment.objects.filter(member=member, state="claimed").count()


def counts_are_exact(project) -> bool:
    """`free_places` is what it says of every item."""
    return all(
        item.free_places
        == Assignment.objects.filter(item=item, kind="annotate", state="open", reserved_for=None).count()
        for item in Item.objects.filter(project=project)
    )


def test_the_list_says_what_people_may_have_done_and_lack(project, acme):
    make_items(project, 3, acme.manager)
    (first, _) = take(project, acme.ann, 2)
    submit(first, acme.ann)
    rows = client_for(acme.reviewer).get(url(project)).json()["results"]
    assert [row["member"]["name"] for row in rows] == ["Ann", "Ben", "Cleo", "Manager"]
    assert {name: rows[0][name] for name in ("most_items", "paused", "paused_because", "given", "answered")} == {
        "most_items": None,
        "paused": "",
        "paused_because": "",
        "given": 2,
        "answered": 1,
    }
    assert rows[0]["not_eligible"] is None
    assert client_for(acme.ann).get(url(project)).status_code == 403
    assert client_for(acme.client).get(url(project)).status_code == 403


def test_a_cap_is_set_kept_and_lifted(project, acme):
    make_items(project, 5, acme.manager)
    manager, one = client_for(acme.manager), url(project, acme.ann)
    rights = {"annotate": True, "review": False, "adjudicate": False}
    assert manager.put(one, {**rights, "most_items": 2}).json()["most_items"] == 2
    assert manager.put(one, rights).json()["most_items"] == 2
    for assignment in take(project, acme.ann, 5):
        submit(assignment, acme.ann)
    work = claim_work(project=project, member=acme.ann, limit=5, at=NOW)
    assert (len(work.assignments), work.because) == (0, "cap_reached")
    assert manager.put(one, {**rights, "most_items": None}).json()["most_items"] is None
    assert len(take(project, acme.ann, 5)) == 3
    for wrong in (-1, "many", 10**7):
        assert manager.put(one, {**rights, "most_items": wrong}).status_code == 400


def test_who_is_paused_for_new_work_finishes_what_they_hold(project, acme):
    make_items(project, 3, acme.manager)
    (mine,) = take(project, acme.ann)
    pause(project, acme.ann, Pause.NEW, by=acme.manager)
    work = claim_work(project=project, member=acme.ann, limit=3, at=NOW)
    assert ([row.pk for row in work.assignments], work.because, work.detail) == ([mine.pk], "paused", "Too fast")
    assert submit(mine, acme.ann).member_id == acme.ann.pk


def test_who_is_fully_paused_holds_nothing_any_more_and_others_get_it_at_once(project, acme):
    items = make_items(project, 4, acme.manager)
    take(project, acme.ann, 2)
    keep(project, acme, [acme.ann], items[2:3])
    pause(project, acme.ann, Pause.FULL, by=acme.manager)
    assert held(acme.ann) == 0
    assert claim_work(project=project, member=acme.ann, limit=3, at=NOW).because == "paused"
    assert counts_are_exact(project)
    assert len(take(project, acme.ben, 10)) == 4


def test_who_is_no_longer_paused_goes_on(project, acme):
    make_items(project, 1, acme.manager)
    pause(project, acme.ann, Pause.FULL, by=acme.manager)
    again = pause(project, acme.ann, Pause.NONE, by=acme.manager)
    assert (again.paused, again.paused_because) == ("", "")
    assert len(take(project, acme.ann)) == 1


def test_a_person_is_told_why_they_are_paused_once_and_it_is_written_down(project, acme):
    for _ in range(2):
        pause(project, acme.ann, Pause.NEW, by=None)
    pause(project, acme.ann, Pause.NONE, by=acme.manager)
    told = Notification.objects.get(member=acme.ann)
    assert (told.kind, told.data, told.project_id) == (
        "person.paused",
        {"pause": "new", "because": "Too fast", "reason": None},
        project.pk,
    )
    events = Event.objects.filter(kind="project.person_paused").order_by("id")
    assert [(event.actor_id, event.data["pause"]) for event in events] == [(None, "new"), (acme.manager.pk, "")]


def test_managers_pause_people_and_nobody_else_does(project, acme, globex):
    body = {"pause": "full", "because": "Leave"}
    answer = client_for(acme.manager).post(url(project, acme.ann, "/pause"), body)
    assert (answer.status_code, answer.json()["paused"], answer.json()["paused_because"]) == (200, "full", "Leave")
    assert client_for(acme.manager).post(url(project, acme.ann, "/pause"), {"pause": ""}).json()["paused"] == ""
    assert client_for(acme.manager).post(url(project, acme.ann, "/pause"), {"pause": "half"}).status_code == 400
    assert client_for(acme.manager).post(url(project, acme.reviewer, "/pause"), body).status_code == 404
    assert client_for(acme.manager).post(url(project, globex.ann, "/pause"), body).status_code == 404
    for member in (acme.reviewer, acme.ann, acme.client):
        assert client_for(member).post(url(project, acme.ann, "/pause"), body).status_code == 403
        assert client_for(member).post(url(project, acme.ann, "/release")).status_code == 403
    assert client_for(globex.manager).post(url(project, acme.ann, "/pause"), body).status_code == 404
    assert person(project, acme.ann).paused == ""


def test_a_manager_releases_what_somebody_holds_and_was_assigned_and_drafts_stay(project, acme):
    items = make_items(project, 5, acme.manager)
    keep(project, acme, [acme.ann], items[:3])
    mine = take(project, acme.ann, 2)  # of the three that are kept for them
    Assignment.objects.filter(pk=mine[0].pk).update(draft=[{"question": "why"}])
    assert client_for(acme.manager).post(url(project, acme.ann, "/release")).json() == {"released": 3}
    assert counts_are_exact(project)
    assert not Assignment.objects.filter(state="open", reserved_for__isnull=False).exists()
    assert Assignment.objects.get(pk=mine[0].pk).draft == [{"question": "why"}]
    assert len(take(project, acme.ben, 10)) == 5
    event = Event.objects.get(kind="project.person_released")
    assert (event.actor_id, event.data["released"]) == (acme.manager.pk, 3)


def test_released_work_can_be_claimed_again_by_the_same_person(project, acme):
    make_items(project, 1, acme.manager)
    take(project, acme.ann)
    assert release_person(person=person(project, acme.ann), by=acme.manager, at=NOW) == 1
    assert len(take(project, acme.ann)) == 1


def test_who_is_taken_off_the_list_leaves_their_work_and_holds_nothing(project, acme):
    items = make_items(project, 4, acme.manager)
    keep(project, acme, [acme.ann], items[3:])
    (done, *_) = take(project, acme.ann, 3)
    submit(done, acme.ann)
    remove_person(person=person(project, acme.ann), by=acme.manager, at=NOW)
    assert Annotation.objects.filter(member=acme.ann, withdrawn_at=None).count() == 1
    assert held(acme.ann) == 0
    assert counts_are_exact(project)
    with pytest.raises(MayNotAnnotate):
        take(project, acme.ann)
    assert len(take(project, acme.ben, 10)) == 3


@pytest.mark.parametrize("how", ["paused", "taken off the list"])
def test_who_may_work_no_longer_submits_nothing_of_what_they_held_and_their_draft_is_kept(project, acme, how):
    make_items(project, 1, acme.manager)
    (mine,) = take(project, acme.ann)
    if how == "paused":
        pause(project, acme.ann, Pause.FULL, by=acme.manager)
    else:
        remove_person(person=person(project, acme.ann), by=acme.manager, at=NOW)
    late = client_for(acme.ann).post(f"/api/v1/acme/assignments/{mine.pk}/submit", {"answers": in_handles(mine)})
    assert (late.status_code, late.json()["type"]) == (409, "assignment-closed")
    assert Assignment.objects.get(pk=mine.pk).draft == in_handles(mine)
    assert not Annotation.objects.filter(member=acme.ann).exists()
    assert len(take(project, acme.ben)) == 1


def test_what_was_released_may_still_be_submitted_while_nobody_else_has_it(project, acme):
    make_items(project, 1, acme.manager)
    (mine,) = take(project, acme.ann)
    release_person(person=person(project, acme.ann), by=acme.manager, at=NOW)
    late = client_for(acme.ann).post(f"/api/v1/acme/assignments/{mine.pk}/submit", {"answers": in_handles(mine)})
    assert late.status_code == 200
    assert counts_are_exact(project)


def test_with_the_right_to_annotate_goes_what_one_holds(project, acme):
    make_items(project, 2, acme.manager)
    take(project, acme.ann, 2)
    rights = {"annotate": True, "review": True, "adjudicate": False}
    set_person(project=project, member=acme.ann, grants=rights, by=acme.manager, at=NOW)
    assert held(acme.ann) == 2
    set_person(project=project, member=acme.ann, grants={**rights, "review": False}, by=acme.manager, at=NOW)
    assert held(acme.ann) == 2
    set_person(project=project, member=acme.ann, grants={**rights, "annotate": False}, by=acme.manager, at=NOW)
    assert held(acme.ann) == 0
    assert len(take(project, acme.ben, 10)) == 2


def test_who_is_removed_from_the_organisation_frees_their_places_in_every_project(project, acme):
    other = make_project(acme, name="Other", overlap=1)
    for each in (project, other):
        items = make_items(each, 3, acme.manager)
        keep(each, acme, [acme.ann], items[2:])
        (done, _) = take(each, acme.ann, 2)
        submit(done, acme.ann)
    assert client_for(acme.owner).delete(f"/api/v1/acme/members/{acme.ann.pk}").status_code == 204
    assert held(acme.ann) == 0
    assert Annotation.objects.filter(member=acme.ann, withdrawn_at=None).count() == 2
    for each in (project, other):
        assert counts_are_exact(each)
        assert len(take(each, acme.ben, 10)) == 2


def test_who_becomes_a_clients_person_holds_nothing_either(project, acme):
    make_items(project, 2, acme.manager)
    take(project, acme.ann, 2)
    bound = [acme.clients[0].pk]
    change_member(member=acme.ann, role=Role.CLIENT, client_ids=bound, by=acme.owner, at=NOW)
    assert held(acme.ann) == 0
    assert len(take(project, acme.ben, 10)) == 2


def returned(project, acme, because, questions=None) -> Assignment:
    make_items(project, 1, acme.manager)
    (assignment,) = take(project, acme.ann)
    submit(assignment, acme.ann)
    locked = lock_own(assignment)
    return_work(assignment=locked, because=because, comment="Again", questions=questions, at=NOW)
    settle(assignment.item_id, at=NOW)
    return Assignment.objects.get(pk=assignment.pk)


def test_work_that_was_returned_goes_to_others_once_its_author_is_gone(project, acme):
    back = returned(project, acme, "verdict")
    pause(project, acme.ann, Pause.FULL, by=acme.manager)
    assert Assignment.objects.get(pk=back.pk).state == "returned"
    assert take(project, acme.ben) == []
    remove_person(person=person(project, acme.ann), by=acme.manager, at=NOW)
    assert counts_are_exact(project)
    (theirs,) = take(project, acme.ben)
    assert theirs.item_id == back.item_id


def test_answers_that_still_count_stand_once_nobody_is_there_to_add_to_them(project, acme):
    back = returned(project, acme, "form", ["why"])
    remove_person(person=person(project, acme.ann), by=acme.manager, at=NOW)
    assert Assignment.objects.get(pk=back.pk).state == "submitted"
    assert Annotation.objects.get(assignment=back).withdrawn_at is None
    assert take(project, acme.ben) == []


def keep(project, acme, members, items) -> None:
    reserve(
        project=project,
        member_ids=[member.pk for member in members],
        item_ids=[item.pk for item in items],
        per_item=None,
        how="each",
        by=acme.manager,
        at=NOW,
    )


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@Ann look", ["Ann"]),
        ("Ask @ben@acme.example, or @CLEO.", ["Ben", "Cleo"]),
        ("ann@acme.example wrote", []),
        ("@Anna is somebody else", []),
        ("@Ann @Ann", ["Ann"]),
        ("no one", []),
        ("(@Ann)", ["Ann"]),
    ],
)
def test_people_are_mentioned_by_name_or_address(project, acme, text, names):
    found = mentioned(text, [acme.ann, acme.ben, acme.cleo])
    assert sorted(str(member) for member in found) == names


def test_of_names_that_begin_alike_the_longest_is_meant(project, acme):
    acme.ben.user.name = "Ann Smith"
    assert mentioned("@Ann Smith?", [acme.ann, acme.ben]) == [acme.ben]
    assert mentioned("@Ann Jones?", [acme.ann, acme.ben]) == [acme.ann]


def test_a_comment_tells_whom_it_names_if_they_can_read_it(project, acme):
    make_items(project, 1, acme.manager)
    (mine,) = take(project, acme.ann)
    said = {"item": mine.item, "flag": False, "at": NOW}
    comment(**said, assignment=mine, text="@Ann @Ben @Manager see this", by=acme.manager)
    comment(**said, assignment=None, text="@Ann @Manager", by=acme.reviewer)
    told = {row.member_id: row for row in Notification.objects.filter(kind="comment.mention")}
    assert set(told) == {acme.ann.pk, acme.manager.pk}
    assert told[acme.ann.pk].data == {"assignment": str(mine.pk)}
    assert told[acme.manager.pk].data == {"item": str(mine.item_id), "by": "Reviewer"}


@pytest.fixture
def finish(project, acme, django_capture_on_commit_callbacks):
    def finish(member):
        with django_capture_on_commit_callbacks(execute=True):
            for assignment in take(project, member, 20):
                submit(assignment, member)
            project_done(project, at=NOW)

    return finish


def done_told() -> list:
    return list(Notification.objects.filter(kind="project.done").values_list("member_id", flat=True))


def test_the_managers_of_a_project_are_told_once_that_every_item_is_done(project, acme, finish):
    make_items(project, 3, acme.manager)
    finish(acme.ann)
    assert done_told() == [acme.manager.pk]
    finish(acme.ann)
    assert done_told() == [acme.manager.pk]


def test_a_project_with_work_left_or_without_items_is_not_done(project, acme, finish):
    finish(acme.ann)
    make_items(project, 3, acme.manager)
    take(project, acme.ben)
    finish(acme.ann)
    assert done_told() == []
    finish(acme.ben)
    assert done_told() == [acme.manager.pk]


def test_two_who_submit_the_last_two_items_at_the_same_time_tell_the_managers_once(transactional_db):
    acme, globex = make_world("acme"), make_world("globex")
    with acme.scope(), transaction.atomic():
        project = make_project(acme, overlap=1)
        make_items(project, 2, acme.manager)
        work = [(member, take(project, member)[0]) for member in (acme.ann, acme.ben)]
    with globex.scope(), transaction.atomic():
        make_items(make_project(globex), 1, globex.manager)
    both_submitted = threading.Barrier(2)

    def finish(member, assignment) -> None:
        try:
            with acme.scope(), transaction.atomic():
                submit(assignment, member)
                project_done(project, at=NOW)
                both_submitted.wait(10)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        for finished in [pool.submit(finish, *each) for each in work]:
            finished.result()
    with acme.scope(), transaction.atomic():
        assert done_told() == [acme.manager.pk]
        assert Event.objects.filter(kind="project.done").count() == 1
    with globex.scope(), transaction.atomic():
        assert done_told() == []


@pytest.mark.parametrize("first", ["claim", "removal"])
def test_who_is_removed_while_they_claim_holds_nothing_afterwards(transactional_db, first):
    acme, globex = make_world("acme"), make_world("globex")
    with acme.scope(), transaction.atomic():
        project = make_project(acme, overlap=1)
        make_items(project, 5, acme.manager)
    with globex.scope(), transaction.atomic():
        make_items(make_project(globex), 1, globex.manager)
    begun = threading.Event()

    def in_turn(name, work) -> None:
        try:
            with acme.scope(), transaction.atomic():
                if name != first:
                    begun.wait(10)
                work()
                if name == first:
                    begun.set()
                    time.sleep(0.3)  # the other one comes while this is not committed
        finally:
            connections.close_all()

    works = {
        "claim": lambda: take(project, acme.ann, 3),
        "removal": lambda: remove_member(member=acme.ann, by=acme.owner, at=NOW),
    }
    with ThreadPoolExecutor(2) as pool:
        for finished in [pool.submit(in_turn, *each) for each in works.items()]:
            finished.result(20)
    with acme.scope(), transaction.atomic():
        assert held(acme.ann) == 0
        assert counts_are_exact(project)
        assert len(take(project, acme.ben, 10)) == 5
