"""doccano: JSON Lines of every version, and its CSV of classifications.

A document is `{"id", "text" or "data"}` with the answers of several people in `annotations`, or those of one person
(or of all, which the export does not tell apart) in `label` or `labels`: spans as `[start, end, label]`, categories and
written texts as texts; newer ones have `entities`, `relations`, and for pictures `bbox` and `segmentation`. An archive
has a file for each person, called by their name. Source: https://doccano.github.io/doccano/tutorial and the exports of
doccano-transformer. Offsets are code points.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import Any
from weakref import WeakKeyDictionary

from annotation.forms import Form, InvalidForm, Problem, parse_form
from annotation.forms.kinds.regions import flaw
from annotation.imports.asking import LONGEST_VALUE, Asked, Asking, Json, kept
from annotation.imports.foreign import Columns, Files, ForeignRow, Lost, Reader, Unreadable, picture
from annotation.imports.items import ItemRow
from annotation.imports.json_array import json_records
from annotation.imports.table import Record

FEW = 50
"""More different categories than these were written rather than picked."""
SHARED_FILES = ("all", "unknown")
ANSWERS = ("annotations", "label", "labels", "entities", "relations", "bbox", "segmentation", "category")
KNOWN = (*ANSWERS, "id", "text", "data", "filename", "meta", "annotation_approver", "comments", "Comments", "user")
MANY_PEOPLE = "unknown"


@dataclass
class Plan(Asking):
    """What the documents show and ask."""

    form: Form | None = None
    seen: set[str] = field(default_factory=set)
    texts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        super().__init__()

    def finish(self) -> None:
        """Whatever there was to learn is known: make the form."""
        given = self.questions.get("category")
        if given and (len(given.options) > FEW or any(len(text) > LONGEST_VALUE for text in self.texts)):
            given.kind = "text"
        made = self.asked()
        try:
            self.form = parse_form(made) if made else None
        except InvalidForm:
            self.form = None

    def asked(self) -> Json | None:
        """The form as JSON; none where nothing is asked."""
        made = self.to_json([key for key in ("text", "image") if key in self.seen] or ["text"])
        return made if made["questions"] else None

    __hash__ = object.__hash__


_PLANS: WeakKeyDictionary[Files, Plan] = WeakKeyDictionary()


def learn(files: Files) -> Plan:
    """The plan by which these documents are read."""
    if files not in _PLANS:
        plan = Plan()
        for record in records_of(files):
            if item := row_of(plan, record, person_of(files, record)).item:
                plan.seen.update(item.content.keys())
        plan.finish()
        _PLANS[files] = plan
    return _PLANS[files]


def read(files: Files, columns: Columns) -> Iterator[ForeignRow]:
    """An item for each document."""
    plan = learn(files)
    for record in records_of(files):
        yield row_of(plan, record, person_of(files, record))


def person_of(files: Files, record: Record) -> str:
    """Whose file a document stands in, where there is one for each person."""
    stem = record.file.rpartition("/")[2].rpartition(".")[0]
    return stem if len(files.names()) > 1 and stem not in SHARED_FILES else MANY_PEOPLE


def form(files: Files) -> Mapping[str, Any] | None:
    """The form that the answers need."""
    return learn(files).asked()


def records_of(files: Files) -> Iterator[Record]:
    """The documents as they are written; rows of a CSV put together by document."""
    tables = [name for name in files.names() if name.lower().endswith(".csv")]
    if not tables:
        yield from json_records(files)
    for name in tables:
        rows = enumerate(csv_rows(files, name), 1)
        for key, group in groupby(rows, key=lambda pair: pair[1].get("id") or pair[0]):
            pairs = list(group)
            yield Record(name, f"row {pairs[0][0]}", from_csv([row for _, row in pairs]), str(key))


def csv_rows(files: Files, name: str) -> Iterator[dict[str, str]]:
    """The rows of a CSV."""
    with files.open(name) as source, io.TextIOWrapper(source, "utf-8-sig", newline="") as text:
        try:
            yield from csv.DictReader(text)
        except (csv.Error, UnicodeDecodeError) as error:
            raise Unreadable(f"The CSV can't be read: {error}", where=name) from error


def from_csv(rows: list[dict[str, str]]) -> Json:
    """One document; without labels its text may be what somebody wrote about a text that is not there any more."""
    first = rows[0]
    annotations = [{"label": row["label"], "user": row.get("user")} for row in rows if row.get("label")]
    more = {key: value for key, value in first.items() if key not in (*KNOWN, None) and value}
    return {
        "id": first.get("id"),
        "text": first.get("text") or first.get("data"),
        "annotations": annotations,
        "annotation_approver": first.get("annotation_approver") or None,
        "overwritten": "label" not in first,
        **more,
    }


def row_of(plan: Plan, record: Record, person: str) -> ForeignRow:
    """One document as a row."""
    value = record.value
    if isinstance(value, Problem):
        return ForeignRow(record.where, None, [value])
    if not isinstance(value, dict):
        return ForeignRow(record.where, None, [Problem("", "must be an object")])
    reading = Reading(plan, value, record.where)
    if not reading.content:
        return ForeignRow(record.where, None, [Problem("/text", "is missing")])
    annotations = list(reading.annotations(person))
    given = value.get("id")
    external_id = str(given) if isinstance(given, int | str) and given != "" else record.fallback_id
    item = ItemRow(external_id, reading.content, reading.metadata, (), annotations)
    return ForeignRow(record.where, item, (), [*record.lost, *reading.lost])


class Reading:
    """One document and what was said about it."""

    def __init__(self, plan: Plan, value: Json, where: str) -> None:
        self.plan = plan
        self.value = value
        self.where = where
        self.lost: list[Lost] = []
        text, named = value.get("text") or value.get("data"), value.get("filename")
        self.content: Json = {"text": text} if isinstance(text, str) and text else {}
        if isinstance(named, str) and named:
            self.content["image"] = picture(named.lstrip("/"))
        meta = value.get("meta")
        more = {key: entry for key, entry in value.items() if key not in (*KNOWN, "overwritten") and entry is not None}
        self.metadata: Json = {**(meta if isinstance(meta, dict) else {}), **more}
        self._note_losses()

    def _note_losses(self) -> None:
        for key, what in (("relations", "relations"), ("comments", "comments"), ("Comments", "comments")):
            if listed := rows(self.value.get(key)):
                self.lose(what, str(len(listed)))
        if self.value.get("annotation_approver"):
            self.lose("approvals", str(self.value["annotation_approver"]))
        if self.value.get("overwritten"):
            self.lose("answers that the CSV does not tell from texts")

    def lose(self, what: str, detail: str = "") -> None:
        self.lost.append(Lost(what, self.where, detail))

    def annotations(self, owner: str) -> Iterator[Json]:
        """One for each person; what nobody's name stands on is the owner's of the file."""
        said: dict[str, list[Any]] = {}
        for row in rows(self.value.get("annotations")):
            who = row.get("user") if isinstance(row, dict) else None
            said.setdefault(owner if who in (None, "") else str(who), []).append(row)
        alone = [entry for key in ANSWERS[1:] if key != "relations" for entry in rows(self.value.get(key))]
        if alone:
            said.setdefault(owner, []).extend(alone)
        for person, entries in said.items():
            yield {
                "annotator": {"id": person, "name": "" if person.isdigit() else person, "email": ""},
                "answers": self._answers(entries),
                "submitted_at": None,
                "seconds": None,
                "state": "submitted",
            }

    def _answers(self, entries: list[Any]) -> list[Json]:
        values: dict[str, Json] = {}
        written: list[str] = []
        for entry in entries:
            match shape_of(entry):
                case "span":
                    self._mark(values, entry)
                case "category":
                    self._choose(values, entry["label"] if isinstance(entry, dict) else entry)
                case "text":
                    written.append(entry["text"])
                case "box" | "polygon":
                    self._draw(values, entry)
                case _:
                    self.lose("answers of unknown shapes", repr(entry)[:100])
        if written:
            if len(written) > 1:
                self.lose("the borders between several texts of one answer")
            values[self.plan.ask("answer", "text").name] = {"text": "\n\n".join(written)}
        answers = [self._answer(name, value) for name, value in values.items()]
        good, lost = kept(self.plan.form, self.content, answers, self.where)
        self.lost.extend(lost)
        return good

    def _answer(self, name: str, value: Json) -> Json:
        return {"question": name, "on": "text" if "spans" in value else "item", "value": value}

    def _mark(self, values: dict[str, Json], entry: Any) -> None:
        start, end, label = entry if isinstance(entry, list) else (entry.get(key) for key in OFFSETS)
        asked = self.plan.ask("labels", "spans", scope="text", settings={"snap": "character"})
        option = asked.option(label)
        if not 0 <= start < end <= len(self.content.get("text", "")):
            self.lose("spans outside of their text", f"{start} to {end}")
            return
        spans = values.setdefault(asked.name, {"spans": []})["spans"]
        spans.append({"start": start, "end": end, "labels": [option]})

    def _choose(self, values: dict[str, Json], label: object) -> None:
        asked = self.plan.questions.get("category") or self.plan.ask("category", "choice")
        self.plan.texts[str(label)] += 1
        option = asked.option(label)
        if asked.kind == "text":
            before = values.get(asked.name, {}).get("text")
            values[asked.name] = {"text": f"{before}\n\n{label}" if before else str(label)}
            return
        chosen = [*values.get(asked.name, {}).get("choices", ()), option]
        asked.needs(multiple=len(set(chosen)) > 1)
        values[asked.name] = {"choices": list(dict.fromkeys(chosen))}

    def _draw(self, values: dict[str, Json], entry: Json) -> None:
        """Pixels: a box by its corner and sides, a polygon as x and y in turns."""
        asked: Asked = self.plan.ask("regions", "regions")
        option = asked.option(entry.get("label"))
        if "points" in entry:
            flat = entry["points"]
            shape, points = "polygon", [[flat[place], flat[place + 1]] for place in range(0, len(flat) - 1, 2)]
        else:
            x, y, width, height = (entry[key] for key in BOX)
            shape, points = "box", [[x, y], [x + width, y + height]]
        if len(points) < 2 or flaw(shape, [(x, y) for x, y in points]):
            self.lose("regions without an area")
            return
        asked.draws(shape)
        listed = values.setdefault(asked.name, {"regions": []})["regions"]
        listed.append({"shape": shape, "points": points, "labels": [option]})


OFFSETS = ("start_offset", "end_offset", "label")
BOX = ("x", "y", "width", "height")


def shape_of(entry: Any) -> str:
    """What an entry says: a span, a category, a text, a box, a polygon, or nothing that is known."""
    if isinstance(entry, list):
        return "span" if len(entry) == 3 and all_numbers(entry[:2], int) else ""
    if not isinstance(entry, dict):
        return "category" if isinstance(entry, str | int) and not isinstance(entry, bool) else ""
    if all(key in entry for key in OFFSETS):
        return "span" if all_numbers([entry["start_offset"], entry["end_offset"]], int) else ""
    if all(key in entry for key in BOX):
        return "box" if all_numbers([entry[key] for key in BOX], int | float) else ""
    if isinstance(points := entry.get("points"), list):
        return "polygon" if len(points) >= 6 and all_numbers(points, int | float) else ""
    if isinstance(entry.get("text"), str):
        return "text"
    return "category" if isinstance(entry.get("label"), str | int) else ""


def all_numbers(values: list[Any], kind: Any) -> bool:
    """Whether all are numbers of a kind, none of them true or false."""
    return all(isinstance(value, kind) and not isinstance(value, bool) for value in values)


def rows(given: object) -> list[Any]:
    """A list, or none."""
    return given if isinstance(given, list) else []


def is_document(value: object) -> bool:
    """Whether an object looks like a document of doccano."""
    if not isinstance(value, dict) or not ("text" in value or "data" in value or "filename" in value):
        return False
    if "annotation_approver" in value or ("entities" in value and "relations" in value):
        return True
    spans = [entry for key in ("label", "labels") for entry in rows(value.get(key))]
    shaped = [*spans, *rows(value.get("bbox")), *rows(value.get("segmentation"))]
    listed = bool(shaped) and all(shape_of(entry) in ("span", "box", "polygon") for entry in shaped)
    return listed or ("Comments" in value and "label" in value)


def detect(files: Files) -> float:
    """Sure where documents have what only doccano writes."""
    if any(name.lower().endswith(".csv") for name in files.names()):
        first = next(records_of(files), None)
        return 0.85 if first and "annotation_approver" in csv_header(files) else 0.0
    found = [record.value for record in islice(records_of(files), 3)]
    return 0.85 if found and all(is_document(value) for value in found) else 0.0


def csv_header(files: Files) -> list[str]:
    """The columns of the first CSV."""
    name = next(name for name in files.names() if name.lower().endswith(".csv"))
    with files.open(name) as source:
        return source.readline(4096).decode(errors="replace").strip().split(",")


READER = Reader(name="doccano", title="doccano", detect=detect, read=read, form=form)
