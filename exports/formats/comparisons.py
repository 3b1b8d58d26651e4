"""What people said of two responses, from rankings, preferences and the order in which they put their own responses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from annotation.agreement.kemeny import MOST_RESPONSES, agreed_order
from annotation.forms import Question, response_ids
from annotation.forms.kinds import Preference
from annotation.forms.kinds import Ranking as RankingQuestion
from annotation.forms.ranks import order_as_number
from annotation.forms.writings import conversation
from exports.formats.records import ItemRecord

WRITTEN = RankingQuestion(name="order", title="Order", help="", scope="item", required=False, when=None, ties=True)
"""What a dialogue's writer answers in every turn: the order of the responses."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """How one person ordered an item's responses: the canonical value of the exported question."""

    annotator: str
    value: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RankedItem:
    """An item with everybody's rankings, in a stable order (such as that of the annotation ids).

    `more` is what tells apart several that come from one item: whose dialogue, which turn.
    """

    external_id: str
    content: Mapping[str, Any]
    rankings: Sequence[Ranking]
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Votes:
    """How people ordered two responses; `first` stands before `second` in the content."""

    first: str
    second: str
    for_first: int
    for_second: int
    tied: int


def orders(question: Question) -> bool:
    """Whether its answers order responses: the item's, or those that people wrote in a dialogue."""
    return question.compares or question.kind == "dialogue"


def compared_by(question: Question) -> Question:
    """The question that reads the rankings of `ranked_items`."""
    return question if question.compares else WRITTEN


def ranked_items(question: Question, record: ItemRecord) -> Iterator[RankedItem]:
    """The item with its rankings; of a dialogue each turn of each person, as an item of its own."""
    given = [
        (annotation.annotator, answer["value"])
        for annotation in record.annotations
        for answer in annotation.answers
        if answer["question"] == question.name
    ]
    if question.compares:
        yield RankedItem(record.external_id, record.content, [Ranking(*ranking) for ranking in given])
        return
    for annotator, value in given:
        for place, turn in enumerate(value["turns"]):
            content = conversation(record.content, value["turns"][:place], turn) | {"responses": turn["responses"]}
            ranking = Ranking(annotator, {"ranks": turn["ranks"]})
            yield RankedItem(record.external_id, content, [ranking], {"annotator": annotator, "turn": turn["id"]})


def pair_votes(question: Question, responses: Sequence[str], rankings: Sequence[Ranking]) -> Iterator[Votes]:
    """Each unordered pair of responses that somebody compared, with the votes of everybody."""
    votes: Counter[tuple[str, str, int]] = Counter()
    for ranking in rankings:
        for better, worse, order in question.comparisons(ranking.value, responses):
            votes[better, worse, order] += 1
    for first, second in combinations(responses, 2):
        for_first, for_second = votes[first, second, 1], votes[second, first, 1]
        tied = votes[first, second, 0] + votes[second, first, 0]
        if for_first + for_second + tied:
            yield Votes(first, second, for_first, for_second, tied)


def majority(votes: Votes) -> str | None:
    """The response that more people prefer; ties abstain."""
    if votes.for_first == votes.for_second:
        return None
    return votes.first if votes.for_first > votes.for_second else votes.second


def more_than_half(votes: Votes) -> str | None:
    """The response that more than half of all prefer, those who tie the pair among them."""
    winner = majority(votes)
    return winner if 2 * max(votes.for_first, votes.for_second) > everybody(votes) else None


def everybody(votes: Votes) -> int:
    """How many people compared the two."""
    return votes.for_first + votes.for_second + votes.tied


def consensus(responses: Sequence[str], votes: Sequence[Votes]) -> set[tuple[str, str]] | None:
    """The pairs (better, worse) of all orders that are closest to everybody's; None for too many responses."""
    if len(responses) > MOST_RESPONSES:
        return None
    strict: dict[tuple[str, str], int] = {}
    tied: dict[tuple[str, str], int] = {}
    for pair in votes:
        strict[pair.first, pair.second], strict[pair.second, pair.first] = pair.for_first, pair.for_second
        tied[pair.first, pair.second] = tied[pair.second, pair.first] = pair.tied
    return agreed_order(responses, strict, tied)


def margin(question: Question, rankings: Sequence[Ranking], better: str, worse: str) -> float:
    """By how much `better` is better, on average over all who compared the two; never below 0.

    Of a ranking it is the number of ranks between them, of a preference its strength; a tie is 0, and who says the
    opposite counts below 0.
    """
    said = [_distance(question, ranking.value, better, worse) for ranking in rankings]
    return max(sum(said) / len(said), 0.0) if said else 0.0


def _distance(question: Question, value: Mapping[str, Any], better: str, worse: str) -> float:
    if isinstance(question, Preference):
        strength = float(value.get("strength", 1))
        return {better: strength, worse: -strength}.get(value["preferred"], 0.0)
    levels = order_as_number(value["ranks"])
    return float(levels.get(better, 0) - levels.get(worse, 0))


def best_response(question: Question, item: RankedItem) -> str | None:
    """The response that beats every other one by majority (Condorcet's winner), if there is one."""
    responses = response_ids(item.content)
    won: Counter[str] = Counter()
    for votes in pair_votes(question, responses, item.rankings):
        if winner := majority(votes):
            won[winner] += 1
    if len(responses) == 1 and item.rankings:
        return responses[0]
    return next((response for response in responses if won[response] == len(responses) - 1 > 0), None)
