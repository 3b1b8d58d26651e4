"""TRL's types of data about how good each response or step is (https://huggingface.co/docs/trl/dataset_formats).

`trl_unpaired`, as KTO reads it: `{"prompt", "completion", "label"}`. `trl_stepwise`, as trainers of process reward
models read it: `{"prompt", "completions", "labels"}`. `trl_reward`: the mean ratings of each response, or pairs of
responses with the difference as `margin`, as the reward trainer reads it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from annotation.forms import Content, Form, Question, turns
from annotation.forms.kinds import Dialogue, Rating
from annotation.forms.target import text_of
from annotation.forms.writings import conversation
from exports.formats.columns import Columns, ColumnType, Row
from exports.formats.comparisons import (
    RankedItem,
    compared_by,
    majority,
    orders,
    pair_votes,
    ranked_items,
)
from exports.formats.conversations import columns_of, named, style_option
from exports.formats.demonstrations import ON_RESPONSE, answers_to
from exports.formats.labels import check_good, good_option, judge, labels, merged
from exports.formats.options import Option, choice, columns, question, questions
from exports.formats.records import ItemRecord
from exports.formats.trl_texts import LOSSES, Worded

SPLIT = "labels_split"
BETWEEN = "responses_between"
WITHOUT_TEXT = "responses_without_text"
ON_TURN = "turns."
Ratings = Mapping[str, Sequence[float]]
"""The ratings of a response, by column."""


WORDS = ("prompt", "completion", "chosen", "rejected", "margin")
ABOUT = ("annotations", "response_id", "chosen_id", "rejected_id", "external_id", "annotator", "turn")


class TrlUnpaired(Worded):
    """Responses that are good or bad, each by itself."""

    name = "trl_unpaired"
    title = "Good and bad responses for TRL (JSONL)"
    description = "Prompt, completion and label, from choices, ratings or comparisons, as KTO reads them."
    file = "unpaired"
    losses = {
        **LOSSES,
        SPLIT: "responses of which as many people say good as bad",
        BETWEEN: "responses that are neither best nor worst",
        WITHOUT_TEXT: "responses without text",
    }

    @classmethod
    def options(cls, form: Form) -> Sequence[Option]:
        return (
            question("question", "Question", form, tells_good),
            choice("rows", "Rows", ("merged", "What most people say"), ("annotators", "What each person says")),
            good_option(),
            style_option(),
            columns(("prompt", "completion", "label", "external_id", "response_id", "annotator")),
        )

    @classmethod
    def why_not(cls, form: Form) -> str:
        return "" if any(map(tells_good, form.questions)) else "The form asks for no judgement of single responses."

    @classmethod
    def read_options(cls, form: Form, given: Mapping[str, Any]) -> dict[str, Any]:
        options = super().read_options(form, given)
        check_good(form, options)
        return options

    def columns(self) -> Columns:
        whose: dict[str, ColumnType] = {"external_id": "text", "response_id": "text", "annotator": "text"}
        return {**columns_of(self._wording, "prompt", "completion"), "label": "flag", **whose}

    def rows(self, record: ItemRecord) -> Iterator[Row]:
        asks = named(self.form, self.chosen)
        judged = self._judged(asks, record) if labels(asks) else self._compared(asks, record)
        for content, response, label, whose in judged:
            if not text_of(response):
                self.counts.add(WITHOUT_TEXT)
                continue
            completion = self._wording.completion(text_of(response))
            about = {"external_id": record.external_id, "response_id": response["id"], **whose}
            yield from self.with_prompt(content, {"completion": completion, "label": label, **about})

    def _judged(self, asks: Question, record: ItemRecord) -> Iterator[tuple[Content, Row, bool, dict[str, str]]]:
        """By what people say of each response."""
        says = judge(asks, self.chosen["good"])
        said = [(on, annotator, says(value)) for annotator, on, value in answers_to(asks, record)]
        for response in record.content.get("responses", ()):
            mine = [(who, label) for on, who, label in said if on == ON_RESPONSE + response["id"]]
            if self.chosen["rows"] == "annotators":
                for who, label in mine:
                    if label is not None:
                        yield record.content, response, label, {"annotator": who}
            elif (label := merged([label for _, label in mine])) is not None:
                yield record.content, response, label, {}
            elif mine:
                self.counts.add(SPLIT)

    def _compared(self, asks: Question, record: ItemRecord) -> Iterator[tuple[Content, Row, bool, dict[str, str]]]:
        """By how responses are ordered: what some other is worse than and none is better than is good."""
        for item in ranked_items(asks, record):
            for each, whose in self._views(item):
                better, worse = outcomes(compared_by(asks), each)
                for response in each.content.get("responses", ()):
                    if (response["id"] in better) != (response["id"] in worse):
                        yield each.content, response, response["id"] in better, whose
                    elif better:
                        self.counts.add(BETWEEN)

    def _views(self, item: RankedItem) -> Iterator[tuple[RankedItem, dict[str, str]]]:
        """The item as all order it together, or as each person does."""
        if self.chosen["rows"] == "merged":
            yield item, {"annotator": item.more["annotator"]} if item.more else {}
            return
        for ranking in item.rankings:
            yield RankedItem(item.external_id, item.content, [ranking]), {"annotator": ranking.annotator}


def tells_good(question: Question) -> bool:
    """Whether its answers say which responses are good."""
    return (labels(question) and question.scope == "responses") or orders(question)


def outcomes(question: Question, item: RankedItem) -> tuple[set[str], set[str]]:
    """The responses that are better than some other by majority, and those that are worse than some other."""
    better, worse = set(), set()
    responses = [response["id"] for response in item.content.get("responses", ())]
    for votes in pair_votes(question, responses, item.rankings):
        if winner := majority(votes):
            better.add(winner)
            worse.add(votes.second if winner == votes.first else votes.first)
    return better, worse


@dataclass(frozen=True, slots=True)
class Rated:
    """A prompt and its responses with their ratings."""

    content: Content
    ratings: Mapping[str, Ratings]
    annotators: int
    whose: Mapping[str, str]


class TrlReward(Worded):
    """How people rated each response."""

    name = "trl_reward"
    title = "Ratings for reward models (JSONL)"
    description = "Mean ratings of each response, or pairs with the difference of their ratings as margin."
    file = "ratings"
    losses = {**LOSSES, WITHOUT_TEXT: "responses without text", "pairs_tied": "pairs that were rated the same"}

    @classmethod
    def options(cls, form: Form) -> Sequence[Option]:
        rated = [name for each in form.questions if rates(each) for name in rating_columns(each)]
        return (
            questions("questions", "Questions", form, rates),
            choice(
                "type",
                "Rows",
                ("ratings", "Each response with its mean ratings"),
                ("pairs", "Pairs of responses with `margin`, the difference of the mean of all ratings"),
            ),
            style_option(),
            columns((*WORDS, *rated, *ABOUT)),
        )

    @classmethod
    def why_not(cls, form: Form) -> str:
        return "" if any(map(rates, form.questions)) else "The form has no rating of responses."

    def __init__(self, options: Mapping[str, Any], form: Form) -> None:
        written = [each.name for each in form.questions if isinstance(each, Dialogue)]
        spoken = [name for name in options["questions"] if name in written]
        super().__init__({**options, "question": spoken[0] if spoken else ""}, form)

    def columns(self) -> Columns:
        whose: dict[str, ColumnType] = {"external_id": "text", "annotator": "text", "turn": "text"}
        if self.chosen["type"] == "pairs":
            ids: dict[str, ColumnType] = {"chosen_id": "text", "rejected_id": "text"}
            return {**columns_of(self._wording, "prompt", "chosen", "rejected"), "margin": "number", **ids, **whose}
        names = [name for each in self._asked() for name in rating_columns(each)]
        figures: dict[str, ColumnType] = dict.fromkeys(names, "number")
        more: dict[str, ColumnType] = {"annotations": "integer", "response_id": "text"}
        return {**columns_of(self._wording, "prompt", "completion"), **figures, **more, **whose}

    def rows(self, record: ItemRecord) -> Iterator[Row]:
        for rated in ratings_of(self._asked(), record):
            about = {"external_id": record.external_id, **rated.whose}
            spoken = [each for each in rated.content.get("responses", ()) if rated.ratings.get(each["id"])]
            self.counts.add(WITHOUT_TEXT, sum(not text_of(each) for each in spoken))
            said = [each for each in spoken if text_of(each)]
            if self.chosen["type"] == "pairs":
                yield from self._pairs(rated, said, about)
            else:
                yield from self._responses(rated, said, about)

    def _asked(self) -> list[Question]:
        return [each for each in self.form.questions if each.name in self.chosen["questions"]]

    def _responses(self, rated: Rated, said: Sequence[Mapping[str, Any]], about: Row) -> Iterator[Row]:
        for response in said:
            completion = self._wording.completion(text_of(response))
            means = {name: mean(values) for name, values in rated.ratings[response["id"]].items()}
            known = {"annotations": rated.annotators, "response_id": response["id"], **about}
            yield from self.with_prompt(rated.content, {"completion": completion, **means, **known})

    def _pairs(self, rated: Rated, said: Sequence[Mapping[str, Any]], about: Row) -> Iterator[Row]:
        score = {each["id"]: mean([mean(values) for values in rated.ratings[each["id"]].values()]) for each in said}
        for pair in combinations(said, 2):
            worse, better = sorted(pair, key=lambda response: score[response["id"]])
            margin = score[better["id"]] - score[worse["id"]]
            if not margin:
                self.counts.add("pairs_tied")
                continue
            words = {
                "chosen": self._wording.completion(text_of(better)),
                "rejected": self._wording.completion(text_of(worse)),
            }
            ids = {"chosen_id": better["id"], "rejected_id": worse["id"]}
            yield from self.with_prompt(rated.content, {**words, "margin": margin, **ids, **about})


def rates(question: Question) -> bool:
    """Whether responses are rated in it."""
    if isinstance(question, Dialogue):
        return bool(question.ratings)
    return isinstance(question, Rating) and question.scope == "responses"


def rating_columns(question: Question) -> list[str]:
    """The columns of a question: its name, or that of each aspect of a dialogue."""
    if isinstance(question, Dialogue):
        return [f"{question.name}.{aspect.name}" for aspect in question.ratings]
    return [question.name]


def ratings_of(asks: Sequence[Question], record: ItemRecord) -> Iterator[Rated]:
    """The item with everybody's ratings of its responses, then each turn of the dialogues that people wrote."""
    ratings: defaultdict[str, defaultdict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    people = set()
    for each in asks:
        if isinstance(each, Rating):
            for who, on, value in answers_to(each, record):
                ratings[on.removeprefix(ON_RESPONSE)][each.name].append(value["rating"])
                people.add(who)
    if ratings:
        yield Rated(record.content, ratings, len(people), {})
    for each in asks:
        if isinstance(each, Dialogue):
            yield from _dialogues(each, record)


def _dialogues(question: Dialogue, record: ItemRecord) -> Iterator[Rated]:
    for who, _, value in answers_to(question, record):
        for place, turn in enumerate(value["turns"]):
            content = conversation(record.content, value["turns"][:place], turn) | {"responses": turn["responses"]}
            ratings = {
                response["id"]: {f"{question.name}.{name}": [point] for name, point in response["ratings"].items()}
                for response in turn["responses"]
            }
            yield Rated(content, ratings, 1, {"annotator": who, "turn": turn["id"]})


def mean(values: Sequence[float]) -> float:
    """The mean of one value or more."""
    return sum(values) / len(values)


class TrlStepwise(Worded):
    """Conversations of which each turn was judged."""

    name = "trl_stepwise"
    title = "Judged steps for TRL (JSONL)"
    description = "Prompt, completions and labels of the steps, from judgements of the turns of a conversation."
    file = "steps"
    losses = {**LOSSES, "steps_unlabelled": "steps that nobody judged, or as many call good as bad, and what follows"}

    @classmethod
    def options(cls, form: Form) -> Sequence[Option]:
        there = columns(("prompt", "completions", "labels", "external_id"))
        return (question("question", "Question", form, judges_turns), good_option(), there)

    @classmethod
    def why_not(cls, form: Form) -> str:
        return "" if any(map(judges_turns, form.questions)) else "The form asks for no judgement of turns."

    @classmethod
    def read_options(cls, form: Form, given: Mapping[str, Any]) -> dict[str, Any]:
        options = super().read_options(form, given)
        check_good(form, options)
        return options

    def __init__(self, options: Mapping[str, Any], form: Form) -> None:
        super().__init__({**options, "style": "standard"}, form)

    def columns(self) -> Columns:
        return {"prompt": "text", "completions": "texts", "labels": "flags", "external_id": "text"}

    def rows(self, record: ItemRecord) -> Iterator[Row]:
        """The prompt is what the user says first; later a step begins with what the user says then."""
        asks = named(self.form, self.chosen)
        says = judge(asks, self.chosen["good"])
        said: defaultdict[str, list[bool | None]] = defaultdict(list)
        for _, on, value in answers_to(asks, record):
            said[on].append(says(value))
        steps = [(turn, merged(said[ON_TURN + turn.id])) for turn in turns(record.content)]
        labelled = steps[: next((place for place, (_, label) in enumerate(steps) if label is None), len(steps))]
        self.counts.add("steps_unlabelled", len(steps) - len(labelled))
        if not labelled:
            return
        prompt, *texts = spoken(labelled[0][0].messages)
        first = ["\n\n".join(texts)]
        later = ["\n\n".join([asked, *texts]) for turn, _ in labelled[1:] for asked, *texts in [spoken(turn.messages)]]
        row = {"prompt": prompt, "completions": [*first, *later], "labels": [label for _, label in labelled]}
        yield row | {"external_id": record.external_id}


def judges_turns(question: Question) -> bool:
    """Whether the turns of a conversation are judged in it."""
    return labels(question) and question.scope == "turns"


def spoken(messages: Sequence[Mapping[str, Any]]) -> list[str]:
    """What comes before the answer as one text, then each text of the answer."""
    begins = [place for place, message in enumerate(messages) if message["role"] in ("assistant", "tool")]
    start = begins[0] if begins else len(messages)
    return ["\n\n".join(filter(None, map(text_of, messages[:start]))), *filter(None, map(text_of, messages[start:]))]
