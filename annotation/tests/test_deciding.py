"""What people's differing answers come to, and when they are certain enough: without a database."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.agreement.deciding import Rule, alone_at_the_top, certainty, decide
from annotation.agreement.habits import ASSUMED, Habits, assumed_habits, assumption, has_habits, learnt, summary
from annotation.agreement.judged import Book
from annotation.agreement.kemeny import consensus
from annotation.agreement.truth import dawid_skene
from annotation.distribution import ItemFacts, Step, Stop, Workflow, next_step
from annotation.distribution.steps import uncertain
from annotation.distribution.workflow import Adjudication, Resolve
from annotation.forms import Form, parse_form

CONTENT = {
    "prompt": {"text": "Which?"},
    "responses": [{"id": letter, "text": letter} for letter in "ab"],
}
VALUES = ["yes", "no", "maybe"]


def form_of(*questions: dict[str, Any]) -> Form:
    return parse_form({"shows": ["prompt", "responses"], "questions": list(questions)})


def options(values: list[Any]) -> list[dict[str, Any]]:
    return [{"value": value, "title": str(value)} for value in values]


CHOICE = {"name": "safe", "kind": "choice", "title": "Safe?", "unsure": True, "other": True, "options": options(VALUES)}
RATING = {"name": "good", "kind": "rating", "title": "How good?", "options": options([1, 2, 3, 4, 5])}
SEVERAL = {"name": "tags", "kind": "choice", "title": "Tags", "multiple": True, "options": options(VALUES)}
PREFERENCE = {"name": "better", "kind": "preference", "title": "Better?", "both_bad": True,
              "strengths": options([1, 2, 3])}  # fmt: skip
RANKING = {"name": "order", "kind": "ranking", "title": "Order"}
WHY = {"name": "why", "kind": "text", "title": "Why?", "required": False}


def chosen(*values: str) -> dict[str, Any]:
    return {"choices": list(values)}


def said(question: str, *values: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Each person's answer to one question."""
    return {f"p{n}": [{"question": question, "on": "item", "value": value}] for n, value in enumerate(values)}


def result(question: dict[str, Any], *values: dict[str, Any]) -> Any:
    """What majorities make of these answers; None for nothing."""
    found = decide(form_of(question), CONTENT, said(question["name"], *values), Rule())
    return found.answers[0]["value"] if found.complete else None


@given(st.lists(st.sampled_from(VALUES), max_size=6), st.sampled_from(VALUES))
def test_a_vote_multiplies_the_odds_of_what_it_says_by_its_weight(earlier: list[str], value: str) -> None:
    (question,) = form_of({**CHOICE, "unsure": False, "other": False}).questions
    habits = replace(assumed_habits(question), prior=[0.5, 0.3, 0.2])
    first = habits.posterior([("ann", value)])[value]
    before = habits.prior[VALUES.index(value)]
    assert first / (1 - first) == pytest.approx(habits.weight(("ann", value)) * before / (1 - before))
    heard = [(f"p{number}", vote) for number, vote in enumerate(earlier)]
    assert habits.posterior([*heard, ("ann", value)])[value] > habits.posterior(heard)[value]


@pytest.mark.parametrize(("question", "values", "expected"), [
    (CHOICE, [chosen("yes"), chosen("yes"), chosen("no")], chosen("yes")),
    (CHOICE, [chosen("yes"), chosen("no")], None),
    (CHOICE, [chosen("yes"), {"choices": [], "unsure": True}, {"choices": [], "unsure": True}], None),
    (CHOICE, [{"choices": [], "other": "x"}, {"choices": [], "other": "x"}, chosen("no")],
     {"choices": [], "other": "x"}),
    (CHOICE, [{"choices": [], "other": "x"}, {"choices": [], "other": "y"}, chosen("no")], None),
    (RATING, [{"rating": 4}, {"rating": 4}, {"rating": 1}], {"rating": 4}),
    (RATING, [{"rating": 4}, {"rating": 5}], None),
    (SEVERAL, [chosen("yes"), chosen("yes", "no"), chosen("yes", "maybe")], chosen("yes")),
    (SEVERAL, [chosen("maybe", "no"), chosen("maybe", "no"), chosen("yes")], chosen("no", "maybe")),
    (SEVERAL, [chosen("yes"), chosen("yes", "no")], None),
    (SEVERAL, [chosen("yes"), chosen("no"), chosen("maybe")], None),
    (PREFERENCE, [{"preferred": "a", "strength": 3}, {"preferred": "a", "strength": 1},
                  {"preferred": "b", "strength": 2}], {"preferred": "a", "strength": 1}),
    (PREFERENCE, [{"preferred": None, "reason": "tie"}, {"preferred": None, "reason": "tie"},
                  {"preferred": "b", "strength": 2}], {"preferred": None, "reason": "tie"}),
    (PREFERENCE, [{"preferred": "a", "strength": 3}, {"preferred": "b", "strength": 1}], None),
    (RANKING, [{"ranks": [["a"], ["b"]]}, {"ranks": [["a"], ["b"]]}, {"ranks": [["b"], ["a"]]}],
     {"ranks": [["a"], ["b"]]}),
    (RANKING, [{"ranks": [["a"], ["b"]]}, {"ranks": [["b"], ["a"]]}], None),
    (WHY | {"required": True}, [{"text": "x"}, {"text": "y"}, {"text": "x"}], None),
    (WHY | {"required": True}, [{"text": "x"}, {"text": "x"}], {"text": "x"}),
])  # fmt: skip
def test_a_majority_decides_each_kind_in_its_own_way_and_a_tie_decides_nothing(
    question: dict[str, Any], values: list[dict[str, Any]], expected: dict[str, Any] | None
) -> None:
    assert result(question, *values) == expected


@given(st.lists(st.sampled_from(VALUES), min_size=1, max_size=7))
def test_the_order_of_people_never_matters_and_the_winner_has_more_than_anybody_else(values: list[str]) -> None:
    found = result(CHOICE, *map(chosen, values))
    assert found == result(CHOICE, *map(chosen, reversed(values)))
    counts = {value: values.count(value) for value in values}
    winners = [value for value, n in counts.items() if n == max(counts.values())]
    assert found == (chosen(winners[0]) if len(winners) == 1 else None)
    assert alone_at_the_top(values) == (winners[0] if len(winners) == 1 else None)


def test_what_need_not_be_answered_is_left_out_and_said_and_a_condition_follows_what_was_decided() -> None:
    detail = {**CHOICE, "name": "detail", "when": {"question": "safe", "equals": "no"}}
    form = form_of(CHOICE, detail, WHY)
    people = {
        "p0": [*said("safe", chosen("no"))["p0"], {"question": "detail", "on": "item", "value": chosen("yes")},
               {"question": "why", "on": "item", "value": {"text": "one"}}],
        "p1": [*said("safe", chosen("no"))["p0"], {"question": "detail", "on": "item", "value": chosen("yes")},
               {"question": "why", "on": "item", "value": {"text": "two"}}],
        "p2": said("safe", chosen("yes"))["p0"],
    }  # fmt: skip
    found = decide(form, CONTENT, people, Rule())
    assert [(row["question"], row["value"]) for row in found.answers] == [
        ("safe", chosen("no")), ("detail", chosen("yes"))]  # fmt: skip
    assert (found.complete, found.left_out) == (True, [("why", "item")])
    people["p1"][0] = said("safe", chosen("yes"))["p0"][0]
    assert [row["question"] for row in decide(form, CONTENT, people, Rule()).answers] == ["safe"]


ORDERS = st.lists(st.permutations(list("abcd")).map(lambda order: [[name] for name in order]), min_size=1, max_size=5)


@given(ORDERS)
def test_a_consensus_is_closer_to_everybody_than_any_other_order(orders: list[list[list[str]]]) -> None:
    def apart(one: Any, other: Any) -> int:
        places = [{name: place for place, rank in enumerate(order) for name in rank} for order in (one, other)]
        signs = [[int(np.sign(place[a] - place[b])) for a, b in permutations("abcd", 2) if a < b] for place in places]
        return sum(abs(first - second) for first, second in zip(*signs, strict=True))

    found = consensus(orders)
    if found is not None:
        best = sum(apart(found, order) for order in orders)
        others = [[[name] for name in order] for order in permutations("abcd")]
        assert all(sum(apart(other, order) for order in orders) > best for other in others if other != found)


def test_of_many_responses_majorities_of_pairs_decide_and_a_circle_decides_nothing() -> None:
    names = [f"r{n}" for n in range(9)]
    straight = [[name] for name in names]
    turned = [*straight[3:], *straight[:3]]
    assert consensus([straight, straight, straight[::-1]]) == straight
    assert consensus([straight, turned, [*straight[6:], *straight[:6]]]) is None
    assert consensus([[names[:5], names[5:]], [names[:5], names[5:]], straight]) == [names[:5], names[5:]]


# ── Habits ──


def question(data: dict[str, Any]) -> Any:
    return form_of(data).questions[0]


def test_only_single_categories_that_are_not_too_many_have_habits() -> None:
    assert [has_habits(question(data)) for data in (CHOICE, RATING, SEVERAL, PREFERENCE, RANKING, WHY)] == [
        True, True, False, False, False, False]  # fmt: skip


@pytest.mark.parametrize(("data", "needed"), [
    ({**CHOICE, "other": False, "options": options(["yes", "no"])}, 4), (RATING, 6),
])  # fmt: skip
def test_before_anything_is_known_nothing_is_certain_early(data: dict[str, Any], needed: int) -> None:
    form = form_of(data)
    value = chosen("yes") if data is not RATING else {"rating": 3}
    habits = {data["name"]: assumed_habits(form.questions[0])}
    sure = [(certainty(form, said(data["name"], *[value] * people), habits) or 0) >= 0.95 for people in range(1, 9)]
    assert sure == [people >= needed for people in range(1, 9)]


def test_a_few_unanimous_labels_do_not_pretend_to_know_people() -> None:
    book = Book({"yes": 0, "no": 1})
    for item in range(5):
        for person in ("p0", "p1"):
            book.note(item, person, "yes")
    found = learnt(book)
    habits = Habits(("yes", "no"), found.prior.tolist(), found.pooled.tolist())
    assert habits.posterior([("p0", "yes"), ("p1", "yes")])["yes"] < 0.95
    for item in range(5, 400):
        for person in ("p0", "p1"):
            book.note(item, person, "yes" if item % 2 else "no")
    found = learnt(book)
    assert found.confusion.min() < 0.05, "much seen is known"


def test_habits_go_on_from_what_was_known_and_judge_as_the_model_does() -> None:
    draw = np.random.default_rng(5)
    book = Book({"yes": 0, "no": 1})
    for item in range(150):
        truth = int(draw.integers(2))
        for person in draw.choice(8, 4, replace=False):
            right = draw.random() < 0.6 + 0.05 * person
            book.note(item, f"p{person}", ("yes", "no")[truth if right else 1 - truth])
    found = learnt(book)
    own = {str(person): found.confusion[number].tolist() for person, number in book.people.items()}
    habits = Habits(("yes", "no"), found.prior.tolist(), found.pooled.tolist(), own)
    labels = book.labels()
    people, categories = list(book.people), ("yes", "no")
    for item in range(0, 150, 10):
        votes = [(str(people[labels.person[n]]), categories[labels.category[n]])
                 for n in np.nonzero(labels.item == item)[0]]  # fmt: skip
        assert habits.posterior(votes)["yes"] == pytest.approx(found.posterior[item, 0], abs=0.01)
    assert learnt(book, habits).rounds < found.rounds


def test_where_two_answer_each_item_nobody_is_right_because_they_agree() -> None:
    draw = np.random.default_rng(2)
    book = Book({"yes": 0, "no": 1})
    for item in range(400):
        truth = int(draw.integers(2))
        for person in draw.choice(20, 2, replace=False):
            book.note(item, person, ("yes", "no")[truth if draw.random() < 0.8 else 1 - truth])
    by_their_own = dawid_skene(book.labels(), assumed=ASSUMED * assumption(2)).pooled.diagonal().mean()
    assert learnt(book).pooled.diagonal().mean() < min(0.8, by_their_own - 0.02)


def test_units_are_decided_tied_or_to_be_looked_at_and_never_two_of_these() -> None:
    book = Book({"yes": 0, "no": 1})
    rows = {"one": "yyyyy", "tie": "yn", "close": "yyn", "lone": "n"}
    for item, votes in rows.items():
        for number, vote in enumerate(votes):
            book.note(item, f"p{number}", {"y": "yes", "n": "no"}[vote])
    truth = learnt(book)
    by_majority = summary(book, truth, by="majority", confidence=0.95)
    assert (by_majority.decided, by_majority.tied, by_majority.needs_review) == (3, 1, 0)
    sure = summary(book, truth, by="posterior", confidence=0.95)
    assert (sure.decided, sure.tied, sure.needs_review) == (1, 1, 2)
    assert 0.95 <= (sure.expected_accuracy or 0) <= 1
    assert summary(Book({"yes": 0, "no": 1}), learnt(Book({"yes": 0, "no": 1})), by="majority",
                   confidence=0.9).expected_accuracy is None  # fmt: skip


@given(st.integers(2, 20))
def test_assumed_answers_count_as_much_in_every_row(categories: int) -> None:
    rows = ASSUMED * assumption(categories)
    assert rows.sum(axis=1) == pytest.approx(ASSUMED)
    assert (np.diag(rows) > rows.max(axis=1) - 1e-12).all()


# ── What comes next ──

FACTS = st.builds(
    ItemFacts,
    waiting=st.integers(0, 2),
    places=st.integers(1, 6),
    answered=st.just(()),
    agreement=st.none() | st.floats(0, 1),
    settled=st.booleans(),
    certainty=st.none() | st.floats(0, 1),
    uncounted=st.none() | st.floats(0, 1),
    decided=st.none() | st.booleans(),
)
WORKFLOWS = st.builds(
    Workflow,
    most_overlap=st.none() | st.integers(1, 6),
    enough_agreement=st.floats(0, 1),
    stop=st.builds(Stop, st.sampled_from(["agreement", "posterior"]), st.floats(0.5, 0.999)),
    resolve=st.builds(Resolve, st.sampled_from(["none", "majority", "posterior"])),
    adjudication=st.builds(Adjudication, below=st.none() | st.floats(0, 1)),
)


@given(FACTS, WORKFLOWS)
def test_one_more_is_asked_only_of_items_that_nobody_is_asked_about_and_never_beyond_the_most(
    facts: ItemFacts, workflow: Workflow
) -> None:
    step = next_step(facts, workflow).step
    if facts.waiting:
        assert step == Step.WAIT
    if step == Step.TOP_UP:
        assert workflow.most_overlap is not None
        assert facts.places < workflow.most_overlap
        assert not facts.settled


@given(FACTS, WORKFLOWS, st.floats(0, 1), st.floats(0, 1))
def test_what_is_more_certain_is_never_asked_about_sooner(
    facts: ItemFacts, workflow: Workflow, one: float, other: float
) -> None:
    less, more = sorted((one, other))
    assert uncertain(replace(facts, certainty=less), workflow) >= uncertain(replace(facts, certainty=more), workflow)


@given(FACTS, WORKFLOWS)
def test_an_adjudicator_is_asked_only_where_there_is_one_and_always_where_nothing_else_decides(
    facts: ItemFacts, workflow: Workflow
) -> None:
    facts, workflow = replace(facts, waiting=0, settled=False), replace(workflow, most_overlap=None)
    step = next_step(facts, workflow).step
    if workflow.adjudication.below is None:
        assert step == Step.RESOLVE
    elif facts.decided is not None:
        assert step == (Step.RESOLVE if facts.decided else Step.ADJUDICATE)


def test_where_a_probability_decides_agreement_is_asked_only_of_what_has_none() -> None:
    workflow = Workflow(most_overlap=5, enough_agreement=0.8, stop=Stop("posterior", 0.9))
    sure = ItemFacts(0, 3, (), agreement=0.1, certainty=0.95)
    assert not uncertain(sure, workflow)
    assert uncertain(ItemFacts(0, 3, (), agreement=0.1, certainty=0.95, uncounted=0.5), workflow)
    assert uncertain(ItemFacts(0, 3, (), agreement=1.0, certainty=0.85), workflow)
    assert uncertain(ItemFacts(0, 3, (), agreement=0.1), workflow), "without a probability, agreement decides"
