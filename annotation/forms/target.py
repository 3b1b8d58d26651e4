"""What of an item a question can be asked about: the item, its responses, its turns, and its texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Content = Mapping[str, Any]
Scope = Literal["item", "responses", "turns", "text", "prompt", "messages", "context"]
NEED_TEXT: tuple[Scope, ...] = ("text", "prompt", "messages")
"""These are there to be marked, and so are no targets where they have only images."""
Size = tuple[int, int]
"""Width and height of an oriented image in pixels."""
Sizes = Mapping[str, Size]
"""The sizes that are known, by the image's name in the content."""


@dataclass(frozen=True, slots=True)
class Target:
    """One thing that a question is asked about.

    `on` names it in answers; `responses` are the ids of all responses of the item. `text` is its own: that of a
    response, message or document, of a turn what the assistant said last, of an item its `text` or else that of its
    prompt. `images` are its own: those of a response, message or prompt, of an item its `image` or else those of its
    prompt. `sizes` has those of the images that are known.
    """

    on: str
    content: Content
    responses: tuple[str, ...]
    text: str
    images: tuple[str, ...]
    sizes: Sizes

    def size(self, image: int) -> Size | None:
        """The size of the image at this index, if it is known."""
        return self.sizes.get(self.images[image])


@dataclass(frozen=True, slots=True)
class Turn:
    """A message of the user with what follows it until the next one; called by the id of its first message."""

    id: str
    messages: tuple[Mapping[str, Any], ...]

    def last_said(self) -> str:
        """The last words of the assistant in this turn."""
        return next((text_of(message) for message in self.messages[::-1] if message["role"] == "assistant"), "")


class Targets:
    """The targets of one content; those of a scope are laid out once."""

    def __init__(self, content: Content, sizes: Sizes | None = None) -> None:
        self._content = content
        self._responses = tuple(response_ids(content))
        self._sizes = sizes or {}
        self._scopes: dict[Scope, dict[str, Target]] = {}

    def of(self, scope: Scope) -> Mapping[str, Target]:
        """By their `on`, in display order, what a question of this scope is asked about."""
        if scope not in self._scopes:
            self._scopes[scope] = {target.on: target for target in self._lay_out(scope)}
        return self._scopes[scope]

    def _lay_out(self, scope: Scope) -> Iterator[Target]:
        prompt = self._content.get("prompt", {})
        if scope == "item":
            images = [self._content["image"]] if "image" in self._content else prompt.get("images", ())
            yield self._target("item", text_of(self._content) or text_of(prompt), images)
        elif scope == "turns":
            for turn in turns(self._content):
                yield self._target(f"turns.{turn.id}", turn.last_said())
        else:
            for on, block in self._blocks(scope):
                if text_of(block) or scope not in NEED_TEXT:
                    yield self._target(on, text_of(block), block.get("images", ()))

    def _blocks(self, scope: Scope) -> list[tuple[str, Mapping[str, Any]]]:
        """The parts of the content that a scope names, each with its `on`."""
        if scope == "text":
            return [(scope, self._content)]
        if scope == "prompt":
            return [(scope, self._content.get("prompt", {}))]
        return [(f"{scope}.{row['id']}", row) for row in self._content.get(scope, ())]

    def _target(self, on: str, text: str, images: Sequence[str] = ()) -> Target:
        return Target(on, self._content, self._responses, text, tuple(images), self._sizes)


def targets(scope: Scope, content: Content) -> list[str]:
    """What a question of this scope is asked about in this content, as `on` values in display order."""
    return list(Targets(content).of(scope))


def turns(content: Content) -> list[Turn]:
    """The turns of a conversation; what stands before the first message of the user belongs to the first turn."""
    groups: list[list[Mapping[str, Any]]] = []
    begun = False
    for message in content.get("messages", ()):
        asked = message["role"] == "user"
        if not groups or (asked and begun):
            groups.append([])
        groups[-1].append(message)
        begun = begun or asked
    return [Turn(group[0]["id"], tuple(group)) for group in groups]


def response_ids(content: Content) -> list[str]:
    """The ids of the item's responses, in the order of the content."""
    return [response["id"] for response in content.get("responses", ())]


def text_of(block: Mapping[str, Any]) -> str:
    """The text of a part of the content; one of images alone has none."""
    return str(block.get("text", ""))
