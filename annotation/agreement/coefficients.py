"""Chance-corrected agreement from unit patterns. Each figure is None where it is undefined, never 1 or NaN.

`counts` (P, V) says how many people chose each category, `units` (P) how many units have that pattern. `weights` (V, V)
say how much two categories agree, from 0 to 1 (see `weights`); without them only equal ones do. With weights the same
figures are Gwet's AC2, weighted kappa and so on (Gwet 2014, "Handbook of Inter-Rater Reliability", ch. 3-4).
"""

from __future__ import annotations

import math

import numpy as np

from annotation.agreement.histogram import Floats, Table
from annotation.agreement.intervals import Interval, interval_around
from annotation.agreement.scales import Scale


def percent_agreement(counts: Floats, units: Floats, weights: Floats | None = None) -> float | None:
    """The share (0 to 1) of agreeing pairs of people, averaged over the units that two or more people judged (Fleiss
    1971, P̄; Gwet 2014, ch. 2, with missing answers); None where there are none.
    """
    people = counts.sum(axis=1)
    pairable = (people > 1) & (units > 0)
    if not pairable.any():
        return None
    counts, units, people = counts[pairable], units[pairable], people[pairable]
    return float((units * agreeing(counts, people, weights)).sum() / units.sum())


def agreeing(counts: Floats, people: Floats, weights: Floats | None) -> Floats:
    """(P) the share of agreeing pairs in each pattern of `people` (P) answers, two or more."""
    near = counts if weights is None else counts @ weights
    return np.asarray((counts * (near - 1)).sum(axis=1) / (people * (people - 1)))


def prevalence(counts: Floats, units: Floats) -> Floats | None:
    """(V) the share of each category, averaged over units (Gwet 2014, eq. 2.10); units of one answer count too."""
    people = counts.sum(axis=1)
    judged = (people > 0) & (units > 0)
    if not judged.any():
        return None
    shares = counts[judged] / people[judged][:, None]
    return np.asarray((units[judged][:, None] * shares).sum(axis=0) / units[judged].sum())


def corrected(observed: float | None, expected: float) -> float | None:
    """(observed - expected) / (1 - expected), where there is room for agreement beyond chance."""
    if observed is None or expected >= 1:
        return None
    return (observed - expected) / (1 - expected)


def gwet_ac1(counts: Floats, units: Floats, weights: Floats | None = None) -> float | None:
    """Gwet's AC1 (2008, "Computing inter-rater reliability … in the presence of high agreement"), missing data
    allowed; AC2 with weights."""
    shares = prevalence(counts, units)
    if shares is None or len(shares) < 2:
        return None
    expected = gwet_chance(shares, shares, weights)
    return corrected(percent_agreement(counts, units, weights), float(expected))


def gwet_chance(shares: Floats, own: Floats, weights: Floats | None) -> Floats:
    """Gwet's chance agreement of `own` shares (…, V) where the categories have these `shares` (V) overall."""
    categories = len(shares)
    total = categories if weights is None else weights.sum()
    return np.asarray(total * (own * (1 - shares)).sum(axis=-1) / (categories * (categories - 1)))


def gwet_interval(counts: Floats, units: Floats, weights: Floats | None = None) -> Interval | None:
    """The 95% interval of AC1 or AC2 over units by Gwet's standard error (2014, eq. 5.4, for people who are given), see
    `intervals.interval_around`. None with fewer than two units, at 1, and where the coefficient is undefined.
    """
    people = counts.sum(axis=1)
    judged = (people > 0) & (units > 0)
    counts, units, people = counts[judged], units[judged], people[judged]
    coefficient, size = gwet_ac1(counts, units, weights), float(units.sum())
    shares = prevalence(counts, units)
    if coefficient is None or shares is None or size < 2:
        return None
    chance = float(gwet_chance(shares, shares, weights))
    pairable = people > 1
    own = np.zeros(len(counts))
    observed = agreeing(counts[pairable], people[pairable], weights)
    own[pairable] = size / float(units[pairable].sum()) * (observed - chance) / (1 - chance)
    by_chance = gwet_chance(shares, counts / people[:, None], weights)
    linear = own - 2 * (1 - coefficient) * (by_chance - chance) / (1 - chance)
    error = math.sqrt(float((units * (linear - coefficient) ** 2).sum()) / (size * (size - 1)))
    return interval_around(coefficient, error, size)


def brennan_prediger(counts: Floats, units: Floats, weights: Floats | None = None) -> float | None:
    """Brennan and Prediger's kappa (1981), with chance 1/V; also Bennett's S and Randolph's free-marginal kappa."""
    categories = counts.shape[1]
    chance = 1 / categories if weights is None else float(weights.sum()) / categories**2
    return corrected(percent_agreement(counts, units, weights), chance) if categories > 1 else None


def fleiss_kappa(counts: Floats, units: Floats) -> float | None:
    """Fleiss's kappa (1971), Scott's pi for two people; None unless every unit has the same number of answers."""
    people = counts.sum(axis=1)[units > 0]
    return general_kappa(counts, units) if len(set(people.tolist())) == 1 else None


def general_kappa(counts: Floats, units: Floats, weights: Floats | None = None) -> float | None:
    """Fleiss's kappa where some answers are missing, and with weights (Gwet 2014, eq. 2.12 and 4.3)."""
    shares = prevalence(counts, units)
    if shares is None or np.count_nonzero(shares) < 2:
        return None
    near = shares if weights is None else shares @ weights
    return corrected(percent_agreement(counts, units, weights), float((near * shares).sum()))


def krippendorff_alpha(table: Table, scale: Scale) -> float | None:
    """Krippendorff's alpha (2011, "Computing Krippendorff's Alpha-Reliability"), at most 1 and below 0 where people
    agree less than by chance; None without units that two people judged, or without any variation in them.
    """
    table = table.pairable()
    units = table.units()
    totals = units @ table.counts
    if np.count_nonzero(totals) < 2:
        return None
    people = table.counts.sum(axis=1)
    pairable = people > 1
    spread = scale.spread(table.counts[pairable], totals)
    observed = float((units[pairable] * spread / (people[pairable] - 1)).sum())
    expected = float(scale.spread(totals[None, :], totals)[0])
    return 1 - (float(totals.sum()) - 1) * observed / expected


def weighted_alpha(counts: Floats, units: Floats, weights: Floats) -> float | None:
    """Krippendorff's alpha for agreement weights, 1 - their distances (Gwet 2014, eq. 4.11)."""
    people = counts.sum(axis=1)
    pairable = (people > 1) & (units > 0)
    counts, units, people = counts[pairable], units[pairable], people[pairable]
    answers = float((units * people).sum())
    shares = units @ counts / max(answers, 1)
    if np.count_nonzero(shares) < 2:
        return None
    mean = answers / float(units.sum())
    near = (counts * ((counts @ weights) - 1)).sum(axis=1) / (mean * (people - 1))
    observed = float((units * near).sum() / units.sum())
    return corrected(observed * (1 - 1 / answers) + 1 / answers, float(shares @ weights @ shares))
