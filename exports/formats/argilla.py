"""`argilla`: a data set as Argilla's SDK 2 keeps one on a disk (`rg.Dataset.from_disk`): settings, and records with
everybody's responses.

Argilla shows fields and asks about a record as a whole. So each response of an item is a field, `response_1` and so on
by its place, and a question about responses is one question for each of them: `safe_1`, `safe_2`. Rankings order these
fields; a preference is a choice among them. What has no question there is counted.

Source: argilla 2.8, `argilla/datasets/_io/_disk.py`, `argilla/_models`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import orjson

from annotation.forms import Form, Question
from annotation.forms.kinds.choice import Choice
from annotation.forms.kinds.preference import Preference
from annotation.forms.kinds.ranking import Ranking
from annotation.forms.kinds.rating import Rating
from annotation.forms.kinds.spans import Spans
from annotation.forms.kinds.text import Text
from exports.formats.counts import Counts
from exports.formats.records import About, AnnotationRecord, DataSet, Format, ItemRecord, Piece

SHOWN = {"prompt": "text", "messages": "chat", "text": "text", "context": "text"}
"""What of a content is a field, beside its responses."""
RESPONSES = "response_"
NO_QUESTION, PICTURES, SAID_MORE, PLACES = "answers_without_question", "pictures", "said_more", "responses_beyond"
MOST_RESPONSES = 50
ASKED = (Choice, Rating, Text, Ranking, Preference, Spans)
SPANS_ON = ("text", "prompt")
TIE, BOTH_BAD = "tie", "both_bad"


class Argilla(Format):
    """A folder of settings and records, as a zip."""

    name = "argilla"
    title = "Argilla"
    description = "Settings and records with all responses, as the SDK's `Dataset.from_disk` reads them."
    extension = "zip"
    media_type = "application/zip"
    losses = {
        NO_QUESTION: "answers that Argilla has no question for",
        PICTURES: "items without their pictures",
        SAID_MORE: "answers without their strength, other words or doubt",
        PLACES: f"responses beyond the first {MOST_RESPONSES}",
    }

    def __init__(self, options: Mapping[str, Any], form: Form) -> None:
        self.counts = Counts("items", "annotations", *self.losses)
        self._form = form

    @classmethod
    def why_not(cls, form: Form) -> str:
        return "" if any(map(asks, form.questions)) else "The form has no question that Argilla knows."

    def pieces(self, data: DataSet) -> Iterator[Piece]:
        most = min(MOST_RESPONSES, max((len(responses(record)) for record in data.items()), default=0))
        yield Piece(".argilla/dataset.json", orjson.dumps(data_set(data.about)))
        yield Piece(".argilla/settings.json", orjson.dumps(settings(data.about, self._form, most)))
        yield Piece("records.json", b"[")
        for number, record in enumerate(data.items()):
            yield Piece("records.json", (b",\n" if number else b"\n") + orjson.dumps(self._record(record, most)))
        yield Piece("records.json", b"\n]\n")

    def _record(self, record: ItemRecord, most: int) -> dict[str, Any]:
        self.counts.add("items")
        self.counts.add("annotations", len(record.annotations))
        self.counts.add(PLACES, max(0, len(responses(record)) - most))
        self.counts.add(PICTURES, int(_has_pictures(record.content)))
        found: dict[str, list[dict[str, Any]]] = {}
        for annotation in record.annotations:
            for name, value in self._values(record, annotation):
                given = {"value": value, "user_id": user_id(annotation.annotator), "status": "submitted"}
                found.setdefault(name, []).append(given)
        return {
            "id": record.external_id,
            "fields": fields_of(record, most),
            "metadata": metadata_of(record),
            "suggestions": {},
            "responses": found,
            "vectors": {},
            "status": "completed" if record.state == "done" else "pending",
            "_server_id": None,
        }

    def _values(self, record: ItemRecord, annotation: AnnotationRecord) -> Iterator[tuple[str, Any]]:
        """What somebody said, under the names of Argilla's questions."""
        places = {f"responses.{each['id']}": place for place, each in enumerate(responses(record), 1)}
        for answer in annotation.answers:
            question = self._form.question(answer["question"])
            place = places.get(answer["on"])
            if question is None or not asks(question) or (place or 0) > MOST_RESPONSES:
                self.counts.add(NO_QUESTION)
                continue
            value = self._value(question, answer["value"], places)
            if value is None:
                self.counts.add(NO_QUESTION)
            else:
                yield question.name if place is None else f"{question.name}_{place}", value

    def _value(self, question: Question, value: Mapping[str, Any], places: Mapping[str, int]) -> Any:
        if isinstance(question, Rating):
            return value["rating"]
        if isinstance(question, Text):
            return value["text"]
        if isinstance(question, Ranking):
            return [
                {"value": f"{RESPONSES}{places[f'responses.{each}']}", "rank": rank}
                for rank, level in enumerate(value["ranks"], 1)
                for each in level
            ]
        if isinstance(question, Spans):
            return [self._span(span) for span in value["spans"]]
        if isinstance(question, Preference):
            self.counts.add(SAID_MORE, int((value.get("strength") or 1) > 1))
            preferred = value["preferred"]
            return value["reason"] if preferred is None else f"{RESPONSES}{places[f'responses.{preferred}']}"
        return self._choice(question, value)

    def _choice(self, question: Question, value: Mapping[str, Any]) -> Any:
        chosen = list(value["choices"])
        self.counts.add(SAID_MORE, int(bool(value.get("other") or value.get("unsure"))))
        if getattr(question, "multiple", False):
            return chosen or None
        return chosen[0] if chosen else None

    def _span(self, span: Mapping[str, Any]) -> dict[str, Any]:
        self.counts.add(SAID_MORE, int(len(span["labels"]) > 1))
        return {"start": span["start"], "end": span["end"], "label": span["labels"][0]}


def asks(question: Question) -> bool:
    """Whether Argilla has a question for it."""
    if isinstance(question, Spans):
        return question.scope in SPANS_ON
    if isinstance(question, Ranking | Preference):
        return question.scope == "item"
    return isinstance(question, ASKED) and question.scope in ("item", "responses")


def data_set(about: About) -> dict[str, Any]:
    """`dataset.json`."""
    return {"name": about.project, "status": "ready", "guidelines": about.guidelines or None}


def settings(about: About, form: Form, most: int) -> dict[str, Any]:
    """`settings.json`: the fields that the form shows, and what it asks."""
    shown = [key for key in form.shows if key in SHOWN]
    fields = [_field(key, SHOWN[key]) for key in shown]
    fields += [_field(f"{RESPONSES}{place}", "text") for place in range(1, most + 1)]
    return {
        "guidelines": about.guidelines or None,
        "fields": fields or [_field("text", "text")],
        "questions": [row for each in form.questions if asks(each) for row in questions_of(each, most)],
        "vectors": [],
        "metadata": [],
        "allow_extra_metadata": True,
        "distribution": {"strategy": "overlap", "min_submitted": 1},
        "mapping": None,
    }


def questions_of(question: Question, most: int) -> Iterator[dict[str, Any]]:
    """The question, or one for each response."""
    told = _settings(question, most)
    common = {"description": question.help or None, "required": False, "settings": told}
    if question.scope == "responses":
        for place in range(1, most + 1):
            yield {"name": f"{question.name}_{place}", "title": f"{question.title} ({place})", **common}
    else:
        yield {"name": question.name, "title": question.title, **common}


def _settings(question: Question, most: int) -> dict[str, Any]:
    named = [f"{RESPONSES}{place}" for place in range(1, most + 1)]
    if isinstance(question, Rating):
        return {"type": "rating", "options": [{"value": option.value} for option in question.options]}
    if isinstance(question, Text):
        return {"type": "text", "use_markdown": question.markdown}
    if isinstance(question, Ranking):
        return {"type": "ranking", "options": [_option(name, name) for name in named]}
    if isinstance(question, Preference):
        ways = [*named, TIE, BOTH_BAD]
        return {"type": "label_selection", "options": [_option(each, each) for each in ways]}
    options = [_option(str(option.value), option.title) for option in getattr(question, "options", ())]
    if isinstance(question, Spans):
        return {"type": "span", "field": question.scope, "allow_overlapping": True, "options": options}
    several = getattr(question, "multiple", False)
    return {"type": "multi_label_selection" if several else "label_selection", "options": options}


def _field(name: str, kind: str) -> dict[str, Any]:
    return {"name": name, "title": name, "required": False, "settings": {"type": kind, "use_markdown": True}}


def _option(value: str, text: str) -> dict[str, str | None]:
    return {"value": value, "text": text, "description": None}


def responses(record: ItemRecord) -> Sequence[Mapping[str, Any]]:
    """An item's responses."""
    found: Sequence[Mapping[str, Any]] = record.content.get("responses", ())
    return found


def fields_of(record: ItemRecord, most: int) -> dict[str, Any]:
    """What an item shows; what is empty is left out."""
    content = record.content
    shown: dict[str, Any] = {
        "prompt": content.get("prompt", {}).get("text", ""),
        "messages": [{"role": each["role"], "content": each.get("text", "")} for each in content.get("messages", ())],
        "text": content.get("text", ""),
        "context": "\n\n".join(each["text"] for each in content.get("context", ())),
        **{f"{RESPONSES}{place}": each.get("text", "") for place, each in enumerate(responses(record)[:most], 1)},
    }
    return {name: value for name, value in shown.items() if value}


def metadata_of(record: ItemRecord) -> dict[str, Any]:
    """An item's metadata; what is no text or number stands there as its JSON."""
    plain = {
        name: value
        if isinstance(value, str | int | float) and not isinstance(value, bool)
        else orjson.dumps(value).decode()
        for name, value in record.metadata.items()
    }
    return plain | ({"split": record.split} if record.split else {})


def user_id(annotator: str) -> str:
    """A person's id as Argilla has them; a pseudonym always gives the same."""
    try:
        return str(UUID(annotator))
    except ValueError:
        return str(uuid5(NAMESPACE_URL, annotator))


def _has_pictures(content: Mapping[str, Any]) -> bool:
    parts = [content.get("prompt", {}), *content.get("messages", ()), *content.get("responses", ())]
    return bool(content.get("image")) or any(part.get("images") for part in parts)
