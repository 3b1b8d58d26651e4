"""Every figure of the people of a project, collected item by item. No framework.

`PeopleFigures` hears each item once (see `heard`) and keeps some bytes for every annotation and judgement. Figures that
need to know what others said count independent answers only; gold tells of accuracy and speed alone.

What each figure is held against, and who stands out: decision 0019.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import numpy as np

from annotation.agreement.coding import can_be_same, coding_of
from annotation.agreement.heard import Heard
from annotation.agreement.histogram import Floats, Integers
from annotation.agreement.noted import DAY, MONDAY, Judgements, Likenesses, Notes, Twice, Written
from annotation.agreement.people import READING, tail
from annotation.agreement.people_asked import Asked, pairs_of
from annotation.agreement.person_figure import (
    FEWEST_ANSWERS,
    ByPerson,
    PersonFigure,
    compared,
    each_once,
    error_of,
    grouped,
    named,
    share_figure,
    too_few_answers,
)
from annotation.agreement.reasons import Code, Reason
from annotation.agreement.similarity import comparable
from annotation.forms import Form

QUICK = 0.5
"""Up to so many of the answers of somebody who is only quick take less time than nearly all answers do."""


@dataclass(frozen=True, slots=True)
class People:
    """`usual_seconds` of an annotation, over people: the median of each one's 5th percentile and of each one's median;
    a row for every person and every two who judged enough together, people by their ids.
    """

    usual_seconds: Mapping[str, float | None]
    people: list[dict[str, Any]]
    pairs: list[dict[str, Any]]


class PeopleFigures:
    """Hears of a project's items, then tells the figures of its people."""

    def __init__(self, form: Form) -> None:
        self._notes = Notes()
        self._coded: list[Judgements] = []
        self._alike: list[Likenesses] = []
        self._twice = [Twice(question) for question in form.questions if can_be_same(question)]
        for question in filter(comparable, form.questions):
            if (coding := coding_of(question)) is not None:
                self._coded.append(Judgements(coding))
            if coding is None or question.kind == "ranking":
                self._alike.append(Likenesses(question))

    def hear(self, heard: Heard) -> None:
        """One more item."""
        if heard.again:
            for twice in self._twice:
                twice.hear_again(heard)
            return
        item = self._notes.add_item(heard.item)
        first = [self._notes.add(item, given, heard.characters) for given in heard.given][:1]
        if heard.gold or not first:
            return
        collectors: list[Judgements | Likenesses | Twice] = [*self._coded, *self._alike, *self._twice]
        for collector in collectors:
            collector.hear(heard, first[0])

    def figures(self) -> People:
        """What is known of everybody by now."""
        return _Figures(self._notes, self._coded, self._alike, self._twice).people()


class _Figures:
    """The figures of everything that was heard."""

    def __init__(self, notes: Notes, coded: list[Judgements], alike: list[Likenesses], twice: list[Twice]) -> None:
        self.notes, self.twice = notes, twice
        self.names = list(notes.people)
        self.written: Written = notes.written()
        self.own = grouped(self.written.person, len(self.names))
        people = len(self.names)
        self.asked = [
            Asked(each.coding, each.sheet(self.written, people), self.written, notes.items, each.moved)
            for each in coded
            if each.units
        ]
        self.alike = alike

    def people(self) -> People:
        """A row for each person and each pair."""
        figures = [found for one in self._all() for found in [one] if found]
        usual = self.usual
        return People(
            usual_seconds={"p5": usual and usual[0], "median": usual and usual[1]},
            people=[self._row(person, figures) for person in range(len(self.names))],
            pairs=[
                row | {"members": [self.names[number] for number in row["members"]]} for row in pairs_of(self.asked)
            ],
        )

    def _row(self, person: int, figures: list[ByPerson]) -> dict[str, Any]:
        own = self.own[person]
        known = self.written.seconds[own]
        known = known[known > 0]
        return {
            "person": self.names[person],
            "annotations": len(own),
            "median_seconds": float(np.median(known)) if len(known) else None,
            "figures": [each[person].to_json() for each in figures if person in each],
            "weeks": self._weeks(person),
        }

    def _all(self) -> Iterable[ByPerson]:
        """Each figure of everybody."""
        yield self.gold()
        rankings = {each.question.name for each in self.alike}
        for asked in self.asked:
            if asked.name not in rankings:
                yield asked.agreement()
        for alike in self.alike:
            yield self.likeness(alike)
        for asked in self.asked:
            yield from (asked.spammer_scores(), asked.runs(), asked.entropies(), asked.position_bias())
        yield self.too_fast()
        yield self.drift()
        for twice in self.twice:
            yield self.self_consistency(twice)

    def _everybody(self, found: ByPerson, missing: PersonFigure) -> ByPerson:
        """The figure of each person: where there is none, why."""
        return {person: found.get(person, missing) for person in range(len(self.names))}

    def _items(self, notes: Integers) -> list[str]:
        return each_once(self.written.item[notes].tolist(), self.notes.items)

    def gold(self) -> ByPerson:
        """Of what could be right on gold items, how much was; the worst answered ones are the evidence."""
        found: ByPerson = {}
        for person, own in enumerate(self.own):
            gold = own[~np.isnan(self.written.gold[own])]
            if len(gold):
                scores = self.written.gold[gold]
                worst = gold[np.argsort(scores, kind="stable")][: int((scores < 1).sum())]
                evidence = {"items": self._items(worst)}
                found[person] = share_figure("gold", None, float(scores.sum()), len(gold), evidence)
        return self._everybody(compared(found), PersonFigure("gold", reason=Reason(Code.NO_GOLD)))

    def likeness(self, alike: Likenesses) -> ByPerson:
        """Agreement with others in a question whose answers are compared whole."""
        notes, shares = alike.of_annotations()
        found: ByPerson = {}
        for person, own in enumerate(grouped(self.written.person[notes], len(self.names))):
            if len(own):
                order = own[np.argsort(shares[own], kind="stable")][: int((shares[own] < 1).sum())]
                evidence = {"items": self._items(notes[order])}
                total = float(shares[own].sum())
                found[person] = share_figure("agreement", alike.question.name, total, len(own), evidence)
        missing = PersonFigure("agreement", alike.question.name, reason=Reason(Code.NO_OTHERS))
        return self._everybody(compared(found), missing)

    @cached_property
    def usual(self) -> tuple[float, float] | None:
        """The 5th percentile and the median of seconds, each the median over people: whoever answers most, or fastest,
        does not make the measure for all.
        """
        times = [self.written.seconds[own] for own in self.own]
        known = [own[own > 0] for own in times if (own > 0).any()]
        if not known:
            return None
        return tuple(  # type: ignore[return-value]
            float(np.median([np.quantile(own, share) for own in known])) for share in (0.05, 0.5)
        )

    def too_fast(self) -> ByPerson:
        """The share of a person's answers that took less time than nearly all people's do, and than reading what is
        shown takes, where there is something to read. The chance is that of somebody who is only quick.
        """
        found: ByPerson = {}
        for person, own in enumerate(self.own):
            timed = own[self.written.seconds[own] > 0]
            if not len(timed) or self.usual is None:
                continue
            seconds, characters = self.written.seconds[timed], self.written.characters[timed]
            fast = (seconds < self.usual[0]) & ((characters == 0) | (seconds < characters / READING))
            hits, n = int(fast.sum()), len(timed)
            quickest = timed[fast][np.argsort(seconds[fast], kind="stable")]
            evidence = {"fast": hits, "usual": self.usual[0], "items": self._items(quickest)}
            figure = share_figure("too_fast", None, float(hits), n, evidence)
            few = too_few_answers(n)
            found[person] = PersonFigure(
                **{each: getattr(figure, each) for each in ("figure", "value", "low", "high", "n", "evidence")},
                chance=None if few else tail(hits, n, QUICK),
                reason=few,
            )
        return self._everybody(named(found), PersonFigure("too_fast", reason=Reason(Code.NO_TIMES)))

    @cached_property
    def likenesses(self) -> Floats:
        """(A) how alike each annotation is to the others' of its item, over all questions; NaN where none can tell."""
        total, times = np.zeros(len(self.written.person)), np.zeros(len(self.written.person))
        rankings = {each.question.name for each in self.alike}
        for asked in self.asked:
            if asked.name not in rankings:
                alike, others = asked.alike
                met = others > 0
                np.add.at(total, asked.sheet.note[met], alike[met] / others[met])
                np.add.at(times, asked.sheet.note[met], 1)
        for each in self.alike:
            notes, shares = each.of_annotations()
            total[notes] += shares
            times[notes] += 1
        return np.asarray(np.divide(total, times, out=np.full(len(total), np.nan), where=times > 0))

    def _weeks(self, person: int) -> list[dict[str, Any]]:
        """Gold score, agreement and annotations of each week, by its Monday."""
        own = self.own[person]
        weeks = self.written.week()[own]
        rows = []
        for week in np.unique(weeks).tolist():
            then = own[weeks == week]
            rows.append(
                {
                    "week": _monday(week),
                    "gold": _mean(self.written.gold[then]),
                    "agreement": _mean(self.likenesses[then]),
                    "n": len(then),
                }
            )
        return rows

    def drift(self) -> ByPerson:
        """How much a person's agreement with others has changed: their later weeks less their earlier ones, parted so
        that each has about half of their answers. The chance is of a fall that is as much beyond everybody's.
        """
        found: ByPerson = {}
        errors: dict[int, float] = {}
        for person, own in enumerate(self.own):
            known = own[~np.isnan(self.likenesses[own])]
            parted = _halves(self.written.week()[known])
            if parted is None:
                continue
            week, later = parted
            before, after = self.likenesses[known[~later]], self.likenesses[known[later]]
            errors[person] = float(np.hypot(error_of(before), error_of(after)))
            change, reach = float(after.mean() - before.mean()), 1.96 * errors[person]
            worst = known[later][np.argsort(after, kind="stable")][: int((after < 1).sum())]
            evidence = {
                "earlier": float(before.mean()),
                "later": float(after.mean()),
                "from": _monday(week),
                "items": self._items(worst),
            }
            found[person] = PersonFigure(
                "drift",
                None,
                change,
                max(change - reach, -1.0),
                min(change + reach, 1.0),
                len(known),
                evidence=evidence,
            )
        missing = PersonFigure("drift", reason=Reason(Code.TOO_FEW_WEEKS, needed=FEWEST_ANSWERS))
        return self._everybody(compared(found, errors), missing)

    def self_consistency(self, twice: Twice) -> ByPerson:
        """How often a person said the same when they were asked a second time."""
        name = twice.question.name
        answered: defaultdict[int, list[tuple[str, bool]]] = defaultdict(list)
        for person, item, same in twice.compared(self.notes):
            answered[self.notes.people[person]].append((item, same))
        found: ByPerson = {}
        for number, rows in answered.items():
            differing = [item for item, same in rows if not same][:20]
            hits = sum(same for _, same in rows)
            found[number] = share_figure("self_consistency", name, float(hits), len(rows), {"items": differing})
        missing = PersonFigure("self_consistency", name, reason=Reason(Code.NEVER_ASKED_AGAIN))
        return self._everybody(compared(found), missing)


def _halves(weeks: Integers) -> tuple[int, Any] | None:
    """(the week from which it is later, (N) what is later), as even as weeks allow; None without ten on each side."""
    best: tuple[int, Any] | None = None
    most = FEWEST_ANSWERS - 1
    for week in np.unique(weeks)[1:].tolist():
        later = weeks >= week
        least = int(min(later.sum(), (~later).sum()))
        if least > most:
            best, most = (week, later), least
    return best


def _monday(week: int) -> str:
    """The date on which a week (counted from 1970's first) begins."""
    return datetime.fromtimestamp((week * 7 - MONDAY) * DAY, UTC).date().isoformat()


def _mean(figures: Floats) -> float | None:
    known = figures[~np.isnan(figures)]
    return float(known.mean()) if len(known) else None
