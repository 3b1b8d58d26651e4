"""Prompts: what an item asks, and when two items ask the same."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from typing import Any

from annotation.forms.target import Content, text_of


def prompt_text(content: Content) -> str:
    """The text of an item's prompt, or of the user's last message; "" when there is none."""
    conversation = asked(content)
    return text_of(conversation[-1]) if conversation else ""


def prompt_key(content: Content) -> str:
    """The same 32 characters for prompts that say the same, whatever the case, the spaces and the compatibility forms
    of their signs (NFKC); "" for an item that asks nothing.

    A conversation asks by all that was said before and with the user's last message: one message of the user alone is
    the same as a prompt. Pictures belong to what is asked.
    """
    conversation = asked(content)
    said = [[block.get("role", "user"), same(text_of(block)), list(block.get("images", ()))] for block in conversation]
    if not said or not (said[-1][1] or said[-1][2]):
        return ""
    encoded = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    return hashlib.blake2b(encoded, digest_size=16).hexdigest()


def asked(content: Content) -> list[Mapping[str, Any]]:
    """The prompt alone, or the messages until the user's last one."""
    if prompt := content.get("prompt"):
        return [prompt]
    messages = list(content.get("messages", ()))
    while messages and messages[-1]["role"] != "user":
        messages.pop()
    return messages


def same(text: str) -> str:
    """A text as prompts are compared."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
