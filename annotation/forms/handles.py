"""Blinding: what an annotator sees carries opaque handles instead of the importer's ids, which would give away
models, gold and age; and the way back for the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotation.forms.answers import Answers
from annotation.forms.content import image_ids
from annotation.forms.form import Form
from annotation.forms.target import Content, Sizes, response_ids

TELLING = ("model", "source")
LETTERS = {"messages": "m", "context": "c", "responses": "r"}
"""What the handles of things with ids begin with."""
RESPONSE, MESSAGE, TURN = "responses.", "messages.", "turns."


@dataclass(frozen=True, slots=True)
class Blinded:
    """Content as one person sees it.

    `own`: what an answer's `on` says there, and what it says in the content: `responses.r1`, `responses.gold-3`.
    `images`: handle to asset id.
    """

    content: dict[str, Any]
    own: dict[str, str]
    images: dict[str, str]

    def handles(self) -> dict[str, str]:
        """The other way round: for showing stored answers to the person again."""
        return inverted(self.own)

    def sizes(self, by_asset: Sizes) -> Sizes:
        """Sizes of assets as those of the images shown."""
        return {handle: by_asset[asset] for handle, asset in self.images.items() if asset in by_asset}


def with_handles(content: Content, order: Sequence[str]) -> Blinded:
    """The content with its responses in `order`, called r1, r2, …; messages m1, m2, …; context documents c1, c2, …;
    images i1, i2, …; without model and source.

    Raises ValueError unless `order` names each response of the content once.
    """
    if sorted(order) != sorted(response_ids(content)):
        raise ValueError("the order must name each response of the content once")
    by_id = {response["id"]: response for response in content.get("responses", ())}
    shown: dict[str, Any] = dict(content)
    if "responses" in content:
        shown["responses"] = [by_id[identifier] for identifier in order]
    images = {asset: f"i{number}" for number, asset in enumerate(image_ids(shown), 1)}
    own: dict[str, str] = {}
    for key, letter in LETTERS.items():
        if key in shown:
            own |= {f"{key}.{letter}{number}": f"{key}.{row['id']}" for number, row in enumerate(shown[key], 1)}
            shown[key] = [
                {**blinded(row, images), "id": f"{letter}{number}"} for number, row in enumerate(shown[key], 1)
            ]
    own |= {as_turn(on): as_turn(name) for on, name in own.items() if on.startswith(MESSAGE)}
    if "image" in shown:
        shown["image"] = images[shown["image"]]
    if "prompt" in shown:
        shown["prompt"] = blinded(shown["prompt"], images)
    return Blinded(shown, own, inverted(images))


def blinded(block: Mapping[str, Any], images: Mapping[str, str]) -> dict[str, Any]:
    """A prompt, message, document or response with image handles and without what tells who wrote it."""
    shown = {key: value for key, value in block.items() if key not in TELLING}
    if "images" in shown:
        shown["images"] = [images[asset] for asset in shown["images"]]
    return shown


def rename_targets(form: Form, answers: Answers, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """The answers with the ids of what they are about replaced, in `on` and inside the values.

    `names` maps each old `on` that has an id to the new one. For answers that passed `answer_problems` against the
    content the ids come from. Raises KeyError for an id that `names` lacks.
    """
    responses = {of_response(old): of_response(new) for old, new in names.items() if old.startswith(RESPONSE)}
    renamed = []
    for answer in answers:
        question = form.question(answer["question"])
        value = question.renamed(answer["value"], responses) if question else answer["value"]
        renamed.append({"question": answer["question"], "on": renamed_target(answer["on"], names), "value": value})
    return renamed


def renamed_target(on: str, names: Mapping[str, str]) -> str:
    """An answer's `on` with its id replaced; some have none."""
    return names[on] if "." in on else on


def as_turn(on: str) -> str:
    """The `on` of the turn that begins with a message."""
    return TURN + on.removeprefix(MESSAGE)


def of_response(on: str) -> str:
    """The id in an `on` about a response."""
    return on.removeprefix(RESPONSE)


def inverted(mapping: Mapping[str, str]) -> dict[str, str]:
    """The way back of a one-to-one mapping."""
    return {value: key for key, value in mapping.items()}
