"""`trl_preference`: rankings and preferences as pairs, in TRL's "preference" type with explicit prompt
(https://huggingface.co/docs/trl/dataset_formats#preference), as DPO, ORPO and reward trainers read it.

Standard format: `{"prompt": "…", "chosen": "…", "rejected": "…"}`. Conversational format: each a list of messages
`{"role", "content"}`. A data set is of one format throughout, so the file is too: choose "conversational" when any item
has messages (an item with only a prompt becomes one user message), else "standard". Further columns are ours;
trainers drop what they don't know. Images are not part of these rows: items that have some are counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, Literal

from annotation.forms import Form, Question, image_ids, response_ids
from exports.formats.counts import Counts
from exports.formats.jsonl import json_line
from exports.formats.lines import Lines
from exports.formats.options import Option, choice, question
from exports.formats.records import DataSet, ItemRecord

Rows = Literal["merged", "annotators"]
Style = Literal["standard", "conversational"]
Prompt = str | list[dict[str, str]]
NAMES = (
    "annotations",
    "items",
    "items_with_images",
    "items_without_prompt",
    "pairs_split",
    "pairs_tied",
    "pairs_without_text",
    "rows",
)


@dataclass(frozen=True, slots=True)
class Ranking:
    """How one person ordered an item's responses: the canonical value of the exported question."""

    annotator: str
    value: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RankedItem:
    """An item with everybody's rankings, in a stable order (such as that of the annotation ids)."""

    external_id: str
    content: Mapping[str, Any]
    rankings: Sequence[Ranking]


@dataclass(frozen=True, slots=True)
class Votes:
    """How people ordered two responses; `first` stands before `second` in the content."""

    first: str
    second: str
    for_first: int
    for_second: int
    tied: int


def comparing_questions(form: Form) -> list[Question]:
    """The questions whose answers can become preference pairs."""
    return [question for question in form.questions if question.compares]


@dataclass
class PreferenceFile:
    """Writes the lines of a preference file, item after item, and counts.

    `rows` "merged": one row for each unordered pair of responses that the majority orders; people who tie a pair
    abstain, pairs with as many votes for either side are split, pairs that everybody ties are tied, both left out
    and counted. `rows` "annotators": one row for each person and pair that the person orders.
    """

    question: Question
    rows: Rows = "merged"
    style: Style = "standard"
    counts: Counts = field(default_factory=lambda: Counts(*NAMES))

    def lines(self, item: RankedItem) -> Iterator[bytes]:
        """The item's rows, pairs in the order of the content."""
        self.counts.add("items")
        self.counts.add("annotations", len(item.rankings))
        prompt = prompt_of(item.content, self.style)
        if prompt is None:
            self.counts.add("items_without_prompt")
            return
        if image_ids(item.content):
            self.counts.add("items_with_images")
        if self.rows == "merged":
            yield from self._pairs(item, prompt, item.rankings, {})
        else:
            for ranking in item.rankings:
                yield from self._pairs(item, prompt, [ranking], {"annotator": ranking.annotator})

    def _pairs(
        self, item: RankedItem, prompt: Prompt, rankings: Sequence[Ranking], extra: dict[str, str]
    ) -> Iterator[bytes]:
        texts = {response["id"]: response.get("text", "") for response in item.content.get("responses", ())}
        for votes in pair_votes(self.question, response_ids(item.content), rankings):
            winner = majority(votes)
            if winner is None:
                self.counts.add("pairs_split" if votes.for_first else "pairs_tied")
            elif not (texts[votes.first] and texts[votes.second]):
                self.counts.add("pairs_without_text")
            else:
                self.counts.add("rows")
                yield json_line(preference(item, prompt, texts, votes, winner, self.style) | extra)


def pair_votes(question: Question, responses: Sequence[str], rankings: Sequence[Ranking]) -> Iterator[Votes]:
    """Each unordered pair of responses that somebody compared, with the votes of everybody."""
    votes: Counter[tuple[str, str, int]] = Counter()
    for ranking in rankings:
        for better, worse, order in question.comparisons(ranking.value, responses):
            votes[better, worse, order] += 1
    for first, second in combinations(responses, 2):
        for_first, for_second = votes[first, second, 1], votes[second, first, 1]
        tied = votes[first, second, 0] + votes[second, first, 0]
        if for_first + for_second + tied:
            yield Votes(first, second, for_first, for_second, tied)


def majority(votes: Votes) -> str | None:
    """The response that more people prefer; ties abstain."""
    if votes.for_first == votes.for_second:
        return None
    return votes.first if votes.for_first > votes.for_second else votes.second


def preference(
    item: RankedItem, prompt: Prompt, texts: Mapping[str, str], votes: Votes, winner: str, style: Style
) -> dict[str, Any]:
    """One row. `agreement` is votes_for by votes_for + votes_against, from above 0.5 to 1."""
    loser = votes.second if winner == votes.first else votes.first
    won, lost = max(votes.for_first, votes.for_second), min(votes.for_first, votes.for_second)
    return {
        "prompt": prompt,
        "chosen": completion(texts[winner], style),
        "rejected": completion(texts[loser], style),
        "votes_for": won,
        "votes_against": lost,
        "votes_tied": votes.tied,
        "agreement": won / (won + lost),
        "external_id": item.external_id,
        "chosen_id": winner,
        "rejected_id": loser,
    }


def completion(text: str, style: Style) -> Prompt:
    """A response as a text, or as the assistant's message."""
    return text if style == "standard" else [{"role": "assistant", "content": text}]


def prompt_of(content: Mapping[str, Any], style: Style) -> Prompt | None:
    """The item's prompt in a style, None where that can't be had: a conversation is no plain text.

    A prompt beside messages is the last message. Context documents are for the people who judge and stay out.
    """
    text: str = content.get("prompt", {}).get("text", "") or content.get("text", "")
    messages: Sequence[Mapping[str, Any]] = content.get("messages", ())
    if style == "standard":
        return text if text and not messages else None
    turns = [{"role": message["role"], "content": message.get("text", "")} for message in messages]
    return [*turns, *([{"role": "user", "content": text}] if text else [])] or None


class TrlPreference(Lines):
    """Preference pairs, as `PreferenceFile` writes them."""

    name = "trl_preference"
    title = "Preference pairs for TRL (JSONL)"
    description = "Prompt, chosen and rejected, from rankings and preferences, as DPO and reward trainers read them."
    file = "preferences"
    losses = {"pairs_without_text": "pairs without text", "items_without_prompt": "items without a prompt"}

    def __init__(self, options: Mapping[str, Any], form: Form) -> None:
        asked = form.question(options["question"])
        if asked is None:
            raise ValueError(f"the form has no question {options['question']!r}")
        self._style = options["style"]
        self._file = PreferenceFile(asked, options["rows"], "standard" if self._style == "auto" else self._style)
        self.counts = self._file.counts

    @classmethod
    def options(cls, form: Form) -> Sequence[Option]:
        return (
            question("question", "Question", form, lambda each: each.compares),
            choice("rows", "Rows", ("merged", "What most people prefer"), ("annotators", "Each person's preferences")),
            style_option(),
        )

    @classmethod
    def why_not(cls, form: Form) -> str:
        return "" if comparing_questions(form) else "The form has no question that puts responses in order."

    def prepare(self, data: DataSet) -> None:
        if self._style == "auto" and has_conversations(data):
            self._file.style = "conversational"

    def lines(self, record: ItemRecord) -> Iterator[bytes]:
        self._file.counts = self.counts
        name = self._file.question.name
        rankings = [
            Ranking(annotation.annotator, answer["value"])
            for annotation in record.annotations
            for answer in annotation.answers
            if answer["question"] == name
        ]
        yield from self._file.lines(RankedItem(record.external_id, record.content, rankings))


def style_option() -> Option:
    """How prompts and completions are written."""
    return choice(
        "style",
        "Texts",
        ("auto", "Messages where an item holds a conversation, else plain texts"),
        ("standard", "Plain texts"),
        ("conversational", "Messages"),
    )


def has_conversations(data: DataSet) -> bool:
    """Whether any item holds messages rather than a prompt alone."""
    return any(record.content.get("messages") for record in data.items())
