"""Several choices at once."""

from __future__ import annotations

from annotation.agreement.coefficients import krippendorff_alpha
from annotation.agreement.figures.collector import Answered, Counted, Figures
from annotation.agreement.histogram import Histogram, tabulate
from annotation.agreement.scales import make_scale
from annotation.forms.kinds import Choice


class LabelledWithSeveral(Counted):
    """Figures of sets: the coefficient by Jaccard distance, and each label by itself."""

    def __init__(self, question: Choice) -> None:
        super().__init__(question)
        self._labels = {option.value: Histogram() for option in question.options}
        self._same = self._pairs = 0

    def hear(self, answered: Answered) -> None:
        super().hear(answered)
        for on in sorted({on for values in answered.values.values() for on in values}):
            sets = [
                chosen
                for values in answered.values.values()
                if on in values
                for _, chosen in self.question.judgements(values[on])
                if isinstance(chosen, frozenset)
            ]
            for label, histogram in self._labels.items():
                histogram.add([[int(label in chosen) for chosen in sets]] if sets else [])
            self._pairs += len(sets) * (len(sets) - 1) // 2
            self._same += sum(one == other for place, one in enumerate(sets) for other in sets[place + 1 :])

    def figures(self) -> Figures:
        binary = make_scale("nominal", 2)
        return {
            "exact": self._same / self._pairs if self._pairs else None,
            "labels": {
                str(label): {
                    "alpha": krippendorff_alpha(tabulate(histogram, 2), binary),
                    "share": _share(histogram),
                }
                for label, histogram in self._labels.items()
            },
        }


def _share(histogram: Histogram) -> float | None:
    """How many of all answers have the label."""
    have = everybody = 0
    for cluster, times in histogram.clusters.items():
        for pattern in cluster:
            have += times * dict(pattern).get(1, 0)
            everybody += times * sum(people for _, people in pattern)
    return have / everybody if everybody else None
