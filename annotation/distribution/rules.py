"""Rules over people's work: a figure of one person, and whether it is beyond what a rule allows."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, takewhile
from statistics import fmean, median
from typing import Any, Protocol

from annotation.agreement.gold import wilson
from annotation.agreement.similarity import comparable
from annotation.distribution.workflow import COMPARE
from annotation.forms import Answers, Form

SHARES = frozenset(
    {"gold_score", "agreement", "acceptance", "too_fast", "position_bias", "self_consistency", "spammer_score"}
)
"""Collectors whose figures lie between 0 and 1."""
RUNS = frozenset({"skips_in_a_row", "same_answers_in_a_row"})
"""Collectors that count the latest pieces of work which are alike; they count no further than their window."""
LONGEST_WINDOW = 200


SUGGESTED: tuple[Mapping[str, Any], ...] = (
    {
        "name": "Gold score under 70%",
        "collector": "gold_score",
        "operator": "<",
        "threshold": 0.7,
        "window": 20,
        "least": 10,
        "action": "warn",
        "settings": {},
    },
    {
        "name": "Gold score under 60%",
        "collector": "gold_score",
        "operator": "<",
        "threshold": 0.6,
        "window": 40,
        "least": 20,
        "action": "pause",
        "settings": {"pause": "new"},
    },
    {
        "name": "Faster than 3 seconds",
        "collector": "seconds_per_item",
        "operator": "<",
        "threshold": 3.0,
        "window": 20,
        "least": 20,
        "action": "pause",
        "settings": {"pause": "new"},
    },
    {
        "name": "Work done faster than 3 seconds is reviewed",
        "collector": "seconds_per_item",
        "operator": "<",
        "threshold": 3.0,
        "window": 20,
        "least": 20,
        "action": "review",
        "settings": {},
    },
    {
        "name": "10 skips in a row",
        "collector": "skips_in_a_row",
        "operator": ">=",
        "threshold": 10.0,
        "window": 20,
        "least": 10,
        "action": "notify",
        "settings": {},
    },
    {
        "name": "The same answers 15 times in a row",
        "collector": "same_answers_in_a_row",
        "operator": ">=",
        "threshold": 15.0,
        "window": 30,
        "least": 15,
        "action": "notify",
        "settings": {},
    },
    {
        "name": "Less than 70% of reviewed work accepted",
        "collector": "acceptance",
        "operator": "<",
        "threshold": 0.7,
        "window": 20,
        "least": 20,
        "action": "review",
        "settings": {},
    },
    {
        "name": "Half of the answers come sooner than one can read",
        "collector": "too_fast",
        "operator": ">=",
        "threshold": 0.5,
        "window": 40,
        "least": 20,
        "action": "review",
        "settings": {},
    },
    {
        "name": "Answers hardly depend on what is true",
        "collector": "spammer_score",
        "operator": "<",
        "threshold": 0.1,
        "window": 50,
        "least": 50,
        "action": "notify",
        "settings": {},
    },
    {
        "name": "The same is answered otherwise when it is asked again",
        "collector": "self_consistency",
        "operator": "<",
        "threshold": 0.6,
        "window": 20,
        "least": 10,
        "action": "notify",
        "settings": {},
    },
)
"""Ready-made rules that a manager may take over as they are."""


class RuleLike(Protocol):
    """What of a rule decides: compare a figure of at least `least` pieces of work with the threshold."""

    @property
    def operator(self) -> str: ...

    @property
    def threshold(self) -> float: ...

    @property
    def least(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Figure:
    """What a rule looks at: a value over `n` pieces of work, its 95% interval where it has one, and the ids of these
    pieces, newest first.
    """

    value: float
    n: int
    low: float | None = None
    high: float | None = None
    sample: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "figure": self.value,
            "n": self.n,
            "low": self.low,
            "high": self.high,
            "sample": list(self.sample),
        }


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of work: its id, and what it counts for."""

    key: str
    value: float


def beyond(figure: Figure | None, rule: RuleLike) -> bool | None:
    """Whether a figure is beyond a rule's threshold; None while there is too little work to tell."""
    if figure is None or figure.n < rule.least:
        return None
    return COMPARE[rule.operator](figure.value, rule.threshold)


def mean_figure(work: Sequence[Work]) -> Figure | None:
    """The mean of values from 0 to 1, with Wilson's interval."""
    if not work:
        return None
    values = [each.value for each in work]
    low, high = wilson(sum(values), len(values))
    return Figure(fmean(values), len(values), low, high, keys_of(work))


def median_figure(work: Sequence[Work]) -> Figure | None:
    """The median of any values."""
    return Figure(median(each.value for each in work), len(work), sample=keys_of(work)) if work else None


def run_figure(keys: Sequence[str], *alike: Sequence[Hashable]) -> Figure | None:
    """How many of the latest pieces of work are alike in one respect or another: in each respect a value for every
    piece, newest first, where None is like nothing. The sample is the longest run itself.
    """
    if not keys:
        return None
    longest = max((run_length(values) for values in alike), default=0)
    return Figure(longest, len(keys), sample=tuple(keys[:longest]))


def run_length(values: Sequence[Hashable]) -> int:
    """How many values from the first on are the same; 0 where the first is None."""
    if not values or values[0] is None:
        return 0
    return sum(1 for _ in takewhile(lambda value: value == values[0], values))


def keys_of(work: Sequence[Work]) -> tuple[str, ...]:
    """The ids of pieces of work."""
    return tuple(each.key for each in work)


Shown = tuple[tuple[str, str, str], ...]


def as_shown(form: Form, answers: Answers, shown: Sequence[str]) -> Shown:
    """Answers as somebody's hands gave them: (question, on, value), with its place on the screen instead of each id. So
    who always answers the same is found out though the responses are shuffled, and who always prefers the same model
    is not.

    What people write is left out, unless they only write: an honest reason under every careless ranking hides nothing.
    """
    places = Places(zip(shown, count(1), strict=False))
    targets: dict[str, str] = {}
    told = []
    for answer in answers:
        if (question := form.question(answer["question"])) is not None:
            on = _shown_target(answer["on"], places, targets)
            value = _as_text(question.renamed(answer["value"], places))
            told.append((comparable(question), (question.name, on, value)))
    judged = [row for is_judged, row in told if is_judged]
    return tuple(sorted(judged or [row for _, row in told]))


def preferred_place(form: Form, answers: Answers, shown: Sequence[str]) -> tuple[tuple[str, int], ...] | None:
    """The place on the screen of what was preferred, by question; None where nothing alone was the best."""
    won = []
    for answer in answers:
        question = form.question(answer["question"])
        if question is not None and question.compares:
            best = _best(question.comparisons(answer["value"], shown), shown)
            if best is None:
                return None
            won.append((question.name, best))
    return tuple(sorted(won)) or None


class Places(dict[str, str]):
    """Where responses stand on the screen, by their ids; one that is not shown stays itself."""

    def __init__(self, numbered: Iterable[tuple[str, int]]) -> None:
        super().__init__((response, f"#{number}") for response, number in numbered)

    def __missing__(self, key: str) -> str:
        return key


def _shown_target(on: str, places: Places, targets: dict[str, str]) -> str:
    """An answer's `on` with a place instead of an id: of anything but responses, its number among those answered."""
    kind, has_id, name = on.partition(".")
    if not has_id:
        return on
    if kind == "responses":
        return f"{kind}.{places[name]}"
    return targets.setdefault(on, f"{kind}.#{len(targets) + 1}")


def _as_text(value: Any) -> str:
    """The same text for values that mean the same: in lists of names, such as ties and labels, order says nothing."""
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{key}:{_as_text(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, list):
        parts = [_as_text(part) for part in value]
        return "[" + ",".join(sorted(parts) if all(isinstance(part, str) for part in value) else parts) + "]"
    return repr(value)


def _best(comparisons: Iterable[tuple[str, str, int]], shown: Sequence[str]) -> int | None:
    """The place of the one response that beats all others, from 0."""
    beaten: set[str] = set()
    for better, worse, order in comparisons:
        beaten |= {worse} if order else {better, worse}
    best = [place for place, response in enumerate(shown) if response not in beaten]
    return best[0] if len(best) == 1 else None
