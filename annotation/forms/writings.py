"""What people wrote, as what others are shown: texts and turns of dialogues become responses to what was asked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from annotation.forms.answers import Answers
from annotation.forms.question import Question
from annotation.forms.target import Content, text_of

WRITTEN_KINDS = ("text", "dialogue")
LAST = -1


class Writing(NamedTuple):
    """One response that somebody wrote: what it answers (content without responses), a name that is unique among
    theirs to the item, its text and its images.
    """

    shown: dict[str, Any]
    name: str
    text: str
    images: list[str]


def writings(question: Question, content: Content, answers: Answers, *, turn: int = LAST) -> Iterator[Writing]:
    """What one person wrote in answer to a question: every text, or the responses of one turn of their dialogue, its
    number from 0 or `LAST`. A dialogue that is shorter has none.
    """
    for answer in answers:
        if answer["question"] != question.name:
            continue
        if question.kind == "text":
            yield Writing(without_responses(content), answer["on"], answer["value"]["text"], [])
        elif question.kind == "dialogue":
            turns = answer["value"]["turns"]
            if turns and turn < len(turns):
                chosen = turns[turn]
                said = conversation(content, turns[: len(turns) - 1 if turn == LAST else turn], chosen)
                for response in chosen["responses"]:
                    images = list(response.get("images", ()))
                    yield Writing(said, f"{chosen['id']}.{response['id']}", text_of(response), images)


def without_responses(content: Content) -> dict[str, Any]:
    """An item's content as it was before anybody answered."""
    return {key: value for key, value in content.items() if key != "responses"}


def conversation(content: Content, before: Sequence[Mapping[str, Any]], turn: Mapping[str, Any]) -> dict[str, Any]:
    """The item with a dialogue as its messages, until the prompt of a turn; the turns before it go on from the response
    that their writer chose.
    """
    said = list(content.get("messages", ()))
    if not said and content.get("prompt"):
        said.append({"role": "user", **content["prompt"]})
    for earlier in before:
        said += _blocks("user", earlier.get("prompt", {}))
        chosen = (response for response in earlier["responses"] if response["id"] == earlier["continues_with"])
        said += [block for response in chosen for block in _blocks("assistant", response)]
    said += _blocks("user", turn.get("prompt", {}))
    kept = {key: value for key, value in without_responses(content).items() if key not in ("prompt", "messages")}
    if len(said) == 1 and said[0]["role"] == "user":
        return kept | {"prompt": {key: value for key, value in said[0].items() if key in ("text", "images")}}
    return kept | {"messages": [{**block, "id": f"m{number}"} for number, block in enumerate(said, 1)]}


def _blocks(role: str, block: Mapping[str, Any]) -> list[dict[str, Any]]:
    text, images = text_of(block), list(block.get("images", ()))
    if not text.strip() and not images:
        return []
    return [{"role": role, "text": text} | ({"images": images} if images else {})]


def response_id(annotation: str, name: str) -> str:
    """The id of a response made of somebody's answer: the same whenever it is made, and telling nothing of when."""
    return "w" + hashlib.blake2b(f"{annotation}/{name}".encode(), digest_size=8).hexdigest()
