"""Marks that one of two people made and the other lacks: whose mistake, as far as everybody else can tell."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from heapq import heappush, heappushpop

from annotation.agreement.marks import Matching
from annotation.agreement.overlaps import Mark

MOST_ITEMS = 50
"""Items that are named for each kind of difference, those with most."""
KINDS = ("missing", "extra", "unmatched", "mislabelled")


def differences(people: int, found: Sequence[tuple[int, int, Matching]]) -> Counter[str]:
    """How many differences of each kind there are among so many people; `found` are (one, other, their matching).

    A mark that the other of two people lacks is `unmatched`. It is `missing` besides where more than half of all
    others have it, and `extra` where fewer than half do; two people alone can't tell.
    """
    have: defaultdict[tuple[int, Mark], set[int]] = defaultdict(set)
    for one, other, matching in found:
        for mark, twin, _ in matching.pairs:
            have[one, mark].add(other)
            have[other, twin].add(one)
    kinds: Counter[str] = Counter(mislabelled=sum(len(matching.mislabelled) for _, _, matching in found))
    for one, other, matching in found:
        for person, mark in _lone(one, other, matching):
            with_it = len(have[person, mark])
            kinds["unmatched"] += 1
            kinds["missing"] += 2 * with_it > people - 2
            kinds["extra"] += 2 * with_it < people - 2
    return kinds


def _lone(one: int, other: int, matching: Matching) -> Iterator[tuple[int, Mark]]:
    yield from ((one, mark) for mark in matching.only_one)
    yield from ((other, mark) for mark in matching.only_other)


class MostOn:
    """The items with most of something, however many are heard."""

    def __init__(self) -> None:
        self._heap: list[tuple[int, int, str]] = []
        self._heard = 0

    def add(self, item: str, times: int) -> None:
        """One more item, with so many."""
        self._heard += 1
        if times:
            push = heappush if len(self._heap) < MOST_ITEMS else heappushpop
            push(self._heap, (times, -self._heard, item))

    def items(self) -> list[str]:
        """Those with most first, and in the order in which they were heard."""
        return [item for _, _, item in sorted(self._heap, reverse=True)]
