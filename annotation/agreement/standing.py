"""Who stands out from everybody else: a person against the spread of all people, not against one number.

Honest people differ in skill, so that with answers enough each differs "significantly" from the mean. The question is
who lies beyond that spread (Spiegelhalter 2005, "Handling over-dispersion of performance indicators"; Efron 2004,
"Large-scale simultaneous hypothesis testing: the choice of a null hypothesis"). Centre and spread are medians, because
those who are looked for are among those who are measured.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from annotation.agreement.histogram import Floats
from annotation.agreement.people import beyond, standing_out

FEWEST = 5
"""Of fewer people, or pairs of them, none can be told from the others."""
TO_NORMAL = 1.4826
"""The standard deviation of a normal variable in median absolute deviations."""
CLIPPED = 2.0
CLIPPED_VARIANCE = 0.9205369
"""Of a standard normal variable whose values beyond so many deviations count as these."""
HALVINGS = 40


def below_others(values: Floats, errors: Floats) -> Floats | None:
    """(N) how probably somebody who is like all the others would have so low a value, by the value's own standard
    error; None for fewer than five.
    """
    return above_others(-values, errors)


def above_others(values: Floats, errors: Floats) -> Floats | None:
    """(N) the same for high values."""
    if len(values) < FEWEST:
        return None
    centre = np.median(values)
    spread = TO_NORMAL * float(np.median(np.abs(values - centre)))
    between = max(0.0, spread**2 - float(np.median(errors**2)))
    scores = (values - centre) / np.sqrt(np.maximum(errors**2 + between, 1e-12))
    freedom = max(1.0, (len(values) - 1) / 2)
    return np.array([beyond(score) for score in normal_score(scores, freedom).tolist()])


def above_most(values: Floats, errors: Floats) -> Floats | None:
    """(N) the same where at most a few are not like the others, such as of all pairs of people. All values then tell of
    the spread, the outermost as if they were `CLIPPED` deviations away: it is known much better than by medians.

    It is the spread by which clipped scores vary as much as those of a normal variable do (in the manner of Paule and
    Mandel 1982, "Consensus values and weighting factors"), so that values that are known well may differ by more than
    their errors.
    """
    if len(values) < FEWEST:
        return None
    off = values - np.median(values)
    low, high = 0.0, float(np.abs(off).max())
    for _ in range(HALVINGS):
        between = (low + high) / 2
        scores = np.clip(off / np.hypot(errors, between), -CLIPPED, CLIPPED)
        too_wide = float((scores**2).mean()) > CLIPPED_VARIANCE
        low, high = (between, high) if too_wide else (low, between)
    scores = off / np.maximum(np.hypot(errors, high), 1e-6)
    return np.array([beyond(score) for score in normal_score(scores, len(values) - 1.0).tolist()])


def normal_score(scores: Floats, freedom: float) -> Floats:
    """(N) the normal quantiles of Student's t (Wallace 1959, "Bounds on normal approximations to Student's"): a spread
    that few values tell of is not known well, and a median of distances tells half of what they could.
    """
    size = np.sqrt(freedom * np.log1p(scores**2 / freedom)) * (8 * freedom + 1) / (8 * freedom + 3)
    return np.asarray(np.sign(scores) * size)


def outstanding(
    chances: Sequence[float | None], procedure: Callable[[Sequence[float]], list[bool]] = standing_out
) -> list[bool]:
    """Which of many tests stand out by this procedure; one that could not be made does not."""
    made = [place for place, chance in enumerate(chances) if chance is not None]
    found = procedure([chance for chance in chances if chance is not None])
    named = {place for place, stands in zip(made, found, strict=True) if stands}
    return [place in named for place in range(len(chances))]


def share_error(share: Floats, answers: Floats) -> Floats:
    """(N) the standard error of shares of so many answers; no share is so sure that it has none."""
    careful = (share * answers + 1) / (answers + 2)
    return np.asarray(np.sqrt(careful * (1 - careful) / np.maximum(answers, 1)))
