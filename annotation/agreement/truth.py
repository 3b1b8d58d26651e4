"""What is true, as far as people's answers tell: majorities, and Dawid and Skene's model of who errs how.

Labels come as three arrays of one length N: the item, the person and the category of each answer, numbered from 0.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from annotation.agreement.histogram import Floats, Integers

if TYPE_CHECKING:
    from scipy.sparse import csr_array

SHRINKAGE = 5.0
"""How many answers everybody's habits together count for in each row of a person's confusion matrix."""
MOST_ROUNDS = 200
TOLERANCE = 1e-7
"""Of the log-likelihood per answer, at which the model has settled."""


@dataclass(frozen=True, slots=True)
class Labels:
    """Answers in numbers; `items`, `people` and `categories` say how many of each there are."""

    item: Integers
    person: Integers
    category: Integers
    items: int
    people: int
    categories: int

    def matrix(self) -> csr_array:
        """(I, J·K) how often each person gave each category to each item."""
        from scipy.sparse import csr_array  # slow to import, and only jobs and reports need it

        cell = self.person * self.categories + self.category
        ones = np.ones(len(cell))
        return csr_array((ones, (self.item, cell)), shape=(self.items, self.people * self.categories))

    def votes(self, weights: Floats | None = None) -> Floats:
        """(I, K) how many people, or what weight of them (N), chose each category of each item."""
        cell = self.item * self.categories + self.category
        counts = np.bincount(cell, weights=weights, minlength=self.items * self.categories)
        return counts.reshape(self.items, self.categories).astype(np.float64)


def majority(votes: Floats) -> Integers:
    """(I) the category with most votes (I, K), or -1: a tie is a tie, for somebody else to break, and so is an item
    without votes. It is the plurality rule; Condorcet (1785) says why it is right where each person more often is than
    not.
    """
    best = votes.max(axis=1)
    alone = (votes == best[:, None]).sum(axis=1) == 1
    return np.where(alone & (best > 0), votes.argmax(axis=1), -1).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Truth:
    """`posterior` (I, K): how probable each category is for each item; `prior` (K); `confusion` (J, K, K): how
    probably each person gives each category (last) for each true one, `pooled` (K, K) all people together;
    `likelihood` is a logarithm.
    """

    posterior: Floats
    prior: Floats
    pooled: Floats
    confusion: Floats
    likelihood: float
    rounds: int

    def labels(self) -> Integers:
        """(I) the most probable category; -1 for an item that nobody has answered."""
        known = self.posterior.max(axis=1) > 0
        return np.where(known, self.posterior.argmax(axis=1), -1).astype(np.int64)

    def accuracy(self) -> Floats:
        """(J) how probably each person is right about an item like these."""
        return np.asarray((np.diagonal(self.confusion, axis1=1, axis2=2) * self.prior).sum(axis=1))


def dawid_skene(
    labels: Labels,
    *,
    shrinkage: float = SHRINKAGE,
    assumed: Floats | None = None,
    start: Floats | None = None,
    tolerance: float = TOLERANCE,
    most_rounds: int = MOST_ROUNDS,
) -> Truth:
    """Dawid and Skene's model (1979, "Maximum likelihood estimation of observer error-rates using the EM algorithm").

    Each row of a person's confusion matrix is drawn towards the one of all people together, by `shrinkage` answers:
    with few answers each, plain maximum likelihood (0) believes accidents and does worse than a majority. `assumed`
    (K, K) are answers that everybody's habits begin with, so that a few labels can't pretend to know them; as many
    items as they count in a row begin the prior, evenly. `start` is an earlier posterior (I, K) to go on from.
    """
    posterior = labels.votes() if start is None else start
    posterior = posterior / np.maximum(posterior.sum(axis=1, keepdims=True), 1e-300)
    answered = np.bincount(labels.item, minlength=labels.items) > 0
    before, rounds = -np.inf, 0
    begin = np.zeros((labels.categories,) * 2) if assumed is None else assumed
    answers = labels.matrix()
    by_person = answers.T.tocsr()
    while rounds < most_rounds:
        rounds += 1
        prior = normal(posterior[answered].sum(axis=0) + begin.sum() / labels.categories**2)
        pooled, confusion = habits(by_person @ posterior, shrinkage, begin)
        posterior, likelihood = explained(answers, prior, confusion)
        posterior[~answered] = 0
        if likelihood - before < tolerance * max(len(labels.item), 1):
            break
        before = likelihood
    return Truth(posterior, prior, pooled, confusion, likelihood, rounds)


def habits(counted: Floats, shrinkage: float, assumed: Floats) -> tuple[Floats, Floats]:
    """(K, K) and (J, K, K): everybody's and each person's confusion matrix, from how probable each category was in all
    when a person gave a category, (J·K, K).
    """
    categories = counted.shape[1]
    own = counted.reshape(-1, categories, categories).transpose(0, 2, 1)
    pooled = normal(own.sum(axis=0) + assumed)
    return pooled, normal(own + shrinkage * pooled)


def normal(counts: Floats) -> Floats:
    """Rows that add up to 1; a row of nothing says that every category is as likely."""
    totals = counts.sum(axis=-1, keepdims=True)
    return np.asarray(np.where(totals > 0, counts / np.where(totals > 0, totals, 1), 1 / counts.shape[-1]))


LEAST = np.finfo(np.float64).min / 1e6
"""What is impossible stays a number, so that it can be added up."""


def told(confusion: Floats) -> Floats:
    """(J·K, K) what it tells of each true category (a logarithm) that a person gave a category."""
    people, categories, _ = confusion.shape
    with np.errstate(divide="ignore"):
        logs = np.log(confusion.transpose(0, 2, 1)).reshape(people * categories, categories)
    return np.maximum(logs, LEAST)


def explained(answers: csr_array, prior: Floats, confusion: Floats) -> tuple[Floats, float]:
    """((I, K) how probable each category is for each item, log-likelihood); `answers` are those of `Labels.matrix`."""
    with np.errstate(divide="ignore"):
        log_prior = np.maximum(np.log(prior), LEAST)
    logs = answers @ told(confusion) + log_prior
    highest = logs.max(axis=1, keepdims=True)
    shares = np.exp(logs - highest)
    totals = shares.sum(axis=1, keepdims=True)
    return shares / totals, float((np.log(totals) + highest).sum())


@dataclass(frozen=True, slots=True)
class Names:
    """What the numbers of `Labels` stand for, in their order."""

    items: list[Hashable]
    people: list[Hashable]
    categories: list[Hashable]


def numbered(
    answers: Sequence[tuple[Hashable, Hashable, Hashable]], categories: Sequence[Hashable] = ()
) -> tuple[Labels, Names]:
    """Answers as (item, person, category) in numbers; `categories` come first, in this order, used or not."""
    columns = list(zip(*answers, strict=True)) or [(), (), ()]
    columns[2] = (*categories, *columns[2])
    numbers = [{name: number for number, name in enumerate(dict.fromkeys(column))} for column in columns]
    item, person, category = (
        np.array([number[answer[place]] for answer in answers], dtype=np.int64) for place, number in enumerate(numbers)
    )
    return Labels(item, person, category, *map(len, numbers)), Names(*map(list, numbers))
