"""The shown order is fair, repeatable and loses nothing."""

from collections import Counter
from itertools import islice, permutations

from hypothesis import given
from hypothesis import strategies as st

from annotation.distribution import shown_order
from annotation.distribution.order import below, random_words


@given(st.lists(st.text(min_size=1), unique=True, max_size=30), st.text(st.characters(exclude_categories=["Cs"])))
def test_a_shown_order_holds_every_response_once_and_is_repeatable(ids: list[str], seed: str) -> None:
    order = shown_order(ids, seed)
    assert sorted(order) == sorted(ids)
    assert order == shown_order(ids, seed)


def test_the_order_of_a_seed_never_changes_between_releases() -> None:
    assert shown_order(["a", "b", "c", "d", "e", "f"], "assignment-1") == ["e", "c", "f", "b", "d", "a"]
    assert shown_order([], "x") == []
    assert shown_order(["only"], "x") == ["only"]


def test_every_order_is_equally_likely() -> None:
    draws = 24_000
    seen = Counter(tuple(shown_order(["a", "b", "c", "d"], f"seed {number}")) for number in range(draws))
    expected = draws / 24
    chi_squared = sum((seen[order] - expected) ** 2 / expected for order in permutations("abcd"))
    assert chi_squared < 49.7  # 23 degrees of freedom: exceeded by chance once in a thousand


def test_numbers_are_uniform_and_the_biased_tail_is_thrown_away() -> None:
    top = (1 << 64) - 1
    assert below(3, iter([top, 7])) == 1
    counts = Counter(below(10, iter([word])) for word in islice(random_words("s"), 10_000))
    assert sum((counts[digit] - 1000) ** 2 / 1000 for digit in range(10)) < 27.9
