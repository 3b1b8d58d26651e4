"""Adjudication: who settles what, and the final answer."""

from datetime import timedelta
from uuid import uuid4

import pytest

from accounts.actions.clearances import clear_member
from accounts.models import Client, Event
from accounts.refusals import Invalid
from annotation.actions.adjudication import resolve
from annotation.actions.assignments import skip
from annotation.actions.disputes import MayNotJudge, claim_disputed
from annotation.actions.people import set_person
from annotation.actions.places import free_stale_places
from annotation.actions.reviews import ReviewClosed, accept_many
from annotation.models import Annotation, Assignment, Item, Resolution
from annotation.queries.adjudication import adjudication_views, letter, resolution_view, resolutions
from annotation.queries.projects import judged_projects
from annotation.tests.judging import EVERYTHING, answer, fresh, judged_project, own, states, theirs
from config.tests.world import NOW

BELOW = {"adjudication": {"below": 0.9}}


def take(project, member, limit=1):
    return claim_disputed(project=project, member=member, task="adjudicate", limit=limit, at=NOW)


def settle_it(place, by, answers=None, *, reason="ambiguous_item", **said):
    return resolve(
        place=place, answers=own("bac") if answers is None else answers, reason=reason, by=by, at=NOW, **said
    )


@pytest.fixture
def project(acme, globex):
    theirs(globex)
    with acme.scope():
        made = judged_project(acme, overlap=2, items=3, **BELOW)
        answer(made, acme.ann, "abc", items=3)
        for order in ("bac", "cba", "abc"):
            answer(made, acme.ben, order)
        yield made


def test_items_on_which_people_disagree_wait_for_an_adjudicator_the_worst_first(project, acme):
    assert states(project) == ["adjudicate", "adjudicate", "done"]
    places = take(project, acme.reviewer, 5)
    assert [place.item.external_id for place in places] == ["item-1", "item-0"]
    assert take(project, acme.manager, 5) == []


def test_a_final_answer_settles_the_item(project, acme):
    (place,) = take(project, acme.reviewer)
    by_ann = Annotation.objects.get(item=place.item_id, member=acme.ann)
    taken = [{"question": "order", "on": "item", "annotation_id": by_ann.pk}]
    made = settle_it(place, acme.reviewer, own("abc"), taken=taken, comment="As the guidelines say")
    assert (made.kind, made.answers, made.reason, made.created_by) == (
        "adjudicated",
        own("abc"),
        "ambiguous_item",
        acme.reviewer,
    )
    assert made.taken == [{"question": "order", "on": "item", "annotation": str(by_ann.pk)}]
    assert (fresh(place).state, states(project)) == ("submitted", ["adjudicate", "done", "done"])
    assert fresh(by_ann).answers == own("abc")
    assert Event.objects.filter(kind="item.adjudicated", subject_id=place.item_id).count() == 1
    view = resolution_view(project, resolutions(place.item).get(replaced_at=None), named=True)
    assert view["taken"][0]["annotation_id"] == str(by_ann.pk)
    assert view["member"] == {"id": acme.reviewer.pk, "name": "Reviewer"}
    blind = resolution_view(project, made, named=False)
    assert (blind["comment"], blind["reason"]) == ("", "")
    assert "Reviewer" not in str(blind)


def test_a_later_final_answer_replaces_the_earlier_one(project, acme):
    (place,) = take(project, acme.reviewer)
    first = settle_it(place, acme.reviewer)
    Assignment.objects.create(
        project=project, item=place.item, kind="adjudicate", place=9, state="claimed", member=acme.manager,
        claimed_at=NOW, form_version=1,
    )  # fmt: skip
    again = Assignment.objects.get(item=place.item, place=9, kind="adjudicate")
    second = settle_it(again, acme.manager, own("cab"))
    assert (fresh(first).replaced_at, fresh(second).replaced_at) == (NOW, None)
    agreed = Item.objects.get(project=project, external_id="item-2")
    assert Resolution.objects.get(item=agreed).kind == "agreed"


def test_nobody_settles_an_item_that_they_have_answered(project, acme):
    set_person(project=project, member=acme.ann, grants=EVERYTHING, by=acme.manager, at=NOW)
    set_person(project=project, member=acme.cleo, grants=EVERYTHING, by=acme.manager, at=NOW)
    assert take(project, acme.ann, 5) == []
    (place,) = take(project, acme.cleo)
    Assignment.objects.filter(pk=place.pk).update(member=acme.ann)
    with pytest.raises(MayNotJudge):
        settle_it(place, acme.ann)
    Annotation.objects.filter(member=acme.ann).update(withdrawn_at=NOW)
    assert take(project, acme.ann, 5)[1:] == []


@pytest.mark.parametrize("task", ["review", "adjudicate"])
def test_only_people_cleared_for_the_client_see_its_work_to_judge_it(project, acme, task):
    Client.objects.filter(pk=project.client_id).update(clearance_required=True)
    with pytest.raises(MayNotJudge) as refusal:
        claim_disputed(project=project, member=acme.reviewer, task=task, limit=1, at=NOW)
    assert refusal.value.detail == "A clearance for this project's client is needed."
    with pytest.raises(MayNotJudge):
        accept_many(project=project, assignment_ids=[uuid4()], by=acme.reviewer, at=NOW)
    assert judged_projects(acme.reviewer, task, at=NOW) == []
    soon = NOW + timedelta(days=1)
    clear_member(member=acme.reviewer, client=project.client, expires_at=soon, by=acme.manager, at=NOW)
    claim_disputed(project=project, member=acme.reviewer, task=task, limit=1, at=NOW)
    assert judged_projects(acme.reviewer, task, at=NOW) == [project]
    assert judged_projects(acme.reviewer, task, at=soon) == []


def test_only_people_on_the_projects_list_may_adjudicate(project, acme):
    grants = {"annotate": False, "review": True, "adjudicate": False}
    set_person(project=project, member=acme.reviewer, grants=grants, by=acme.manager, at=NOW)
    for person in (acme.reviewer, acme.owner, acme.cleo):
        with pytest.raises(MayNotJudge):
            take(project, person)


def test_an_adjudicator_who_skips_is_not_asked_again_and_others_are(project, acme):
    (place,) = take(project, acme.reviewer)
    skip(assignment=place, reason="too hard", by=acme.reviewer, at=NOW)
    assert [row.item_id for row in take(project, acme.reviewer, 5)].count(place.item_id) == 0
    assert [row.item_id for row in take(project, acme.manager, 5)] == [place.item_id]


def test_a_late_final_answer_is_taken_while_nobody_else_has_begun(project, acme):
    (place, other) = take(project, acme.reviewer, 2)
    Assignment.objects.filter(pk__in=[place.pk, other.pk]).update(lease_until="2000-01-01T00:00:00Z")
    free_stale_places(project)
    settle_it(place, acme.reviewer)
    assert states(project)[1] == "done"
    (taken,) = take(project, acme.manager)
    assert taken.item_id == other.item_id
    with pytest.raises(ReviewClosed):
        settle_it(other, acme.reviewer)


def test_a_final_answer_is_complete_and_its_sources_answered_this_item(project, acme):
    (place, other) = take(project, acme.reviewer, 2)
    elsewhere = Annotation.objects.filter(item=other.item).first()
    here = Annotation.objects.filter(item=place.item).first()
    row = {"question": "order", "on": "item", "annotation_id": here.pk}
    for said, pointer in (
        ({"answers": []}, "/answers"),
        ({"answers": own("ab")}, "/answers/0/value/ranks"),
        ({"reason": "bored"}, "/reason"),
        ({"reason": ""}, "/reason"),
        ({"taken": [{**row, "annotation_id": elsewhere.pk}]}, "/taken/0/annotation_id"),
        ({"taken": [row, {**row, "annotation_id": uuid4()}]}, "/taken/1/annotation_id"),
        ({"taken": [{**row, "question": "why"}]}, "/taken/0"),
    ):
        with pytest.raises(Invalid) as refused:
            settle_it(place, acme.reviewer, **said)
        assert pointer in dict(refused.value.problems)
    assert not Resolution.objects.filter(item=place.item).exists()


def test_what_was_changed_after_it_was_taken_is_the_adjudicators_own(project, acme):
    (place,) = take(project, acme.reviewer)
    rows = Annotation.objects.filter(item=place.item)
    taken = [{"question": "order", "on": "item", "annotation_id": row.pk} for row in rows]
    assert settle_it(place, acme.reviewer, own("bca"), taken=taken).taken == []


def test_the_blind_see_letters_that_stay_and_that_time_does_not_tell(acme, globex):
    theirs(globex)
    with acme.scope():
        project = judged_project(acme, overlap=2, items=30, **BELOW)
        answer(project, acme.ann, "abc", items=20)
        answer(project, acme.ann, "abc", items=10)
        for person in (acme.ben, acme.ben):
            answer(project, person, "cba", items=20)
        places = take(project, acme.reviewer, 10) + take(project, acme.manager, 10)
        views = adjudication_views(places)
        again = adjudication_views(take(project, acme.reviewer, 10))
        first = [
            Annotation.objects.get(pk=row["id"]).member_id
            for view in views
            for row in view["annotations"]
            if row["pseudonym"] == "A"
        ]
    assert [row["pseudonym"] for row in views[0]["annotations"]] == ["A", "B"]
    assert {row["id"]: row["pseudonym"] for row in views[0]["annotations"]} == {
        row["id"]: row["pseudonym"] for row in again[0]["annotations"]
    }
    assert 2 <= first.count(acme.ann.pk) <= 18
    assert views[0]["item"]["id"] is None
    assert not {"Ann", "Ben", str(acme.ann.pk), str(acme.ben.pk)} & set(str(views[0]).replace("'", " ").split())
    assert views[0]["agreement"] == {"mean": 0, "by_question": {"order": 0}}


def test_where_nothing_is_hidden_adjudicators_read_names_and_suggestions(acme, globex):
    from annotation.actions.suggestions import suggest
    from annotation.imports.suggestions import ProposedAnswers

    theirs(globex)
    with acme.scope():
        project = judged_project(acme, overlap=2, items=1, adjudication={"below": 0.9, "blind": False})
        item = Item.objects.get(project=project)
        proposed = ProposedAnswers(agent="m1", score=0.5, answers=own("cab"))
        suggest(item=item, proposed=proposed, by=acme.manager, at=NOW)
        answer(project, acme.ann, "abc")
        answer(project, acme.ben, "cba")
        (view,) = adjudication_views(take(project, acme.reviewer))
    assert {row["member"]["name"] for row in view["annotations"]} == {"Ann", "Ben"}
    assert {row["pseudonym"] for row in view["annotations"]} == {None}
    assert view["item"]["external_id"] == "item-0"
    assert [(row["agent"], row["answers"]) for row in view["suggestions"]] == [("m1", own("cab"))]
    assert "guideline_gap" in view["reasons"]


def test_letters_go_on_after_z():
    assert [letter(n) for n in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
