"""Items and annotations as cells: what people read in a spreadsheet.

One row for each annotation, each item or each answer. Of a question about the item there is one column under its name,
of one about responses, turns or texts a column for each of them by its place: `safe.1`, `safe.2`, … An item's row has
what all its annotations say, in their order.

Cells hold texts, numbers, true or false, or nothing. What a spreadsheet would take for a formula is written with an
apostrophe before it, which spreadsheets show as text: see `harmless`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import orjson

from annotation.forms import Form, Question
from annotation.forms.target import Targets
from exports.formats.counts import Counts
from exports.formats.records import AnnotationRecord, DataSet, ItemRecord

Cell = str | int | float | bool | None
Row = dict[str, Cell]
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a cell that spreadsheets may calculate begins with; the last four are as wide as a Chinese character."""
MOST_PLACES = 100
"""Columns of one question; further answers are counted, not written."""
WITHOUT_COLUMN = "answers_without_column"
ITEM_COLUMNS = ("item_id", "external_id", "position", "state", "split")
CONTENT_COLUMNS = ("prompt", "messages", "text", "image", "context", "responses", "metadata")
ANNOTATION_COLUMNS = (
    "annotation_id", "annotator", "form_version", "revision", "submitted_at", "seconds", "verdict", "shown",
)  # fmt: skip
BETWEEN = "; "


def harmless(cell: Cell) -> Cell:
    """A cell that no spreadsheet calculates (OWASP, CSV injection)."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


class Sheet:
    """The columns and rows of a table; `places` says how many things each question is asked about at most."""

    def __init__(self, rows: str, form: Form, places: Mapping[str, int], counts: Counts) -> None:
        self.rows = rows
        self._form = form
        self._questions = {question.name: question for question in form.questions}
        self._places = places
        self._counts = counts
        self.columns = self._columns()

    def _columns(self) -> list[str]:
        """The head of the table."""
        if self.rows == "answers":
            return [*ITEM_COLUMNS, "annotation_id", "annotator", "question", "on", "value"]
        answers = [name for question in self._form.questions for name in self._names(question)]
        if self.rows == "items":
            return [*ITEM_COLUMNS, *CONTENT_COLUMNS, "agreement", "annotations", "annotators", *answers]
        return [*ITEM_COLUMNS, *CONTENT_COLUMNS, *ANNOTATION_COLUMNS, *answers]

    def lines(self, record: ItemRecord) -> Iterator[list[Cell]]:
        """The rows of an item, each a cell for each column."""
        for row in MAKE[self.rows](self, record):
            yield [harmless(row.get(name)) for name in self.columns]

    def of_item(self, record: ItemRecord) -> Iterator[Row]:
        """One row."""
        places = self._places_of(record)
        said = [self._answers(annotation, places) for annotation in record.annotations]
        names = dict.fromkeys(name for answers in said for name in answers)
        yield {
            **item_cells(record),
            **content_cells(record),
            "agreement": record.agreement,
            "annotations": len(record.annotations),
            "annotators": BETWEEN.join(annotation.annotator for annotation in record.annotations),
            **{name: together([answers.get(name) for answers in said]) for name in names},
        }

    def of_annotations(self, record: ItemRecord) -> Iterator[Row]:
        """A row for each annotation."""
        shown = {**item_cells(record), **content_cells(record)}
        places = self._places_of(record)
        for annotation in record.annotations:
            yield {**shown, **annotation_cells(annotation), **self._answers(annotation, places)}

    def of_answers(self, record: ItemRecord) -> Iterator[Row]:
        """A row for each answer."""
        shown = item_cells(record)
        for annotation in record.annotations:
            whose: Row = {"annotation_id": annotation.id, "annotator": annotation.annotator}
            for answer in annotation.answers:
                question = self._questions.get(answer["question"])
                value = cell(question, answer["value"]) if question else as_json(answer["value"])
                yield {**shown, **whose, "question": answer["question"], "on": answer["on"], "value": value}

    def _names(self, question: Question) -> list[str]:
        """The columns of a question."""
        if question.scope == "item":
            return [question.name]
        return [f"{question.name}.{place}" for place in range(1, self._places[question.name] + 1)]

    def _answers(self, annotation: AnnotationRecord, places: Mapping[tuple[str, str], str]) -> Row:
        row: Row = {}
        for answer in annotation.answers:
            name, on = answer["question"], answer["on"]
            question = self._questions.get(name)
            column = name if question and question.scope == "item" else places.get((name, on))
            if question and column:
                row[column] = cell(question, answer["value"])
            else:
                self._counts.add(WITHOUT_COLUMN)
        return row

    def _places_of(self, record: ItemRecord) -> dict[tuple[str, str], str]:
        """The columns of answers that are not about the item itself, by question and what they are on."""
        targets = Targets(record.content)
        asked = [question for question in self._form.questions if question.scope != "item"]
        return {
            (question.name, on): column
            for question in asked
            for on, column in zip(targets.of(question.scope), self._names(question), strict=False)
        }


MAKE: Mapping[str, Callable[[Sheet, ItemRecord], Iterator[Row]]] = {
    "annotations": Sheet.of_annotations,
    "items": Sheet.of_item,
    "answers": Sheet.of_answers,
}


def most_places(form: Form, data: DataSet) -> dict[str, int]:
    """How many things of one item each question is asked about at most."""
    asked = [question for question in form.questions if question.scope != "item"]
    most = dict.fromkeys((question.name for question in asked), 0)
    if not asked:
        return most
    for record in data.items():
        targets = Targets(record.content)
        for question in asked:
            most[question.name] = max(most[question.name], len(targets.of(question.scope)))
    return {name: min(number, MOST_PLACES) for name, number in most.items()}


def item_cells(record: ItemRecord) -> Row:
    """What an item is called."""
    return {
        "item_id": record.id,
        "external_id": record.external_id,
        "position": record.position,
        "state": record.state,
        "split": record.split,
    }


def content_cells(record: ItemRecord) -> Row:
    """What an item shows, in a cell each."""
    content = record.content
    return {
        "prompt": block(content.get("prompt", {})),
        "messages": "\n\n".join(f"{each['role']}: {block(each)}" for each in content.get("messages", ())),
        "text": content.get("text", ""),
        "image": content.get("image", ""),
        "context": "\n\n".join(": ".join(filter(None, (each.get("title"), each["text"])))
                               for each in content.get("context", ())),
        "responses": "\n\n".join(f"{each['id']}: {block(each)}" for each in content.get("responses", ())),
        "metadata": as_json(record.metadata) if record.metadata else "",
    }  # fmt: skip


def block(part: Mapping[str, Any]) -> str:
    """Text and pictures of a prompt, message or response."""
    return "\n".join(filter(None, (part.get("text", ""), *(f"[{image}]" for image in part.get("images", ())))))


def annotation_cells(annotation: AnnotationRecord) -> Row:
    """Whose answers, and when."""
    return {
        "annotation_id": annotation.id,
        "annotator": annotation.annotator,
        "form_version": annotation.form_version,
        "revision": annotation.revision,
        "submitted_at": annotation.submitted_at,
        "seconds": annotation.seconds,
        "verdict": annotation.verdict,
        "shown": BETWEEN.join(annotation.shown),
    }


def together(said: Sequence[Cell]) -> Cell:
    """What several people say: a single one as it is."""
    if len(said) == 1:
        return said[0]
    return BETWEEN.join("" if each is None else str(each) for each in said)


def cell(question: Question, value: Mapping[str, Any]) -> Cell:
    """A canonical value as people read it; spans, regions and dialogues are JSON."""
    return CELLS.get(question.kind, as_json)(value)


def as_json(value: object) -> str:
    """Anything as JSON with sorted keys."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def _choice(value: Mapping[str, Any]) -> Cell:
    if value.get("unsure"):
        return "(unsure)"
    other = [f"(other) {value['other']}"] if value.get("other") else []
    return BETWEEN.join([*value["choices"], *other])


def _ranking(value: Mapping[str, Any]) -> Cell:
    return " > ".join(" = ".join(rank) for rank in value["ranks"])


def _preference(value: Mapping[str, Any]) -> Cell:
    if value["preferred"] is None:
        return f"({value['reason']})"
    strength = value.get("strength")
    return str(value["preferred"]) if strength is None else f"{value['preferred']} ({strength})"


def _rating(value: Mapping[str, Any]) -> Cell:
    return int(value["rating"])


def _text(value: Mapping[str, Any]) -> Cell:
    return str(value["text"])


CELLS: Mapping[str, Callable[[Mapping[str, Any]], Cell]] = {
    "choice": _choice,
    "rating": _rating,
    "ranking": _ranking,
    "preference": _preference,
    "text": _text,
}
