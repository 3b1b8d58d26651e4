"""Dialogues: what people write, turn after turn."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from annotation.forms import asset_ids, parse_form, removed_by, uses
from annotation.tests.forms_cases import (
    ASSET,
    OTHER_ASSET,
    TALK,
    about_talk,
    answer,
    canonical_value,
    form_json,
    form_problems_of,
    places,
    value_problems,
)

TAGS = [{"value": "safe", "title": "Safe"}, {"value": "rude", "title": "Rude"}]
LABELS = [{"value": "claim", "title": "Claim"}, {"value": "error", "title": "Error"}]
POINTS = [{"value": 0, "title": "Bad"}, {"value": 1, "title": "Good"}]
HELPFUL = {"name": "helpful", "title": "Helpful", "options": POINTS}
WRITE = {"name": "talk", "kind": "dialogue", "title": "Write a dialogue"}
RICH = {
    **WRITE,
    "max_turns": 3,
    "min_responses": 2,
    "max_responses": 3,
    "prompt_images": True,
    "response_images": True,
    "tags": TAGS,
    "labels": LABELS,
    "ratings": [HELPFUL],
}
BRIEF: dict[str, Any] = {"prompt": {"text": "Write about cats"}}
Value = dict[str, Any]


def response(identifier: str = "r1", text: str = "It is blue.", **keys: Any) -> Value:
    return {"id": identifier, "text": text, "ratings": {"helpful": 1}, **keys}


def turn(identifier: str = "t1", *responses: Value, **keys: Any) -> Value:
    written = responses or (response("r1"), response("r2", "It is red."))
    ranks = [[entry["id"]] for entry in written]
    return {"id": identifier, "prompt": {"text": "Which colour?"}, "responses": list(written), "ranks": ranks, **keys}


def problems(*turns: Any, complete: bool = True, content: Value = BRIEF, **settings: Any) -> list[str]:
    form = parse_form(form_json({**RICH, "required": False, **settings}, shows=("prompt", "messages")))
    return value_problems(form, {"turns": list(turns)}, complete=complete, content=content)


def test_the_canonical_question_has_every_setting() -> None:
    settings = about_talk(WRITE).to_json()["questions"][0]
    assert {key: settings[key] for key in settings if key not in ("name", "kind", "title", "help", "when")} == {
        "scope": "item",
        "required": False,
        "min_turns": 1,
        "max_turns": 10,
        "min_responses": 1,
        "max_responses": 8,
        "ties": True,
        "prompt_images": False,
        "response_images": False,
        "tags": [],
        "labels": [],
        "ratings": [],
    }
    assert parse_form(about_talk(RICH).to_json()) == about_talk(RICH)


@pytest.mark.parametrize(
    ("settings", "pointer"),
    [
        ({"scope": "turns"}, "/questions/0/scope"),
        ({"max_turns": 51}, "/questions/0/max_turns"),
        ({"min_turns": 0}, "/questions/0/min_turns"),
        ({"min_turns": 4}, "/questions/0/min_turns"),
        ({"max_responses": 21}, "/questions/0/max_responses"),
        ({"min_responses": 4}, "/questions/0/min_responses"),
        ({"tags": [{"value": "safe"}, {"value": "safe"}]}, "/questions/0/tags"),
        ({"labels": "claim"}, "/questions/0/labels"),
        ({"ratings": [HELPFUL, HELPFUL]}, "/questions/0/ratings"),
        ({"ratings": [{**HELPFUL, "name": "Helpful!"}]}, "/questions/0/ratings/0/name"),
        ({"ratings": [{**HELPFUL, "options": POINTS[::-1]}]}, "/questions/0/ratings/0/options"),
        ({"ratings": [{**HELPFUL, "scale": 5}]}, "/questions/0/ratings/0/scale"),
        ({"ratings": [None]}, "/questions/0/ratings/0"),
    ],
)
def test_wrong_settings_are_refused_at_their_place(settings: Any, pointer: str) -> None:
    assert places(form_problems_of(form_json({**RICH, **settings}))) == [pointer]


def test_a_dialogue_of_several_turns_is_accepted() -> None:
    assert problems(turn()) == []
    assert problems(turn("t1"), turn("t2"), turn("t3", continues_with="r2")) == []


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        (turn("t1", prompt={"text": " "}), "/prompt/text"),
        (turn("t1", prompt={"text": "x", "images": ["cat.png"]}), "/prompt/images/0"),
        (turn("t1", prompt={"text": "x", "mood": 1}), "/prompt/mood"),
        (turn("t1", prompt="Which colour?"), "/prompt"),
        (turn("t 1"), "/id"),
        (turn("t1", response("r1")), "/responses"),
        (turn("t1", *(response(f"r{n}") for n in range(4)), ranks=[]), "/responses"),
        (turn("t1", response("r1"), response("r1", "x"), ranks=[["r1"]]), "/responses"),
        (turn("t1", response("r1"), response("r2", "")), "/responses/1/text"),
        (turn("t1", response("r1"), response("r2", ratings={})), "/responses/1/ratings/helpful"),
        (turn("t1", response("r1"), response("r2", ratings={"helpful": 2})), "/responses/1/ratings/helpful"),
        (turn("t1", response("r1"), response("r2", ratings={"helpful": True})), "/responses/1/ratings/helpful"),
        (turn("t1", response("r1"), response("r2", ratings={"helpful": 1, "x": 1})), "/responses/1/ratings/x"),
        (turn("t1", response("r1"), response("r2", ratings=[1])), "/responses/1/ratings"),
        (turn("t1", response("r1"), response("r2", tags=["nice"])), "/responses/1/tags/0"),
        (turn("t1", response("r1"), response("r2", tags=["safe", "safe"])), "/responses/1/tags/1"),
        (turn("t1", response("r1"), response("r2", spans=[{"start": 0, "end": 99, "labels": ["claim"]}])),
         "/responses/1/spans/0/end"),
        (turn("t1", response("r1"), response("r2", spans=[{"start": 0, "end": 2, "labels": []}])),
         "/responses/1/spans/0/labels"),
        (turn("t1", response("r1"), response("r2", source=1)), "/responses/1/source"),
        (turn("t1", response("r1"), response("r2", model="x")), "/responses/1/model"),
        (turn("t1", ranks=[["r1"]]), "/ranks"),
        (turn("t1", ranks=[]), "/ranks"),
        (turn("t1", ranks=[["r1"], ["r2"], ["r1"]]), "/ranks"),
        (turn("t1", ranks=[["r1", "r3"], ["r2"]]), "/ranks/0/1"),
        (turn("t1", continues_with="r3"), "/continues_with"),
        (turn("t1", continues_with=["r1"]), "/continues_with"),
        (turn("t1", rank=1), "/rank"),
    ],
)  # fmt: skip
def test_a_wrong_turn_is_refused_at_its_place(wrong: Value, pointer: str) -> None:
    assert problems(wrong) == [f"/turns/0{pointer}"]


@pytest.mark.parametrize("wrong", [None, "t1", [], 1])
def test_a_turn_is_an_object(wrong: object) -> None:
    assert problems(wrong) == ["/turns/0"]


def test_turns_are_told_apart_and_counted() -> None:
    assert problems(turn("t1"), turn("t1")) == ["/turns"]
    assert problems(*(turn(f"t{n}") for n in range(4))) == ["/turns"]
    assert problems(turn("t1"), min_turns=2) == ["/turns"]
    assert problems(turn("t1"), min_turns=2, complete=False) == []


def test_ties_and_images_are_for_questions_that_allow_them() -> None:
    tied = turn("t1", ranks=[["r1", "r2"]])
    assert problems(tied) == []
    assert problems(tied, ties=False) == ["/turns/0/ranks/0"]
    shown = turn("t1", prompt={"images": [ASSET]})
    assert problems(shown) == []
    assert problems(shown, prompt_images=False) == ["/turns/0/prompt/images"]
    drawn = turn("t1", response("r1"), response("r2", "", images=[ASSET]))
    assert problems(drawn) == []
    assert problems(drawn, response_images=False) == ["/turns/0/responses/1/images"]


def test_a_single_response_needs_no_order() -> None:
    alone = turn("t1", response("r1"), ranks=[])
    assert problems(alone, min_responses=1) == []
    stored = canonical_value(about_talk(RICH, min_responses=1), {"turns": [alone]})["turns"][0]
    assert (stored["ranks"], stored["continues_with"]) == ([["r1"]], "r1")


def test_the_first_prompt_may_already_stand_in_the_item() -> None:
    asked, said = TALK["messages"][1], TALK["messages"][2]
    without = turn("t1", prompt={"text": ""})
    assert problems(without, content={"messages": [asked]}) == []
    assert problems({**without, "prompt": {}}, content={"messages": [asked]}) == []
    assert problems(without, content={"messages": [asked, said]}) == ["/turns/0/prompt/text"]
    assert problems(turn("t1"), turn("t2", prompt={}), content={"messages": [asked]}) == ["/turns/1/prompt/text"]


def test_a_draft_may_have_gaps_everywhere_and_no_nonsense() -> None:
    gaps: list[Value] = [
        {"id": "t1"},
        {"id": "t2", "prompt": {}, "responses": [{"id": "r1"}, {"id": "r2", "ratings": {}, "spans": []}], "ranks": []},
        {"id": "t3", "responses": [{"id": "r1"}, {"id": "r2"}], "ranks": [["r2"], []], "continues_with": None},
    ]
    assert problems(*gaps, complete=False) == []
    assert problems({"id": "t1", "continues_with": "r1"}, complete=False) == ["/turns/0/continues_with"]
    assert problems({}, complete=False) == ["/turns/0/id"]
    stored = canonical_value(about_talk(RICH), {"turns": [*gaps[:2], turn("t3")]})["turns"]
    assert stored[0] == {
        "id": "t1",
        "prompt": {"text": "", "images": []},
        "responses": [],
        "ranks": [],
        "continues_with": None,
    }


def test_nothing_written_is_no_answer() -> None:
    for turns in ([], [{"id": "t1"}], [{"id": "t1", "prompt": {"text": " "}, "responses": [{"id": "r1", "text": ""}]}]):
        assert canonical_value(about_talk(RICH), {"turns": turns}) is None
    assert value_problems(about_talk(RICH, required=True), {"turns": []}) == ["/answers"]
    assert value_problems(about_talk(RICH, required=True), {}) == ["/answers"]


def test_a_dialogue_is_stored_with_every_key_and_goes_on_from_the_best() -> None:
    spans = [{"start": 3, "end": 5, "labels": ["error", "claim"]}, {"start": 0, "end": 2, "labels": ["claim"]}]
    first = response("r1", tags=["rude", "safe"], spans=spans, ratings={"helpful": 0})
    given = {"turns": [turn("t1", first, response("r2", "No."), ranks=[["r2", "r1"]])]}
    before = copy.deepcopy(given)
    stored = canonical_value(about_talk(RICH), given)
    assert stored == {
        "turns": [
            {
                "id": "t1",
                "prompt": {"text": "Which colour?", "images": []},
                "responses": [
                    {
                        "id": "r1",
                        "text": "It is blue.",
                        "images": [],
                        "source": "human",
                        "tags": ["safe", "rude"],
                        "spans": [
                            {"start": 0, "end": 2, "labels": ["claim"]},
                            {"start": 3, "end": 5, "labels": ["claim", "error"]},
                        ],
                        "ratings": {"helpful": 0},
                    },
                    {
                        "id": "r2",
                        "text": "No.",
                        "images": [],
                        "source": "human",
                        "tags": [],
                        "spans": [],
                        "ratings": {"helpful": 1},
                    },
                ],
                "ranks": [["r1", "r2"]],
                "continues_with": "r1",
            }
        ]
    }
    assert given == before
    elsewhere = canonical_value(about_talk(RICH), {"turns": [turn("t1", continues_with="r2")]})
    assert elsewhere["turns"][0]["continues_with"] == "r2"


def test_the_pictures_that_people_added_can_be_asked_for() -> None:
    form = about_talk(RICH)
    drawn = turn("t1", response("r1", images=[OTHER_ASSET, ASSET]), response("r2"), prompt={"images": [ASSET]})
    assert asset_ids(form, [answer("talk", {"turns": [drawn]})]) == [ASSET, OTHER_ASSET]
    assert asset_ids(form, [answer("talk", {"turns": [{"id": "t1"}]}), answer("gone", {})]) == []
    assert asset_ids(about_talk(WRITE, kind="text"), [answer("talk", {"text": ASSET})]) == []


def test_the_order_is_also_a_number_for_each_turn() -> None:
    question = about_talk(RICH).questions[0]
    stored = canonical_value(about_talk(RICH), {"turns": [turn("t1"), turn("t2", ranks=[["r1", "r2"]])]})
    assert question.columns(stored, []) == {"rating": {"t1": {"r1": 2, "r2": 1}, "t2": {"r1": 1, "r2": 1}}}
    assert question.measure() is None
    assert not question.compares


@pytest.mark.parametrize(
    ("newer", "used", "untouched"),
    [
        ({"tags": TAGS[:1]}, turn("t1", response("r1", tags=["rude"])), turn("t1", response("r1", tags=["safe"]))),
        (
            {"labels": LABELS[1:]},
            turn("t1", response("r1", spans=[{"start": 0, "end": 2, "labels": ["claim"]}])),
            turn("t1", response("r1", spans=[{"start": 0, "end": 2, "labels": ["error"]}])),
        ),
        ({"ratings": []}, turn("t1", response("r1")), turn("t1", response("r1", ratings={}))),
        ({"ratings": [{**HELPFUL, "options": [*POINTS, {"value": 2}]}]}, turn(), turn("t1", response(ratings={}))),
        ({"ties": False}, turn("t1", ranks=[["r1", "r2"]]), turn()),
        ({"prompt_images": False}, turn("t1", prompt={"images": [ASSET]}), turn()),
        ({"response_images": False}, turn("t1", response(images=[ASSET])), turn("t1", prompt={"images": [ASSET]})),
    ],
)
def test_what_an_edited_form_takes_away_is_told(newer: Any, used: Value, untouched: Value) -> None:
    removed = removed_by(about_talk(RICH), about_talk(RICH, **newer))
    assert len(removed) == 1
    assert uses([answer("talk", canonical_value(about_talk(RICH), {"turns": [used]}))], removed)
    assert not uses([answer("talk", canonical_value(about_talk(RICH), {"turns": [untouched]}))], removed)
    assert removed_by(about_talk(RICH), about_talk(RICH, max_turns=50, max_responses=20)) == []


def test_the_size_of_a_dialogue_is_bounded() -> None:
    half = "é" * 99_999
    long = [turn(f"t{n}", response("r1", half), response("r2", half)) for n in range(3)]
    assert problems(*long[:2]) == []
    assert problems(*long) == ["/turns"]
    assert problems(*long, complete=False) == ["/turns"]
    assert problems(*[None] * 1_000_000) == ["/turns"]
