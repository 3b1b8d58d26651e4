"""doccano's documents become items with the answers of each person."""

import json

import pytest

from annotation.imports.doccano import READER
from annotation.tests.given import given, items_of, lost_of, rows_of, sample, shared


def document(**more):
    return json.dumps({"id": 1, "text": "Ada met Bob.", **more})


def only(line, name="all.jsonl"):
    return items_of(READER, given({name: line}))[0]


def test_it_recognises_its_exports_and_nothing_else():
    assert READER.detect(given({"all.jsonl": sample("doccano", "labeling__labeling.jsonl")})) > 0.8
    assert READER.detect(given({"c.csv": sample("doccano", "classification__classification.csv")})) > 0.8
    assert READER.detect(given({"all.jsonl": document(label=["a"])})) == 0
    assert READER.detect(given({"c.csv": "id,text,label\n1,a,b\n"})) == 0


def test_each_persons_spans_are_an_annotation_of_theirs():
    first, second = items_of(READER, given({"all.jsonl": sample("doccano", "labeling__labeling.jsonl")}))
    assert [annotation["annotator"]["id"] for annotation in first.annotations] == ["1", "2"]
    assert first.annotations[0]["answers"][0]["on"] == "text"
    spans = first.annotations[0]["answers"][0]["value"]["spans"]
    assert [(first.content["text"][span["start"] : span["end"]], span["labels"]) for span in spans][:2] == [
        ("JAPAN", ["12"]),
        ("CHINA", ["13"]),
    ]
    assert (second.external_id, [row["annotator"]["id"] for row in second.annotations]) == ("2580", ["2"])


def test_spans_as_lists_are_the_same():
    first, _ = items_of(READER, given({"all.jsonl": sample("doccano", "labeling__labeling_text_label.jsonl")}))
    assert first.annotations[0]["answers"][0]["value"]["spans"][0] == {"start": 9, "end": 14, "labels": ["LOC"]}


def test_entities_are_spans_and_relations_are_lost():
    line = document(
        entities=[{"id": 1, "label": "PER", "start_offset": 0, "end_offset": 3}], relations=[{"id": 1, "from_id": 1}]
    )
    assert only(line).annotations[0]["answers"][0]["value"]["spans"] == [{"start": 0, "end": 3, "labels": ["PER"]}]
    assert lost_of(rows_of(READER, given({"all.jsonl": line}))) == {"relations": 1}


def test_categories_are_choices_and_long_ones_are_texts():
    assert only(document(label=["good", "short"])).annotations[0]["answers"] == [
        {"question": "category", "on": "item", "value": {"choices": ["good", "short"]}}
    ]
    assert only(document(label=["so " * 50])).annotations[0]["answers"][0]["value"] == {"text": "so " * 50}


def test_what_was_written_is_a_text():
    items = items_of(READER, given({"all.jsonl": sample("doccano", "seq2seq__seq2seq.jsonl")}))
    assert [row["annotator"]["id"] for item in items for row in item.annotations] == ["1", "2", "1"]
    assert items[2].annotations[0]["answers"][0]["value"] == {"text": "私 は テニス 部員 で す 。"}


def test_boxes_and_polygons_are_regions_of_the_picture():
    item = only(
        json.dumps(
            {
                "id": 5,
                "filename": "a.png",
                "bbox": [{"x": 1, "y": 2, "width": 3, "height": 4, "label": "cat"}],
                "segmentation": [{"points": [0, 0, 5, 0, 5, 5], "label": "dog"}],
            }
        )
    )
    assert item.content == {"image": "picture:a.png"}
    assert item.annotations[0]["answers"][0]["value"]["regions"] == [
        {"shape": "box", "points": [[1, 2], [4, 6]], "labels": ["cat"]},
        {"shape": "polygon", "points": [[0, 0], [5, 0], [5, 5]], "labels": ["dog"]},
    ]


def test_a_file_for_each_person_is_theirs():
    files = given({"ann.jsonl": document(label=["a"]), "bob.jsonl": document(label=["b"])})
    people = [item.annotations[0]["annotator"]["name"] for item in items_of(READER, files)]
    assert people == ["ann", "bob"]


def test_approvals_comments_and_spans_elsewhere_are_lost():
    line = document(label=[[0, 99, "PER"]], annotation_approver="eve", Comments=[{"text": "?"}])
    assert lost_of(rows_of(READER, given({"all.jsonl": line}))) == {
        "approvals": 1,
        "comments": 1,
        "spans outside of their text": 1,
    }


def test_a_csv_of_categories_is_read_and_one_of_texts_says_what_it_lacks():
    items = items_of(READER, given({"c.csv": sample("doccano", "classification__classification.csv")}))
    assert [item.annotations[0]["answers"][0]["value"]["choices"] for item in items] == [["15"], ["17"], ["17"]]
    written = rows_of(READER, given({"c.csv": sample("doccano", "seq2seq__seq2seq.csv")}))
    assert lost_of(written) == {"answers that the CSV does not tell from texts": 3}


@pytest.mark.parametrize("line", ["5", '{"id": 1}', "{"])
def test_a_bad_line_is_a_problem(line):
    rows = rows_of(READER, given({"all.jsonl": f"{line}\n{document()}"}))
    assert [bool(row.problems) for row in rows] == [True, False]


@pytest.mark.parametrize(
    ("name", "items", "people", "marks"),
    [
        ("labeling__labeling.jsonl", 2, 3, 16),
        ("labeling__labeling_text_label.jsonl", 2, 2, 11),
        ("classification__classification.jsonl", 3, 3, 0),
        ("classification__classification.csv", 3, 3, 0),
        ("seq2seq__seq2seq.jsonl", 3, 3, 0),
        ("seq2seq__seq2seq.csv", 3, 0, 0),
    ],
)
def test_every_published_sample_is_read_as_its_readme_counts_it(name, items, people, marks):
    found = items_of(READER, given({name: shared("doccano_exports", name)}))
    annotations = [annotation for item in found for annotation in item.annotations]
    spans = [span for row in annotations for answer in row["answers"] for span in answer["value"].get("spans", ())]
    assert (len(found), len(annotations), len(spans)) == (items, people, marks)
