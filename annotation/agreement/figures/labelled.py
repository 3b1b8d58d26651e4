"""One choice, or a rating."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any

import numpy as np

from annotation.agreement.classes import intraclass
from annotation.agreement.coefficients import fleiss_kappa, gwet_ac1, gwet_interval, prevalence
from annotation.agreement.figures.collector import Answered, Counted, Figures
from annotation.agreement.figures.pairs import kappas, mean_of_pairs
from annotation.agreement.histogram import Floats, Table
from annotation.agreement.intervals import Interval
from annotation.agreement.judged import (
    Between,
    Notes,
    alpha_of_each_category,
    alpha_without_each,
    between_people,
    coincidences,
    given,
    most_confused,
    table_of,
)
from annotation.agreement.scales import ScaleMetric, make_scale
from annotation.agreement.truth import Labels
from annotation.agreement.weights import agreement_weights
from annotation.forms import Category, Question

MOST_PEOPLE = 200
"""Whose pairs are told one by one, those with most judgements first."""


class Labelled(Counted):
    """Figures of single categories; `categories` are in the order of the question's options."""

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        measure = question.measure()
        assert measure is not None
        self._metric: ScaleMetric = "ordinal" if measure.metric == "ordinal" else "nominal"
        self._categories: tuple[Category, ...] = measure.categories
        self.book = Notes({category: number for number, category in enumerate(measure.categories)})
        self.items: list[str] = []
        self._item_of = array("i")

    def hear(self, answered: Answered) -> None:
        super().hear(answered)
        units: dict[str, int] = {}
        for person, values in answered.values.items():
            for on, value in values.items():
                for _, category in self.question.judgements(value):
                    if category in self.book.categories:
                        self.book.add(self._unit(units, on), person, category)
        if units:
            self.items.append(answered.item)

    def _unit(self, units: dict[str, int], on: str) -> int:
        """The number of a target of the item at hand."""
        if on not in units:
            units[on] = self.book.begin()
            self._item_of.append(len(self.items))
        return units[on]

    def item_of(self, unit: int) -> str:
        """The item that a unit is, or is a part of."""
        return self.items[self._item_of[unit]]

    def figures(self) -> Figures:
        labels = self.book.labels()
        table = table_of(labels)
        counts, units = table.counts, table.units()
        shares = prevalence(counts, units)
        met, between = coincidences(labels), between_people(labels)
        weights = agreement_weights("quadratic", self._values()) if self._metric == "ordinal" else None
        by_two = kappas([str(person) for person in self.book.people], labels, between, weights)
        return {
            "categories": list(self._categories),
            "prevalence": None if shares is None else shares.tolist(),
            "ac1": of_interval(gwet_ac1(counts, units), gwet_interval(counts, units)),
            "fleiss": fleiss_kappa(counts, units),
            "alpha_by_category": alpha_of_each_category(labels),
            "met": met.tolist(),
            "confused": self._confused(met),
            "people": self._people(labels, between),
            "pairs": self._pairs(between),
            "kappas": by_two,
            **({} if weights is None else self._rated(labels, table, met, weights) | of_pairs(by_two)),
        }

    def _values(self) -> list[int]:
        return [category for category in self._categories if isinstance(category, int)]

    def _confused(self, met: Floats) -> Figures | None:
        found = most_confused(met)
        if found is None:
            return None
        one, other, share = found
        return {"categories": [self._categories[one], self._categories[other]], "share": share}

    def _people(self, labels: Labels, between: Between) -> list[Figures]:
        """Each person's own: how often each category, agreement with others, and alpha if they were not there."""
        if not self.book.people:
            return []
        scale = make_scale(self._metric, self._values() or len(self._categories))
        without, with_others = alpha_without_each(labels, scale), between.of_each()
        return [
            {
                "person": person,
                "given": own.tolist(),
                "agreement": None if np.isnan(with_others[number]) else float(with_others[number]),
                "alpha_without": without.get(number),
            }
            for (person, number), own in zip(self.book.people.items(), given(labels), strict=True)
        ]

    def _pairs(self, between: Between) -> list[list[Any]]:
        """[person, person, units both judged, alike] for each two people who met."""
        names = list(self.book.people)
        busiest = np.sort(np.argsort(-between.shared.sum(axis=1), kind="stable")[:MOST_PEOPLE])
        return [
            [names[one], names[other], int(between.shared[one, other]), int(between.alike[one, other])]
            for place, one in enumerate(busiest.tolist())
            for other in busiest[place + 1 :].tolist()
            if between.shared[one, other]
        ]

    def _rated(self, labels: Labels, table: Table, met: Floats, weights: Floats) -> Figures:
        """What ratings have besides."""
        values = np.array(self._values(), dtype=np.float64)
        apart = np.abs(values[:, None] - values[None, :])
        counts, units = table.counts, table.units()
        crossed = _crossed(labels, values)
        found = None if crossed is None else intraclass(crossed)
        return {
            "ac2": of_interval(gwet_ac1(counts, units, weights), gwet_interval(counts, units, weights)),
            "mean_difference": float((met * apart).sum() / met.sum()) if met.any() else None,
            "intraclass": None if found is None else {"random": found.random, "random_mean": found.random_mean},
        }


def of_pairs(by_two: Sequence[Figures]) -> Figures:
    """Of ratings, the mean of what pairs of people have; None where no pair has any."""
    return {
        "weighted_kappa": mean_of_pairs(by_two, "value"),
        "spearman": mean_of_pairs(by_two, "spearman"),
    }


def _crossed(labels: Labels, values: Floats) -> Floats | None:
    """(I, J) the ratings of I units by J people, two or more, where everybody rated everything once; else None.

    Only such data have the two-way model of Shrout and Fleiss (1979). Of its forms ICC(2,1) and ICC(2,k) are told, the
    people being drawn from many and whether they give the same points, not only the same order, being what is asked
    (their case 2, p. 421; McGraw and Wong 1996 call it absolute agreement).
    """
    if labels.items * labels.people != len(labels.item) or labels.people < 2:
        return None
    order = np.lexsort((labels.person, labels.item))
    return np.asarray(values[labels.category[order]].reshape(labels.items, labels.people))


def of_interval(figure: float | None, interval: Interval | None) -> Figures:
    """A figure with both ends of its 95% interval."""
    return {"value": figure, "low": interval and interval.low, "high": interval and interval.high}
