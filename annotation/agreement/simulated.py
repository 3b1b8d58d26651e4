"""Projects that never were: honest people of different skill, and among them some who are not, to see who is found.

Items differ in how hard they are, and a hard one misleads everybody towards the same wrong answer: without that, honest
people's mistakes would be independent, and finding those who copy would be easier than it is.

What was found in them: decision 0019.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from annotation.agreement.heard import Given, Heard
from annotation.agreement.people_figures import People, PeopleFigures
from annotation.forms import Form, parse_form

BEGUN = datetime(2026, 1, 5, tzinfo=UTC)
SPAMMER, SPEEDER, COPIED, COPYING = "spammer", "speeder", "copied", "copying"
TIRED, FORGETFUL, REPEATING, PLACING = "tired", "forgetful", "repeating", "placing"
CULPRITS, CARELESS = (SPAMMER, SPEEDER, COPIED, COPYING), (TIRED, FORGETFUL, REPEATING, PLACING)
FLAWED = {TIRED: 0.7, REPEATING: 0.6, PLACING: 0.6}
"""How often those who are careless do what they are named after: guess in the second half, give the answer they gave
before, or take the first response on the screen. Who forgets answers well, and guesses when they are asked again.
"""
REMEMBERED = 0.9
"""How often others say the same when they are asked again; else they answer anew."""
QUESTIONS: Mapping[str, Mapping[str, Any]] = {
    "choice": {
        "kind": "choice",
        "multiple": False,
        "options": [{"value": value, "title": value} for value in ("good", "poor", "unclear")],
    },
    "rating": {"kind": "rating", "options": [{"value": value, "title": str(value)} for value in range(1, 6)]},
    "preference": {"kind": "preference", "tie": True},
}
ANSWERS = {"choice": 3, "rating": 5, "preference": 2}
HABITS = (0.0, 1.0, 0.7)
"""How often a spammer gives their favourite answer, else any: any answer alike, always the same one, or mostly one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A project to be made up. Items are shared out evenly; `gold` of 100 items have a known answer."""

    kind: str = "choice"
    honest: int = 12
    items: int = 1200
    overlap: int = 5
    gold: int = 5
    copies: float = 0.9
    """How many of their common items one of the pair copies from the other."""
    planted: Sequence[str] = CULPRITS
    again: int = 5
    """Of 100 answers so many are asked for a second time."""
    questions: int = 1
    """Questions of the form; a hard item is hard in all of them, and who copies an annotation copies all of it."""


@dataclass(frozen=True, slots=True)
class Found:
    """What stands out in a made-up project: [person, figure], and [person, person] of pairs."""

    people: list[tuple[str, str]]
    pairs: list[tuple[str, str]]
    honest_pairs: int
    """Pairs of honest people that were compared."""


def form_of(kind: str, questions: int = 1) -> Form:
    """A form of so many questions of one kind."""
    shows = ["prompt", "responses"] if kind == "preference" else ["text"]
    asked = [
        {"name": name, "title": "Asked", "scope": "item", "required": True, **QUESTIONS[kind]}
        for name in map(_name, range(questions))
    ]
    return parse_form({"version": 1, "shows": shows, "questions": asked})


def _name(question: int) -> str:
    return f"asked_{question + 1}"


def simulated(setting: Setting, seed: int) -> Iterator[Heard]:
    """The items of a made-up project, always the same for a seed."""
    crowd = Crowd(setting, seed)
    for number in range(setting.items):
        yield crowd.item(number)
    yield from crowd.again()


def found_in(setting: Setting, seed: int) -> Found:
    """Who stands out in a made-up project."""
    collector = PeopleFigures(form_of(setting.kind, setting.questions))
    for heard in simulated(setting, seed):
        collector.hear(heard)
    return standing_out_of(collector.figures())


def standing_out_of(people: People) -> Found:
    """Who stands out, and by which figure."""
    pairs = [(row["members"][0], row["members"][1], row["stands_out"]) for row in people.pairs]
    return Found(
        people=[
            (row["person"], figure["figure"])
            for row in people.people
            for figure in row["figures"]
            if figure["stands_out"]
        ],
        pairs=[(one, other) for one, other, stands_out in pairs if stands_out],
        honest_pairs=sum({one, other} != {COPIED, COPYING} for one, other, _ in pairs),
    )


class Crowd:
    """The people, who answer one item after the other, always the same for a seed."""

    def __init__(self, setting: Setting, seed: int) -> None:
        random = np.random.default_rng(seed)
        self.setting, self.random = setting, random
        self.answers = ANSWERS[setting.kind]
        self.people = [f"honest-{number}" for number in range(setting.honest)] + list(setting.planted)
        self.skill = dict(zip(self.people, random.uniform(0.6, 0.95, len(self.people)).tolist(), strict=True))
        self.pace = dict(zip(self.people, random.lognormal(0, 0.3, len(self.people)).tolist(), strict=True))
        self.common = random.dirichlet(np.full(self.answers, 4.0))
        self.steady = HABITS[int(random.integers(len(HABITS)))]
        self.favourite = int(random.integers(self.answers))
        self.given = dict.fromkeys(self.people, 0)
        self.said: list[Mapping[str, list[int]]] = []
        """What was said of each item that is no gold, to each question in turn."""
        self.items: list[tuple[int, Sequence[tuple[int, int]], float]] = []
        self.last: dict[str, list[int]] = {}

    def item(self, number: int) -> Heard:
        """An item, and what its people said."""
        random, preference = self.random, self.setting.kind == "preference"
        truths = [int(random.choice(self.answers, p=self.common)) for _ in range(self.setting.questions)]
        questions = [(truth, self._misleading(truth)) for truth in truths]
        hardness, characters = float(random.normal(0, 0.8)), int(random.lognormal(6, 0.5))
        gold = bool(random.random() < self.setting.gold / 100)
        answering = random.choice(len(self.people), self.setting.overlap, replace=False)
        said: dict[str, list[int]] = {}
        given = []
        for person in sorted(self.people[place] for place in answering.tolist()):
            shown = ["a", "b"] if random.random() < 0.5 else ["b", "a"]
            said[person] = self._answers(person, questions, hardness, shown, said)
            if person in FLAWED:
                said[person] = self._carelessly(person, number, said[person], shown)
            self.last[person] = said[person]
            given.append(self._given(number, person, said[person], characters, shown, truths if gold else None))
        if not gold:
            self.said.append(said)
            self.items.append((number, questions, hardness))
        return Heard(
            item=f"item-{number}",
            external_id=str(number),
            position=number,
            given=given,
            lengths={"a": 80, "b": 80} if preference else {},
            characters=characters,
            gold=gold,
        )

    def again(self) -> Iterator[Heard]:
        """Answers that were asked for a second time."""
        for (number, questions, hardness), said in zip(self.items, self.said, strict=True):
            for person, before in said.items():
                if self.random.random() >= self.setting.again / 100:
                    continue
                shown = ["a", "b"]
                answers = before
                if person == FORGETFUL:
                    answers = [int(self.random.integers(self.answers)) for _ in before]
                elif self.random.random() >= REMEMBERED:
                    answers = self._answers(person, questions, hardness, shown, {})
                given = self._given(number, person, answers, 400, shown, None)
                name = f"again-{number}-{person}"
                yield Heard(item=name, external_id=name, position=-1, given=[given], gold=True, again=f"item-{number}")

    def _carelessly(self, person: str, number: int, answers: list[int], shown: list[str]) -> list[int]:
        """What somebody answers who is careless, where another would have given these answers."""
        if self.random.random() >= FLAWED[person]:
            return answers
        if person == REPEATING:
            return self.last.get(person, answers)
        if person == PLACING and self.setting.kind == "preference":
            return ["ab".index(shown[0])] * len(answers)
        if person == TIRED and number >= self.setting.items / 2:
            return [int(self.random.integers(self.answers)) for _ in answers]
        return answers

    def _misleading(self, truth: int) -> int:
        """The wrong answer that this item suggests: on a scale, a neighbour of the right one."""
        if self.setting.kind == "rating":
            beside = [near for near in (truth - 1, truth + 1) if 0 <= near < self.answers]
            return beside[int(self.random.integers(len(beside)))]
        wrong = [other for other in range(self.answers) if other != truth]
        return wrong[int(self.random.integers(len(wrong)))]

    def _answers(
        self,
        person: str,
        questions: Sequence[tuple[int, int]],
        hardness: float,
        shown: list[str],
        said: Mapping[str, list[int]],
    ) -> list[int]:
        """What somebody answers to each question, of which one answer is right and another suggested."""
        if person == SPAMMER:
            return [self._careless(shown) for _ in questions]
        if person == COPYING and COPIED in said and self.random.random() < self.setting.copies:
            return said[COPIED]
        return [self._answer(person, truth, misleading, hardness) for truth, misleading in questions]

    def _answer(self, person: str, truth: int, misleading: int, hardness: float) -> int:
        skill = self.skill[person] * (0.8 if person == SPEEDER else 1)
        right = 1 / (1 + np.exp(-(np.log(skill / (1 - skill)) - hardness)))
        if self.random.random() < right:
            return truth
        return misleading if self.random.random() < 0.6 else int(self.random.integers(self.answers))

    def _careless(self, shown: list[str]) -> int:
        """A spammer's answer: of two responses, by where they stand."""
        if self.random.random() >= self.steady:
            return int(self.random.integers(self.answers))
        return "ab".index(shown[self.favourite]) if self.setting.kind == "preference" else self.favourite

    def _given(
        self,
        number: int,
        person: str,
        said: Sequence[int],
        characters: int,
        shown: list[str],
        truths: Sequence[int] | None,
    ) -> Given:
        self.given[person] += 1
        usual = (4 + characters / 25) * self.pace[person] * float(self.random.lognormal(0, 0.35))
        seconds = float(self.random.uniform(1, 4)) if person == SPEEDER else usual
        return Given(
            annotation=f"{number}-{person}",
            person=person,
            answers=[
                {"question": _name(question), "on": "item", "value": self._value(each)}
                for question, each in enumerate(said)
            ],
            at=BEGUN + timedelta(minutes=35 * number),
            seconds=round(seconds),
            form_version=1,
            shown=shown if self.setting.kind == "preference" else (),
            number=self.given[person],
            gold=None
            if truths is None
            else float(np.mean([one == right for one, right in zip(said, truths, strict=True)])),
        )

    def _value(self, said: int) -> dict[str, Any]:
        match self.setting.kind:
            case "preference":
                return {"preferred": "ab"[said], "strength": 1}
            case "rating":
                return {"rating": said + 1}
        return {"choices": [("good", "poor", "unclear")[said]]}
