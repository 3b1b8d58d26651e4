"""Which split an item goes to: by what it asks, so that no prompt is trained on and tested with."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from annotation.forms.prompts import prompt_key
from annotation.forms.target import Content
from exports.formats.records import SPLITS


def split_of(content: Content, shares: Mapping[str, Any]) -> str:
    """The split of an item by its content: {"train": 0.8, "validation": 0.1, "test": 0.1, "seed": ""}.

    Items that ask the same (see `prompt_key`) are always in the same one, in this data set and in every later one with
    the same shares and seed. The shares are kept on the average, not to the item: a group of items goes as a whole.
    """
    point = _point(f"{shares.get('seed', '')}\n{group_of(content)}")
    present = [name for name in SPLITS if shares.get(name)]
    end = 0.0
    for name in present:
        end += shares[name]
        if point < end:
            return name
    return present[-1]  # shares that add up to a little less than one


def group_of(content: Content) -> str:
    """The same for items that must not be parted: those with one prompt, or without any those that show the same."""
    if key := prompt_key(content):
        return key
    shown = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.blake2b(shown.encode(), digest_size=16).hexdigest()


def _point(text: str) -> float:
    """A number from 0 to below 1 that a text always has."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=6).digest(), "big") / 2**48
