"""Where two sets of marks on a text or a picture agree and where not: a one-to-one matching, and what is left over.

Two people are compared without calling either of them right: `one` and `other` are only names, and F1 is the same both
ways round. Where both found nothing to mark, there is nothing to be in agreement about: the figures are None, and such
items are counted by themselves.

Agreement of marks by F1: Hripcsak and Rothschild 2005, "Agreement, the F-measure, and reliability in information
retrieval".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np

from annotation.agreement.coefficients import krippendorff_alpha
from annotation.agreement.histogram import Floats, Histogram, tabulate
from annotation.agreement.overlaps import Mark, boxes_overlap, shapes_overlap
from annotation.agreement.scales import make_scale

NOTHING = ""
"""The category of characters that nobody marked."""
Worth = Callable[[Mark, Mark], float]


@dataclass(frozen=True, slots=True)
class Matching:
    """Marks of two people that mean the same, and those of either that the other lacks.

    `pairs` are (mark, mark, overlap from 0 to 1) with a common label; `mislabelled` overlap alike but have none.
    """

    pairs: tuple[tuple[Mark, Mark, float], ...]
    mislabelled: tuple[tuple[Mark, Mark, float], ...]
    only_one: tuple[Mark, ...]
    only_other: tuple[Mark, ...]

    def f1(self) -> float | None:
        """2 x matches / all marks, mislabelled ones being no match; None where nobody marked anything."""
        odd = 2 * len(self.mislabelled) + len(self.only_one) + len(self.only_other)
        everything = 2 * len(self.pairs) + odd
        return 2 * len(self.pairs) / everything if everything else None

    def mean_overlap(self) -> float | None:
        """The mean intersection over union of what was matched; None without matches."""
        return fmean(overlap for _, _, overlap in self.pairs) if self.pairs else None


def match(one: Sequence[Mark], other: Sequence[Mark], *, at_least: float) -> Matching:
    """The matching of most overlap in all, of marks that overlap by `at_least` (above 0); labels first, so that a mark
    of the right label is never given away to one of the wrong. Both assignments are Kuhn's (see `assigned`); from 0.5
    on it is the true positive of detection (Everingham et al. 2010, §4.2), without a confidence to go by.
    """
    overlaps = np.array([[overlap(mark, twin) for twin in other] for mark in one]).reshape(len(one), len(other))
    alike = np.array([[shares_label(mark, twin) for twin in other] for mark in one], dtype=bool).reshape(overlaps.shape)
    pairs = assigned(np.where(alike, overlaps, 0), at_least)
    left = np.where(alike, 0, overlaps)
    left[[i for i, _ in pairs], :] = 0
    left[:, [j for _, j in pairs]] = 0
    wrong = assigned(left, at_least)
    used_one, used_other = {i for i, _ in [*pairs, *wrong]}, {j for _, j in [*pairs, *wrong]}
    return Matching(
        tuple((one[i], other[j], float(overlaps[i, j])) for i, j in pairs),
        tuple((one[i], other[j], float(overlaps[i, j])) for i, j in wrong),
        tuple(mark for i, mark in enumerate(one) if i not in used_one),
        tuple(mark for j, mark in enumerate(other) if j not in used_other),
    )


def assigned(worth: Floats, at_least: float) -> list[tuple[int, int]]:
    """Rows and columns that belong together, each in one pair at most (Kuhn 1955, the Hungarian method)."""
    from scipy.optimize import linear_sum_assignment  # a second to import, and only reports need it

    allowed = np.where(worth >= at_least, worth, 0)
    rows, columns = linear_sum_assignment(-allowed)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if allowed[i, j] > 0]


def exact_f1(one: Sequence[Mark], other: Sequence[Mark]) -> float | None:
    """F1 (van Rijsbergen 1979, ch. 7, β = 1), 0 to 1, of marks with the same places and labels: between two people it
    is the agreement on what was found (Hripcsak and Rothschild 2005). None where nobody marked anything.
    """
    everything = len(one) + len(other)
    return 2 * len({*one} & {*other}) / everything if everything else None


def overlap_f1(one: Sequence[Mark], other: Sequence[Mark]) -> float | None:
    """F1 (see `exact_f1`), 0 to 1, of marks that overlap at all and share a label, each matched once at most; None
    where nobody marked anything.
    """
    return match(one, other, at_least=1e-9).f1()


def overlap(one: Mark, other: Mark) -> float:
    """Intersection over union (Jaccard 1901), 0 to 1, whatever the labels; of points and lines how near they are, and 0
    on different images.
    """
    if one.image != other.image:
        return 0.0
    bounds = np.array([one.bounds(), other.bounds()], dtype=np.float64)
    near = float(boxes_overlap(bounds[0], bounds[1:])[0])
    return shapes_overlap(one, other, near) if near else 0.0


def shares_label(one: Mark, other: Mark) -> bool:
    """Whether two marks have a label in common; marks without labels have that in common."""
    return bool({*one.labels} & {*other.labels}) or not (one.labels or other.labels)


def character_alpha(length: int, people: Sequence[Sequence[Mark]]) -> float | None:
    """Krippendorff's alpha over the characters of a text of `length`, each in the categories of the spans around it;
    None where undefined, such as where nobody marked anything. At most 1, below 0 where people agree less than by
    chance. Characters are units of the plain alpha (Krippendorff 2011); his alpha for unitizing (1995) is another
    figure.
    """
    rows = [characters(length, spans) for spans in people]
    number = {category: place for place, category in enumerate(sorted({each for row in rows for each in row}))}
    histogram = Histogram()
    for categories in zip(*rows, strict=True):
        histogram.add([[number[each] for each in categories]])
    return krippendorff_alpha(tabulate(histogram, len(number)), make_scale("nominal", len(number)))


def characters(length: int, spans: Sequence[Mark]) -> list[str]:
    """The labels around each character, in alphabetical order, as one category."""
    labels: list[set[str]] = [set() for _ in range(length)]
    for span in spans:
        (start, _), (end, _) = span.points
        for place in range(int(start), min(int(end), length)):
            labels[place].update(span.labels)
    return [", ".join(sorted(each)) or NOTHING for each in labels]
