"""Items that are decided by a majority or a probability, and what is learnt of people meanwhile."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotation.actions.adjudication import resolve
from annotation.actions.assignments import lock_own, submit_annotation
from annotation.actions.claims import claim
from annotation.actions.disputes import claim_disputed
from annotation.actions.items import NewItem, add_items
from annotation.actions.people import set_person
from annotation.actions.settling import settle
from annotation.actions.truth import FEWEST, due_projects, learn_habits
from annotation.actions.workflow import read_workflow, set_workflow
from annotation.models import Annotation, Habits, Item, ItemState, Resolution
from annotation.queries.forms import current_form
from annotation.queries.truth import habits_of, item_truth, judgements, labels_saved, learnt_of_all, project_truth
from annotation.queries.workflow import workflow_of
from annotation.tests.judging import EVERYTHING, fresh, say, take
from annotation.tests.ledger import check_ledger
from config.tests.work import make_project
from config.tests.world import NOW

FORM = {
    "shows": ["text"],
    "questions": [
        {
            "name": "safe",
            "kind": "choice",
            "title": "Is it safe?",
            "options": [{"value": "yes", "title": "Yes"}, {"value": "no", "title": "No"}],
        },
        {"name": "why", "kind": "text", "title": "Why?", "required": False},
    ],
}


def make(world, *, overlap=3, items=1, **workflow):
    project = make_project(world, overlap=overlap, form=FORM, name="Safety")
    project.workflow = workflow
    project.save()
    for person in (world.ann, world.ben, world.cleo, world.reviewer, world.manager, world.owner):
        set_person(project=project, member=person, grants=EVERYTHING, by=world.manager, at=NOW)
    rows = [NewItem(f"item-{n}", {"text": f"Text {n}"}) for n in range(items)]
    add_items(project=project, rows=rows, by=world.manager, at=NOW)
    return project


def answer(project, member, value, *, why=None, items=1):
    """Somebody's answer to their next items."""
    said = [{"question": "safe", "on": "item", "value": {"choices": [value]}}]
    if why:
        said.append({"question": "why", "on": "item", "value": {"text": why}})
    for place in claim(project=project, member=member, limit=items, at=NOW):
        submit_annotation(assignment=lock_own(place), answers=said, seconds=5, by=member, at=NOW)


def item_of(project):
    return Item.objects.filter(project=project).order_by("position").first()


def final(project):
    """(kind, answer to the choice, what was left out) of the first item's final answer."""
    row = Resolution.objects.filter(item=item_of(project), replaced_at=None).first()
    return row and (row.kind, row.answers[0]["value"]["choices"][0], [each["question"] for each in row.left_out])


@pytest.fixture
def org(acme):
    with acme.scope():
        yield acme


def test_a_majority_decides_an_item_whose_people_differ_and_leaves_out_what_it_cannot_decide(org):
    project = make(org, resolve={"by": "majority"}, adjudication={"below": 0.9})
    answer(project, org.ann, "yes", why="so")
    answer(project, org.ben, "no", why="thus")
    answer(project, org.cleo, "yes")
    assert item_of(project).state == ItemState.DONE, "disagreement alone is no dispute any more"
    assert final(project) == ("aggregated", "yes", ["why"])
    check_ledger(project)


def test_a_tie_goes_to_an_adjudicator_whose_answer_stands(org):
    project = make(org, overlap=2, resolve={"by": "majority"}, adjudication={"below": 0.0})
    answer(project, org.ann, "yes")
    answer(project, org.ben, "no")
    assert (item_of(project).state, final(project)) == (ItemState.ADJUDICATE, None)
    (place,) = claim_disputed(project=project, member=org.reviewer, task="adjudicate", limit=1, at=NOW)
    given = [{"question": "safe", "on": "item", "value": {"choices": ["no"]}}]
    resolve(place=place, answers=given, reason="ambiguous_item", by=org.reviewer, at=NOW)
    assert (item_of(project).state, final(project)) == (ItemState.DONE, ("adjudicated", "no", []))
    check_ledger(project)


def test_a_tie_without_an_adjudicator_is_done_and_has_no_final_answer(org):
    project = make(org, overlap=2, resolve={"by": "majority"})
    answer(project, org.ann, "yes")
    answer(project, org.ben, "no")
    assert (item_of(project).state, final(project)) == (ItemState.DONE, None)


def test_without_the_setting_everything_is_as_it_was(org):
    project = make(org, adjudication={"below": 0.9})
    for person, value in ((org.ann, "yes"), (org.ben, "no"), (org.cleo, "yes")):
        answer(project, person, value)
    item = item_of(project)
    assert (item.state, item.certainty, final(project)) == (ItemState.ADJUDICATE, None, None)


def test_before_anything_is_learnt_four_must_say_the_same_whatever_the_least_overlap(org):
    project = make(org, overlap=1, most_overlap=6, stop={"by": "posterior", "confidence": 0.95})
    people = [org.ann, org.ben, org.cleo, org.reviewer]
    for number, person in enumerate(people, 1):
        answer(project, person, "yes")
        item = item_of(project)
        assert item.certainty == pytest.approx(0.7**number / (0.7**number + 0.3**number))
        assert (item.state, item.overlap) == ((ItemState.DONE, 4) if number == 4 else (ItemState.OPEN, number + 1))
    check_ledger(project)
    assert labels_saved(project, workflow_of(project)) == 2


def test_people_who_differ_are_asked_for_more_until_the_most_and_then_an_adjudicator_decides(org):
    project = make(
        org, overlap=2, most_overlap=4, stop={"by": "posterior"}, resolve={"by": "posterior"}, adjudication={"below": 0}
    )
    for person, value in ((org.ann, "yes"), (org.ben, "no"), (org.cleo, "yes"), (org.reviewer, "no")):
        assert item_of(project).state == ItemState.OPEN
        answer(project, person, value)
    item = item_of(project)
    assert (item.state, item.certainty, item.overlap) == (ItemState.ADJUDICATE, 0.5, 4)
    check_ledger(project)


def known(project, member, right, *, labels=50):
    """That a member is right so often."""
    Habits.objects.create(
        project=project,
        question="safe",
        member=member,
        categories=None if member else ["yes", "no"],
        prior=None if member else [0.5, 0.5],
        confusion=[[right, 1 - right], [1 - right, right]],
        labels=labels,
        form_version=1,
        fitted_at=NOW,
    )


def test_one_who_is_nearly_always_right_decides_against_two_who_guess_and_the_answer_says_how_sure_that_is(org):
    project = make(org, stop={"by": "posterior"}, resolve={"by": "posterior", "confidence": 0.95})
    known(project, None, 0.7)
    known(project, org.ann, 0.99)
    known(project, org.ben, 0.5)
    known(project, org.cleo, 0.55)
    answer(project, org.ann, "yes")
    answer(project, org.ben, "no")
    answer(project, org.cleo, "no")
    assert final(project) == ("aggregated", "yes", [])
    odds = 0.99 * 0.45 / (0.01 * 0.55)
    assert Resolution.objects.get(item=item_of(project)).certainty == pytest.approx(odds / (1 + odds))


def test_the_least_certain_item_is_adjudicated_first(org):
    project = make(org, overlap=2, items=2, resolve={"by": "posterior", "confidence": 0.99}, adjudication={"below": 0})
    known(project, None, 0.7)
    known(project, org.ann, 0.9)
    for person, value in ((org.ann, "yes"), (org.ben, "no")):
        answer(project, person, value)
    for person, value in ((org.cleo, "yes"), (org.owner, "no")):
        answer(project, person, value)
    first, second = Item.objects.filter(project=project).order_by("position")
    assert (first.agreement, second.agreement) == (0, 0)
    assert first.certainty > second.certainty == 0.5
    places = claim_disputed(project=project, member=org.reviewer, task="adjudicate", limit=2, at=NOW)
    assert [place.item_id for place in places] == [second.pk, first.pk]


def test_settling_by_a_probability_costs_one_more_query_however_many_people_are_known(org):
    project = make(org, overlap=2)
    answer(project, org.ann, "yes")
    answer(project, org.ben, "yes")
    item = item_of(project)

    def queries(**workflow):
        project.workflow = workflow
        project.save()
        settle(item.pk, at=NOW)
        with CaptureQueriesContext(connection) as captured:
            settle(item.pk, at=NOW)
        return len(captured)

    plain = queries()
    for person in (None, org.ann, org.ben, org.cleo, org.reviewer):
        known(project, person, 0.8)
    assert queries(stop={"by": "posterior"}, resolve={"by": "posterior"}) == plain + 1


# ── Learning ──


def answered_by_three(org, *, items=10, **workflow):
    """Two who agree, and one who always says no."""
    project = make(org, items=items, **workflow)
    for number in range(items):
        for person in (org.ann, org.ben):
            answer(project, person, "no" if number % 2 else "yes")
        answer(project, org.cleo, "no")
    return project


def test_habits_are_learnt_of_everybody_and_of_each_and_replace_those_of_before(org):
    project = answered_by_three(org)
    assert learn_habits(project.pk, at=NOW).labels == 30
    assert learn_habits(project.pk, at=NOW).labels == 30
    rows = {row.member_id: row for row in Habits.objects.filter(project=project)}
    assert set(rows) == {None, org.ann.pk, org.ben.pk, org.cleo.pk}
    figures = rows[None].figures
    assert figures["decided"] + figures["tied"] + figures["needs_review"] == 10
    ann, cleo = rows[org.ann.pk].confusion, rows[org.cleo.pk].confusion
    assert ann[0][0] > 0.6
    assert cleo[0][0] < ann[0][0], "who always says no tells less of what is yes"
    assert (rows[None].labels, rows[org.cleo.pk].labels, rows[None].answers) == (30, 10, 30)
    assert sum(rows[None].prior) == pytest.approx(1, abs=1e-5)


def test_another_organisation_is_not_heard(acme, globex):
    with globex.scope():
        other = answered_by_three(globex, items=3)
    with acme.scope():
        project = answered_by_three(acme, items=2)
        assert learn_habits(project.pk, at=NOW).labels == 6
    with globex.scope():
        assert not Habits.objects.filter(project=other).exists()


def books(project):
    """{person: what they are heard to have said} of the choice."""
    book = judgements(project, current_form(project))["safe"]
    labels, people, values = book.labels(), list(book.people), list(book.categories)
    found = {}
    for person, category in zip(labels.person.tolist(), labels.category.tolist(), strict=True):
        found.setdefault(people[person], []).append(values[category])
    return found


def test_what_reviewers_corrected_and_adjudicators_wrote_never_trains_the_habits(org):
    project = make(org, overlap=2, review={"percent": 100}, adjudication={"below": 0.9})
    answer(project, org.ann, "yes")
    answer(project, org.ben, "no")
    before = books(project)
    for place in take(project, org.reviewer, limit=2):
        corrected = [{"question": "safe", "on": "item", "value": {"choices": ["yes"]}}]
        said = {"answers": corrected} if place.annotation.member_id == org.ben.pk else {}
        say(place, org.reviewer, "corrected" if said else "accepted", **said)
    assert Annotation.objects.get(project=project, member=org.ben).answers[0]["value"] == {"choices": ["yes"]}
    (place,) = claim_disputed(project=project, member=org.manager, task="adjudicate", limit=1, at=NOW)
    given = [{"question": "safe", "on": "item", "value": {"choices": ["yes"]}}]
    resolve(place=place, answers=given, reason="ambiguous_item", by=org.manager, at=NOW)
    assert final(project) == ("adjudicated", "yes", [])
    assert books(project) == before == {str(org.ann.pk): ["yes"], str(org.ben.pk): ["no"]}


def test_an_answer_to_what_a_suggestion_had_told_never_trains_the_habits(org):
    project = make(org, overlap=2)
    answer(project, org.ann, "yes")
    answer(project, org.ben, "no")
    Annotation.objects.filter(project=project, member=org.ben).update(aided=[["safe", "item"]])
    assert books(project) == {str(org.ann.pk): ["yes"]}


def test_what_was_decided_with_less_knowledge_is_looked_at_again_and_adjudicated_answers_stay(org):
    project = make(org, overlap=2, most_overlap=3, items=30, stop={"by": "posterior", "confidence": 0.8},
                   resolve={"by": "posterior", "confidence": 0.8})  # fmt: skip
    known(project, None, 0.9)
    for _ in range(30):
        answer(project, org.ann, "yes")
        answer(project, org.ben, "yes")
    rows = Item.objects.filter(project=project)
    assert set(rows.values_list("state", flat=True)) == {ItemState.DONE}
    for number in range(14):
        item = rows[number]
        Annotation.objects.filter(item=item, member=org.ben).update(
            answers=[{"question": "safe", "on": "item", "value": {"choices": ["no"]}}]
        )
    settled = rows.last()
    Resolution.objects.filter(item=settled).update(kind="adjudicated")
    found = learn_habits(project.pk, at=NOW)
    assert found.again == found.crossed >= 14
    for item in rows.exclude(pk=settled.pk):
        assert item.state == (ItemState.OPEN if item.certainty < 0.8 else ItemState.DONE)
    assert rows.filter(state=ItemState.OPEN).count() >= 14
    assert fresh(settled).state == ItemState.DONE
    assert learn_habits(project.pk, at=NOW).again == 0, "nobody is asked twice"


def test_a_project_is_learnt_once_it_has_grown_or_waited_and_only_where_somebody_asks_for_it(org):
    project = answered_by_three(org, items=10)
    lone = make_project(org, overlap=1, form=FORM, name="Lone")
    assert FEWEST <= 30
    assert due_projects(at=NOW) == [project.pk]
    learn_habits(project.pk, at=NOW)
    assert due_projects(at=NOW) == []
    add_items(project=project, rows=[NewItem("late", {"text": "Late"})], by=org.manager, at=NOW)
    answer(project, org.ann, "yes")
    assert due_projects(at=NOW) == [], "one more in thirty"
    assert due_projects(at=NOW + timedelta(minutes=15)) == [project.pk]
    answer(project, org.ben, "yes")
    answer(project, org.cleo, "yes")
    assert due_projects(at=NOW) == [project.pk], "a tenth more"
    assert lone.pk not in due_projects(at=NOW + timedelta(days=1))


def test_what_is_decided_is_learnt_again_once_it_is_decided_otherwise(org):
    project = answered_by_three(org, items=10)
    learn_habits(project.pk, at=NOW)
    (before,) = project_truth(project)["questions"]
    assert learnt_of_all(project)["safe"]["decided"] == before["decided"]
    set_workflow(project=project, workflow=read_workflow({"resolve": {"by": "majority"}}), by=org.manager, at=NOW)
    assert due_projects(at=NOW) == [project.pk], "although nobody has answered since"
    assert learnt_of_all(project) == {}, "what is kept goes by the settings of before"
    learn_habits(project.pk, at=NOW)
    (after,) = project_truth(project)["questions"]
    assert (before["decided"], after["decided"], after["tied"]) == (0, 10, 0)
    assert due_projects(at=NOW) == []


def test_options_that_were_added_put_habits_back_to_what_is_assumed(org):
    project = answered_by_three(org, items=4)
    learn_habits(project.pk, at=NOW)
    form = current_form(project)
    assert habits_of(project, form)["safe"].labels == 12
    Habits.objects.filter(project=project, member=None).update(categories=["yes", "no", "perhaps"])
    assert habits_of(project, form)["safe"].labels == 0


def test_the_truth_of_an_item_and_of_a_project_can_be_read(org):
    project = answered_by_three(org, items=8)
    learn_habits(project.pk, at=NOW)
    told = item_truth(item_of(project), named=True)
    (row,) = told["questions"]
    assert (row["question"], row["on"], row["posterior"][0]["value"]) == ("safe", "item", "yes")
    assert (told["certainty"], told["enough"]) == (row["posterior"][0]["probability"], None)
    assert told["rests_on"] == [{"question": "safe", "people": 3, "judgements": 24, "learnt_at": NOW}]
    whole = project_truth(project)
    (figures,) = whole["questions"]
    assert figures["decided"] + figures["tied"] + figures["needs_review"] == 8
    assert (figures["people"], whole["certainty_kept"]) == (3, False)
    assert (whole["by"], whole["decides"]) == ("posterior", False)
    assert fresh(project).workflow == {}
    project.workflow = {"resolve": {"by": "majority"}}
    assert (project_truth(project)["by"], project_truth(project)["decides"]) == ("majority", True)


def test_who_said_what_weighs_what_makes_the_posterior_and_has_a_name_for_those_who_may_know(org):
    project = answered_by_three(org, items=8)
    learn_habits(project.pk, at=NOW)
    prior = Habits.objects.get(project=project, member=None).prior
    (row,) = item_truth(item_of(project), named=True)["questions"]
    weights = [voice["weight"] for voice in row["said"]]
    assert {voice["member"]["name"] for voice in row["said"]} == {str(org.ann), str(org.ben), str(org.cleo)}
    assert weights == sorted(weights, reverse=True)
    odds = prior[0] / prior[1]
    for voice in row["said"]:
        odds *= voice["weight"] if voice["value"] == "yes" else 1 / voice["weight"]
    assert row["posterior"][0]["probability"] == pytest.approx(odds / (1 + odds)), "of two categories, to the decimal"
    (unnamed,) = item_truth(item_of(project), named=False)["questions"]
    assert not {str(org.ann), str(org.ann.pk)} & {
        str(voice["member"][key]) for voice in unnamed["said"] for key in voice["member"]
    }


def test_what_was_answered_with_help_has_no_voice(org):
    project = make(org, overlap=2, stop={"by": "posterior", "confidence": 0.9})
    answer(project, org.ann, "yes")
    answer(project, org.ben, "no")
    Annotation.objects.filter(member=org.ben).update(aided=[["safe", "item"]])
    told = item_truth(item_of(project), named=True)
    (row,) = told["questions"]
    assert [voice["member"]["id"] for voice in row["said"]] == [org.ann.pk]
    assert row["said"][0]["weight"] == pytest.approx(7 / 3), "as assumed of everybody"
    assert (told["enough"], told["rests_on"][0]["judgements"], told["rests_on"][0]["learnt_at"]) == (0.9, 0, None)
