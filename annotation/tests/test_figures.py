"""What a quality report says of each kind of question, on small data whose figures can be counted by hand."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from annotation.agreement.figures import Answered, figures_of
from annotation.agreement.figures.lone_marks import MOST_ITEMS, MostOn
from annotation.agreement.intervals import interval_around
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
    interval = interval_around(0.775444, CASES["gwet_raw_4raters.identity"]["expected"]["ac_se"], len(rows))
    assert interval is not None
    assert (found["ac1"]["low"], found["ac1"]["high"]) == pytest.approx((interval.low, interval.high), abs=2e-5)
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
    assert (found["matched"], found["mislabelled"], found["unmatched"]) == (1, 1, 3)
    assert (found["missing"], found["extra"]) == (0, 0), "of two people nobody knows who is mistaken"
    assert found["f1_50"] == pytest.approx(2 / 7)
    assert found["mean_overlap"] == pytest.approx(90 / 110)
    assert found["count_difference"] == 1
    assert found["labels"] == {"no": 0, "yes": pytest.approx(2 / 6)}


def test_three_people_tell_what_one_missed_from_what_one_made_up() -> None:
    question = {"name": "cells", "kind": "regions", "title": "Cells", "shapes": ["box"], "options": OPTIONS}

    def regions(**labels: str) -> dict[str, Any]:
        lefts = {"first": 0, "second": 20, "third": 40}
        return {
            "regions": [
                {"shape": "box", "points": [[lefts[place], 0], [lefts[place] + 10, 10]], "labels": [label]}
                for place, label in labels.items()
            ]
        }

    everybody = regions(first="yes", second="no")
    made_up = item(1, everybody, everybody, regions(first="yes", second="no", third="yes"))
    missed = item(2, everybody, everybody, regions(first="yes"))
    other_word = item(3, everybody, everybody, regions(first="yes", second="yes"))
    items = [made_up, missed, other_word]
    found = figures(question, items)
    assert {kind: found[kind] for kind in ("missing", "extra", "unmatched", "mislabelled")} == {
        "missing": 2,
        "extra": 2,
        "unmatched": 4,
        "mislabelled": 2,
    }
    assert found["items_with"] == {
        "missing": ["item-2"],
        "extra": ["item-1"],
        "unmatched": ["item-1", "item-2"],
        "mislabelled": ["item-3"],
    }
    # 16 pairs of marks of one place, 32 words: 9 times yes twice, 5 times no twice, 2 times one of each.
    assert found["class_alpha"]["n"] == 16
    assert found["class_alpha"]["value"] == pytest.approx(1 - 31 * (2 * 2) / (2 * 20 * 12))
    assert found["class_alpha"]["low"] < found["class_alpha"]["value"] < found["class_alpha"]["high"]
    turned = [Answered(each.item, dict(reversed(each.values.items()))) for each in items]
    again = figures(question, turned)
    assert again.pop("labels") == pytest.approx(found.pop("labels"))
    assert again.pop("class_alpha") == pytest.approx(found.pop("class_alpha"))
    assert again.pop("items_with") == found.pop("items_with")
    assert again == pytest.approx(found)


def test_marks_of_one_class_alone_have_no_alpha_of_the_class_and_say_why() -> None:
    question = {"name": "cells", "kind": "regions", "title": "Cells", "shapes": ["box"], "options": OPTIONS}
    one = {"regions": [{"shape": "box", "points": [[0, 0], [9, 9]], "labels": ["yes"]}]}
    assert figures(question, [item(1, one, one)])["class_alpha"]["reason"]["code"] == "no_variation"
    assert figures(question, [item(1, one)])["class_alpha"]["reason"]["code"] == "no_overlap"


def test_no_more_items_are_named_than_somebody_will_look_at() -> None:
    most = MostOn()
    for number in range(500):
        most.add(f"item-{number}", number % 100)
    assert most.items()[:6] == ["item-99", "item-199", "item-299", "item-399", "item-499", "item-98"]
    assert len(most.items()) == MOST_ITEMS


def test_every_two_people_have_cohens_kappa() -> None:
    """The table 20, 5, 10, 15 of two people, whose kappa is .4: .7 agree, .5 would by chance."""
    question = {"name": "kind", "kind": "choice", "title": "Kind", "options": OPTIONS}
    yes, no = {"choices": ["yes"]}, {"choices": ["no"]}
    table = [(yes, yes)] * 20 + [(yes, no)] * 5 + [(no, yes)] * 10 + [(no, no)] * 15
    items = [item(number, *pair) for number, pair in enumerate(table)]
    (pair,) = figures(question, items)["kappas"]
    assert (pair["people"], pair["n"]) == (["ann", "ben"], 50)
    assert pair["value"] == pytest.approx(0.4)
    # Fleiss, Cohen and Everitt's variance of a 2 x 2 table, term by term.
    kept = 0.4 * (1 - (0.5 + 0.6) * 0.6) ** 2 + 0.3 * (1 - (0.5 + 0.4) * 0.6) ** 2
    odd = 0.6**2 * (0.1 * (0.6 + 0.5) ** 2 + 0.2 * (0.4 + 0.5) ** 2)
    error = np.sqrt((kept + odd - (0.4 - 0.5 * 0.6) ** 2) / (50 * 0.5**2))
    times = np.exp(2.009575 * error / 0.6)  # Student's quantile of 49 degrees of freedom
    assert (pair["low"], pair["high"]) == pytest.approx((1 - 0.6 * times, 1 - 0.6 / times), abs=1e-6)
    third = [*items, item(50, None, yes, no)]
    first, second = figures(question, third)["kappas"]
    assert first == pair, "what a third person does says nothing of the two"
    assert second == {"people": ["ben", "cleo"], "n": 1, "value": 0, "low": None, "high": None}


def test_ratings_have_a_weighted_kappa_and_spearmans_correlation_of_every_two_people() -> None:
    """With quadratic weights it is 1 - mean (x - y)² / (var x + var y + (mean x - mean y)²), Fleiss and Cohen 1973."""
    rows = np.array(CASES["shrout_fleiss1979"]["data"]["units_by_raters"])
    question = {**QUALITY, "options": [{"value": value, "title": str(value)} for value in range(1, 11)]}
    items = [item(number, *({"rating": int(value)} for value in row)) for number, row in enumerate(rows)]
    found = figures(question, items)
    assert len(found["kappas"]) == 6
    for pair in found["kappas"]:
        x, y = (rows[:, PEOPLE.index(person)] for person in pair["people"])
        room = x.var() + y.var() + (x.mean() - y.mean()) ** 2
        assert pair["value"] == pytest.approx(1 - ((x - y) ** 2).mean() / room)
        ranks = [np.array([(side < each).sum() + (side == each).sum() / 2 for each in side]) for side in (x, y)]
        assert pair["spearman"] == pytest.approx(np.corrcoef(*ranks)[0, 1])
        assert pair["spearman_low"] < pair["spearman"] < pair["spearman_high"]
    assert found["weighted_kappa"] == pytest.approx(np.mean([pair["value"] for pair in found["kappas"]]))
    assert found["spearman"] == pytest.approx(np.mean([pair["spearman"] for pair in found["kappas"]]))
    other_way = figures(question, [Answered(each.item, dict(reversed(each.values.items()))) for each in items[::-1]])
    for name in ("weighted_kappa", "spearman"):
        assert other_way[name] == pytest.approx(found[name])


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


RATED_TALK = {
    "name": "talk",
    "kind": "dialogue",
    "title": "Talk",
    "labels": OPTIONS,
    "ratings": [{"name": "helpful", "title": "Helpful", "options": [{"value": value} for value in (1, 2, 3)]}],
}


def rated_talk(*points: int, prompt: str = "Hi", **spans: Any) -> dict[str, Any]:
    """One turn whose replies "Reply 0", "Reply 1" … were rated so; `spans` of a reply: {r0: [(start, end, label)]}."""
    responses = [
        {
            "id": f"r{number}",
            "text": f"Reply {number}",
            "tags": [],
            "ratings": {"helpful": point},
            "spans": [
                {"start": start, "end": end, "labels": [label]} for start, end, label in spans.get(f"r{number}", ())
            ],
        }
        for number, point in enumerate(points)
    ]
    return {"turns": [{"id": "t1", "prompt": {"text": prompt}, "responses": responses, "ranks": []}]}


def test_people_who_rate_the_replies_of_a_dialogue_otherwise_disagree() -> None:
    """1 and 3 against 3 and 1: of four values two each, every pair differs: alpha is 1 - 3 x 4 / 8."""
    found = figures(RATED_TALK, [item(1, rated_talk(1, 3), rated_talk(3, 1))])["aspects"]["helpful"]
    assert found["alpha"] == pytest.approx(-0.5)
    assert (found["mean_difference"], found["n"], found["items"]) == (2, 2, 1)
    assert (found["title"], found["reason"]) == ("Helpful", None)
    same = figures(RATED_TALK, [item(1, rated_talk(2, 2), rated_talk(2, 2))])["aspects"]["helpful"]
    assert (same["alpha"], same["mean_difference"], same["reason"]["code"]) == (None, 0, "no_variation")


def test_ratings_of_replies_have_the_alpha_of_a_question_with_the_same_points() -> None:
    rng = np.random.default_rng(2)
    points = [{"value": value, "title": str(value)} for value in (1, 2, 3)]
    said = [[int(point) for point in rng.integers(1, 4, size=3)] for _ in range(30)]
    talks = [item(number, *(rated_talk(point) for point in row)) for number, row in enumerate(said)]
    plain = [item(number, *({"rating": point} for point in row)) for number, row in enumerate(said)]
    found = figures(RATED_TALK, talks)["aspects"]["helpful"]
    expected = collect({**QUALITY, "options": points}, plain).agreement()
    assert (found["alpha"], found["n"]) == (pytest.approx(expected.alpha), 30)
    assert (found["low"], found["high"]) == pytest.approx((expected.interval.low, expected.interval.high))
    turned = [Answered(each.item, dict(reversed(each.values.items()))) for each in talks[::-1]]
    assert figures(RATED_TALK, turned)["aspects"]["helpful"] == pytest.approx(found)


def test_replies_to_different_prompts_are_not_compared() -> None:
    talks = item(1, rated_talk(1, 3), rated_talk(3, 1, prompt="Hello"), rated_talk(1))
    found = figures(RATED_TALK, [talks])
    assert found["aspects"]["helpful"]["reason"]["code"] == "no_overlap"
    assert found["aspects"]["helpful"]["mean_difference"] is None
    assert found["reply_spans"]["compared"] == 0


def test_spans_of_replies_are_compared_reply_by_reply() -> None:
    one = rated_talk(1, 1, 1, r0=[(0, 5, "yes")], r1=[(0, 5, "yes"), (6, 7, "no")])
    other = rated_talk(1, 1, 1, r0=[(0, 3, "yes")], r1=[(0, 5, "yes"), (6, 7, "no")])
    assert figures(RATED_TALK, [item(1, one, other)])["reply_spans"] == {
        "exact_f1": 0.5,
        "overlap_f1": 1,
        "compared": 3,
        "both_empty": 1,
    }
