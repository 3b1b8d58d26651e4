"""What stands out about people: each figure with what it is made of, and never a verdict.

Tests are exact binomial ones. Where many people are tested at once, Benjamini and Hochberg's procedure (1995) says
which of them stand out, so that among those named at most a given share is expected to be innocent; of pairs of people,
who are as good as accused, Holm's (1979) does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import erfc, exp, lgamma, log, log1p, sqrt

import numpy as np

from annotation.agreement.histogram import Floats

READING = 15.0
"""Characters that a fast reader takes in within a second."""
FALSE_ALARMS = 0.05
"""The expected share of innocents among those who are named."""
NEGLIGIBLE = 1e-17
"""A part of a sum that changes no digit of it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A figure with the number of answers behind it and how probably chance alone would do as much (0 to 1)."""

    figure: float
    answers: int
    chance: float


def spammer_score(confusion: Floats) -> float:
    """How much a person's answers depend on the truth (Raykar and Yu 2012, "Eliminating spammers and ranking
    annotators"): 0 for one who guesses, 1 for one who is always right. `confusion` (K, K), rows true.
    """
    categories = len(confusion)
    if categories < 2:
        return 0.0
    differences = sum(
        float(((confusion[one] - confusion[other]) ** 2).sum()) for one in range(categories) for other in range(one)
    )
    return differences / (categories * (categories - 1))


def too_fast(seconds: float, characters: int, usual: float) -> bool:
    """Whether an answer took less time than reading alone takes, where there is anything to read, and less than nearly
    all answers to the project do; `usual` is the 5th percentile of those, in seconds.
    """
    return seconds < usual and (not characters or seconds < characters / READING)


def longest_run(answers: Sequence[object]) -> int:
    """How often in a row the same answer was given."""
    return max((sum(1 for _ in run) for _, run in groupby(answers)), default=0)


def entropy(answers: Iterable[object]) -> float:
    """How varied answers are, in bits; 0 where all are the same."""
    counts = np.array(list(Counter(answers).values()), dtype=np.float64)
    shares = counts / max(counts.sum(), 1)
    return float(-(shares * np.log2(shares)).sum()) + 0.0 if len(counts) else 0.0


def position_bias(first: int, decided: int) -> Finding | None:
    """How often the response shown first was preferred, where one was; two-sided. None without decisions."""
    if not decided:
        return None
    return Finding(first / decided, decided, min(1.0, 2 * tail(max(first, decided - first), decided, 0.5)))


def collusion(agreed: int, shared: int, one: float, other: float, categories: int) -> Finding | None:
    """How much two people agree beyond what the accuracies (0 to 1) of both predict of people who work alone and whose
    errors are spread evenly; one-sided. None without items that both answered.
    """
    if not shared or categories < 2:
        return None
    expected = one * other + (1 - one) * (1 - other) / (categories - 1)
    return Finding(agreed / shared - expected, shared, tail(agreed, shared, min(max(expected, 1e-9), 1 - 1e-9)))


def drift(earlier: tuple[int, int], later: tuple[int, int]) -> Finding | None:
    """How much a share has changed from the earlier (hits, answers) to the later ones; two-sided z-test of two shares.
    None where either has no answers.
    """
    (hits, answers), (later_hits, later_answers) = earlier, later
    if not answers or not later_answers:
        return None
    pooled = (hits + later_hits) / (answers + later_answers)
    spread = pooled * (1 - pooled) * (1 / answers + 1 / later_answers)
    change = later_hits / later_answers - hits / answers
    chance = 1.0 if not spread else 2 * beyond(abs(change) / spread**0.5)
    return Finding(change, answers + later_answers, min(1.0, chance))


def self_consistency(pairs: Sequence[tuple[object, object]]) -> Finding | None:
    """How often somebody answered the same item the same way twice; None if they were never asked again."""
    if not pairs:
        return None
    return Finding(sum(one == other for one, other in pairs) / len(pairs), len(pairs), 1.0)


def standing_out(chances: Sequence[float], false_alarms: float = FALSE_ALARMS) -> list[bool]:
    """Which of many tests stand out (Benjamini and Hochberg 1995)."""
    order = np.argsort(chances, kind="stable")
    limits = false_alarms * (np.arange(len(order)) + 1) / max(len(order), 1)
    below = np.asarray(chances, dtype=np.float64)[order] <= limits
    named = int(np.nonzero(below)[0].max()) + 1 if below.any() else 0
    found = np.zeros(len(order), dtype=bool)
    found[order[:named]] = True
    return [bool(each) for each in found]


def innocents_spared(chances: Sequence[float], false_alarms: float = FALSE_ALARMS) -> list[bool]:
    """Which of many tests stand out so that in no more than this share of projects anybody innocent does, whoever else
    is named (Holm 1979, "A simple sequentially rejective multiple test procedure"): for what is as good as an
    accusation.
    """
    order = np.argsort(chances, kind="stable")
    beyond_limit = np.asarray(chances, dtype=np.float64)[order] > false_alarms / np.arange(len(order), 0, -1)
    found = np.zeros(len(order), dtype=bool)
    found[order[: int(beyond_limit.argmax()) if beyond_limit.any() else len(order)]] = True
    return [bool(each) for each in found]


def tail(hits: int, trials: int, share: float) -> float:
    """P(X >= hits) for X binomial of so many trials with this share, between 0 and 1: summed, and so as exact far out
    as near the mean, where a normal variable would be off by orders of magnitude. `hits` are at most the trials.
    """
    if hits <= 0 or share >= 1:
        return 1.0
    if share <= 0:
        return 0.0
    if hits <= trials * share:
        return 1 - tail(trials - hits + 1, trials, 1 - share)
    whole = lgamma(trials + 1) - lgamma(hits + 1) - lgamma(trials - hits + 1)
    part, total = exp(whole + hits * log(share) + (trials - hits) * log1p(-share)), 0.0
    while part > NEGLIGIBLE * total:
        total += part
        part *= (trials - hits) / (hits + 1) * share / (1 - share)
        hits += 1
    return min(1.0, total)


def beyond(z: float) -> float:
    """P(Z >= z) of a standard normal, which is no difference from 1: however far out, some digits are left."""
    return erfc(z / sqrt(2)) / 2
