"""Sharing items out among people by hand: evenly, and the same way every time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Item = TypeVar("Item")
Person = TypeVar("Person")


@dataclass(frozen=True, slots=True)
class OpenItem(Generic[Item, Person]):
    """An item, how many of its places are free, and who must not have one: they have it, had it, or know it."""

    key: Item
    free: int
    barred: AbstractSet[Person]


@dataclass(slots=True)
class Shares(Generic[Person]):
    """How many items each person has got so far, and how many places were wanted in vain: because there was nobody
    left who might have one (`already`), or no place (`no_free_place`).
    """

    people: Sequence[Person]
    got: dict[Person, int] = field(default_factory=dict)
    already: int = 0
    no_free_place: int = 0


def share(
    items: Iterable[OpenItem[Item, Person]], shares: Shares[Person], *, per_item: int | None
) -> Iterator[tuple[Item, Person]]:
    """Who gets a place on which item: each item goes to `per_item` people, or to as many as it has free places, always
    to those who have got the fewest so far, in the order they are named. `shares` goes on from call to call.
    """
    place = {person: number for number, person in enumerate(shares.people)}
    for item in items:
        wanted = min(max(item.free, 1) if per_item is None else per_item, len(shares.people))
        may = [person for person in shares.people if person not in item.barred]
        shares.already += max(0, wanted - len(may))
        shares.no_free_place += max(0, min(wanted, len(may)) - item.free)
        may.sort(key=lambda person: (shares.got.get(person, 0), place[person]))
        for person in may[: min(wanted, item.free)]:
            shares.got[person] = shares.got.get(person, 0) + 1
            yield item.key, person
