"""What single choices and ratings have besides alpha, of a table of patterns, as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from annotation.agreement.coefficients import fleiss_kappa, gwet_ac1, gwet_interval, prevalence
from annotation.agreement.figures.labelled import of_interval
from annotation.agreement.histogram import Floats, tabulate
from annotation.agreement.intervals import Interval
from annotation.agreement.judged import coincidences_of, most_confused
from annotation.agreement.questions import Tally
from annotation.forms import Category, Question

NO_LABELS = {"ac1": None, "fleiss": None, "prevalence": None, "confused": None}


@dataclass(frozen=True, slots=True)
class LabelTable:
    """`counts` (P, V) of V categories; `units` (P) how many units have each pattern, and `met` (V, V) how often two
    categories meet, as `judged.coincidences_of` has it.
    """

    categories: Sequence[Category]
    counts: Floats
    units: Floats
    met: Floats
    fleiss: float | None
    ac1_interval: Interval | None

    def to_json(self) -> dict[str, Any]:
        shares, found = prevalence(self.counts, self.units), most_confused(self.met)
        return {
            "ac1": of_interval(gwet_ac1(self.counts, self.units), self.ac1_interval),
            "fleiss": self.fleiss,
            "prevalence": None if shares is None else self._named(shares),
            "confused": found and {"categories": [self.categories[each] for each in found[:2]], "share": found[2]},
        }

    def _named(self, shares: Floats) -> list[dict[str, Any]]:
        told = zip(self.categories, shares.tolist(), strict=True)
        return [{"category": category, "share": share} for category, share in told]


def has_labels(question: Question) -> bool:
    """Whether its answers are single categories, which the figures here are of."""
    measure = question.measure()
    return measure is not None and not measure.mirrored and bool(measure.categories)


def label_table(tally: Tally) -> LabelTable:
    """Of a question that `has_labels`."""
    categories = tally.categories()
    table = tabulate(tally.histogram, len(categories))
    counts, units = table.counts, table.units()
    met, interval = coincidences_of(counts, units), gwet_interval(counts, units)
    return LabelTable(categories, counts, units, met, fleiss_kappa(counts, units), interval)
