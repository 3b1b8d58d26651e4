"""Marks on texts and pictures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from annotation.agreement.figures.collector import Answered, Counted, Figures, Mean, Value, mean
from annotation.agreement.figures.lone_marks import KINDS, MostOn, differences
from annotation.agreement.histogram import Histogram
from annotation.agreement.marks import Matching, character_alpha, exact_f1, match
from annotation.agreement.overlaps import Mark, region_marks, span_marks
from annotation.agreement.reasons import Code, Reason, reason_json
from annotation.agreement.sparse import Nominal, sparse_alpha
from annotation.forms import Question
from annotation.forms.kinds import Spans

AT_LEAST = (0.5, 0.75)
"""The overlaps from which two regions are the same one, as COCO's evaluation names them (Lin et al. 2014)."""
TOUCHING = 1e-9
"""Spans are compared as soon as they share a character."""


Matched = tuple[int, int, Matching]
"""Two people by their numbers, and their matching."""


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
        self.matched = 0
        self._different: Counter[str] = Counter()
        self._most = {kind: MostOn() for kind in KINDS}
        self._classes = Histogram()
        self._class_of: dict[tuple[str, ...], int] = {}

    def hear(self, answered: Answered) -> None:
        super().hear(answered)
        on_item: Counter[str] = Counter()
        classes: list[list[int]] = []
        for on in sorted({on for values in answered.values.values() for on in values}):
            people = [self._read(values[on]) for values in answered.values.values() if on in values]
            found = self._matched(people)
            if found:
                self._target(answered.texts.get(on, 0), people, found)
                on_item.update(differences(len(people), found))
                classes.extend(self._classes_of(matching for _, _, matching in found))
        self._different.update(on_item)
        for kind, most in self._most.items():
            most.add(answered.item, on_item[kind])
        if classes:
            self._classes.add(classes)

    def _read(self, value: Value) -> list[Mark]:
        return span_marks(value) if self._spans else region_marks(value)

    def _matched(self, people: Sequence[Sequence[Mark]]) -> list[Matched]:
        """Every two people of whom either marked something."""
        found = []
        for one, other in combinations(range(len(people)), 2):
            self.compared += 1
            if people[one] or people[other]:
                least = TOUCHING if self._spans else AT_LEAST[0]
                found.append((one, other, match(people[one], people[other], at_least=least)))
            else:
                self.both_empty += 1
        return found

    def _classes_of(self, matchings: Iterable[Matching]) -> Iterator[list[int]]:
        """Of each two marks of one place, whatever their labels, what the one and the other calls it: all its labels
        together are one class.
        """
        for matching in matchings:
            for one, other, _ in (*matching.pairs, *matching.mislabelled):
                yield [self._class_of.setdefault(mark.labels, len(self._class_of)) for mark in (one, other)]

    def _target(self, length: int, people: Sequence[Sequence[Mark]], matched: Sequence[Matched]) -> None:
        found = [(matching, people[one], people[other]) for one, other, matching in matched]
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
            **{kind: self._different[kind] for kind in KINDS},
            "items_with": {kind: most.items() for kind, most in self._most.items()},
            "class_alpha": self._class_alpha(),
            "labels": {label: same / every for label, (same, every) in sorted(self._by_label.items())},
        }

    def _class_alpha(self) -> Figures:
        """Krippendorff's alpha, nominal, of what the marks of one place are called, with its interval over items; `n`
        is how many such pairs of marks there are, `reason` why alpha is undefined.
        """
        alpha, interval = sparse_alpha(self._classes, Nominal(), len(self._class_of))
        clusters = self._classes.clusters
        reason = None if alpha is not None else Reason(Code.NO_VARIATION if clusters else Code.NO_OVERLAP)
        return {
            "value": alpha,
            "low": interval and interval.low,
            "high": interval and interval.high,
            "n": sum(len(cluster) * times for cluster, times in clusters.items()),
            "reason": reason_json(reason),
        }
