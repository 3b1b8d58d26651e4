"""What became of the items between two releases, from their freezes, read side by side.

An item keeps its position for ever, so both files are in one order and two lines are held at a time.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import orjson
from django.core.cache import cache

from accounts.tenancy import current_organisation_id
from accounts.tenancy.keys import cache_key
from annotation import storage
from exports.formats.freeze import split_lines
from exports.models import Export

Row = Mapping[str, Any]
DAY = 24 * 60 * 60
SHOWN = ("content", "metadata", "state")
OF_ANSWERS = ("annotator", "answers", "verdict")


class Line(NamedTuple):
    """An item's line, and where the next one begins in its file."""

    position: int
    data: bytes
    end: int


class Place(NamedTuple):
    """Where to read on in both files."""

    before: int = 0
    after: int = 0


BEGINNING = Place()


class Difference(NamedTuple):
    """What became of one item, with its line before and after, and the place behind it."""

    change: str
    before: Line | None
    after: Line | None
    place: Place


def differences(before: Export, after: Export, place: Place = BEGINNING) -> Iterator[Difference]:
    """The items that were added, removed or changed from one freeze to the other, by position."""
    old, new = _Reading(before, place.before), _Reading(after, place.after)
    while old.line or new.line:
        was, now = old.line, new.line
        if now is None or (was and was.position < now.position):
            old.go_on()
            yield Difference("removed", was, None, Place(old.begin, new.begin))
        elif was is None or now.position < was.position:
            new.go_on()
            yield Difference("added", None, now, Place(old.begin, new.begin))
        else:
            old.go_on()
            new.go_on()
            if was.data != now.data:
                yield Difference("changed", was, now, Place(old.begin, new.begin))


class _Reading:
    """A freeze's lines, the current one at hand."""

    def __init__(self, freeze: Export, begin: int) -> None:
        self._lines = _lines(freeze, begin)
        self.begin = begin
        self.line: Line | None = None
        self.go_on()

    def go_on(self) -> None:
        self.begin = self.line.end if self.line else self.begin
        self.line = next(self._lines, None)


def count_differences(before: Export, after: Export) -> dict[str, int]:
    """How many items were added, removed and changed. Freezes don't change, so they are counted once a day at most."""
    key = cache_key("release-differences", before.sha256, after.sha256)
    counts: dict[str, int] | None = cache.get(key)
    if counts is None:
        counts = {"added": 0, "removed": 0, "changed": 0}
        for difference in differences(before, after):
            counts[difference.change] += 1
        cache.set(key, counts, DAY)
    return counts


def shown_difference(difference: Difference) -> dict[str, Any]:
    """As people read it."""
    sides = [side and orjson.loads(side.data) for side in (difference.before, difference.after)]
    return {
        "external_id": next(side for side in sides if side)["external_id"],
        "change": difference.change,
        "before": _side(sides[0]),
        "after": _side(sides[1]),
    }


def _side(row: Row | None) -> dict[str, Any] | None:
    if row is None:
        return None
    answers = [{name: each[name] for name in OF_ANSWERS} for each in row["annotations"]]
    return {name: row[name] for name in SHOWN} | {"annotations": answers}


def _lines(freeze: Export, begin: int) -> Iterator[Line]:
    """The items' lines from a place on; the first line of a file is about the data set."""
    place = begin
    for line in split_lines(storage.read(current_organisation_id(), freeze.key, begin)):
        end = place + len(line) + 1
        if place:
            yield Line(orjson.loads(line)["position"], line, end)
        place = end
