"""What comes next for an item, decided from its facts alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from annotation.distribution.workflow import ReviewFigures, Workflow


class Step(StrEnum):
    """The next thing to happen to an item."""

    WAIT = "wait"
    """Somebody still has to answer."""
    TOP_UP = "top_up"
    """Ask exactly one more person."""
    REVIEW = "review"
    ADJUDICATE = "adjudicate"
    RESOLVE = "resolve"
    """Nothing is left to do."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One annotation that counts. `number` is its place among its author's in the project, from 1; `judged` says that
    a verdict stands (or a review is no longer asked for), `asked` that a reviewer has been asked.
    """

    key: str
    member: str
    number: int
    judged: bool = False
    asked: bool = False
    agreement: float | None = None
    gold_score: float | None = None


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """An item: how many places still wait for an answer, the answers that count, how well they agree (None for fewer
    than two), whether an adjudicator has settled it, and whether a manager has asked for one.

    `spare`: how many of the places that wait were opened only because people were too uncertain and are nobody's yet.
    `certainty`: how probable its least certain answer is, and `uncounted` the agreement on what has no probability;
    None where unknown. `decided`: whether the answers come to a final one; None where nobody decides but people.
    """

    waiting: int
    places: int
    answered: Sequence[Answered]
    agreement: float | None
    settled: bool = False
    adjudicator_asked: bool = False
    certainty: float | None = None
    uncounted: float | None = None
    decided: bool | None = None
    spare: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """The step, and the keys of the annotations that a reviewer is to look at: at once for a review; whoever has been
    asked about one while people still answer is so once they have. `withdrawn` spare places are not wanted any more.
    """

    step: Step
    review: tuple[str, ...] = ()
    withdrawn: int = 0


def next_step(facts: ItemFacts, workflow: Workflow) -> Decision:
    """People first, one at a time while they disagree; then reviewers; then an adjudicator."""
    asked = tuple(answer.key for answer in facts.answered if answer.asked and not answer.judged)
    withdrawn = not_wanted(facts, workflow)
    if facts.waiting > withdrawn:
        return Decision(Step.WAIT, asked)
    if not withdrawn and wants_more(facts, workflow):
        return Decision(Step.TOP_UP, asked)
    return replace(_after_people(facts, workflow), withdrawn=withdrawn)


def _after_people(facts: ItemFacts, workflow: Workflow) -> Decision:
    """What comes once nobody else answers: a review, an adjudicator, or nothing."""
    wanted = tuple(answer.key for answer in facts.answered if wants_review(answer, workflow))
    if wanted:
        return Decision(Step.REVIEW, wanted)
    if facts.adjudicator_asked:
        return Decision(Step.ADJUDICATE)
    if not facts.settled and disputed(facts, workflow):
        return Decision(Step.ADJUDICATE)
    return Decision(Step.RESOLVE)


def not_wanted(facts: ItemFacts, workflow: Workflow) -> int:
    """How many spare places go again: all of them, once they are all that is waited for and without them nobody would
    be asked any more.
    """
    if not facts.answered or facts.spare < facts.waiting:
        return 0
    without = replace(facts, places=facts.places - facts.spare)
    return 0 if wants_more(without, workflow) else facts.spare


def wants_more(facts: ItemFacts, workflow: Workflow) -> bool:
    """Whether one more person is asked, if nobody's answer is missing."""
    return not facts.settled and not facts.adjudicator_asked and uncertain(facts, workflow)


def uncertain(facts: ItemFacts, workflow: Workflow) -> bool:
    """Whether one more answer is wanted: people agree too little, or their answer is not probable enough.

    Where an answer's probability decides, agreement is asked only of the questions that have none.
    """
    if workflow.most_overlap is None or facts.places >= workflow.most_overlap:
        return False
    agreement = facts.agreement
    if workflow.stop.by == "posterior" and facts.certainty is not None:
        if facts.certainty < workflow.stop.confidence:
            return True
        agreement = facts.uncounted
    return agreement is not None and agreement < workflow.enough_agreement


def disputed(facts: ItemFacts, workflow: Workflow) -> bool:
    """Whether an adjudicator settles the item: nothing else decides it, or, where nothing else may, people differ."""
    below = workflow.adjudication.below
    if below is None:
        return False
    if facts.decided is not None:
        return not facts.decided
    return facts.agreement is not None and facts.agreement < below


def wants_review(answer: Answered, workflow: Workflow) -> bool:
    """Whether somebody has to look at an annotation, or still has to."""
    if answer.judged:
        return False
    if answer.asked:
        return True
    figures = ReviewFigures(member=answer.member, agreement=answer.agreement, gold_score=answer.gold_score)
    return in_quota(answer.number, workflow.review.percent_for(figures), answer.member)


def in_quota(number: int, percent: int, seed: str) -> bool:
    """Whether the `number`th piece of work (from 1) is in a quota of `percent`: of any 100 in a row exactly so many,
    evenly spread. Each person's begin elsewhere, by their `seed`.
    """
    start = int.from_bytes(seed.encode()[-4:].rjust(4, b"0")) % 100
    return (start + number) * percent // 100 > (start + number - 1) * percent // 100
