"""What could not be kept, added up: however much there is, the report of it stays short."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from annotation.imports.foreign import Lost

MOST_LOSSES = 200
MOST_EXAMPLES = 10
LONGEST_EXAMPLE = 300
OTHERS = "other things"


class Losses:
    """What could not be kept, counted by what it is, with some examples of each."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._examples: dict[str, list[dict[str, str]]] = {}

    def add(self, lost: Iterable[Lost]) -> None:
        """Count them."""
        for each in lost:
            what = shown(each.what)
            if what not in self._counts and len(self._counts) >= MOST_LOSSES:
                what = OTHERS
            self._counts[what] += 1
            examples = self._examples.setdefault(what, [])
            if len(examples) < MOST_EXAMPLES:
                examples.append({"where": shown(each.where), "detail": shown(each.detail)})

    def summary(self) -> list[dict[str, Any]]:
        """The most frequent first."""
        return [
            {"what": what, "count": count, "examples": self._examples[what]}
            for what, count in self._counts.most_common()
        ]


def loss_summary(lost: Iterable[Lost]) -> list[dict[str, Any]]:
    """Losses that were not met row by row."""
    losses = Losses()
    losses.add(lost)
    return losses.summary()


def with_losses(known: Sequence[Mapping[str, Any]], lost: Iterable[Lost]) -> list[dict[str, Any]]:
    """A summary with more losses, behind those that it has."""
    found = [dict(each) for each in known]
    by_name = {each["what"]: each for each in found}
    for more in loss_summary(lost):
        if (same := by_name.get(more["what"])) is None:
            found.append(more)
        else:
            same["count"] += more["count"]
            same["examples"] = [*same["examples"], *more["examples"]][:MOST_EXAMPLES]
    return found


def shown(text: str) -> str:
    """A stranger's text, shortened, as it can be stored."""
    clean = text.encode(errors="replace").decode().replace("\x00", "\N{REPLACEMENT CHARACTER}")
    return clean[:LONGEST_EXAMPLE]
