"""Figures that other implementations make of the same data, drawn at random: data/other_implementations.json names each
with its version. They are kept as numbers: the libraries have licences or sizes that do not fit (decision 0007).
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from annotation.agreement.classes import intraclass
from annotation.agreement.coefficients import (
    brennan_prediger,
    general_kappa,
    gwet_ac1,
    gwet_interval,
    krippendorff_alpha,
    weighted_alpha,
)
from annotation.agreement.contests import bradley_terry
from annotation.agreement.evaluation.averages import difference
from annotation.agreement.gold import wilson
from annotation.agreement.intervals import student_quantile
from annotation.agreement.people import beyond, innocents_spared, standing_out, tail
from annotation.agreement.scales import ScaleMetric, make_scale
from annotation.agreement.sparse import Jaccard, Masi, Nominal, sparse_alpha
from annotation.agreement.truth import dawid_skene, numbered
from annotation.agreement.two_people import cohen_interval, cohen_kappa, conger_kappa, crossed
from annotation.agreement.weights import Weighting, agreement_weights
from annotation.tests.agreement_cases import make_histogram, make_table

KEPT: dict[str, Any] = json.loads(
    (Path(__file__).parent / "data" / "other_implementations.json").read_text(encoding="utf-8")
)
TABLES = {table["name"]: table for table in KEPT["tables"]}
WITH_KAPPAS = [name for name, table in TABLES.items() if table["categories"] <= 60]
METRICS: tuple[ScaleMetric, ...] = ("nominal", "ordinal", "interval", "ratio")
WEIGHTINGS: tuple[Weighting, ...] = ("identity", "linear", "quadratic", "ordinal")


def near(expected: Any, tolerance: float = 1e-9) -> Any:
    return None if expected is None else pytest.approx(expected, abs=tolerance)


@pytest.mark.parametrize("name", TABLES)
def test_alpha_is_that_of_the_package_krippendorff(name: str) -> None:
    rows, categories = TABLES[name]["units_by_raters"], range(TABLES[name]["categories"])
    expected, table = TABLES[name]["expected"], make_table(rows, categories)
    for metric in METRICS:
        assert krippendorff_alpha(table, make_scale(metric, categories)) == near(expected[f"alpha_{metric}"]), metric
    sparse, _ = sparse_alpha(make_histogram(rows, categories), Nominal(), len(categories))
    assert sparse == near(expected["alpha_nominal"])


@pytest.mark.parametrize("weighting", WEIGHTINGS)
@pytest.mark.parametrize("name", WITH_KAPPAS)
def test_coefficients_and_gwets_error_are_those_of_irrcac(name: str, weighting: Weighting) -> None:
    rows, categories = TABLES[name]["units_by_raters"], range(TABLES[name]["categories"])
    expected = {key: value for key, value in TABLES[name]["expected"].items() if key.endswith(f"_{weighting}")}
    table, weights = make_table(rows, categories), agreement_weights(weighting, categories)
    answers = np.array([[-1 if value is None else value for value in row] for row in rows])
    counts, units = table.counts, table.units()
    interval = gwet_interval(counts, units, weights)
    found = {
        "gwet": gwet_ac1(counts, units, weights),
        "gwet_error": interval and interval.standard_error,
        "general_kappa": general_kappa(counts, units, weights),
        "brennan_prediger": brennan_prediger(counts, units, weights),
        "conger": conger_kappa(answers, len(categories), weights),
        "weighted_alpha": weighted_alpha(counts, units, weights),
    }
    for figure, value in found.items():
        assert value == near(expected[f"{figure}_{weighting}"]), figure


@pytest.mark.parametrize("weighting", ["identity", "linear", "quadratic"])
@pytest.mark.parametrize("name", WITH_KAPPAS)
def test_kappa_and_its_error_are_those_of_statsmodels(name: str, weighting: Weighting) -> None:
    expected, categories = TABLES[name]["expected"], TABLES[name]["categories"]
    first, second = (
        np.array([-1 if row[place] is None else row[place] for row in TABLES[name]["units_by_raters"]])
        for place in (0, 1)
    )
    table, weights = crossed(first, second, categories), agreement_weights(weighting, range(categories))
    interval = cohen_interval(table, weights)
    assert cohen_kappa(table, weights) == near(expected[f"cohen_{weighting}"])
    if interval is not None:
        assert interval.standard_error == near(expected[f"cohen_error_{weighting}"], 1e-7)


def test_dawid_and_skenes_posterior_is_that_of_crowd_kit() -> None:
    """Without shrinkage, round by round; crowd-kit holds no chance to be less than 1e-10."""
    kept = KEPT["dawid_skene"]
    labels, _ = numbered([tuple(row) for row in kept["labels"]], [0, 1, 2])
    found = dawid_skene(labels, shrinkage=0, tolerance=-1e9, most_rounds=kept["rounds"])
    assert found.posterior == near(np.array(kept["posterior"]), 1e-8)


@pytest.mark.parametrize("prior", [0.1, 0.0])
def test_strengths_are_those_of_choix(prior: float) -> None:
    kept = KEPT["bradley_terry"]
    found = bradley_terry(np.array(kept["wins"], dtype=np.float64), prior=prior)
    assert found is not None
    assert found.strength == near(np.array(kept[f"prior_{prior:g}"]), 1e-6)


@pytest.mark.parametrize("case", KEPT["intraclass"]["cases"])
def test_intraclass_correlations_are_those_of_pingouin(case: Any) -> None:
    """Where people differ more on one item than items do, those of means are far below -1. A share above 1, where the
    variance between items is estimated as less than nothing, is printed by pingouin and undefined with us.
    """
    found = intraclass(np.array(case["ratings"], dtype=np.float64))
    assert found is not None
    expected = {name: value if value <= 1 else None for name, value in case["expected"].items()}
    assert {name: near(value) for name, value in expected.items()} == asdict(found)


def test_tails_are_those_of_scipy_however_far_out() -> None:
    for hits, trials, share, expected in KEPT["binomial_tail"]["cases"]:
        assert tail(hits, trials, share) == pytest.approx(expected, rel=1e-7), (hits, trials, share)
    for deviations, expected in KEPT["normal_tail"]["cases"]:
        assert beyond(deviations) == pytest.approx(expected, rel=1e-9)
    assert [tail(70, 70, 1.0), tail(2000, 2000, 1.0), tail(3, 2000, 0.0)] == [1, 1, 0]


def test_quantiles_and_intervals_are_those_of_scipy_and_statsmodels() -> None:
    for freedom, expected in KEPT["student"]["cases"]:
        assert student_quantile(freedom) == pytest.approx(expected, rel=0.002)
    for hits, trials, earlier, of, low, high in KEPT["newcombe"]["cases"]:
        found = difference(earlier / of, wilson(earlier, of), hits / trials, wilson(hits, trials))
        assert (found.low, found.high) == near((low, high))
    chances = KEPT["benjamini_hochberg"]["chances"]
    assert standing_out(chances) == KEPT["benjamini_hochberg"]["stand_out"]
    assert innocents_spared(chances) == KEPT["holm"]["stand_out"]
    assert [innocents_spared([]), innocents_spared([0.001, 0.0, 0.02])] == [[], [True, True, True]]


def test_sets_of_labels_are_as_far_apart_as_in_nltk() -> None:
    kept = KEPT["sets"]
    rows = [[frozenset(labels) for labels in unit] for unit in kept["units"]]
    sets = list({labels: None for row in rows for labels in row})
    for name, distances in (("jaccard", Jaccard(sets)), ("masi", Masi(sets))):
        assert sparse_alpha(make_histogram(rows, sets), distances, len(sets))[0] == near(kept[name]), name
