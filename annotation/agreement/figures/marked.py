"""Marks on texts and pictures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from annotation.agreement.figures.collector import Answered, Counted, Figures, Mean, Value, mean
from annotation.agreement.marks import Matching, character_alpha, exact_f1, match
from annotation.agreement.overlaps import Mark, region_marks, span_marks
from annotation.forms import Question
from annotation.forms.kinds import Spans

AT_LEAST = (0.5, 0.75)
"""The overlaps from which two regions are the same one, as COCO's evaluation names them (Lin et al. 2014)."""
TOUCHING = 1e-9
"""Spans are compared as soon as they share a character."""


class Marked(Counted):
    """Figures of spans or regions, over every two people and each target; an item counts as much as any other.

    Where neither of two people found anything to mark there is no figure; how often that was is counted by itself.
    """

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self._spans = isinstance(question, Spans)
        self._exact, self._overlap, self._characters = Mean(), Mean(), Mean()
        self._f1 = {least: Mean() for least in AT_LEAST}
        self._iou, self._difference = Mean(), Mean()
        self._by_label: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
        self.both_empty = self.compared = 0
        self.matched = self.mislabelled = self.missing = 0

    def hear(self, answered: Answered) -> None:
        super().hear(answered)
        for on in sorted({on for values in answered.values.values() for on in values}):
            self._target(answered.texts.get(on, 0), [values[on] for values in answered.values.values() if on in values])

    def _target(self, length: int, values: Sequence[Value]) -> None:
        read = span_marks if self._spans else region_marks
        people = [read(value) for value in values]
        found: list[tuple[Matching, list[Mark], list[Mark]]] = []
        for one, other in combinations(people, 2):
            self.compared += 1
            if not one and not other:
                self.both_empty += 1
                continue
            found.append((match(one, other, at_least=TOUCHING if self._spans else AT_LEAST[0]), one, other))
        if not found:
            return
        self._exact.add(mean([exact_f1(one, other) for _, one, other in found]))
        self._overlap.add(mean([matching.f1() for matching, _, _ in found]))
        self._iou.add(mean([matching.mean_overlap() for matching, _, _ in found]))
        self._difference.add(mean([float(abs(len(one) - len(other))) for _, one, other in found]))
        if self._spans and length:
            self._characters.add(character_alpha(length, people))
        else:
            for least, figure in self._f1.items():
                figure.add(mean([match(one, other, at_least=least).f1() for _, one, other in found]))
        for matching, _, _ in found:
            self._count(matching)

    def _count(self, matching: Matching) -> None:
        self.matched += len(matching.pairs)
        self.mislabelled += len(matching.mislabelled)
        self.missing += len(matching.only_one) + len(matching.only_other)
        for one, other, _ in matching.pairs:
            for label in {*one.labels} & {*other.labels}:
                self._by_label[label][0] += 2
                self._by_label[label][1] += 2
        wrong = [mark for pair in matching.mislabelled for mark in pair[:2]]
        for mark in (*wrong, *matching.only_one, *matching.only_other):
            for label in mark.labels:
                self._by_label[label][1] += 1

    def figures(self) -> Figures:
        of_spans = {"exact_f1": self._exact.value, "overlap_f1": self._overlap.value,
                    "character_alpha": self._characters.value}  # fmt: skip
        of_regions = {f"f1_{round(100 * least)}": figure.value for least, figure in self._f1.items()}
        return {
            **(of_spans if self._spans else of_regions),
            "mean_overlap": self._iou.value,
            "count_difference": self._difference.value,
            "compared": self.compared,
            "both_empty": self.both_empty,
            "matched": self.matched,
            "mislabelled": self.mislabelled,
            "missing": self.missing,
            "labels": {label: same / every for label, (same, every) in sorted(self._by_label.items())},
        }
