"""Conversations as trainers' tools write them, and what was preferred in them."""

import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from annotation.forms import parse_form
from annotation.imports.readers import READERS, best_reader
from annotation.tests.foreign_files import given, items, lines, read, wrong, zipped

HI = {"role": "user", "content": "hi"}
PREFERRED = [{"question": "preferred", "on": "item", "value": {"preferred": "chosen", "strength": 1}}]
SHOWN = [{"id": "m1", "role": "user", "text": "hi"}]


def says(text):
    return {"role": "assistant", "content": text}


def only(folder, row):
    files = given(folder, "a.jsonl", lines(row))
    assert best_reader(files)[0][0].name == "chats"
    (item,) = items(files)
    return item


def responses(item):
    return {response["id"]: response["text"] for response in item.content["responses"]}


def preferred(item):
    return [annotation["answers"] for annotation in item.annotations]


# One conversation


def test_an_example_for_fine_tuning_is_its_messages(tmp_path):
    call = {"id": "c1", "type": "function", "function": {"name": "weather", "arguments": '{"city":"Bonn"}'}}
    item = only(
        tmp_path,
        {
            "messages": [
                {"role": "developer", "content": "Be brief."},
                HI,
                {"role": "assistant", "content": None, "tool_calls": [call]},
                {"role": "tool", "tool_call_id": "c1", "content": "5 °C"},
                {"role": "assistant", "content": "Cold.", "weight": 0},
                {"role": "assistant", "content": None, "refusal": "No."},
            ],
            "tools": [{"type": "function"}],
            "parallel_tool_calls": False,
        },
    )
    assert [(message["role"], message["text"]) for message in item.content["messages"]] == [
        ("system", "Be brief."),
        ("user", "hi"),
        ("assistant", 'weather({"city":"Bonn"})'),
        ("tool", "5 °C"),
        ("assistant", "Cold."),
        ("assistant", "No."),
    ]
    assert item.metadata == {
        "tools": [{"type": "function"}],
        "parallel_tool_calls": False,
        "messages": {
            "m1": {"role": "developer"},
            "m3": {"tool_calls": [call]},
            "m4": {"tool_call_id": "c1"},
            "m5": {"weight": 0},
            "m6": {"refusal": "No."},
        },
    }
    assert item.annotations == ()


def test_content_in_parts_is_texts_and_pictures_and_the_rest_is_kept(tmp_path):
    sound = {"type": "input_audio", "input_audio": {"data": "AA==", "format": "wav"}}
    parts = [
        {"type": "text", "text": "What"},
        {"type": "image_url", "image_url": {"url": "https://example.org/1.png"}},
        {"type": "text", "text": "is it?"},
        {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}},
        sound,
    ]
    item = only(tmp_path, {"messages": [{"role": "user", "content": parts}]})
    assert item.content["messages"] == [
        {
            "id": "m1",
            "role": "user",
            "text": "What\n\nis it?",
            "images": ["picture:https://example.org/1.png", "picture:data:image/png;base64,AAAA"],
        }
    ]
    assert item.metadata == {"messages": {"m1": {"content": [sound]}}}


def test_sharegpt_is_a_conversation(tmp_path):
    turns = [{"from": "human", "value": "hi"}, {"from": "gpt", "value": "hello"}, {"from": "observation", "value": "5"}]
    item = only(tmp_path, {"id": "x7", "system": "Be brief.", "conversations": turns, "model": "m"})
    assert (item.external_id, item.metadata) == ("x7", {"model": "m"})
    assert [(message["id"], message["role"]) for message in item.content["messages"]] == [
        ("system", "system"),
        ("m1", "user"),
        ("m2", "assistant"),
        ("m3", "tool"),
    ]


def test_what_a_model_is_to_learn_from_a_prompt_is_a_response(tmp_path):
    item = only(tmp_path, {"prompt": [HI], "completion": [says("hello")], "label": True})
    assert (item.content["messages"], responses(item), item.metadata) == (
        SHOWN,
        {"completion": "hello"},
        {"label": True},
    )


# Pairs


@pytest.mark.parametrize(
    "row",
    [
        {"input": {"messages": [HI]}, "preferred_output": [says("good")], "non_preferred_output": [says("bad")]},
        {"chosen": [HI, says("good")], "rejected": [HI, says("bad")]},
        {"prompt": "hi", "chosen": [HI, says("good")], "rejected": [HI, says("bad")]},
        {"prompt": [HI], "chosen": [says("good")], "rejected": [says("bad")]},
        {
            "conversations": [{"from": "human", "value": "hi"}],
            "chosen": {"from": "gpt", "value": "good"},
            "rejected": {"from": "gpt", "value": "bad"},
        },
    ],
    ids=["OpenAI", "TRL without a prompt", "a prompt said twice", "TRL", "ShareGPT"],
)
def test_a_pair_is_a_conversation_two_responses_and_an_answer(tmp_path, row):
    item = only(tmp_path, row)
    assert item.content["messages"] == SHOWN
    assert "prompt" not in item.content
    assert responses(item) == {"chosen": "good", "rejected": "bad"}
    assert preferred(item) == [PREFERRED]
    assert item.metadata == {}


def test_a_pair_of_texts_has_a_prompt(tmp_path):
    item = only(tmp_path, {"prompt": "Sky?", "chosen": "blue", "rejected": "green", "score_chosen": 0.9})
    assert item.content["prompt"] == {"text": "Sky?"}
    assert (responses(item), item.metadata) == ({"chosen": "blue", "rejected": "green"}, {"score_chosen": 0.9})


def test_the_order_of_the_responses_does_not_betray_which_was_chosen(tmp_path):
    rows = [
        {"prompt": "x", "chosen": "a", "rejected": "b"},
        {"prompt": "x", "chosen": "b", "rejected": "a"},
    ]
    found = items(given(tmp_path, "a.jsonl", lines(*rows)))
    assert [[response["text"] for response in item.content["responses"]] for item in found] == [["a", "b"], ["a", "b"]]
    assert [item.content["responses"][0]["id"] for item in found] == ["chosen", "rejected"]


def test_conversations_that_part_early_keep_all_that_follows(tmp_path):
    item = only(
        tmp_path,
        {"chosen": [HI, says("one"), HI, says("two")], "rejected": [HI, says("other"), HI, says("two")]},
    )
    assert item.content["messages"] == SHOWN
    assert responses(item) == {
        "chosen": "assistant: one\n\nuser: hi\n\nassistant: two",
        "rejected": "assistant: other\n\nuser: hi\n\nassistant: two",
    }


def test_two_conversations_that_are_the_same_keep_a_response_each(tmp_path):
    item = only(tmp_path, {"chosen": [HI, says("same")], "rejected": [HI, says("same")]})
    assert responses(item) == {"chosen": "same", "rejected": "same"}


def test_calls_in_a_response_are_kept_with_it(tmp_path):
    call = {"function": {"name": "f", "arguments": {"b": 1, "a": 2}}}
    item = only(tmp_path, {"prompt": [HI], "chosen": [{**says(""), "tool_calls": [call]}], "rejected": [says("no")]})
    assert responses(item)["chosen"] == 'f({"a":2,"b":1})'
    assert item.metadata == {"responses": {"chosen": {"messages": [{"tool_calls": [call]}]}}}


# Pictures that stand beside the messages


def test_pictures_go_where_the_messages_await_them(tmp_path):
    user = {"role": "user", "content": [{"type": "image"}, {"type": "text", "text": "and"}, {"type": "image"}]}
    for row in (
        {"images": ["1.png", "2.png"], "prompt": [user], "chosen": [says("a")], "rejected": [says("b")]},
        {"images": ["1.png", "2.png"], "chosen": [user, says("a")], "rejected": [user, says("b")]},
        {"images": ["1.png", "2.png"], "messages": [user, says("a")]},
    ):
        files = given(tmp_path, "a.zip", zipped({"rows.jsonl": lines(row), "pics/1.png": b"x"}))
        (item,) = items(files, "chats")
        assert item.content["messages"][0]["images"] == ["picture:pics/1.png", "picture:2.png"]
        assert item.metadata == {}


def test_pictures_that_nothing_awaits_belong_to_the_prompt(tmp_path):
    item = only(tmp_path, {"images": ["1.png"], "prompt": "What?", "chosen": "a", "rejected": "b"})
    assert item.content["prompt"] == {"text": "What?", "images": ["picture:1.png"]}
    item = only(tmp_path, {"image": "1.png", "conversations": [{"from": "human", "value": "<image>What?"}]})
    assert item.content["messages"][0]["images"] == ["picture:1.png"]


def test_conversations_in_parquet_are_the_same_with_pictures_inside(tmp_path):
    picture = {"bytes": b"\x89PNG\r\n\x1a\n", "path": None}
    row = {"images": [picture], "prompt": [HI], "chosen": [says("good")], "rejected": [says("bad")]}
    data = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([row]), data)
    files = given(tmp_path, "a.parquet", data.getvalue())
    assert best_reader(files)[0][0].name == "chats"
    (item,) = items(files)
    assert item.content["messages"] == [{**SHOWN[0], "images": ["picture:a.parquet#1/images/0"]}]
    assert preferred(item) == [PREFERRED]


# What is wrong


@pytest.mark.parametrize(
    ("row", "detail"),
    [
        ({"messages": [{"role": "king", "content": "x"}]}, "/messages/0/role must be one of"),
        ({"messages": [HI, {"role": "user", "content": 5}]}, "/messages/1/content must be a text or a list of parts"),
        ({"prompt": [HI], "chosen": [says("")], "rejected": [says("b")]}, "/chosen holds no response"),
        ({"x": 1}, "is no conversation that is known here"),
        ({"messages": []}, "is no conversation that is known here"),
        ([1], "is no conversation that is known here"),
    ],
)
def test_a_bad_conversation_spoils_nothing_but_itself(tmp_path, row, detail):
    good = {"messages": [HI]}
    first, bad, last = read(given(tmp_path, "a.jsonl", lines(good, row, good)), "chats")
    assert (first.item.content, last.item.content) == ({"messages": SHOWN}, {"messages": SHOWN})
    assert bad.where == "line 2"
    assert wrong(bad).startswith(detail)


@pytest.mark.parametrize(
    "row",
    [
        {"messages": [HI], "responses": ["a", "b"]},
        {"content": {"messages": SHOWN}},
        {"text": "x"},
        {"prompt": "x", "completion": "y"},
    ],
)
def test_what_says_itself_what_it_is_is_not_taken_for_a_conversation(tmp_path, row):
    assert best_reader(given(tmp_path, "a.jsonl", lines(row)))[0][0].name == "jsonl"


def test_only_pairs_need_a_form(tmp_path):
    assert READERS["chats"].form(given(tmp_path, "a.jsonl", lines({"messages": [HI]}))) is None
    form = READERS["chats"].form(given(tmp_path, "a.jsonl", lines({"prompt": "x", "chosen": "a", "rejected": "b"})))
    assert [question.kind for question in parse_form(form).questions] == ["preference"]


# HH-RLHF

ASKED = "\n\nHuman: hi\n\nAssistant: hello\n\nHuman: and?\n\nAssistant:"


def test_transcripts_of_a_pair_are_cut_into_turns(tmp_path):
    files = given(tmp_path, "a.jsonl", lines({"chosen": f"{ASKED} good\n\nindeed", "rejected": f"{ASKED} bad"}))
    assert best_reader(files)[0][0].name == "hh_rlhf"
    (item,) = items(files)
    assert [(message["role"], message["text"]) for message in item.content["messages"]] == [
        ("user", "hi"),
        ("assistant", "hello"),
        ("user", "and?"),
    ]
    assert responses(item) == {"chosen": "good\n\nindeed", "rejected": "bad"}
    assert preferred(item) == [PREFERRED]


def test_transcripts_that_part_early_keep_all_that_follows(tmp_path):
    (item,) = items(
        given(tmp_path, "a.jsonl", lines({"chosen": f"{ASKED} a", "rejected": f"{ASKED.replace('hello', 'ho')} b"}))
    )
    assert responses(item)["chosen"] == "Assistant: hello\n\nHuman: and?\n\nAssistant: a"


def test_a_red_team_transcript_is_a_conversation_with_what_is_known_of_it(tmp_path):
    row = {"transcript": f"{ASKED} no", "rating": 4.0, "task_description": "Make it swear", "tags": None}
    for data in (lines(row), b"[" + lines(row).strip() + b"]"):
        files = given(tmp_path, "red_team_attempts.jsonl", data)
        assert best_reader(files)[0][0].name == "hh_rlhf"
        (item,) = items(files)
        assert len(item.content["messages"]) == 4
        assert item.metadata == {"rating": 4.0, "task_description": "Make it swear"}
        assert READERS["hh_rlhf"].form(files) is None


@pytest.mark.parametrize(
    ("row", "detail"),
    [
        ({"chosen": ASKED, "rejected": f"{ASKED} b"}, "/chosen turn 4 is empty"),
        ({"chosen": "hello", "rejected": f"{ASKED} b"}, "/chosen must begin with a turn of Human or Assistant"),
        ({"transcript": "hello"}, "/transcript must begin"),
        ({"chosen": 5, "rejected": 6}, "is neither a pair of transcripts nor a transcript"),
        ([1], "must be an object"),
    ],
)
def test_a_bad_transcript_spoils_nothing_but_itself(tmp_path, row, detail):
    good = {"chosen": f"{ASKED} good", "rejected": f"{ASKED} bad"}
    first, bad, last = read(given(tmp_path, "a.jsonl", lines(good, row, good)), "hh_rlhf")
    assert first.item.content == last.item.content
    assert wrong(bad).startswith(detail)
