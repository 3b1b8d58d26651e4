"""What went into a file, and what was left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping


class Counts:
    """Named whole numbers that add up; a resumed export restores them with `from_json` and counts on."""

    def __init__(self, *names: str) -> None:
        self._numbers: Counter[str] = Counter(dict.fromkeys(names, 0))

    def add(self, name: str, number: int = 1) -> None:
        """Count something."""
        self._numbers[name] += number

    def __getitem__(self, name: str) -> int:
        return self._numbers[name]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Counts) and self.to_json() == other.to_json()

    __hash__ = None  # type: ignore[assignment]

    def __add__(self, other: Counts) -> Counts:
        """The counts of two parts of a file."""
        total = Counts(*self._numbers)
        for part in (self, other):
            for name, number in part._numbers.items():
                total.add(name, number)
        return total

    def to_json(self) -> dict[str, int]:
        """Names in alphabetical order, zeros included."""
        return dict(sorted(self._numbers.items()))

    @classmethod
    def from_json(cls, data: Mapping[str, int]) -> Counts:
        """The counts that `to_json` wrote."""
        counts = cls(*data)
        counts._numbers.update(data)
        return counts
