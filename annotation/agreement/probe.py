"""Whether more comparisons would help a reward model: a small one is trained on more and more of them.

The texts of two responses become hashed words and pairs of words; their difference, and how much longer one is, tells
a logistic regression which one people prefer. It is a probe and no reward model: what it learns, a larger one learns
too. Prompts that it is tested on are never among those it was trained on. The ceiling is how often one person says
what another one says of the same pair: nothing that predicts people can be right much more often.

Needs scikit-learn, the optional extra `probe`.

Words are hashed as in Weinberger et al. 2009, "Feature hashing for large scale multitask learning"; learning rewards
from comparisons by a logistic curve is Christiano et al. 2017, "Deep reinforcement learning from human preferences".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from math import log
from typing import Any

import numpy as np

from annotation.agreement.evaluation.averages import Average
from annotation.agreement.histogram import Floats
from annotation.agreement.reasons import Code, Reason, reason_json

FOLDS = 5
STEPS = 5
"""Points of the curve: everything, half of it, a quarter …"""
FEWEST_PAIRS, FEWEST_PROMPTS = 100, 20
MOST_PAIRS = 10_000
"""Beyond which the curve changes little and the training takes minutes."""
LONGEST = 4000
"""Characters of each text that are looked at."""
HASHES = 2**18
Curve = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two responses to a prompt, and how many people preferred each; ties are left out."""

    prompt: str
    first: str
    second: str
    for_first: int
    for_second: int


def probe(pairs: Iterable[Pair]) -> Curve:
    """{"pairs", "prompts", "judgements", "points": [{"pairs", "accuracy", "low", "high"}], "human": {"value", "low",
    "high", "n"} | null, "gain": {"value", "low", "high"} | null, "reason"}

    A point is how often held-out judgements are predicted after training on so many pairs; `gain` what the last
    doubling brought, and whether that is more than chance. `points` are empty where `reason` says why.
    """
    kept = sorted(_decided(pairs), key=lambda pair: _number(pair.prompt))
    prompts = len({pair.prompt for pair in kept})
    found: Curve = {
        "pairs": len(kept),
        "prompts": prompts,
        "judgements": sum(pair.for_first + pair.for_second for pair in kept),
        "points": [],
        "human": _human(kept),
        "gain": None,
        "reason": reason_json(_too_few(len(kept), prompts)),
    }
    if found["reason"]:
        return found
    try:
        import sklearn  # noqa: F401  # an optional extra, and slow to import
    except ImportError:
        return {**found, "reason": Reason(Code.NOT_INSTALLED).to_json()}
    return {**found, **_learned(kept)}


def _too_few(pairs: int, prompts: int) -> Reason | None:
    if pairs < FEWEST_PAIRS:
        return Reason(Code.TOO_FEW_TEXTS, pairs, FEWEST_PAIRS)
    return None if prompts >= FEWEST_PROMPTS else Reason(Code.TOO_FEW_PROMPTS, prompts, FEWEST_PROMPTS)


def _decided(pairs: Iterable[Pair]) -> list[Pair]:
    found: list[Pair] = []
    for pair in pairs:
        if pair.first != pair.second and pair.for_first + pair.for_second:
            found.append(pair)
        if len(found) == MOST_PAIRS:
            break
    return found


def _number(prompt: str) -> int:
    """Always the same one, and as if drawn by lot: it decides the fold of a prompt and when its pairs are learnt."""
    return int.from_bytes(blake2b(prompt.encode(), digest_size=8).digest())


def _human(pairs: Sequence[Pair]) -> Curve | None:
    """How often one person says what another one says; each pair of texts counts once."""
    alike = Average()
    for pair in pairs:
        people = pair.for_first + pair.for_second
        if people > 1:
            same = pair.for_first * (pair.for_first - 1) + pair.for_second * (pair.for_second - 1)
            alike.add(same / (people * (people - 1)))
    if not alike.n:
        return None
    low, high = alike.share_interval()
    return {"value": alike.mean, "low": low, "high": high, "n": alike.n}


def _learned(pairs: Sequence[Pair]) -> Curve:
    """The points of the curve and the gain of the last doubling."""
    features = _features(pairs)
    votes = np.array([(pair.for_first, pair.for_second) for pair in pairs], dtype=np.float64)
    fold = np.array([_number(pair.prompt) % FOLDS for pair in pairs])
    shares = [2.0**-step for step in range(STEPS - 1, -1, -1)]
    right = np.full((len(shares), len(pairs)), np.nan)
    sizes = np.zeros(len(shares))
    for held_out in range(FOLDS):
        rest, tested = np.nonzero(fold != held_out)[0], np.nonzero(fold == held_out)[0]
        for step, share in enumerate(shares):
            learnt = rest[: max(2, round(len(rest) * share))]
            sizes[step] += len(learnt) / FOLDS
            right[step, tested] = _accuracy(features, votes, learnt, tested)
    points = [_point(round(size), own) for size, own in zip(sizes, right, strict=True)]
    return {"points": points, "gain": _gain(right[-1] - right[-2])}


def _features(pairs: Sequence[Pair]) -> Any:
    """(N, F) sparse: the words of the first less those of the second, and how much longer it is."""
    from scipy.sparse import csr_array, hstack
    from sklearn.feature_extraction.text import HashingVectorizer

    words = HashingVectorizer(n_features=HASHES, ngram_range=(1, 2), alternate_sign=False)
    first, second = (words.transform([text[:LONGEST] for text in texts]) for texts in zip(
        *((pair.first, pair.second) for pair in pairs), strict=True)
    )  # fmt: skip
    longer = [[log(max(1, len(pair.first)) / max(1, len(pair.second)))] for pair in pairs]
    together = hstack([first - second, csr_array(np.array(longer))]).tocsr()
    return together[:, np.unique(together.indices)]


def _accuracy(features: Any, votes: Floats, learnt: Any, tested: Any) -> Floats:
    """(T) the share of people whose judgement of each tested pair is predicted."""
    from scipy.sparse import diags_array
    from sklearn.linear_model import LogisticRegression

    # What won less what lost, once for each side that somebody took. Every other one is turned round, which means the
    # same: a regression wants to see both outcomes.
    rows = np.concatenate([learnt, learnt])
    side = np.repeat([1.0, -1.0], len(learnt))
    weights = np.concatenate([votes[learnt, 0], votes[learnt, 1]])
    taken = np.nonzero(weights)[0]
    turned = np.where(np.arange(len(taken)) % 2, -1.0, 1.0)
    model = LogisticRegression(C=1.0, fit_intercept=False, solver="liblinear")
    model.fit(diags_array(side[taken] * turned) @ features[rows[taken]], turned, sample_weight=weights[taken])
    first = np.asarray(model.decision_function(features[tested])) > 0
    own = votes[tested]
    return np.asarray(np.where(first, own[:, 0], own[:, 1]) / own.sum(axis=1))


def _point(pairs: int, right: Floats) -> Curve:
    average = _average(right)
    low, high = average.share_interval()
    return {"pairs": pairs, "accuracy": average.mean, "low": low, "high": high}


def _gain(differences: Floats) -> Curve | None:
    average = _average(differences)
    ends = average.interval()
    return ends and {"value": average.mean, "low": ends[0], "high": ends[1]}


def _average(figures: Floats) -> Average:
    """Of what was tested; pairs of a fold without others are not."""
    known = figures[~np.isnan(figures)]
    return Average(len(known), float(known.sum()), float((known**2).sum()))
