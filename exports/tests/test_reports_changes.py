"""What has changed since the report before: which figures are compared, how they are told, and in which files."""

import csv
import io
import json
from copy import deepcopy
from pathlib import Path

import pytest

from exports.reports import moved, shown
from exports.reports.changes import compare, has_turned
from exports.reports.figures import COUNTS, DECIDED, OF_KINDS, PARTS, VERDICTS, figures_of
from exports.reports.files import written
from exports.reports.pdf import pdf
from exports.reports.pdf.changes import MOST
from exports.reports.spoken import LANGUAGES, say, speaking
from exports.tests.pdf_text import pdf_text
from exports.tests.sampled_report import sample_section

SAMPLE = Path(__file__).parent / "data" / "report.json"


@pytest.fixture(scope="module")
def content():
    return json.loads(SAMPLE.read_text())


@pytest.fixture(scope="module")
def section(content):
    return content["projects"][0]


@pytest.fixture(scope="module")
def measured():
    return sample_section(120)


def changed(before, now):
    """The changes by what they are of."""
    compare(now, [before])
    return {(row["part"], row["question"], row["about"], row["category"], row["figure"]): row for row in now["changes"]}


def test_a_report_has_no_change_from_one_that_says_the_same(measured):
    now = deepcopy(measured)
    now["counts"]["items"] += 1
    now["questions"][0]["alpha"] += 1e-13  # as another order of additions gives
    assert list(changed(measured, now)) == [("counts", "", "", None, "items")]


def test_each_part_of_a_report_is_compared(section):
    assert {row["part"] for row in section["changes"]} == set(PARTS)
    compared = {key[:2] for key, figure in figures_of(section) if figure.value is not None}
    for part, figure in (
        ("counts", "gold"), ("questions", "alpha"), ("questions", "fleiss"), ("questions", "prevalence"),
        ("truth", "decided"), ("truth", "expected_accuracy"), ("models", "strength"), ("models", "win_rate"),
        ("rates", "share"), ("rates", "threshold"), ("scores", "pearson"), ("people", "gold"), ("people", "agreement"),
    ):  # fmt: skip
        assert (part, figure) in compared


def test_a_change_says_what_was_and_is_with_its_interval_and_what_lies_behind_it(measured):
    now = deepcopy(measured)
    rate = next(row for row in now["models"]["rates"] if (row["model"], row["category"]) == ("tuned@2", "no"))
    was, rate["share"], rate["low"], rate["high"] = rate["share"], 0.5, 0.4, 0.6
    row = changed(measured, now)["rates", "safe", "tuned@2", "no", "share"]
    assert (row["before"], row["value"], row["difference"]) == (was, 0.5, 0.5 - was)
    assert (row["low"], row["high"], row["n"], row["clear"], row["member"]) == (0.4, 0.6, rate["n"], True, None)
    rate["low"] = was
    assert not changed(measured, now)["rates", "safe", "tuned@2", "no", "share"]["clear"]


def test_shares_of_what_is_decided_are_compared_and_not_how_many_were_judged(measured):
    now = deepcopy(measured)
    truth = now["questions"][0]["truth"]
    truth |= {name: 3 * truth[name] for name in DECIDED}
    assert not [key for key in changed(measured, now) if key[0] == "truth"]
    truth |= {"decided": 60, "tied": 30, "needs_review": 10}
    found = changed(measured, now)
    assert found["truth", "verdict", "", None, "tied"]["value"] == 0.3
    assert found["truth", "verdict", "", None, "needs_review"]["n"] == 100


@pytest.mark.parametrize("part", ["questions", "rates", "people"])
def test_what_is_called_something_else_comes_first_even_if_its_figure_is_the_same(measured, part):
    now = deepcopy(measured)
    now["counts"]["items"] += 1
    match part:
        case "questions":
            row = next(row for row in now["questions"] if row["level"] == "tentative")
            row["level"] = "low"
        case "rates":
            rate = next(row for row in now["models"]["rates"] if row["verdict"] == "fail")
            rate["verdict"] = "pass"
        case "people":
            now["people"][0]["figures"][1]["stands_out"] = True
    changed(measured, now)
    first, second = now["changes"]
    assert (first["part"], first["difference"], has_turned(first)) == (part, 0, True)
    assert (second["part"], has_turned(second)) == ("counts", False)


def test_a_verdict_that_was_not_given_before_has_not_turned(measured):
    before, now = deepcopy(measured), deepcopy(measured)
    for row in before["models"]["rates"]:
        row["verdict"] = row["threshold"] = None
    assert changed(before, now) == {}


def test_somebody_is_the_same_person_under_another_name(measured):
    now = deepcopy(measured)
    row = now["people"][0]
    row["member"]["name"] = "Somebody Else"
    row["figures"][1]["value"] = 0.5
    ((_, change),) = changed(measured, now).items()
    assert (change["about"], change["member"], change["figure"]) == ("Somebody Else", row["member"]["id"], "agreement")
    row["member"]["id"] = "another"
    assert changed(measured, now) == {}


def test_aspects_of_replies_and_labels_of_marks_are_compared(measured):
    before = deepcopy(measured)
    before["questions"][0]["figures"] |= {
        "aspects": {"kind": {"title": "Kindness", "alpha": 0.5, "low": 0.4, "high": 0.6}},
        "reply_spans": {"exact_f1": 0.25, "overlap_f1": None},
        "labels": {"city": 0.5, "river": {"share": 0.25, "alpha": 0.75}},
        "class_alpha": {"value": 0.5, "low": 0.25, "high": 0.75},
    }
    found = {
        (key.about, key.category, key.figure): figure.value
        for key, figure in figures_of(before)
        if key.question == "verdict" and key.part == "questions"
    }
    assert found["Kindness", None, "alpha"] == 0.5
    assert found["", None, "reply_exact"] == 0.25
    assert (found["", "city", "f1_by_category"], found["", "river", "prevalence"]) == (0.5, 0.25)
    assert (found["", "river", "alpha_by_category"], found["", None, "class_alpha"]) == (0.75, 0.5)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_and_verdict_has_its_words(section, language):
    row = section["changes"][0]
    with speaking(language):
        for part, figures in (("counts", COUNTS), ("questions", (*OF_KINDS, "reply_exact", "reply_overlap"))):
            assert all(moved.name_of({**row, "part": part, "figure": figure}, section) for figure in figures)
        for key, _ in figures_of(section):
            assert moved.name_of({**row, **key._asdict()}, section)
        for verdict in VERDICTS:
            assert moved.turned({**row, "verdict": verdict}, section)
            assert say(f"change.called.{verdict}")


def test_a_change_is_named_by_its_question_and_its_answer(section):
    base = section["changes"][0]

    def name(**of):
        return moved.name_of({**base, "about": "", "category": None, **of}, section)

    assert name(part="questions", question="safe", figure="alpha") == "Is it safe? · alpha"
    assert name(part="rates", about="m@1", question="safe", category="no", figure="share") == (
        "m@1 · Is it safe? – No · share of its responses"
    )
    assert name(part="rates", about="m@1", question="quality", category="<=2", figure="threshold") == (
        "m@1 · Quality ≤ 2 (Poor) · at most allowed"
    )
    assert name(part="people", about="Ana", question="", figure="gold") == "Ana · Gold"


def test_how_far_a_figure_has_moved_is_told_in_its_own_unit():
    def told(difference, **of):
        change = {"part": "models", "figure": "strength", "clear": False, **of, "difference": difference}
        return moved.moved(change)

    assert told(0.25) == "+0.250"
    assert told(-0.0001) == "±0.000"
    assert told(-0.25, figure="win_rate", clear=True) == "* −25.0 points"
    assert told(12, part="counts", figure="items") == "+12"
    assert told(-5400, part="counts", figure="seconds") == "−1.5 h"


def test_every_change_is_the_same_in_json_csv_and_pdf(content, section):
    files = {kind: file.data for kind, file in written(content)}
    rows = csv.DictReader(io.StringIO(files["csv"].decode("utf-8-sig")))
    told = {(row["question"], row["about"], row["figure"]): row for row in rows if row["part"] == "changes"}
    cells = pdf_text(files["pdf"])
    table = " ".join(cells[cells.index("What has changed since the report before") :])
    for place, change in enumerate(section["changes"]):
        category = "" if change["category"] is None else str(change["category"])
        about = " ".join(filter(None, (change["part"], change["about"], category)))
        by, was, now = (told[change["question"], about, f"{change['figure']}{end}"] for end in ("", ".before", ".now"))
        assert [number(row["value"]) for row in (by, was, now)] == [
            change[name] for name in ("difference", "before", "value")
        ]
        assert [number(now[name]) for name in ("low", "high", "n")] == [change[name] for name in ("low", "high", "n")]
        assert (was["note"], now["note"]) == (change["verdict_before"] or "", change["verdict"] or "")
        line = [
            moved.name_of(change, section),
            moved.written(change, change["before"]),
            moved.written(change, change["value"]),
            moved.interval(change),
            moved.moved(change),
        ]
        assert (f" {' '.join(line)} " in table) == (place < MOST)
    assert shown.whole(len(section["changes"]) - MOST) + " more figures are in the CSV and JSON." in cells
    assert any(cell.endswith("tuned@3 fails now on “Is it safe? – No”: 13.0% (n = 144). Before: 14.4%, open.")
               for cell in cells)  # fmt: skip


def test_a_document_that_is_compared_with_nothing_speaks_of_no_change(content, section):
    alone = {**content, "previous": None, "projects": [{**section, "changes": []}]}
    for language, title in (("en", "What has changed"), ("es", "Lo que ha cambiado")):
        assert title in " ".join(pdf_text(pdf(content, language=language)))
        assert title not in " ".join(pdf_text(pdf(alone, language=language)))


def number(cell):
    return None if cell == "" else float(cell)
