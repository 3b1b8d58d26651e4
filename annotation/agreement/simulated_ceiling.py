"""How well those who copy could be told in made-up projects at best: by somebody who knows each person's skill and how
items mislead (though not what is right), and so has the most powerful test there is (Neyman and Pearson 1933, "On the
problem of the most efficient tests of statistical hypotheses").
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from annotation.agreement.histogram import Floats, Integers
from annotation.agreement.simulated import COPIED, COPYING, SPAMMER, SPEEDER, Crowd, Setting

HARD, DEVIATION = 9, 0.8
"""Points that stand for how hard an item is, a normal variable with this standard deviation."""
MISLED = 0.6
"""The share of mistakes that are the suggested one."""
FALSE_ALARMS = 0.05
"""The share of projects in which two who work alone may be named."""


def reachable(projects: Sequence[tuple[float, float]]) -> float:
    """The share of projects whose copying pair is told, where two others are in no more than one of twenty; by the
    evidence of the pair and the strongest of any others, of each project.
    """
    bound = float(np.quantile([others for _, others in projects], 1 - FALSE_ALARMS))
    return float(np.mean([pair > bound for pair, _ in projects]))


def evidence_in(setting: Setting, seed: int) -> tuple[float, float]:
    """The log-likelihood ratio of copying against working alone of those who copy, and the highest of any others."""
    crowd = Crowd(setting, seed)
    for number in range(setting.items):
        crowd.item(number)
    who = np.array([[crowd.people.index(person) for person in said] for said in crowd.said])
    answers = np.array([list(said.values()) for said in crowd.said])
    found = _ratios(crowd, who, answers)
    one, other = crowd.people.index(COPIED), crowd.people.index(COPYING)
    pair, found[one, other] = float(found[one, other]), -np.inf
    return pair, float(found.max())


def _ratios(crowd: Crowd, who: Integers, answers: Integers) -> Floats:
    """(J, J) of every two people who met, in their order; -inf of others. `answers` (I, S, Q) of the people (I, S)."""
    told, weights = _told(crowd), _weights(crowd)
    people = len(crowd.people)
    ratios, met = np.zeros((people, people)), np.zeros((people, people), dtype=bool)
    share = crowd.setting.copies
    # Hardness is the item's: what is right, and what is suggested, is each question's own.
    alone = np.stack([told[who[:, place, None], answers[:, place]] for place in range(who.shape[1])])
    everybody = _likely(alone, weights)
    for one in range(who.shape[1]):
        for other in range(one + 1, who.shape[1]):
            without = np.delete(alone, other, axis=0)
            same = (answers[:, one] == answers[:, other]).all(axis=1)
            copied = np.where(same, _likely(without, weights), 0)
            ratio = np.log(1 - share + share * copied / everybody)
            np.add.at(ratios, (who[:, one], who[:, other]), ratio)
            met[who[:, one], who[:, other]] = True
    return np.where(met, ratios, -np.inf)


def _likely(told: Floats, weights: Floats) -> Floats:
    """(I) how probable answers of people (S, I, Q, H, T, M) are together."""
    questions = (told.prod(axis=0) * weights).sum(axis=(3, 4))
    return np.asarray(questions.prod(axis=1) @ _hardness()[1])


def _hardness() -> tuple[Floats, Floats]:
    points, weights = np.polynomial.hermite_e.hermegauss(HARD)
    return points * DEVIATION, weights / weights.sum()


def _weights(crowd: Crowd) -> Floats:
    """(T, M) how probable it is that T is right and M suggested."""
    size = crowd.answers
    apart = np.abs(np.subtract.outer(np.arange(size), np.arange(size)))
    suggests = (apart == 1 if crowd.setting.kind == "rating" else apart > 0).astype(np.float64)
    return np.asarray(crowd.common[:, None] * suggests / suggests.sum(axis=1, keepdims=True))


def _told(crowd: Crowd) -> Floats:
    """(J, K, H, T, M) how probably a person gives answer K to an item so hard, where T is right and M suggested."""
    size = crowd.answers
    skill = np.array([crowd.skill[person] * (0.8 if person == SPEEDER else 1) for person in crowd.people])
    right = 1 / (1 + np.exp(_hardness()[0] - np.log(skill / (1 - skill))[:, None]))
    each = np.eye(size)
    mistaken = MISLED * each[:, None, :] + (1 - MISLED) / size
    told = right[:, None, :, None, None] * each[:, None, :, None]
    told = told + (1 - right)[:, None, :, None, None] * mistaken[None, :, None]
    told[crowd.people.index(SPAMMER)] = _careless(crowd)[:, None, None, None]
    return np.asarray(told)


def _careless(crowd: Crowd) -> Floats:
    """(K) a spammer's answers; by where responses stand, each is as probable."""
    even = np.full(crowd.answers, 1 / crowd.answers)
    if crowd.setting.kind == "preference":
        return even
    return np.asarray((1 - crowd.steady) * even + crowd.steady * np.eye(crowd.answers)[crowd.favourite])
