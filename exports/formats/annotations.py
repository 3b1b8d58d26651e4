"""`annotations`: everything people answered, one annotation a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from annotation.forms import Answer, Form, Question, response_ids
from exports.formats.counts import Counts
from exports.formats.jsonl import fragment, json_line
from exports.formats.lines import Lines
from exports.formats.records import DataSet, ItemRecord


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
        self._questions: dict[int, dict[str, Question]] = {}

    def prepare(self, data: DataSet) -> None:
        self._forms = {self._form.version: self._form, **data.about.forms}

    def lines(self, record: ItemRecord) -> Iterator[bytes]:
        """A line for each annotation, keys sorted but for those of what is as it is stored; what all of an item have
        in common is made once.

        An answer carries its kind's own columns beside the value: a ranking its order as a number for each response,
        `rating` = k for the best of k levels (a dialogue the same for each turn); a preference the `score` of each
        response.
        """
        self.counts.add("annotations", len(record.annotations))
        self.counts.add("answers", sum(len(annotation.answers) for annotation in record.annotations))
        content, metadata = fragment(record.content_json), fragment(record.metadata_json)
        for annotation in record.annotations:
            adding = self._adding(annotation.form_version)
            # Whoever saw responses saw all of them; it spares a look into the content.
            responses = (annotation.shown or response_ids(record.content)) if adding else ()
            yield json_line(
                {
                    "id": annotation.id,
                    "item_id": record.id,
                    "external_id": record.external_id,
                    "content": content,
                    "metadata": metadata,
                    "annotator": annotation.annotator,
                    "answers": [
                        added(answer, adding.get(answer["question"]), responses) for answer in annotation.answers
                    ],
                    "shown": list(annotation.shown),
                    "form_version": annotation.form_version,
                    "revision": annotation.revision,
                    "submitted_at": annotation.submitted_at,
                    "seconds": annotation.seconds,
                },
                sort_keys=True,
            )

    def _adding(self, version: int) -> Mapping[str, Question]:
        """The questions of a version whose kinds add columns."""
        if version not in self._questions:
            form = self._forms.get(version, self._form)
            self._questions[version] = {
                each.name: each for each in form.questions if type(each).columns is not Question.columns
            }
        return self._questions[version]


def added(answer: Answer, question: Question | None, responses: Sequence[str]) -> Answer:
    """An answer and what its kind adds for readers."""
    return answer if question is None else {**question.columns(answer["value"], responses), **answer}
