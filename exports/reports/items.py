"""How well people agree on each item: how the items spread, and which of them to settle first."""

from __future__ import annotations

from heapq import heappush, heappushpop
from typing import Any

from annotation.agreement.heard import Heard
from annotation.agreement.items import item_agreement
from annotation.forms import Form

BINS = 10
MOST = 50
"""Of the worst items."""


class ItemFigures:
    """Hears of items; keeps a histogram and the worst ones. Items of a whole project are `settled` and know how well
    people agree on them; of those of a period it is told from the answers at hand.
    """

    def __init__(self, form: Form, *, settled: bool) -> None:
        self._form = form
        self._settled = settled
        self._bins = [0] * BINS
        self._worst: list[tuple[float, int, dict[str, Any]]] = []
        self.overlapped = 0

    def hear(self, heard: Heard) -> None:
        """One more item."""
        if len(heard.given) < 2:
            return
        self.overlapped += 1
        found = heard.agreement if self._settled else self._told(heard)
        if found is None:
            return
        self._bins[min(int(found * BINS), BINS - 1)] += 1
        if found < 1:
            self._note(found, heard)

    def _told(self, heard: Heard) -> float | None:
        return item_agreement(self._form, [given.answers for given in heard.given]).mean

    def _note(self, agreement: float, heard: Heard) -> None:
        row = {
            "id": heard.item,
            "external_id": heard.external_id,
            "position": heard.position,
            "agreement": agreement,
            "state": heard.state,
        }
        # The least of a heap is what goes first: here the best of the worst, and of equals the last one.
        entry = (-agreement, -heard.position, row)
        if len(self._worst) < MOST:
            heappush(self._worst, entry)
        else:
            heappushpop(self._worst, entry)

    def to_json(self) -> dict[str, Any]:
        """Items by agreement in ten classes, the last of which has both its ends; and the worst, worst first."""
        bins = [
            {"low": place / BINS, "high": (place + 1) / BINS, "items": items} for place, items in enumerate(self._bins)
        ]
        return {"histogram": bins, "worst": [row for *_, row in sorted(self._worst, key=lambda each: each[:2])[::-1]]}
