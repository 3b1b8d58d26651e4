"""How often models' responses are judged so or so, against the most that a manager allows.

Shares have Wilson's interval (1927), and the verdict goes by that interval (decision 0018).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from annotation.agreement.evaluation.averages import Averages, difference
from annotation.agreement.evaluation.versions import successive
from annotation.agreement.figures import Answered
from annotation.agreement.figures.duels import RESPONSES
from annotation.forms import Question
from annotation.forms.kinds import Choice, Rating

Row = dict[str, Any]
Outcome = Literal["pass", "fail", "undecided"]
Thresholds = Mapping[tuple[str, str], float]
"""{(question, category): the largest share that is still fine}"""
Shares = dict[str, dict[str, float]]
"""{response: {category: the share of people who say so}}"""
AT_MOST = "<="


def rated_categories(question: Question) -> list[str]:
    """The categories whose rates are told of a question about responses: the options of a choice, those above others
    included, and of a rating `<=2`, which is this point or a lower one. Of other questions there are none.
    """
    if question.scope != "responses":
        return []
    match question:
        case Choice(options=options):
            return [option.value for option in options]
        case Rating(options=points):
            return [f"{AT_MOST}{point.value}" for point in points[:-1]]
    return []


def verdict(low: float, high: float, most: float) -> Outcome:
    """Only an interval that lies beyond the threshold fails, and only one that lies within it passes."""
    return "fail" if low > most else "pass" if high <= most else "undecided"


class Rates:
    """Of one question about responses: how often each model is given each category."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.categories = rated_categories(question)
        self._within = _within(question)
        self._averages = {category: Averages() for category in self.categories}

    def hear(self, answered: Answered) -> Shares:
        """One more item; what people say of its responses."""
        found: defaultdict[str, defaultdict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
        said = self.shares(answered)
        for response, shares in said.items():
            if model := answered.models.get(response):
                for category, share in shares.items():
                    found[category][model].append(share)
        for category, figures in found.items():
            self._averages[category].hear(figures)
        return said

    def shares(self, answered: Answered) -> Shares:
        """Of the responses that somebody judged."""
        said: defaultdict[str, Counter[str]] = defaultdict(Counter)
        people: Counter[str] = Counter()
        for values in answered.values.values():
            for on, value in values.items():
                if on.startswith(RESPONSES) and not value.get("unsure"):
                    response = on.removeprefix(RESPONSES)
                    people[response] += 1
                    said[response].update(self._given(value))
        return {
            response: {category: said[response][category] / times for category in self.categories}
            for response, times in people.items()
        }

    def _given(self, value: Mapping[str, Any]) -> Iterable[str]:
        """The categories that one person's value is in, each once."""
        if "rating" in value:
            return self._within.get(value["rating"], ())
        choices = value["choices"]
        if len(choices) == 1:
            return self._within.get(choices[0], ())
        return {category for choice in choices for category in self._within.get(choice, ())}

    def rows(self) -> Iterator[Row]:
        """One for each model and category. `n` counts responses, `failing` sums up the shares of people who give a
        response the category: the number of such responses, where people agree.
        """
        for category, averages in self._averages.items():
            for model, average in sorted(averages.of.items()):
                low, high = average.share_interval()
                yield {
                    "model": model,
                    "question": self.question.name,
                    "category": category,
                    "failing": average.total,
                    "n": average.n,
                    "share": average.mean,
                    "low": low,
                    "high": high,
                }

    def changes(self) -> Iterator[Row]:
        """From each version of a model to the next."""
        for category, averages in self._averages.items():
            for before, after in successive(averages.of):
                one, other = averages.of[before], averages.of[after]
                found = difference(
                    one.mean,
                    one.share_interval(),
                    other.mean,
                    other.share_interval(),
                    averages.correlation(before, after),
                )
                yield {
                    "question": self.question.name,
                    "category": category,
                    "from_model": before,
                    "to_model": after,
                    "difference": found.value,
                    "low": found.low,
                    "high": found.high,
                    "n": one.n + other.n,
                }


def said_within(question: Question, category: str) -> list[str | int]:
    """What somebody can say that is in a category: options, or points of a rating."""
    return [said for said, categories in _within(question).items() if category in categories]


def _within(question: Question) -> dict[str | int, tuple[str, ...]]:
    """{what somebody can say: the categories that it is in}"""
    match question:
        case Choice(options=options):
            above = {option.value: option.parent for option in options}
            return {option.value: tuple(_with_those_above(option.value, above)) for option in options}
        case Rating(options=points):
            return {
                said.value: tuple(f"{AT_MOST}{point.value}" for point in points if said.value <= point.value)
                for said in points
            }
    return {}


def _with_those_above(choice: str, above: Mapping[str, str]) -> Iterator[str]:
    while choice:
        yield choice
        choice = above.get(choice, "")


def judged(rates: list[Row], thresholds: Thresholds) -> list[Row]:
    """The rates with the verdict on each; both `threshold` and `verdict` are null where no threshold is set."""
    return [row | _judged(row, thresholds.get((row["question"], row["category"]))) for row in rates]


def _judged(row: Row, most: float | None) -> Row:
    return {"threshold": most, "verdict": None if most is None else verdict(row["low"], row["high"], most)}
