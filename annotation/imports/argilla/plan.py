"""How the records of one Argilla data set become items: where each field goes, and what is asked.

Where there are no settings the questions are told by the values that people gave.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from annotation.forms import Form, InvalidForm, parse_form
from annotation.forms.form import CONTENT_KEYS
from annotation.imports.argilla.records import Noted
from annotation.imports.argilla.settings import KINDS, Asks, Field, Settings
from annotation.imports.asking import LONGEST_VALUE, Asked, Asking, identifier

RESPONSES = re.compile(
    r"(response|completion|answer|prediction|candidate|output|generation|chosen|rejected|reply)s?[-_ ]?\w*"
)
"""What people call the fields that are judged."""
PROMPTS = ("prompt", "question", "instruction", "query", "input", "task")
FEW = 50
"""More different values than these were written rather than picked."""
UNTOLD = {"spans": {"snap": "character"}}


class Plan(Asking):
    """What the records show and ask."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self.fields: dict[str, Field] = {shown.name: shown for shown in settings.fields}
        self.asks: dict[str, Asks] = {asks.name: asks for asks in settings.questions}
        self.places: dict[str, str] = {}
        self.seen: set[str] = set()
        self.annotations = 0
        self.longest: Counter[str] = Counter()
        self.form: Form | None = None
        for asks in settings.questions:
            self._offer(asks)
        self.settle()

    def _offer(self, asks: Asks) -> None:
        asked = self.ask(
            asks.name,
            KINDS[asks.type],
            title=asks.title,
            help=asks.help,
            settings=dict(UNTOLD.get(KINDS[asks.type], {})),
        )
        asked.required = asks.required
        if asked.kind == "rating":
            for value, title in asks.options:
                if isinstance(value, int):
                    asked.rate(value, title if title != str(value) else "")
        elif asked.kind in ("choice", "spans"):
            for value, title in asks.options:
                asked.option(value, title=title)
        asked.needs(
            multiple=asks.type.endswith("multi_label_selection"), markdown=asks.type == "text" and asks.markdown
        )

    def meet(self, record: Noted) -> None:
        """Learn of fields that no settings named."""
        if self.settings.known:
            return
        known = len(self.fields)
        for name, value in record.fields.items():
            if value is not None and name not in self.fields:
                self.fields[name] = Field(name, name, kind_of(value))
        if len(self.fields) > known:
            self.settle()

    def question(self, name: str, value: Any, record: Noted) -> Asked:
        """The question that a value answers."""
        known = self.questions.get(name)
        if known is None:
            kind = told_by(value, record)
            known = self.ask(name, kind, settings=dict(UNTOLD.get(kind, {})))
        return known

    def response_of(self, option: object) -> str:
        """The response that an option of a ranking stands for: a field of its name, or the one with its number."""
        names = [name for name, place in self.places.items() if place == "responses"]
        given = str(option)
        if given in names:
            return identifier(given)
        number = re.search(r"\d+\Z", given)
        same = [name for name in names if number and re.search(rf"(?<!\d){number[0]}\Z", name)]
        return identifier(same[0]) if len(same) == 1 else ""

    def settle(self) -> None:
        """Give every field its place, and the questions about fields their scope."""
        self.places = {}
        ranked = {str(value) for asks in self.asks.values() if asks.type == "ranking" for value, _ in asks.options}
        texts = [shown.name for shown in self.fields.values() if shown.kind == "text"]
        judged = [name for name in texts if name in ranked or RESPONSES.fullmatch(name.lower())]
        rest = [name for name in texts if name not in judged]
        self.places |= dict.fromkeys(judged, "responses")
        if rest:
            main = next((name for name in rest if judged and name.lower() in PROMPTS), rest[0])
            self.places |= dict.fromkeys(rest, "context") | {main: "prompt" if judged else "text"}
        images = [shown.name for shown in self.fields.values() if shown.kind == "image"]
        self.places |= dict.fromkeys(images, "image" if len(images) == 1 else "prompt")
        chats = [shown.name for shown in self.fields.values() if shown.kind == "chat"]
        self.places |= dict.fromkeys(chats[:1], "messages")
        for name, asked in self.questions.items():
            if asked.kind == "spans":
                asked.scope = self.places.get(self.about(name), "text")

    def about(self, question: str) -> str:
        """The field that a question of spans is about; where none is named, the only text."""
        asks = self.asks.get(question)
        texts = [shown.name for shown in self.fields.values() if shown.kind == "text"]
        return (asks.about if asks else "") or (texts[0] if len(texts) == 1 else "")

    def finish(self) -> None:
        """Whatever there was to learn is known: make the form."""
        for name, asked in self.questions.items():
            if name not in self.asks and asked.kind == "choice":
                written = self.longest[name] > LONGEST_VALUE or len(asked.options) > FEW
                asked.kind = "text" if written and not asked.settings.get("multiple") else "choice"
            everybody = self.annotations <= asked.answered
            asked.required = asked.required and everybody and asked.scope == "item"
        self.settle()
        made = self.to_json(self.shows())
        try:
            self.form = parse_form(made) if made["questions"] else None
        except InvalidForm:
            self.form = None

    def shows(self) -> list[str]:
        """What a form has to show."""
        keys = set(self.seen or self.places.values())
        for asked in self.questions.values():
            keys.add("responses" if asked.kind == "ranking" else asked.scope)
        return [key for key in CONTENT_KEYS if key in keys] or ["text"]


def kind_of(value: object) -> str:
    """Text, chat, image or something that can't be shown."""
    if isinstance(value, list):
        return "chat" if all(isinstance(row, dict) and "role" in row for row in value) else "custom"
    if isinstance(value, str):
        return "image" if value.startswith("data:image/") else "text"
    return "text" if isinstance(value, int | float) else "custom"


def told_by(value: object, record: Noted) -> str:
    """The kind of a question by a value that somebody gave."""
    if isinstance(value, bool) or value is None:
        return "choice"
    if isinstance(value, int | float):
        return "rating"
    if isinstance(value, dict):
        return "ranking" if "rank" in value else "spans" if "start" in value else "text"
    if isinstance(value, list) and value:
        first = value[0]
        if isinstance(first, dict):
            return told_by(first, record)
        return "ranking" if set(map(str, value)) <= record.fields.keys() else "choice"
    return "choice"
