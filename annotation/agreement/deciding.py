"""An item's final answer from what its people said, where nobody else need be asked.

Question by question, in the form's order: a question that is shown only after a certain answer is decided among those
who were shown it. What all say the same is decided. Otherwise:

- one choice, a rating: the category alone at the top, or the one whose posterior reaches the confidence asked for.
  Whoever was unsure counts against everything, by majority.
- several choices: each option that more than half chose; one that just half chose decides nothing.
- a preference: the side (or tie, or both bad) alone at the top, as strongly as the middle one of those who took it.
- a ranking: Kemeny's consensus, if there is one alone (`kemeny`).
- texts, marks and dialogues: nothing but being the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median_low
from typing import Any, TypeVar

from annotation.agreement.habits import Habits, counted_questions
from annotation.agreement.kemeny import consensus
from annotation.forms import Answers, Category, Content, Form, Question, Target
from annotation.forms.answers import Place, is_shown, shown_targets
from annotation.forms.kinds import Choice, Preference, Ranking, Rating
from annotation.forms.kinds.choice import OTHER
from annotation.forms.question import Value
from annotation.forms.ranks import has_ties

T = TypeVar("T", bound=Hashable)
Said = Mapping[str, Answers]
"""{person: their canonical answers to the item}."""
Values = Mapping[str, Value]
"""{person: what they answered in one place}."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How people's differences are decided: `by` their majority or their posterior, which then must reach
    `confidence`. A question without `habits` is decided by majority either way.
    """

    by: str = "majority"
    confidence: float = 0.95
    habits: Mapping[str, Habits] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decided:
    """`answers` in canonical order; `undecided` must be answered and nothing decides them; `left_out` need not be.
    `certainty`: the posterior of the least certain answer that was decided by one.
    """

    answers: list[dict[str, Any]]
    undecided: list[Place]
    left_out: list[Place]
    certainty: float | None = None

    @property
    def complete(self) -> bool:
        """Whether this can be the item's final answer."""
        return bool(self.answers) and not self.undecided


def decide(form: Form, content: Content, said: Said, rule: Rule) -> Decided:
    """What these people's answers come to."""
    given = by_place(said)
    targets = shown_targets(form, content)
    shown: dict[Place, Target] = {}
    values: dict[Place, Value] = {}
    found = Decided([], [], [])
    certainties = []
    for question in form.questions:
        for on, target in targets.of(question.scope).items():
            place = (question.name, on)
            if not is_shown(form, question, on, values, shown):
                continue
            shown[place] = target
            value = decided_value(question, given.get(place, {}), rule)
            if value is not None:
                values[place] = value
                found.answers.append({"question": question.name, "on": on, "value": question.canonical(value, target)})
                certainties.append(_certainty_of(question, value, given[place], rule))
            elif question.required:
                found.undecided.append(place)
            elif place in given:
                found.left_out.append(place)
    known = [certainty for certainty in certainties if certainty is not None]
    return Decided(found.answers, found.undecided, found.left_out, min(known, default=None))


def by_place(said: Said) -> dict[Place, dict[str, Value]]:
    """{place: {person: value}} of everything that was answered."""
    given: dict[Place, dict[str, Value]] = {}
    for person, answers in said.items():
        for row in answers:
            given.setdefault((row["question"], row["on"]), {})[person] = row["value"]
    return given


def decided_value(question: Question, values: Values, rule: Rule) -> Value | None:
    """What people's answers in one place come to; None where nothing decides."""
    if not values:
        return None
    different = list(values.values())
    if all(value == different[0] for value in different):
        return different[0]
    match question:
        case Ranking():
            return _ordered(question, different)
        case Preference():
            return _preferred(different)
        case Choice(multiple=True):
            return _chosen(question, different)
        case Choice() | Rating():
            return _labelled(question, values, rule)
    return None


def _labelled(question: Question, values: Values, rule: Rule) -> Value | None:
    habits = rule.habits.get(question.name) if rule.by == "posterior" else None
    if habits is None:
        category = alone_at_the_top([_category(question, value) for value in values.values()])
    else:
        chances = habits.posterior(votes(question, values))
        category = max(chances, key=chances.__getitem__)
        if chances[category] < rule.confidence:
            return None
    if isinstance(question, Rating):
        return None if category is None else {"rating": category}
    if category == OTHER:
        return _only([value for value in values.values() if _category(question, value) == OTHER])
    return None if category is None else {"choices": [category]}


def _category(question: Question, value: Value) -> Category | None:
    """The one category that a value names; None for unsure."""
    return next((category for _, category in question.judgements(value)), None)


def _ordered(question: Ranking, values: Sequence[Value]) -> Value | None:
    order = consensus([value["ranks"] for value in values])
    if order is None or (has_ties(order) and not question.ties):
        return None
    return {"ranks": order}


def _preferred(values: Sequence[Value]) -> Value | None:
    sides = [value["preferred"] if value["preferred"] is not None else ("", value["reason"]) for value in values]
    side = alone_at_the_top(sides)
    if side is None:
        return None
    theirs = [value for value, own in zip(values, sides, strict=True) if own == side]
    strengths = [value["strength"] for value in theirs if "strength" in value]
    return {**theirs[0], "strength": median_low(strengths)} if strengths else theirs[0]


def _chosen(question: Choice, values: Sequence[Value]) -> Value | None:
    counts = Counter(choice for value in values for choice in value["choices"])
    others = [value["other"] for value in values if value.get("other")]
    if len(values) in (2 * count for count in [*counts.values(), len(others)]):
        return None
    chosen = [choice for choice, count in counts.items() if 2 * count > len(values)]
    found: dict[str, Any] = {"choices": chosen}
    if 2 * len(others) > len(values):
        if len(set(others)) > 1:
            return None
        found["other"] = others[0]
    return None if question.is_empty(found) else found


def alone_at_the_top(votes: Iterable[T]) -> T | None:
    """What more people say than anything else; None where as many say something different, or nobody anything."""
    first, *others = Counter(votes).most_common(2)
    return first[0] if not others or first[1] > others[0][1] else None


def _only(values: Sequence[Value]) -> Value | None:
    return values[0] if values and all(value == values[0] for value in values) else None


def votes(question: Question, values: Values) -> list[tuple[str, Category]]:
    """Who gave which category; whoever was unsure gave none."""
    return [(person, category) for person, value in values.items() for _, category in question.judgements(value)]


def _certainty_of(question: Question, value: Value, values: Values, rule: Rule) -> float | None:
    habits = rule.habits.get(question.name) if rule.by == "posterior" else None
    category = _category(question, value) if habits else None
    return habits.posterior(votes(question, values))[category] if habits and category is not None else None


def posteriors(form: Form, said: Said, habits: Mapping[str, Habits]) -> dict[Place, dict[Category, float]]:
    """How probable each category is, in every place of a question with habits that anybody answered."""
    return {
        place: habits[place[0]].posterior(votes(question, values))
        for place, values in by_place(said).items()
        if place[0] in habits and (question := form.question(place[0])) is not None
    }


def certainty(form: Form, said: Said, habits: Mapping[str, Habits]) -> float | None:
    """How probable the most probable answer is, in the least certain place of those that count (see
    `counted_questions`); None where no question has habits or nobody answered one.
    """
    counted = {question.name for question in counted_questions(form)}
    found = posteriors(form, said, habits)
    return min((max(chances.values()) for (name, _), chances in found.items() if name in counted), default=None)
