"""The order in which one person sees an item's responses."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence


def shown_order(response_ids: Sequence[str], seed: str) -> list[str]:
    """A fair shuffle that depends on nothing but the ids and the seed (such as the assignment's id).

    Every order is equally likely over seeds, and a seed gives the same order for ever, whatever the Python version:
    Fisher–Yates (Durstenfeld 1964, Algorithm 235) over a SHA-256 counter stream, without modulo bias.
    """
    order = list(response_ids)
    words = random_words(seed)
    for last in range(len(order) - 1, 0, -1):
        chosen = below(last + 1, words)
        order[last], order[chosen] = order[chosen], order[last]
    return order


def random_words(seed: str) -> Iterator[int]:
    """An endless stream of uniform 64-bit numbers."""
    counter = 0
    while True:
        digest = hashlib.sha256(f"{counter}:{seed}".encode()).digest()
        for start in range(0, len(digest), 8):
            yield int.from_bytes(digest[start : start + 8], "big")
        counter += 1


def below(limit: int, words: Iterator[int]) -> int:
    """A uniform number from 0 to `limit - 1`; words beyond the last whole multiple of `limit` are thrown away."""
    whole = (1 << 64) // limit * limit
    return next(word for word in words if word < whole) % limit
