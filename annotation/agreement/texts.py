"""How alike two texts are. It is called similarity, not agreement: nothing here is corrected for chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from math import exp, log

from rapidfuzz.distance import Levenshtein

ORDER = 6
"""The longest run of characters that chrF looks at."""
RECALL = 2
"""How many times recall counts as much as precision in chrF2."""
LONGEST_WORDS = 4


def levenshtein_distance(one: str, other: str) -> int:
    """The fewest single-character insertions, deletions and substitutions from one text to the other (Levenshtein
    1966, "Binary codes capable of correcting deletions, insertions, and reversals"): 0 to the length of the longer one.
    """
    return Levenshtein.distance(one, other)


def levenshtein_similarity(one: str, other: str) -> float:
    """From 0 to 1, the same both ways round: 1 - Levenshtein's distance (1966) / length of the longer text; 1 for two
    empty texts.
    """
    return float(Levenshtein.normalized_similarity(one, other))


def chrf(hypothesis: str, reference: str) -> float:
    """chrF2 from 0 to 100 (Popović 2015): F-score of runs of 1 to 6 characters, blanks left out."""
    return _f_score(*_precision_and_recall(hypothesis, reference))


def chrf_similarity(one: str, other: str) -> float:
    """From 0 to 1, the mean of chrF2 (Popović 2015, "chrF: character n-gram F-score for automatic MT evaluation") in
    both directions, because neither text is the reference; 1 for equal texts and for two without characters.
    """
    if one == other or not (one.strip() or other.strip()):
        return 1.0
    precision, recall = _precision_and_recall(one, other)
    return (_f_score(precision, recall) + _f_score(recall, precision)) / 200


def _precision_and_recall(hypothesis: str, reference: str) -> tuple[float, float]:
    """The means over lengths of the share of runs said that were wanted, and of those wanted that were said."""
    scores = []
    for ours, theirs in zip(_runs_of_characters(hypothesis), _runs_of_characters(reference), strict=True):
        said, wanted = ours.total(), theirs.total()
        if said and wanted:
            fewer, more = sorted((ours, theirs), key=len)
            common = sum(min(times, more[run]) for run, times in fewer.items() if run in more)
            scores.append((common / said, common / wanted))
    if not scores:
        return 0.0, 0.0
    precision, recall = (sum(column) / len(scores) for column in zip(*scores, strict=True))
    return precision, recall


def _f_score(precision: float, recall: float) -> float:
    weighted = RECALL**2 * precision + recall
    return 100 * (1 + RECALL**2) * precision * recall / weighted if weighted else 0.0


@lru_cache(maxsize=8)
def _runs_of_characters(text: str) -> tuple[Counter[str], ...]:
    """By length; each text of an item is compared with several others in turn."""
    bare = "".join(text.split())
    return tuple(
        Counter([bare[start : start + length] for start in range(len(bare) - length + 1)])
        for length in range(1, ORDER + 1)
    )


def bleu(hypothesis: str, reference: str) -> float:
    """Sentence BLEU from 0 to 100 over words as they stand (Papineni et al. 2002); runs without a match count 1/2, 1/4
    and so on of one match, as in NIST's tool.
    """
    said, wanted = hypothesis.split(), reference.split()
    logs, halved = 0.0, 1.0
    for length in range(1, LONGEST_WORDS + 1):
        ours, theirs = runs(said, length), runs(wanted, length)
        if not ours:
            return 0.0
        common = float((ours & theirs).total())
        if not common:
            halved /= 2
            common = halved
        logs += log(common / ours.total()) / LONGEST_WORDS
    brevity = min(0.0, 1 - len(wanted) / len(said))
    return 100 * exp(logs + brevity)


def runs(sequence: Sequence[str], length: int) -> Counter[tuple[str, ...]]:
    """The runs of this length, each with how often it occurs."""
    return Counter(tuple(sequence[start : start + length]) for start in range(len(sequence) - length + 1))
