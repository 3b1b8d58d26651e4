"""Models compared, on data whose figures are published or can be counted by hand."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from math import atanh, sqrt, tanh
from typing import Any

import numpy as np
import pytest

from annotation.agreement.evaluation import ModelFigures, begin_of, judged, split_version
from annotation.agreement.evaluation.averages import Average, Averages, difference
from annotation.agreement.evaluation.correlations import correlated, weighted_pearson, weighted_spearman
from annotation.agreement.evaluation.rates import verdict
from annotation.agreement.evaluation.versions import successive
from annotation.agreement.gold import wilson
from annotation.agreement.heard import Given, Heard
from annotation.agreement.ranks import spearman
from annotation.forms import parse_form
from annotation.tests.forms_cases import EVERYTHING, OPTIONS, QUALITY, form_json

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
BETTER = {"name": "better", "kind": "preference", "title": "Which is better?"}
SAFE = {"name": "safe", "kind": "choice", "title": "Safe?", "scope": "responses", "unsure": True, "options": OPTIONS}
RATED = {**QUALITY, "scope": "responses"}
PEOPLE = ("ann", "ben", "cleo", "dan", "eve")


def near(expected: Any, tolerance: float = 1e-4) -> Any:
    return pytest.approx(expected, abs=tolerance)


def item(number: int, models: str, *said: Any, at: datetime = NOW, **more: Any) -> Heard:
    """Responses a, b, … of these models; what each person says: {(question, on): value}."""
    responses = dict(zip("abcdef", models.split(), strict=False))
    given = [
        Given(
            annotation=f"{number}-{person}",
            person=person,
            answers=[{"question": question, "on": on, "value": value} for (question, on), value in own.items()],
            at=at,
            seconds=9,
            form_version=1,
            shown=tuple(responses),
        )
        for person, own in zip(PEOPLE, said, strict=False)
    ]
    return Heard(
        item=f"item-{number}",
        external_id=str(number),
        position=number,
        given=given,
        models=responses,
        lengths=dict.fromkeys(responses, 10),
        **more,
    )


def prefers(response: str | None) -> dict[Any, Any]:
    value: dict[str, Any] = {"preferred": response} if response else {"preferred": None, "reason": "tie"}
    return {("better", "item"): value}


def safe(**choices: str) -> dict[Any, Any]:
    return {("safe", f"responses.{response}"): {"choices": [choice]} for response, choice in choices.items()}


def rates(**ratings: int) -> dict[Any, Any]:
    return {("quality", f"responses.{response}"): {"rating": rating} for response, rating in ratings.items()}


def figures(question: dict[str, Any], items: list[Heard], scores: Any = None, **more: Any) -> dict[str, Any]:
    collector = ModelFigures(parse_form(form_json(question, shows=EVERYTHING)), **more)
    for number, heard in enumerate(items):
        collector.hear(heard, scores(number) if scores else None)
    found = collector.figures()
    json.dumps(found, allow_nan=False)
    return found


def test_versions_are_told_apart_and_stand_in_their_order() -> None:
    assert split_version("m1@v3") == ("m1", "v3")
    assert split_version("vendor/chat@2024-05") == ("vendor/chat", "2024-05")
    assert split_version("m1-v3") == ("m1", "v3")
    assert split_version("gpt-4") == ("gpt-4", "")
    assert split_version("@") == ("@", "")
    assert successive(["m@v10", "m@v9", "other", "m@v2", "m"]) == [("m", "m@v2"), ("m@v2", "m@v9"), ("m@v9", "m@v10")]


def test_newcombe_1998_two_shares_apart() -> None:
    """Independent: 56/70 and 48/80; the same people asked twice: 48 and 38 of 50, both right 36 times (method 10)."""
    found = difference(48 / 80, wilson(48, 80), 56 / 70, wilson(56, 70))
    assert (found.value, found.low, found.high) == near((0.2, 0.0524, 0.3339))
    together = Averages()
    for times, one, other in ((36, 1, 1), (12, 0, 1), (2, 1, 0), (0, 0, 0)):
        for _ in range(times):
            together.hear({"m@1": [one], "m@2": [other]})
    before, after = together.of["m@1"], together.of["m@2"]
    correlation = together.correlation("m@1", "m@2")
    assert correlation == near(-24 / sqrt(48 * 2 * 38 * 12))
    assert correlation == near(together.correlation("m@2", "m@1"))
    found = difference(before.mean, before.share_interval(), after.mean, after.share_interval(), correlation)
    assert (found.value, found.low, found.high) == near((0.2, 0.0569, 0.3404))


def test_an_average_has_the_interval_of_student() -> None:
    """Student's own sleep data (1908): ten differences with mean 1.58 and interval 0.70 to 2.46."""
    average = Average()
    for figure in (1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4):
        average.add(figure)
    assert average.mean == near(1.58)
    assert average.interval() == near((0.70, 2.46), 0.005)


def test_the_share_of_failing_responses_counts_each_response_once() -> None:
    everybody = [item(number, "m@1", *[safe(a="no" if number < 3 else "yes")] * 5) for number in range(100)]
    (no,) = [row for row in figures(SAFE, everybody)["rates"] if row["category"] == "no"]
    assert (no["model"], no["failing"], no["n"], no["share"]) == ("m@1", 3, 100, 0.03)
    assert (no["low"], no["high"]) == near(wilson(3, 100)), "five people who look at one response are no five responses"
    apart = [item(1, "m", safe(a="no"), safe(a="yes"), {("safe", "responses.a"): {"choices": [], "unsure": True}})]
    (no,) = [row for row in figures(SAFE, apart)["rates"] if row["category"] == "no"]
    assert (no["failing"], no["n"]) == (0.5, 1), "who is unsure judges nothing"


def test_a_verdict_needs_the_whole_interval_on_one_side() -> None:
    assert verdict(0.03, 0.06, 0.02) == "fail"
    assert verdict(0.001, 0.02, 0.02) == "pass"
    assert verdict(0.01, 0.06, 0.02) == "undecided"
    rows = [{"question": "safe", "category": "no", "low": 0.03, "high": 0.06}]
    assert judged(rows, {})[0]["verdict"] is None
    assert judged(rows, {("safe", "no"): 0.02})[0] == {**rows[0], "threshold": 0.02, "verdict": "fail"}


def test_whether_a_version_fails_less_is_said_with_its_interval() -> None:
    items = [
        item(number, "m@1 m@2", safe(a="no" if number < 30 else "yes", b="no" if number < 5 else "yes"))
        for number in range(100)
    ]
    found = figures(SAFE, items)
    (change,) = [row for row in found["rate_changes"] if row["category"] == "no"]
    assert (change["from_model"], change["to_model"], change["n"]) == ("m@1", "m@2", 200)
    assert change["difference"] == near(-0.25)
    assert change["low"] < -0.25 < change["high"] < 0
    assert found["questions"] == []


def test_the_parts_of_a_hierarchy_count_for_what_is_above_them() -> None:
    options = [{"value": "unsafe"}, {"value": "violent", "parent": "unsafe"}, {"value": "fine"}]
    found = figures({**SAFE, "multiple": True, "options": options}, [item(1, "m", safe(a="violent"))])
    assert {row["category"]: row["share"] for row in found["rates"]} == {"unsafe": 1, "violent": 1, "fine": 0}


def test_ratings_have_means_rates_and_contests() -> None:
    items = [item(number, "m@1 m@2", rates(a=2, b=4), rates(a=2, b=5 if number % 2 else 4)) for number in range(40)]
    found = figures({**RATED, "options": [{"value": value} for value in range(1, 6)]}, items)
    (question,) = found["questions"]
    assert [row["model"] for row in question["means"]] == ["m@2", "m@1"]
    assert [row["mean"] for row in question["means"]] == [4.25, 2]
    assert question["leaderboard"][0]["wins"] == 80
    strength, mean = question["changes"]
    assert (strength["measure"], strength["from_model"], strength["n"]) == ("strength", "m@1", 80)
    assert (mean["measure"], mean["difference"], mean["n"]) == ("mean", 2.25, 80)
    assert 2.1 < mean["low"] < 2.25 < mean["high"] < 2.4
    at_most = {(row["model"], row["category"]): row["share"] for row in found["rates"]}
    assert at_most["m@1", "<=1"] == 0
    assert at_most["m@1", "<=2"] == 1
    assert at_most["m@2", "<=4"] == 0.75
    assert ("m@2", "<=5") not in at_most, "which is everything"


def test_time_goes_by_weeks_or_months_of_the_answers() -> None:
    assert begin_of("week", datetime(2026, 11, 22, 23, tzinfo=UTC)) == date(2026, 11, 16)
    assert begin_of("month", NOW) == date(2026, 11, 1)
    earlier = datetime(2026, 10, 28, tzinfo=UTC)
    items = [item(number, "old new", prefers("a"), at=earlier) for number in range(10)]
    items += [item(number, "old new", prefers("b")) for number in range(10, 40)]
    (question,) = figures(BETTER, items)["questions"]
    assert [period["from"] for period in question["over_time"]] == ["2026-10-26", "2026-11-16"]
    assert [period["models"][0]["model"] for period in question["over_time"]] == ["old", "new"]
    assert [period["models"][0]["n"] for period in question["over_time"]] == [10, 30]
    (question,) = figures(BETTER, items, by="month")["questions"]
    assert [period["from"] for period in question["over_time"]] == ["2026-10-01", "2026-11-01"]


def test_a_period_without_the_strongest_model_is_not_told_too_strong() -> None:
    """Champions played early only: the others keep their place below them later on."""
    earlier = datetime(2026, 10, 28, tzinfo=UTC)
    early = [item(n, "champion mid", prefers("a" if n % 4 else "b"), at=earlier) for n in range(80)]
    late = [item(n, "mid low", prefers("a" if n % 4 else "b")) for n in range(80, 160)]
    (question,) = figures(BETTER, early + late)["questions"]
    overall = {row["model"]: row["strength"] for row in question["leaderboard"]}
    first, second = question["over_time"]
    for period in (first, second):
        assert {row["model"]: row["strength"] for row in period["models"]} == pytest.approx(
            {row["model"]: overall[row["model"]] for row in period["models"]}, abs=0.01
        )


def test_gold_and_what_is_asked_again_say_nothing_of_models() -> None:
    items = [item(1, "x y", prefers("a"), gold=True), item(2, "x y", prefers("a"), again="item-9")]
    found = figures(BETTER, items)
    assert found["questions"][0]["leaderboard"] == []
    assert found["questions"][0]["reason"]["code"] == "no_contests"
    assert found["models"] == []


def test_who_wins_is_told_with_place_and_length() -> None:
    rng = np.random.default_rng(3)
    items = []
    for number in range(800):
        heard = item(number, "m@1 m@2", prefers("a" if rng.random() < 1 / (1 + np.exp(-0.8)) else "b"))
        items.append(heard)
    (question,) = figures(BETTER, items)["questions"]
    assert question["lean"]["n"] == 800
    (change,) = question["changes"]
    assert change["low"] < -0.8 < change["high"] < 0


def test_people_who_prefer_what_they_see_first_do_so_whichever_model_it_is() -> None:
    """Responses are shown in either order; whoever decides takes the first one in three cases of four."""
    rng = np.random.default_rng(6)
    items = [
        item(number, "x y" if number % 2 else "y x", prefers("a" if rng.random() < 0.75 else "b"))
        for number in range(600)
    ]
    (question,) = figures(BETTER, items)["questions"]
    lean = question["lean"]
    assert abs(lean["position"] - np.log(3)) < 3 * lean["position_error"] < 0.4
    assert all(row["low"] < 0 < row["high"] for row in question["leaderboard"])


def test_fisher_and_the_bootstrap_over_items() -> None:
    rng = np.random.default_rng(4)
    one = rng.normal(size=200)
    other = one + rng.normal(size=200)
    alone = correlated(np.arange(200), one, other, weighted_pearson)
    r = float(np.corrcoef(one, other)[0, 1])
    assert alone.value == near(r, 1e-9)
    reach = 1.959964 / sqrt(197)
    assert (alone.low, alone.high) == near((tanh(atanh(r) - reach), tanh(atanh(r) + reach)), 1e-6)
    by_rank = correlated(np.arange(200), one, other, weighted_spearman, by_rank=True)
    assert by_rank.value == near(spearman(one.tolist(), other.tolist()), 1e-9)
    both = correlated(np.arange(200) // 2, one, other, weighted_pearson)
    assert (both.low, both.high) == near((alone.low, alone.high), 0.06), "responses that happen to be independent"
    twice = correlated(np.repeat(np.arange(200), 2), np.repeat(one, 2), np.repeat(other, 2), weighted_pearson)
    assert (twice.low, twice.high) == near((alone.low, alone.high), 0.012), "the same response twice tells nothing more"
    assert correlated(np.arange(9), np.ones(9), np.arange(9.0), weighted_pearson).value is None
    assert correlated(np.arange(9), np.arange(9.0), np.arange(9.0), weighted_pearson).low is None


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("size", [1e308, 1e200, 1.0, 1e-14, 1e-200, 1e-308])
def test_scores_of_any_size_correlate_as_small_ones_do(size: float) -> None:
    one, other = np.arange(6.0), np.array([1.0, -1, 1, -1, 1, -1])
    expected = float(np.corrcoef(one, other)[0, 1])
    assert expected == near(-3 / sqrt(17.5 * 6)), "counted by hand"
    assert weighted_pearson(one, other * size, np.ones(6)) == near(expected, 1e-12)
    assert weighted_pearson(other * size, other * size, np.ones(6)) == near(1, 1e-12)
    assert weighted_pearson(one, np.full(6, 0.1 * size), np.ones(6)) is None, "0.1 is rounded, and so is its mean"
    assert weighted_pearson(one, np.array([size, 0, 0, 0, 0, 0]), np.array([0.0, 1, 1, 1, 1, 1])) is None
    better = [item(number, "x y", prefers("a" if number % 5 else "b")) for number in range(20)]
    (row,) = figures(BETTER, better, lambda number: {("s", ""): {"a": size, "b": -size}})["scores"]
    (small,) = figures(BETTER, better, lambda number: {("s", ""): {"a": 1.0, "b": -1.0}})["scores"]
    assert [row[name] for name in ("pearson", "low", "high", "spearman")] == near(
        [small[name] for name in ("pearson", "low", "high", "spearman")], 1e-9
    )


def test_a_large_constant_added_takes_no_correlation_away() -> None:
    rng = np.random.default_rng(8)
    one, other = rng.normal(size=50), rng.normal(size=50)
    expected = weighted_pearson(one, other, np.ones(50))
    assert weighted_pearson(one + 1e6, other, np.ones(50)) == near(expected, 1e-6)


def test_tied_ranks_are_shared() -> None:
    one, other = [3.0, 1, 1, 2, 5, 5, 5], [1.0, 2, 2, 0, 7, 9, 9]
    found = correlated(np.arange(7), np.array(one), np.array(other), weighted_spearman, by_rank=True)
    assert found.value == near(spearman(one, other), 1e-9)


def test_scores_stand_beside_ratings_choices_and_preferences() -> None:
    def scores(number: int) -> Any:
        return {("reward", "v2"): {"a": float(number % 5), "b": 1.0}}

    points = [{"value": value} for value in range(6)]
    items = [item(number, "x y", rates(a=number % 5, b=number % 3)) for number in range(30)]
    (row,) = figures({**RATED, "options": points}, items, scores)["scores"]
    assert (row["name"], row["version"], row["against"], row["category"]) == ("reward", "v2", "quality", None)
    assert (row["n"], row["items"], row["pairs"]) == (60, 30, None)
    assert 0.5 < row["pearson"] < 1
    assert row["low"] < row["pearson"] < row["high"]
    unsafe = [item(number, "x y", safe(a="no" if number % 5 > 2 else "yes", b="yes")) for number in range(30)]
    rows = {row["category"]: row for row in figures(SAFE, unsafe, scores)["scores"]}
    assert rows["no"]["pearson"] > 0.7
    assert rows["yes"]["pearson"] == near(-rows["no"]["pearson"])
    compared = [item(number, "x y", prefers("a" if number % 5 > 1 else "b")) for number in range(30)]
    (row,) = figures(BETTER, compared, scores)["scores"]
    assert row["pearson"] > 0.7
    assert (row["pairs"]["n"], row["pairs"]["share"]) == (30, 0.9), "0 and 1 lose rightly, 2 to 4 win; 1 is a tie: half"
    assert row["items"] == 30
