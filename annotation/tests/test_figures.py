"""What a quality report says of each kind of question, on small data whose figures can be counted by hand."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from annotation.agreement.figures import Answered, figures_of
from annotation.agreement.reasons import Code, Reason
from annotation.forms import parse_form
from annotation.tests.agreement_cases import CASES
from annotation.tests.forms_cases import EVERYTHING, OPTIONS, ORDER, QUALITY, form_json

PEOPLE = ("ann", "ben", "cleo", "dan")


def collect(question: dict[str, Any], items: list[Answered]) -> Any:
    form = parse_form(form_json(question, shows=EVERYTHING))
    collector = figures_of(form.questions[0])
    for item in items:
        collector.hear(item)
    return collector


def item(number: int, *values: Any, on: str = "item", **more: Any) -> Answered:
    said = {person: {on: value} for person, value in zip(PEOPLE, values, strict=False) if value is not None}
    return Answered(f"item-{number}", said, **more)


def figures(question: dict[str, Any], items: list[Answered]) -> dict[str, Any]:
    found = collect(question, items).figures()
    json.dumps(found, allow_nan=False)
    return found  # type: ignore[no-any-return]


def test_a_rating_has_every_figure_of_its_scale() -> None:
    rows = CASES["gwet_raw_4raters.quadratic"]["data"]["units_by_raters"]
    question = {**QUALITY, "options": [{"value": value, "title": str(value)} for value in range(1, 6)]}
    items = [item(number, *({"rating": value} if value else None for value in row)) for number, row in enumerate(rows)]
    found = figures(question, items)
    assert found["ac2"]["value"] == pytest.approx(0.914001, abs=1e-6)
    assert found["ac1"]["value"] == pytest.approx(0.775444, abs=1e-6)
    assert found["ac1"]["low"] == pytest.approx(0.460813, abs=2e-6)
    assert np.array(found["met"]).sum() == pytest.approx(40)
    assert found["confused"]["categories"] == [1, 2]
    assert found["intraclass"] is None, "answers are missing"
    assert collect(question, items).agreement().alpha == pytest.approx(0.815388, abs=1e-6)
    own = {row["person"]: row for row in found["people"]}
    assert own["ann"]["given"] == [3, 3, 2, 1, 0]
    assert own["cleo"]["alpha_without"] > own["ben"]["alpha_without"]
    assert {tuple(pair[:2]) for pair in found["pairs"]} >= {("ann", "ben")}


def test_ratings_of_everybody_on_everything_have_an_intraclass_correlation() -> None:
    rows = CASES["shrout_fleiss1979"]["data"]["units_by_raters"]
    question = {**QUALITY, "options": [{"value": value, "title": str(value)} for value in range(1, 11)]}
    items = [item(number, *({"rating": value} for value in row)) for number, row in enumerate(rows)]
    assert figures(question, items)["intraclass"] == pytest.approx({"random": 0.289764, "random_mean": 0.620051})


def test_one_choice_names_the_pair_of_options_that_people_confuse() -> None:
    question = {"name": "kind", "kind": "choice", "title": "Kind", "options": OPTIONS}
    yes, no = {"choices": ["yes"]}, {"choices": ["no"]}
    found = figures(question, [item(1, yes, yes, no), item(2, no, no, no), item(3, yes)])
    assert found["confused"] == {"categories": ["yes", "no"], "share": 1}
    assert found["prevalence"] == pytest.approx([(2 / 3 + 0 + 1) / 3, (1 / 3 + 1 + 0) / 3])
    assert found["pairs"] == [["ann", "ben", 2, 2], ["ann", "cleo", 2, 1], ["ben", "cleo", 2, 1]]
    assert "ac2" not in found


def test_nothing_answered_gives_no_figure_and_no_fault() -> None:
    for question in (ORDER, QUALITY, {"name": "why", "kind": "text", "title": "Why?"}):
        assert collect(question, []).agreement().alpha is None
        figures(question, [])


def test_several_choices_are_told_label_by_label() -> None:
    question = {
        "name": "tags",
        "kind": "choice",
        "multiple": True,
        "required": False,
        "title": "Tags",
        "options": OPTIONS,
    }
    both, yes = {"choices": ["yes", "no"]}, {"choices": ["yes"]}
    found = figures(question, [item(1, both, both), item(2, both, yes), item(3, yes, yes)])
    assert found["exact"] == pytest.approx(2 / 3)
    assert found["labels"]["yes"] == {"alpha": None, "share": 1}
    assert found["labels"]["no"]["share"] == pytest.approx(0.5)
    assert 0 < found["labels"]["no"]["alpha"] < 1


def test_rankings_are_compared_item_by_item_and_their_models_with_each_other() -> None:
    written = {"models": {"a": "old", "b": "new", "c": ""}, "lengths": {"a": 10, "b": 20, "c": 30}}
    shown = {"ann": ["b", "a", "c"], "ben": ["a", "b", "c"]}
    better, tied = {"ranks": [["b"], ["a"], ["c"]]}, {"ranks": [["a", "b"], ["c"]]}
    found = figures(
        ORDER, [item(1, better, better, shown=shown, **written), item(2, better, tied, shown=shown, **written)]
    )
    assert found["top"] == pytest.approx(0.5)
    assert found["kendall_w"] > 0.9
    assert found["tau_b"] == pytest.approx((1 + 2 / np.sqrt(6)) / 2)
    assert found["items_by_people"] == {"2": 2}
    assert found["ties"] == pytest.approx(1 / 12)
    assert found["models"]["names"] == ["new", "old"]
    assert found["models"]["wins"] == [[0, 3], [0, 0]]
    assert found["models"]["ties"] == [[0, 1], [1, 0]]


def test_preferences_tell_whether_the_first_shown_or_the_longer_one_wins() -> None:
    question = {"name": "better", "kind": "preference", "title": "Which is better?"}
    items = []
    for number in range(600):
        longer = "a" if number % 3 else "b"
        won = longer if number % 5 else "ab".replace(longer, "")
        items.append(
            item(
                number,
                {"preferred": won},
                models={"a": f"m{number % 4}", "b": f"m{(number + 1) % 4}"},
                lengths={"a": 200 if longer == "a" else 50, "b": 100},
                shown={"ann": ["a", "b"] if number % 2 else ["b", "a"]},
            )
        )
    found = figures(question, items)
    assert found["first_shown_wins"]["n"] == 600
    assert found["first_shown_wins"]["share"] == pytest.approx(0.5, abs=0.05)
    assert found["lean"]["length"] > 3 * found["lean"]["length_error"]
    assert abs(found["lean"]["position"]) < 2 * found["lean"]["position_error"]
    assert found["triples"] == 0
    assert found["ties"] == 0


def test_a_person_who_prefers_in_a_circle_is_counted() -> None:
    question = {"name": "better", "kind": "preference", "title": "Which is better?"}
    duels = [("x", "y"), ("y", "z"), ("z", "x")]
    items = [
        item(number, {"preferred": "a"}, models={"a": winner, "b": loser}, lengths={"a": 1, "b": 1})
        for number, (winner, loser) in enumerate(duels)
    ]
    found = figures(question, items)
    assert (found["circles"], found["triples"]) == (1, 1)


def test_spans_are_compared_by_place_by_overlap_and_by_character() -> None:
    question = {"name": "parts", "kind": "spans", "title": "Parts", "scope": "text", "options": OPTIONS}
    one = {"spans": [{"start": 0, "end": 14, "labels": ["yes"]}, {"start": 45, "end": 51, "labels": ["no"]}]}
    other = {"spans": [{"start": 4, "end": 14, "labels": ["yes"]}, {"start": 45, "end": 62, "labels": ["no"]}]}
    nothing: dict[str, Any] = {"spans": []}
    items = [
        item(1, one, other, on="text", texts={"text": 63}),
        item(2, nothing, nothing, on="text", texts={"text": 9}),
    ]
    found = figures(question, items)
    assert (found["exact_f1"], found["overlap_f1"]) == (0, 1)
    assert (found["compared"], found["both_empty"], found["matched"]) == (2, 1, 2)
    assert found["labels"] == {"no": 1, "yes": 1}
    assert 0.5 < found["character_alpha"] < 0.6


def test_regions_tell_what_was_missed_and_what_was_called_otherwise() -> None:
    question = {"name": "cells", "kind": "regions", "title": "Cells", "shapes": ["box"], "options": OPTIONS}

    def region(left: int, label: str = "yes") -> dict[str, Any]:
        return {"shape": "box", "points": [[left, 0], [left + 10, 10]], "labels": [label]}

    one = {"regions": [region(0), region(20), region(40)]}
    other = {"regions": [region(1), region(20, "no"), region(80), region(90)]}
    found = figures(question, [item(1, one, other)])
    assert (found["matched"], found["mislabelled"], found["missing"]) == (1, 1, 3)
    assert found["f1_50"] == pytest.approx(2 / 7)
    assert found["mean_overlap"] == pytest.approx(90 / 110)
    assert found["count_difference"] == 1
    assert found["labels"] == {"no": 0, "yes": pytest.approx(2 / 6)}


def test_texts_are_alike_and_that_is_called_no_agreement() -> None:
    question = {"name": "why", "kind": "text", "title": "Why?"}
    found = figures(question, [item(1, {"text": "kitten"}, {"text": "sitting"})])
    assert found["levenshtein"] == pytest.approx(0.571429, abs=1e-6)
    assert found["lengths"] == [6, 6, 7, 7, 7]
    assert collect(question, []).agreement().reason == Reason(Code.NO_COEFFICIENT)


def test_dialogues_are_compared_by_their_parts() -> None:
    question = {"name": "talk", "kind": "dialogue", "title": "Talk", "tags": OPTIONS}

    def talk(best: str, *tags: str) -> dict[str, Any]:
        responses = [{"id": "r1", "text": "One", "tags": list(tags)}, {"id": "r2", "text": "Two", "tags": []}]
        ranks = [["r1"], ["r2"]] if best == "r1" else [["r2"], ["r1"]]
        return {"turns": [{"id": "t1", "prompt": {"text": "Hi"}, "responses": responses, "ranks": ranks}]}

    found = figures(question, [item(1, talk("r1", "yes"), talk("r1", "yes", "no")), item(2, talk("r1"), talk("r2"))])
    assert found["top"] == pytest.approx(0.5)
    assert found["tags"] == pytest.approx(0.5)
    assert found["levenshtein"] == 1
