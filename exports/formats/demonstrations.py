"""Responses to learn from: what people wrote, what they corrected, and the responses that they found best."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from annotation.forms import Content, Question
from annotation.forms.kinds import Text
from annotation.forms.writings import conversation
from exports.formats.comparisons import RankedItem, best_response, ranked_items
from exports.formats.conversations import texts_of
from exports.formats.counts import Counts
from exports.formats.options import Option, choice
from exports.formats.records import ItemRecord

WITHOUT_BEST = "items_without_a_best_response"
ON_RESPONSE = "responses."


@dataclass(frozen=True, slots=True)
class Demonstration:
    """A good response to what a content asks; `more` says whose it is."""

    content: Content
    text: str
    more: Mapping[str, str]


def demonstrates(question: Question) -> bool:
    """Whether its answers are responses to learn from, or say which are."""
    if isinstance(question, Text):
        return (question.scope, question.edits) in (("item", False), ("responses", True))
    return question.compares or question.kind == "dialogue"


def rows_option() -> Option:
    """Whose view of the best response counts."""
    return choice("rows", "Best responses", ("merged", "Most people's"), ("annotators", "Each person's"))


def demonstrations(question: Question, rows: str, record: ItemRecord, counts: Counts) -> Iterator[Demonstration]:
    """The responses to learn from, in the order of the annotations."""
    if question.compares:
        yield from _best(question, rows, record, counts)
    elif question.kind == "dialogue":
        yield from _dialogues(question, record)
    else:
        yield from _texts(question, record)


def _best(question: Question, rows: str, record: ItemRecord, counts: Counts) -> Iterator[Demonstration]:
    texts = texts_of(record.content.get("responses", ()))
    for item in ranked_items(question, record):
        for each, whose in _views(item, rows):
            best = best_response(question, each)
            if best is None or not texts[best]:
                counts.add(WITHOUT_BEST)
            else:
                yield Demonstration(record.content, texts[best], {"response_id": best, **whose})


def _views(item: RankedItem, rows: str) -> Iterator[tuple[RankedItem, dict[str, str]]]:
    """The item as everybody together orders it, or as each person does."""
    if rows == "merged":
        if item.rankings:
            yield item, {}
        return
    for ranking in item.rankings:
        yield RankedItem(item.external_id, item.content, [ranking]), {"annotator": ranking.annotator}


def _dialogues(question: Question, record: ItemRecord) -> Iterator[Demonstration]:
    """Each dialogue whole, along the responses that it goes on with."""
    for annotator, _, value in answers_to(question, record):
        *before, last = value["turns"]
        chosen = texts_of(last["responses"]).get(last["continues_with"], "")
        if chosen:
            yield Demonstration(conversation(record.content, before, last), chosen, {"annotator": annotator})


def _texts(question: Question, record: ItemRecord) -> Iterator[Demonstration]:
    for annotator, on, value in answers_to(question, record):
        about = {"response_id": on.removeprefix(ON_RESPONSE)} if on.startswith(ON_RESPONSE) else {}
        yield Demonstration(record.content, value["text"], {**about, "annotator": annotator})


def answers_to(question: Question, record: ItemRecord) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Everybody's answers to a question: (who, on what, the value)."""
    for annotation in record.annotations:
        for answer in annotation.answers:
            if answer["question"] == question.name:
                yield annotation.annotator, answer["on"], answer["value"]
