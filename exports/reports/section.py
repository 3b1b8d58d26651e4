"""One project's section of a report, collected item by item."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any
from uuid import UUID

from annotation.agreement.evaluation import ModelFigures, Scores, Thresholds, judged
from annotation.agreement.heard import Heard
from annotation.agreement.people_figures import PeopleFigures
from annotation.forms import Form
from exports.reports.heat import heat
from exports.reports.items import ItemFigures
from exports.reports.questions import Asked

Json = dict[str, Any]
Person = Mapping[str, Any]
"""{"id", "name"} as the reader may know somebody."""
People = Callable[[str], Person]
"""What a reader may know of whoever was heard under an id."""
OF_PEOPLE = ("annotations", "median_seconds", "figures")
NOTES = ("independent_answers", "alpha", "intervals", "bands", "reasons", "item_agreement", "gold_apart", "people")
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
class Wanted:
    """What a project wants of its answers: how final ones are decided (by `majority` or `posterior`, from which
    confidence), and what its models are held to. `labels_saved` by stopping early, where that is known; `decided` says
    how far questions are decided, where that was learnt of all that is heard; `probe` is what was found out about more
    data, where that was asked for.
    """

    by: str = "posterior"
    confidence: float = 0.95
    thresholds: Thresholds = field(default_factory=dict)
    labels_saved: int | None = None
    decided: Mapping[str, Json] = field(default_factory=dict)
    probe: Json | None = None


class Section:
    """Hears of a project's items, which are `settled` where all of their answers are heard; memory grows with people
    and patterns, and little with items.
    """

    def __init__(self, form: Form, *, settled: bool = False) -> None:
        self.form = form
        self.questions = [Asked(question) for question in form.questions]
        self.items = ItemFigures(form, settled=settled)
        self.people = PeopleFigures(form)
        self.models = ModelFigures(form)
        self.counts = Counts()
        self.heard_of: dict[str, None] = {}

    def hear(self, heard: Heard, scores: Scores | None = None) -> None:
        """One more item, with the automatic scores of its responses. Gold, and what somebody was asked again, tells of
        people alone.
        """
        self.heard_of.update(dict.fromkeys(given.person for given in heard.given))
        self.people.hear(heard)
        if heard.gold:
            self.counts.gold += not heard.again
        elif heard.given or heard.state != "withdrawn":
            self._count(heard)
            self.items.hear(heard)
            self.models.hear(heard, scores)
            for asked in self.questions if heard.given else ():
                asked.hear(heard)

    def _count(self, heard: Heard) -> None:
        self.counts.items += 1
        self.counts.answered += bool(heard.given)
        self.counts.annotations += len(heard.given)
        self.counts.seconds += sum(given.seconds for given in heard.given)

    def to_json(self, project: Json, people: People | None, wanted: Wanted) -> Json:
        """The section, with whoever was heard as the reader may know them; without `people` where nobody can be told
        from anybody else, and so no figure of a person means anything.
        """
        known = people or _nobody
        self.counts.people = len(self.heard_of) if people else 0
        self.counts.overlapped = self.items.overlapped
        rows, headlines = zip(*(asked.rows() for asked in self.questions), strict=True)
        if people is None:
            for row in rows:
                _leave_people_out(row)
        met = heat([row["figures"] for row in rows])
        section = {
            "project": project,
            "form_version": self.form.version,
            "counts": self.counts.to_json(),
            "headline": list(headlines),
            "questions": [
                _question(row, wanted.decided.get(row["question"]) or asked.truth(wanted.by, wanted.confidence), wanted)
                for asked, row in zip(self.questions, rows, strict=True)
            ],
            "items": self.items.to_json(),
            **(self._people(known) if people else {"people": [], "pairs": []}),
            "heat": met | {"people": [dict(known(person)) for person in met["people"]]},
            "models": self._models(wanted.thresholds),
            "probe": wanted.probe,
            "changes": [],
            "notes": self._notes(),
        }
        return _as_known(section, {person: known(person) for person in self.heard_of})

    def _people(self, known: People) -> Json:
        """The rows of people and pairs as their own pages show them."""
        found = self.people.figures()
        rows = sorted(found.people, key=lambda row: -row["annotations"])
        return {
            "people": [
                {"member": dict(known(row["person"])), **{name: row[name] for name in OF_PEOPLE}} for row in rows
            ],
            "pairs": [row | {"members": [dict(known(each)) for each in row["members"]]} for row in found.pairs],
        }

    def _models(self, thresholds: Thresholds) -> Json | None:
        """What is said of models, where responses name any."""
        figures = self.models.figures()
        return figures | {"rates": judged(figures["rates"], thresholds)} if figures["models"] else None

    def _notes(self) -> list[str]:
        kinds = (NOTES_OF_KINDS.get(asked.question.kind) for asked in self.questions)
        return [*NOTES, *dict.fromkeys(note for note in kinds if note)]


def _question(row: Json, truth: Json | None, wanted: Wanted) -> Json:
    """A question's row as it stands in a report: who met whom is told by the table of all questions together."""
    figures = {name: figure for name, figure in row["figures"].items() if name != "pairs"}
    return row | {"figures": figures, "truth": truth and truth | {"labels_saved": wanted.labels_saved}}


def _leave_people_out(row: Json) -> None:
    for name in ("people", "pairs", "kappas"):
        row["figures"].pop(name, None)
    row["why"] = [each for each in row["why"] if each["because"] != "person"]


def _nobody(person: str) -> Person:
    return {"id": person, "name": ""}


def _as_known(section: Json, people: Mapping[str, Person]) -> Json:
    """The section without anybody's own id: {"id", "name"} where a person is told of, and else what stands for it."""
    told: Json = known_as(section, {person: str(known["id"]) for person, known in people.items()})
    shown = {str(known["id"]): known for known in people.values()}
    for row in told["questions"]:
        for each in [*(row["figures"].get("people") or ()), *row["why"]]:
            if "person" in each:
                each["person"] = known_as(dict(shown[each["person"]]), {})
        for pair in row["figures"].get("kappas", ()):
            pair["people"] = [known_as(dict(shown[person]), {}) for person in pair["people"]]
    return told


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
        case UUID():
            return str(value)
        case _:
            return value
