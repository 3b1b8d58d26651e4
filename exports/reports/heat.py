"""How often every two people answered the same, over all questions whose answers can be equal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

MOST_PEOPLE = 40
"""In the table, those with most comparisons first."""


def heat(figures: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """{"people", "shared", "alike"} from the pairs of each question's figures; both tables are symmetric."""
    shared: Counter[tuple[str, str]] = Counter()
    alike: Counter[tuple[str, str]] = Counter()
    met: Counter[str] = Counter()
    for own in figures:
        for one, other, both, same in own.get("pairs", ()):
            for pair in ((one, other), (other, one)):
                shared[pair] += both
                alike[pair] += same
            met.update({one: both, other: both})
    people = sorted(sorted(met), key=lambda person: -met[person])[:MOST_PEOPLE]
    return {
        "people": people,
        "shared": [[shared[one, other] for other in people] for one in people],
        "alike": [[alike[one, other] for other in people] for one in people],
    }
