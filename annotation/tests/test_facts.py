"""Facts of items: what is known of them from what people said, and the times that these are told by."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.agreement.facts import MOST, any_of, divided, item_facts, periods, word, words
from annotation.forms import parse_form
from annotation.forms.kinds.choice import OTHER

PROJECT, OTHER_PROJECT = UUID(int=1), UUID(int=2)
FORM = parse_form(
    {
        "shows": ["prompt", "responses"],
        "questions": [
            {"name": "order", "kind": "ranking", "title": "Order"},
            {
                "name": "safe",
                "kind": "choice",
                "title": "Safe?",
                "scope": "responses",
                "multiple": True,
                "other": True,
                "options": [{"value": "yes"}, {"value": "no"}],
            },
        ],
    }
)
MODELS = {"a": "chat@1", "b": "chat@2", "c": ""}


def chose(*options: str, other: str = "") -> dict[str, object]:
    return {"choices": list(options), **({"other": other} if other else {})}


def facts(people, days=()):
    return set(item_facts(FORM, people, MODELS, days))


def test_an_item_has_the_facts_of_what_each_person_said_of_it():
    ann = {"safe": {"responses.a": chose("yes", "no"), "responses.c": chose(other="Perhaps.")}}
    ben = {"safe": {"responses.a": chose("yes"), "responses.b": chose("no")}}
    assert facts({"ann": ann, "ben": ben}) == {
        ("said", "safe", "yes"),
        ("said", "safe", "no"),
        ("said", "safe", OTHER),
        ("judged", "safe", "yes", "chat@1"),
        ("judged", "safe", "no", "chat@1"),
        ("judged", "safe", "no", "chat@2"),
        ("divided", "safe", "yes", "yes"),
        ("divided", "safe", "no", "yes"),
    }


def test_who_chose_two_options_alone_is_not_two_people():
    alone = {"ann": {"safe": {"responses.a": chose("yes", "no")}}}
    assert not any(kind == "divided" for kind, *_ in facts(alone))
    apart = {"ann": {"safe": {"responses.a": chose("yes")}}, "ben": {"safe": {"responses.b": chose("no")}}}
    assert not any(kind == "divided" for kind, *_ in facts(apart)), "of different things"


def test_a_response_is_preferred_to_those_of_other_models_that_have_a_name():
    won = {fact for fact in facts({"ann": {"order": {"item": {"ranks": [["b"], ["a", "c"]]}}}}) if fact[0] == "won"}
    assert won == {
        ("won", "order", "chat@2", "chat@1"),
        ("won", "order", "chat@2", None),
        ("won", "order", None, "chat@1"),
    }
    assert facts({"ann": {"order": {"item": {"ranks": [["a", "b", "c"]]}}}}) == set(), "all the same"


def test_an_item_that_very_much_was_said_of_keeps_what_was_said_before_what_people_differed_about():
    people = {
        person: {f"q{n}": {"item": chose(*(f"{person} {option}" for option in range(40)))} for n in range(10)}
        for person in ("ann", "ben", "cleo")
    }
    found = item_facts(FORM, people, {}, [])
    assert len(found) == MOST
    assert sum(kind == "said" for kind, *_ in found) == 3 * 10 * 40


def test_the_pair_of_two_options_is_the_same_whichever_comes_first():
    assert divided("q", "b", "a") == divided("q", "a", "b")
    assert divided("q", 2, 10) == divided("q", 10, 2)
    assert divided("q", "1", 2) == divided("q", 2, "1")
    assert word(PROJECT, ("said", "q", 1)) != word(PROJECT, ("said", "q", "1"))


def test_no_two_facts_nor_two_projects_share_a_word():
    assert word(PROJECT, ("said", "q", "a")) != word(OTHER_PROJECT, ("said", "q", "a"))
    assert word(PROJECT, ("won", "q", None, "a")) != word(PROJECT, ("won", "q", "a", None))
    assert word(PROJECT, ("said", "it's \\ '", "a")).isascii()
    assert words(PROJECT, []) == ""
    assert any_of(PROJECT, []) == any_of(PROJECT, iter(()))


DAYS = st.dates(date(1899, 12, 1), date(2101, 2, 1))
ENDS = st.one_of(st.none(), DAYS)


@given(ENDS, ENDS, DAYS)
def test_a_time_is_told_by_beginnings_of_its_days_alone(first, last, day):
    told = set(periods(first, last))
    found = bool(told & set(item_facts(FORM, {}, {}, [day])))
    assert found == ((first is None or first <= day) and (last is None or day <= last))


@pytest.mark.parametrize("days", [0, 30, 400, 40_000])
def test_a_time_is_told_by_few_facts(days):
    first = date(2026, 1, 17)
    assert len(list(periods(first, first + timedelta(days)))) < 110
    assert isinstance(periods(first, None), Iterator)
