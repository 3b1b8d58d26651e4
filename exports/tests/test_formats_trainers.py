"""The files of trainers: each row as its trainer reads it, and whatever is left out counted."""

from __future__ import annotations

import json
from typing import Any

import pytest

from annotation.forms import Form, answer_problems, parse_form
from annotation.tests.forms_cases import ASSET, POINTS, answer, form_json
from exports.formats.options import BadOptions
from exports.formats.records import ItemRecord, MediaRecord
from exports.formats.registry import FORMATS
from exports.tests.recorded import Recorded, about, annotation, files, item

ORDER = {"name": "order", "kind": "ranking", "title": "Order", "required": False}
SAFE = {
    "name": "safe", "kind": "choice", "title": "Safe?", "scope": "responses", "required": False, "unsure": True,
    "options": [{"value": "yes"}, {"value": "no"}],
}  # fmt: skip
HELPFUL = {"name": "helpful", "kind": "rating", "title": "Helpful", "scope": "responses", "options": POINTS,
           "required": False}  # fmt: skip
FIX = {"name": "fix", "kind": "text", "title": "Fix", "scope": "responses", "edits": True, "required": False}
WHY = {"name": "why", "kind": "text", "title": "Why", "scope": "responses", "required": False}
WRITE = {"name": "write", "kind": "text", "title": "Answer", "required": False}
TURN = {"name": "turn", "kind": "choice", "title": "Right?", "scope": "turns", "required": False,
        "options": [{"value": "right"}, {"value": "wrong"}]}  # fmt: skip
WRITTEN = {
    "name": "talk", "kind": "dialogue", "title": "Talk", "required": False, "max_turns": 3,
    "ratings": [{"name": "kind", "title": "Kind", "options": POINTS}],
}  # fmt: skip
FORM = parse_form(form_json(ORDER, SAFE, HELPFUL, FIX, WHY, WRITE, WRITTEN, TURN,
                            shows=("prompt", "messages", "responses")))  # fmt: skip
SKY: dict[str, Any] = {
    "prompt": {"text": "Why is the sky blue?"},
    "responses": [{"id": name, "text": f"text of {name}"} for name in "abc"],
}
CHAT: dict[str, Any] = {
    "messages": [
        {"id": "m1", "role": "system", "text": "Be brief."},
        {"id": "m2", "role": "user", "text": "Hi"},
        {"id": "m3", "role": "assistant", "text": "Hello"},
        {"id": "m4", "role": "user", "text": "And?"},
        {"id": "m5", "role": "assistant", "text": "That is all."},
    ]
}
ASKING = {**CHAT, "messages": CHAT["messages"][:4], "responses": SKY["responses"]}
DIALOGUE = {
    "turns": [
        {
            "id": "t1",
            "prompt": {"text": "First?", "images": []},
            "responses": [
                {"id": "r1", "text": "one", "images": [], "ratings": {"kind": 5}},
                {"id": "r2", "text": "two", "images": [], "ratings": {"kind": 1}},
            ],
            "ranks": [["r2"], ["r1"]],
            "continues_with": "r2",
        },
        {
            "id": "t2",
            "prompt": {"text": "Then?", "images": []},
            "responses": [{"id": "r1", "text": "three", "images": [], "ratings": {"kind": 3}}],
            "ranks": [["r1"]],
            "continues_with": "r1",
        },
    ]
}
PICTURE = MediaRecord(id=ASSET, filename="a.png", media_type="image/png", width=1, height=1, size=4, sha256="0" * 64)


def written(
    name: str, *records: ItemRecord, form: Form = FORM, pictures: tuple[MediaRecord, ...] = (PICTURE,), **options: Any
) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """The rows of a file, and what was counted beside items, rows and annotations."""
    for record in records:
        for each in record.annotations:
            assert answer_problems(form, record.content, each.answers) == []
    kind = FORMATS[name]
    format = kind(kind.read_options(form, options), form)  # noqa: A001
    held = files(format, Recorded(about(form), records, pictures, {ASSET: b"png!"}))
    [first, *_] = held.values()
    rows = [json.loads(line) for line in first.splitlines()]
    assert format.counts["rows"] == len(rows)
    plain = ("annotations", "items", "rows")
    counted = {name: number for name, number in format.counts.to_json().items() if number and name not in plain}
    return rows, counted


def ranked(*people: list[list[str]], content: dict[str, Any] = SKY) -> ItemRecord:
    given = [annotation(number, [answer("order", {"ranks": ranks})]) for number, ranks in enumerate(people)]
    return item(1, content, *given)


def rated(*points: int) -> list[dict[str, Any]]:
    return [
        answer("helpful", {"rating": point}, f"responses.{name}") for name, point in zip("abc", points, strict=True)
    ]


def told(*said: tuple[str, str]) -> list[dict[str, str]]:
    return [{"role": role, "content": text} for role, text in said]


def pairs(rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(row["chosen_id"], row["rejected_id"]) for row in rows]


def test_preferences_need_a_question_where_there_are_several() -> None:
    with pytest.raises(BadOptions) as refusal:
        FORMATS["trl_preference"].read_options(FORM, {})
    assert [problem.pointer for problem in refusal.value.problems] == ["/question"]


def test_an_implicit_prompt_stands_before_both_responses() -> None:
    [row] = written("trl_preference", ranked([["a"], ["b", "c"]]), question="order", prompt="implicit")[0][:1]
    assert "prompt" not in row
    assert (row["chosen"], row["rejected"]) == (
        "Why is the sky blue?text of a",
        "Why is the sky blue?text of b",
    )
    [row] = written("trl_preference", ranked([["a"], ["b", "c"]], content=ASKING), question="order", prompt="implicit")[
        0
    ][:1]
    assert [message["role"] for message in row["chosen"]] == ["system", "user", "assistant", "user", "assistant"]
    assert row["chosen"][:4] == row["rejected"][:4]


def test_one_item_with_messages_makes_all_rows_conversational() -> None:
    rows, _ = written(
        "trl_preference", ranked([["a"], ["b", "c"]]), ranked([["a"], ["b", "c"]], content=ASKING), question="order"
    )
    assert all(isinstance(row["prompt"], list) for row in rows)
    assert rows[0]["prompt"] == told(("user", "Why is the sky blue?"))


def test_the_margin_is_the_mean_distance_of_ranks_and_never_below_none() -> None:
    rows, _ = written(
        "trl_preference", ranked([["a"], ["b"], ["c"]], [["a"], ["b", "c"]]), question="order", margin=True
    )
    assert [row["margin"] for row in rows] == [1.0, 1.5, 0.5]
    rows, _ = written(
        "trl_preference",
        ranked([["a"], ["b"], ["c"]], [["a"], ["b"], ["c"]], [["c"], ["b"], ["a"]]),
        question="order",
        margin=True,
    )
    assert [row["margin"] for row in rows] == [1 / 3, 2 / 3, 1 / 3]


def test_the_margin_of_a_preference_is_its_strength() -> None:
    better = {"name": "better", "kind": "preference", "title": "Better?",
              "strengths": [{"value": 1}, {"value": 2}, {"value": 3}]}  # fmt: skip
    form = parse_form(form_json(better))
    content = {**SKY, "responses": SKY["responses"][:2]}
    values = [{"preferred": "a", "strength": 3}, {"preferred": "b", "strength": 1}, {"preferred": "a", "strength": 1}]
    given = [annotation(number, [answer("better", value)]) for number, value in enumerate(values)]
    rows, _ = written("trl_preference", item(1, content, *given), form=form, margin=True)
    assert [(row["chosen_id"], row["margin"]) for row in rows] == [("a", 1.0)]


def test_who_ties_a_pair_may_count_against_it() -> None:
    record = ranked([["a"], ["b"], ["c"]], [["a", "b"], ["c"]])
    assert pairs(written("trl_preference", record, question="order")[0]) == [("a", "b"), ("a", "c"), ("b", "c")]
    rows, counted = written("trl_preference", record, question="order", ties="count")
    assert pairs(rows) == [("a", "c"), ("b", "c")]
    assert counted == {"pairs_split": 1}


def test_a_consensus_settles_what_majorities_leave_open() -> None:
    people = [[["a"], ["b"], ["c"]], [["a"], ["b"], ["c"]], [["b"], ["c"], ["a"]], [["b"], ["c"], ["a"]],
              [["c"], ["a"], ["b"]]]  # fmt: skip
    merged, _ = written("trl_preference", ranked(*people), question="order")
    assert sorted(pairs(merged)) == [("a", "b"), ("b", "c"), ("c", "a")], "majorities go round"
    settled, counted = written("trl_preference", ranked(*people), question="order", rows="kemeny")
    assert set(pairs(settled)) < {("a", "b"), ("b", "c"), ("a", "c"), ("c", "a")}
    assert len(settled) + sum(counted.values()) == 3
    many = {**SKY, "responses": [{"id": f"r{number}", "text": "x"} for number in range(9)]}
    rows, counted = written(
        "trl_preference", ranked([[f"r{number}"] for number in range(9)], content=many), question="order", rows="kemeny"
    )
    assert rows == []
    assert counted["items_with_too_many_responses"] == 1


def test_every_turn_of_a_dialogue_is_a_comparison_of_its_own() -> None:
    record = item(1, {"prompt": {"text": "A brief."}}, annotation(1, [answer("talk", DIALOGUE)]))
    rows, _ = written("trl_preference", record, question="talk")
    assert len(rows) == 1
    assert rows[0]["prompt"] == told(("user", "A brief."), ("user", "First?"))
    assert rows[0]["chosen"] == told(("assistant", "two"))
    assert (rows[0]["annotator"], rows[0]["turn"]) == ("person 1", "t1")


def test_pictures_of_prompts_go_along_where_they_are_asked_for() -> None:
    shown = {**SKY, "prompt": {"text": "What is this?", "images": [ASSET]}}
    rows, counted = written("trl_preference", ranked([["a"], ["b", "c"]], content=shown), question="order", images=True)
    assert rows[0]["images"] == [f"images/{ASSET}.png"]
    assert rows[0]["prompt"] == [
        {"role": "user", "content": [{"type": "image", "text": None}, {"type": "text", "text": "What is this?"}]}
    ]
    assert rows[0]["chosen"] == [{"role": "assistant", "content": [{"type": "text", "text": "text of a"}]}]
    assert counted == {"items_with_images": 1, "pairs_tied": 1, "pictures": 1}
    rows, counted = written(
        "trl_preference", ranked([["a"], ["b", "c"]], content=shown), question="order", images=True, pictures=()
    )
    assert (rows, counted["rows_without_their_pictures"]) == ([], 2)


def test_prompts_are_those_of_items_or_those_that_people_wrote() -> None:
    records = item(1, SKY), item(2, {"responses": SKY["responses"]})
    rows, counted = written("trl_prompt", *records)
    assert rows == [{"prompt": "Why is the sky blue?", "external_id": "external-1"}]
    assert counted == {"rows_without_prompt": 1}
    record = item(1, {"messages": CHAT["messages"][:3]}, annotation(1, [answer("talk", DIALOGUE)]))
    rows, _ = written("trl_prompt", record, source="talk")
    assert [row["turn"] for row in rows] == ["t1", "t2"]
    assert [message["content"] for message in rows[1]["prompt"]] == [
        "Be brief.",
        "Hi",
        "Hello",
        "First?",
        "two",
        "Then?",
    ]


def test_what_people_wrote_is_learnt_as_a_conversation() -> None:
    record = item(1, SKY, annotation(1, [answer("write", {"text": "Scattering."})]))
    rows, _ = written("trl_sft", record, question="write")
    assert rows == [
        {
            "messages": told(("user", "Why is the sky blue?"), ("assistant", "Scattering.")),
            "external_id": "external-1",
            "annotator": "person 1",
            "response_id": None,
        }
    ]
    rows, _ = written("trl_sft", record, question="write", type="prompt_completion")
    assert (rows[0]["prompt"], rows[0]["completion"]) == ("Why is the sky blue?", "Scattering.")


def test_what_is_learnt_from_rankings_is_the_best_response_where_there_is_one() -> None:
    rows, _ = written("trl_sft", ranked([["b"], ["a", "c"]], [["b", "a"], ["c"]]), question="order")
    assert [row["response_id"] for row in rows] == ["b"]
    rows, counted = written("trl_sft", ranked([["a", "b"], ["c"]]), item(2, SKY), question="order")
    assert (rows, counted) == ([], {"items_without_a_best_response": 1})
    rows, _ = written("trl_sft", ranked([["b"], ["a", "c"]], [["a"], ["b", "c"]]), question="order", rows="annotators")
    assert [(row["response_id"], row["annotator"]) for row in rows] == [("b", "person 0"), ("a", "person 1")]


def test_a_dialogue_is_learnt_whole_and_corrections_by_response() -> None:
    record = item(1, CHAT, annotation(1, [answer("talk", DIALOGUE)]))
    rows, _ = written("trl_sft", record, question="talk")
    assert [message["content"] for message in rows[0]["messages"]][5:] == ["First?", "two", "Then?", "three"]
    record = item(1, SKY, annotation(1, [answer("fix", {"text": "Better."}, "responses.b")]))
    rows, _ = written("trl_sft", record, question="fix")
    assert (rows[0]["messages"][-1]["content"], rows[0]["response_id"]) == ("Better.", "b")


def test_pictures_that_a_row_leaves_out_are_counted() -> None:
    shown = {**SKY, "prompt": {"text": "What is this?", "images": [ASSET]}}
    record = item(1, shown, annotation(1, [answer("write", {"text": "A cat."})]))
    _, counted = written("trl_sft", record, question="write")
    assert counted == {"rows_that_leave_pictures_out": 1}
    rows, counted = written("trl_sft", record, question="write", images=True)
    assert (rows[0]["images"], counted) == ([f"images/{ASSET}.png"], {"pictures": 1})


def test_good_and_bad_by_choice_are_what_most_say() -> None:
    people = [("yes", "no", "yes"), ("yes", "no", "no"), ("yes", None, None)]
    given = []
    for number, said in enumerate(people):
        values: list[Any] = [{"choices": [each]} if each else {"choices": [], "unsure": True} for each in said]
        answers = [answer("safe", value, f"responses.{name}") for name, value in zip("abc", values, strict=True)]
        given.append(annotation(number, answers))
    rows, counted = written("trl_unpaired", item(1, SKY, *given), question="safe")
    assert [(row["response_id"], row["label"]) for row in rows] == [("a", True), ("b", False)]
    assert counted == {"labels_split": 1}
    rows, _ = written("trl_unpaired", item(1, SKY, *given), question="safe", rows="annotators", good="no")
    assert [(row["response_id"], row["annotator"][-1], row["label"]) for row in rows if row["response_id"] != "a"] == [
        ("b", "0", True), ("b", "1", True), ("c", "0", False), ("c", "1", True),
    ]  # fmt: skip


def test_good_and_bad_by_rating_begin_where_it_is_said() -> None:
    answers = [
        answer("helpful", {"rating": point}, f"responses.{name}") for name, point in zip("abc", (1, 3, 5), strict=True)
    ]
    record = item(1, SKY, annotation(1, answers))
    rows, counted = written("trl_unpaired", record, question="helpful")
    assert [(row["response_id"], row["label"]) for row in rows] == [("a", False), ("c", True)]
    assert counted == {"labels_split": 1}, "the middle is neither"
    rows, _ = written("trl_unpaired", record, question="helpful", good="3")
    assert [row["label"] for row in rows] == [False, True, True]
    with pytest.raises(BadOptions) as refusal:
        FORMATS["trl_unpaired"].read_options(FORM, {"question": "helpful", "good": "2"})
    assert refusal.value.problems[0].pointer == "/good"


def test_good_and_bad_by_order_are_the_ends() -> None:
    rows, counted = written("trl_unpaired", ranked([["b"], ["a"], ["c"]]), question="order")
    assert [(row["response_id"], row["label"]) for row in rows] == [("b", True), ("c", False)]
    assert counted == {"responses_between": 1}


def test_ratings_are_means_and_pairs_carry_their_difference() -> None:
    given = [annotation(1, rated(1, 5, 3)), annotation(2, rated(3, 5, 3))]
    rows, _ = written("trl_reward", item(1, SKY, *given), questions=["helpful"])
    assert [(row["response_id"], row["helpful"], row["annotations"]) for row in rows] == [
        ("a", 2.0, 2), ("b", 5.0, 2), ("c", 3.0, 2),
    ]  # fmt: skip
    rows, _ = written("trl_reward", item(1, SKY, *given), questions=["helpful"], type="pairs")
    assert [(row["chosen_id"], row["rejected_id"], row["margin"]) for row in rows] == [
        ("b", "a", 3.0), ("c", "a", 1.0), ("b", "c", 2.0),
    ]  # fmt: skip
    record = item(1, {"prompt": {"text": "Brief"}}, annotation(1, [answer("talk", DIALOGUE)]))
    rows, _ = written("trl_reward", record, questions=["helpful", "talk"])
    assert [(row["turn"], row["response_id"], row["talk.kind"], row["helpful"]) for row in rows] == [
        ("t1", "r1", 5.0, None), ("t1", "r2", 1.0, None), ("t2", "r1", 3.0, None),
    ]  # fmt: skip


def test_steps_are_labelled_until_the_first_that_is_not() -> None:
    both = [answer("turn", {"choices": ["right"]}, "turns.m1"), answer("turn", {"choices": ["wrong"]}, "turns.m4")]
    rows, counted = written("trl_stepwise", item(1, CHAT, annotation(1, both)), question="turn")
    assert rows == [
        {
            "prompt": "Be brief.\n\nHi",
            "completions": ["Hello", "And?\n\nThat is all."],
            "labels": [True, False],
            "external_id": "external-1",
        }
    ]
    assert counted == {}
    rows, counted = written("trl_stepwise", item(1, CHAT, annotation(1, both[:1])), question="turn")
    assert (rows[0]["labels"], counted) == ([True], {"steps_unlabelled": 1})


def test_rewrites_stand_beside_what_they_correct_and_what_was_said_of_it() -> None:
    answers = [
        answer("fix", {"text": "Better."}, "responses.a"),
        answer("fix", {"text": "text of b"}, "responses.b"),
        answer("why", {"text": "Too short."}, "responses.a"),
    ]
    record = item(1, SKY, annotation(1, answers))
    rows, _ = written("trl_critique", record, critique="why")
    assert [(row["completion"], row["revision"], row["critique"]) for row in rows] == [
        ("text of a", "Better.", "Too short."),
        ("text of b", "text of b", ""),
    ]
    rows, counted = written("trl_critique", record, type="preference")
    assert [(row["chosen"], row["rejected"]) for row in rows] == [("Better.", "text of a")]
    assert counted == {"unchanged": 1}


def test_openai_takes_no_keys_of_ours_and_no_tools() -> None:
    record = item(1, SKY, annotation(1, [answer("write", {"text": "Scattering."})]))
    tools = {"messages": [*CHAT["messages"][:2], {"id": "t", "role": "tool", "text": "42"}]}
    asked = item(2, tools, annotation(1, [answer("write", {"text": "42."})]))
    rows, counted = written("openai_chat", record, asked, question="write")
    assert rows == [{"messages": told(("user", "Why is the sky blue?"), ("assistant", "Scattering."))}]
    assert counted == {"rows_with_tools": 1}
    rows, _ = written("openai_preference", ranked([["b"], ["a", "c"]]), question="order")
    assert rows[0] == {
        "input": {"messages": told(("user", "Why is the sky blue?")), "tools": [], "parallel_tool_calls": True},
        "preferred_output": told(("assistant", "text of b")),
        "non_preferred_output": told(("assistant", "text of a")),
    }


def test_sharegpt_has_words_of_its_own_and_counts_who_speaks_out_of_turn() -> None:
    record = item(1, ASKING, annotation(1, [answer("write", {"text": "No."})]))
    rows, counted = written("sharegpt", record, question="write")
    assert [turn["from"] for turn in rows[0]["conversations"]] == ["system", "human", "gpt", "human", "gpt"]
    assert counted == {}
    late = item(1, CHAT, annotation(1, [answer("write", {"text": "No."})]))
    assert written("sharegpt", late, question="write")[1] == {"conversations_out_of_turn": 1}


@pytest.mark.parametrize("name", [name for name in FORMATS if name.startswith(("trl_", "sharegpt"))])
def test_every_row_has_every_column_in_order(name: str) -> None:
    answers = [
        answer("order", {"ranks": [["b"], ["a", "c"]]}),
        *(answer("safe", {"choices": ["yes"]}, f"responses.{each}") for each in "abc"),
        *(answer("helpful", {"rating": 5 if each == "a" else 1}, f"responses.{each}") for each in "abc"),
        *(answer("fix", {"text": "Better."}, f"responses.{each}") for each in "abc"),
        answer("write", {"text": "Scattering."}),
        answer("turn", {"choices": ["right"]}, "turns.m1"),
    ]
    content = {**SKY, **CHAT}
    kind = FORMATS[name]
    wanted = {"trl_sft": "write", "sharegpt": "write", "trl_preference": "order", "trl_unpaired": "safe"}
    given = {"question": wanted[name]} if name in wanted else {}
    format = kind(kind.read_options(FORM, given), FORM)  # noqa: A001
    [written, *_] = files(format, Recorded(about(FORM), [item(1, content, annotation(1, answers))])).values()
    rows = [json.loads(line) for line in written.splitlines()]
    assert rows
    assert all(list(row) == list(format.columns()) for row in rows)  # type: ignore[attr-defined]
