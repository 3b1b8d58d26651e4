"""From a task to an item: content, what people answered, what models proposed, and what is right.

What only Label Studio's own pages use is passed over: its numbers of projects, uploads and drafts' times.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any
from weakref import WeakKeyDictionary

import orjson

from annotation.forms import Problem
from annotation.imports.asking import Json, kept
from annotation.imports.foreign import Columns, Files, ForeignRow, Lost
from annotation.imports.items import ItemRow, derived_id
from annotation.imports.label_studio.content import Shown, as_text, shown_by
from annotation.imports.label_studio.plan import Plan
from annotation.imports.label_studio.results import Answering, as_list
from annotation.imports.label_studio.tasks import Entry, config_of, entries
from annotation.imports.suggestions import LONGEST_AGENT, MOST_SUGGESTIONS

WHO = ("completed_by", "annotator", "last_created_by", "updated_by")
"""Where an annotation says whose it is, in this order."""
LOST_OF_TASKS = {"drafts": "drafts", "comment_count": "comments"}
LOST_OF_ANNOTATIONS = {"reviews": "reviews", "history": "earlier revisions"}


_PLANS: WeakKeyDictionary[Files, Plan] = WeakKeyDictionary()
"""Of files that are still held: whoever reads them asks for their form as well."""


def learn(files: Files) -> Plan:
    """The plan by which these tasks are read: everything that they show and say is in it."""
    if files not in _PLANS:
        _PLANS[files] = learnt(files)
    return _PLANS[files]


def learnt(files: Files) -> Plan:
    """The plan, from the config and every task."""
    plan = Plan(config_of(files))
    known = 0
    for entry in entries(files):
        if not isinstance(entry.task, Problem):
            row_of(plan, entry)
            plan.seen.update(shown_by(plan, entry.task["data"], entry.where).content.keys())
        if not known:
            known = len(plan.subjects)
    if len(plan.subjects) > known:  # a later task told more of what the earlier ones show
        plan.seen.clear()
        for entry in entries(files):
            if not isinstance(entry.task, Problem):
                plan.seen.update(shown_by(plan, entry.task["data"], entry.where).content.keys())
    plan.finish()
    return plan


def read(files: Files, columns: Columns) -> Iterator[ForeignRow]:
    """An item for each task."""
    plan = learn(files)
    lost = plan.lost
    for entry in entries(files):
        row = row_of(plan, entry)
        yield ForeignRow(row.where, row.item, row.problems, [*lost, *row.lost])
        lost = []


def form(files: Files) -> Mapping[str, Any] | None:
    """The form that the answers need; none where nobody is asked anything."""
    plan = learn(files)
    made = plan.to_json(plan.shows())
    return made if made["questions"] else None


def row_of(plan: Plan, entry: Entry) -> ForeignRow:
    """One task as a row."""
    task = entry.task
    if isinstance(task, Problem):
        return ForeignRow(entry.where, None, [task])
    shown = shown_by(plan, task["data"], entry.where)
    meta = dict(task["meta"]) if isinstance(task.get("meta"), dict) else {}
    named = meta.pop("external_id", None)
    if isinstance(own := meta.pop("metadata", None), dict):
        shown.metadata |= own
    if meta:
        shown.metadata["meta"] = meta
    reading = Reading(plan, shown)
    annotations = [annotation for annotation in map(reading.annotation, annotations_of(task)) if annotation]
    people = Counter(annotation["annotator"]["id"] for annotation in annotations)
    if twice := people.total() - len(people):
        reading.lost.append(Lost("earlier annotations of one task by one person", entry.where, str(twice)))
    suggestions = reading.suggestions(task)
    lost = [*shown.lost, *reading.lost, *lost_of(task, LOST_OF_TASKS, entry.where)]
    if not shown.content:
        return ForeignRow(entry.where, None, [Problem("/data", "holds nothing that can be shown here")], lost)
    given = named if isinstance(named, str) and named else task.get("id")
    external_id = (
        str(given) if given is not None else derived_id(orjson.dumps(task["data"], option=orjson.OPT_SORT_KEYS))
    )
    item = ItemRow(external_id, shown.content, shown.metadata, suggestions, annotations, reading.gold)
    return ForeignRow(entry.where, item, (), lost)


def annotations_of(task: Json) -> list[Json]:
    """A task's annotations; they were called completions once."""
    given = task.get("annotations") or task.get("completions")
    return [row for row in as_list(given) if isinstance(row, dict)]


def lost_of(row: Json, kinds: Mapping[str, str], where: str) -> Iterator[Lost]:
    """What a task or an annotation has besides, counted."""
    for key, what in kinds.items():
        given = row.get(key)
        count = given if isinstance(given, int) else len(as_list(given))
        if count:
            yield Lost(what, where, str(int(count)))


class Reading:
    """What was said about one item."""

    def __init__(self, plan: Plan, shown: Shown) -> None:
        self.plan = plan
        self.shown = shown
        self.lost: list[Lost] = []
        self.gold: Json | None = None
        self._strangers = 0

    def annotation(self, row: Json) -> Json | None:
        """One person's work."""
        answers = self._answers(row.get("result"))
        skipped = bool(row.get("was_cancelled"))
        self.plan.annotations += not skipped
        self.lost.extend(lost_of(row, LOST_OF_ANNOTATIONS, self.shown.where))
        if row.get("ground_truth"):
            self._right(answers)
        if skipped and answers:
            self.lost.append(Lost("answers of tasks that were skipped", self.shown.where, str(len(answers))))
        seconds = row.get("lead_time")
        return {
            "annotator": self._person(row),
            "answers": [] if skipped else answers,
            "submitted_at": as_text(row.get("created_at")) or None,
            "seconds": max(0, round(seconds)) if isinstance(seconds, int | float) else None,
            "state": "skipped" if skipped else "submitted",
        }

    def _right(self, answers: list[Json]) -> None:
        if self.gold is None:
            self.gold = {"answers": answers, "hints": {}}
        elif answers != self.gold["answers"]:
            self.lost.append(Lost("further ground truths of one task", self.shown.where))

    def _person(self, row: Json) -> Json:
        given = next((row[key] for key in WHO if row.get(key) is not None), None)
        if isinstance(given, dict):
            names = [as_text(given.get(key)) for key in ("first_name", "last_name")]
            name = " ".join(filter(None, names)) or as_text(given.get("username"))
            email = as_text(given.get("email"))
            return {"id": as_text(given.get("id")) or email or self._stranger(), "name": name, "email": email}
        text = as_text(given)
        return {"id": text or self._stranger(), "name": "", "email": text if "@" in text else ""}

    def _stranger(self) -> str:
        self._strangers += 1
        return f"unknown-{self._strangers}"

    def suggestions(self, task: Json) -> list[Json]:
        """What models proposed; each model once."""
        proposed: list[Json] = []
        for row in as_list(task.get("predictions")):
            if not isinstance(row, dict):
                self.lost.append(Lost("predictions without results", self.shown.where))
                continue
            answers = self._answers(row.get("result"))
            agent = as_text(row.get("model_version"))[:LONGEST_AGENT] or "prediction"
            same = sum(other["agent"].partition(" #")[0] == agent for other in proposed)
            score = row.get("score")
            number = float(score) if isinstance(score, int | float) and not isinstance(score, bool) else None
            name = f"{agent[: LONGEST_AGENT - 4]} #{same + 1}" if same else agent
            proposed.append({"agent": name, "score": number, "answers": answers})
        if len(proposed) > MOST_SUGGESTIONS:
            detail = str(len(proposed) - MOST_SUGGESTIONS)
            self.lost.append(Lost("further predictions of one task", self.shown.where, detail))
        return proposed[:MOST_SUGGESTIONS]

    def _answers(self, results: object) -> list[Json]:
        answering = Answering(self.plan, self.shown)
        answers, lost = kept(self.plan.form, self.shown.content, answering.answers(results), self.shown.where)
        self.lost += [*answering.lost, *lost]
        return answers
