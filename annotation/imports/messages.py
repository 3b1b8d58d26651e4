"""Chats as other tools write them, as messages of ours.

Taken are the messages of OpenAI's API (`{"role", "content"}`, with content in parts, calls of tools and refusals), as
most trainers use them, and ShareGPT's (`{"from", "value"}`). What a message carries beside its text and pictures is
kept in `more`, by the message's id, so nothing of it is lost.

Messages of people that `speaker` and `utterance` tell apart (Schema-Guided Dialogue) are taken as well.

Source: OpenAI API reference, "Chat Completions: create", and fine-tuning guide; LLaMA-Factory, data/README.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from annotation.forms import Problem
from annotation.imports.foreign import PICTURE, picture

Json = dict[str, Any]

ROLES = {
    **dict.fromkeys(("system", "developer"), "system"),
    **dict.fromkeys(("user", "human", "customer", "prompter"), "user"),
    **dict.fromkeys(("assistant", "gpt", "chatgpt", "bing", "bard", "bot", "model", "function_call"), "assistant"),
    **dict.fromkeys(("tool", "function", "observation"), "tool"),
}
ROLE_KEYS = ("role", "from", "speaker")
TEXT_KEYS = ("content", "value", "text", "utterance")
PLACE_KEYS = ("image_url", "image", "url", "path")
KNOWN = {*ROLE_KEYS, *TEXT_KEYS, "id", "images"}


@dataclass
class Chat:
    """Messages in our shape; `more` is what they carry besides, by id. Pointers of problems go into the given list."""

    messages: list[Json] = field(default_factory=list)
    more: dict[str, Json] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    awaited: list[Json] = field(default_factory=list)
    """The messages that show a picture which stands elsewhere, once for each."""


def read_chat(value: Any, *, first: int = 1) -> Chat:
    """The messages of a list; those without an id are called m1, m2 … from `first` on."""
    chat = Chat()
    if not isinstance(value, list):
        chat.problems.append(Problem("", "must be a list of messages"))
        return chat
    for number, entry in enumerate(value):
        if isinstance(entry, Mapping):
            _read(chat, entry, f"m{first + number}", f"/{number}")
        else:
            chat.problems.append(Problem(f"/{number}", "must be an object"))
    return chat


def _read(chat: Chat, entry: Mapping[str, Any], identifier: str, pointer: str) -> None:
    given_role = next((entry[key] for key in ROLE_KEYS if key in entry), None)
    role = _role(given_role, spoken="speaker" in entry)
    if role is None:
        chat.problems.append(Problem(f"{pointer}/role", f"must be one of: {', '.join(ROLES)}"))
        return
    given = next((entry[key] for key in TEXT_KEYS if entry.get(key) is not None), None)
    own = entry.get("id")
    message: Json = {"id": own if isinstance(own, str) and own else identifier, "role": role, "text": ""}
    more = {key: each for key, each in entry.items() if key not in KNOWN and each is not None}
    if given_role in ("developer", "function_call"):  # a role of its own, which other names are not
        more["role"] = given_role
    texts = list(_content(chat, message, given, more, pointer))
    texts += _calls(entry)
    message["text"] = "\n\n".join(text for text in texts if text)
    pictures = entry.get("images")
    if isinstance(pictures, list):
        message.setdefault("images", []).extend(picture(place) for each in pictures if (place := place_of(each)))
    chat.messages.append(message)
    if more:
        chat.more[message["id"]] = more


def _role(given: Any, *, spoken: bool) -> str | None:
    """Our role for another's. Where a system is a speaker, it is the one that answers."""
    name = given.strip().lower() if isinstance(given, str) else ""
    return "assistant" if spoken and name == "system" else ROLES.get(name)


def _content(chat: Chat, message: Json, given: Any, more: Json, pointer: str) -> Iterator[str]:
    if isinstance(given, str):
        yield given
    elif isinstance(given, list):
        strange = []
        for part in given:
            text = _text(part)
            if text is not None:
                yield text
            elif not _shows_picture(chat, message, part):
                strange.append(part)
        if strange:
            more["content"] = strange
    elif given is not None:
        chat.problems.append(Problem(f"{pointer}/content", "must be a text or a list of parts"))


def _text(part: Any) -> str | None:
    """The text of a part that is one."""
    if isinstance(part, str):
        return part
    if not isinstance(part, Mapping):
        return None
    key = "refusal" if part.get("type") == "refusal" else "text"
    text = part.get(key)
    return text if part.get("type") in (key, f"input_{key}", f"output_{key}") and isinstance(text, str) else None


def _shows_picture(chat: Chat, message: Json, part: Any) -> bool:
    """Add the picture of a part that is one; it may stand elsewhere."""
    if not isinstance(part, Mapping) or part.get("type") not in ("image_url", "input_image", "image"):
        return False
    if place := place_of(part):
        message.setdefault("images", []).append(picture(place))
    else:
        chat.awaited.append(message)
    return True


def place_of(given: Any) -> str:
    """Where a picture lies: an address or a path, bare or under the keys that some put around it; empty if nowhere."""
    if isinstance(given, str):
        return given.removeprefix(PICTURE)
    if not isinstance(given, Mapping):
        return ""
    return next((place for key in PLACE_KEYS if (place := place_of(given.get(key)))), "")


def _calls(entry: Mapping[str, Any]) -> Iterator[str]:
    """What is called, as people can read it: one line for each call."""
    calls = entry.get("tool_calls")
    for call in [*(calls if isinstance(calls, list) else ()), {"function": entry.get("function_call")}]:
        function = call.get("function") if isinstance(call, Mapping) else None
        if isinstance(function, Mapping) and isinstance(name := function.get("name"), str):
            yield f"{name}({_arguments(function.get('arguments'))})"
    if isinstance(refusal := entry.get("refusal"), str):
        yield refusal


def _arguments(given: Any) -> str:
    return given if isinstance(given, str) else orjson.dumps(given, option=orjson.OPT_SORT_KEYS).decode()


def show_pictures(chat: Chat, places: Sequence[str]) -> Sequence[str]:
    """Give the messages that await pictures theirs, in order; those that nobody awaits come back."""
    for message, place in zip(chat.awaited, places, strict=False):
        message.setdefault("images", []).append(picture(place))
    return places[len(chat.awaited) :]
