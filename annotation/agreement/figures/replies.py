"""What several people said of the same replies of a dialogue: their ratings by aspect, and spans of their texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any

from annotation.agreement.coefficients import krippendorff_alpha
from annotation.agreement.figures.collector import Figures, Mean, Value
from annotation.agreement.histogram import Histogram, tabulate
from annotation.agreement.intervals import alphas_without_each, jackknife_interval
from annotation.agreement.marks import exact_f1, overlap_f1
from annotation.agreement.overlaps import span_marks
from annotation.agreement.reasons import Code, Reason, reason_json
from annotation.agreement.scales import make_scale
from annotation.forms.kinds import Dialogue
from annotation.forms.kinds.dialogue import Aspect
from annotation.forms.options import option_values

Reply = Value


class Replies:
    """Replies are the same where they have the same text at the same place of turns that began alike: marks of another
    text, and how good it is, are no opinion on this one.
    """

    def __init__(self, question: Dialogue) -> None:
        self._aspects = [AspectFigures(aspect) for aspect in question.ratings]
        self._spans = SpansOfReplies() if question.labels else None

    def hear(self, values: Iterable[Value]) -> None:
        """What each person wrote and said on one more item."""
        said = defaultdict(list)
        for value in values:
            for place, turn in enumerate(value.get("turns", ())):
                for number, reply in enumerate(turn.get("responses", ())):
                    said[place, beginning(turn), number, reply.get("text", "")].append(reply)
        for aspect in self._aspects:
            aspect.hear(said.values())
        if self._spans:
            for replies in said.values():
                self._spans.hear(replies)

    def figures(self) -> Figures:
        found: Figures = {}
        if self._aspects:
            found["aspects"] = {each.aspect.name: each.figures() for each in self._aspects}
        if self._spans:
            found["reply_spans"] = self._spans.figures()
        return found


def beginning(turn: Value) -> tuple[str, int]:
    """By what two turns began alike: the prompt, and the number of responses."""
    return str(turn.get("prompt", {}).get("text", "")), len(turn.get("responses", ()))


class AspectFigures:
    """How well people agree on one aspect: Krippendorff's alpha on its declared points, ordinal, a reply being a unit
    and an item a cluster of them.
    """

    def __init__(self, aspect: Aspect) -> None:
        self.aspect = aspect
        self._number = {point: number for number, point in enumerate(sorted(option_values(aspect.options)))}
        self._histogram = Histogram()
        self._apart = Mean()

    def hear(self, replies: Iterable[Sequence[Reply]]) -> None:
        """Every reply of one more item, each as several people rated it."""
        units = []
        for reply in replies:
            points = [point for each in reply if (point := each.get("ratings", {}).get(self.aspect.name)) is not None]
            points = [point for point in points if point in self._number]
            for one, other in combinations(points, 2):
                self._apart.add(abs(one - other))
            if points:
                units.append([self._number[point] for point in points])
        if units:
            self._histogram.add(units)

    def figures(self) -> Figures:
        """{"title", "alpha", "low", "high", "mean_difference" in points, "n" replies rated by two or more, "items" that
        they are of, "reason" why alpha is undefined}
        """
        overlap = self._histogram.pairable().clusters
        table, scale = tabulate(self._histogram, len(self._number)), make_scale("ordinal", list(self._number))
        alpha = krippendorff_alpha(table, scale)
        interval = None if alpha is None else jackknife_interval(alpha, *alphas_without_each(table, scale))
        return {
            "title": self.aspect.title,
            "alpha": alpha,
            "low": interval and interval.low,
            "high": interval and interval.high,
            "mean_difference": self._apart.value,
            "n": sum(len(cluster) * times for cluster, times in overlap.items()),
            "items": overlap.total(),
            "reason": reason_json(self._reason() if alpha is None else None),
        }

    def _reason(self) -> Reason:
        if not self._histogram.clusters:
            return Reason(Code.NO_ANSWERS)
        return Reason(Code.NO_VARIATION if self._histogram.pairable().clusters else Code.NO_OVERLAP)


class SpansOfReplies:
    """F1 of spans, over every two people and each reply; replies that neither marked are counted by themselves."""

    def __init__(self) -> None:
        self._exact, self._overlap = Mean(), Mean()
        self._compared = self._both_empty = 0

    def hear(self, replies: Sequence[Reply]) -> None:
        """One reply as several people marked it."""
        people = [span_marks({"spans": reply.get("spans", ())}) for reply in replies]
        for one, other in combinations(people, 2):
            self._compared += 1
            self._both_empty += not one and not other
            self._exact.add(exact_f1(one, other))
            self._overlap.add(overlap_f1(one, other))

    def figures(self) -> dict[str, Any]:
        """Both F1 are None where nobody marked anything."""
        return {
            "exact_f1": self._exact.value,
            "overlap_f1": self._overlap.value,
            "compared": self._compared,
            "both_empty": self._both_empty,
        }
