"""`annotations`: everything people answered, one annotation a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from annotation.forms import Answer, Answers, Form, response_ids
from exports.formats.counts import Counts
from exports.formats.jsonl import json_line, timestamp
from exports.formats.lines import Lines
from exports.formats.records import AnnotationRecord, DataSet, ItemRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotationRow:
    """One person's answers to one item.

    `content` and `answers` carry the importer's response ids; `shown` is the order in which this person saw them;
    `annotator` is a name, or a pseudonym where the reader may not know people; `form` is the version they were given
    under; `seconds` is the time at work.
    """

    annotation_id: str
    item_id: str
    external_id: str
    content: Mapping[str, Any]
    metadata: Mapping[str, Any]
    annotator: str
    form: Form
    answers: Answers
    shown: Sequence[str]
    revision: int
    submitted_at: datetime
    seconds: int


def annotation_line(row: AnnotationRow) -> bytes:
    """The line of one annotation, keys sorted at every level.

    An answer carries its kind's own columns beside the value: a ranking its order as a number for each response,
    `rating` = k for the best of k levels (a dialogue the same for each turn); a preference the `score` of each
    response.
    """
    return json_line(
        {
            "id": row.annotation_id,
            "item_id": row.item_id,
            "external_id": row.external_id,
            "content": row.content,
            "metadata": row.metadata,
            "annotator": row.annotator,
            "answers": [with_columns(row, answer) for answer in row.answers],
            "shown": list(row.shown),
            "form_version": row.form.version,
            "revision": row.revision,
            "submitted_at": timestamp(row.submitted_at),
            "seconds": row.seconds,
        },
        sort_keys=True,
    )


def with_columns(row: AnnotationRow, answer: Answer) -> dict[str, Any]:
    """An answer and what its kind adds for readers."""
    question = row.form.question(answer["question"])
    columns = question.columns(answer["value"], response_ids(row.content)) if question else {}
    return {**columns, **answer}


def count_annotation(counts: Counts, row: AnnotationRow) -> None:
    """Add one line to the counts of its file."""
    counts.add("annotations")
    counts.add("answers", len(row.answers))


class Annotations(Lines):
    """One annotation a line; items that nobody answered have none."""

    name = "annotations"
    title = "Annotations (JSONL)"
    description = "Everything people answered, one annotation a line, with the item it is about."
    file = "annotations"

    def __init__(self, options: Mapping[str, Any], form: Form) -> None:
        self.counts = Counts("annotations", "answers")
        self._form = form
        self._forms: Mapping[int, Form] = {form.version: form}

    def prepare(self, data: DataSet) -> None:
        self._forms = {self._form.version: self._form, **data.about.forms}

    def lines(self, record: ItemRecord) -> Iterator[bytes]:
        for annotation in record.annotations:
            row = annotation_row(record, annotation, self._forms.get(annotation.form_version, self._form))
            count_annotation(self.counts, row)
            yield annotation_line(row)


def annotation_row(record: ItemRecord, annotation: AnnotationRecord, form: Form) -> AnnotationRow:
    """One annotation with its item."""
    return AnnotationRow(
        annotation_id=annotation.id,
        item_id=record.id,
        external_id=record.external_id,
        content=record.content,
        metadata=record.metadata,
        annotator=annotation.annotator,
        form=form.at_version(annotation.form_version),
        answers=annotation.answers,
        shown=annotation.shown,
        revision=annotation.revision,
        submitted_at=annotation.submitted_at,
        seconds=annotation.seconds,
    )
