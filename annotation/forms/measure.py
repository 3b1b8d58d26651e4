"""How answers of one kind are compared between people: what the agreement engine needs to know of a kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Metric = Literal["nominal", "ordinal", "interval", "ratio", "jaccard"]
Category = str | int | frozenset[str]
Unit = str | tuple[str, str]
"""What is judged inside one target: "" for the target itself, a pair of response ids, or the side spoken for."""


@dataclass(frozen=True, slots=True)
class Measure:
    """The declared scale of a question.

    `categories`: all values in scale order; empty means open (sets of labels are listed as they turn up).
    `mirrored`: each judgement also counts the other way round, category i as category V-1-i
    (a preference of a over b is one of b under a), so that the order of the responses can't matter.
    `sides`: all judgements of a target are about the same two things, and a unit says for which one a judgement
    speaks ("" where that makes no difference); for the other one it is the category V-1-i.
    """

    metric: Metric
    categories: tuple[Category, ...]
    mirrored: bool = False
    sides: bool = False
