"""Verdicts: what each does to the answers, to the item and to the people."""

import pytest

from accounts.models import Event, Notification
from accounts.refusals import Invalid
from annotation.actions.assignments import lock_own, skip, submit_annotation
from annotation.actions.claims import claim
from annotation.actions.disputes import MayNotJudge
from annotation.actions.people import set_person
from annotation.actions.places import free_stale_places
from annotation.actions.returning import return_work
from annotation.actions.reviews import ReviewClosed, RevisionChanged, accept_many
from annotation.actions.taking_back import take_back
from annotation.models import Assignment, Comment, Exclusion, Item, ProjectPerson, Revision, Verdict
from annotation.queries.agreement import agreement
from annotation.queries.reviews import own_verdict_views, own_verdicts, review_views
from annotation.tests.judging import (
    EVERYTHING,
    answer,
    counts,
    fresh,
    in_handles,
    judged_project,
    own,
    places_of,
    say,
    states,
    take,
    theirs,
)
from config.tests.world import NOW

LONG_AGO = "2000-01-01T00:00:00Z"


@pytest.fixture
def project(acme, globex):
    theirs(globex)
    with acme.scope():
        yield judged_project(acme)


def test_what_is_answered_waits_for_a_reviewer_and_is_done_once_accepted(project, acme):
    (mine,) = answer(project, acme.ann, "abc")
    assert states(project) == ["review", "open", "open"]
    (place,) = take(project, acme.reviewer)
    assert (place.annotation_id, place.state, place.member) == (mine.pk, "claimed", acme.reviewer)
    verdict = say(place, acme.reviewer, "accepted")
    assert (verdict.revision, verdict.corrected, fresh(place).state) == (1, None, "submitted")
    assert (fresh(mine).verdict, fresh(mine).withdrawn_at, fresh(mine).revision) == ("accepted", None, 1)
    assert states(project) == ["done", "open", "open"]
    assert Event.objects.filter(kind="annotation.accepted", subject_id=mine.pk).count() == 1
    assert not Notification.objects.filter(member=acme.ann).exists()


def test_a_quota_takes_its_share_of_each_persons_work(acme, globex):
    theirs(globex)
    with acme.scope():
        project = judged_project(acme, items=12, review={"percent": 25})
        answer(project, acme.ann, "abc", items=12)
        assert states(project).count("review") == 3
        assert states(project).count("done") == 9


def test_nobody_is_offered_their_own_work(project, acme):
    set_person(project=project, member=acme.reviewer, grants=EVERYTHING, by=acme.manager, at=NOW)
    answer(project, acme.reviewer, "abc")
    assert take(project, acme.reviewer) == []
    assert len(take(project, acme.manager)) == 1


def test_only_people_on_the_projects_list_may_review(project, acme):
    with pytest.raises(MayNotJudge):
        take(project, acme.ann)
    with pytest.raises(MayNotJudge):
        take(project, acme.owner)
    ProjectPerson.objects.filter(project=project, member=acme.reviewer).update(paused="full")
    with pytest.raises(MayNotJudge):
        take(project, acme.reviewer)


def test_the_places_of_one_item_come_together_and_the_least_agreed_first(acme, globex):
    theirs(globex)
    with acme.scope():
        project = judged_project(acme, overlap=2, items=3)
        answer(project, acme.ann, "abc", items=3)
        for order in ("abc", "cba", "bac"):
            answer(project, acme.ben, order)
        places = take(project, acme.reviewer, 2)
        assert [place.item.external_id for place in places] == ["item-1", "item-1", "item-2", "item-2"]
        assert [place.item.agreement for place in places[::2]] == [0, pytest.approx(2 / 3)]
        assert take(project, acme.manager, 10)[0].item.external_id == "item-0"


def test_what_is_held_comes_again_and_a_lease_that_ran_out_frees_it_for_others(project, acme):
    answer(project, acme.ann, "abc", items=2)
    (place,) = take(project, acme.reviewer)
    assert [again.pk for again in take(project, acme.reviewer)] == [place.pk]
    assert [row.item_id for row in take(project, acme.manager, 5)] != [place.item_id]
    Assignment.objects.filter(pk=place.pk).update(lease_until=LONG_AGO)
    freed = take(project, acme.manager, 5)
    assert place.annotation_id in {row.annotation_id for row in freed}
    assert fresh(place).state == "expired"
    with pytest.raises(ReviewClosed):
        say(place, acme.reviewer, "accepted")


def test_a_late_verdict_is_taken_while_nobody_else_has_begun(project, acme):
    answer(project, acme.ann, "abc")
    (place,) = take(project, acme.reviewer)
    Assignment.objects.filter(pk=place.pk).update(lease_until=LONG_AGO)
    free_stale_places(project)
    say(place, acme.reviewer, "accepted")
    assert sorted(state for _, state in places_of(place.item, "review")) == ["submitted", "withdrawn"]
    assert states(project)[0] == "done"


def test_a_reviewer_who_skips_is_not_asked_again_and_others_are(project, acme):
    answer(project, acme.ann, "abc")
    (place,) = take(project, acme.reviewer)
    skip(assignment=place, reason="not my field", by=acme.reviewer, at=NOW)
    assert take(project, acme.reviewer) == []
    (again,) = take(project, acme.manager)
    assert again.annotation_id == place.annotation_id


def test_a_correction_keeps_both_versions_and_shows_the_author_what_changed(project, acme):
    (mine,) = answer(project, acme.ann, "abc", seconds=5)
    before = mine.answers
    (place,) = take(project, acme.reviewer)
    verdict = say(place, acme.reviewer, "corrected", answers=own("cab"), comment="Look again")
    now = fresh(mine)
    assert (now.answers, now.independent_answers, now.revision, now.verdict) == (own("cab"), before, 2, "corrected")
    assert (now.withdrawn_at, now.submitted_at, now.seconds) == (None, mine.submitted_at, mine.seconds)
    kept = Revision.objects.filter(annotation=mine).order_by("number").values_list("number", "answers", "created_by")
    assert list(kept) == [(1, before, acme.ann.pk), (2, own("cab"), acme.reviewer.pk)]
    assert (verdict.revision, verdict.corrected) == (1, 2)
    (view,) = own_verdict_views(own_verdicts(acme.ann))
    work = fresh(mine).assignment
    assert view["changes"] == [
        {
            "question": "order",
            "on": "item",
            "before": in_handles(work, "abc")[0]["value"],
            "after": in_handles(work, "cab")[0]["value"],
        }
    ]
    assert states(project)[0] == "done"
    told = Notification.objects.get(member=acme.ann)
    assert (told.kind, told.subject_id, told.data["comment"]) == ("work.corrected", work.pk, "Look again")


def test_a_correction_is_checked_like_any_answer(project, acme):
    (mine,) = answer(project, acme.ann, "abc")
    (place,) = take(project, acme.reviewer)
    for answers, pointer in (
        (own("ab"), "/answers/0/value/ranks"),
        ([], "/answers"),
        (None, "/answers"),
        (own("abc"), "/answers"),
        (
            [{"question": "order", "on": "item", "value": {"ranks": [["r1"], ["r2"], ["r3"]]}}],
            "/answers/0/value/ranks/0/0",
        ),
    ):
        with pytest.raises(Invalid) as refused:
            say(place, acme.reviewer, "corrected", answers=answers)
        assert pointer in dict(refused.value.problems)
    assert (fresh(mine).revision, Verdict.objects.count()) == (1, 0)


def test_a_verdict_gives_a_known_reason_or_says_why(project, acme):
    answer(project, acme.ann, "abc")
    (place,) = take(project, acme.reviewer)
    for said, pointer in (
        ({"reason": ""}, "/comment"),
        ({"reason": "", "comment": "  "}, "/comment"),
        ({"reason": "boring"}, "/reason"),
        ({"answers": own("cab")}, "/answers"),
    ):
        with pytest.raises(Invalid) as refused:
            say(place, acme.reviewer, "returned", **said)
        assert [where for where, _ in refused.value.problems] == [pointer]


def test_returned_work_comes_first_with_its_answers_and_is_judged_again(project, acme):
    (mine,) = answer(project, acme.ann, "abc")
    (place,) = take(project, acme.reviewer)
    say(place, acme.reviewer, "returned", comment="Which one is true?")
    assert (fresh(mine).verdict, fresh(mine).withdrawn_at, fresh(mine).independent_answers) == (
        "returned",
        NOW,
        own("abc"),
    )
    assert counts(mine.item) == (0, 0, 1)
    assert states(project)[0] == "open"
    assert Notification.objects.get(member=acme.ann).kind == "work.returned"
    (work,) = claim(project=project, member=acme.ann, limit=1, at=NOW)
    assert (work.pk, work.state, work.returned["comment"]) == (mine.assignment_id, "returned", "Which one is true?")
    submit_annotation(assignment=lock_own(work), answers=in_handles(work, "bac"), seconds=3, by=acme.ann, at=NOW)
    now = fresh(mine)
    assert (now.answers, now.independent_answers, now.revision, now.withdrawn_at) == (own("bac"), own("abc"), 2, None)
    assert states(project)[0] == "review"
    (again,) = take(project, acme.manager)
    assert again.annotation_id == mine.pk
    assert say(again, acme.manager, "accepted").revision == 2
    assert (fresh(mine).verdict, states(project)[0]) == ("accepted", "done")


def test_rejected_work_leaves_the_count_and_its_place_goes_to_somebody_else(project, acme):
    (mine,) = answer(project, acme.ann, "abc")
    (place,) = take(project, acme.reviewer)
    say(place, acme.reviewer, "rejected")
    now = fresh(mine)
    assert (now.verdict, now.withdrawn_at, fresh(now.assignment).state) == ("rejected", NOW, "withdrawn")
    assert now.seconds == mine.seconds
    assert Exclusion.objects.filter(item=mine.item, member=acme.ann, reason="rejected").exists()
    assert places_of(mine.item) == [(1, "open"), (1, "withdrawn")]
    assert counts(mine.item) == (1, 0, 1)
    assert [row.item_id for row in claim(project=project, member=acme.ann, limit=5, at=NOW)].count(mine.item_id) == 0
    answer(project, acme.ben, "abc")
    assert (places_of(mine.item), counts(mine.item)) == ([(1, "submitted"), (1, "withdrawn")], (0, 1, 1))


def test_a_verdict_on_answers_that_have_changed_since_is_refused(project, acme):
    (mine,) = answer(project, acme.ann, "abc")
    (place,) = take(project, acme.reviewer)
    with pytest.raises(RevisionChanged):
        say(place, acme.reviewer, "accepted", revision=2)
    return_work(assignment=lock_own(mine.assignment), because="form", comment="One more", questions=["why"], at=NOW)
    (work,) = claim(project=project, member=acme.ann, limit=1, at=NOW)
    more = [{"question": "why", "on": "item", "value": {"text": "So."}}]
    submit_annotation(assignment=lock_own(work), answers=more, seconds=1, by=acme.ann, at=NOW)
    with pytest.raises(RevisionChanged):
        say(place, acme.reviewer, "accepted")
    (seen,) = take(project, acme.reviewer)
    assert (seen.pk, seen.annotation.answers) == (place.pk, own("abc") + more)
    assert say(seen, acme.reviewer, "accepted").revision == 2


def test_what_counts_no_longer_leaves_the_reviewers_hands(project, acme):
    (mine,) = answer(project, acme.ann, "abc")
    (place,) = take(project, acme.reviewer)
    return_work(assignment=lock_own(mine.assignment), because="content", comment="It has changed", at=NOW)
    with pytest.raises(RevisionChanged):
        say(place, acme.reviewer, "accepted")
    assert take(project, acme.reviewer) == []
    assert fresh(place).state == "withdrawn"


def test_what_its_author_takes_back_waits_for_no_reviewer_until_it_is_there_again(project, acme):
    (mine,) = answer(project, acme.ann, "abc")
    take_back(assignment=lock_own(mine.assignment), by=acme.ann, at=NOW)
    assert take(project, acme.reviewer) == []
    answer(project, acme.ann, "bca")
    (place,) = take(project, acme.reviewer)
    assert place.annotation.answers == own("bca")


def test_an_anchored_comment_reaches_the_author_and_must_lie_on_the_answers(project, acme):
    (mine,) = answer(project, acme.ann, "abc")
    (place,) = take(project, acme.reviewer)
    for anchor in (
        {"question": "other", "on": "item"},
        {"question": "order", "on": "responses.a"},
        {"question": "order", "on": "item", "start": 0, "end": 3},
        {"question": "why", "on": "item", "start": 0, "end": 1},
        {"question": "order", "on": "item", "more": 1},
        "order",
    ):
        with pytest.raises(Invalid) as refused:
            say(place, acme.reviewer, "accepted", comments=[{"text": "Here", "anchor": anchor}])
        assert all(where.startswith("/comments/0/anchor") for where, _ in refused.value.problems)
    said = [{"text": "Here", "anchor": {"question": "order", "on": "item"}}, {"text": "Well done"}]
    say(place, acme.reviewer, "accepted", comments=said)
    rows = Comment.objects.filter(assignment=mine.assignment).order_by("id")
    assert [(row.text, row.anchor) for row in rows] == [
        ("Here", {"question": "order", "on": "item"}),
        ("Well done", None),
    ]


def test_many_are_accepted_at_once_without_ones_own_and_what_others_hold(acme, globex):
    theirs(globex)
    with acme.scope():
        project = judged_project(acme, items=4)
        set_person(project=project, member=acme.reviewer, grants=EVERYTHING, by=acme.manager, at=NOW)
        answer(project, acme.ann, "abc", items=2)
        answer(project, acme.reviewer, "abc", items=1)
        (held,) = take(project, acme.manager)
        answer(project, acme.ben, "abc", items=1)
        items = list(Item.objects.filter(project=project).order_by("position").values_list("pk", flat=True))
        accepted, refused = accept_many(project=project, item_ids=items, by=acme.reviewer, at=NOW)
        assert accepted == 2
        assert {row["id"] for row in refused} == {held.item_id, items[2]}
        assert states(project) == ["review", "done", "review", "done"]
        places = Assignment.objects.filter(project=project, kind="review", state__in=["open", "claimed"])
        ids = [*places.values_list("pk", flat=True)]
        assert accept_many(project=project, assignment_ids=ids, by=acme.manager, at=NOW) == (2, [])
        assert states(project) == ["done"] * 4


def test_agreement_asks_what_people_said_on_their_own_and_no_review_moves_it(acme, globex):
    theirs(globex)
    with acme.scope():
        project = judged_project(acme, overlap=2, items=6)
        for person, orders in ((acme.ann, ["abc"] * 6), (acme.ben, ["abc", "bac", "abc", "cba", "abc", "acb"])):
            for order in orders:
                answer(project, person, order)
        (before, _) = agreement(project)
        assert before["alpha"] is not None
        verdicts = ["accepted", "corrected", "returned"] * 4
        for place, verdict in zip(take(project, acme.reviewer, 10), verdicts, strict=True):
            said = {"answers": own("bca")} if verdict == "corrected" else {}
            say(place, acme.reviewer, verdict, **said)
        assert agreement(project)[0] == before
        for person in (acme.ann, acme.ben):
            answer(project, person, "cba", items=10)
        assert agreement(project)[0] == before
        for place in take(project, acme.manager, 1):
            say(place, acme.manager, "rejected")
        assert agreement(project)[0]["annotations"] < before["annotations"]


def test_a_reviewer_sees_the_item_its_answers_and_what_was_said(project, acme):
    answer(project, acme.ann, "abc")
    (place,) = take(project, acme.reviewer)
    say(place, acme.reviewer, "returned", comment="Why?", comments=[{"text": "This one"}])
    answer(project, acme.ann, "bac")
    (view,) = review_views(take(project, acme.manager))
    (review,) = view["reviews"]
    assert view["item"]["external_id"] == "item-0"
    assert view["content"]["responses"][0]["id"] == "a"
    assert review["annotation"]["member"] == {"id": acme.ann.pk, "name": "Ann"}
    assert (review["annotation"]["answers"], review["annotation"]["own_answers"]) == (own("bac"), own("abc"))
    assert [row["verdict"] for row in review["annotation"]["verdicts"]] == ["returned"]
    assert [(row["by"], row["text"]) for row in review["comments"]] == [("reviewer", "This one")]


def test_in_a_blind_project_reviewers_learn_no_names_and_no_ids_that_lead_to_them(acme, globex):
    theirs(globex)
    with acme.scope():
        project = judged_project(acme, review={"percent": 100, "blind": True})
        answer(project, acme.ann, "abc")
        (view,) = review_views(take(project, acme.reviewer))
    assert view["item"]["id"] is view["item"]["external_id"] is None
    assert view["reviews"][0]["annotation"]["member"] is None
    assert "Ann" not in str(view)
    assert str(acme.ann.pk) not in str(view)


@pytest.mark.parametrize("kind", ["review", "adjudicate"])
def test_the_queue_is_read_from_the_front_of_one_index(project, acme, kind):
    from django.db import connection

    from annotation.actions.disputes import FOR_ME, IN_DISPUTE

    values = {"project": project.pk, "member": acme.reviewer.pk, "kind": kind, "limit": 1}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute("EXPLAIN " + IN_DISPUTE.format(for_me=FOR_ME[kind]), values)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "annotation_item_disputed" in plan
    assert "Sort" not in plan
