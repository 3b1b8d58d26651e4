"""Responses in order: a list of ranks, best first, each a list of ids; several on one rank are tied."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from annotation.forms.fields import Fields

Ranks = Sequence[Sequence[str]]


def check_ranks(value: Fields, responses: Sequence[str], *, ties: bool, complete: bool) -> set[str]:
    """Note what is wrong with `ranks`: each response stands there once, in a draft at most once.

    Returns the responses that are ranked. None at all is no order yet, and not wrong by itself.
    """
    placed: set[str] = set()
    for pointer, rank in value.rows("ranks", len(responses)):
        if complete and rank == []:
            value.refuse_at(pointer, "must name a response")
        check_rank(value, pointer, rank, responses, placed, ties=ties)
    missing = [response for response in responses if response not in placed]
    if complete and placed and missing:
        value.refuse("leaves out " + ", ".join(missing), "ranks")
    return placed


def check_rank(
    value: Fields, pointer: str, rank: object, responses: Sequence[str], placed: set[str], *, ties: bool
) -> None:
    """Note what is wrong with one rank; adds what it names to `placed`."""
    if not isinstance(rank, list) or len(rank) > len(responses):
        value.refuse_at(pointer, "must be a list of response ids")
        return
    if len(rank) > 1 and not ties:
        value.refuse_at(pointer, "this question takes no ties")
    for index, response in enumerate(rank):
        if not isinstance(response, str) or response not in responses:
            value.refuse_at(f"{pointer}/{index}", "is not one of the responses")
        elif response in placed:
            value.refuse_at(f"{pointer}/{index}", "is ranked twice")
        else:
            placed.add(response)


def canonical_ranks(ranks: Ranks, responses: Iterable[str]) -> list[list[str]]:
    """Tied responses in the order of the content; ranks without responses are left out."""
    place = {response: index for index, response in enumerate(responses)}
    return [sorted(rank, key=place.__getitem__) for rank in ranks if rank]


def has_ties(ranks: Ranks) -> bool:
    """Whether two responses share a rank."""
    return any(len(rank) > 1 for rank in ranks)


def order_as_number(ranks: Ranks) -> dict[str, int]:
    """k for what stands on the best of k ranks, down to 1 on the last."""
    return {response: len(ranks) - level for level, rank in enumerate(ranks) for response in rank}
