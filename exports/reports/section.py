"""One project's section of a report, collected item by item."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from annotation.agreement.heard import Heard
from annotation.forms import Form
from exports.reports.heat import heat
from exports.reports.items import ItemFigures
from exports.reports.questions import Asked

Json = dict[str, Any]
Person = Mapping[str, Any]
"""{"id", "name"} as the reader may know somebody."""
People = Callable[[str], Person]
"""What a reader may know of whoever was heard under an id."""
NOTES = ("independent_answers", "alpha", "intervals", "bands", "reasons", "item_agreement", "gold_apart")
"""What every section's figures are made by; a code that the reader's language has a sentence for."""
NOTES_OF_KINDS = {
    "ranking": "rankings",
    "preference": "strengths",
    "text": "similarity",
    "dialogue": "similarity",
    "spans": "marks",
    "regions": "marks",
}


@dataclass
class Counts:
    """How much there was."""

    items: int = 0
    answered: int = 0
    overlapped: int = 0
    annotations: int = 0
    people: int = 0
    gold: int = 0
    seconds: int = 0

    def to_json(self) -> Json:
        return dict(vars(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """The parts of a section whose figures are made elsewhere; None where there are none."""

    people: list[Json] = field(default_factory=list)
    pairs: list[Json] = field(default_factory=list)
    models: Json | None = None
    probe: Json | None = None
    truth: Mapping[str, Json] = field(default_factory=dict)


class Section:
    """Hears of a project's items; memory grows with people and patterns, and little with items."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.questions = [Asked(question) for question in form.questions]
        self.items = ItemFigures(form)
        self.counts = Counts()
        self.heard_of: dict[str, None] = {}

    def hear(self, heard: Heard) -> None:
        """One more item. Gold, and what somebody was asked again, tells of people alone."""
        self.heard_of.update(dict.fromkeys(given.person for given in heard.given))
        if heard.gold:
            self.counts.gold += 1
            return
        if heard.state == "withdrawn":
            return
        self.counts.items += 1
        self.counts.answered += bool(heard.given)
        self.counts.annotations += len(heard.given)
        self.counts.seconds += sum(given.seconds for given in heard.given)
        self.items.hear(heard)
        if heard.given:
            for asked in self.questions:
                asked.hear(heard)

    def to_json(self, project: Json, people: People | None, beside: Beside) -> Json:
        """The section, with whoever was heard as the reader may know them; without `people` where nobody can be told
        from anybody else, and so no figure of a person means anything.
        """
        self.counts.people = len(self.heard_of)
        self.counts.overlapped = self.items.overlapped
        rows, headlines = zip(*(asked.rows() for asked in self.questions), strict=True)
        if people is None:
            people = _nobody
            for row in rows:
                _leave_people_out(row)
        met = heat([row["figures"] for row in rows])
        section = {
            "project": project,
            "form_version": self.form.version,
            "counts": self.counts.to_json(),
            "headline": list(headlines),
            "questions": [_question(row, beside) for row in rows],
            "items": self.items.to_json(),
            "people": beside.people,
            "pairs": beside.pairs,
            "heat": met | {"people": [dict(people(person)) for person in met["people"]]},
            "models": beside.models,
            "probe": beside.probe,
            "notes": self._notes(),
        }
        shown = {person: str(people(person)["id"]) for person in self.heard_of}
        known: Json = known_as(section, shown)
        for row in known["questions"]:
            _name_people(row, {str(people(person)["id"]): people(person) for person in self.heard_of})
        return known

    def _notes(self) -> list[str]:
        kinds = (NOTES_OF_KINDS.get(asked.question.kind) for asked in self.questions)
        return [*NOTES, *dict.fromkeys(note for note in kinds if note)]


def _question(row: Json, beside: Beside) -> Json:
    """A question's row as it stands in a report: who met whom is told by the table of all questions together."""
    figures = {name: figure for name, figure in row["figures"].items() if name != "pairs"}
    return row | {"figures": figures, "truth": beside.truth.get(row["question"])}


def _leave_people_out(row: Json) -> None:
    for name in ("people", "pairs"):
        row["figures"].pop(name, None)
    row["why"] = [each for each in row["why"] if each["because"] != "person"]


def _nobody(person: str) -> Person:
    return {"id": person, "name": ""}


def _name_people(row: Json, people: Mapping[str, Person]) -> None:
    """Ids of people in a question's figures and reasons become {"id", "name"}."""
    for each in [*(row["figures"].get("people") or ()), *row["why"]]:
        if "person" in each:
            each["person"] = dict(people.get(each["person"], {"id": each["person"], "name": each["person"]}))


def known_as(value: Any, shown: Mapping[str, str]) -> Any:
    """A JSON value with every id of a person replaced by what the reader knows them by, wherever it stands; figures
    that are no numbers are None.
    """
    match value:
        case str():
            return shown.get(value, value)
        case float():
            return value if isfinite(value) else None
        case dict():
            return {shown.get(key, key): known_as(each, shown) for key, each in value.items()}
        case list() | tuple():
            return [known_as(each, shown) for each in value]
        case frozenset():
            return sorted(value)
        case _:
            return value


def compare(section: Json, before: Iterable[Json]) -> None:
    """Add to each question how its alpha has changed since the section of the same project before."""
    earlier = {
        row["question"]: row["alpha"]
        for each in before
        if each["project"]["id"] == section["project"]["id"]
        for row in each["questions"]
    }
    for row in section["questions"]:
        alpha = earlier.get(row["question"])
        if alpha is not None and row["alpha"] is not None:
            row["change"] = {"alpha": alpha, "difference": row["alpha"] - alpha}
