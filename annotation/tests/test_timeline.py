"""What happened to an item: who, what, when, in the order of time, and by which names."""

from datetime import timedelta

import pytest
from django.db import transaction

from accounts.queries.pseudonyms import pseudonym, pseudonym_id
from annotation.actions.assignments import lock_own, skip
from annotation.actions.bulk import prioritise
from annotation.actions.claims import claim
from annotation.actions.comments import comment
from annotation.actions.taking_back import take_back
from annotation.models import Assignment, Item
from annotation.queries.timeline import timeline
from annotation.tests.judging import answer, fresh, judged_project, own, say, take, theirs
from annotation.tests.long_work import caller
from config.tests.world import CANARY, NOW


def later(minutes):
    """Times of the application; claims and expiries have the database's."""
    return NOW + timedelta(minutes=minutes)


@pytest.fixture
def item(acme, globex):
    """An item that was prioritised, answered, corrected, and talked about."""
    theirs(globex)
    with acme.scope(), transaction.atomic():
        project = judged_project(acme, items=2)
        item = Item.objects.filter(project=project).order_by("position").first()
        prioritise(project=project, item_ids=[item.pk], priority=2, by=acme.manager, at=later(1))
        answer(project, acme.ann, "abc", seconds=7, at=later(2))
        (place,) = take(project, acme.reviewer)
        say(place, acme.reviewer, "corrected", answers=own("cba"), at=later(3))
        assignment = Assignment.objects.get(item=item, kind="annotate", member=acme.ann)
        comment(item=item, assignment=assignment, text="Why?", flag=True, by=acme.ann, at=later(4))
        return item


def told(world, item, *, inside=True):
    with world.scope(), transaction.atomic():
        return timeline(fresh(item), inside=inside)


def by_kind(moments):
    return {moment.kind: moment for moment in moments}


def test_everything_is_told_in_the_order_of_time(acme, item):
    moments = told(acme, item)
    assert [moment.at for moment in moments] == sorted(moment.at for moment in moments)
    ours = [(moment.kind, moment.actor and moment.actor.pk) for moment in moments if moment.kind != "claimed"]
    assert ours == [
        ("created", None),
        ("prioritised", acme.manager.pk),
        ("submitted", acme.ann.pk),
        ("corrected", acme.reviewer.pk),
        ("judged", acme.reviewer.pk),
        ("resolved", None),
        ("commented", acme.ann.pk),
    ]
    claims = [(moment.actor.pk, moment.data["as"]) for moment in moments if moment.kind == "claimed"]
    assert sorted(claims) == sorted([(acme.ann.pk, "annotate"), (acme.reviewer.pk, "review")])


def test_a_correction_shows_what_changed(acme, item):
    moments = by_kind(told(acme, item))
    assert moments["submitted"].diff is None
    assert moments["submitted"].data["seconds"] == 7
    assert moments["corrected"].data["revision"] == 2
    before, after = ({"ranks": [[letter] for letter in order]} for order in ("abc", "cba"))
    assert moments["corrected"].diff == [{"question": "order", "on": "item", "before": before, "after": after}]
    assert moments["judged"].data["verdict"] == "corrected"
    assert moments["prioritised"].data == {"priority": 2}


def test_skips_and_what_was_taken_back_are_told(acme, globex):
    with acme.scope(), transaction.atomic():
        project = judged_project(acme, items=1, review={"percent": 0})
        (held,) = claim(project=project, member=acme.ben, limit=1, at=NOW)
        skip(assignment=lock_own(held), reason="Not my field", by=acme.ben, at=NOW)
        (made,) = answer(project, acme.ann, "abc", at=later(1))
        take_back(assignment=lock_own(made.assignment), by=acme.ann, at=later(2))
        answer(project, acme.ann, "bca", at=later(3))
        item = Item.objects.get(project=project)
    moments = told(acme, item)
    kinds = [moment.kind for moment in moments]
    assert kinds.count("submitted") == 2
    assert by_kind(moments)["skipped"].data == {"as": "annotate", "reason": "Not my field"}
    assert by_kind(moments)["taken_back"].actor == acme.ann
    (changed,) = [moment.diff for moment in moments if moment.kind == "submitted" and moment.diff]
    assert [row["question"] for row in changed] == ["order"]


def test_a_client_reads_pseudonyms_and_not_what_people_say_to_each_other(acme, item):
    answer = caller(acme, acme.client).get(f"projects/{item.project_id}/items/{item.pk}/timeline")
    rows = {row["kind"]: row for row in answer.json()["results"]}
    assert "commented" not in rows
    assert rows["submitted"]["actor"] == {"id": str(pseudonym_id(acme.ann.pk)), "name": pseudonym(acme.ann.pk)}
    text = answer.content.decode()
    assert "Ann" not in text.replace("Annotator", "")
    assert str(acme.ann.pk) not in text
    assert CANARY not in text


def test_inside_the_vendor_people_have_their_names_unless_they_are_judged_blindly(acme, globex, item):
    path = f"projects/{item.project_id}/items/{item.pk}/timeline"
    rows = {row["kind"]: row for row in caller(acme, acme.reviewer).get(path).json()["results"]}
    assert rows["submitted"]["actor"] == {"id": str(acme.ann.pk), "name": "Ann"}
    with acme.scope(), transaction.atomic():
        blind = {"review": {"percent": 100, "blind": True}}
        item.project.__class__.objects.filter(pk=item.project_id).update(workflow=blind)
    rows = {row["kind"]: row for row in caller(acme, acme.reviewer).get(path).json()["results"]}
    assert rows["submitted"]["actor"]["name"] == pseudonym(acme.ann.pk)
    rows = {row["kind"]: row for row in caller(acme).get(path).json()["results"]}
    assert rows["submitted"]["actor"]["name"] == "Ann"


def test_nobody_outside_reads_it(acme, globex, item):
    path = f"projects/{item.project_id}/items/{item.pk}/timeline"
    assert caller(globex).get(path).status_code == 404
    assert caller(acme, globex.manager).get(path).status_code == 404
    assert caller(acme, acme.ann).get(path).status_code == 403
