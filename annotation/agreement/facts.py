"""Facts: what is known of an item from what people said of it, each a list of a few values that a filter can name.

- `said <question> <option>`: somebody chose it; a point of a rating is its number.
- `divided <question> <option> <option>`: of two people one each chose these about the same thing, or both the same.
- `judged <question> <option> <model>`: somebody chose it of a response of this model.
- `won <question> <model> <model>`: somebody preferred a response of the former to one of the latter, either of which
  may be None: any other model.
- `answered <when>`: an answer was given then: its day, month, year, decade and century, all beginnings of its date, so
  that any time is told by few of them (`periods`).

Facts of people's choices are of the same answers as all figures of agreement: what they said on their own.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import combinations_with_replacement, islice
from uuid import UUID

from annotation.agreement.figures import Answered
from annotation.agreement.figures.duels import RESPONSES, compares, duels
from annotation.agreement.live import Said
from annotation.forms import Form
from annotation.forms.kinds.choice import OTHER
from annotation.forms.question import Value

Option = str | int
Fact = tuple[Option | None, ...]
MOST = 10_000
"""Of one item; an item is not found by further ones, the last of which are those of divided options."""
CENTURIES = ("19", "20", "21")
"""In which answers are given. Each one more would be held against every item where a period's end is open."""
BEGINNINGS = (2, 3, 4, 7, 10)
"""How long the part of a date (2026-11-22) is that says its century, decade, year, month and day."""


def item_facts(form: Form, people: Mapping[str, Said], models: Mapping[str, str], days: Iterable[date]) -> list[Fact]:
    """The facts of an item: {person: what they said on their own}, {response: the model behind it, or ""} of all its
    responses, and the days (UTC) on which answers to it that count were given.
    """
    found: dict[Fact, None] = {}
    found.update((("answered", each.isoformat()[:length]), None) for each in days for length in BEGINNINGS)
    chosen = _chosen(people)
    found.update((("said", question, option), None) for (question, _), by in chosen.items() for option in by)
    found.update(dict.fromkeys(_judged(chosen, models)))
    found.update(dict.fromkeys(_won(form, people, models)))
    found.update(dict.fromkeys(_divided(chosen)))
    return list(islice(found, MOST))


def divided(question: str, one: Option, other: Option) -> Fact:
    """The fact about two options, whichever comes first."""
    return ("divided", question, *sorted((one, other), key=lambda option: (type(option).__name__, option)))


def options(value: Value) -> Iterator[Option]:
    """What a value chooses: options, `OTHER` for a text that is none of them, or a point of a rating."""
    yield from value.get("choices", ())
    if value.get("other"):
        yield OTHER
    if "rating" in value:
        yield value["rating"]


Chosen = Mapping[tuple[str, str], Mapping[Option, set[str]]]
"""{(question, target): {option: who chose it}}"""


def _chosen(people: Mapping[str, Said]) -> Chosen:
    found: defaultdict[tuple[str, str], defaultdict[Option, set[str]]] = defaultdict(lambda: defaultdict(set))
    for person, own in sorted(people.items()):
        for question, values in own.items():
            for on, value in values.items():
                for option in options(value):
                    found[question, on][option].add(person)
    return found


def _divided(chosen: Chosen) -> Iterator[Fact]:
    for (question, _), by in chosen.items():
        for one, other in combinations_with_replacement(by, 2):
            if len(by[one] | by[other]) > 1:
                yield divided(question, one, other)


def _judged(chosen: Chosen, models: Mapping[str, str]) -> Iterator[Fact]:
    for (question, on), by in chosen.items():
        if on.startswith(RESPONSES) and (model := models.get(on.removeprefix(RESPONSES))):
            for option in by:
                yield "judged", question, option, model


def _won(form: Form, people: Mapping[str, Said], models: Mapping[str, str]) -> Iterator[Fact]:
    if not any(models.values()):
        return
    lengths = dict.fromkeys(models, 0)
    for question in filter(compares, form.questions):
        values = {person: own[question.name] for person, own in people.items() if question.name in own}
        for duel in duels(question, Answered(item="", values=values, models=models, lengths=lengths)):
            better, worse = models.get(duel.better, ""), models.get(duel.worse, "")
            if duel.decided and better and worse and better != worse:
                yield from (("won", question.name, *pair) for pair in ((better, worse), (better, None), (None, worse)))


def periods(first: date | None, last: date | None) -> Iterator[Fact]:
    """The fewest facts one of which an answer has that was given from the first to the last of these days; None is an
    open end.
    """
    low, high = first.isoformat() if first else "", last.isoformat() if last else "~"
    waiting = list(CENTURIES)
    while waiting:
        beginning = waiting.pop()
        begins, ends = (beginning + day[len(beginning) :] for day in ("0000-01-01", "9999-12-31"))
        if low <= begins and ends <= high:
            yield "answered", beginning
        elif begins <= high and low <= ends and len(beginning) < BEGINNINGS[-1]:
            waiting += _within(beginning)


def _within(beginning: str) -> list[str]:
    """The next longer beginnings of dates."""
    match len(beginning):
        case 2 | 3:
            return [f"{beginning}{digit}" for digit in range(10)]
        case 4:
            return [f"{beginning}-{month:02}" for month in range(1, 13)]
    return [f"{beginning}-{day:02}" for day in range(1, 32)]


def word(project: UUID, fact: Fact) -> str:
    """A fact of a project as a word of twelve letters, digits, dashes and underscores that no other fact has, nor the
    same fact of another project: 72 bits of its digest.
    """
    told = json.dumps(fact, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(hashlib.blake2b(told, digest_size=9, key=project.bytes).digest()).decode()


def words(project: UUID, facts: Iterable[Fact]) -> str:
    """Facts in the words of a PostgreSQL tsvector."""
    return " ".join(f"'{word(project, fact)}'" for fact in facts)


def any_of(project: UUID, facts: Iterable[Fact]) -> str:
    """A PostgreSQL tsquery for items with one of these facts; no item has one of none."""
    return "(" + " | ".join(f"'{word(project, fact)}'" for fact in list(facts) or [()]) + ")"
