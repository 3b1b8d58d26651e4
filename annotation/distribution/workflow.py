"""A project's workflow: who gets what, what becomes of answers, and what shows how well people work."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from annotation.forms.fields import Fields, is_number
from annotation.forms.problems import Problem

Mode = Literal["pool", "manual", "mixed"]
MODES = ("pool", "manual", "mixed")
STOP_BY = ("agreement", "posterior")
RESOLVE_BY = ("none", "majority", "posterior")
LEAST_CONFIDENCE, MOST_CONFIDENCE = 0.5, 0.999
FEEDBACK = ("none", "score", "hints")
BY = ("agreement", "annotator", "gold_score")
COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
MOST_OVERLAP = 100
MOST_AGAIN = 10
REVIEW_REASONS = ("guidelines", "careless", "incomplete", "factual", "language", "other")
ADJUDICATION_REASONS = ("guideline_gap", "annotator_error", "ambiguous_item")


@dataclass(frozen=True, slots=True)
class SkillWanted:
    """Only people who have the skill, by its id, at this level or above are given work."""

    skill: str
    at_least: float


@dataclass(frozen=True, slots=True)
class ReviewRule:
    """Review more than the quota where a figure is beyond a threshold, or somebody's own work."""

    by: str
    percent: int
    operator: str = "<"
    threshold: float = 0.0
    member: str = ""

    def applies(self, figures: ReviewFigures) -> bool:
        """Whether an annotation with these figures is under the rule; an unknown figure is under none."""
        if self.by == "annotator":
            return self.member == figures.member
        figure = figures.agreement if self.by == "agreement" else figures.gold_score
        return figure is not None and COMPARE[self.operator](figure, self.threshold)


@dataclass(frozen=True, slots=True)
class ReviewFigures:
    """What review rules ask of one annotation: its author, their gold score, its agreement with the others."""

    member: str
    agreement: float | None = None
    gold_score: float | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """How much of each person's work is reviewed; `blind` reviewers don't learn whose it is."""

    percent: int = 0
    rules: tuple[ReviewRule, ...] = ()
    blind: bool = False
    reasons: tuple[str, ...] = REVIEW_REASONS

    def percent_for(self, figures: ReviewFigures) -> int:
        """The quota for an annotation: the project's, or the highest of the rules that apply to it."""
        return max([self.percent, *(rule.percent for rule in self.rules if rule.applies(figures))])


@dataclass(frozen=True, slots=True)
class Stop:
    """When enough people have answered an item: once they agree, or once the answer is as probable as `confidence`."""

    by: str = "agreement"
    confidence: float = 0.95


@dataclass(frozen=True, slots=True)
class Resolve:
    """Whether an item whose people differ is decided by their majority, or by a posterior of at least `confidence`."""

    by: str = "none"
    confidence: float = 0.95


@dataclass(frozen=True, slots=True)
class Adjudication:
    """Items whose agreement is below go to an adjudicator, or where differences are resolved (`Resolve`), those that
    nothing decides; None for none.
    """

    below: float | None = None
    blind: bool = True
    reasons: tuple[str, ...] = ADJUDICATION_REASONS


@dataclass(frozen=True, slots=True)
class Qualification:
    """A training project's gift: the skill, for a gold score of `at_least` after so many gold items, for `days`."""

    skill: str
    at_least: float
    after: int
    days: int


@dataclass(frozen=True, slots=True)
class GoldPlan:
    """The first `onboarding` items of each person are gold, and `percent` of the later ones, at places that nobody
    can foresee. `feedback` tells learners how they did.
    """

    onboarding: int = 0
    percent: int = 0
    feedback: str = "none"
    gives: Qualification | None = None


@dataclass(frozen=True, slots=True)
class Workflow:
    """Everything about how work goes; the defaults are a pool without review, adjudication or gold.

    `most_overlap`: up to so many people answer an item while they agree less than `enough_agreement` (from 0 to 1), or
    while its answer is less certain than `stop` says; None for no more than the project's overlap. `requeue_skips`:
    whether a skipped place goes to somebody else, or counts as the person's answer that there is none. `again`: so many
    percent of what a person is given they have answered before.
    """

    mode: Mode = "pool"
    most_overlap: int | None = None
    enough_agreement: float = 0.8
    stop: Stop = field(default_factory=Stop)
    resolve: Resolve = field(default_factory=Resolve)
    requeue_skips: bool = True
    languages: tuple[str, ...] = ()
    skills: tuple[SkillWanted, ...] = ()
    review: Review = field(default_factory=Review)
    adjudication: Adjudication = field(default_factory=Adjudication)
    gold: GoldPlan = field(default_factory=GoldPlan)
    again: int = 0

    @property
    def by_posterior(self) -> bool:
        """Whether anything depends on how probable answers are, and so on people's habits."""
        return "posterior" in (self.stop.by, self.resolve.by)

    def to_json(self) -> dict[str, Any]:
        """Every key, as `parse_workflow` takes them."""
        gives = self.gold.gives
        return {
            "mode": self.mode,
            "most_overlap": self.most_overlap,
            "enough_agreement": self.enough_agreement,
            "stop": {"by": self.stop.by, "confidence": self.stop.confidence},
            "resolve": {"by": self.resolve.by, "confidence": self.resolve.confidence},
            "requeue_skips": self.requeue_skips,
            "languages": list(self.languages),
            "skills": [{"skill": wanted.skill, "at_least": wanted.at_least} for wanted in self.skills],
            "review": {
                "percent": self.review.percent,
                "rules": [_rule_json(rule) for rule in self.review.rules],
                "blind": self.review.blind,
                "reasons": list(self.review.reasons),
            },
            "adjudication": {
                "below": self.adjudication.below,
                "blind": self.adjudication.blind,
                "reasons": list(self.adjudication.reasons),
            },
            "gold": {
                "onboarding": self.gold.onboarding,
                "percent": self.gold.percent,
                "feedback": self.gold.feedback,
                "gives": gives
                and {"skill": gives.skill, "at_least": gives.at_least, "after": gives.after, "days": gives.days},
            },
            "again": {"percent": self.again},
        }


class InvalidWorkflow(ValueError):
    """The settings can't be used; `problems` says why, one entry for each place."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(f"{problem.pointer or '/'}: {problem.detail}" for problem in problems))
        self.problems = problems


def parse_workflow(data: object) -> Workflow:
    """Read settings that a stranger wrote; absent keys have their defaults. Raises `InvalidWorkflow`."""
    found: list[Problem] = []
    fields = Fields(data, "", found)
    mode = fields.one_of("mode", MODES, "pool")
    most = _optional(fields, "most_overlap", 1, MOST_OVERLAP)
    workflow = Workflow(
        mode=mode if mode in ("manual", "mixed") else "pool",  # type: ignore[arg-type]
        most_overlap=None if most is None else int(most),
        enough_agreement=_share(fields, "enough_agreement", 0.8),
        stop=Stop(*_by_confidence(fields, "stop", STOP_BY, found)),
        resolve=Resolve(*_by_confidence(fields, "resolve", RESOLVE_BY, found)),
        requeue_skips=fields.flag("requeue_skips", default=True),
        languages=_texts(fields, "languages", ()),
        skills=tuple(_skill(pointer, row, found) for pointer, row in fields.rows("skills", 50)),
        review=_review(fields.get("review"), found) if fields.offers("review") else Review(),
        adjudication=_adjudication(fields.get("adjudication"), found)
        if fields.offers("adjudication")
        else Adjudication(),
        gold=_gold(fields.get("gold"), found) if fields.offers("gold") else GoldPlan(),
        again=_again(fields.get("again"), found) if fields.offers("again") else 0,
    )
    fields.close()
    if found:
        raise InvalidWorkflow(found)
    return workflow


def _rule_json(rule: ReviewRule) -> dict[str, Any]:
    return {
        "by": rule.by,
        "operator": rule.operator,
        "threshold": rule.threshold,
        "member": rule.member or None,
        "percent": rule.percent,
    }


def _skill(pointer: str, row: object, found: list[Problem]) -> SkillWanted:
    fields = Fields(row, pointer, found)
    wanted = SkillWanted(_id(fields, "skill"), _share(fields, "at_least", 0.0))
    fields.close()
    return wanted


def _review(data: object, found: list[Problem]) -> Review:
    fields = Fields(data, "/review", found)
    review = Review(
        percent=fields.number("percent", 0, 100, 0),
        rules=tuple(_review_rule(pointer, row, found) for pointer, row in fields.rows("rules", 50)),
        blind=fields.flag("blind", default=False),
        reasons=_texts(fields, "reasons", REVIEW_REASONS),
    )
    fields.close()
    return review


def _review_rule(pointer: str, row: object, found: list[Problem]) -> ReviewRule:
    fields = Fields(row, pointer, found)
    by = fields.one_of("by", BY)
    rule = ReviewRule(
        by=by,
        percent=fields.number("percent", 0, 100, 100),
        operator=fields.one_of("operator", COMPARE, "<"),
        threshold=_share(fields, "threshold", 0.0),
        member=_id(fields, "member") if by == "annotator" else str(fields.get("member") or ""),
    )
    fields.close()
    return rule


def _by_confidence(fields: Fields, key: str, ways: Sequence[str], found: list[Problem]) -> tuple[str, float]:
    """A way to do something, the first by default, and the confidence that it may ask for."""
    if not fields.offers(key):
        return ways[0], 0.95
    own = Fields(fields.get(key), f"/{key}", found)
    confidence = _optional(own, "confidence", LEAST_CONFIDENCE, MOST_CONFIDENCE)
    by = own.one_of("by", ways, ways[0])
    own.close()
    return by, 0.95 if confidence is None else confidence


def _adjudication(data: object, found: list[Problem]) -> Adjudication:
    fields = Fields(data, "/adjudication", found)
    adjudication = Adjudication(
        below=_optional(fields, "below", 0, 1),
        blind=fields.flag("blind", default=True),
        reasons=_texts(fields, "reasons", ADJUDICATION_REASONS),
    )
    fields.close()
    return adjudication


def _gold(data: object, found: list[Problem]) -> GoldPlan:
    fields = Fields(data, "/gold", found)
    gives = fields.get("gives")
    plan = GoldPlan(
        onboarding=fields.number("onboarding", 0, 1000, 0),
        percent=fields.number("percent", 0, 50, 0),
        feedback=fields.one_of("feedback", FEEDBACK, "none"),
        gives=None if gives is None else _qualification(gives, found),
    )
    fields.close()
    return plan


def _again(data: object, found: list[Problem]) -> int:
    fields = Fields(data, "/again", found)
    percent = fields.number("percent", 0, MOST_AGAIN, 0)
    fields.close()
    return percent


def _qualification(data: object, found: list[Problem]) -> Qualification:
    fields = Fields(data, "/gold/gives", found)
    gift = Qualification(
        skill=_id(fields, "skill"),
        at_least=_share(fields, "at_least", 0.8),
        after=fields.number("after", 1, 1000, 10),
        days=fields.number("days", 1, 3650, 365),
    )
    fields.close()
    return gift


def _id(fields: Fields, key: str) -> str:
    text = fields.text(key, 36, shortest=1)
    try:
        return str(UUID(text)) if text else ""
    except ValueError:
        fields.refuse("is not an id", key)
        return ""


def _share(fields: Fields, key: str, default: float) -> float:
    """A number from 0 to 1."""
    value = _optional(fields, key, 0, 1)
    return default if value is None else value


def _optional(fields: Fields, key: str, low: float, high: float) -> float | None:
    value = fields.get(key)
    if value is None:
        return None
    if not is_number(value) or not low <= value <= high:
        fields.refuse(f"must be a number from {low} to {high}, or null", key)
        return None
    return float(value)


def _texts(fields: Fields, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
    """Up to 50 short, different texts."""
    if not fields.offers(key):
        return default
    texts = []
    for pointer, value in fields.rows(key, 50):
        if not isinstance(value, str) or not 0 < len(value) <= 60:
            fields.refuse_at(pointer, "must be a text of 1 to 60 characters")
        else:
            texts.append(value)
    return tuple(dict.fromkeys(texts))
