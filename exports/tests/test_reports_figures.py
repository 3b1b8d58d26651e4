"""What a section says of items that were heard. No database."""

import json
from pathlib import Path

import pytest

from annotation.agreement.items import item_agreement
from annotation.agreement.questions import form_agreement
from exports.reports.changes import compare
from exports.reports.levels import level_of
from exports.reports.section import Section, Wanted, known_as
from exports.tests.heard import FORM, PEOPLE, heard_project
from exports.tests.sampled_report import PROJECT, known, sample_report, sample_section

SAMPLE = Path(__file__).parent / "data" / "report.json"


def section_of(items, people=known):
    section = Section(FORM)
    for heard in items:
        section.hear(heard)
    return section.to_json(PROJECT, people, Wanted())


def near(value):
    """Equal but for the last digits of numbers, which another machine may calculate differently."""
    match value:
        case float():
            return pytest.approx(value, rel=1e-6, abs=1e-9)
        case dict():
            return {key: near(each) for key, each in value.items()}
        case list():
            return [near(each) for each in value]
    return value


def test_the_sample_that_pages_are_built_on_has_the_shape_of_what_is_assembled():
    made, kept = sample_report(), json.loads(SAMPLE.read_text())
    assert made.keys() == kept.keys()
    (section,), (known_section,) = made["projects"], kept["projects"]
    assert section.keys() == known_section.keys()
    assert section["people"][0].keys() == known_section["people"][0].keys()
    assert section["models"].keys() == known_section["models"].keys()
    for row, sample in zip(section["questions"], known_section["questions"], strict=True):
        assert row.keys() == sample.keys()
        assert row["figures"].keys() == sample["figures"].keys()
        assert [row[name] for name in ("alpha", "low", "high", "items")] == near(
            [sample[name] for name in ("alpha", "low", "high", "items")]
        )


def test_alphas_are_those_of_the_engine_over_the_items_that_are_not_gold():
    items = heard_project()
    shown = section_of(items)
    ours = [[given.answers for given in heard.given] for heard in items if not heard.gold]
    for row, found in zip(shown["questions"], form_agreement(FORM, ours), strict=True):
        assert [row["alpha"], row["percent"], row["items"]] == near([found.alpha, found.percent, found.items])
    assert shown["counts"] == {
        "items": 234,
        "answered": 234,
        "overlapped": 234,
        "annotations": 702,
        "people": 6,
        "gold": 6,
        "seconds": sum(given.seconds for heard in items if not heard.gold for given in heard.given),
    }


def test_the_histogram_and_the_worst_items_are_those_of_the_items_own_agreement():
    items = [heard for heard in heard_project() if not heard.gold]
    figures = {heard.item: item_agreement(FORM, [given.answers for given in heard.given]).mean for heard in items}
    shown = section_of(items)["items"]
    assert sum(each["items"] for each in shown["histogram"]) == len(items)
    assert shown["histogram"][9]["items"] == sum(figure >= 0.9 for figure in figures.values())
    lowest = sorted(items, key=lambda heard: (figures[heard.item], heard.position))[:50]
    assert [row["id"] for row in shown["worst"]] == [heard.item for heard in lowest]
    assert shown["worst"][0]["agreement"] == figures[lowest[0].item]


def test_confused_items_are_those_where_both_categories_were_given():
    items = heard_project()
    (row,) = [row for row in section_of(items)["questions"] if row["question"] == "verdict"]
    pair = set(row["figures"]["confused"]["categories"])
    for heard in items:
        chosen = {value["item"]["choices"][0] for value in heard.answered("verdict").values.values()}
        if heard.item in row["confused_items"]:
            assert pair <= chosen
    assert len(row["confused_items"]) == 50


def test_what_makes_alpha_low_is_said_with_its_figure():
    rows = {row["question"]: row for row in section_of(heard_project())["questions"]}
    assert [why["because"] for why in rows["verdict"]["why"]] == ["confused", "person"]
    assert rows["verdict"]["why"][1]["person"]["name"] == "Dan Wu"
    assert rows["safe"]["why"][0]["because"] == "prevalence"
    assert rows["quality"]["why"] == []
    few = {row["question"]: row for row in section_of(heard_project(30))["questions"]}
    assert {"because": "few_items", "items": 30} in few["verdict"]["why"]


@pytest.mark.parametrize(
    ("alpha", "level"), [(None, "undefined"), (-0.2, "low"), (0.6669, "low"), (0.667, "tentative"), (0.8, "good")]
)
def test_levels_begin_where_they_are_said_to(alpha, level):
    assert level_of(alpha) == level


def test_nothing_answered_is_said_and_no_figure_made_up():
    shown = section_of([])
    assert {each["code"] for each in shown["headline"]} == {"no_answers", "no_coefficient"}
    assert all(row["alpha"] is None and row["reason"] for row in shown["questions"])
    assert shown["items"]["worst"] == []
    json.dumps(shown, allow_nan=False)


def test_people_are_known_by_what_the_reader_may_know_and_by_nothing_else():
    shown = section_of(heard_project(), lambda person: {"id": f"p{person[-1]}", "name": f"Annotator {person[-1]}"})
    text = json.dumps(shown, ensure_ascii=False)
    for person, name in PEOPLE.items():
        assert person not in text
        assert name not in text
    assert shown["heat"]["people"][0]["name"].startswith("Annotator ")


def test_ids_are_replaced_in_keys_too_and_what_is_no_number_is_null():
    assert known_as({"x": [{"x": float("nan")}, ("x", 1)]}, {"x": "y"}) == {"y": [{"y": None}, ["y", 1]]}


def test_a_question_is_compared_with_the_same_project_only():
    now, before = sample_section(), sample_section(120)
    compare(now, [{**before, "project": {"id": "other", "name": ""}}])
    assert all(row["change"] is None for row in now["questions"])
    compare(now, [before])
    verdict, earlier = now["questions"][0], before["questions"][0]
    assert verdict["change"] == {"alpha": earlier["alpha"], "difference": verdict["alpha"] - earlier["alpha"]}
    assert now["questions"][4]["change"] is None
