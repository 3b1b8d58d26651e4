"""The front door: how well people agree on a form's questions, from their canonical answers.

The coefficients are Krippendorff's alpha and Gwet's AC1 (see `coefficients`); which metric belongs to which kind of
question, and when there is no coefficient, is said here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypedDict

from annotation.agreement.coefficients import gwet_ac1, krippendorff_alpha, percent_agreement, prevalence
from annotation.agreement.histogram import Histogram, tabulate
from annotation.agreement.intervals import Interval, alphas_without_each, jackknife_interval
from annotation.agreement.reasons import Code, Reason, reason_json
from annotation.agreement.scales import Scale, ScaleMetric, make_scale
from annotation.agreement.sparse import Distances, Jaccard, Nominal, sparse_alpha, sparse_percent
from annotation.forms import Answers, Category, Form, Measure, Question, Unit

MOST_DENSE = 64


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well people agree on one question.

    `alpha` (Krippendorff) with its 95% `interval`; `percent` is a share from 0 to 1 (of agreeing response pairs for a
    ranking, of equal sets for several choices); each None where undefined, and `reason` says why alpha is.
    Only what two or more people judged counts: `items`; `units` in them (the items, their responses, or their
    unordered response pairs); `annotations`, the answers to these items. `ac1` is Gwet's, `prevalence` the share of
    each category; both only where the categories are few.
    """

    question: Question
    alpha: float | None = None
    interval: Interval | None = None
    percent: float | None = None
    ac1: float | None = None
    items: int = 0
    units: int = 0
    annotations: int = 0
    reason: Reason | None = None
    prevalence: tuple[tuple[Category, float], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The row of the agreement resource; `metric` is null for kinds without a coefficient."""
        measure = self.question.measure()
        return {
            "question": self.question.name,
            "on": self.question.scope,
            "kind": self.question.kind,
            "title": self.question.title,
            "coefficient": "krippendorff_alpha",
            "metric": measure.metric if measure else None,
            "alpha": self.alpha,
            "low": self.interval.low if self.interval else None,
            "high": self.interval.high if self.interval else None,
            "percent": self.percent,
            "items": self.items,
            "units": self.units,
            "annotations": self.annotations,
            "reason": reason_json(self.reason),
        }


class Tally:
    """Counts one question's answers item by item; memory grows with distinct patterns, not with answers."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.measure = question.measure()
        self.histogram = Histogram()
        self.annotations = 0
        self._number: dict[Category, int] = {}
        if self.measure:
            self._number = {category: number for number, category in enumerate(self.measure.categories)}
        self._open = bool(self.measure and not self.measure.categories)
        self._units: defaultdict[tuple[str, Unit], list[int]] = defaultdict(list)

    def hear(self, on: str, value: Any) -> bool:
        """Note one person's answer on the item at hand; whether it judged anything."""
        judged = False
        for unit, category in self.question.judgements(value):
            number = self._numbered(category)
            if number is not None:
                self._units[on, unit].append(number)
                judged = True
        return judged

    def close_item(self, people: int) -> None:
        """Count the item at hand, on which so many people judged something."""
        if self.measure and self.measure.sides:
            self._one_sided()
        if any(len(judgements) > 1 for judgements in self._units.values()):
            self.annotations += people
        if self._units:
            self.histogram.add(self._units.values())
            self._units.clear()

    def add(self, patterns: Iterable[Iterable[tuple[Category, int]]], times: int, people: int) -> None:
        """Count so many items whose units have these patterns, (category, how many people chose it) each; `people`
        judged them in all, or 0 where no two judged the same.
        """
        units = []
        for pattern in patterns:
            known = [(number, n) for each, n in pattern if (number := self._numbered(each)) is not None]
            if known:
                units.append(tuple(sorted(known)))
        if units:
            self.histogram.clusters[tuple(sorted(units))] += times
        self.annotations += people

    def _numbered(self, category: Category) -> int | None:
        """The category's place on the scale; None for one that is not declared."""
        number = self._number.get(category)
        if number is None and self._open:
            number = self._number[category] = len(self._number)
        return number

    def _one_sided(self) -> None:
        """Judgements for either side of the same two things are one unit, told from the side that came first."""
        sided, self._units = self._units, defaultdict(list)
        fronts: dict[str, str] = {}
        for (on, side), numbers in sided.items():
            turned = side and fronts.setdefault(on, str(side)) != side
            self._units[on, ""].extend(len(self._number) - 1 - number if turned else number for number in numbers)

    def categories(self) -> list[Category]:
        """The declared categories, or the sets met so far."""
        return list(self._number)

    def is_sparse(self) -> bool:
        """Whether there are too many categories for arrays of patterns."""
        return self._open or len(self._number) > MOST_DENSE


def question_agreement(question: Question, items: Iterable[Sequence[Answers]]) -> Agreement:
    """How well people agree on one question. Each item is the list of its annotations' canonical answers."""
    return tallied([Tally(question)], items)[0]


def form_agreement(form: Form, items: Iterable[Sequence[Answers]]) -> list[Agreement]:
    """How well people agree on each question of a form, in one pass over the items."""
    return tallied([Tally(question) for question in form.questions], items)


def tallied(tallies: Sequence[Tally], items: Iterable[Sequence[Answers]]) -> list[Agreement]:
    """Count all items, then compute."""
    by_name = {tally.question.name: tally for tally in tallies}
    for given in items:
        judges = dict.fromkeys(by_name, 0)
        for answers in given:
            judged = set()
            for answer in answers:
                tally = by_name.get(answer["question"])
                if tally and tally.hear(answer["on"], answer["value"]):
                    judged.add(answer["question"])
            for name in judged:
                judges[name] += 1
        for name, people in judges.items():
            by_name[name].close_item(people)
    return [agreement(tally) for tally in tallies]


def agreement(tally: Tally) -> Agreement:
    """The figures of one question."""
    blank = Agreement(tally.question)
    if tally.measure is None:
        return replace(blank, reason=Reason(Code.NO_COEFFICIENT))
    overlap = tally.histogram.pairable().clusters
    if not overlap:
        return replace(blank, reason=Reason(Code.NO_OVERLAP if tally.histogram.clusters else Code.NO_ANSWERS))
    found = (many_categories if tally.is_sparse() else few_categories)(tally, tally.measure)
    return replace(
        blank,
        **found,
        items=overlap.total(),
        units=sum(len(cluster) * times for cluster, times in overlap.items()),
        annotations=tally.annotations,
        reason=Reason(Code.NO_VARIATION) if found["alpha"] is None else None,
    )


class Figures(TypedDict, total=False):
    """What the two ways of counting find out."""

    alpha: float | None
    interval: Interval | None
    percent: float | None
    ac1: float | None
    prevalence: tuple[tuple[Category, float], ...]


def few_categories(tally: Tally, measure: Measure) -> Figures:
    """Scales and choices: every coefficient, by arrays of patterns."""
    categories = tally.categories()
    scale = scale_of(measure, categories)
    table = tabulate(tally.histogram, len(categories))
    if measure.mirrored:
        table = table.mirrored()
    counts, units = table.counts, table.units()
    alpha = krippendorff_alpha(table, scale)
    shares = prevalence(counts, units)
    return Figures(
        alpha=alpha,
        interval=None if alpha is None else jackknife_interval(alpha, *alphas_without_each(table, scale)),
        percent=percent_agreement(counts, units),
        ac1=gwet_ac1(counts, units),
        prevalence=() if shares is None else tuple(zip(categories, shares.tolist(), strict=True)),
    )


def many_categories(tally: Tally, measure: Measure) -> Figures:
    """Sets of labels, and choices among very many options: alpha and percent."""
    categories = tally.categories()
    distances = distances_of(measure, categories)
    alpha, interval = sparse_alpha(tally.histogram, distances, len(categories))
    return Figures(alpha=alpha, interval=interval, percent=sparse_percent(tally.histogram))


def scale_of(measure: Measure, categories: Sequence[Category]) -> Scale:
    """How far declared categories are apart."""
    metric: ScaleMetric = "nominal" if measure.metric == "jaccard" else measure.metric
    numbers = [category for category in categories if isinstance(category, int)]
    return make_scale(metric, numbers or len(categories))


def distances_of(measure: Measure, categories: Sequence[Category]) -> Distances:
    """How far sets of labels, or very many options, are apart."""
    sets = [category for category in categories if isinstance(category, frozenset)]
    return Jaccard(sets) if measure.metric == "jaccard" else Nominal()
