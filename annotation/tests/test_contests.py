"""Which model is stronger, and how sure that is."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from annotation.agreement.contests import (
    PRIOR,
    Contest,
    Contests,
    Games,
    bradley_terry,
    curve,
    leaning,
    strengths,
)
from annotation.agreement.figures import Answered
from annotation.agreement.figures.duels import Leanings, Matches, duels
from annotation.agreement.gold import wilson
from annotation.forms import parse_form
from annotation.tests.forms_cases import EVERYTHING, QUALITY, form_json

# The thirty games of five dishes of evalica (Dustalov, Apache-2.0), whose scores are published with it.
FOOD = """
Pizza>Sushi Pasta>Burger Tacos>Pizza Tacos>Sushi Burger>Pizza Sushi>Pasta Tacos>Burger Pizza=Pasta Burger>Sushi
Pasta>Tacos Sushi>Burger Tacos>Pizza Sushi=Pasta Burger>Tacos Burger>Pizza Tacos>Pasta Sushi>Burger Tacos>Pasta
Tacos>Pizza Sushi>Burger Pizza>Pasta Sushi>Burger Tacos>Pasta Pizza>Sushi Burger>Sushi Tacos>Pasta Tacos>Pizza
Pasta>Burger Sushi>Tacos Burger>Pizza
"""


def games_of(*rows: tuple[int, int, int, int, int, int]) -> Games:
    table = np.array(rows, dtype=np.int64)
    return Games(table[:, 0], table[:, 1], table[:, 2], table[:, 3:].astype(float), int(table[:, 1:3].max()) + 1)


def test_two_models_are_as_far_apart_as_the_odds_of_their_contests() -> None:
    found = bradley_terry(np.array([[0.0, 30], [10, 0]]), prior=0)
    assert found is not None
    apart, error = found.against(1)
    assert apart[0] == pytest.approx(np.log(3))
    assert error[0] == pytest.approx((1 / 30 + 1 / 10) ** 0.5), "the error of a logarithm of odds (Woolf 1955)"


def test_strengths_are_found_where_nearly_everything_is_tied() -> None:
    """Whole steps of Newton's end at strengths of 100 and the logarithm of ν at 10¹⁴ here."""
    wins, ties = np.zeros((4, 4)), np.zeros((4, 4))
    wins[0, 3] = 2
    ties[0, 1:], ties[1, 2:] = (183_477, 17_019, 3), (15, 175_843)
    found = bradley_terry(wins, ties + ties.T)
    assert found is not None
    assert found.tie is not None
    first, second = np.nonzero(np.triu(wins + ties, 1))
    seen = np.stack([wins[first, second], wins[second, first], ties[first, second]], axis=1)
    slope, _ = curve(seen, first, second, found.strength, found.tie, PRIOR)
    assert np.abs(slope).max() < 1e-3, "of 376,000 contests: nothing is more probable than these strengths"


def test_with_one_person_on_each_item_items_change_nothing() -> None:
    alone = games_of(*[(item, 0, 1, int(item < 300), int(item >= 300), 0) for item in range(400)])
    found, exact = strengths(alone, prior=0), bradley_terry(*alone.tables(), prior=0)
    assert found is not None
    assert exact is not None
    assert found.error() == pytest.approx(exact.error(), rel=0.002)


def test_five_people_who_say_the_same_are_no_surer_than_one() -> None:
    alone = games_of(*[(item, 0, 1, int(item % 4 > 0), int(item % 4 == 0), 0) for item in range(400)])
    crowd = Games(alone.item, alone.first, alone.second, alone.seen * 5, 2)
    one, five = strengths(alone, prior=0), strengths(crowd, prior=0)
    assert one is not None
    assert five is not None
    assert five.error() == pytest.approx(one.error(), rel=0.002)
    assert five.against(0)[1] == pytest.approx(one.against(0)[1], rel=0.002)


def test_a_model_that_never_lost_is_not_sure_to_be_so_much_better() -> None:
    found = strengths(games_of(*[(item, 0, 1, 1, 0, 0) for item in range(20)]))
    assert found is not None
    (low, high), _ = found.intervals()
    assert low < 2 < high, "everything looks alike, and still says little"


def test_ties_have_their_share_in_the_errors() -> None:
    rng = np.random.default_rng(1)
    rows = [(item, 0, 1, *outcome) for item, outcome in enumerate(rng.multinomial(1, [0.5, 0.2, 0.3], 600))]
    found, exact = strengths(games_of(*rows)), bradley_terry(*games_of(*rows).tables())
    assert found is not None
    assert exact is not None
    assert found.tie == exact.tie
    assert found.error() == pytest.approx(exact.error(), rel=0.02)


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    """Three people answer each item, two of three times the same: nominal 95%, measured over 300 projects."""
    rng = np.random.default_rng(5)
    held = naive = 0
    for _ in range(300):
        usual = rng.random(120) < 0.7
        rows = []
        for item, first in enumerate(usual):
            copied = rng.random(3) < 2 / 3
            won = int(np.where(copied, first, rng.random(3) < 0.7).sum())
            rows.append((item, 0, 1, won, 3 - won, 0))
        truth = np.log(0.7 / 0.3)
        for counts, by_items in ((strengths(games_of(*rows)), True), (bradley_terry(*games_of(*rows).tables()), False)):
            assert counts is not None
            apart, error = counts.against(1)
            within = abs(apart[0] - truth) <= 1.96 * error[0]
            held, naive = held + (by_items and within), naive + (not by_items and within)
    assert 0.92 <= held / 300 <= 0.98
    assert naive / 300 < 0.9, "the common interval is too narrow"


def heard(*items: list[tuple[str, str, bool]]) -> Matches:
    matches = Matches()
    for met in items:
        matches.hear(met)
    return matches


def test_a_leaderboard_can_be_counted_by_hand() -> None:
    found = heard(
        [("new", "old", True), ("new", "old", True)], [("old", "new", False)], [("new", "", True), ("old", "old", True)]
    ).standing()
    assert found is not None
    first, second = found.rows()
    assert (first["model"], first["wins"], first["losses"], first["ties"], first["n"]) == ("new", 2, 0, 1, 3)
    assert (second["model"], second["wins"], second["losses"], second["ties"], second["n"]) == ("old", 0, 2, 1, 3)
    assert first["items"] == 2, "models that nobody knows, and a model against itself, say nothing"
    assert first["win_rate"] == pytest.approx(2.5 / 3)
    assert (first["rate_low"], first["rate_high"]) == pytest.approx(wilson(2.5 / 3 * 2, 2))
    assert (found.wins.tolist(), found.ties.tolist()) == ([[0, 2], [0, 0]], [[0, 1], [1, 0]])
    assert first["strength"] == pytest.approx(-second["strength"])
    assert found.contests_of(0, 1) == 3
    assert found.connected


def test_a_win_rate_is_as_sure_as_its_items_show() -> None:
    """Three people on each of 200 items, of whom 120 in 200 prefer the new model: from one mind to three."""
    random = np.random.default_rng(3)

    def interval(rows: Any) -> tuple[float, float]:
        met = [[("new", "old", True) if wins else ("old", "new", True) for wins in item] for item in rows]
        found = heard(*met).standing()
        assert found is not None
        row = next(row for row in found.rows() if row["model"] == "new")
        assert row["win_rate"] == pytest.approx(0.6)
        return row["rate_low"], row["rate_high"]

    of_one_mind = interval([[item < 120] * 3 for item in range(200)])
    alone = interval(random.permutation(np.arange(600) < 360).reshape(200, 3))
    balanced = interval([[True, True, False]] * 160 + [[True, False, False]] * 40)
    assert of_one_mind == pytest.approx(wilson(120, 200))
    assert wilson(300, 500)[0] < alone[0] < wilson(360, 600)[0], "about as sure as 600 contests"
    assert balanced == pytest.approx(wilson(360, 600)), "never surer than all contests are"


def test_newcombe_1998_is_the_interval_of_a_win_rate() -> None:
    found = heard(*[[("a", "b", True)] if item < 81 else [("b", "a", True)] for item in range(263)]).standing()
    assert found is not None
    row = next(row for row in found.rows() if row["model"] == "a")
    assert (row["rate_low"], row["rate_high"]) == pytest.approx((0.2553, 0.3662), abs=5e-5)


def test_the_published_scores_of_five_dishes() -> None:
    """ "Counting" and Bradley and Terry's scores, a tie half a win for either side."""
    games = [re.split("([>=])", game) for game in FOOD.split()]
    met = [(better, worse, won == ">") for better, won, worse in games]
    found = heard(*[[game] for game in met]).standing()
    assert found is not None
    counted = {row["model"]: row["wins"] + row["ties"] / 2 for row in found.rows()}
    assert counted == {"Tacos": 10, "Sushi": 6.5, "Burger": 6, "Pasta": 4, "Pizza": 3.5}
    halved = bradley_terry(found.wins + found.ties / 2, prior=0)
    assert halved is not None
    scores = np.exp(halved.strength) / np.exp(halved.strength).sum()
    published = {"Tacos": 0.434290, "Sushi": 0.190600, "Burger": 0.147977, "Pasta": 0.128153, "Pizza": 0.098980}
    assert dict(zip(found.names, scores.tolist(), strict=True)) == pytest.approx(published, abs=1e-6)
    assert found.names == ["Tacos", "Sushi", "Burger", "Pasta", "Pizza"]


# How majorities of three people judged five models in the test set of PandaLM (Wang et al. 2024): won, lost, tied.
PANDALM = {
    ("llama-7b", "bloom-7b"): (72, 28, 11),
    ("llama-7b", "cerebras-gpt-6.7B"): (80, 24, 6),
    ("llama-7b", "opt-7b"): (71, 24, 11),
    ("llama-7b", "pythia-6.9b"): (58, 27, 9),
    ("bloom-7b", "cerebras-gpt-6.7B"): (59, 30, 11),
    ("bloom-7b", "opt-7b"): (43, 35, 11),
    ("bloom-7b", "pythia-6.9b"): (47, 49, 11),
    ("cerebras-gpt-6.7B", "opt-7b"): (33, 49, 9),
    ("cerebras-gpt-6.7B", "pythia-6.9b"): (27, 53, 11),
    ("opt-7b", "pythia-6.9b"): (32, 53, 15),
}


def test_the_models_of_pandalm_stand_as_published() -> None:
    items = [
        [contest]
        for (one, other), times in PANDALM.items()
        for contest, count in zip([(one, other, True), (other, one, True), (one, other, False)], times, strict=True)
        for _ in range(count)
    ]
    found = heard(*items).standing()
    assert found is not None
    assert found.names == ["llama-7b", "pythia-6.9b", "bloom-7b", "opt-7b", "cerebras-gpt-6.7B"]
    first = found.rows()[0]
    assert (first["wins"], first["losses"], first["ties"]) == (281, 103, 37)
    assert (first["n"], first["items"]) == (421, 421)
    exact = bradley_terry(found.wins, found.ties)
    assert exact is not None
    assert found.strengths.error() == pytest.approx(exact.error(), rel=0.05), "one contest an item"


def test_models_that_never_met_are_said_to_be_apart() -> None:
    found = heard([("a", "b", True)], [("b", "a", True)], [("c", "d", True)], [("d", "c", True)]).standing()
    assert found is not None
    assert not found.connected
    assert heard().standing() is None


def test_ratings_of_responses_compare_them_and_orders_unseen_have_no_first() -> None:
    form = parse_form(form_json({**QUALITY, "scope": "responses"}, shows=EVERYTHING))
    said = {"ann": {"responses.a": {"rating": 2}, "responses.b": {"rating": 5}, "responses.c": {"rating": 5}}}
    asked = Answered("i", said, lengths={"a": 1, "b": 1, "c": 1}, shown={"ann": ["a", "c"]})
    found = [(duel.better, duel.worse, duel.decided, duel.first) for duel in duels(form.questions[0], asked)]
    assert found == [("b", "a", True, ""), ("c", "a", True, "a"), ("b", "c", False, "")]
    leanings = Leanings()
    leanings.hear(asked, duels(form.questions[0], asked))
    lean: Any = leanings.to_json()
    assert lean["n"] == 1, "where nobody knows what came first, nothing is said of places"


def test_the_errors_of_place_and_length_allow_for_items() -> None:
    rng = np.random.default_rng(2)
    alone = [Contest(0, 1, float(rng.random() < 0.6), float(rng.normal()), item) for item in range(500)]
    crowd = [contest for contest in alone for _ in range(4)]
    one, four = leaning(Contests(alone), 2, prior=0.0001), leaning(Contests(crowd), 2, prior=0.0001)
    assert one is not None
    assert four is not None
    assert four.position == pytest.approx(one.position, rel=0.01)
    assert four.length_error == pytest.approx(one.length_error, rel=0.05)
