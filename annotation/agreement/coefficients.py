"""Chance-corrected agreement from unit patterns. Each figure is None where it is undefined, never 1 or NaN.

`counts` (P, V) says how many people chose each category, `units` (P) how many units have that pattern.
"""

from __future__ import annotations

import numpy as np

from annotation.agreement.histogram import Floats, Table
from annotation.agreement.scales import Scale


def percent_agreement(counts: Floats, units: Floats) -> float | None:
    """The share (0 to 1) of agreeing pairs of people, averaged over the units that two or more people judged."""
    people = counts.sum(axis=1)
    pairable = (people > 1) & (units > 0)
    if not pairable.any():
        return None
    counts, units, people = counts[pairable], units[pairable], people[pairable]
    agreeing = (counts * (counts - 1)).sum(axis=1) / (people * (people - 1))
    return float((units * agreeing).sum() / units.sum())


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


def gwet_ac1(counts: Floats, units: Floats) -> float | None:
    """Gwet's AC1 (2008, "Computing inter-rater reliability … in the presence of high agreement"), missing data
    allowed."""
    shares = prevalence(counts, units)
    if shares is None or len(shares) < 2:
        return None
    expected = float((shares * (1 - shares)).sum() / (len(shares) - 1))
    return corrected(percent_agreement(counts, units), expected)


def brennan_prediger(counts: Floats, units: Floats) -> float | None:
    """Brennan and Prediger's kappa (1981), with chance 1/V; also Bennett's S and Randolph's free-marginal kappa."""
    categories = counts.shape[1]
    return corrected(percent_agreement(counts, units), 1 / categories) if categories > 1 else None


def fleiss_kappa(counts: Floats, units: Floats) -> float | None:
    """Fleiss's kappa (1971), Scott's pi for two people; None unless every unit has the same number of answers."""
    people = counts.sum(axis=1)[units > 0]
    shares = prevalence(counts, units)
    if shares is None or len(set(people.tolist())) != 1:
        return None
    used = int(np.count_nonzero(shares))
    return corrected(percent_agreement(counts, units), float((shares**2).sum())) if used > 1 else None


def krippendorff_alpha(table: Table, scale: Scale) -> float | None:
    """Krippendorff's alpha; None without units that two people judged, or without any variation in them."""
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
