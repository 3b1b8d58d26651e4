"""The consensus against every order there is."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotation.agreement.kemeny import Pair, agreed_order

Order = tuple[frozenset[str], ...]


def orders(responses: frozenset[str]) -> Iterator[Order]:
    """Every order of some responses, ties among them."""
    if not responses:
        yield ()
    for size in range(1, len(responses) + 1):
        for first in combinations(sorted(responses), size):
            for rest in orders(responses - set(first)):
                yield (frozenset(first), *rest)


def sign(order: Order, a: str, b: str) -> int:
    place = {name: number for number, rank in enumerate(order) for name in rank}
    return (place[b] > place[a]) - (place[b] < place[a])


def distance(one: Order, other: Order, responses: Sequence[str]) -> int:
    return sum(abs(sign(one, a, b) - sign(other, a, b)) for a, b in combinations(responses, 2))


def counted(given: Sequence[Order], responses: Sequence[str]) -> tuple[Counter[Pair], Counter[Pair]]:
    votes: Counter[Pair] = Counter()
    tied: Counter[Pair] = Counter()
    for order in given:
        for a, b in combinations(responses, 2):
            match sign(order, a, b):
                case 1:
                    votes[a, b] += 1
                case -1:
                    votes[b, a] += 1
                case _:
                    tied[a, b] += 1
                    tied[b, a] += 1
    return votes, tied


def brute_force(given: Sequence[Order], responses: Sequence[str]) -> set[Pair]:
    """What all closest orders say, by trying each."""
    every = list(orders(frozenset(responses)))
    lengths = [sum(distance(order, one, responses) for one in given) for order in every]
    closest = [order for order, length in zip(every, lengths, strict=True) if length == min(lengths)]
    return {
        (a, b)
        for first, second in combinations(responses, 2)
        for a, b in ((first, second), (second, first))
        if all(sign(order, a, b) == 1 for order in closest)
    }


def test_there_are_as_many_orders_with_ties_as_fubini_says() -> None:
    assert [sum(1 for _ in orders(frozenset("abcde"[:n]))) for n in range(6)] == [1, 1, 3, 13, 75, 541]


@settings(deadline=None)
@given(st.integers(2, 4).flatmap(
    lambda n: st.lists(st.sampled_from(list(orders(frozenset("abcd"[:n])))), min_size=1, max_size=5)
))  # fmt: skip
def test_the_consensus_says_what_every_closest_order_says(given: list[Order]) -> None:
    responses = sorted(frozenset().union(*given[0]))
    assert agreed_order(responses, *counted(given, responses)) == brute_force(given, responses)


def test_one_persons_order_is_the_consensus() -> None:
    order = (frozenset("c"), frozenset("ab"))
    assert agreed_order("abc", *counted([order], "abc")) == {("c", "a"), ("c", "b")}


def test_a_circle_of_majorities_says_nothing() -> None:
    circle = [tuple(map(frozenset, order)) for order in ("abc", "bca", "cab")]
    assert agreed_order("abc", *counted(circle, "abc")) == set()


def test_eight_responses_take_little_time_and_nine_are_refused() -> None:
    people = [tuple(map(frozenset, order)) for order in ("abcdefgh", "hgfedcba", "badcfehg")]
    begun = time.process_time()
    agreed_order("abcdefgh", *counted(people, "abcdefgh"))
    assert time.process_time() - begun < 2
    with pytest.raises(ValueError, match="at most 8"):
        agreed_order("abcdefghi", {}, {})
