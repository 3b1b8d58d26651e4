"""Models by name and version: `name@version`, and `name-v2` where nobody wrote an @."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby, pairwise

VERSIONED = re.compile(r"(?P<name>.+)@(?P<version>[^@]+)|(?P<stem>.+?)[-_ ](?P<number>v\d[\w.]*)")
NUMBERS = re.compile(r"(\d+)")


@lru_cache(maxsize=10_000)
def split_version(model: str) -> tuple[str, str]:
    """("m1", "v3") of `m1@v3` and of `m1-v3`; a model without a version has an empty one."""
    found = VERSIONED.fullmatch(model)
    if not found:
        return model, ""
    return found["name"] or found["stem"], found["version"] or found["number"]


def in_order(version: str) -> list[tuple[int, int | str]]:
    """What versions are sorted by: v9 comes before v10."""
    parts = [part for part in NUMBERS.split(version) if part]
    return [(0, int(part)) if part.isdecimal() else (1, part) for part in parts]


def successive(models: Iterable[str]) -> list[tuple[str, str]]:
    """Each version of a model with the one after it."""
    rows = sorted((split_version(model), model) for model in set(models))
    found: list[tuple[str, str]] = []
    for _, versions in groupby(rows, key=lambda row: row[0][0]):
        found += pairwise(model for (_, version), model in sorted(versions, key=lambda row: in_order(row[0][1])))
    return found
