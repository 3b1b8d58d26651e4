"""Preference pairs as TRL reads them: never both directions, nothing lost uncounted."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable
from itertools import combinations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from annotation.forms import Form
from annotation.tests.forms_cases import ASSET, ORDER, QUALITY, make_form
from exports.formats import Counts
from exports.formats.records import ItemRecord
from exports.formats.trl import NAMES, TrlPreference
from exports.tests.recorded import annotation
from exports.tests.recorded import item as recorded

FORM = make_form(ORDER, QUALITY)
CONTENT: dict[str, Any] = {
    "prompt": {"text": "Why is the sky blue?"},
    "context": [{"id": "c1", "title": "Source", "text": "Not part of the prompt"}],
    "responses": [{"id": name, "text": f"text of {name}"} for name in "abc"],
}
TALK = {
    "messages": [
        {"id": "m1", "role": "system", "text": "Be brief."},
        {"id": "m2", "role": "user", "text": "Hi"},
    ],
    "responses": CONTENT["responses"],
}
RANKS = st.permutations("abc").flatmap(
    lambda order: st.lists(st.booleans(), min_size=2, max_size=2).map(lambda cuts: split(order, cuts))
)


def split(order: list[str], cuts: list[bool]) -> list[list[str]]:
    """A ranking from an order and whether there is a step after each place."""
    ranks = [[order[0]]]
    for name, cut in zip(order[1:], cuts, strict=True):
        if cut:
            ranks.append([name])
        else:
            ranks[-1].append(name)
    return ranks


def item(*rankings: list[list[str]], content: dict[str, Any] = CONTENT) -> ItemRecord:
    return answered({"ranks": ranks} for ranks in rankings)(content)


def answered(values: Iterable[dict[str, Any]], name: str = "order") -> Callable[[dict[str, Any]], ItemRecord]:
    given = [
        annotation(number, [{"question": name, "on": "item", "value": value}]) for number, value in enumerate(values)
    ]
    return lambda content: recorded(1, content, *given)


def preferences(form: Form = FORM, rows: str = "merged", style: str = "standard") -> TrlPreference:
    return TrlPreference(TrlPreference.read_options(form, {"rows": rows, "style": style}), form)


def written(
    record: ItemRecord, rows: str = "merged", style: str = "standard"
) -> tuple[list[dict[str, Any]], dict[str, int]]:
    file = preferences(rows=rows, style=style)
    lines = [json.loads(line) for line in file.lines(record)]
    return lines, {name: number for name, number in file.counts.to_json().items() if number}


def test_one_persons_ranking_gives_each_strict_pair_once() -> None:
    lines, counts = written(item([["b"], ["a", "c"]]))
    assert [(line["chosen_id"], line["rejected_id"]) for line in lines] == [("b", "a"), ("b", "c")]
    assert lines[0] == {
        "prompt": "Why is the sky blue?",
        "chosen": "text of b",
        "rejected": "text of a",
        "votes_for": 1,
        "votes_against": 0,
        "votes_tied": 0,
        "agreement": 1.0,
        "external_id": "external-1",
        "chosen_id": "b",
        "rejected_id": "a",
    }
    assert list(lines[0])[:3] == ["prompt", "chosen", "rejected"]
    assert counts == {"items": 1, "annotations": 1, "rows": 2, "pairs_tied": 1}


def test_several_people_merge_by_the_majority_of_each_pair() -> None:
    lines, counts = written(item([["a"], ["b"], ["c"]], [["a"], ["c"], ["b"]], [["c"], ["a"], ["b"]]))
    votes = {(line["chosen_id"], line["rejected_id"]): (line["votes_for"], line["votes_against"]) for line in lines}
    assert votes == {("a", "b"): (3, 0), ("a", "c"): (2, 1), ("c", "b"): (2, 1)}
    assert [round(line["agreement"], 3) for line in lines] == [1, 0.667, 0.667]
    assert counts == {"items": 1, "annotations": 3, "rows": 3}


def test_split_and_tied_pairs_are_left_out_and_counted() -> None:
    lines, counts = written(item([["a"], ["b", "c"]], [["b", "c"], ["a"]]))
    assert lines == []
    assert counts == {"items": 1, "annotations": 2, "pairs_split": 2, "pairs_tied": 1}


def test_who_ties_a_pair_abstains_and_is_shown() -> None:
    lines, counts = written(item([["a"], ["b"], ["c"]], [["a", "b"], ["c"]], [["a", "b"], ["c"]]))
    assert (lines[0]["chosen_id"], lines[0]["votes_for"], lines[0]["votes_against"], lines[0]["votes_tied"]) == (
        "a", 1, 0, 2,
    )  # fmt: skip
    assert counts["rows"] == 3


def test_each_annotators_strict_pairs_on_request() -> None:
    lines, counts = written(item([["a"], ["b", "c"]], [["b", "c"], ["a"]]), rows="annotators")
    assert [(line["annotator"], line["chosen_id"], line["rejected_id"]) for line in lines] == [
        ("person 0", "a", "b"),
        ("person 0", "a", "c"),
        ("person 1", "b", "a"),
        ("person 1", "c", "a"),
    ]
    assert {line["votes_for"] for line in lines} == {1}
    assert counts == {"items": 1, "annotations": 2, "rows": 4, "pairs_tied": 2}


@settings(deadline=None)
@given(st.lists(RANKS, min_size=1, max_size=5))
def test_every_pair_of_responses_is_a_row_or_counted_and_never_in_both_directions(
    rankings: list[list[list[str]]],
) -> None:
    lines, counts = written(item(*rankings))
    pairs = [frozenset((line["chosen_id"], line["rejected_id"])) for line in lines]
    assert len(pairs) == len(set(pairs)) == counts.get("rows", 0)
    assert len(pairs) + counts.get("pairs_split", 0) + counts.get("pairs_tied", 0) == 3
    for line in lines:
        above = sum(level(ranks, line["chosen_id"]) < level(ranks, line["rejected_id"]) for ranks in rankings)
        below = sum(level(ranks, line["chosen_id"]) > level(ranks, line["rejected_id"]) for ranks in rankings)
        assert (line["votes_for"], line["votes_against"]) == (above, below)
        assert above > below
        assert line["votes_tied"] == len(rankings) - above - below


def level(ranks: list[list[str]], name: str) -> int:
    return next(number for number, rank in enumerate(ranks) if name in rank)


@settings(deadline=None)
@given(st.lists(RANKS, min_size=2, max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_people_changes_no_byte_of_merged_rows(
    rankings: list[list[list[str]]], dice: random.Random
) -> None:
    first = list(preferences().lines(item(*rankings)))
    second = list(preferences().lines(item(*dice.sample(rankings, len(rankings)))))
    assert first == second


def test_a_conversation_keeps_its_messages_and_answers_as_the_assistant() -> None:
    lines, _ = written(item([["a"], ["b"], ["c"]], content=TALK), style="conversational")
    assert lines[0]["prompt"] == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Hi"},
    ]
    assert lines[0]["chosen"] == [{"role": "assistant", "content": "text of a"}]
    assert lines[0]["rejected"] == [{"role": "assistant", "content": "text of b"}]


def test_a_plain_prompt_is_one_user_message_and_stands_after_others() -> None:
    lines, _ = written(item([["a"], ["b"], ["c"]]), style="conversational")
    assert lines[0]["prompt"] == [{"role": "user", "content": "Why is the sky blue?"}]
    lines, _ = written(item([["a"], ["b"], ["c"]], content={**CONTENT, **TALK}), style="conversational")
    assert [message["content"] for message in lines[0]["prompt"]] == ["Be brief.", "Hi", "Why is the sky blue?"]


def test_what_a_style_cannot_say_is_counted_not_garbled() -> None:
    assert written(item([["a"], ["b"], ["c"]], content=TALK)) == (
        [],
        {"items": 1, "annotations": 1, "items_without_prompt": 1},
    )
    assert written(item([["a"], ["b"], ["c"]], content={**CONTENT, **TALK}))[1]["items_without_prompt"] == 1
    nothing = {"image": ASSET, "responses": CONTENT["responses"]}
    assert written(item([["a"], ["b"], ["c"]], content=nothing), style="conversational")[0] == []


def test_a_text_item_is_its_own_prompt() -> None:
    lines, _ = written(item([["a"], ["b"], ["c"]], content={"text": "Once", "responses": CONTENT["responses"]}))
    assert lines[0]["prompt"] == "Once"


def test_images_and_responses_without_text_are_counted() -> None:
    content = {
        "prompt": {"text": "Draw a cat", "images": [ASSET]},
        "responses": [{"id": "a", "images": [ASSET]}, *CONTENT["responses"][1:]],
    }
    lines, counts = written(item([["a"], ["b"], ["c"]], content=content))
    assert [(line["chosen_id"], line["rejected_id"]) for line in lines] == [("b", "c")]
    assert counts == {"items": 1, "annotations": 1, "items_with_images": 1, "rows": 1, "pairs_without_text": 2}


def test_a_resumed_file_goes_on_to_the_same_bytes_and_counts() -> None:
    items = [item([["a"], ["b", "c"]]), item([["c"], ["b"], ["a"]], [["b"], ["a", "c"]]), item([["a", "b", "c"]])]
    whole = preferences()
    lines = [line for ranked in items for line in whole.lines(ranked)]
    before = preferences()
    first = list(before.lines(items[0]))
    after = preferences()
    after.counts = Counts.from_json(before.counts.to_json())
    assert first + [line for ranked in items[1:] for line in after.lines(ranked)] == lines
    assert after.counts == whole.counts
    assert set(whole.counts.to_json()) == set(NAMES)


def test_only_questions_that_compare_can_be_exported_so() -> None:
    assert TrlPreference.why_not(make_form()) == ""
    assert TrlPreference.why_not(make_form(QUALITY))
    assert TrlPreference.read_options(make_form(), {})["question"] == "order"


def test_a_response_that_left_the_content_is_passed_over() -> None:
    lines, _ = written(item([["gone"], ["a"], ["b"], ["c"]]))
    assert len(lines) == len(list(combinations("abc", 2)))


def test_preferences_of_two_responses_are_pairs_like_rankings() -> None:
    form = make_form({"name": "better", "kind": "preference", "title": "Which one is better?", "both_bad": True})
    content = {**CONTENT, "responses": CONTENT["responses"][:2]}
    values: list[dict[str, Any]] = [
        {"preferred": "b", "strength": 1},
        {"preferred": "b", "strength": 1},
        {"preferred": "a", "strength": 1},
        {"preferred": None, "reason": "tie"},
        {"preferred": None, "reason": "both_bad"},
    ]
    file = preferences(form)
    row = json.loads(next(file.lines(answered(values, "better")(content))))
    assert (row["chosen_id"], row["rejected_id"]) == ("b", "a")
    assert (row["votes_for"], row["votes_against"], row["votes_tied"]) == (2, 1, 2)
    assert list(file.lines(answered(values[3:], "better")(content))) == []
    assert file.counts["pairs_tied"] == 1
