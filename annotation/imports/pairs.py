"""Two responses of which one was preferred, as most preference data have them, and the form that asks which."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from annotation.imports.columns import annotation

Json = dict[str, Any]

CHOSEN, REJECTED = "chosen", "rejected"
QUESTION = "preferred"
UNKNOWN = "unknown"
"""Who preferred it: the files don't say."""


def pair(chosen: Json, rejected: Json) -> list[Json]:
    """The two responses in an order that does not betray which one was chosen: that of their texts."""
    both = [{"id": CHOSEN, **chosen}, {"id": REJECTED, **rejected}]
    return sorted(both, key=lambda response: (response["text"], response["id"]))


def preference() -> Json:
    """The annotation of whoever preferred the chosen one."""
    value = {"preferred": CHOSEN, "strength": 1}
    return annotation([{"question": QUESTION, "on": "item", "value": value}], who=UNKNOWN)


def pair_form(*shows: str) -> Mapping[str, Any]:
    """The form that holds the answer."""
    question = {"name": QUESTION, "kind": "preference", "title": "Which response is better?", "scope": "item"}
    return {"version": 1, "shows": [*shows, "responses"], "questions": [{**question, "required": True, "tie": True}]}
