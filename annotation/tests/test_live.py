"""What an item counts for: sums of it tell the same as hearing every item, and what was added can be taken back."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.agreement import form_agreement
from annotation.agreement.figures import Answered, figures_of
from annotation.agreement.live import add, difference, item_counts, live_agreement, said, unaided
from annotation.forms import parse_form
from annotation.tests.forms_cases import EVERYTHING, form_json

ONE = {"name": "kind", "kind": "choice", "title": "Kind", "options": [{"value": v, "title": v} for v in "xyz"]}
SEVERAL = {**ONE, "name": "labels", "multiple": True, "unsure": True, "other": True}
STARS = {
    "name": "stars",
    "kind": "rating",
    "title": "Stars",
    "scope": "responses",
    "options": [{"value": value, "title": str(value)} for value in range(1, 6)],
}
ORDER = {"name": "order", "kind": "ranking", "title": "Order"}
BETTER = {
    "name": "better",
    "kind": "preference",
    "title": "Better",
    "strengths": [{"value": value, "title": str(value)} for value in (1, 2)],
    "both_bad": True,
}
WHY = {"name": "why", "kind": "text", "title": "Why?"}
MARKS = {"name": "marks", "kind": "spans", "title": "Marks", "scope": "text", "options": ONE["options"]}
FORM = parse_form(form_json(ONE, SEVERAL, STARS, ORDER, WHY, MARKS, shows=EVERYTHING))
PAIR = parse_form(form_json(BETTER, shows=EVERYTHING))
PEOPLE = ("ann", "ben", "cleo", "dan", "eve")

CHOSEN = st.sampled_from("xyz").map(lambda value: {"choices": [value]})
LABELS = st.one_of(
    st.sets(st.sampled_from("xyz")).map(lambda chosen: {"choices": sorted(chosen)}),
    st.just({"choices": [], "unsure": True}),
    st.just({"choices": ["x"], "other": "else"}),
)
RATING = st.integers(1, 5).map(lambda value: {"rating": value})
RANKS = st.permutations("abc").flatmap(
    lambda order: st.sampled_from([[[each] for each in order], [[*order[:2]], [order[2]]]]).map(
        lambda ranks: {"ranks": ranks}
    )
)
PREFERRED = st.one_of(
    st.builds(
        lambda side, strength: {"preferred": side, "strength": strength}, st.sampled_from("ab"), st.integers(1, 2)
    ),
    st.sampled_from(["tie", "both_bad"]).map(lambda reason: {"preferred": None, "reason": reason}),
)
TEXT = st.text("ab ", min_size=1, max_size=9).map(lambda text: {"text": text})
SPANS = st.integers(0, 5).map(lambda start: {"spans": [{"start": start, "end": start + 3, "labels": ["x"]}]})


@st.composite
def answers(draw: Any) -> list[dict[str, Any]]:
    """Somebody's answers to most of the questions."""
    rows: list[tuple[str, str, st.SearchStrategy[Any]]] = [
        ("kind", "item", CHOSEN),
        ("labels", "item", LABELS),
        ("order", "item", RANKS),
        ("why", "item", TEXT),
    ]
    rows += [("stars", f"responses.{letter}", RATING) for letter in "abc"] + [("marks", "text", SPANS)]
    kept = draw(st.lists(st.sampled_from(rows), unique_by=lambda row: row[:2]))
    return [{"question": name, "on": on, "value": draw(values)} for name, on, values in kept]


@st.composite
def preferences(draw: Any) -> list[dict[str, Any]]:
    return [{"question": "better", "on": "item", "value": draw(PREFERRED)}]


def items(given: Any = None) -> Any:
    """Items as {person: answers}."""
    item = st.dictionaries(st.sampled_from(PEOPLE), answers() if given is None else given, max_size=5)
    return st.lists(item, max_size=8)


def counted(form: Any, given: Any) -> dict[str, Any]:
    sums: dict[str, Any] = {}
    for item in given:
        for key, amount in item_counts(form, {person: said(own) for person, own in item.items()}).items():
            add(sums, key, amount)
    return sums


def rows(sums: Any, figure: str) -> list[Any]:
    return [(key, *amount) for key, amount in sums.items() if key.split(" ")[1] == figure and any(amount)]


def heard(form: Any, given: Any) -> list[dict[str, Any]]:
    found = form_agreement(form, [list(item.values()) for item in given])
    return [row.to_json() for row in found]


def same(one: Any, other: Any) -> None:
    assert one.keys() >= other.keys()
    for key, value in other.items():
        assert one[key] == (pytest.approx(value) if isinstance(value, float) else value), key


@given(items())
def test_sums_tell_what_hearing_every_item_tells(given: Any) -> None:
    for live, slow in zip(live_agreement(FORM, rows(counted(FORM, given), "cluster")), heard(FORM, given), strict=True):
        same(live, slow)


@given(items(preferences()))
def test_preferences_count_alike_whichever_side_they_are_told_from(given: Any) -> None:
    for live, slow in zip(live_agreement(PAIR, rows(counted(PAIR, given), "cluster")), heard(PAIR, given), strict=True):
        same(live, slow)


@given(items())
def test_figures_of_labels_are_those_of_the_report(given: Any) -> None:
    live = {row["question"]: row for row in live_agreement(FORM, rows(counted(FORM, given), "cluster"))}
    met = {tuple(key.split(" ")[:4:1]): (n, total) for key, n, total in rows(counted(FORM, given), "pair")}
    for question in FORM.questions:
        if question.name not in ("kind", "stars"):
            continue
        collector = figures_of(question)
        for number, item in enumerate(given):
            values = {person: said(own).get(question.name, {}) for person, own in item.items()}
            collector.hear(Answered(str(number), {person: own for person, own in values.items() if own}))
        slow = collector.figures()
        row = live[question.name]
        assert row["ac1"] == pytest.approx(slow["ac1"])
        assert row["fleiss"] == pytest.approx(slow["fleiss"])
        assert (row["prevalence"] and [each["share"] for each in row["prevalence"]]) == pytest.approx(
            slow["prevalence"]
        )
        if slow["confused"]:
            assert row["confused"]["share"] == pytest.approx(slow["confused"]["share"])
        pairs = {(*sorted(pair[:2]),): (pair[2], pair[3] * 1_000_000) for pair in slow["pairs"]}
        assert pairs == {key[2:]: amount for key, amount in met.items() if key[0] == question.name}


@given(items(), st.randoms())
def test_the_order_of_people_and_items_and_their_names_change_nothing(given: Any, chance: random.Random) -> None:
    mixed = [dict(chance.sample(list(item.items()), len(item))) for item in given]
    chance.shuffle(mixed)
    assert counted(FORM, mixed) == counted(FORM, given)
    renamed = dict(zip(PEOPLE, chance.sample(PEOPLE, len(PEOPLE)), strict=True))
    others = [{renamed[person]: own for person, own in item.items()} for item in given]
    assert sorted(rows(counted(FORM, others), "cluster")) == sorted(rows(counted(FORM, given), "cluster"))


@given(items(), items())
def test_what_changes_is_taken_back_exactly(before: Any, after: Any) -> None:
    sums = counted(FORM, before)
    for key, amount in difference(counted(FORM, before), counted(FORM, after)).items():
        add(sums, key, amount)
    assert {key: amount for key, amount in sums.items() if any(amount)} == counted(FORM, after)


def test_a_choice_that_becomes_several_needs_no_recount() -> None:
    x, y = ([{"question": "kind", "on": "item", "value": {"choices": [value]}}] for value in "xy")
    given = [{"ann": x, "ben": x}, {"ann": y, "ben": x}]
    several = parse_form(form_json({**ONE, "multiple": True}, shows=EVERYTHING))
    assert counted(several, given) == counted(parse_form(form_json(ONE, shows=EVERYTHING)), given)
    (row,) = live_agreement(several, rows(counted(several, given), "cluster"))
    assert row["metric"] == "jaccard"
    same(row, heard(several, given)[0])


def test_only_what_was_seen_is_left_out() -> None:
    own = [{"question": "kind", "on": "item", "value": 1}, {"question": "why", "on": "item", "value": 2}]
    assert unaided(own, [["kind", "item"], ["why", "responses.a"]]) == own[1:]
