"""Appeals: once, to somebody else, and what their answer does."""

import pytest

from accounts.models import Notification
from annotation.actions.appeals import NoAppeal, appeal
from annotation.actions.claims import claim
from annotation.actions.settling import settle
from annotation.models import Assignment, Exclusion, Item
from annotation.queries.reviews import own_verdict_views, own_verdicts
from annotation.tests.judging import answer, counts, fresh, judged_project, own, places_of, say, states, take, theirs
from config.tests.world import NOW


@pytest.fixture
def project(acme, globex):
    theirs(globex)
    with acme.scope():
        yield judged_project(acme, items=2)


@pytest.fixture
def judged(project, acme):
    """What becomes of Ann's answers to the first item: (the annotation, the verdict)."""

    def judged(verdict, **said):
        (mine,) = answer(project, acme.ann, "abc")
        (place,) = take(project, acme.reviewer)
        return mine, say(place, acme.reviewer, verdict, **said)

    return judged


def stand_by(verdict, member, text="It is right"):
    return appeal(verdict=verdict, text=text, by=member, at=NOW)


def test_an_appeal_is_looked_at_by_somebody_else(project, acme, judged):
    mine, verdict = judged("corrected", answers=own("cab"))
    stand_by(verdict, acme.ann)
    assert states(project)[0] == "review"
    assert {row.member_id for row in Notification.objects.filter(kind="verdict.appealed")} == {
        acme.reviewer.pk,
        acme.manager.pk,
    }
    assert take(project, acme.reviewer) == []
    (place,) = take(project, acme.manager)
    assert place.annotation_id == mine.pk


def test_an_appeal_is_made_once_and_never_against_an_accepted_or_an_old_verdict(project, acme, judged):
    _, accepted = judged("accepted")
    with pytest.raises(NoAppeal):
        stand_by(accepted, acme.ann)
    (other,) = answer(project, acme.ann, "abc")
    (place,) = take(project, acme.reviewer)
    verdict = say(place, acme.reviewer, "corrected", answers=own("cab"))
    stand_by(verdict, acme.ann)
    with pytest.raises(NoAppeal):
        stand_by(verdict, acme.ann)
    (again,) = take(project, acme.manager)
    later = say(again, acme.manager, "corrected", answers=own("bca"))
    assert fresh(verdict).appeal_closed_at == NOW
    with pytest.raises(NoAppeal):
        stand_by(later, acme.ann)
    assert fresh(other).answers == own("bca")


def test_whoever_brings_back_the_authors_answers_accepts_them(project, acme, judged):
    mine, verdict = judged("corrected", answers=own("cab"))
    stand_by(verdict, acme.ann)
    (place,) = take(project, acme.manager)
    later = say(place, acme.manager, "corrected", answers=own("abc"))
    assert (later.verdict, later.corrected) == ("accepted", 3)
    assert (fresh(mine).verdict, fresh(mine).answers, fresh(mine).independent_answers) == (
        "accepted",
        own("abc"),
        own("abc"),
    )
    assert states(project)[0] == "done"
    told = Notification.objects.filter(member=acme.ann, kind="appeal.answered").get()
    assert told.data["verdict"] == "accepted"


def test_whoever_accepts_the_correction_leaves_it_one(project, acme, judged):
    mine, verdict = judged("corrected", answers=own("cab"))
    stand_by(verdict, acme.ann)
    (place,) = take(project, acme.manager)
    assert say(place, acme.manager, "accepted").verdict == "accepted"
    assert (fresh(mine).verdict, fresh(mine).answers) == ("corrected", own("cab"))
    views = own_verdict_views(own_verdicts(acme.ann).order_by("-id"))
    assert [view["verdict"] for view in views] == ["accepted", "corrected"]
    assert views[1]["appeal_closed_at"] == NOW


def test_an_appeal_against_a_return_submits_the_answers_as_they_were(project, acme, judged):
    mine, verdict = judged("returned")
    stand_by(verdict, acme.ann)
    assert (fresh(mine).withdrawn_at, fresh(mine.assignment).state) == (None, "submitted")
    assert counts(mine.item) == (0, 1, 1)
    assert states(project)[0] == "review"
    (place,) = take(project, acme.manager)
    say(place, acme.manager, "returned")
    assert (fresh(mine.assignment).state, states(project)[0]) == ("returned", "open")


def test_returned_work_that_was_answered_again_is_not_appealed_for(project, acme, judged):
    _, verdict = judged("returned")
    answer(project, acme.ann, "bca")
    with pytest.raises(NoAppeal):
        stand_by(verdict, acme.ann)


def test_an_appeal_against_a_rejection_waits_though_others_answer_meanwhile(project, acme, judged):
    mine, verdict = judged("rejected")
    stand_by(verdict, acme.ann)
    assert states(project)[0] == "open"
    answer(project, acme.ben, "cba")
    settle(mine.item_id, at=NOW)
    (place, other) = take(project, acme.manager, 5)
    assert {place.annotation_id, other.annotation_id} >= {mine.pk}
    appealed = place if place.annotation_id == mine.pk else other
    say(appealed, acme.manager, "accepted")
    assert (fresh(mine).verdict, fresh(mine).withdrawn_at) == ("accepted", None)
    assert places_of(mine.item) == [(1, "submitted"), (2, "submitted")]
    assert counts(mine.item) == (0, 2, 2)
    assert not Exclusion.objects.filter(item=mine.item).exists()


def test_rejected_work_that_was_right_takes_its_place_back_while_nobody_has_it(project, acme, judged):
    mine, verdict = judged("rejected")
    stand_by(verdict, acme.ann)
    (place,) = take(project, acme.manager)
    say(place, acme.manager, "accepted")
    assert places_of(mine.item) == [(1, "submitted"), (1, "withdrawn")]
    assert counts(mine.item) == (0, 1, 1)
    assert states(project)[0] == "done"


def test_a_dismissed_appeal_changes_nothing_else(project, acme, judged):
    mine, verdict = judged("rejected")
    stand_by(verdict, acme.ann)
    (place,) = take(project, acme.manager)
    say(place, acme.manager, "rejected")
    assert (fresh(mine).verdict, fresh(mine).withdrawn_at) == ("rejected", NOW)
    assert counts(mine.item) == (1, 0, 1)
    assert places_of(mine.item) == [(1, "open"), (1, "withdrawn")]
    assert fresh(verdict).appeal_closed_at == NOW
    assert not Assignment.objects.filter(project=project, kind="review", state__in=["open", "claimed"]).exists()


def test_an_appeal_that_is_returned_gives_the_author_the_work_and_the_place_again(project, acme, judged):
    mine, verdict = judged("rejected")
    stand_by(verdict, acme.ann)
    (place,) = take(project, acme.manager)
    say(place, acme.manager, "returned")
    (work,) = claim(project=project, member=acme.ann, limit=1, at=NOW)
    assert (work.pk, work.state) == (mine.assignment_id, "returned")
    assert counts(mine.item) == (0, 0, 1)


def test_verdicts_are_read_though_the_item_shows_other_responses_since(project, acme, judged):
    mine, _ = judged("corrected", answers=own("cab"))
    Assignment.objects.filter(pk=mine.assignment_id).update(shown=["a", "b"], state="withdrawn")
    (view,) = own_verdict_views(own_verdicts(acme.ann))
    assert (view["verdict"], view["changes"]) == ("corrected", [])


def test_nothing_is_appealed_for_once_the_work_is_over(project, acme, judged):
    mine, verdict = judged("rejected")
    Item.objects.filter(pk=mine.item_id).update(state="withdrawn")
    with pytest.raises(NoAppeal):
        stand_by(verdict, acme.ann)
