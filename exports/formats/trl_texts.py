"""TRL's types of data about one text: prompts alone, responses to learn from, and what was corrected
(https://huggingface.co/docs/trl/dataset_formats).

`trl_prompt`: `{"prompt"}`. `trl_sft`: `{"messages"}` ("language modelling", conversational) or `{"prompt",
"completion"}`. `trl_critique`, for which TRL has no type of its own: `{"prompt", "completion", "critique",
"revision"}`, or preference pairs of what was corrected over what it was before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from annotation.forms import Content, Form, Question, image_ids
from annotation.forms.kinds import Text
from annotation.forms.writings import conversation, without_responses
from exports.formats.columns import Columns, ColumnType, Row
from exports.formats.conversations import (
    Message,
    asked,
    columns_of,
    named,
    pictures_asked,
    style_option,
    texts_of,
    worded,
    wording,
)
from exports.formats.demonstrations import (
    ON_RESPONSE,
    WITHOUT_BEST,
    Demonstration,
    answers_to,
    demonstrates,
    demonstrations,
    rows_option,
)
from exports.formats.options import Option, choice, columns, fitting_questions, flag, question
from exports.formats.records import DataSet, ItemRecord
from exports.formats.rows import Rows

OWN = "items"
WITHOUT_PROMPT = "rows_without_prompt"
LEFT_PICTURES = "rows_that_leave_pictures_out"
PICTURES_OPTION = flag("images", "With the pictures of the prompts, for vision models")
LOSSES = {
    **Rows.losses,
    WITHOUT_PROMPT: "rows without a prompt that such a file can hold",
    LEFT_PICTURES: "rows that leave pictures out",
}


class Worded(Rows):
    """Rows with prompts."""

    losses = LOSSES

    def __init__(self, options: Mapping[str, Any], form: Form) -> None:
        super().__init__(options, form)
        self._asks = form.question(options.get("question", ""))
        self._wording = wording(options, self._asks)

    def prepare(self, data: DataSet) -> None:
        super().prepare(data)
        self._wording = worded(self._wording, self.chosen, data)

    def with_prompt(self, content: Content, row: Row) -> Iterator[Row]:
        """The row behind its prompt and with the prompt's pictures, where there can be one."""
        prompt = self._wording.prompt(content)
        if prompt is None:
            self.counts.add(WITHOUT_PROMPT)
        else:
            yield {"prompt": prompt, **row, **self.pictures(content)}

    def pictures(self, content: Content) -> Row:
        """The column of pictures, where the file has one; otherwise what is left out is counted."""
        if self._wording.pictures:
            return {"images": pictures_asked(content)}
        if image_ids(without_responses(content)):
            self.counts.add(LEFT_PICTURES)
        return {}

    def picture_columns(self) -> dict[str, ColumnType]:
        """The column of pictures, where the file has one."""
        return {"images": "images"} if self._wording.pictures else {}


class TrlPrompt(Worded):
    """Prompts alone, for online methods: those of the items, or those that people wrote."""

    name = "trl_prompt"
    title = "Prompts for TRL (JSONL)"
    description = "Prompts alone, for methods that make their own responses (GRPO, online DPO)."
    file = "prompts"

    def __init__(self, options: Mapping[str, Any], form: Form) -> None:
        super().__init__({**options, "question": options["source"]}, form)

    @classmethod
    def options(cls, form: Form) -> Sequence[Option]:
        own = (OWN, "What the items ask")
        return (
            choice("source", "Prompts", own, *fitting_questions(form, prompts)),
            style_option(),
            PICTURES_OPTION,
            columns(("prompt", "external_id", "annotator", "turn", "images")),
        )

    def columns(self) -> Columns:
        written: dict[str, ColumnType] = {"annotator": "text", "turn": "text"} if self._asks else {}
        return {**columns_of(self._wording, "prompt"), "external_id": "text", **written, **self.picture_columns()}

    def rows(self, record: ItemRecord) -> Iterator[Row]:
        if self._asks is None:
            yield from self.with_prompt(record.content, {"external_id": record.external_id})
            return
        for annotator, _, value in answers_to(self._asks, record):
            whose = {"external_id": record.external_id, "annotator": annotator}
            for content, turn in written_prompts(record.content, value):
                yield from self.with_prompt(content, {**whose, **turn})


def prompts(question: Question) -> bool:
    """Whether people write prompts in it."""
    return question.kind == "dialogue" or (isinstance(question, Text) and question.scope == "item")


def written_prompts(content: Content, value: Mapping[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, str]]]:
    """What somebody asks: the text, or the conversation until the prompt of each turn."""
    if "turns" not in value:
        yield {"prompt": {"text": value["text"]}}, {}
        return
    for place, turn in enumerate(value["turns"]):
        yield conversation(content, value["turns"][:place], turn), {"turn": turn["id"]}


class TrlSft(Worded):
    """Responses to learn from."""

    name = "trl_sft"
    title = "Supervised fine-tuning for TRL (JSONL)"
    description = "Conversations from what people wrote, corrected or found best."
    file = "demonstrations"
    losses = {**LOSSES, WITHOUT_BEST: "items without a best response"}

    @classmethod
    def options(cls, form: Form) -> Sequence[Option]:
        return (
            question("question", "Question", form, demonstrates),
            rows_option(),
            choice(
                "type",
                "Columns",
                ("messages", "`messages`, the whole conversation"),
                ("prompt_completion", "`prompt` and `completion`"),
            ),
            style_option(),
            PICTURES_OPTION,
            columns(("messages", "prompt", "completion", "external_id", "annotator", "response_id", "images")),
        )

    @classmethod
    def why_not(cls, form: Form) -> str:
        return "" if any(map(demonstrates, form.questions)) else "The form has no question that gives responses."

    def columns(self) -> Columns:
        if self.chosen["type"] == "messages":
            words: dict[str, ColumnType] = {"messages": "parts" if self._wording.pictures else "messages"}
        else:
            words = columns_of(self._wording, "prompt", "completion")
        return {**words, "external_id": "text", "annotator": "text", "response_id": "text", **self.picture_columns()}

    def rows(self, record: ItemRecord) -> Iterator[Row]:
        asks = named(self.form, self.chosen)
        for shown in demonstrations(asks, self.chosen["rows"], record, self.counts):
            about = {"external_id": record.external_id, **shown.more}
            if self.chosen["type"] == "messages":
                yield from self._conversation(shown, about)
            else:
                completion = self._wording.completion(shown.text)
                yield from self.with_prompt(shown.content, {"completion": completion, **about})

    def _conversation(self, shown: Demonstration, about: Row) -> Iterator[Row]:
        said = asked(shown.content, pictures=self._wording.pictures)
        if not said:
            self.counts.add(WITHOUT_PROMPT)
            return
        messages = self._wording.messages([*said, Message("assistant", shown.text)])
        yield {"messages": messages, **about, **self.pictures(shown.content)}


REWRITTEN = ("prompt", "chosen", "rejected", "completion", "revision", "critique")


class TrlCritique(Worded):
    """What people corrected, with what they said of it."""

    name = "trl_critique"
    title = "Critiques and rewrites (JSONL)"
    description = "Responses with what people said of them and how they corrected them, or corrected over original."
    file = "critiques"
    losses = {**LOSSES, "unchanged": "responses that were left as they are"}

    @classmethod
    def options(cls, form: Form) -> Sequence[Option]:
        none = ("", "None")
        return (
            question("question", "Rewrites", form, rewrites),
            choice("critique", "Critiques", none, *fitting_questions(form, criticises)),
            choice(
                "type",
                "Rows",
                ("rewrites", "Response, critique and rewrite"),
                ("preference", "The rewrite as chosen, the response as rejected"),
            ),
            style_option(),
            columns((*REWRITTEN, "external_id", "annotator", "response_id")),
        )

    @classmethod
    def why_not(cls, form: Form) -> str:
        return "" if any(map(rewrites, form.questions)) else "The form has no question in which responses are edited."

    def columns(self) -> Columns:
        pairs = self.chosen["type"] == "preference"
        words = ("prompt", "chosen", "rejected") if pairs else ("prompt", "completion", "revision")
        critiques: dict[str, ColumnType] = {"critique": "text"} if self.chosen["critique"] else {}
        about: dict[str, ColumnType] = {"external_id": "text", "annotator": "text", "response_id": "text"}
        return {**columns_of(self._wording, *words), **critiques, **about}

    def rows(self, record: ItemRecord) -> Iterator[Row]:
        texts = texts_of(record.content.get("responses", ()))
        for annotation in record.annotations:
            said = {(each["question"], each["on"]): each["value"] for each in annotation.answers}
            for name, on in said:
                if name != self.chosen["question"]:
                    continue
                response = on.removeprefix(ON_RESPONSE)
                about = {
                    "external_id": record.external_id, "annotator": annotation.annotator, "response_id": response,
                }  # fmt: skip
                if self.chosen["critique"]:
                    about["critique"] = said.get((self.chosen["critique"], on), {}).get("text", "")
                yield from self._rewrite(record.content, texts[response], said[name, on]["text"], about)

    def _rewrite(self, content: Content, before: str, after: str, about: Row) -> Iterator[Row]:
        first, second = self._wording.completion(before), self._wording.completion(after)
        if self.chosen["type"] == "rewrites":
            yield from self.with_prompt(content, {"completion": first, "revision": second, **about})
        elif before == after:
            self.counts.add("unchanged")
        else:
            yield from self.with_prompt(content, {"chosen": second, "rejected": first, **about})


def rewrites(question: Question) -> bool:
    """Whether people correct responses in it."""
    return isinstance(question, Text) and question.edits and question.scope == "responses"


def criticises(question: Question) -> bool:
    """Whether people write about each response in it."""
    return isinstance(question, Text) and not question.edits and question.scope == "responses"
