"""The order that is closest to everybody's: Kemeny's consensus, exact, with ties.

The distance of two orders is the sum over all pairs of 2 where they are opposite, 1 where one of them ties the pair and
the other doesn't, and 0 where they say the same (Kemeny & Snell 1962, Mathematical Models in the Social
Sciences, ch. 2). A consensus has the least sum of distances to all given orders. Often several do, so what is looked
for here is what every one of them says.

Ranks are added from best to worst, one set of responses after the other, and of all ways to the same set of responses
only the shortest is followed: 3ⁿ steps for n responses, 6,561 for 8.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, permutations

MOST_RESPONSES = 8
Pair = tuple[str, str]
Order = Sequence[Sequence[str]]
"""Ranks, best first; those of one rank are tied."""
Costs = Sequence[Sequence[int]]


def agreed_order(responses: Sequence[str], votes: Mapping[Pair, int], tied: Mapping[Pair, int]) -> set[Pair]:
    """The pairs (better, worse) that every Kemeny consensus puts so.

    `votes[a, b]` people put a before b, `tied[a, b]` on one rank; `tied` is the same in both directions. Raises
    ValueError for more than 8 responses.
    """
    said = closest(responses, votes, tied)
    return {
        (responses[i], responses[j])
        for i, j in permutations(range(len(responses)), 2)
        if (i, j) in said and (j, i) not in said and frozenset((i, j)) not in said
    }


def consensus(orders: Sequence[Order]) -> list[list[str]] | None:
    """The one order that is closest to these, best rank first; None where several are as close.

    All of them order the same responses, at least one. Of more than 8, each pair's majority decides, and it is None
    where a pair has none or majorities go round.
    """
    responses = [response for rank in orders[0] for response in rank]
    votes, tied = counted_pairs(orders)
    said = (closest if len(responses) <= MOST_RESPONSES else majorities)(responses, votes, tied)
    before = Counter(worse for _, worse in (pair for pair in said if isinstance(pair, tuple)))
    ranks = [[n for n in range(len(responses)) if before[n] == place] for place in sorted({*before.values(), 0})]
    if said != told_by(ranks):
        return None
    return [[responses[n] for n in rank] for rank in ranks]


def told_by(ranks: Sequence[Sequence[int]]) -> set[object]:
    """What one order says: (i, j) where i comes before j, {i, j} where they are tied."""
    said: set[object] = set()
    for place, rank in enumerate(ranks):
        said.update(frozenset(pair) for pair in combinations(rank, 2))
        said.update((i, j) for i in rank for later in ranks[place + 1 :] for j in later)
    return said


def counted_pairs(orders: Sequence[Order]) -> tuple[Counter[Pair], Counter[Pair]]:
    """How many put a before b, and how many a and b on one rank."""
    votes: Counter[Pair] = Counter()
    tied: Counter[Pair] = Counter()
    for order in orders:
        for place, rank in enumerate(order):
            tied.update(permutations(rank, 2))
            votes.update((a, b) for a in rank for later in order[place + 1 :] for b in later)
    return votes, tied


def closest(responses: Sequence[str], votes: Mapping[Pair, int], tied: Mapping[Pair, int]) -> set[object]:
    """What the Kemeny consensuses say of the places of the responses; see `relations`. Raises ValueError for more than
    8 responses.
    """
    if len(responses) > MOST_RESPONSES:
        raise ValueError(f"an exact consensus is found for at most {MOST_RESPONSES} responses")
    before = [[2 * votes.get((b, a), 0) + tied.get((a, b), 0) for b in responses] for a in responses]
    level = [[votes.get((a, b), 0) + votes.get((b, a), 0) for b in responses] for a in responses]
    return relations(len(responses), before, level)


def majorities(responses: Sequence[str], votes: Mapping[Pair, int], tied: Mapping[Pair, int]) -> set[object]:
    """What most people say of each pair, where more say it than anything else."""
    said: set[object] = set()
    for (i, a), (j, b) in combinations(enumerate(responses), 2):
        first, second, both = votes.get((a, b), 0), votes.get((b, a), 0), tied.get((a, b), 0)
        if first > max(second, both):
            said.add((i, j))
        elif second > max(first, both):
            said.add((j, i))
        elif both > max(first, second):
            said.add(frozenset((i, j)))
    return said


def relations(number: int, before: Costs, level: Costs) -> set[object]:
    """What the closest orders say: (i, j) where one puts i before j, {i, j} where one ties them.

    Putting i before j costs `before[i][j]`, tying them `level[i][j]`. Sets of responses are bits of a number.
    """
    everything = (1 << number) - 1
    steps = {
        (placed, rank): cost(placed, rank, before, level)
        for placed in range(everything + 1)
        for rank in subsets(everything & ~placed)
    }
    to_here, from_here = shortest(steps, everything)
    best = to_here[everything]
    said: set[object] = set()
    for (placed, rank), length in steps.items():
        if to_here[placed] + length + from_here[placed | rank] == best:
            said.update((i, j) for i in members(placed) for j in members(rank))
            said.update(frozenset((i, j)) for i in members(rank) for j in members(rank) if i < j)
    return said


def cost(placed: int, rank: int, before: Costs, level: Costs) -> int:
    """What it costs to put a rank right after what is placed: its own ties, and everything placed before each."""
    inside = members(rank)
    ties = sum(level[i][j] for i in inside for j in inside if i < j)
    return ties + sum(before[i][j] for i in members(placed) for j in inside)


def shortest(steps: Mapping[tuple[int, int], int], everything: int) -> tuple[list[int], list[int]]:
    """The least cost from nothing to each set of placed responses, and from each to all of them."""
    endless = sum(steps.values()) + 1
    to_here = [0] + [endless] * everything
    from_here = [endless] * everything + [0]
    for (placed, rank), length in steps.items():  # a set comes after all of its parts, because its number is greater
        to_here[placed | rank] = min(to_here[placed | rank], to_here[placed] + length)
    for (placed, rank), length in reversed(list(steps.items())):
        from_here[placed] = min(from_here[placed], length + from_here[placed | rank])
    return to_here, from_here


def subsets(whole: int) -> Iterator[int]:
    """The parts of a set, without the empty one."""
    part = whole
    while part:
        yield part
        part = (part - 1) & whole


def members(whole: int) -> list[int]:
    """The bits that are set."""
    return [place for place in range(whole.bit_length()) if whole >> place & 1]
