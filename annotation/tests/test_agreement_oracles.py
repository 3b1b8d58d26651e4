"""Published figures, to the printed decimals (tests/data/agreement_oracles.json names each source)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import pytest

from annotation.agreement import question_agreement
from annotation.agreement.coefficients import (
    brennan_prediger,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percent_agreement,
)
from annotation.agreement.histogram import Histogram, tabulate
from annotation.agreement.intervals import alphas_without_each, standard_error
from annotation.agreement.scales import ScaleMetric, make_scale
from annotation.agreement.sparse import Jaccard, sparse_alpha
from annotation.tests.agreement_cases import CASES, Row, crossed, make_histogram, make_table, scale_of, seen
from annotation.tests.forms_cases import ORDER, answer, make_form

METRICS: tuple[ScaleMetric, ...] = ("nominal", "ordinal", "interval", "ratio")
WIKIPEDIA = [
    (None, 1, None), (None, None, None), (None, 2, 2), (None, 1, 1), (None, 3, 3), (3, 3, 4), (4, 4, 4), (1, 3, None),
    (2, None, 2), (1, None, 1), (1, None, 1), (3, None, 3), (3, None, 3), (None, None, None), (3, None, 4),
]  # fmt: skip


def alpha(rows: Sequence[Row], metric: ScaleMetric = "nominal") -> float | None:
    return krippendorff_alpha(make_table(rows), scale_of(rows, metric))


def rows_of(case: str) -> Any:
    return CASES[case]["data"]["units_by_raters"]


@pytest.mark.parametrize("metric", METRICS)
def test_krippendorff_2011_four_observers(metric: ScaleMetric) -> None:
    case = CASES[f"kripp2011_4obs.alpha_{metric}"]
    assert alpha(rows_of(case["id"]), metric) == pytest.approx(case["expected"], abs=1e-6)


def test_krippendorff_2011_binary() -> None:
    assert alpha(rows_of("kripp2011_binary.alpha_nominal")) == pytest.approx(0.095238, abs=1e-6)


def test_the_three_coders_of_the_wikipedia_article() -> None:
    assert alpha(WIKIPEDIA, "nominal") == pytest.approx(0.691358, abs=1e-6)
    assert alpha(WIKIPEDIA, "interval") == pytest.approx(0.810845, abs=1e-6)


def test_the_jackknife_error_of_four_observers() -> None:
    case = CASES["kripp2011_4obs.jackknife_se"]
    rows = case["data"]["units_by_raters"]
    without = alphas_without_each(make_table(rows), scale_of(rows, "nominal"))
    assert standard_error(*without) == pytest.approx(case["expected"]["se"], abs=1e-5)


@pytest.mark.parametrize("case", ["edge_constant", "edge_no_overlap"])
@pytest.mark.parametrize("metric", METRICS)
def test_alpha_is_undefined_without_variation_or_overlap(case: str, metric: ScaleMetric) -> None:
    assert alpha(rows_of(case), metric) is None


def test_percent_agreement_is_defined_where_alpha_is_not() -> None:
    table = make_table(rows_of("edge_constant"))
    assert percent_agreement(table.counts, table.units()) == 1
    table = make_table(rows_of("edge_no_overlap"))
    assert percent_agreement(table.counts, table.units()) is None


def test_fleiss_1971() -> None:
    table = make_table(rows_of("fleiss1971"))
    assert fleiss_kappa(table.counts, table.units()) == pytest.approx(0.430245, abs=1e-6)


def test_randolph_free_marginal_kappa_is_brennan_prediger() -> None:
    case = CASES["randolph_0.214286"]
    rows = [[0] * zeros + [1] * ones for zeros, ones in case["data"]["counts"]]
    table = make_table(rows)
    assert fleiss_kappa(table.counts, table.units()) == pytest.approx(case["expected"]["fleiss"], abs=1e-6)
    assert brennan_prediger(table.counts, table.units()) == pytest.approx(case["expected"]["randolph"], abs=1e-6)


def test_artstein_and_poesio_2008() -> None:
    case = CASES["artstein_poesio"]
    table = make_table(crossed(case["data"]["table"]))
    assert percent_agreement(table.counts, table.units()) == pytest.approx(case["expected"]["observed"])
    assert fleiss_kappa(table.counts, table.units()) == pytest.approx(case["expected"]["pi"], abs=1e-6)
    assert brennan_prediger(table.counts, table.units()) == pytest.approx(case["expected"]["S"], abs=1e-6)


def test_gwet_2002_high_agreement_and_no_prevalence() -> None:
    case = CASES["gwet2002_paradox"]
    table = make_table(crossed(case["data"]["table"]))
    assert percent_agreement(table.counts, table.units()) == pytest.approx(case["expected"]["observed"])
    assert gwet_ac1(table.counts, table.units()) == pytest.approx(case["expected"]["ac1"], abs=1e-6)
    assert fleiss_kappa(table.counts, table.units()) == pytest.approx(case["expected"]["pi"], abs=1e-6)


@pytest.mark.parametrize("case", ["gwet_raw_4raters.identity", "gwet_raw_gender.identity"])
def test_gwet_2014_raw_tables(case: str) -> None:
    expected, rows = CASES[case]["expected"], rows_of(case)
    table = make_table(rows)
    assert gwet_ac1(table.counts, table.units()) == pytest.approx(expected["gwet"], abs=1e-6)
    assert alpha(rows) == pytest.approx(expected["krippendorff"], abs=1e-6)
    assert brennan_prediger(table.counts, table.units()) == pytest.approx(expected["bp"], abs=1e-6)
    unequal = any(None in row for row in rows)
    fleiss = fleiss_kappa(table.counts, table.units())
    assert fleiss is None if unequal else fleiss == pytest.approx(expected["fleiss"], abs=1e-6)


def test_quadratic_weights_are_the_interval_metric() -> None:
    case = CASES["gwet_raw_4raters.quadratic"]
    assert alpha(rows_of(case["id"]), "interval") == pytest.approx(case["expected"]["krippendorff"], abs=1e-6)


def test_gwet_2014_two_abstractors() -> None:
    case = CASES["gwet_table_cont3x3abstractors"]
    rows, expected = crossed(case["data"]["table"]), case["expected"]
    table = make_table(rows)
    assert percent_agreement(table.counts, table.units()) == pytest.approx(expected["pa2"])
    assert fleiss_kappa(table.counts, table.units()) == pytest.approx(expected["scott"], abs=1e-6)
    assert gwet_ac1(table.counts, table.units()) == pytest.approx(expected["gwet"], abs=1e-6)
    assert brennan_prediger(table.counts, table.units()) == pytest.approx(expected["bp"], abs=1e-6)
    assert alpha(rows) == pytest.approx(expected["krippendorff"], abs=1e-6)


@pytest.mark.parametrize("number", range(10))
def test_random_tables_with_missing_answers(number: int) -> None:
    case = CASES["fuzz_dev"]["data"]["cases"][number]
    rows, expected = case["units_by_raters"], case["expected"]
    for metric in METRICS:
        assert alpha(rows, metric) == pytest.approx(expected[f"alpha_{metric}"], abs=1e-8)
    table = make_table(rows)
    assert gwet_ac1(table.counts, table.units()) == pytest.approx(expected["ac1"], abs=1e-8)


def ranks_of(positions: Sequence[int]) -> list[list[str]]:
    """Positions such as (1, 1, 2) of the responses a, b, c as ranks."""
    return [
        [name for name, position in zip("abc", positions, strict=True) if position == level]
        for level in sorted(set(positions))
    ]


def test_rankings_are_compared_by_pairs_in_both_directions() -> None:
    case = CASES["ranking_to_preferences"]
    items = [
        [[answer("order", {"ranks": ranks_of(positions)})] for positions in unit] for unit in case["data"]["units"]
    ]
    found = question_agreement(make_form(ORDER).questions[0], items)
    assert found.alpha == pytest.approx(case["expected"]["interval"], abs=1e-6)
    assert (found.items, found.units, found.annotations) == (3, 9, 9)


def test_rankings_by_pairs_with_the_nominal_metric() -> None:
    case = CASES["ranking_to_preferences"]
    histogram = Histogram()
    for unit in case["data"]["units"]:
        histogram.add([sign(ranking, pair) for ranking in unit] for pair in combinations(range(3), 2))
    table = tabulate(histogram, 3)
    assert krippendorff_alpha(table.mirrored(), make_scale("nominal", 3)) == pytest.approx(
        case["expected"]["nominal"], abs=1e-6
    )
    one_way = krippendorff_alpha(table, make_scale("interval", 3))
    assert one_way == pytest.approx(0.243386, abs=1e-6), "the notes of the case: one direction is another figure"


def sign(ranking: Sequence[int], pair: tuple[int, int]) -> int:
    first, second = ranking[pair[0]], ranking[pair[1]]
    return 1 + (first < second) - (first > second)


def test_sets_of_labels_by_jaccard_distance() -> None:
    case = CASES["multilabel_jaccard"]
    rows = [[frozenset(labels) for labels in pair] for pair in case["data"]["pairs"]]
    sets = sorted({labels for row in rows for labels in row}, key=sorted)
    found, _ = sparse_alpha(make_histogram(rows, sets), Jaccard(sets), len(sets))
    assert found == pytest.approx(case["expected"]["jaccard"], abs=1e-5)


def test_every_copied_case_is_used() -> None:
    assert len(CASES) == 43
    assert all(case["source"] for case in CASES.values())
    assert seen(rows_of("kripp2011_binary.alpha_nominal")) == [0, 1]
