"""`sharegpt`: conversations as ShareGPT and the trainers after it (Axolotl, LLaMA-Factory) write them.

`{"id", "conversations": [{"from": "system" | "human" | "gpt" | "tool", "value"}]}`. They are to begin with the human
after an optional system message and end with the model; those that don't are written as they are, and counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from annotation.forms import Form
from exports.formats.columns import Columns, Row
from exports.formats.conversations import Message, asked, named
from exports.formats.demonstrations import WITHOUT_BEST, demonstrates, demonstrations, rows_option
from exports.formats.options import Option, columns, question
from exports.formats.records import ItemRecord
from exports.formats.rows import Rows

NAMES = {"system": "system", "user": "human", "assistant": "gpt", "tool": "tool"}
WITHOUT_PROMPT = "rows_without_prompt"
OUT_OF_TURN = "conversations_out_of_turn"


class Sharegpt(Rows):
    """Conversations to learn from."""

    name = "sharegpt"
    title = "ShareGPT conversations (JSONL)"
    description = "Conversations from what people wrote, corrected or found best, as human and gpt."
    file = "conversations"
    losses = {WITHOUT_PROMPT: "rows without a prompt", WITHOUT_BEST: "items without a best response"}

    @classmethod
    def options(cls, form: Form) -> Sequence[Option]:
        return (question("question", "Question", form, demonstrates), rows_option(), columns(("id", "conversations")))

    @classmethod
    def why_not(cls, form: Form) -> str:
        return "" if any(map(demonstrates, form.questions)) else "The form has no question that gives responses."

    def columns(self) -> Columns:
        return {"id": "text", "conversations": "turns"}

    def rows(self, record: ItemRecord) -> Iterator[Row]:
        for shown in demonstrations(named(self.form, self.chosen), self.chosen["rows"], record, self.counts):
            said = asked(shown.content, pictures=False)
            if not said:
                self.counts.add(WITHOUT_PROMPT)
                continue
            turns = [said_by(message) for message in [*said, Message("assistant", shown.text)]]
            if not takes_turns(turns):
                self.counts.add(OUT_OF_TURN)
            yield {"id": record.external_id, "conversations": turns}


def said_by(message: Message) -> dict[str, str]:
    """A message in ShareGPT's words."""
    return {"from": NAMES[message.role], "value": message.text}


def takes_turns(turns: Sequence[Mapping[str, Any]]) -> bool:
    """Whether human and model speak by turns, from the human to the model."""
    names = [turn["from"] for turn in turns]
    spoken = names[1:] if names[0] == "system" else names
    return spoken == ["human", "gpt"] * (len(spoken) // 2)
