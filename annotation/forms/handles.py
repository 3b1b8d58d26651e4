"""Blinding: what an annotator sees carries opaque handles instead of the importer's ids, which would give away
models, gold and age; and the way back for the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotation.forms.answers import Answers
from annotation.forms.content import Content, image_ids, response_ids
from annotation.forms.form import Form

TELLING = ("model", "source")


@dataclass(frozen=True, slots=True)
class Blinded:
    """Content as one person sees it.

    `responses`: handle to response id, in the order shown; `images`: handle to asset id.
    """

    content: dict[str, Any]
    responses: dict[str, str]
    images: dict[str, str]

    def handles(self) -> dict[str, str]:
        """Response id to handle: for showing stored answers to the person again."""
        return {identifier: handle for handle, identifier in self.responses.items()}


def with_handles(content: Content, order: Sequence[str]) -> Blinded:
    """The content with its responses in `order`, called r1, r2, …; images i1, i2, …; without model and source.

    Raises ValueError unless `order` names each response of the content once.
    """
    if sorted(order) != sorted(response_ids(content)):
        raise ValueError("the order must name each response of the content once")
    by_id = {response["id"]: response for response in content.get("responses", ())}
    shown: dict[str, Any] = dict(content)
    if "responses" in content:
        shown["responses"] = [by_id[identifier] for identifier in order]
    images = {asset: f"i{number}" for number, asset in enumerate(image_ids(shown), 1)}
    responses = {identifier: f"r{number}" for number, identifier in enumerate(order, 1)}
    if "image" in shown:
        shown["image"] = images[shown["image"]]
    if "prompt" in shown:
        shown["prompt"] = blinded(shown["prompt"], images)
    if "messages" in shown:
        shown["messages"] = [blinded(message, images) for message in shown["messages"]]
    if "responses" in shown:
        shown["responses"] = [
            {**blinded(response, images), "id": responses[response["id"]]} for response in shown["responses"]
        ]
    return Blinded(shown, inverted(responses), inverted(images))


def blinded(block: Mapping[str, Any], images: Mapping[str, str]) -> dict[str, Any]:
    """A prompt, message or response with image handles and without what tells who wrote it."""
    shown = {key: value for key, value in block.items() if key not in TELLING}
    if "images" in shown:
        shown["images"] = [images[asset] for asset in shown["images"]]
    return shown


def rename_responses(form: Form, answers: Answers, mapping: Mapping[str, str]) -> list[dict[str, Any]]:
    """The answers with response ids replaced, in `on` and inside the values; every kind renames its own.

    For answers that passed `answer_problems` against the content the ids come from. Raises KeyError for an id that
    the mapping lacks.
    """
    renamed = []
    for answer in answers:
        question = form.question(answer["question"])
        value = question.renamed(answer["value"], mapping) if question else answer["value"]
        renamed.append({"question": answer["question"], "on": renamed_target(answer["on"], mapping), "value": value})
    return renamed


def renamed_target(on: str, mapping: Mapping[str, str]) -> str:
    """An answer's `on` with the response id replaced."""
    kind, dot, identifier = on.partition(".")
    return f"{kind}.{mapping[identifier]}" if dot and kind == "responses" else on


def inverted(mapping: Mapping[str, str]) -> dict[str, str]:
    """The way back of a one-to-one mapping."""
    return {value: key for key, value in mapping.items()}
