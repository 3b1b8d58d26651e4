"""Published figures of everything beside alpha, to the printed decimals (see test_agreement_oracles.py)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from annotation.agreement.classes import intraclass
from annotation.agreement.coefficients import (
    brennan_prediger,
    general_kappa,
    gwet_ac1,
    gwet_interval,
    percent_agreement,
    weighted_alpha,
)
from annotation.agreement.contests import Z, bradley_terry, elo
from annotation.agreement.gold import wilson
from annotation.agreement.histogram import Floats
from annotation.agreement.intervals import Interval, student_quantile
from annotation.agreement.marks import character_alpha, exact_f1, match, overlap, overlap_f1
from annotation.agreement.overlaps import Mark
from annotation.agreement.ranks import footrule, kendall_distance, kendall_w, spearman, tau_b
from annotation.agreement.sparse import Jaccard, Masi, sparse_alpha
from annotation.agreement.texts import bleu, chrf, levenshtein_distance, levenshtein_similarity
from annotation.agreement.truth import Labels, dawid_skene
from annotation.agreement.two_people import cohen_interval, cohen_kappa, conger_kappa
from annotation.agreement.weights import agreement_weights
from annotation.tests.agreement_cases import CASES, crossed, make_histogram, make_table, seen

WINS = {"x": 1.0, "y": 0.0, "tie": 0.5}


def table_of(case: str) -> Floats:
    return np.array(CASES[case]["data"]["table"], dtype=np.float64)


def near(expected: Any, tolerance: float = 1e-6) -> Any:
    return pytest.approx(expected, abs=tolerance)


def published(figure: float, interval: Interval, units: int) -> list[float]:
    """The interval as Gwet prints it: Student's quantile times the standard error to both sides, cut off at 1. Ours is
    made for log(1 - figure), which holds the truth more often (decision 0007).
    """
    reach = student_quantile(units - 1) * interval.standard_error
    return [figure - reach, min(figure + reach, 1.0)]


@pytest.mark.parametrize("weighting", ["identity", "linear", "quadratic", "ordinal"])
def test_gwet_2014_four_people_with_each_weighting(weighting: Any) -> None:
    case = CASES[f"gwet_raw_4raters.{weighting}"]
    rows, expected = case["data"]["units_by_raters"], case["expected"]
    values, table = seen(rows), make_table(rows)
    weights = agreement_weights(weighting, values)
    answers = np.array([[-1 if value is None else values.index(value) for value in row] for row in rows])
    counts, units = table.counts, table.units()
    assert gwet_ac1(counts, units, weights) == near(expected["gwet"])
    assert general_kappa(counts, units, weights) == near(expected["fleiss"])
    assert brennan_prediger(counts, units, weights) == near(expected["bp"])
    assert conger_kappa(answers, len(values), weights) == near(expected["conger"])
    assert weighted_alpha(counts, units, weights) == near(expected["krippendorff"])
    interval = gwet_interval(counts, units, weights)
    assert interval is not None
    assert interval.standard_error == near(expected["ac_se"])
    assert published(expected["gwet"], interval, len(rows)) == near(expected["ac_ci"], 2e-6)


def test_gwet_2014_four_people_of_five_categories() -> None:
    case = CASES["gwet_raw_gender.identity"]
    rows = case["data"]["units_by_raters"]
    values, table = seen(rows), make_table(rows)
    answers = np.array([[-1 if value is None else values.index(value) for value in row] for row in rows])
    interval = gwet_interval(table.counts, table.units())
    assert conger_kappa(answers, len(values)) == near(case["expected"]["conger"])
    assert interval is not None
    assert interval.standard_error == near(case["expected"]["ac_se"])
    assert published(case["expected"]["gwet"], interval, len(rows)) == near(case["expected"]["ac_ci"], 2e-6)


def test_cohen_1968_with_weights_of_disagreement() -> None:
    case = CASES["cohen1968"]
    against = np.array(case["params"]["disagreement_weights"], dtype=np.float64)
    assert cohen_kappa(table_of("cohen1968")) == near(case["expected"]["kappa"])
    assert cohen_kappa(table_of("cohen1968"), 1 - against / against.max()) == near(case["expected"]["weighted"])


def test_kappa_and_its_error_in_the_manual_of_sas() -> None:
    table, expected = table_of("sas_kappa"), CASES["sas_kappa"]["expected"]
    linear = agreement_weights("linear", range(3))
    plain, weighted = cohen_interval(table), cohen_interval(table, linear)
    assert plain is not None
    assert weighted is not None
    assert cohen_kappa(table) == near(expected["kappa"])
    reach = Z * plain.standard_error  # as SAS prints it: a normal quantile, to both sides
    printed = [plain.standard_error, expected["kappa"] - reach, expected["kappa"] + reach]
    assert printed == near([expected[name] for name in ("se", "low", "high")])
    assert cohen_kappa(table, linear) == near(expected["weighted_linear"])
    assert weighted.standard_error == near(expected["weighted_se"])


def test_kappa_of_two_people_in_three_textbooks() -> None:
    assert cohen_kappa(table_of("artstein_poesio")) == near(CASES["artstein_poesio"]["expected"]["kappa"])
    assert cohen_kappa(table_of("gwet2002_paradox")) == near(CASES["gwet2002_paradox"]["expected"]["kappa"])
    table, expected = table_of("gwet_table_cont3x3abstractors"), CASES["gwet_table_cont3x3abstractors"]["expected"]
    quadratic = agreement_weights("quadratic", range(3))
    interval = cohen_interval(table)
    assert interval is not None
    assert cohen_kappa(table) == near(expected["cohen"])
    assert interval.standard_error == near(expected["cohen_se"])
    assert cohen_kappa(table, quadratic) == near(expected["cohen_quadratic"])
    patterns = make_table(crossed(CASES["gwet_table_cont3x3abstractors"]["data"]["table"]))
    assert gwet_ac1(patterns.counts, patterns.units(), quadratic) == near(expected["ac2_quadratic"])


def test_weights_of_identity_change_nothing() -> None:
    table = make_table(CASES["gwet_raw_4raters.identity"]["data"]["units_by_raters"])
    same = np.eye(table.counts.shape[1])
    for figure in (percent_agreement, gwet_ac1, brennan_prediger, general_kappa):
        assert figure(table.counts, table.units(), same) == near(figure(table.counts, table.units()), 1e-12)


def test_shrout_and_fleiss_1979() -> None:
    case = CASES["shrout_fleiss1979"]
    found, expected = intraclass(np.array(case["data"]["units_by_raters"], dtype=np.float64)), case["expected"]
    assert found is not None
    assert [found.one_way, found.random, found.fixed] == near([expected[name] for name in ("ICC1", "ICC2", "ICC3")])
    means = [found.one_way_mean, found.random_mean, found.fixed_mean]
    assert means == near([expected[name] for name in ("ICC1k", "ICC2k", "ICC3k")])
    assert intraclass(np.ones((3, 2))) is not None
    assert intraclass(np.ones((3, 2))).fixed is None  # type: ignore[union-attr]
    assert intraclass(np.ones((1, 2))) is None


def test_orders_of_the_same_things() -> None:
    ranks = np.array(CASES["siegel1956_W"]["data"]["raters_by_items_ranks"], dtype=np.float64)
    assert kendall_w(ranks) == near(CASES["siegel1956_W"]["expected"])
    data = CASES["wiki_spearman"]["data"]
    assert spearman(data["x"], data["y"]) == near(CASES["wiki_spearman"]["expected"])
    data = CASES["scipy_tau_b"]["data"]
    assert tau_b(data["x"], data["y"]) == near(CASES["scipy_tau_b"]["expected"])
    for case in ("footrule_0", "footrule_1"):
        data, expected = CASES[case]["data"], CASES[case]["expected"]
        assert footrule(data["x"], data["y"]) == expected["footrule"]
        assert kendall_distance(data["x"], data["y"]) == expected["kendall_distance"]


def test_orders_without_any_order_have_no_figure() -> None:
    assert kendall_w(np.ones((3, 4))) is None
    assert spearman([1, 1, 1], [1, 2, 3]) is None
    assert tau_b([1, 1, 1], [1, 2, 3]) is None


def test_sets_of_labels_by_masi() -> None:
    sets = [(frozenset(one), frozenset(other)) for one, other in CASES["masi_values"]["data"]["pairs"]]
    found = [Masi(pair).between(0, 1) for pair in sets]
    assert found == near(CASES["masi_values"]["expected"])
    rows = [[frozenset(labels) for labels in pair] for pair in CASES["multilabel_jaccard"]["data"]["pairs"]]
    known = sorted({labels for row in rows for labels in row}, key=sorted)
    alpha, _ = sparse_alpha(make_histogram(rows, known), Masi(known), len(known))
    assert alpha == near(CASES["multilabel_jaccard"]["expected"]["masi"], 0.005)
    totals = np.arange(len(known), dtype=np.float64)
    for distances in (Jaccard(known), Masi(known)):
        plain = [sum(distances.between(i, j) * totals[j] for j in range(len(known))) for i in range(len(known))]
        assert distances.to_all(totals) == near(plain)


def test_agresti_baseball() -> None:
    case = CASES["agresti_baseball"]
    teams, expected = case["data"]["items"], case["expected"]
    found = bradley_terry(np.array(case["data"]["wins"], dtype=np.float64), prior=0)
    assert found is not None
    ability, error = found.against(teams.index(case["params"]["reference_item"]))
    assert dict(zip(teams, ability.tolist(), strict=True)) == near(expected["ability"])
    del teams[-1]
    assert dict(zip(teams, error.tolist(), strict=False)) == near(expected["se"])


def test_the_ratings_of_elo() -> None:
    case = CASES["elo_food"]
    games = [(first, second, WINS[won]) for first, second, won in case["data"]["rows"]]
    assert elo(games, start=case["params"]["initial"], k=case["params"]["k"]) == near(case["expected"])


def test_dawid_and_skene_1979() -> None:
    case = CASES["dawid_skene1979"]
    item, person, category = np.array(case["data"]["annotations"]).T
    labels = Labels(item, person, category - 1, 45, 5, 4)
    found = dawid_skene(labels, shrinkage=0, tolerance=1e-14)
    assert found.prior.tolist() == near(case["expected"]["class_prior"])
    assert (found.labels() + 1).tolist() == case["expected"]["labels"]
    for number, rates in case["expected"]["error_rates"].items():
        assert found.confusion[int(number) - 1] == near(np.array(rates))


@pytest.mark.parametrize("case", ["newcombe1998_81_263", "newcombe1998_0_20"])
def test_newcombe_1998(case: str) -> None:
    data = CASES[case]["data"]
    assert wilson(data["correct"], data["total"]) == near(tuple(CASES[case]["expected"]))


def spans(rows: list[Any]) -> list[Mark]:
    return [Mark(0, "box", ((start, 0), (end, 1)), (label,)) for start, end, label in rows]


def boxes(rows: list[Any]) -> list[Mark]:
    return [Mark(0, "box", ((left, top), (right, bottom)), tuple(label)) for left, top, right, bottom, *label in rows]


def test_spans_by_exact_places_by_overlap_and_by_characters() -> None:
    data, expected = CASES["spans_berlin"]["data"], CASES["spans_berlin"]["expected"]
    one, other = spans(data["a"]), spans(data["b"])
    assert exact_f1(one, other) == expected["exact_f1"]
    assert overlap_f1(one, other) == expected["overlap_f1"]
    assert character_alpha(len(data["text"]), [one, other]) == near(expected["char_alpha_nominal"])
    assert (exact_f1([], []), overlap_f1([], []), character_alpha(50, [[], []])) == (None, None, None)


def test_boxes_and_polygons() -> None:
    data, expected = CASES["boxes_f1"]["data"], CASES["boxes_f1"]["expected"]
    found = match(boxes(data["a"]), boxes(data["b"]), at_least=0.5)
    assert (len(found.pairs), found.f1()) == (expected["tp"], near(expected["f1"]))
    assert found.mean_overlap() == near(expected["mean_iou_matched"])
    data = CASES["iou_ls_dog"]["data"]
    assert overlap(*boxes([data["a"], data["b"]])) == near(CASES["iou_ls_dog"]["expected"])
    data = CASES["polygon_iou"]["data"]
    one, other = (Mark(0, "polygon", tuple((x, y) for x, y in data[name]), ()) for name in "ab")
    assert overlap(one, other) == near(CASES["polygon_iou"]["expected"])


def test_texts() -> None:
    for case in ("lev_kitten_sittin", "lev_hello_world"):
        data, expected = CASES[case]["data"], CASES[case]["expected"]
        assert levenshtein_distance(data["a"], data["b"]) == expected["distance"]
        assert levenshtein_similarity(data["a"], data["b"]) == near(expected["similarity"])
    data, expected = CASES["chrf_The cat "]["data"], CASES["chrf_The cat "]["expected"]
    assert chrf(data["hypothesis"], data["reference"]) == near(expected["chrf"])
    assert bleu(data["hypothesis"], data["reference"]) == near(expected["bleu"])
