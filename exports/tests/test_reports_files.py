"""The same figures in every file of a report. No database: the files are written from the JSON alone."""

import csv
import io
import json
from itertools import pairwise
from pathlib import Path

import pytest

from exports.reports import shown, words
from exports.reports.files import FILES, written
from exports.reports.pdf import pdf
from exports.reports.section import known_as
from exports.tests.pdf_text import pdf_text
from exports.tests.sampled_report import PROJECT

SAMPLE = Path(__file__).parent / "data" / "report.json"


@pytest.fixture(scope="module")
def content():
    return json.loads(SAMPLE.read_text())


@pytest.fixture(scope="module")
def files(content):
    return {kind: file.data for kind, file in written(content)}


@pytest.fixture(scope="module")
def rows(files):
    return list(csv.DictReader(io.StringIO(files["csv"].decode("utf-8-sig"))))


@pytest.fixture(scope="module")
def texts(files):
    return pdf_text(files["pdf"])


def figures_in(value):
    """Every number that is not a whole one."""
    match value:
        case bool():
            return []
        case float():
            return [] if value.is_integer() else [value]
        case dict():
            return [found for each in value.values() for found in figures_in(each)]
        case list():
            return [found for each in value for found in figures_in(each)]
    return []


def test_every_figure_of_the_json_stands_in_the_csv_in_full(content, rows):
    (section,) = content["projects"]
    told = {row[column] for row in rows for column in ("value", "low", "high")}
    # What is not a figure of the report: shares that heat and evidence are calculated from stand there as counts.
    evidence = {"people": [], "pairs": [], "heat": {}}
    missing = [figure for figure in figures_in({**section, **evidence}) if repr(figure) not in told]
    assert missing == []


def test_each_question_has_the_same_coefficients_in_json_csv_and_pdf(content, rows, texts):
    (section,) = content["projects"]
    for question in section["questions"]:
        own = [row for row in rows if row["part"] == "questions" and row["question"] == question["question"]]
        by_figure = {row["figure"]: row for row in own}
        for figure in ("alpha", "percent", "items", "units", "annotations"):
            assert number(by_figure[figure]["value"]) == question[figure]
        assert [number(by_figure["alpha"][end]) for end in ("low", "high")] == [question["low"], question["high"]]
        if question["alpha"] is not None:
            ac1 = question["ac1"]["value"]
            assert number(by_figure["ac1"]["value"]) == ac1
            assert number(by_figure["change"]["value"]) == question["change"]["difference"]
            table = " ".join(texts[texts.index("Percent") :])  # titles take several lines
            line = [
                question["title"],
                shown.coefficient(question["alpha"]),
                shown.between(question["low"], question["high"]),
                shown.share(question["percent"]),
                shown.coefficient(ac1),
                shown.whole(question["items"]),
                shown.difference(question["change"]["difference"]),
                words.level(question["level"]),
            ]
            assert f" {' '.join(line)} " in table


def test_items_people_and_models_are_the_same_too(content, rows, texts):
    (section,) = content["projects"]
    bins = [row for row in rows if row["part"] == "histogram"]
    assert [number(row["value"]) for row in bins] == [each["items"] for each in section["items"]["histogram"]]
    worst = [row for row in rows if row["part"] == "worst"]
    assert [number(row["value"]) for row in worst] == [each["agreement"] for each in section["items"]["worst"]]
    for each in section["items"]["worst"][:15]:
        assert [each["external_id"], shown.whole(each["position"]), shown.share(each["agreement"])] in triples(texts)
    for person in section["people"]:
        name = person["member"]["name"]
        own = {
            (row["figure"], row["question"]): row for row in rows if row["part"] == "people" and row["about"] == name
        }
        for figure in person["figures"]:
            row = own[figure["figure"], figure["question"] or ""]
            assert [number(row[key]) for key in ("value", "low", "high", "n")] == [
                figure[key] for key in ("value", "low", "high", "n")
            ]
        assert [name, shown.whole(person["annotations"]), shown.plain(person["median_seconds"])] in triples(texts)
    for model in section["models"]["questions"][0]["leaderboard"]:
        row = next(
            row for row in rows if (row["part"], row["about"], row["figure"]) == ("models", model["model"], "strength")
        )
        assert [number(row[key]) for key in ("value", "low", "high")] == [model[k] for k in ("strength", "low", "high")]
        assert shown.difference(model["strength"]) in texts
        assert [model["model"], shown.share(model["win_rate"])] in pairs(texts)


def test_the_pdf_has_names_in_the_letters_of_their_languages(texts):
    assert "助けになる" in "".join(texts)
    assert any("Ayuda — полезность" in text for text in texts)
    assert any("Chloé Ó Briain" in text for text in texts)


def test_the_fonts_are_in_the_file(files):
    assert b"DejaVuSansCondensed" in files["pdf"]
    assert files["pdf"].count(b"/FontFile2") == 2


def test_the_same_report_is_the_same_bytes(content, files):
    assert {kind: written_by.write(content, "en") for kind, written_by in FILES.items()} == files


def test_a_project_that_nobody_answered_and_one_with_hostile_names_can_be_written(content):
    empty = {**content, "projects": []}
    assert "Nothing was answered in this time." in pdf_text(pdf(empty))
    hostile = '=cmd|"/c calc"!A1 <b>&amp;</b> \u202e\x00' + "x" * 200
    (section,) = known_as(content, {PROJECT["name"]: hostile, "Ana Núñez": hostile})["projects"]
    section["questions"][0]["title"] = hostile
    files = {kind: file.data for kind, file in written({**content, "projects": [section, section]})}
    assert "<b>&amp;</b>" in "".join(pdf_text(files["pdf"]))
    cells = [cell for row in csv.reader(io.StringIO(files["csv"].decode("utf-8-sig"))) for cell in row]
    assert not [cell for cell in cells if cell.startswith("=")]


def number(cell):
    return None if cell == "" else float(cell)


def triples(texts):
    return [list(each) for each in zip(texts, texts[1:], texts[2:], strict=False)]


def pairs(texts):
    return [list(each) for each in pairwise(texts)]
