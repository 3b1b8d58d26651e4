"""What is known of an item when figures are made of it: what it shows, and what each person said on their own.

One pass over a project hears of every item once; each collector keeps what it needs and nothing of the item itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from annotation.agreement.figures import Answered
from annotation.forms import Answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One person's independent answers to an item: the author's last ones before anybody judged or helped them.

    `seconds` at work, `shown` the responses in the order they saw them, `gold` the share (0 to 1) of what could be
    right that was, on an item with a known answer; `number` counts the author's annotations in the project from 1.
    """

    annotation: str
    person: str
    answers: Answers
    at: datetime
    seconds: int
    form_version: int
    shown: Sequence[str] = ()
    number: int = 0
    gold: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """An item with the answers that count. Of its content only what figures need: `models` by response, `lengths`
    (characters) by response, `texts` (characters) by target, `characters` that whoever answers has to read.

    `gold` items are heard for what they tell of people; no coefficient counts them. `again` is the item that this one
    asks its person about a second time.
    """

    item: str
    external_id: str
    position: int
    given: Sequence[Given]
    state: str = "open"
    agreement: float | None = None
    models: Mapping[str, str] = field(default_factory=dict)
    lengths: Mapping[str, int] = field(default_factory=dict)
    texts: Mapping[str, int] = field(default_factory=dict)
    characters: int = 0
    prompt_key: str = ""
    gold: bool = False
    again: str = ""

    def answered(self, question: str) -> Answered:
        """What people said to one question."""
        values = {
            given.person: {row["on"]: row["value"] for row in given.answers if row["question"] == question}
            for given in self.given
        }
        return Answered(
            item=self.item,
            values={person: own for person, own in values.items() if own},
            models=self.models,
            lengths=self.lengths,
            texts=self.texts,
            shown={given.person: given.shown for given in self.given},
        )
