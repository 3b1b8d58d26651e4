"""What stands out about people: planted ones are found, honest ones are not, and each figure is what it says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotation.agreement.coding import coding_of
from annotation.agreement.collusion import chances_together, colluding
from annotation.agreement.gold import wilson
from annotation.agreement.heard import Given, Heard
from annotation.agreement.noted import Judgements, Notes
from annotation.agreement.people import beyond, tail
from annotation.agreement.people_asked import Asked
from annotation.agreement.people_figures import People, PeopleFigures
from annotation.agreement.simulated import (
    COPIED,
    COPYING,
    FORGETFUL,
    PLACING,
    SPAMMER,
    SPEEDER,
    TIRED,
    Setting,
    found_in,
)
from annotation.agreement.standing import above_most, above_others, below_others, outstanding
from annotation.agreement.tails import sum_scores
from annotation.agreement.truth import Labels, dawid_skene, numbered
from annotation.forms import Form, parse_form

MONDAY = datetime(2026, 1, 5, tzinfo=UTC)
CHOICE = {
    "name": "safe",
    "kind": "choice",
    "title": "Safe?",
    "scope": "item",
    "options": [{"value": "yes", "title": "Yes"}, {"value": "no", "title": "No"}],
}
PREFERENCE = {"name": "better", "kind": "preference", "title": "Better?", "scope": "item", "tie": True}
SEEDS = range(8)
PAIR = frozenset({"p0", "p1"})


def form(*questions: dict[str, Any]) -> Form:
    shows = (
        ["prompt", "responses"] if any(each["kind"] in ("preference", "ranking") for each in questions) else ["text"]
    )
    return parse_form({"version": 1, "shows": shows, "questions": list(questions)})


def said(person: str, value: Any, *, question: str = "safe", number: int = 1, **more: Any) -> Given:
    if isinstance(value, str):
        value = {"choices": [value]}
    more.setdefault("seconds", 20)
    more.setdefault("at", MONDAY + timedelta(minutes=number))
    return Given(
        annotation=f"{person}-{number}",
        person=person,
        answers=[{"question": question, "on": "item", "value": value}],
        form_version=1,
        number=number,
        **more,
    )


def item(number: int, given: Sequence[Given], **more: Any) -> Heard:
    return Heard(item=f"i{number}", external_id=str(number), position=number, given=given, **more)


def heard(of: Form, items: Iterable[Heard]) -> People:
    collector = PeopleFigures(of)
    for each in items:
        collector.hear(each)
    return collector.figures()


def figure(people: People, person: str, name: str) -> dict[str, Any]:
    (row,) = [row for row in people.people if row["person"] == person]
    (found,) = [each for each in row["figures"] if each["figure"] == name]
    return found


@pytest.mark.parametrize("kind", ["choice", "rating", "preference"])
def test_planted_people_are_found_and_honest_ones_are_not(kind: str) -> None:
    found = [found_in(Setting(kind=kind, items=800), seed) for seed in SEEDS]
    for person in (SPAMMER, SPEEDER):
        assert sum(any(name == person for name, _ in each.people) for each in found) >= len(SEEDS) - 1
    assert all((SPEEDER, "too_fast") in each.people for each in found)
    assert sum(any({*pair} == {COPIED, COPYING} for pair in each.pairs) for each in found) >= len(SEEDS) // 2
    honest = [name for each in found for name, _ in each.people if name.startswith("honest")]
    assert len(honest) <= 2, honest
    assert sum({*pair} != {COPIED, COPYING} for each in found for pair in each.pairs) <= 3


@pytest.mark.parametrize("kind", ["choice", "rating", "preference"])
def test_among_honest_people_hardly_anybody_is_found(kind: str) -> None:
    found = [found_in(Setting(kind=kind, items=800, planted=()), seed) for seed in SEEDS]
    assert sum(len(each.people) for each in found) <= 2
    assert sum(len(each.pairs) for each in found) <= 3


def test_gold_is_the_share_of_what_is_right_with_wilsons_interval_and_the_wrong_items() -> None:
    items = [item(n, [said("ann", "yes", number=n, gold=float(n % 4 > 0))], gold=True) for n in range(1, 21)]
    gold = figure(heard(form(CHOICE), items), "ann", "gold")
    assert (gold["value"], gold["n"]) == (0.75, 20)
    assert (gold["low"], gold["high"]) == pytest.approx(wilson(15, 20))
    assert gold["evidence"]["items"] == ["i4", "i8", "i12", "i16", "i20"]
    assert (gold["chance"], gold["stands_out"]) == (None, False)
    assert (gold["reason"]["code"], gold["reason"]["needed"]) == ("too_few_people", 5)


def test_gold_items_are_in_no_figure_that_needs_others() -> None:
    items = [item(n, [said("ann", "yes", gold=1.0), said("ben", "no", gold=0.0)], gold=True) for n in range(30)]
    people = heard(form(CHOICE), items)
    assert people.pairs == []
    names = {each["figure"] for row in people.people for each in row["figures"] if each["n"]}
    assert names == {"gold", "too_fast"}


def test_agreement_is_over_what_others_judged_too() -> None:
    items = [item(n, [said("ann", "yes"), said("ben", "no" if n < 5 else "yes")]) for n in range(20)]
    items += [item(n, [said("ann", "no")]) for n in range(20, 40)]
    found = figure(heard(form(CHOICE), items), "ann", "agreement")
    assert (found["value"], found["n"]) == (0.75, 20)
    assert found["evidence"]["items"] == ["i0", "i1", "i2", "i3", "i4"]


def test_what_is_undefined_says_why() -> None:
    people = heard(form(CHOICE), [item(n, [said("ann", "yes", seconds=0)]) for n in range(12)])
    for name in ("gold", "agreement", "spammer_score", "too_fast", "drift", "self_consistency"):
        found = figure(people, "ann", name)
        assert (found["value"], found["n"], found["chance"], found["stands_out"]) == (None, 0, None, False), name
        assert found["reason"], name
    runs = figure(people, "ann", "runs")
    assert (runs["value"], runs["chance"]) == (12, None)
    assert runs["reason"]
    assert people.usual_seconds == {"p5": None, "median": None}


def test_the_hand_is_found_out_that_always_takes_what_is_shown_first() -> None:
    random = np.random.default_rng(1)
    items = []
    for n in range(120):
        given = []
        for person in ("ann", "ben", "cleo"):
            shown = ["a", "b"] if random.random() < 0.5 else ["b", "a"]
            preferred = shown[0] if person == "ann" else "a" if random.random() < 0.8 else "b"
            value = {"preferred": preferred, "strength": 1}
            given.append(said(person, value, question="better", number=n, shown=shown))
        items.append(item(n, given, lengths={"a": 9, "b": 9}))
    people = heard(form(PREFERENCE), items)
    biased = figure(people, "ann", "position_bias")
    assert (biased["value"], biased["n"], biased["stands_out"]) == (1.0, 120, True)
    assert figure(people, "ann", "runs")["value"] == 120
    assert figure(people, "ann", "runs")["stands_out"]
    assert figure(people, "ann", "entropy")["value"] == 0
    for other in ("ben", "cleo"):
        assert not figure(people, other, "position_bias")["stands_out"]
        assert not figure(people, other, "runs")["stands_out"]


def test_without_shuffling_a_place_says_nothing() -> None:
    value = {"preferred": "a", "strength": 1}
    items = [
        item(n, [said(who, value, question="better", shown=["a", "b"]) for who in "xy"], lengths={"a": 1, "b": 1})
        for n in range(30)
    ]
    found = figure(heard(form(PREFERENCE), items), "x", "position_bias")
    assert (found["value"], found["chance"]) == (None, None)
    assert found["reason"]["code"] == "not_shuffled"


def test_a_project_sorted_by_its_answers_makes_nobodys_run_remarkable() -> None:
    items = [
        item(n, [said(who, "yes" if n < 100 else "no", number=n) for who in ("ann", "ben", "cleo")]) for n in range(200)
    ]
    found = figure(heard(form(CHOICE), items), "ann", "runs")
    assert found["value"] == 100
    assert found["chance"] > 0.05


def test_who_said_the_same_when_asked_again_is_told_from_who_did_not() -> None:
    items = [item(n, [said("ann", "yes"), said("ben", "no")]) for n in range(10)]
    again = [
        Heard(item=f"c{n}", external_id="", position=0, gold=True, again=f"i{n}", given=[said("ann", answer)])
        for n, answer in enumerate(["yes", "yes", "no", "yes"])
    ]
    people = heard(form(CHOICE), [*again[:2], *items, *again[2:]])
    found = figure(people, "ann", "self_consistency")
    assert (found["value"], found["n"], found["evidence"]["items"]) == (0.75, 4, ["i2"])
    assert (found["low"], found["high"]) == pytest.approx(wilson(3, 4))
    assert figure(people, "ann", "agreement")["n"] == 10
    assert figure(people, "ben", "self_consistency")["n"] == 0


def test_drift_is_the_fall_from_the_earlier_weeks_to_the_later_ones() -> None:
    people = [f"p{number}" for number in range(7)]
    items = []
    for n in range(120):
        week = n // 30
        given = []
        for who in people:
            wrong = who == "p0" and week >= 2 and n % 2 == 0
            given.append(said(who, "no" if wrong else "yes", number=n, at=MONDAY + timedelta(weeks=week, hours=n % 9)))
        items.append(item(n, given))
    found = heard(form(CHOICE), items)
    drift = figure(found, "p0", "drift")
    assert drift["stands_out"]
    assert drift["value"] == pytest.approx(-0.5)
    assert drift["evidence"]["from"] == "2026-01-19"
    assert set(drift["evidence"]["items"]) <= {f"i{n}" for n in range(60, 120)}
    assert not any(figure(found, who, "drift")["stands_out"] for who in people[1:])
    (row,) = [row for row in found.people if row["person"] == "p0"]
    assert [(week["week"], week["n"]) for week in row["weeks"]] == [
        ("2026-01-05", 30),
        ("2026-01-12", 30),
        ("2026-01-19", 30),
        ("2026-01-26", 30),
    ]


def test_seconds_are_those_of_the_usual_person() -> None:
    items = [
        item(n, [said("quick", "yes", seconds=2), said("ann", "yes", seconds=30), said("ben", "yes", seconds=40)])
        for n in range(20)
    ]
    assert heard(form(CHOICE), items).usual_seconds == {"p5": 30, "median": 30}


def test_who_copies_everything_is_found_although_they_look_like_experts() -> None:
    random = np.random.default_rng(3)
    answers = []
    for unit in range(400):
        truth = int(random.integers(3))
        for person in range(8):
            own = truth if random.random() < 0.7 else int(random.integers(3))
            answers.append((unit, f"p{person}", answers[-1][2] if person == 1 else own))
    labels, names = numbered(answers, categories=[0, 1, 2])
    pairs = colluding(labels, dawid_skene(labels))
    assert pairs.chance is not None
    (named,) = [place for place, out in enumerate(outstanding(pairs.chance.tolist())) if out]
    assert {names.people[pairs.one[named]], names.people[pairs.other[named]]} == {"p0", "p1"}
    assert pairs.alike[named] == pairs.shared[named] == 400
    assert pairs.excess()[named] > 0.3


def test_two_who_copy_everything_are_no_experts_though_they_make_the_majority() -> None:
    random = np.random.default_rng(5)
    answers = []
    for unit in range(600):
        truth = int(random.integers(3))
        own, other = (truth if random.random() < 0.6 else int(random.integers(3)) for _ in range(2))
        answers += [(unit, "p0", own), (unit, "p1", own), (unit, f"q{unit % 8}", other)]
    labels, names = numbered(answers, categories=[0, 1, 2])
    pairs = colluding(labels, dawid_skene(labels))
    assert pairs.chance is not None
    (place,) = [place for place, shared in enumerate(pairs.shared) if shared == 600]
    assert {names.people[pairs.one[place]], names.people[pairs.other[place]]} == {"p0", "p1"}
    assert pairs.expected[place] < 0.8 * 600
    assert outstanding(pairs.chance.tolist())[place]


def test_what_is_probable_for_somebody_does_not_depend_on_what_they_said_themselves() -> None:
    (question,) = form(CHOICE).questions
    coding = coding_of(question)
    assert coding is not None
    notes, judgements = Notes(), Judgements(coding)
    for n in range(40):
        given = [said("ann", "yes" if n % 2 else "no", number=n), said("ben", "yes" if n % 4 < 2 else "no", number=n)]
        place = notes.add_item(f"i{n}")
        first, _ = [notes.add(place, each, 0) for each in given]
        judgements.hear(item(n, given), first)
    written = notes.written()
    asked = Asked(coding, judgements.sheet(written, 2), written, notes.items)
    for person in (0, 1):
        own, others = asked.own[person], asked.own[1 - person]
        said_by_other = asked.sheet.labels.category[others]
        for category in (0, 1):
            rows = asked.without_own[own][said_by_other == category]
            assert np.allclose(rows, rows[0])


def test_nobody_is_measured_by_what_is_always_right() -> None:
    """Whoever errs now and then would look like one who guesses, because the truth has nothing else to tell."""
    (question,) = form(CHOICE).questions
    coding = coding_of(question)
    assert coding is not None
    people = ("ann", "ben", "cleo", "dan", "eve")
    for rare, told in ((3, False), (60, True)):
        notes, judgements = Notes(), Judgements(coding)
        for n in range(200):
            right, wrong = ("no", "yes") if n < rare else ("yes", "no")
            given = [said(who, wrong if n % 17 == slip else right, number=n) for slip, who in enumerate(people)]
            place = notes.add_item(f"i{n}")
            first, *_ = [notes.add(place, each, 0) for each in given]
            judgements.hear(item(n, given), first)
        written = notes.written()
        scores = Asked(coding, judgements.sheet(written, len(people)), written, notes.items).spammer_scores()
        assert {(each.chance is not None, each.reason is None) for each in scores.values()} == {(told, told)}


def test_only_people_who_judged_enough_together_are_compared() -> None:
    answers = [(unit, who, unit % 2) for unit in range(14) for who in "ab"] + [
        (unit, who, unit % 2) for unit in range(20, 35) for who in "cd"
    ]
    labels, names = numbered(answers)
    pairs = colluding(labels, dawid_skene(labels))
    assert [(names.people[one], names.people[other]) for one, other in zip(pairs.one, pairs.other, strict=True)] == [
        ("c", "d")
    ]
    assert pairs.chance is None


def test_nothing_heard_has_no_figures() -> None:
    assert heard(form(CHOICE), []) == People({"p5": None, "median": None}, [], [])


def test_who_stands_out_is_beyond_the_spread_and_not_beside_the_mean() -> None:
    skills = np.array([0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95])
    errors = np.full(8, 0.01)
    chances = below_others(skills, errors)
    assert chances is not None
    assert not any(outstanding(chances.tolist()))
    chances = below_others(np.append(skills, -0.6), np.append(errors, 0.01))
    assert chances is not None
    assert outstanding(chances.tolist()) == [False] * 8 + [True]
    assert above_others(skills[:4], errors[:4]) is None


def crowd_of(people: int, units: int, *, copying: float, seed: int, answers: int = 3) -> list[tuple[int, str, int]]:
    """What a crowd says of units, three people each, where p1 copies so many of the common answers of p0."""
    random = np.random.default_rng(seed)
    said = []
    for unit in range(units):
        truth = int(random.integers(answers))
        asked = sorted(random.choice(people, 3, replace=False).tolist())
        own = {who: truth if random.random() < 0.7 else int(random.integers(answers)) for who in asked}
        if {0, 1} <= own.keys() and random.random() < copying:
            own[1] = own[0]
        said += [(unit, f"p{who}", category) for who, category in own.items()]
    return said


def chances(said: list[tuple[int, str, int]]) -> dict[frozenset[str], float]:
    labels, names = numbered(said, categories=[0, 1, 2])
    pairs = colluding(labels, dawid_skene(labels))
    assert pairs.chance is not None
    return {
        frozenset({str(names.people[one]), str(names.people[other])}): chance
        for one, other, chance in zip(pairs.one, pairs.other, pairs.chance.tolist(), strict=True)
    }


def test_a_copying_pair_is_found_in_fifty_units_that_three_people_answer() -> None:
    found = [chances(crowd_of(10, 750, copying=0.9, seed=seed)) for seed in range(6)]
    assert sum(outstanding(list(each.values()))[list(each).index(PAIR)] for each in found) >= 4
    assert sum(sum(outstanding(list(each.values()))) for each in found) <= 7


@settings(max_examples=10, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(0, 50))
def test_who_copies_does_not_depend_on_the_order_of_people_and_items(random: Random, seed: int) -> None:
    said = crowd_of(7, 210, copying=0.7, seed=seed)
    renumbered = random.sample(range(210), 210)
    shuffled = [(renumbered[unit], person, category) for unit, person, category in random.sample(said, len(said))]
    before, after = chances(said), chances(sorted(shuffled, key=lambda row: row[0]))
    assert before.keys() == after.keys()
    assert [after[pair] for pair in before] == pytest.approx(list(before.values()), rel=1e-3, abs=1e-9)


def test_all_questions_of_a_form_tell_of_copying_together() -> None:
    questions = [crowd_of(10, 450, copying=0.6, seed=seed) for seed in range(40, 44)]
    found = [colluding(labels, dawid_skene(labels)) for labels in map(by_number, questions)]
    own = [pairs.chance[0] for pairs in found if pairs.chance is not None]
    together = [chance[0] for chance in chances_together(found) if chance is not None]
    assert {(int(pairs.one[0]), int(pairs.other[0])) for pairs in found} == {(0, 1)}
    assert max(together) < min(own) / 10


def test_copying_in_one_question_only_is_found_too() -> None:
    questions = [crowd_of(10, 450, copying=share, seed=seed) for seed, share in enumerate((1.0, 0.0, 0.0), 3)]
    found = [colluding(labels, dawid_skene(labels)) for labels in map(by_number, questions)]
    first, *others = chances_together(found)
    assert first is not None
    assert found[0].chance is not None
    assert first[0] <= 2 * found[0].chance[0]
    for pairs, chance in zip(found[1:], others, strict=True):
        assert chance is not None
        assert pairs.chance is not None
        quiet = pairs.chance >= 0.5
        assert (chance[quiet] == pairs.chance[quiet]).all()


def by_number(said: list[tuple[int, str, int]]) -> Labels:
    """With the number of each person as it stands in their name."""
    rows = np.array([(unit, int(person[1:]), category) for unit, person, category in said])
    return Labels(rows[:, 0], rows[:, 1], rows[:, 2], int(rows[:, 0].max()) + 1, int(rows[:, 1].max()) + 1, 3)


def test_nobody_is_named_for_copying_because_somebody_else_is() -> None:
    """Where only the share of innocents among the named is bounded, each pair that copies lets another one in."""
    for seed in (27, 68, 74):
        assert [set(pair) for pair in found_in(Setting(kind="choice"), seed).pairs] == [{COPIED, COPYING}]


def test_one_question_alone_is_told_by_its_own_pairs() -> None:
    labels = by_number(crowd_of(6, 200, copying=0.0, seed=1))
    pairs = colluding(labels, dawid_skene(labels))
    assert chances_together([pairs]) == [pairs.chance]


def test_sums_of_few_skewed_parts_have_the_tail_that_adding_up_gives() -> None:
    """Thirty parts that are nearly always a little below 0 and rarely far above: far from normal."""
    rare, parts = 0.08, 30
    values = np.tile([[1.0, -rare / (1 - rare)]], (parts, 1))
    shares = np.tile([[rare, 1 - rare]], (parts, 1))
    for times in (6, 8, 10):
        total = np.array([times - (parts - times) * rare / (1 - rare)])
        (score,) = sum_scores(total, np.zeros(parts, dtype=np.int64), values, shares)
        # The formula is of a smooth variable: between reaching the sum and going beyond it.
        assert tail(times + 1, parts, rare) < beyond(score) < tail(times, parts, rare)
    normal = total[0] / (parts * rare / (1 - rare)) ** 0.5
    assert beyond(normal) < tail(times + 1, parts, rare) / 20


def test_the_spread_of_pairs_is_known_whoever_copies_and_however_sure_their_values_are() -> None:
    random = np.random.default_rng(2)
    errors = np.repeat([0.02, 0.1], 200)
    values = random.normal(0, np.hypot(errors, 0.05))
    found = above_most(np.append(values, [0.6, 0.7]), np.append(errors, [0.1, 0.1]))
    assert found is not None
    assert (found[-2:] < 1e-6).all()
    assert np.mean(found[:-2] < 0.05) == pytest.approx(0.05, abs=0.02)
    assert above_most(values[:4], errors[:4]) is None


@pytest.mark.parametrize(
    ("kind", "person", "figure"),
    [("preference", PLACING, "position_bias"), ("choice", TIRED, "drift"), ("choice", FORGETFUL, "self_consistency")],
)
def test_who_is_careless_in_other_ways_is_found_where_three_people_answer(kind: str, person: str, figure: str) -> None:
    setting = Setting(kind=kind, overlap=3, again=20, planted=(person,))
    found = [found_in(setting, seed) for seed in range(3)]
    assert sum((person, figure) in each.people for each in found) >= 1
    assert not [name for each in found for name, _ in each.people if name != person]
    assert not [pair for each in found for pair in each.pairs]
