"""Two people, or people one by one: coefficients that need to know who gave which answer.

A `table` (V, V) counts units by the answers of two people; `answers` (U, R) holds each person's category for each unit,
-1 where there is none.
"""

from __future__ import annotations

import math

import numpy as np

from annotation.agreement.coefficients import corrected, percent_agreement
from annotation.agreement.histogram import Floats, Integers
from annotation.agreement.intervals import Interval, interval_around


def cohen_kappa(table: Floats, weights: Floats | None = None) -> float | None:
    """Cohen's kappa (1960), or the weighted one (1968) for agreement weights (V, V)."""
    shares = table / table.sum() if table.sum() else table
    near = np.eye(len(table)) if weights is None else weights
    if np.count_nonzero(shares.sum(axis=0) + shares.sum(axis=1)) < 2:
        return None
    return corrected(float((near * shares).sum()), float((near * chance_table(shares)).sum()))


def cohen_interval(table: Floats, weights: Floats | None = None) -> Interval | None:
    """The 95% interval of kappa by its standard error (Fleiss, Cohen and Everitt 1969, eq. 13); see
    `intervals.interval_around`. None for fewer than two units, at 1, and where kappa is undefined.
    """
    kappa, size = cohen_kappa(table, weights), float(table.sum())
    if kappa is None or size < 2:
        return None
    shares = table / size
    near = np.eye(len(table)) if weights is None else weights
    chance = float((near * chance_table(shares)).sum())
    rows = near @ shares.sum(axis=0)
    columns = shares.sum(axis=1) @ near
    spread = (shares * (near - (rows[:, None] + columns[None, :]) * (1 - kappa)) ** 2).sum()
    variance = (float(spread) - (kappa - chance * (1 - kappa)) ** 2) / (size * (1 - chance) ** 2)
    return interval_around(kappa, math.sqrt(max(variance, 0.0)), size)


def chance_table(shares: Floats) -> Floats:
    """(V, V) what two people with these margins would give independently."""
    return np.outer(shares.sum(axis=1), shares.sum(axis=0))


def crossed(first: Integers, second: Integers, categories: int) -> Floats:
    """(V, V) the units that both have judged, by their answers."""
    both = (first >= 0) & (second >= 0)
    table = np.zeros((categories, categories))
    np.add.at(table, (first[both], second[both]), 1)
    return table


def conger_kappa(answers: Integers, categories: int, weights: Floats | None = None) -> float | None:
    """Conger's kappa (1980) of three or more people: chance is that of the pairs of people, each with their own
    habits; missing answers allowed (Gwet 2014, eq. 2.18 and 4.5).
    """
    people = answers.shape[1]
    near = np.eye(categories) if weights is None else weights
    counts = np.stack([(answers == category).sum(axis=1) for category in range(categories)], axis=1).astype(np.float64)
    given = (answers >= 0).sum(axis=0)
    if people < 2 or not given.all():
        return None
    habits = np.stack([(answers == category).sum(axis=0) / given for category in range(categories)], axis=1)
    mean = habits.mean(axis=0)
    spread = (habits.T @ habits - people * np.outer(mean, mean)) / (people - 1)
    chance = float((near * (np.outer(mean, mean) - spread / people)).sum())
    return corrected(percent_agreement(counts, np.ones(len(counts)), weights), chance)
