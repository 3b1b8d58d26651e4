"""From a record of Argilla to an item: fields, what people answered and what was suggested."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from weakref import WeakKeyDictionary

from annotation.forms import Problem
from annotation.imports.argilla.plan import Plan
from annotation.imports.argilla.records import Json, Noted, Response, listed, noted, records_of, rows_in, text
from annotation.imports.argilla.settings import settings_of
from annotation.imports.asking import Asked, identifier, kept
from annotation.imports.foreign import Columns, Files, ForeignRow, Lost, picture
from annotation.imports.items import ItemRow
from annotation.imports.label_studio.stretches import ELSEWHERE, matching
from annotation.imports.suggestions import LONGEST_AGENT, MOST_SUGGESTIONS

UNTRUSTED = "rankings that may have lost their ranks"
ROLES = ("system", "user", "assistant", "tool")

_PLANS: WeakKeyDictionary[Files, Plan] = WeakKeyDictionary()
"""Of files that are still held: whoever reads them asks for their form as well."""


def learn(files: Files) -> Plan:
    """The plan by which these records are read."""
    if files not in _PLANS:
        plan = Plan(settings_of(files))
        for record in records_of(files):
            found = noted(record, plan.settings)
            if isinstance(found, Noted):
                plan.meet(found)
                row_of(plan, found, record.where)
                plan.seen.update(Reading(plan, found, "").content.keys())
        plan.finish()
        _PLANS[files] = plan
    return _PLANS[files]


def read(files: Files, columns: Columns) -> Iterator[ForeignRow]:
    """An item for each record."""
    plan = learn(files)
    for record in records_of(files):
        found = noted(record, plan.settings)
        if isinstance(found, Problem):
            yield ForeignRow(record.where, None, [found], record.lost)
        else:
            row = row_of(plan, found, record.where)
            yield ForeignRow(row.where, row.item, row.problems, [*record.lost, *row.lost])


def form(files: Files) -> Mapping[str, Any] | None:
    """The form that the answers need; none where nobody is asked anything."""
    plan = learn(files)
    made = plan.to_json(plan.shows())
    return made if made["questions"] else None


def guidelines(files: Files) -> str:
    """What annotators were told."""
    return settings_of(files).guidelines


def row_of(plan: Plan, record: Noted, where: str) -> ForeignRow:
    """One record as a row."""
    reading = Reading(plan, record, where)
    annotations = [reading.annotation(response) for response in record.responses if response.status != "draft"]
    suggestions = reading.suggestions()
    if drafts := len(record.responses) - len(annotations):
        reading.lose("drafts", str(drafts))
    if record.vectors:
        reading.lose("vectors", str(record.vectors))
    if not reading.content:
        return ForeignRow(where, None, [Problem("/fields", "holds nothing that can be shown here")], reading.lost)
    item = ItemRow(record.external_id, reading.content, reading.metadata, suggestions, annotations)
    return ForeignRow(where, item, (), reading.lost)


class Reading:
    """One record's content and what was said about it."""

    def __init__(self, plan: Plan, record: Noted, where: str) -> None:
        self.plan = plan
        self.record = record
        self.where = where
        self.lost: list[Lost] = []
        self.content: Json = {}
        self.metadata: Json = dict(record.metadata)
        for name, value in record.fields.items():
            if value is not None and value != "":
                self._show(name, value)

    def lose(self, what: str, detail: str = "") -> None:
        self.lost.append(Lost(what, self.where, detail))

    def _show(self, name: str, value: Any) -> None:
        """Put a field where it has its place."""
        place = self.plan.places.get(name, "")
        if place == "messages" and isinstance(value, list):
            self.content["messages"] = [self._message(number, row) for number, row in enumerate(rows_in(value), 1)]
        elif not isinstance(value, str | int | float) or not place:
            self.lose("fields of kinds that can't be shown", name)
            self.metadata[name] = value
        elif self.plan.fields[name].kind == "image":
            self._show_picture(place, picture(str(value).removeprefix("picture:")))
        elif place == "responses":
            self.content.setdefault("responses", []).append({"id": identifier(name), "text": str(value)})
        elif place == "context":
            document = {"id": identifier(name), "title": self.plan.fields[name].title[:500], "text": str(value)}
            self.content.setdefault("context", []).append(document)
        elif place == "prompt":
            self.content.setdefault("prompt", {})["text"] = str(value)
        else:
            self.content[place] = str(value)

    def _show_picture(self, place: str, named: str) -> None:
        if place == "image":
            self.content["image"] = named
        else:
            self.content.setdefault("prompt", {}).setdefault("images", []).append(named)

    def _message(self, number: int, row: Json) -> Json:
        role = text(row.get("role"))
        if role not in ROLES:
            self.lose("roles of a chat", f"{role!r} is taken for the user")
        return {"id": f"m{number}", "role": role if role in ROLES else "user", "text": text(row.get("content"))}

    def annotation(self, response: Response) -> Json:
        """One person's work."""
        skipped = response.status == "discarded"
        answers = self._answers(response.values.items())
        self.plan.annotations += not skipped
        if skipped and answers:
            self.lose("answers of records that were discarded", str(len(answers)))
        return {
            "annotator": {"id": response.user or "unknown", "name": response.name, "email": response.email},
            "answers": [] if skipped else answers,
            "submitted_at": response.at,
            "seconds": None,
            "state": "skipped" if skipped else "submitted",
        }

    def suggestions(self) -> list[Json]:
        """Of each agent all that it proposes."""
        agents: dict[str, list[Any]] = {}
        for suggested in self.record.suggestions:
            agents.setdefault(suggested.agent[:LONGEST_AGENT] or "suggestion", []).append(suggested)
        proposed = []
        for agent, given in agents.items():
            scores = {each.score for each in given if isinstance(each.score, int | float)}
            if len(scores) > 1 or any(isinstance(each.score, list) for each in given):
                self.lose("scores of single suggested answers", agent)
            answers = self._answers((each.question, each.value) for each in given)
            score = float(next(iter(scores))) if len(scores) == 1 else None
            proposed.append({"agent": agent, "score": score, "answers": answers})
        return proposed[:MOST_SUGGESTIONS]

    def _answers(self, values: Any) -> list[Json]:
        answers = []
        for name, value in values:
            if value is None:
                continue
            asked = self.plan.question(name, value, self.record)
            if made := SAYINGS[asked.kind](self, asked, name, value):
                asked.answered += 1
                answers.append({"question": asked.name, **made})
        good, lost = kept(self.plan.form, self.content, answers, self.where)
        self.lost.extend(lost)
        return good

    def choice(self, asked: Asked, name: str, value: Any) -> Json | None:
        """One label, or a list of them."""
        labels = value if isinstance(value, list) else [value]
        self.plan.longest[name] = max([self.plan.longest[name], *(len(str(label)) for label in labels)])
        asked.needs(multiple=isinstance(value, list))
        picked = [asked.option(label) for label in labels]
        return {"on": "item", "value": asked.choices(picked)} if picked else None

    def rating(self, asked: Asked, name: str, value: Any) -> Json | None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.lose("ratings that are no numbers", name)
            return None
        asked.rate(int(value))
        return {"on": "item", "value": asked.rating(value)}

    def text(self, asked: Asked, name: str, value: Any) -> Json | None:
        return {"on": "item", "value": {"text": str(value)}} if str(value).strip() else None

    def spans(self, asked: Asked, name: str, value: Any) -> Json | None:
        """Offsets are those of the field that the question is about."""
        field = self.plan.about(name)
        if not field:
            self.lose("spans of which nothing says what text they lie on", name)
            return None
        covered = self.record.fields.get(field)
        spans = []
        for row in rows_in(value):
            start, end, label = row.get("start"), row.get("end"), row.get("label")
            place, option = None, asked.option(label)
            if isinstance(start, int) and isinstance(end, int) and covered is not None:
                place = matching(str(covered), start, end, row.get("text"))
            if place is None:
                self.lose(ELSEWHERE, f"{name}: {start} to {end}")
            else:
                spans.append({"start": place[0], "end": place[1], "labels": [option]})
        place_of = self.plan.places.get(field, "text")
        on = f"{place_of}.{identifier(field)}" if place_of in ("responses", "context") else place_of
        return {"on": on, "value": {"spans": spans}}

    def ranking(self, asked: Asked, name: str, value: Any) -> Json | None:
        """Ranks as numbers, the smallest best; a bare list of options says them by its order, if it does."""
        levels: dict[int, list[str]] = {}
        for rank, option in self._ranks(name, value):
            levels.setdefault(rank, []).append(self.plan.response_of(option))
        ranked = [response for level in levels.values() for response in level]
        shown = {response["id"] for response in self.content.get("responses", ())}
        if set(ranked) != shown or len(ranked) != len(shown):
            self.lose("rankings of other things than the record's fields", name)
            return None
        return {"on": "item", "value": {"ranks": [levels[rank] for rank in sorted(levels)]}}

    def _ranks(self, name: str, value: Any) -> Iterator[tuple[int, Any]]:
        """Rank and option; without a rank an option has its place in the list, which is said to be doubtful."""
        if isinstance(value, dict):  # columns, as the hub's first layout has them
            pairs = list(zip(listed(value.get("rank")), listed(value.get("value")), strict=False))
        elif rows := rows_in(value):
            pairs = [(row.get("rank"), row.get("value")) for row in rows]
        else:
            pairs = [(None, option) for option in listed(value)]
        known = all(isinstance(rank, int) for rank, _ in pairs)
        if not known:
            self.lose(UNTRUSTED, f"{name}: taken in the order in which the options stand")
        for place, (rank, option) in enumerate(pairs):
            yield rank if known else place, option


SAYINGS = {
    "choice": Reading.choice,
    "rating": Reading.rating,
    "text": Reading.text,
    "spans": Reading.spans,
    "ranking": Reading.ranking,
}
"""What turns a value into an answer, by the kind of its question."""
