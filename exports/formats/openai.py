"""The files that OpenAI's fine-tuning takes (https://platform.openai.com/docs/guides/fine-tuning).

`openai_chat`: `{"messages": [{"role", "content"}]}`, the last of which is the assistant's. `openai_preference`, for
direct preference optimisation: `{"input": {"messages", "tools": [], "parallel_tool_calls": true}, "preferred_output":
[message], "non_preferred_output": [message]}`. They take no keys beside these, so a row doesn't say where it is from.
Rows with messages of tools are left out and counted: such messages answer calls that no content of ours holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from annotation.forms import Form
from exports.formats.columns import Row
from exports.formats.comparisons import orders
from exports.formats.conversations import Message, Wording, asked, named
from exports.formats.counts import Counts
from exports.formats.demonstrations import WITHOUT_BEST, demonstrates, demonstrations, rows_option
from exports.formats.jsonl import json_line
from exports.formats.lines import Lines
from exports.formats.options import Option, question
from exports.formats.records import DataSet, ItemRecord
from exports.formats.trl import TOO_MANY, TrlPreference

WORDING = Wording("conversational")
WITH_TOOLS = "rows_with_tools"
WITHOUT_PROMPT = "rows_without_prompt"
ROLES = ("system", "user", "assistant")
LOSSES = {
    WITH_TOOLS: "conversations with messages of tools",
    WITHOUT_PROMPT: "rows without a prompt",
}


class OpenaiChat(Lines):
    """Conversations to learn from."""

    name = "openai_chat"
    title = "OpenAI chat fine-tuning (JSONL)"
    description = "Conversations from what people wrote, corrected or found best."
    file = "chat"
    losses = {**LOSSES, WITHOUT_BEST: "items without a best response"}

    def __init__(self, options: Mapping[str, Any], form: Form) -> None:
        self.counts = Counts("items", "rows")
        self._question = named(form, options)
        self._rows = options["rows"]

    @classmethod
    def options(cls, form: Form) -> Sequence[Option]:
        return (question("question", "Question", form, demonstrates), rows_option())

    @classmethod
    def why_not(cls, form: Form) -> str:
        return "" if any(map(demonstrates, form.questions)) else "The form has no question that gives responses."

    def lines(self, record: ItemRecord) -> Iterator[bytes]:
        self.counts.add("items")
        for shown in demonstrations(self._question, self._rows, record, self.counts):
            said = asked(shown.content, pictures=False)
            if fits(said, self.counts):
                self.counts.add("rows")
                yield json_line({"messages": WORDING.messages([*said, Message("assistant", shown.text)])})


class OpenaiPreference(Lines):
    """Preference pairs."""

    name = "openai_preference"
    title = "OpenAI preferences (JSONL)"
    description = "Input, preferred and non-preferred output, from rankings, preferences and dialogues."
    file = "preferences"
    losses = {
        **LOSSES,
        "items_without_prompt": "items without a prompt",
        "pairs_without_text": "pairs of which a response has no text",
        TOO_MANY: "items with more than 8 responses",
    }

    def __init__(self, options: Mapping[str, Any], form: Form) -> None:
        self._pairs = TrlPreference({**options, "style": "conversational"}, form)
        self.counts = self._pairs.counts

    @classmethod
    def options(cls, form: Form) -> Sequence[Option]:
        return tuple(option for option in TrlPreference.options(form) if option.name in ("question", "rows", "ties"))

    @classmethod
    def why_not(cls, form: Form) -> str:
        return "" if any(map(orders, form.questions)) else "The form has no question that puts responses in order."

    def prepare(self, data: DataSet) -> None:
        self._pairs.prepare(data)

    def lines(self, record: ItemRecord) -> Iterator[bytes]:
        self._pairs.counts = self.counts
        self.counts.add("items")
        for row in self._pairs.rows(record):
            if any(message["role"] not in ROLES for message in row["prompt"]):
                self.counts.add(WITH_TOOLS)
                continue
            self.counts.add("rows")
            yield json_line(openai_pair(row))


def openai_pair(row: Row) -> dict[str, Any]:
    """A preference as OpenAI takes it."""
    return {
        "input": {"messages": row["prompt"], "tools": [], "parallel_tool_calls": True},
        "preferred_output": row["chosen"],
        "non_preferred_output": row["rejected"],
    }


def fits(said: Sequence[Message], counts: Counts) -> bool:
    """Whether a conversation can be taken; what can't is counted."""
    if not said:
        counts.add(WITHOUT_PROMPT)
    elif any(message.role not in ROLES for message in said):
        counts.add(WITH_TOOLS)
    else:
        return True
    return False
