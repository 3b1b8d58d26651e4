"""Whether more comparisons would help: what a small model learns from the pairs of responses that people compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from heapq import heappush, heappushpop
from typing import Any

from annotation.agreement.figures.duels import compares, duels
from annotation.agreement.heard import Heard
from annotation.agreement.probe import LONGEST, MOST_PAIRS, Pair, probe
from annotation.forms import Form, Question

Votes = dict[tuple[str, str], list[int]]
"""{two responses: how many people preferred the first, and the second}"""
Texts = Iterable[tuple[str, Mapping[str, str]]]
"""Items with their responses' texts."""


class Compared:
    """Hears of a project's items, and keeps what people compared in as many as the probe can use, drawn by lot: always
    the same ones of the same items.
    """

    def __init__(self, form: Form) -> None:
        self._questions = [question for question in form.questions if compares(question)]
        self._drawn: list[tuple[int, str]] = []
        self._prompts: dict[str, str] = {}
        self._votes: dict[str, dict[str, Votes]] = {}

    def hear(self, heard: Heard) -> None:
        """One more item."""
        if heard.gold:
            return
        votes = {question.name: found for question in self._questions if (found := _votes(question, heard))}
        if not votes:
            return
        self._votes[heard.item], self._prompts[heard.item] = votes, heard.prompt_key or heard.item
        lot = (-int.from_bytes(blake2b(heard.item.encode(), digest_size=8).digest()), heard.item)
        if len(self._drawn) < MOST_PAIRS:
            heappush(self._drawn, lot)
        else:
            _, dropped = heappushpop(self._drawn, lot)
            del self._votes[dropped], self._prompts[dropped]

    @property
    def items(self) -> list[str]:
        """Whose responses' texts are needed."""
        return list(self._votes)

    def curves(self, texts: Texts) -> dict[str, Any]:
        """{"questions": [{"question", "curve": [{"n", "accuracy", "low", "high"}], "ceiling", "gain", "pairs",
        "prompts", "reason"}]}: `ceiling` is how often one person says what another one does.
        """
        known = {item: {response: text[:LONGEST] for response, text in own.items()} for item, own in texts}
        rows = [_row(question.name, probe(self._pairs(question.name, known))) for question in self._questions]
        return {"questions": rows}

    def _pairs(self, question: str, known: Mapping[str, Mapping[str, str]]) -> Iterator[Pair]:
        for item, votes in self._votes.items():
            own = known.get(item, {})
            for (one, other), (for_one, for_other) in votes.get(question, {}).items():
                if one in own and other in own:
                    yield Pair(self._prompts[item], own[one], own[other], for_one, for_other)


def _votes(question: Question, heard: Heard) -> Votes:
    found: Votes = {}
    for duel in duels(question, heard.answered(question.name)):
        if duel.decided:
            one, other = sorted((duel.better, duel.worse))
            found.setdefault((one, other), [0, 0])[int(duel.better != one)] += 1
    return found


def _row(question: str, found: Mapping[str, Any]) -> dict[str, Any]:
    human = found["human"]
    return {
        "question": question,
        "curve": [{"n": point["pairs"], **{name: point[name] for name in ENDS}} for point in found["points"]],
        "ceiling": human and human["value"],
        "gain": found["gain"],
        "pairs": found["pairs"],
        "prompts": found["prompts"],
        "reason": found["reason"],
    }


ENDS = ("accuracy", "low", "high")
