"""What the columns of a table are by their names and values, and what a row becomes once that is settled."""

import math

import pytest

from annotation.forms import Problem
from annotation.imports.columns import item_from_columns, propose, row_id
from annotation.imports.items import ItemRow, item_from_json


def proposed(**columns):
    return {column.name: column.target for column in propose(columns)}


def item(row, **columns) -> ItemRow:
    found = item_from_columns(row, columns, fallback_id="fallback")
    assert isinstance(found, ItemRow), found
    return found


def problems(row, **columns) -> list[Problem]:
    found = item_from_columns(row, columns, fallback_id="fallback")
    assert isinstance(found, list), found
    return found


@pytest.mark.parametrize(
    ("name", "values", "target"),
    [
        ("prompt", ["Why?"], "content.prompt"),
        ("Instruction", ["Do"], "content.prompt"),
        ("question", ["Why?"], "content.prompt"),
        ("prompt", [7], "metadata"),
        ("prompt", [], "content.prompt"),
        ("text", ["x"], "content.text"),
        ("Context", ["x"], "content.context"),
        ("messages", [[{"role": "user", "content": "x"}]], "content.messages"),
        ("response", ["x"], "content.responses"),
        ("responses", [["x", "y"]], "content.responses"),
        ("response_a", ["x"], "content.responses"),
        ("Response 1", ["x"], "content.responses"),
        ("output_2", ["x"], "content.responses"),
        ("completionB", ["x"], "content.responses"),
        ("model_output", ["x"], "content.responses"),
        ("answer", [3], "metadata"),
        ("answerable", ["x"], "metadata"),
        ("chosen", ["x"], "content.responses"),
        ("image", ["1.png"], "content.image"),
        ("image_url", ["https://example.org/1"], "content.image"),
        ("anything", ["https://example.org/1.JPG?size=2", "a b/ü.webp"], "content.image"),
        ("anything", ["see 1.png\nthere"], "metadata"),
        ("id", [1, 1], "external_id"),
        ("item_id", [1, 2], "external_id"),
        ("item_id", [1, 1], "metadata"),
        ("question_id", [1, 2], "metadata"),
        ("metadata", [{}], "metadata"),
        ("suggestions", [[]], "suggestions"),
        ("score", [1.5], "metadata"),
    ],
)
def test_a_column_goes_where_its_name_and_values_point(name, values, target):
    assert proposed(**{name: values, "text" if name != "text" else "prompt": ["some text"]})[name] == target


def test_of_several_ids_the_most_telling_one_counts():
    assert proposed(index=[1, 2], id=["a", "b"], text=["x"]) == {
        "index": "metadata",
        "id": "external_id",
        "text": "content.text",
    }


def test_several_pictures_are_there_to_be_compared():
    assert proposed(left=["1.png"], right=["2.png"], prompt=["x"])["left"] == "content.responses"


def test_lists_of_pictures_beside_a_prompt_belong_to_it():
    assert proposed(images=[["1.png"]], prompt=["x"]) == {"images": "content.prompt", "prompt": "content.prompt"}


def test_a_table_without_known_names_is_about_its_longest_texts():
    columns = proposed(
        a=["one word here"], b=["a much longer text than the other"], c=["xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"]
    )
    assert columns == {"a": "metadata", "b": "content.text", "c": "metadata"}


def test_samples_are_short_and_few():
    (column,) = propose({"text": [None, "", "x" * 1000, [1, 2], *"abcdef"]})
    assert [len(sample) for sample in column.samples] == [200, 5, 1, 1, 1]


def test_every_target_takes_its_columns():
    row = {
        "key": 7,
        "task": "Sum up",
        "input": "A text",
        "source": "Background",
        "x": "first",
        "y": "second",
        "seen": "2024",
        "secret": "s",
        "picture": "1.png",
    }
    found = item_from_columns(
        row,
        {
            "key": "external_id",
            "task": "content.prompt",
            "input": "content.prompt",
            "source": "content.context",
            "x": "content.responses",
            "y": "content.responses",
            "secret": "ignore",
            "picture": "content.image",
        },
        fallback_id="fallback",
        place=lambda named: f"images/{named}",
    )
    assert found == ItemRow(
        "7",
        {
            "prompt": {"text": "Sum up\n\nA text"},
            "image": "picture:images/1.png",
            "context": [{"title": "source", "text": "Background", "id": "c1"}],
            "responses": [{"id": "x", "text": "first"}, {"id": "y", "text": "second"}],
        },
        {"seen": "2024"},
    )


def test_absent_values_are_left_out():
    found = item({"text": "x", "a": None, "b": "", "c": 0, "d": False}, text="content.text")
    assert found.metadata == {"b": "", "c": 0, "d": False}


def test_lists_and_objects_may_be_json_in_a_cell():
    found = item(
        {
            "Responses": '["a", {"text": "b", "model": "m"}]',
            "m": '[{"role": "user", "content": "x"}]',
            "metadata": '{"k": 1}',
        },
        Responses="content.responses",
        m="content.messages",
        metadata="metadata",
    )
    assert found.content == {
        "messages": [{"id": "m1", "role": "user", "text": "x"}],
        "responses": [{"text": "a", "id": "a"}, {"text": "b", "model": "m", "id": "b"}],
    }
    assert found.metadata == {"k": 1}


@pytest.mark.parametrize("text", ["[sic] he said", '["a", "b"]', '{"answer": 1}', "I saved it as out.png"])
def test_what_a_model_wrote_stays_as_it_is(text):
    found = item({"output": text, "output_2": text}, output="content.responses", output_2="content.responses")
    assert [response["text"] for response in found.content["responses"]] == [text, text]
    assert item({"output": text}, output="content.responses").content["responses"] == [{"id": "output", "text": text}]


def test_a_response_without_a_word_is_a_problem_and_not_left_out():
    (problem,) = problems({"a": "x", "b": ""}, a="content.responses", b="content.responses")
    assert problem == Problem("/b", "is empty: there is no response to judge")


def test_annotations_in_our_own_shape_are_kept_and_others_refused():
    answers = [{"question": "safe", "on": "item", "value": {"choices": ["yes"]}}]
    given = [{"annotator": {"id": "7", "email": "a@example.org"}, "answers": answers, "seconds": 5}]
    (annotation,) = item(
        {"text": "x", "annotations": given}, text="content.text", annotations="annotations"
    ).annotations
    assert annotation == {
        "annotator": {"id": "7", "name": "", "email": "a@example.org"},
        "answers": answers,
        "submitted_at": None,
        "seconds": 5,
        "state": "submitted",
    }
    for bad in ({"answers": answers}, {"annotator": {"id": 7}, "answers": []}, {"annotator": {"id": "7"}}, 5):
        (problem,) = problems({"text": "x", "annotations": [bad]}, text="content.text", annotations="annotations")
        assert problem.pointer == "/annotations/0"
    assert propose({"text": ["x"], "annotations": [given]})[1].target == "annotations"
    assert propose({"text": ["x"], "annotations": [[{"label": 1}]]})[1].target == "metadata"


def test_responses_that_are_pictures_show_them():
    found = item(
        {"prompt": "a cat", "generations": ["1.webp", "2.webp"]},
        prompt="content.prompt",
        generations="content.responses",
    )
    assert found.content["responses"] == [
        {"images": ["picture:1.webp"], "id": "a"},
        {"images": ["picture:2.webp"], "id": "b"},
    ]


def test_columns_of_answers_are_those_of_one_person_each():
    row = {"text": "x", "ann": "yes", "bob": ["no", "unsure"], "ann2": 4, "bob2": {"text": "free"}}
    found = item(
        row, text="content.text", ann="answers.safe", bob="answers.safe", ann2="answers.quality", bob2="answers.quality"
    )
    assert [(each["annotator"]["id"], each["answers"]) for each in found.annotations] == [
        (
            "ann",
            [
                {"question": "safe", "on": "item", "value": {"choices": ["yes"]}},
                {"question": "quality", "on": "item", "value": {"rating": 4}},
            ],
        ),
        (
            "bob",
            [
                {"question": "safe", "on": "item", "value": {"choices": ["no", "unsure"]}},
                {"question": "quality", "on": "item", "value": {"text": "free"}},
            ],
        ),
    ]


@pytest.mark.parametrize(
    ("value", "detail"),
    [
        ("a\x00b", "can't be stored"),
        ("\ud800", "can't be stored"),
        ({"deep": ["a\x00"]}, "can't be stored"),
        ({"\ud800": 1}, "can't be stored"),
        (2**63, "64 bits"),
        ([-(2**63) - 1], "64 bits"),
        (math.nan, "finite"),
        ([math.inf], "finite"),
        ("x" * ((1 << 20) + 1), "longer than 1 MiB"),
    ],
    ids=lambda value: repr(value)[:20],
)
@pytest.mark.parametrize("target", ["metadata", "content.text", "external_id"])
def test_what_cannot_be_stored_is_a_problem_of_its_column(value, detail, target):
    (problem,) = problems({"text": "x", "odd": value}, text="content.text", odd=target)
    assert problem.pointer == "/odd"
    assert detail in problem.detail


def test_nesting_without_end_is_a_problem():
    deep: object = 1
    for _ in range(100_000):
        deep = [deep]
    (problem,) = problems({"text": "x", "odd": deep}, text="content.text")
    assert problem == Problem("/odd", "is nested deeper than 64 levels")


def test_what_fits_no_target_is_a_problem():
    assert problems({"m": "no list"}, m="content.messages") == [Problem("/m", "must be a list")]
    assert problems({"a": "1.png", "b": "2.png"}, a="content.image", b="content.image")[0].pointer == "/b"
    assert problems({"a": 5}, a="content.image") == [Problem("/a", "names no picture")]
    assert "holds nothing to show" in problems({"a": 5})[0].detail


def test_rows_of_the_same_values_have_the_same_id_in_any_order():
    assert row_id({"a": 1, "b": "x"}) == row_id({"b": "x", "a": 1}) != row_id({"a": 1, "b": "y"})


@pytest.mark.parametrize(
    "row",
    [
        {"prompt": "Why?", "responses": ["a", {"text": "b", "model": "m", "score": 3}], "score": 3},
        {"text": "some", "id": 5, "metadata": {"a": 1}},
        {"messages": [{"role": "user", "content": "hi"}]},
        {"prompt": {"text": "x"}, "context": "some document"},
        {"prompt": [{"role": "user", "content": "hi"}], "suggestions": []},
    ],
)
def test_flat_objects_become_what_they_always_became(row):
    columns = {column.name: column.target for column in propose({name: [value] for name, value in row.items()})}
    found, expected = item_from_columns(row, columns, fallback_id="f"), item_from_json(row, fallback_id="f")
    if isinstance(row.get("context"), str):
        found.content["context"][0].pop("title")
    assert found == expected
