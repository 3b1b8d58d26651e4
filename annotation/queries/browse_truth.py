"""The item browser's filter on how far a question is decided: as the project's figures said when habits were last
learnt, item by item.

States are kept beside these figures as three bitmaps by the position of the items, one after the other: of 100,000
items they take 38 KB, and an item is looked up in the order of the page.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, cast, get_args

import numpy as np

from annotation.agreement.histogram import Integers
from annotation.models import Habits, Project

State = Literal["decided", "tied", "review"]
STATES: Sequence[State] = get_args(State)


class Asked(NamedTuple):
    """A question, and how far it is decided."""

    question: str
    state: State


def read_truth(text: str) -> Asked:
    """Raises ValueError."""
    try:
        parts = json.loads(text)
    except (ValueError, RecursionError):
        parts = None
    if not isinstance(parts, list) or len(parts) != 2 or not isinstance(parts[0], str) or parts[1] not in STATES:
        raise ValueError(f"A JSON list of a question and one of {', '.join(STATES)}.")
    return Asked(parts[0], cast(State, parts[1]))


def bitmaps(positions: Mapping[State, Sequence[int]]) -> bytes:
    """The states of items by position."""
    most = 1 + max((place for own in positions.values() for place in own), default=-1)
    found = np.zeros((len(STATES), most + -most % 8), dtype=np.uint8)
    for row, state in zip(found, STATES, strict=True):
        row[list(positions[state])] = 1
    return np.packbits(found, axis=1, bitorder="little").tobytes()


def positions_in(project: Project, asked: Asked) -> Integers:
    """The positions of the items of which something is in this state; rising."""
    kept = Habits.objects.filter(project=project, member=None, question=asked.question).values_list("states", flat=True)
    known = np.frombuffer(kept.first() or b"", dtype=np.uint8).reshape(len(STATES), -1)
    bits = np.unpackbits(known[STATES.index(asked.state)], bitorder="little")
    return np.flatnonzero(bits)


def bitmap_of(positions: Integers) -> bytes:
    """One bit for each position up to the last, and some more that are not set."""
    most = int(positions[-1]) + 1 if len(positions) else 0
    bits = np.zeros(most + 8, dtype=np.uint8)
    bits[positions] = 1
    return np.packbits(bits, bitorder="little").tobytes()
