"""Laws that agreement figures keep whatever the data."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.agreement import Histogram
from annotation.agreement.coefficients import (
    brennan_prediger,
    fleiss_kappa,
    gwet_ac1,
    gwet_interval,
    krippendorff_alpha,
    percent_agreement,
    prevalence,
)
from annotation.agreement.histogram import Table, tabulate
from annotation.agreement.intervals import (
    CHUNK,
    alphas_without_each,
    jackknife_interval,
    student_quantile,
)
from annotation.agreement.scales import ScaleMetric, make_scale
from annotation.agreement.sparse import Jaccard, Nominal, sparse_alpha, sparse_percent
from annotation.tests.agreement_cases import Row, make_histogram, make_table, plain_alpha

POINTS = [0, 1, 2, 3]
ROWS = st.lists(st.lists(st.sampled_from([*POINTS, None]), min_size=1, max_size=5), min_size=1, max_size=12)
METRICS = st.sampled_from(["nominal", "ordinal", "interval", "ratio"])
LABELS = st.frozensets(st.sampled_from("abcd"), max_size=4)
SET_ROWS = st.lists(st.lists(LABELS | st.none(), min_size=1, max_size=4), min_size=1, max_size=10)


def close(value: float | None) -> Any:
    return None if value is None else pytest.approx(value, abs=1e-9)


def figures(rows: Sequence[Row], metric: ScaleMetric = "nominal") -> list[float | None]:
    table = make_table(rows, POINTS)
    counts, units = table.counts, table.units()
    return [
        krippendorff_alpha(table, make_scale(metric, POINTS)),
        percent_agreement(counts, units),
        gwet_ac1(counts, units),
        brennan_prediger(counts, units),
        fleiss_kappa(counts, units),
    ]


def same(first: list[float | None], second: list[float | None]) -> bool:
    return first == [close(value) for value in second]


def interval_distance(first: float, second: float) -> float:
    return (first - second) ** 2


@given(ROWS, METRICS, st.randoms(use_true_random=False))
def test_the_order_of_people_and_items_changes_nothing(
    rows: list[Row], metric: ScaleMetric, dice: random.Random
) -> None:
    shuffled = [dice.sample(list(row), len(row)) for row in dice.sample(rows, len(rows))]
    assert same(figures(shuffled, metric), figures(rows, metric))


@given(ROWS, METRICS)
def test_missing_answers_and_units_nobody_judged_change_nothing(rows: list[Row], metric: ScaleMetric) -> None:
    assert same(figures([*([*row, None] for row in rows), [None, None]], metric), figures(rows, metric))


@given(ROWS)
def test_the_interval_alpha_is_the_definition_word_for_word(rows: list[Row]) -> None:
    assert figures(rows, "interval")[0] == close(plain_alpha(rows, interval_distance))
    assert figures(rows, "nominal")[0] == close(plain_alpha(rows, lambda first, second: first != second))


@given(ROWS, METRICS)
def test_a_histogram_of_repeated_rows_is_the_rows_repeated(rows: list[Row], metric: ScaleMetric) -> None:
    once = make_histogram(rows, POINTS)
    thrice = Histogram()
    for cluster, times in once.clusters.items():
        thrice.clusters[cluster] = 3 * times
    table = tabulate(thrice, len(POINTS))
    assert same([krippendorff_alpha(table, make_scale(metric, POINTS))], figures(rows * 3, metric)[:1])
    assert same([gwet_ac1(table.counts, table.units())], [figures(rows)[2]])


@given(ROWS, st.randoms(use_true_random=False))
def test_taking_items_back_leaves_exactly_the_others(rows: list[Row], dice: random.Random) -> None:
    kept = [row for row in rows if dice.random() < 0.5]
    histogram = make_histogram(rows, POINTS)
    gone = list(rows)
    for row in kept:
        gone.remove(row)
    for row in gone:
        given_answers = [value for value in row if value is not None]
        histogram.add([given_answers] if given_answers else [], times=-1)
    assert histogram.clusters == make_histogram(kept, POINTS).clusters


def test_what_was_never_added_cannot_be_taken_back() -> None:
    with pytest.raises(ValueError, match="never added"):
        Histogram().add([[1, 2]], times=-1)


@given(ROWS, METRICS)
def test_figures_are_never_above_one_nor_nan(rows: list[Row], metric: ScaleMetric) -> None:
    assert all(value is None or value <= 1 + 1e-12 for value in figures(rows, metric))


@given(ROWS, METRICS)
def test_alpha_is_one_exactly_where_all_agree(rows: list[Row], metric: ScaleMetric) -> None:
    agreed = [[row[0]] * len(row) for row in rows]
    alpha = figures(agreed, metric)[0]
    assert alpha in (None, 1)


@given(ROWS, METRICS)
def test_the_jackknife_leaves_out_one_item_after_the_other(rows: list[Row], metric: ScaleMetric) -> None:
    scale = make_scale(metric, POINTS)
    without, times = alphas_without_each(make_table(rows, POINTS), scale)
    judged = [row for row in rows if sum(value is not None for value in row) > 1]
    expected = [figures([*judged[:left], *judged[left + 1 :]], metric)[0] for left in range(len(judged))]
    found = [None if np.isnan(value) else value for value in np.repeat(without, times.astype(int)).tolist()]
    assert sorted(value for value in found if value is not None) == pytest.approx(
        sorted(value for value in expected if value is not None), abs=1e-9
    )
    assert found.count(None) == expected.count(None)


def test_the_jackknife_leaves_out_an_item_with_all_its_units() -> None:
    items = [[[0, 0], [1, 1], [0, 1]], [[1, 1]], [[0, 0, 1], [2, 2]], [[2, 1], [0, 2]]]
    scale = make_scale("ordinal", 3)

    def alpha(chosen: list[list[list[int]]]) -> float:
        histogram = Histogram()
        for item in chosen:
            histogram.add(item)
        found = krippendorff_alpha(tabulate(histogram, 3), scale)
        assert found is not None
        return found

    histogram = Histogram()
    for item in items:
        histogram.add(item)
    without, times = alphas_without_each(tabulate(histogram, 3), scale)
    assert times.tolist() == [1, 1, 1, 1]
    assert without.tolist() == pytest.approx([alpha([*items[:left], *items[left + 1 :]]) for left in range(4)])


def test_a_jackknife_too_large_for_memory_goes_in_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(7)
    histogram = Histogram()
    for _ in range(300):
        histogram.add([dice.choices(range(5), k=3) for _ in range(4)])
    table, scale = tabulate(histogram, 5), make_scale("ordinal", 5)
    whole, _ = alphas_without_each(table, scale)
    monkeypatch.setattr("annotation.agreement.intervals.CHUNK", 100)
    pieces, _ = alphas_without_each(table, scale)
    assert CHUNK > 100
    assert pieces.tolist() == pytest.approx(whole.tolist(), abs=1e-12)


@given(SET_ROWS)
def test_alpha_of_sets_is_the_definition_word_for_word(rows: list[Row]) -> None:
    sets = list({labels for row in rows for labels in row if labels is not None})
    histogram = make_histogram(rows, sets)
    distance = Jaccard(sets)
    alpha, interval = sparse_alpha(histogram, distance, len(sets))
    numbered = {labels: number for number, labels in enumerate(sets)}
    assert alpha == close(plain_alpha(rows, lambda first, second: distance.between(numbered[first], numbered[second])))
    assert interval is None or interval.low <= (alpha or 0) <= interval.high


@given(ROWS)
def test_both_ways_of_counting_give_the_same_nominal_figures(rows: list[Row]) -> None:
    histogram = make_histogram(rows, POINTS)
    alpha, interval = sparse_alpha(histogram, Nominal(), len(POINTS))
    dense = figures(rows)
    assert alpha == close(dense[0])
    assert sparse_percent(histogram) == close(dense[1])
    if dense[0] is not None:
        other = jackknife_interval(dense[0], *alphas_without_each(make_table(rows, POINTS), make_scale("nominal", 4)))
        assert (interval is None) == (other is None)
        if interval and other:
            assert (interval.low, interval.high) == pytest.approx((other.low, other.high), abs=1e-6)


def test_mirroring_makes_the_direction_of_pairs_irrelevant() -> None:
    rows = [[0, 0, 1], [2, 2, 2], [1, 2, 0]]
    turned = [[2 - value for value in row] if number % 2 else row for number, row in enumerate(rows)]
    scale = make_scale("interval", [-1, 0, 1])
    assert krippendorff_alpha(make_table(rows, [0, 1, 2]).mirrored(), scale) == close(
        krippendorff_alpha(make_table(turned, [0, 1, 2]).mirrored(), scale)
    )


def test_the_interval_holds_the_true_value_about_as_often_as_it_says() -> None:
    scale = make_scale("ordinal", 5)
    truth = krippendorff_alpha(tabulate(simulated(60_000, random.Random(0)), 5), scale)
    assert truth is not None
    hits = 0
    for seed in range(1, 201):
        table = tabulate(simulated(60, random.Random(seed)), 5)
        alpha = krippendorff_alpha(table, scale)
        assert alpha is not None
        interval = jackknife_interval(alpha, *alphas_without_each(table, scale))
        assert interval is not None
        hits += interval.low <= truth <= interval.high
    assert 180 <= hits <= 199


def simulated(items: int, dice: random.Random) -> Histogram:
    """Three people who see the truth in 60% of the cases and guess otherwise."""
    histogram = Histogram()
    for _ in range(items):
        truth = dice.randrange(5)
        histogram.add([[truth if dice.random() < 0.6 else dice.randrange(5) for _ in range(3)]])
    return histogram


def test_there_is_no_interval_where_the_data_cannot_carry_one() -> None:
    times = np.ones(3)
    assert jackknife_interval(1.0, np.ones(3), times) is None
    assert jackknife_interval(0.5, np.array([0.4, np.nan, 0.6]), times) is None
    assert jackknife_interval(0.5, np.array([0.4, 0.6]), np.ones(2)) is None
    assert jackknife_interval(0.5, np.array([0.4, 1.0, 0.6]), times) is not None


def test_an_interval_ends_at_the_ends_of_the_scale() -> None:
    plain = jackknife_interval(0.9, np.linspace(0.5, 0.95, 250), np.ones(250))
    assert plain is not None
    assert (plain.low, plain.high) == (-1, 1)


@pytest.mark.parametrize("items", [50, 100, 300])
def test_intervals_of_nearly_unanimous_answers_hold_the_truth(items: int) -> None:
    """Two people who err in 2% of items: as often as there is an interval at all, over 300 projects, nominal 95%."""
    random = np.random.default_rng(items)
    held, tried, truth = np.zeros(2), np.zeros(2), 0.0
    for size in [200_000] + [items] * 300:
        right = random.integers(0, 4, (size, 1))
        said = np.where(random.random((size, 2)) < 0.98, right, (right + random.integers(1, 4, (size, 2))) % 4)
        patterns, times = np.unique((said[:, :, None] == np.arange(4)).sum(axis=1), axis=0, return_counts=True)
        each = np.arange(len(patterns))
        table, scale = Table(patterns.astype(float), each, each, times.astype(float)), make_scale("nominal", 4)
        alpha = krippendorff_alpha(table, scale)
        assert alpha is not None
        truth = (
            truth or alpha
        )  # of the first project, which is large; categories are as frequent, and so AC1 is the same
        found = (
            jackknife_interval(alpha, *alphas_without_each(table, scale)),
            gwet_interval(table.counts, table.units()),
        )
        tried += [interval is not None for interval in found]
        held += [interval is not None and interval.low <= truth <= interval.high for interval in found]
    assert (held / tried > 0.92).all(), held / tried


def test_students_quantile_is_that_of_the_tables() -> None:
    table = {1: 12.706, 2: 4.303, 3: 3.182, 5: 2.571, 10: 2.228, 30: 2.042, 120: 1.980}
    for freedom, quantile in table.items():
        assert student_quantile(freedom) == pytest.approx(quantile, rel=0.002)


def test_prevalence_counts_units_of_one_answer_too() -> None:
    table = make_table([[0, 0], [1, None]], [0, 1])
    shares = prevalence(table.counts, table.units())
    assert shares is not None
    assert shares.tolist() == [0.5, 0.5]


def test_nothing_at_all_is_undefined_not_an_error() -> None:
    assert figures([[None]]) == [None] * 5
    assert sparse_alpha(Histogram(), Nominal(), 3) == (None, None)
    assert sparse_percent(Histogram()) is None
