"""Written answers and dialogues: how alike they are, which is no agreement."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from annotation.agreement.figures.collector import Answered, Counted, Figures, Mean, Value
from annotation.agreement.figures.replies import Replies, beginning
from annotation.agreement.ranks import top_agreement
from annotation.agreement.texts import chrf_similarity, levenshtein_similarity
from annotation.forms import Question
from annotation.forms.kinds import Dialogue

LONGEST = 20_000
"""Characters of each text that are compared."""


class Written(Counted):
    """Figures of texts; of dialogues their parts: texts, the best response of each turn, tags, and what was
    said of the same replies.
    """

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self._levenshtein, self._chrf, self._top, self._tags = Mean(), Mean(), Mean(), Mean()
        self._lengths: list[int] = []
        self.compared = 0
        self._replies = Replies(question) if isinstance(question, Dialogue) else None

    def hear(self, answered: Answered) -> None:
        for on in sorted({on for values in answered.values.values() for on in values}):
            values = [values[on] for values in answered.values.values() if on in values]
            self._lengths.extend(len(text_of(value)) for value in values)
            for one, other in combinations(values, 2):
                self.compared += 1
                texts = [text_of(value)[:LONGEST] for value in (one, other)]
                self._levenshtein.add(levenshtein_similarity(*texts))
                self._chrf.add(chrf_similarity(*texts))
                if self._replies:
                    self._turns(one, other)
            if self._replies:
                self._replies.hear(values)

    def _turns(self, one: Value, other: Value) -> None:
        """Turns that began alike: the same prompt and the same number of responses."""
        for first, second in zip(one.get("turns", ()), other.get("turns", ()), strict=False):
            if beginning(first) != beginning(second):
                continue
            orders = [_by_place(turn) for turn in (first, second)]
            if all(orders):
                self._top.add(top_agreement(orders))
            one_tags, other_tags = _tags(first), _tags(second)
            both, either = (one_tags & other_tags).total(), (one_tags | other_tags).total()
            self._tags.add(both / either if either else None)

    def figures(self) -> Figures:
        lengths = sorted(self._lengths)
        found: Figures = {
            "compared": self.compared,
            "levenshtein": self._levenshtein.value,
            "chrf": self._chrf.value,
            "lengths": [lengths[len(lengths) * part // 100] for part in (5, 25, 50, 75, 95)] if lengths else None,
        }
        if self._replies:
            found |= {"top": self._top.value, "tags": self._tags.value, **self._replies.figures()}
        return found


def text_of(value: Value) -> str:
    """All that was written."""
    if "turns" not in value:
        return str(value.get("text", ""))
    parts = []
    for turn in value["turns"]:
        parts.append(str(turn.get("prompt", {}).get("text", "")))
        parts.extend(str(response.get("text", "")) for response in turn.get("responses", ()))
    return "\n".join(part for part in parts if part)


def _tags(turn: Value) -> Counter[tuple[int, str]]:
    """The tags of a turn's responses, with the place of the response."""
    responses = turn.get("responses", ())
    return Counter((place, tag) for place, response in enumerate(responses) for tag in response.get("tags", ()))


def _by_place(turn: Value) -> list[list[str]]:
    """A turn's ranks with responses named by their place, because ids are the writer's own."""
    places = {response["id"]: str(place) for place, response in enumerate(turn.get("responses", ()))}
    return [[places[response] for response in rank if response in places] for rank in turn.get("ranks", ())]
