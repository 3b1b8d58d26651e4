"""What an item asks, as trainers read it: a plain text, or a conversation of messages, with pictures or without.

A conversation is a list of messages `{"role", "content"}`. With pictures a message's content is a list of parts,
`{"type": "image", "text": null}` for each picture and `{"type": "text", "text": "…"}`; the row's `images` are filled in
in the order of these parts (`trl.data_utils.prepare_multimodal_messages`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from annotation.forms import Content, Form, Question
from exports.formats.columns import ColumnType
from exports.formats.options import Option, choice
from exports.formats.records import DataSet

Style = Literal["standard", "conversational"]
Prompt = str | list[dict[str, Any]]


class Message(NamedTuple):
    """Something that was said, and the pictures that were shown with it."""

    role: str
    text: str
    images: tuple[str, ...] = ()


def asked(content: Content, *, pictures: bool) -> list[Message]:
    """The conversation to which a response is due; empty where nothing is asked, be it by pictures alone.

    A prompt beside messages is the last message. Context documents are for the people who judge and stay out.
    """
    said = [
        Message(message["role"], message.get("text", ""), tuple(message.get("images", ())))
        for message in content.get("messages", ())
    ]
    prompt = content.get("prompt", {})
    text = prompt.get("text", "") or content.get("text", "")
    images = (*prompt.get("images", ()), *([content["image"]] if "image" in content else []))
    return [*said, *([Message("user", text, images)] if text or (pictures and images) else [])]


class Wording(NamedTuple):
    """How prompts and completions are written: the same for all rows of a file."""

    style: Style
    pictures: bool = False

    def prompt(self, content: Content) -> Prompt | None:
        """The item's prompt, None where it can't be had: a conversation is no plain text, nor is a picture."""
        said = asked(content, pictures=self.pictures)
        if self.style == "standard":
            plain = len(said) == 1 and not content.get("messages")
            return said[0].text if plain else None
        return self.messages(said) or None

    def completion(self, text: str) -> Prompt:
        """A response as a text, or as the assistant's message."""
        return text if self.style == "standard" else self.messages([Message("assistant", text)])

    def messages(self, said: Iterable[Message]) -> list[dict[str, Any]]:
        """A conversation."""
        return [
            {"role": message.role, "content": parts(message) if self.pictures else message.text} for message in said
        ]


def parts(message: Message) -> list[dict[str, Any]]:
    """A message's pictures, then its text."""
    shown: list[dict[str, Any]] = [{"type": "image", "text": None} for _ in message.images]
    return [*shown, *([{"type": "text", "text": message.text}] if message.text or not shown else [])]


def pictures_asked(content: Content) -> list[str]:
    """The pictures of the conversation, one for each image part, in their order."""
    return [image for message in asked(content, pictures=True) for image in message.images]


def style_option() -> Option:
    """How prompts and completions are written."""
    return choice(
        "style",
        "Texts",
        ("auto", "Messages where an item holds a conversation, else plain texts"),
        ("standard", "Plain texts"),
        ("conversational", "Messages"),
    )


def wording(options: Mapping[str, Any], question: Question | None = None) -> Wording:
    """What the options `style` and `images` ask for, as far as it is known before the data: `auto` is standard."""
    pictures = bool(options.get("images"))
    in_turns = question is not None and question.kind == "dialogue"
    wanted = options["style"] == "conversational" or (options["style"] == "auto" and in_turns)
    return Wording("conversational" if wanted or pictures else "standard", pictures)


def worded(chosen: Wording, options: Mapping[str, Any], data: DataSet) -> Wording:
    """The wording for some data: with `auto` that of conversations once an item holds one."""
    if options["style"] == "auto" and has_conversations(data):
        return chosen._replace(style="conversational")
    return chosen


def has_conversations(data: DataSet) -> bool:
    """Whether any item holds messages rather than a prompt alone."""
    return any(record.content.get("messages") for record in data.items())


def named(form: Form, options: Mapping[str, Any]) -> Question:
    """The question that the options name. Raises ValueError for one that the form does not have."""
    question = form.question(options["question"])
    if question is None:
        raise ValueError(f"the form has no question {options['question']!r}")
    return question


def columns_of(chosen: Wording, *names: str) -> dict[str, ColumnType]:
    """The types of columns that hold prompts or completions."""
    said: ColumnType = "parts" if chosen.pictures else "messages"
    return dict.fromkeys(names, "text" if chosen.style == "standard" else said)


def texts_of(responses: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The texts of responses by their ids."""
    return {response["id"]: response.get("text", "") for response in responses}
