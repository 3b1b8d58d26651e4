"""Counts of agreement: fresh with every answer, of independent answers alone, and held against a recount."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from accounts.models import Event, Notification
from annotation.actions import adding_up, recounting
from annotation.actions.adding_up import add_up_counts
from annotation.actions.assignments import lock_own, submit_annotation
from annotation.actions.claims import claim
from annotation.actions.people import set_person
from annotation.actions.projects import edit_project
from annotation.actions.recounting import check_counts, live_counts
from annotation.actions.suggestions import suggest
from annotation.actions.taking_back import take_back
from annotation.imports.suggestions import ProposedAnswers
from annotation.models import Annotation, Assignment, Count, Counted, Item, Project
from annotation.queries.agreement import agreement, agreement_on, people_agreement
from annotation.queries.recounts import recount
from annotation.tests.judging import EVERYTHING, answer, fresh, in_handles, judged_project, own, say, take, theirs
from annotation.tests.ledger import agreement_is_counted_from_what_people_said
from config.tests.client import client_for
from config.tests.work import make_items, make_project
from config.tests.world import NOW


@pytest.fixture
def project(acme, globex):
    theirs(globex)
    with acme.scope():
        yield judged_project(acme, overlap=3, items=4)


def alpha(project):
    (row,) = [row for row in agreement(fresh(project)) if row["question"] == "order"]
    return row["alpha"], row["low"], row["items"], row["units"], row["annotations"]


def everybody_answers(project, acme):
    for member, order in ((acme.ann, "abc"), (acme.ben, "bac"), (acme.cleo, "acb")):
        answer(project, member, order, items=4)


def test_figures_are_fresh_with_every_answer(project, acme, django_assert_max_num_queries):
    answer(project, acme.ann, "abc")
    assert alpha(project) == (None, None, 0, 0, 0)
    answer(project, acme.ben, "acb")
    before = alpha(project)
    assert before[0] is not None
    assert before[2:] == (1, 3, 2)
    answer(project, acme.cleo, "abc")
    assert alpha(project)[0] > before[0]
    with django_assert_max_num_queries(2):
        agreement(project)


def test_an_answer_costs_two_statements_more(project, acme):
    answer(project, acme.ann, "abc")
    (assignment,) = claim(project=project, member=acme.ben, limit=1, at=NOW)
    locked = lock_own(assignment)
    counting = []

    def note(execute, sql, params, many, context):
        if "annotation_count" in sql:
            counting.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        submit_annotation(assignment=locked, answers=in_handles(locked, "abc"), seconds=1, by=acme.ben, at=NOW)
    assert len(counting) == 2


def test_reviewing_everything_moves_no_figure(project, acme):
    everybody_answers(project, acme)
    before = alpha(project), live_counts(project)
    verdicts = ["accepted", "corrected", "returned"] * 4
    for place, verdict in zip(take(project, acme.reviewer, limit=12), verdicts, strict=True):
        said = {"answers": own("cba")} if verdict == "corrected" else {}
        say(place, acme.reviewer, verdict, **said)
    assert Annotation.objects.filter(project=project, verdict="corrected").count() == 4
    assert (alpha(project), live_counts(project)) == before
    for member in (acme.ann, acme.ben, acme.cleo):
        answer(project, member, "cba", items=4)
    assert not Annotation.objects.filter(project=project, withdrawn_at__isnull=False).exists(), "all answered anew"
    assert (alpha(project), live_counts(project)) == before
    agreement_is_counted_from_what_people_said(project)


def test_what_is_rejected_or_taken_back_is_taken_out_and_what_is_submitted_again_is_put_in(project, acme):
    everybody_answers(project, acme)
    before = live_counts(project)
    mine = Assignment.objects.filter(project=project, member=acme.ben, state="submitted").last()
    take_back(assignment=lock_own(mine), by=acme.ben, at=NOW)
    assert alpha(project)[4] == 11
    locked = lock_own(mine)
    submit_annotation(assignment=locked, answers=in_handles(locked, "bac"), seconds=1, by=acme.ben, at=NOW)
    assert live_counts(project) == before
    (first, *_) = take(project, acme.reviewer)
    say(first, acme.reviewer, "rejected")
    assert alpha(project)[4] == 11
    agreement_is_counted_from_what_people_said(project)


@pytest.mark.parametrize("mode", ["on_demand", "ghost", "filled"])
def test_an_answer_given_after_a_suggestion_was_seen_is_nobodys_own(acme, globex, mode):
    theirs(globex)
    with acme.scope():
        project = judged_project(acme, overlap=3, items=2)
        edit_project(project=project, changes={"suggestions": mode}, by=acme.manager, at=NOW)
        answer(project, acme.ann, "abc")
        answer(project, acme.ben, "acb")
        before = alpha(project)
        item = Item.objects.get(project=project, position=1)
        suggest(item=item, proposed=ProposedAnswers(agent="m", score=None, answers=own("cba")), by=acme.manager, at=NOW)
        (assignment,) = claim(project=fresh(project), member=acme.cleo, limit=1, at=NOW)
        locked = lock_own(assignment)
        seen = [{"id": "s1", "question": "order", "on": "item", "outcome": "ignored"}] if mode == "on_demand" else []
        given = in_handles(locked, "abc")
        helped = submit_annotation(
            assignment=locked, answers=given, seconds=1, suggestions=seen, by=acme.cleo, at=NOW
        )  # fmt: skip
        assert fresh(helped).aided == [["order", "item"]]
        assert alpha(project) == before
        take_back(assignment=lock_own(assignment), by=acme.cleo, at=NOW)
        locked = lock_own(assignment)
        submit_annotation(assignment=locked, answers=in_handles(locked, "abc"), seconds=1, by=acme.cleo, at=NOW)
        assert alpha(project) == before, "what was seen stays seen"
        agreement_is_counted_from_what_people_said(project)


def test_a_suggestion_that_nobody_asked_to_see_changes_nothing(project, acme):
    edit_project(project=project, changes={"suggestions": "on_demand"}, by=acme.manager, at=NOW)
    item = Item.objects.get(project=project, position=1)
    suggest(item=item, proposed=ProposedAnswers(agent="m", score=None, answers=own("cba")), by=acme.manager, at=NOW)
    (mine,) = answer(project, acme.ann, "abc")
    assert fresh(mine).aided == []


def test_whoever_judged_somebody_elses_answer_says_nothing_of_their_own(project, acme):
    set_person(project=project, member=acme.reviewer, grants=EVERYTHING, by=acme.manager, at=NOW)
    for member in (acme.ann, acme.ben):
        answer(project, member, "abc", items=4)
    answer(project, acme.cleo, "acb", items=4)
    (place, *_) = take(project, acme.reviewer)
    say(place, acme.reviewer, "rejected")
    before = alpha(project)
    (mine,) = answer(project, acme.reviewer, "abc")
    assert mine.item_id == place.item_id
    assert fresh(mine).aided == [["order", "item"]]
    assert alpha(project) == before


def test_each_person_is_told_how_often_others_said_the_same(project, acme):
    answer(project, acme.ann, "abc")
    answer(project, acme.ben, "acb")
    answer(project, acme.cleo, "abc")
    found = {row["member"]["name"]: row["questions"] for row in people_agreement(project, named=True)}
    assert found["Ann"] == [{"question": "order", "shared": 6, "alike": 5.0, "share": 5 / 6}]
    assert found["Ben"] == [{"question": "order", "shared": 6, "alike": 4.0, "share": 4 / 6}]
    unnamed = people_agreement(project, named=False)
    assert {row["member"]["name"] for row in unnamed}.isdisjoint(found)
    on = agreement_on(Item.objects.get(project=project, position=1), named=True)
    assert on["agreement"] == pytest.approx(fresh(Item.objects.get(project=project, position=1)).agreement)
    assert [row["question"] for row in on["questions"]] == ["order"]
    assert [row["member"]["name"] for row in on["people"]] == ["Ann", "Ben", "Cleo"]


def test_adding_up_changes_no_sum(project, acme):
    everybody_answers(project, acme)
    before, rows = live_counts(project), Count.objects.filter(project=project).count()
    assert rows == 12
    assert add_up_counts(at=NOW) == 1
    assert parts_of(project) == ["cluster", "given", "pair"]
    assert live_counts(project) == before == recount(project)
    assert add_up_counts(at=NOW) == 0


def test_clusters_that_are_too_many_are_told_by_a_summary_and_what_came_since(project, acme, monkeypatch):
    monkeypatch.setattr(adding_up, "MOST_CLUSTERS", 0)
    for member, order in ((acme.ann, "abc"), (acme.ben, "bac")):
        answer(project, member, order, items=4)
    answer(project, acme.cleo, "acb", items=3)
    before, people = agreement(project), people_agreement(project, named=True)
    counts = live_counts(project)
    assert add_up_counts(at=NOW) == 1
    assert parts_of(project) == ["given", "many", "pair", "summary"]
    assert (live_counts(project), people_agreement(project, named=True)) == (counts, people)
    assert told(agreement(project)) == told(before)
    assert agreement(project)[0]["interval_at"] == NOW
    answer(project, acme.cleo, "abc")
    since = agreement(project)
    assert told(since) != told(before), "fresh with every answer"
    Count.objects.filter(part="summary").delete()
    Count.objects.filter(part="many").update(part="cluster")
    whole = agreement(project)
    assert told(since) == told(whole)
    assert whole[0]["interval_at"] is None


@pytest.mark.django_db(transaction=True)
def test_a_summary_is_made_anew_with_every_recount(acme, monkeypatch):
    monkeypatch.setattr(adding_up, "MOST_CLUSTERS", 0)
    with acme.scope():
        with transaction.atomic():
            project = judged_project(acme, overlap=3, items=4)
            everybody_answers(project, acme)
            add_up_counts(at=NOW)
            before = agreement(project)
            Count.objects.filter(part="summary").update(n=[])
        assert check_counts(project.pk, at=NOW)
        with transaction.atomic():
            assert told(agreement(project)) == told(before)


@pytest.mark.django_db(transaction=True)
def test_whoever_adds_up_second_leaves_it_to_the_first(acme):
    with acme.scope(), transaction.atomic():
        project = judged_project(acme, overlap=3, items=4)
        everybody_answers(project, acme)

    def second():
        try:
            with acme.scope(), transaction.atomic():
                return add_up_counts(at=NOW)
        finally:
            connection.close()

    with acme.scope(), transaction.atomic(), ThreadPoolExecutor(1) as pool:
        assert add_up_counts(at=NOW) == 1
        assert pool.submit(second).result(timeout=30) == 0


def parts_of(project):
    return sorted(Count.objects.filter(project=project).values_list("part", flat=True))


def told(rows):
    """Everything but the intervals, numbers to nine places."""
    row = {**rows[0], "low": None, "high": None, "interval_at": None}
    return {key: round(value, 9) if isinstance(value, float) else value for key, value in row.items()}


@pytest.mark.django_db(transaction=True)
def test_counts_that_are_wrong_are_told_of_and_set_right(acme, globex):
    with globex.scope(), transaction.atomic():
        theirs_project = judged_project(globex, overlap=2, items=2)
        answer(theirs_project, globex.ann, "abc")
    with acme.scope():
        with transaction.atomic():
            project = judged_project(acme, overlap=3, items=4)
            everybody_answers(project, acme)
            right = live_counts(project)
        assert check_counts(project.pk, at=NOW)
        assert not happened(project)
        with transaction.atomic():
            Count.objects.filter(project=project).first().delete()
            row = Counted.objects.filter(project=project).last()
            row.counts = {}
            row.save()
        assert not check_counts(project.pk, at=NOW)
        assert happened(project) == (1, {acme.manager.pk})
        with transaction.atomic():
            assert live_counts(project) == right
        assert check_counts(project.pk, at=NOW)
        with transaction.atomic():
            assert Project.objects.get(pk=project.pk).counted_at == NOW
            answer(project, acme.ann, "abc")
            agreement_is_counted_from_what_people_said(project)


@pytest.mark.django_db(transaction=True)
def test_a_project_of_the_time_before_is_counted_without_alarm(acme):
    with acme.scope():
        with transaction.atomic():
            project = judged_project(acme, overlap=3, items=4)
            everybody_answers(project, acme)
            Count.objects.all().delete()
            Counted.objects.all().delete()
        assert not check_counts(project.pk, at=NOW)
        assert not happened(project)
        with transaction.atomic():
            assert parts_of(project) == ["cluster", "given", "pair"], "and added up at once"
        assert check_counts(project.pk, at=NOW)


@pytest.mark.django_db(transaction=True)
def test_a_project_is_counted_by_one_worker_at_a_time(acme, monkeypatch):
    with acme.scope(), transaction.atomic():
        project = judged_project(acme, overlap=3, items=4)
        everybody_answers(project, acme)
        Count.objects.all().delete()

    def second():
        try:
            with acme.scope():
                return check_counts(project.pk, at=NOW)
        finally:
            connection.close()

    def meanwhile(found):
        with ThreadPoolExecutor(1) as pool:
            seconds.append(pool.submit(second).result(timeout=30))
        return recount(found)

    seconds = []
    monkeypatch.setattr(recounting, "recount", meanwhile)
    with acme.scope():
        assert not check_counts(project.pk, at=NOW)
        assert seconds == [True], "the second leaves it to the first"
        monkeypatch.undo()
        assert check_counts(project.pk, at=NOW), "and nobody holds the lock any more"


def happened(project):
    """How often it was told of, and to whom."""
    with transaction.atomic():
        events = Event.objects.filter(kind="agreement.miscounted", subject_id=project.pk).count()
        told = Notification.objects.filter(kind="agreement.miscounted").values_list("member_id", flat=True)
        return (events, set(told)) if events else None


@pytest.mark.django_db(transaction=True)
def test_people_who_answer_the_same_items_at_once_are_all_counted(acme):
    with acme.scope(), transaction.atomic():
        project = make_project(acme, overlap=3)
        make_items(project, 6, acme.manager)

    def work(member):
        try:
            with acme.scope():
                answered = 0
                while answered < 6:  # an item that somebody else is just given is passed over
                    with transaction.atomic():
                        answered += len(answer(project, member, "abc"))
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, (acme.ann, acme.ben, acme.cleo)))
    with acme.scope(), transaction.atomic():
        agreement_is_counted_from_what_people_said(project)
        assert sum(n for key, (n, _) in live_counts(project).items() if " pair " in key) == 6 * 3 * 3


def test_figures_are_told_by_api_and_a_client_reads_no_names(acme, globex):
    theirs(globex)
    with acme.scope(), transaction.atomic():
        project = judged_project(acme, overlap=3, items=4)
        for member, order in ((acme.ann, "abc"), (acme.ben, "acb")):
            answer(project, member, order)
        item = Item.objects.get(project=project, position=1)
        Project.objects.filter(pk=project.pk).update(counted_at=NOW)
    at = f"/api/v1/acme/projects/{project.pk}"
    for reader, names in ((acme.manager, {"Ann", "Ben"}), (acme.client, set())):
        client = client_for(reader)
        row = client.get(f"{at}/agreement").json()["questions"][0]
        assert (row["question"], row["items"], row["counted_at"]) == ("order", 1, "2026-11-01T09:00:00Z")
        assert (row["ac1"], row["fleiss"], row["prevalence"], row["confused"]) == (None, None, None, None)
        people = client.get(f"{at}/people/agreement").json()
        assert [own["questions"][0]["shared"] for own in people] == [3, 3]
        assert {own["member"]["name"] for own in people} & {"Ann", "Ben"} == names
        told = client.get(f"{at}/items/{item.pk}/agreement").json()
        assert told["agreement"] == pytest.approx(2 / 3)
        assert {own["member"]["name"] for own in told["people"]} & {"Ann", "Ben"} == names
    assert client_for(acme.ann).get(f"{at}/people/agreement").status_code == 403
