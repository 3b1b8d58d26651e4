"""What a manager does to many items at once: what changes, what is passed over and why, and what the ledger says."""

from functools import partial
from uuid import uuid4

import pytest
from django.db import connection, transaction

from accounts.models import Event
from annotation.actions.adjudication import resolve
from annotation.actions.assignments import AssignmentClosed, keep_draft, lock_own, submit_annotation
from annotation.actions.bulk import (
    AT_ONCE,
    prioritise,
    restore,
    send_to_adjudication,
    send_to_review,
    set_due,
    withdraw,
)
from annotation.actions.claims import claim
from annotation.actions.disputes import claim_disputed
from annotation.actions.places import free_places
from annotation.actions.reserving import reserve
from annotation.actions.settling import settle
from annotation.models import Annotation, Assignment, Item, Resolution
from annotation.queries.adjudication import adjudication_views
from annotation.queries.timeline import timeline
from annotation.tests.judging import (
    answer,
    counts,
    fresh,
    in_handles,
    judged_project,
    own,
    places_of,
    say,
    take,
    theirs,
)
from annotation.tests.long_work import caller
from config.tests.database import owner_connection
from config.tests.work import make_items
from config.tests.world import NOW


@pytest.fixture
def foreign(globex):
    """Items of globex."""
    project = theirs(globex)
    with globex.scope(), transaction.atomic():
        return list(Item.objects.filter(project=project).values_list("pk", flat=True))


@pytest.fixture
def project(acme, foreign):
    """Six items for two people each, nothing reviewed."""
    with acme.scope():
        yield judged_project(acme, overlap=2, items=6, review={"percent": 0})


def ids(project, *numbers):
    rows = list(Item.objects.filter(project=project).order_by("position").values_list("pk", flat=True))
    return [rows[number] for number in numbers]


def act(work, project, acme, *numbers, items=None, **settings):
    chosen = ids(project, *numbers) if items is None else items
    changed, skipped = work(project=project, item_ids=chosen, by=acme.manager, at=NOW, **settings)
    return changed, dict(skipped)


def items_of(project):
    return list(Item.objects.filter(project=project).order_by("position"))


def test_an_urgent_item_comes_before_those_that_wait_longer(project, acme):
    assert act(prioritise, project, acme, 4, 5, priority=2) == (2, {})
    (first,) = claim(project=project, member=acme.ann, limit=1, at=NOW)
    assert first.item_id == ids(project, 4)[0]
    assert [(item.priority, item.line) for item in items_of(project)] == [(0, 0)] * 4 + [(2, 2)] * 2


def test_a_begun_item_is_seen_in_its_new_line_by_those_who_looked_there_before(project, acme):
    act(prioritise, project, acme, 0, priority=2)
    answer(project, acme.ann, "abc", items=1)
    answer(project, acme.ben, "abc", items=6)  # has looked through every line
    (mine,) = claim(project=project, member=acme.cleo, limit=1, at=NOW)
    act(withdraw, project, acme, items=[mine.item_id])
    act(prioritise, project, acme, 5, priority=2)
    (next_one,) = claim(project=project, member=acme.cleo, limit=1, at=NOW)
    assert next_one.item_id == ids(project, 5)[0]


def test_an_item_that_needs_one_more_answer_stays_before_all_priorities(project, acme):
    Item.objects.filter(pk=ids(project, 0)[0]).update(line=3, begun_no=7)
    assert act(prioritise, project, acme, 0, priority=-1) == (1, {})
    item = fresh(items_of(project)[0])
    assert (item.line, item.priority, item.begun_no) == (3, -1, 7)


def test_what_has_the_priority_already_or_is_no_item_here_is_passed_over(project, acme, foreign):
    act(withdraw, project, acme, 1)
    chosen = [*ids(project, 0, 1, 2), *foreign]
    act(prioritise, project, acme, 2, priority=1)
    assert act(prioritise, project, acme, items=chosen, priority=1) == (1, {"already": 1, "withdrawn": 1, "unknown": 2})


def test_due_dates_are_set_and_taken_away(project, acme):
    assert act(set_due, project, acme, 3, 4, due_at=NOW) == (2, {})
    (first,) = claim(project=project, member=acme.ann, limit=1, at=NOW)
    assert first.item_id == ids(project, 3)[0]
    assert act(set_due, project, acme, 3, 5, due_at=None) == (1, {"already": 1})


def test_nobody_is_asked_about_a_withdrawn_item_and_its_answers_stay(project, acme):
    answer(project, acme.ann, "abc")
    (held,) = claim(project=project, member=acme.ben, limit=1, at=NOW)
    keep_draft(assignment=held, answers=in_handles(held, "abc"), at=NOW)
    (item,) = ids(project, 0)
    assert held.item_id == item
    assert act(withdraw, project, acme, 0) == (1, {})
    assert places_of(item) == [(1, "submitted"), (2, "expired")]
    assert fresh(held).draft == in_handles(held, "abc")
    assert counts(items_of(project)[0]) == (0, 1, 2)
    assert items_of(project)[0].state == "withdrawn"
    assert Annotation.objects.filter(item=item, withdrawn_at=None).count() == 1
    locked = lock_own(held)
    with pytest.raises(AssignmentClosed), transaction.atomic():
        submit_annotation(assignment=locked, answers=in_handles(locked, "abc"), seconds=1, by=acme.ben, at=NOW)
    assert act(withdraw, project, acme, 0) == (0, {"already": 1})


def test_places_that_are_kept_for_somebody_close_too(project, acme):
    reserve(
        project=project,
        member_ids=[acme.ann.pk],
        item_ids=ids(project, 2),
        per_item=1,
        how="share",
        by=acme.manager,
        at=NOW,
    )
    act(withdraw, project, acme, 2)
    (item,) = ids(project, 2)
    assert places_of(item) == [(1, "withdrawn"), (2, "withdrawn")]
    assert item not in [row.item_id for row in claim(project=project, member=acme.ann, limit=6, at=NOW)]


def test_gold_is_not_withdrawn(project, acme):
    Item.objects.filter(pk__in=ids(project, 1)).update(state="gold", free_places=0)
    assert act(withdraw, project, acme, 0, 1) == (1, {"gold": 1})


@pytest.mark.parametrize("answers", [0, 1, 2])
def test_a_restored_item_asks_exactly_the_people_that_are_missing(project, acme, answers):
    for person in [acme.ann, acme.ben][:answers]:
        answer(project, person, "abc")
    (held,) = claim(project=project, member=acme.cleo, limit=1, at=NOW)
    (item,) = ids(project, 0)
    act(withdraw, project, acme, 0)
    assert act(restore, project, acme, 0, 1) == (1, {"not_withdrawn": 1})
    row = items_of(project)[0]
    assert counts(row) == (2 - answers, answers, 2)
    assert row.state == ("done" if answers == 2 else "open")
    assert Resolution.objects.filter(item=item, replaced_at=None).exists() == (answers == 2)
    asked = {acme.cleo: answers < 2, acme.ann: answers == 0}
    for person, expected in asked.items():
        claimed = [row.item_id for row in claim(project=project, member=person, limit=6, at=NOW)]
        assert (item in claimed) == expected
    assert held.item_id == item or answers == 2


def test_answers_that_nobody_has_judged_go_to_review(project, acme):
    for person in (acme.ann, acme.ben):
        answer(project, person, "abc", items=2)
    assert act(send_to_review, project, acme, 0, 1, 2) == (2, {"not_answered": 1})
    assert [item.state for item in items_of(project)[:3]] == ["review", "review", "open"]
    for place in take(project, acme.reviewer, limit=2):
        say(place, acme.reviewer, "accepted")
    assert [item.state for item in items_of(project)[:2]] == ["done", "done"]
    assert act(send_to_review, project, acme, 0, 1) == (0, {"judged": 2})


def test_an_adjudicator_is_asked_about_items_that_nobody_would_have_sent_there(project, acme, foreign):
    for person in (acme.ann, acme.ben):
        answer(project, person, "abc", items=3)
    send = partial(act, send_to_adjudication, project, acme)
    act(withdraw, project, acme, 2)
    chosen = [*ids(project, 0, 1, 2, 3), *foreign]
    assert send(items=chosen) == (2, {"withdrawn": 1, "not_answered": 1, "unknown": 2})
    assert [item.state for item in items_of(project)[:3]] == ["adjudicate", "adjudicate", "withdrawn"]
    assert send(0) == (0, {"already": 1})
    settle(ids(project, 0)[0], at=NOW)
    assert items_of(project)[0].state == "adjudicate"
    (place,) = claim_disputed(project=project, member=acme.manager, task="adjudicate", limit=1, at=NOW)
    resolve(place=place, answers=own("cba"), reason="ambiguous_item", by=acme.manager, at=NOW)
    assert items_of(project)[0].state == "done"
    assert Resolution.objects.get(item=place.item, replaced_at=None).kind == "adjudicated"
    assert send(0) == (1, {})
    (again,) = claim_disputed(project=project, member=acme.reviewer, task="adjudicate", limit=1, at=NOW)
    assert again.item_id == ids(project, 0)[0]
    assert Resolution.objects.get(item=again.item, replaced_at=None).assignment_id == place.pk
    resolve(place=again, answers=own("bca"), reason="ambiguous_item", by=acme.reviewer, at=NOW)
    assert Resolution.objects.get(item=again.item, replaced_at=None).assignment_id == again.pk
    assert items_of(project)[0].state == "done"


def test_an_adjudicator_whom_a_manager_asked_stays_asked(project, acme):
    for person in (acme.ann, acme.ben):
        answer(project, person, "abc")
    act(send_to_adjudication, project, acme, 0)
    (held,) = claim_disputed(project=project, member=acme.manager, task="adjudicate", limit=1, at=NOW)
    free_places([held.pk], state="skipped")
    settle(held.item_id, at=NOW)
    assert items_of(project)[0].state == "adjudicate"
    work = Assignment.objects.get(item=held.item, kind="annotate", member=acme.ann)
    Assignment.objects.filter(pk=work.pk).update(state="claimed")
    Annotation.objects.filter(assignment=work).update(withdrawn_at=NOW)
    settle(held.item_id, at=NOW)
    assert items_of(project)[0].state == "open"
    locked = lock_own(fresh(work))
    submit_annotation(assignment=locked, answers=in_handles(locked, "abc"), seconds=1, by=acme.ann, at=NOW)
    assert items_of(project)[0].state == "adjudicate"


def test_whoever_is_asked_to_settle_an_item_reads_why_also_when_somebody_has_passed_it_on(project, acme):
    for person in (acme.ann, acme.ben):
        answer(project, person, "abc", items=2)
    act(send_to_adjudication, project, acme, 0, comment="The client objects.")
    act(send_to_adjudication, project, acme, 1)
    first, second = claim_disputed(project=project, member=acme.manager, task="adjudicate", limit=2, at=NOW)
    assert [view["asked"] for view in adjudication_views([first, second])] == ["The client objects.", ""]
    told = [moment.data for moment in timeline(first.item, inside=True) if moment.kind == "sent_to_adjudication"]
    assert told == [{"comment": "The client objects."}]
    for item, inside in ((first.item, False), (second.item, True)):
        assert [row.data for row in timeline(item, inside=inside) if row.kind == "sent_to_adjudication"] == [{}]
    free_places([first.pk], state="skipped")
    (again,) = claim_disputed(project=project, member=acme.reviewer, task="adjudicate", limit=1, at=NOW)
    assert adjudication_views([again])[0]["asked"] == "The client objects."


def test_reviewers_who_were_asked_judge_before_the_adjudicator(project, acme):
    for person in (acme.ann, acme.ben):
        answer(project, person, "abc")
    act(send_to_review, project, acme, 0)
    act(send_to_adjudication, project, acme, 0)
    assert items_of(project)[0].state == "review"
    for place in take(project, acme.reviewer, limit=1):
        say(place, acme.reviewer, "accepted")
    assert items_of(project)[0].state == "adjudicate"


def test_each_change_is_an_event_of_the_item(project, acme):
    act(prioritise, project, acme, 0, 1, priority=2)
    act(withdraw, project, acme, 0)
    act(restore, project, acme, 0)
    told = Event.objects.filter(subject_kind="item", subject_id=ids(project, 0)[0]).order_by("id")
    assert [(event.kind, event.actor_id, event.data) for event in told] == [
        ("item.prioritised", acme.manager.pk, {"priority": 2}),
        ("item.withdrawn", acme.manager.pk, {}),
        ("item.restored", acme.manager.pk, {}),
    ]


@pytest.mark.django_db(transaction=True)
def test_an_item_that_somebody_submits_at_this_moment_is_passed_over():
    from config.tests.world import make_world

    theirs(make_world("globex"))
    acme = make_world("acme")
    with acme.scope(), transaction.atomic():
        project = judged_project(acme, overlap=1, items=2, review={"percent": 0})
        (held,) = claim(project=project, member=acme.ann, limit=1, at=NOW)
    with owner_connection(connection.settings_dict["NAME"]) as other:
        other.execute("BEGIN")
        other.execute("SET LOCAL app.migrating = 'on'")
        other.execute("SELECT 1 FROM annotation_assignment WHERE id = %s FOR UPDATE", [held.pk])
        with acme.scope(), transaction.atomic():
            assert act(withdraw, project, acme, 0, 1) == (1, {"busy": 1})
        other.execute("ROLLBACK")
    with acme.scope(), transaction.atomic():
        assert [item.state for item in items_of(project)] == ["open", "withdrawn"]
        assert act(withdraw, project, acme, 0) == (1, {})


def test_more_items_than_are_locked_at_once(project, acme):
    make_items(project, AT_ONCE, acme.manager, start=10)
    every = list(Item.objects.filter(project=project).values_list("pk", flat=True))
    assert act(withdraw, project, acme, items=every) == (AT_ONCE + 6, {})
    assert not Assignment.objects.filter(project=project, state="open").exists()
    assert act(restore, project, acme, items=every) == (AT_ONCE + 6, {})
    assert Assignment.objects.filter(project=project, state="open").count() == 2 * (AT_ONCE + 6)


# The API


@pytest.fixture
def desk(project, acme):
    """The manager at the project's bulk actions."""
    manager = caller(acme)
    return lambda action, items, **settings: manager.post(
        f"projects/{project.pk}/items/actions", {"action": action, "items": items, "settings": settings}
    )


def test_items_are_chosen_by_ids_or_by_a_query(project, acme, desk):
    chosen = [str(pk) for pk in ids(project, 0, 1)]
    assert desk("prioritise", {"ids": chosen}, priority=2).json() == {"changed": 2, "skipped": []}
    answer = desk("withdraw", {"query": {"priority": "2"}})
    assert answer.json() == {"changed": 2, "skipped": []}
    answer = desk("restore", {"query": {"state": "withdrawn,open"}})
    assert answer.json() == {"changed": 2, "skipped": [{"because": "not_withdrawn", "count": 4}]}


def test_items_are_assigned_to_people_who_share_them(project, acme, desk):
    people = [str(acme.ann.pk), str(acme.ben.pk)]
    answer = desk("assign", {"query": {"state": "open"}}, member_ids=people, per_item=1)
    assert answer.json() == {"changed": 6, "skipped": []}
    assert {Assignment.objects.filter(reserved_for__in=[pk]).count() for pk in people} == {3}


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"action": "burn", "items": {"ids": [str(uuid4())]}}, "/action"),
        ({"action": "withdraw", "items": {}}, "/items"),
        ({"action": "withdraw", "items": {"ids": [str(uuid4())], "query": {}}}, "/items"),
        ({"action": "withdraw", "items": {"query": {"colour": "red"}}}, "/items/query/colour"),
        ({"action": "withdraw", "items": {"query": {"state": "open"}}, "settings": {"why": 1}}, "/settings/why"),
        ({"action": "prioritise", "items": {"ids": [str(uuid4())]}, "settings": {"priority": 9}}, "/settings/priority"),
        ({"action": "prioritise", "items": {"ids": [str(uuid4())]}}, "/settings/priority"),
        ({"action": "due", "items": {"ids": [str(uuid4())]}, "settings": {"due_at": "soon"}}, "/settings/due_at"),
    ],
)
def test_what_is_not_understood_changes_nothing(project, acme, body, pointer):
    answer = caller(acme).post(f"projects/{project.pk}/items/actions", body)
    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert {item.state for item in items_of(project)} == {"open"}


@pytest.mark.parametrize("role", ["reviewer", "ann", "client"])
def test_only_managers_change_many_items(project, acme, role):
    body = {"action": "withdraw", "items": {"query": {"state": "open"}}}
    answer = caller(acme, getattr(acme, role)).post(f"projects/{project.pk}/items/actions", body)
    assert answer.status_code == 403


def test_nobody_outside_changes_anything(acme, globex):
    with acme.scope(), transaction.atomic():
        project = judged_project(acme, items=2)
    body = {"action": "withdraw", "items": {"query": {"state": "open"}}}
    assert caller(globex).post(f"projects/{project.pk}/items/actions", body).status_code == 404
    assert caller(acme, globex.manager).post(f"projects/{project.pk}/items/actions", body).status_code == 404
    with acme.scope(), transaction.atomic():
        assert {item.state for item in items_of(project)} == {"open"}


def test_no_request_reaches_another_organisations_items(acme, globex, foreign):
    with acme.scope(), transaction.atomic():
        project = judged_project(acme, items=2)
    body = {"action": "withdraw", "items": {"ids": [str(pk) for pk in foreign]}}
    answer = caller(acme).post(f"projects/{project.pk}/items/actions", body)
    assert answer.json() == {"changed": 0, "skipped": [{"because": "unknown", "count": 2}]}
    with globex.scope(), transaction.atomic():
        assert not Item.objects.filter(state="withdrawn").exists()


def test_people_can_be_kept_from_items_and_admitted_again(project, acme, desk, globex):
    def given(member):
        with acme.scope():
            return len(claim(project=project, member=member, limit=20, at=NOW))

    ann = str(acme.ann.pk)
    answer = desk("exclude", {"query": {"state": "open"}}, member_ids=[ann])
    assert answer.json() == {"changed": 6, "skipped": []}
    assert (given(acme.ann), given(acme.ben)) == (0, 6)
    assert desk("admit", {"query": {"state": "open"}}, member_ids=[ann]).json()["changed"] == 6
    assert given(acme.ann) == 6
    refused = desk("exclude", {"query": {"state": "open"}}, member_ids=[str(globex.ann.pk)])
    assert refused.json()["errors"][0]["pointer"] == "/settings/member_ids/0"
