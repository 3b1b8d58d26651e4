"""How people err on a question, as learnt from all their answers, and what that makes of one item at once.

Learning (`learnt`) is a pass over all answers and belongs to a job; judging an item by what was learnt before costs as
much as the item has answers. As long as little is known, habits are those that are assumed of everybody: a right answer
is so much more likely than any one wrong answer, whatever the number of categories, and nobody's row of the matrix
counts for more than a few answers. So nothing is certain early: of two categories four people must say the same before
one is .95 probable, of five categories six.

The model is Dawid and Skene 1979, "Maximum likelihood estimation of observer error-rates using the EM algorithm";
what is assumed, and why each answer is held against the others' only, is decision 0016.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, log

import numpy as np
from numpy.typing import NDArray

from annotation.agreement.histogram import Floats, Integers
from annotation.agreement.judged import Book, Notes
from annotation.agreement.others import without
from annotation.agreement.truth import SHRINKAGE, Labels, Truth, dawid_skene, explained, habits
from annotation.forms import Category, Form, Question

RIGHT, WRONG = 0.7, 0.3
"""How a right answer and each single wrong one are weighed against each other before anything is known."""
ASSUMED = 20.0
"""How many answers these count for in each row of everybody's habits."""
MOST_CATEGORIES = 20
"""A question with more has no habits: each person's would be hundreds of numbers known from a few answers."""

Flags = NDArray[np.bool_]
Matrix = Sequence[Sequence[float]]
Vote = tuple[str, Category]
"""A person, and the category that they gave."""


@dataclass(frozen=True, slots=True)
class Habits:
    """`prior[t]`: how probable a category is; `pooled[t][c]`: how probably people give c where t is true; `own`: the
    same of each person who is known, as far as they are asked for here. Categories are in the order of the question's
    options. `labels` of how many judgements they were learnt from.
    """

    categories: tuple[Category, ...]
    prior: Sequence[float]
    pooled: Matrix
    own: Mapping[str, Matrix] = field(default_factory=dict)
    labels: int = 0

    def posterior(self, votes: Iterable[Vote]) -> dict[Category, float]:
        """How probable each category is after these votes; a stranger errs like everybody."""
        number = {category: place for place, category in enumerate(self.categories)}
        logs = [log(share) for share in self.prior]
        for person, category in votes:
            given = number.get(category)
            if given is not None:
                matrix = self.own.get(person, self.pooled)
                logs = [known + log(row[given]) for known, row in zip(logs, matrix, strict=True)]
        highest = max(logs)
        shares = [exp(known - highest) for known in logs]
        whole = sum(shares)
        return {category: share / whole for category, share in zip(self.categories, shares, strict=True)}

    def weight(self, vote: Vote) -> float:
        """How many times a vote multiplies the odds that what it says is true, before anybody else is heard: 1 tells
        nothing, less than 1 speaks against it. Raises ValueError for a category that is none of the question's.
        """
        person, category = vote
        given = self.categories.index(category)
        matrix = self.own.get(person, self.pooled)
        where_false = [
            (share, row[given])
            for other, share, row in zip(self.categories, self.prior, matrix, strict=True)
            if other != category
        ]
        by_mistake = sum(share * chance for share, chance in where_false) / sum(share for share, _ in where_false)
        return matrix[given][given] / by_mistake


def has_habits(question: Question) -> bool:
    """Whether a question's answers are single categories, of which there are not too many."""
    measure = question.measure()
    if measure is None or measure.metric not in ("nominal", "ordinal"):
        return False
    return 2 <= len(measure.categories) <= MOST_CATEGORIES


def assumed_habits(question: Question) -> Habits:
    """What is taken of everybody before anything is known."""
    measure = question.measure()
    assert measure is not None
    return Habits(
        measure.categories,
        prior=[1 / len(measure.categories)] * len(measure.categories),
        pooled=assumption(len(measure.categories)).tolist(),
    )


def assumption(categories: int) -> Floats:
    """(K, K) rows that add up to 1, a right answer weighing RIGHT to WRONG against each wrong one."""
    weights = np.full((categories, categories), WRONG)
    np.fill_diagonal(weights, RIGHT)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def learnt(book: Notes, before: Habits | None = None) -> Truth:
    """What all judgements tell, in the book's numbers; it goes on from what was known `before`. Nobody is judged by an
    answer of their own.
    """
    labels = book.labels()
    categories = len(book.categories)
    start = None if before is None else told(book, before)
    assumed = ASSUMED * assumption(categories)
    return told_by_others(labels, dawid_skene(labels, assumed=assumed, start=start), assumed=assumed)


def told_by_others(labels: Labels, truth: Truth, *, assumed: Floats) -> Truth:
    """The truth by habits that nobody's own answer has confirmed: each answer is held against how probable the others
    to the same item make each category.

    Dawid and Skene's habits are judged by a truth that the same answers have made. Where items have few answers that
    flatters everybody: two who agree are right because they agree. By others' answers alone people look rather worse
    than they are, and with many answers just as they are.
    """
    others = without(labels, truth)
    cell = labels.person * labels.categories + labels.category
    columns = [np.bincount(cell, weights=column, minlength=labels.people * labels.categories) for column in others.T]
    pooled, confusion = habits(np.stack(columns, axis=1), SHRINKAGE, assumed)
    posterior, likelihood = explained(labels.matrix(), truth.prior, confusion)
    return Truth(posterior, truth.prior, pooled, confusion, likelihood, truth.rounds)


def told(book: Notes, habits: Habits) -> Floats:
    """(I, K) how probable each category of each unit of the book is by these habits, which have the same categories."""
    own = [habits.own.get(str(person), habits.pooled) for person in book.people]
    confusion = np.array(own, dtype=np.float64).reshape(len(own), *(len(habits.categories),) * 2)
    return explained(book.labels().matrix(), np.array(habits.prior), confusion)[0]


def crossed(book: Book, before: Habits, truth: Truth, confidences: Sequence[float]) -> list[Hashable]:
    """The units of which another answer is the most probable one than `before`, or which are no longer on the same
    side of one of these confidences.
    """
    earlier = told(book, before)
    changed = earlier.argmax(axis=1) != truth.posterior.argmax(axis=1)
    for confidence in confidences:
        changed |= (earlier.max(axis=1) >= confidence) != (truth.posterior.max(axis=1) >= confidence)
    return [unit for unit, has_changed in zip(book.units, changed.tolist(), strict=True) if has_changed]


@dataclass(frozen=True, slots=True)
class Summary:
    """What can be said of the units (items, or their responses) that anybody judged: they are `decided`, or `tied`
    where as many people say one thing as another, or else `needs_review`. `expected_accuracy`: which share of the
    decided ones is right, as far as the model tells; None without any.
    """

    decided: int
    tied: int
    needs_review: int
    expected_accuracy: float | None


@dataclass(frozen=True, slots=True)
class States:
    """(I) of each unit of a book whether it is `decided`, `tied` or else to be reviewed, and the number of the category
    that is `chosen`; a unit that nobody gave any category is none of them.
    """

    decided: Flags
    tied: Flags
    review: Flags
    chosen: Integers

    def summary(self, truth: Truth) -> Summary:
        """How many units are in each state."""
        right = truth.posterior[np.arange(len(self.chosen)), self.chosen][self.decided]
        return Summary(
            decided=int(self.decided.sum()),
            tied=int(self.tied.sum()),
            needs_review=int(self.review.sum()),
            expected_accuracy=float(right.mean()) if len(right) else None,
        )


def states_of(book: Notes, truth: Truth, *, by: str, confidence: float) -> States:
    """Deciding all units `by` majority, or else by a posterior of at least `confidence`."""
    votes = book.labels().votes()
    answered = votes.sum(axis=1) > 0
    highest = votes.max(axis=1, keepdims=True)
    alone = (votes == highest).sum(axis=1) == 1
    sure = alone if by == "majority" else truth.posterior.max(axis=1) >= confidence
    return States(
        decided=answered & sure,
        tied=answered & ~sure & ~alone,
        review=answered & ~sure & alone,
        chosen=votes.argmax(axis=1) if by == "majority" else truth.posterior.argmax(axis=1),
    )


def summary(book: Notes, truth: Truth, *, by: str, confidence: float) -> Summary:
    """How many units are in each of these states."""
    return states_of(book, truth, by=by, confidence=confidence).summary(truth)


def counted_questions(form: Form) -> list[Question]:
    """The questions whose posterior says whether an item is certain: those that must be answered, or any at all."""
    known = [question for question in form.questions if has_habits(question)]
    return [question for question in known if question.required] or known
