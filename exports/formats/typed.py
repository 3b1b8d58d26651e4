"""Items and annotations as typed tables: what each kind of answer is in Arrow, and its value there.

A row is an annotation with its item, or an item with all of its annotations. Metadata, which may be anything, is JSON.
`answers` is a struct with a field for each question; a question that is asked about more than the item itself is a list
of `{"on", "value"}`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import orjson
import pyarrow as pa

from annotation.forms import Form, Question
from exports.formats.counts import Counts
from exports.formats.records import AnnotationRecord, ItemRecord

WITHOUT_COLUMN = "answers_without_column"
TEXT, TEXTS, WHOLE = pa.string(), pa.list_(pa.string()), pa.int64()
SPANS = pa.list_(pa.struct({"start": WHOLE, "end": WHOLE, "labels": TEXTS}))
BLOCK = {"text": TEXT, "images": TEXTS}
CONTENT = pa.struct(
    {
        "prompt": pa.struct(BLOCK),
        "messages": pa.list_(pa.struct({"id": TEXT, "role": TEXT, **BLOCK})),
        "text": TEXT,
        "image": TEXT,
        "context": pa.list_(pa.struct({"id": TEXT, "title": TEXT, "text": TEXT})),
        "responses": pa.list_(pa.struct({"id": TEXT, **BLOCK, "source": TEXT, "model": TEXT})),
    }
)
ITEM = {
    "item_id": TEXT,
    "external_id": TEXT,
    "position": WHOLE,
    "state": TEXT,
    "content": CONTENT,
    "content_version": WHOLE,
    "metadata": TEXT,
    "agreement": pa.float64(),
}
ANNOTATION = {
    "annotation_id": TEXT,
    "annotator": TEXT,
    "form_version": WHOLE,
    "shown": TEXTS,
    "revision": WHOLE,
    "submitted_at": pa.timestamp("us", tz="UTC"),
    "seconds": WHOLE,
    "verdict": TEXT,
}
RATED = pa.list_(pa.struct({"name": TEXT, "rating": WHOLE}))
WRITTEN = pa.struct({"id": TEXT, **BLOCK, "source": TEXT, "tags": TEXTS, "spans": SPANS, "ratings": RATED})
TURN = pa.struct(
    {"id": TEXT, "prompt": pa.struct(BLOCK), "responses": pa.list_(WRITTEN), "ranks": pa.list_(TEXTS),
     "continues_with": TEXT}
)  # fmt: skip
REGION = pa.struct({"shape": TEXT, "points": pa.list_(pa.list_(pa.float64())), "labels": TEXTS, "image": WHOLE})
TYPES: Mapping[str, pa.DataType] = {
    "choice": pa.struct({"choices": TEXTS, "other": TEXT, "unsure": pa.bool_()}),
    "rating": WHOLE,
    "ranking": pa.list_(TEXTS),
    "preference": pa.struct({"preferred": TEXT, "strength": WHOLE, "reason": TEXT}),
    "text": TEXT,
    "spans": SPANS,
    "regions": pa.list_(REGION),
    "dialogue": pa.list_(TURN),
}
"""What a value of each kind is: where it holds but one thing, that thing itself."""
INSIDE = {"rating": "rating", "ranking": "ranks", "text": "text", "spans": "spans", "regions": "regions"}


def item_type(form: Form) -> dict[str, pa.DataType]:
    """The columns of a row that is an item."""
    return {**ITEM, "annotations": pa.list_(pa.struct(of_annotation(form)))}


def annotation_type(form: Form) -> dict[str, pa.DataType]:
    """The columns of a row that is an annotation."""
    return {**ITEM, **of_annotation(form)}


def of_annotation(form: Form) -> dict[str, pa.DataType]:
    """What there is of an annotation alone."""
    return {**ANNOTATION, "answers": pa.struct({each.name: answer_type(each) for each in form.questions})}


def answer_type(question: Question) -> pa.DataType:
    """What the answers to a question are: one value, or one for each thing it is asked about."""
    kind = TYPES[question.kind]
    return kind if question.scope == "item" else pa.list_(pa.struct({"on": TEXT, "value": kind}))


def item_rows(form: Form, record: ItemRecord, counts: Counts) -> Iterator[dict[str, Any]]:
    """The one row of an item with all of its annotations."""
    yield {**of_item(record), "annotations": [of_answers(form, each, counts) for each in record.annotations]}


def annotation_rows(form: Form, record: ItemRecord, counts: Counts) -> Iterator[dict[str, Any]]:
    """A row for each annotation of an item."""
    shown = of_item(record)
    for annotation in record.annotations:
        yield {**shown, **of_answers(form, annotation, counts)}


def of_item(record: ItemRecord) -> dict[str, Any]:
    """What a row says of the item."""
    return {
        "item_id": record.id,
        "external_id": record.external_id,
        "position": record.position,
        "state": record.state,
        "content": record.content,
        "content_version": record.content_version,
        "metadata": orjson.dumps(record.metadata, option=orjson.OPT_SORT_KEYS).decode(),
        "agreement": record.agreement,
    }


def of_answers(form: Form, annotation: AnnotationRecord, counts: Counts) -> dict[str, Any]:
    """What a row says of an annotation; answers to questions that the form no longer has are counted."""
    answers: dict[str, Any] = {}
    for answer in annotation.answers:
        question = form.question(answer["question"])
        if question is None:
            counts.add(WITHOUT_COLUMN)
            continue
        value = plain(question, answer["value"])
        if question.scope == "item":
            answers[question.name] = value
        else:
            answers.setdefault(question.name, []).append({"on": answer["on"], "value": value})
    return {
        "annotation_id": annotation.id,
        "annotator": annotation.annotator,
        "form_version": annotation.form_version,
        "shown": list(annotation.shown),
        "revision": annotation.revision,
        "submitted_at": datetime.fromisoformat(annotation.submitted_at),
        "seconds": annotation.seconds,
        "verdict": annotation.verdict,
        "answers": answers,
    }


def plain(question: Question, value: Mapping[str, Any]) -> Any:
    """A canonical value as its Arrow type has it."""
    if question.kind == "dialogue":
        return [{**turn, "responses": [rated(each) for each in turn["responses"]]} for turn in value["turns"]]
    return value[INSIDE[question.kind]] if question.kind in INSIDE else value


def rated(response: Mapping[str, Any]) -> dict[str, Any]:
    """A written response with its ratings as a list, because every question has names of its own."""
    ratings = response.get("ratings", {})
    return {**response, "ratings": [{"name": name, "rating": rating} for name, rating in ratings.items()]}
