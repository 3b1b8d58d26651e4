"""What one coded question tells of the people who answered it.

What each figure means, and what it is held against: decision 0019.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from annotation.agreement.coding import NEITHER, Coding
from annotation.agreement.collusion import Pairs, chances_together, colluding
from annotation.agreement.histogram import Floats, Integers
from annotation.agreement.judged import pairs
from annotation.agreement.noted import Sheet, Written
from annotation.agreement.others import LEAST, without
from annotation.agreement.people import beyond, entropy, innocents_spared, spammer_score, tail
from annotation.agreement.person_figure import (
    ByPerson,
    PersonFigure,
    compared,
    each_once,
    grouped,
    named,
    share_figure,
    too_few_answers,
)
from annotation.agreement.reasons import Code, Reason, reason_json
from annotation.agreement.standing import FEWEST, outstanding
from annotation.agreement.truth import SHRINKAGE, Labels, Truth, dawid_skene, majority

HALF = 0.5
"""Somebody whose answers depend on the truth, or vary, less than half as much as usual is remarkable."""
DRAWS = 200
"""Tables of habits that are drawn to see how sure a spammer score is."""
FEWEST_MOVED = 0.2
"""Of the judgements: so many must be of responses in another order than the content's to tell place from content."""
SURPRISE = 0.25
"""The least variance, in bits squared, that answers are taken to have: constant ones are no proof of themselves."""
FEWEST_OTHERS = 5
"""Of so many judgements at least must something else be right than what is so most often."""
FEWEST_VARIETIES = 3
"""People of whom one can be told from what is usual of them."""


@dataclass(frozen=True)
class Asked:
    """A question with all its judgements; `items` are the ids of items by number, `moved` how many judgements were of
    shuffled responses.
    """

    coding: Coding
    sheet: Sheet
    written: Written
    items: Sequence[str]
    moved: int = 0

    @property
    def name(self) -> str:
        """The question's name."""
        return self.coding.question.name

    @cached_property
    def own(self) -> dict[int, Integers]:
        """{person: where their judgements stand, in the order in which they made them}."""
        order = np.lexsort((self.sheet.note, self.written.at[self.sheet.note]))
        by_person = grouped(self.sheet.labels.person[order], self.sheet.labels.people)
        return {person: order[places] for person, places in enumerate(by_person) if len(places)}

    @cached_property
    def alike(self) -> tuple[Floats, Floats]:
        """(N) how alike each judgement is to the others' of the unit, summed, and (N) how many others there are."""
        points, category = self.coding.points, self.sheet.category
        total, others = np.zeros(len(category)), np.zeros(len(category))
        for first, second in pairs(self.sheet.labels):
            if points is None:
                found = (category[first] == category[second]).astype(np.float64)
            else:
                found = 1 - np.abs(points[category[first]] - points[category[second]])
            for places in (first, second):
                total[places] += found
                others[places] += 1
        return total, others

    @cached_property
    def truth(self) -> Truth:
        """What is true, as far as all answers tell."""
        return dawid_skene(self.shared)

    @cached_property
    def shared(self) -> Labels:
        """The judgements of the units that two people or more judged."""
        labels, kept = self.sheet.labels, self.alike[1] > 0
        if kept.all():
            return labels
        units, item = np.unique(labels.item[kept], return_inverse=True)
        return replace(labels, item=item, person=labels.person[kept], category=labels.category[kept], items=len(units))

    @cached_property
    def without_own(self) -> Floats:
        """(N, K) how probable each category is by what all others said; 0 where nobody else did."""
        labels = self.shared
        if labels is self.sheet.labels:
            return without(labels, self.truth)
        found = np.zeros((len(self.sheet.note), labels.categories))
        found[self.alike[1] > 0] = without(labels, self.truth)
        return found

    def evidence(self, places: Integers, **more: Any) -> dict[str, Any]:
        """The items of judgements, with whatever else a figure is made of."""
        return {**more, "items": each_once(self.written.item[self.sheet.note[places]].tolist(), self.items)}

    def agreement(self) -> ByPerson:
        """How alike each person's answers are to the others', on average over what others judged too."""
        total, others = self.alike
        found: ByPerson = {}
        for person, own in self.own.items():
            met = own[others[own] > 0]
            if not len(met):
                found[person] = PersonFigure("agreement", self.name, reason=Reason(Code.NO_OTHERS))
                continue
            alike = total[met] / others[met]
            apart = met[np.argsort(alike, kind="stable")][: int((alike < 1).sum())]
            found[person] = share_figure("agreement", self.name, float(alike.sum()), len(met), self.evidence(apart))
        return _with_rest(found, compared({person: each for person, each in found.items() if each.n}))

    @cached_property
    def majorities(self) -> Integers:
        """(I) what most people said of each unit; a truth fitted to few answers may see a second one where none is."""
        return majority(self.sheet.labels.votes())

    def spammer_scores(self) -> ByPerson:
        """How much each person's answers depend on the truth (Raykar and Yu 2012), from 0 to 1; the interval is of
        tables of habits drawn around the fitted one, as if what is true were known: too narrow where items have few
        answers (decision 0019), and so nobody stands out by it.

        The chance is of another figure of the same thing, which needs no fitted table and so is fair to those with few
        answers: how well their answers fit what the others make probable, where answers without looking have 0 and the
        usual person 1 (`usual` of the evidence). It is how probably somebody at half of the usual would do as badly.
        Where nearly always the same answer is right, whoever always gives it can't be told from whoever looks.
        """
        if len(self.sheet.kinds) < 2:
            constant = PersonFigure("spammer_score", self.name, reason=Reason(Code.NO_VARIATION))
            return dict.fromkeys(self.own, constant)
        found: ByPerson = {}
        depends = self._depends()
        for person, own in self.own.items():
            met = own[self.alike[1][own] > 0]
            if not len(met):
                found[person] = PersonFigure("spammer_score", self.name, reason=Reason(Code.NO_OTHERS))
                continue
            low, high = self._score_interval(person, len(met))
            share, error, worst = depends[person]
            reason = self._why_untold(met) or (None if error > 0 else Reason(Code.NOTHING_USUAL))
            found[person] = PersonFigure(
                "spammer_score",
                self.name,
                spammer_score(self.truth.confusion[person]),
                low,
                high,
                len(met),
                chance=None if reason else beyond((HALF - share) / error),
                reason=reason,
                evidence=self.evidence(
                    worst,
                    usual=share,
                    categories=list(self.sheet.kinds),
                    confusion=self.truth.confusion[person].round(4).tolist(),
                ),
            )
        return named(found)

    def _why_untold(self, met: Integers) -> Reason | None:
        """Why nothing can be told of somebody by these judgements: there are too few of them, or too few are of
        anything but the most frequent answer.
        """
        if few := too_few_answers(len(met)):
            return few
        chosen = self.majorities[self.sheet.labels.item[met]]
        most = np.bincount(chosen[chosen >= 0], minlength=1)
        others = int(most.sum() - most.max())
        return None if others >= FEWEST_OTHERS else Reason(Code.NEARLY_ALWAYS_THE_SAME, others, FEWEST_OTHERS)

    def _depends(self) -> dict[int, tuple[float, float, Integers]]:
        """{person: (how much their answers depend on what others make probable, as a share of what is usual, its
        standard error, and their judgements that fit worst)}.
        """
        truth, category = self.truth, self.sheet.labels.category
        telling = np.log(np.maximum(truth.pooled, LEAST))
        raw: dict[int, tuple[float, float, Integers]] = {}
        for person, own in self.own.items():
            met = own[self.alike[1][own] > 0]
            if len(met):
                probable = self.without_own[met]
                fits = ((probable - probable.mean(axis=0)) * telling[:, category[met]].T).sum(axis=1)
                raw[person] = float(fits.mean()), float(fits.std() / len(met) ** 0.5), met[np.argsort(fits)]
        usual = float(np.median([fit for fit, _, _ in raw.values()])) if raw else 0.0
        if usual <= 0:
            return {person: (0.0, 0.0, worst) for person, (_, _, worst) in raw.items()}
        return {person: (fit / usual, error / usual, worst) for person, (fit, error, worst) in raw.items()}

    def _score_interval(self, person: int, answers: int) -> tuple[float, float]:
        habits = self.truth.confusion[person]
        rows = answers * self.truth.prior[:, None] + SHRINKAGE
        drawn = np.random.default_rng(0).standard_gamma(habits * rows + 1e-9, (DRAWS, *habits.shape))
        drawn /= np.maximum(drawn.sum(axis=2, keepdims=True), 1e-300)
        low, high = np.quantile(_scores(drawn), [0.025, 0.975])
        return float(low), float(high)

    def runs(self) -> ByPerson:
        """The longest run of the same answer in the order of work, as the hand gave it. The chance is at most that of
        such a run of somebody who always knows what others make probable, and else says what is said here anyway; of
        what nobody else judged nothing is said.
        """
        labels = self.sheet.labels
        common = np.bincount(labels.category, minlength=labels.categories) / max(len(labels.category), 1)
        own_chance = self.without_own[np.arange(len(labels.category)), labels.category]
        expected = own_chance + (1 - own_chance) * common[labels.category]
        expected[self.alike[1] == 0] = 1
        found: ByPerson = {}
        for person, own in self.own.items():
            begin, end = _longest(self.sheet.hand[own])
            run = own[begin:end]
            told = bool((self.alike[1][run] > 0).any())
            reason = too_few_answers(len(own)) if told else Reason(Code.NO_OTHERS)
            chance = min(1.0, len(own) * float(np.exp(np.log(np.maximum(expected[run], 1e-300)).sum())))
            found[person] = PersonFigure(
                "runs",
                self.name,
                float(len(run)),
                n=len(own),
                chance=None if reason else chance,
                reason=reason,
                evidence=self.evidence(run, answer=self._hand_name(int(self.sheet.hand[run[0]]))),
            )
        return named(found)

    def _hand_name(self, hand: int) -> Any:
        """What was pressed: a category, or the place of a response on the screen from 1; None for none of them."""
        if hand == NEITHER:
            return None
        return hand + 1 if self._compares else self.coding.names[hand]

    @property
    def _compares(self) -> bool:
        return self.coding.question.compares

    def entropies(self) -> ByPerson:
        """How varied each person's answers are, in bits, as the hand gave them. The chance is that of somebody at half
        of what is usual: the median of people, or what the others said of the same units if that is less.
        """
        raw = {person: entropy(self.sheet.hand[own].tolist()) for person, own in self.own.items()}
        usual = float(np.median(list(raw.values()))) if raw else 0.0
        found: ByPerson = {}
        for person, own in self.own.items():
            expected = usual if self._compares else min(usual, self._variety_of_others(own))
            hands, times = np.unique(self.sheet.hand[own], return_counts=True)
            error = (max(_surprise(times), SURPRISE) / len(own)) ** 0.5
            reach = 1.96 * error
            reason = too_few_answers(len(own)) or _nothing_usual(expected, len(raw))
            commonest = own[self.sheet.hand[own] == hands[times.argmax()]]
            found[person] = PersonFigure(
                "entropy",
                self.name,
                raw[person],
                max(0.0, raw[person] - reach),
                raw[person] + reach,
                len(own),
                chance=None if reason else beyond((HALF * expected - raw[person]) / error),
                reason=reason,
                evidence=self.evidence(
                    commonest,
                    usual=expected,
                    answers=[
                        {"answer": self._hand_name(hand), "n": n}
                        for hand, n in zip(hands.tolist(), times.tolist(), strict=True)
                    ],
                ),
            )
        return named(found)

    def _variety_of_others(self, own: Integers) -> float:
        """In bits, of what others make probable of the same units."""
        met = own[self.alike[1][own] > 0]
        probable = self.without_own[met].mean(axis=0) if len(met) else np.zeros(0)
        known = probable[probable > 0]
        return float(-(known * np.log2(known)).sum())

    def position_bias(self) -> ByPerson:
        """How often each person preferred the response that was shown first, of their decisions; two-sided."""
        if not self._compares:
            return {}
        shuffled = self.moved >= FEWEST_MOVED * max(len(self.sheet.note), 1)
        found: ByPerson = {}
        for person, own in self.own.items():
            decided = own[self.sheet.hand[own] != NEITHER]
            if not shuffled or not len(decided):
                reason = Reason(Code.NEVER_PREFERRED if shuffled else Code.NOT_SHUFFLED)
                found[person] = PersonFigure("position_bias", self.name, reason=reason)
                continue
            expected = float((1 / self.sheet.choices[decided]).mean())
            first = self.sheet.hand[decided] == 0
            hits, n = int(first.sum()), len(decided)
            chance = min(1.0, 2 * min(tail(hits, n, expected), tail(n - hits, n, 1 - expected)))
            evidence = self.evidence(decided[first], first=hits, expected=expected)
            found[person] = replace(share_figure("position_bias", self.name, float(hits), n, evidence), chance=chance)
        return named(found)

    @cached_property
    def together(self) -> Pairs:
        """Every two people who judged enough together."""
        return colluding(self.shared, self.truth)

    def pairs(self, chances: Sequence[float | None], stand_out: Sequence[bool]) -> list[dict[str, Any]]:
        """A row of every two people `together`, the most remarkable first; people by number."""
        found = self.together
        excess = found.excess()
        few = Reason(Code.TOO_FEW_PAIRS, len(found.one), FEWEST) if found.chance is None else None
        rows: list[dict[str, Any]] = []
        for place, stands_out in enumerate(stand_out):
            one, other, shared = int(found.one[place]), int(found.other[place]), float(found.shared[place])
            value, reach = float(excess[place]), 1.96 * float(found.error[place])
            rows.append(
                {
                    "members": [one, other],
                    "question": self.name,
                    "value": value,
                    "low": value - reach,
                    "high": value + reach,
                    "n": int(shared),
                    "chance": chances[place],
                    "stands_out": stands_out,
                    "reason": reason_json(few),
                    "evidence": {
                        "alike": float(found.alike[place]) / shared,
                        "expected": float(found.expected[place]) / shared + found.usual,
                        "items": [],
                    },
                }
            )
        rows.sort(key=lambda row: (not row["stands_out"], 1.0 if row["chance"] is None else row["chance"]))
        for row in rows[:MOST_PAIRS]:
            row["evidence"]["items"] = self._both_said(*row["members"])
        return rows[:MOST_PAIRS]

    def _both_said(self, one: int, other: int) -> list[str]:
        """The items of which two people said the same, what others said least probable first."""
        labels = self.sheet.labels
        said = {int(labels.item[place]): int(labels.category[place]) for place in self.own[one].tolist()}
        same = np.array(
            [
                place
                for place in self.own[other].tolist()
                if said.get(int(labels.item[place])) == labels.category[place]
            ],
            dtype=np.int64,
        )
        probable = self.without_own[same, labels.category[same]]
        return list(self.evidence(same[np.argsort(probable, kind="stable")])["items"])


MOST_PAIRS = 500
"""Pairs of people that are told of, the most remarkable first."""


def pairs_of(questions: Sequence[Asked]) -> list[dict[str, Any]]:
    """The rows of each question's pairs. Chances count what the other questions tell of the same two (see
    `chances_together`), and who stands out does so among the pairs of all questions, by Holm's procedure.
    """
    together = [asked.together for asked in questions]
    chances = [
        [None] * len(pairs.one) if found is None else found.tolist()
        for pairs, found in zip(together, chances_together(together), strict=True)
    ]
    stand_out = iter(outstanding([chance for own in chances for chance in own], innocents_spared))
    return [
        row
        for asked, own in zip(questions, chances, strict=True)
        for row in asked.pairs(own, [next(stand_out) for _ in own])
    ]


def _with_rest(figures: ByPerson, known: ByPerson) -> ByPerson:
    """The figures with those that are known better put in their places."""
    return {person: known.get(person, figure) for person, figure in figures.items()}


def _nothing_usual(expected: float, people: int) -> Reason | None:
    """Why there is no usual variety of so many people to hold somebody's against, if there is none."""
    if people < FEWEST_VARIETIES:
        return Reason(Code.TOO_FEW_PEOPLE, people, FEWEST_VARIETIES)
    return None if expected > 0 else Reason(Code.NOTHING_USUAL)


def _scores(drawn: Floats) -> Floats:
    """(D) the spammer scores of many tables (D, K, K) at once."""
    categories = drawn.shape[1]
    squares = categories * (drawn**2).sum(axis=(1, 2)) - (drawn.sum(axis=1) ** 2).sum(axis=1)
    return np.asarray(squares / (categories * (categories - 1)))


def _longest(hands: Integers) -> tuple[int, int]:
    """Where the longest run of the same number begins and ends."""
    edges = np.concatenate([[0], np.nonzero(np.diff(hands))[0] + 1, [len(hands)]])
    longest = int(np.diff(edges).argmax())
    return int(edges[longest]), int(edges[longest + 1])


def _surprise(times: Integers) -> float:
    """The variance of how surprising each answer is, in bits squared."""
    shares = times / times.sum()
    bits = -np.log2(shares)
    return float((shares * bits**2).sum() - (shares * bits).sum() ** 2)
