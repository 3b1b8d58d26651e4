"""Argilla's records become items, answers and suggestions, from each of its layouts."""

import json
from collections import Counter

import pytest

from annotation.forms import parse_form
from annotation.imports.argilla import READER
from annotation.tests.given import given, items_of, lost_of, refused, rows_of, sample, shared

SETTINGS = {
    "guidelines": "Be fair.",
    "fields": [
        {"name": "chat", "title": "Chat", "settings": {"type": "chat"}},
        {"name": "picture", "settings": {"type": "image"}},
        {"name": "text", "settings": {"type": "text"}},
    ],
    "questions": [
        {"id": "q1", "name": "Mood", "title": "Which mood?", "required": True, "description": "Pick one.",
         "settings": {"type": "label_selection", "options": [{"value": "good", "text": "Good!"}]}},
        {"id": "q2", "name": "topics", "settings": {"type": "multi_label_selection", "options": [{"value": "a"}]}},
        {"id": "q3", "name": "stars", "settings": {"type": "rating", "options": [{"value": 0}, {"value": 5}]}},
        {"id": "q4", "name": "why", "settings": {"type": "text", "use_markdown": True}},
        {"id": "q5", "name": "marks", "settings": {"type": "span", "field": "text", "options": [{"value": "PER"}]}},
    ],
}  # fmt: skip
FIELDS = {
    "chat": [{"role": "user", "content": "Hello"}],
    "picture": "https://example.org/a.png",
    "text": "😀 Ada met Bob.",
}


def response(status="submitted", user="u1", **values):
    return {
        "user_id": user,
        "status": status,
        "values": {name: {"value": value} for name, value in values.items()},
        "inserted_at": "2024-01-01T00:00:00",
        "updated_at": "2024-01-02T00:00:00",
    }


def record(*responses, **more):
    return {"id": "server", "external_id": "e1", "fields": FIELDS, "responses": list(responses), **more}


def files_of(*records, settings=SETTINGS):
    files = {"records.json": json.dumps({"items": list(records), "total": len(records)})}
    return given(files | ({"settings.json": json.dumps(settings)} if settings else {}))


def test_it_recognises_its_exports_and_nothing_else():
    assert READER.detect(given({"a.jsonl": sample("argilla", "v1_label.jsonl")})) > 0.9
    assert READER.detect(given({"a.json": sample("argilla", "v2_records.json")})) > 0.9
    assert READER.detect(given({"a.json": '[{"fields": 3, "text": "x"}]'})) == 0


def test_fields_become_content_each_where_its_kind_belongs():
    [item] = items_of(READER, files_of(record(metadata={"source": "news"})))
    assert item.external_id == "e1"
    assert item.content == {
        "messages": [{"id": "m1", "role": "user", "text": "Hello"}],
        "image": "picture:https://example.org/a.png",
        "text": "😀 Ada met Bob.",
    }
    assert item.metadata == {"source": "news"}


def test_the_settings_become_form_and_guidelines():
    form = parse_form(READER.form(files_of(record())))
    assert READER.guidelines(files_of(record())) == "Be fair."
    assert [(question.name, question.kind, question.scope) for question in form.questions] == [
        ("mood", "choice", "item"),
        ("topics", "choice", "item"),
        ("stars", "rating", "item"),
        ("why", "text", "item"),
        ("marks", "spans", "text"),
    ]
    assert (form.questions[0].title, form.questions[0].help) == ("Which mood?", "Pick one.")
    assert [option.value for option in form.questions[2].options] == [0, 1, 2, 3, 4, 5]
    assert form.questions[1].multiple
    assert not form.questions[0].multiple


def test_answers_of_the_rest_api_with_people_states_and_times():
    done = response(
        Mood="good", topics=["a"], stars=5, why="So.", marks=[{"start": 2, "end": 5, "label": "PER"}]
    )  # fmt: skip
    rows = rows_of(READER, files_of(record(done, response("discarded", "u2"), response("draft", "u3"))))
    first, second = rows[0].item.annotations
    assert (first["annotator"]["id"], first["state"], first["submitted_at"]) == (
        "u1",
        "submitted",
        "2024-01-02T00:00:00",
    )
    assert {answer["question"]: answer["value"] for answer in first["answers"]} == {
        "mood": {"choices": ["good"]},
        "topics": {"choices": ["a"]},
        "stars": {"rating": 5},
        "why": {"text": "So."},
        "marks": {"spans": [{"start": 2, "end": 5, "labels": ["PER"]}]},
    }
    assert (second["annotator"]["id"], second["state"], second["answers"]) == ("u2", "skipped", [])
    assert lost_of(rows) == {"drafts": 1}


def test_suggestions_are_put_together_by_agent_also_by_the_id_of_their_question():
    proposed = [
        {"question_id": "q1", "value": "good", "agent": "m1", "score": 0.5},
        {"question_name": "stars", "value": 3, "agent": "m1", "score": 0.5},
        {"question_name": "why", "value": "Hm.", "agent": None},
    ]
    [item] = items_of(READER, files_of(record(suggestions=proposed)))
    assert [(row["agent"], row["score"], len(row["answers"])) for row in item.suggestions] == [
        ("m1", 0.5, 2),
        ("suggestion", None, 1),
    ]


def test_rankings_of_the_first_layout_keep_their_ranks_and_ties():
    line = json.loads(sample("argilla", "v1_ranking.jsonl").splitlines()[0])
    line["ranking"][0]["value"]["rank"] = [2, 1, 2, 1]
    rows = rows_of(READER, given({"a.jsonl": json.dumps(line)}))
    [answer] = [row for row in rows[0].item.annotations[0]["answers"] if row["question"] == "ranking"]
    assert answer["value"] == {"ranks": [["prediction_2", "prediction_4"], ["prediction_1", "prediction_3"]]}
    assert lost_of(rows) == {}


def test_rankings_of_the_sdk_are_taken_as_they_stand_and_said_to_be_doubtful():
    files = given(
        {"records.json": sample("argilla", "v2_records.json"), "settings.json": sample("argilla", "v2_settings.json")}
    )
    rows = rows_of(READER, files)
    [answer] = [row for row in rows[0].item.annotations[0]["answers"] if row["question"] == "ranking"]
    assert answer["value"]["ranks"] == [["prediction_4"], ["prediction_2"], ["prediction_1"], ["prediction_3"]]
    assert lost_of(rows) == {"rankings that may have lost their ranks": 3}


def test_spans_lie_on_the_field_that_their_question_is_about():
    files = given(
        {"records.json": sample("argilla", "v2_records.json"), "settings.json": sample("argilla", "v2_settings.json")}
    )
    [answer] = [row for row in items_of(READER, files)[0].annotations[0]["answers"] if row["question"] == "errors"]
    assert answer["on"] == "responses.prediction_1"
    assert len(answer["value"]["spans"]) == 3


def test_spans_of_which_nothing_says_where_they_lie_are_lost():
    rows = rows_of(READER, given({"records.json": sample("argilla", "v2_records.json")}))
    assert lost_of(rows)["spans of which nothing says what text they lie on"] == 3


def test_the_flat_columns_of_the_second_layout():
    row = {
        "id": "r1", "status": "completed", "_server_id": "x", "text": "Ada", "topic": 3,
        "mood.responses": ["good", "bad"], "mood.responses.users": ["u1", "u2"],
        "mood.responses.status": ["submitted", "discarded"],
        "mood.suggestion": "good", "mood.suggestion.score": 0.25, "mood.suggestion.agent": "m1",
    }  # fmt: skip
    [item] = items_of(READER, given({"a.jsonl": json.dumps(row)}))
    assert (item.external_id, item.content, item.metadata) == ("r1", {"text": "Ada"}, {"topic": 3})
    assert [(each["annotator"]["id"], each["state"]) for each in item.annotations] == [
        ("u1", "submitted"),
        ("u2", "skipped"),
    ]
    assert item.suggestions[0] == {
        "agent": "m1",
        "score": 0.25,
        "answers": [{"question": "mood", "on": "item", "value": {"choices": ["good"]}}],
    }


def test_the_settings_of_older_data_sets_are_read_too():
    settings = """
guidelines: Old.
fields: [{name: text, type: text}]
questions: [{name: mood, type: label_selection, labels: {good: Good}, required: true}]
"""
    line = {"text": "a", "mood": [{"user_id": "u", "value": "good"}], "mood-suggestion": None, "metadata": "{}"}
    files = given({"a.jsonl": json.dumps(line), "argilla.yaml": settings})
    assert READER.guidelines(files) == "Old."
    assert READER.form(files)["questions"][0]["options"][0]["title"] == "Good"
    assert len(items_of(READER, files)[0].annotations) == 1


def test_broken_settings_are_refused():
    files = given({"records.json": "[]", "settings.json": "{"})
    assert "settings" in refused(lambda: READER.form(files))


def test_what_has_no_settings_and_many_values_was_written():
    lines = [
        {"id": str(n), "text": "a", "why.responses": [f"because {n}"], "why.responses.users": ["u"]} for n in range(60)
    ]
    files = given({"a.jsonl": "\n".join(map(json.dumps, lines))})
    assert READER.form(files)["questions"][0]["kind"] == "text"
    assert items_of(READER, files)[7].annotations[0]["answers"][0]["value"] == {"text": "because 7"}


@pytest.mark.parametrize("bad", [3, {"fields": {}, "responses": []}])
def test_a_bad_record_is_a_problem_and_the_next_one_is_read(bad):
    files = given({"a.jsonl": f"{json.dumps(bad)}\n{json.dumps(record())}"})
    assert [bool(row.problems) for row in rows_of(READER, files)] == [True, False]


@pytest.mark.parametrize(
    ("stem", "items", "annotations"), [("pandalm", 200, 600), ("qa_feedback", 100, 100)], ids=["labels", "rankings"]
)
def test_every_published_sample_is_read_as_its_readme_counts_it(stem, items, annotations):
    layouts = {
        "v1": {"a.jsonl": shared("argilla_exports", f"argilla_v1_{stem}.jsonl.gz")},
        "v2": {
            "records.json": shared("argilla_exports", f"argilla_v2_{stem}_records.json.gz"),
            "settings.json": shared("argilla_exports", f"argilla_v2_{stem}_settings.json.gz"),
        },
    }
    for layout in layouts.values():
        found = items_of(READER, given(layout))
        people = Counter(row["annotator"]["id"] for item in found for row in item.annotations)
        assert (len(found), people.total()) == (items, annotations)
        assert all(row["answers"] for item in found for row in item.annotations)
