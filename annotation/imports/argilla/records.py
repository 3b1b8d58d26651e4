"""Argilla's records in one shape, whichever of its five ways of writing them they come in.

REST: responses per person with the values of all questions, suggestions by question id. SDK 2 (`records.to_json`,
`to_disk`): responses and suggestions by question. Hub 2: flat columns `question.responses`, `.responses.users`,
`.responses.status`, `question.suggestion`. Hub 1 (`FeedbackDataset`): flat columns `question`, `question-suggestion`,
`question-suggestion-metadata`. JSON, JSON Lines or Parquet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from annotation.forms import Problem
from annotation.imports.argilla.settings import NAMES, Settings
from annotation.imports.foreign import Files
from annotation.imports.json_array import json_records
from annotation.imports.parquet import parquet_records
from annotation.imports.table import Record

Json = dict[str, Any]
HOUSEKEEPING = ("id", "_server_id", "status", "inserted_at", "updated_at", "dataset_id", "query_score", "score")
"""Columns of the hub's layouts that say nothing about the record."""
SUGGESTED = "-suggestion"


@dataclass
class Response:
    """What one person answered, by question. Whoever was pulled from an installation has a name."""

    user: str
    status: str
    values: Json
    at: str | None = None
    name: str = ""
    email: str = ""


@dataclass
class Suggested:
    """What somebody or something proposes for one question."""

    question: str
    value: Any
    agent: str
    score: Any


@dataclass
class Noted:
    """A record; `trusted` where rankings carry their ranks."""

    external_id: str
    fields: Json
    metadata: Json
    responses: list[Response] = field(default_factory=list)
    suggestions: list[Suggested] = field(default_factory=list)
    vectors: int = 0


class Only:
    """The files that hold records: not the settings, nor what lies beside them."""

    def __init__(self, files: Files) -> None:
        self._files = files

    def __getattr__(self, name: str) -> Any:
        return getattr(self._files, name)

    def names(self) -> list[str]:
        """Without those that describe."""
        beside = (*NAMES, "dataset.json", "dataset_infos.json", "dataset_info.json", "state.json")
        return [name for name in self._files.names() if name.rpartition("/")[2].lower() not in beside]

    def size(self, name: str) -> int:
        """As the files say."""
        return self._files.size(name)

    def open(self, name: str) -> Any:
        """As the files say."""
        return self._files.open(name)


def records_of(files: Files) -> Iterator[Record]:
    """The records as they are written."""
    only = Only(files)
    names = only.names()
    if any(name.lower().endswith(".parquet") for name in names):
        yield from parquet_records(only)
    else:
        yield from json_records(only)


def is_record(value: object) -> bool:
    """Whether an object looks like a record of Argilla."""
    if not isinstance(value, dict):
        return False
    nested = isinstance(value.get("fields"), dict) and bool({"responses", "suggestions"} & value.keys())
    flat = any(key.endswith((".responses", ".suggestion", "-suggestion-metadata")) for key in value)
    return nested or flat


def noted(record: Record, settings: Settings) -> Noted | Problem:
    """One record."""
    value = record.value
    if isinstance(value, Problem):
        return value
    if not isinstance(value, dict):
        return Problem("", "must be an object")
    if isinstance(value.get("fields"), dict):
        found = nested(value, settings)
    elif any(f"{key}{SUGGESTED}" in value for key in value):
        found = flat_of_one(value)
    else:
        found = flat_of_two(value, settings)
    found.external_id = found.external_id or record.fallback_id
    return found


def nested(value: Json, settings: Settings) -> Noted:
    """REST and SDK 2."""
    given, proposed = value.get("responses"), value.get("suggestions")
    names = {asks.id: asks.name for asks in settings.questions if asks.id}
    return Noted(
        external_id=text(value.get("external_id")) or text(value.get("id")),
        fields=value["fields"],
        metadata=metadata_of(value.get("metadata")),
        responses=by_person(given) if isinstance(given, dict) else [of_rest(row) for row in rows_in(given)],
        suggestions=list(
            by_question(proposed)
            if isinstance(proposed, dict)
            else (suggested(names.get(text(row.get("question_id")), text(row.get("question_name"))), row)
                  for row in rows_in(proposed))
        ),
        vectors=len(value.get("vectors") or ()),
    )  # fmt: skip


def of_rest(row: Json) -> Response:
    """One person's response with the values of all questions."""
    given = row.get("values")
    values = {
        name: entry.get("value") if isinstance(entry, dict) else entry
        for name, entry in (given if isinstance(given, dict) else {}).items()
    }
    at = text(row.get("updated_at")) or text(row.get("inserted_at")) or None
    who = row["user"] if isinstance(row.get("user"), dict) else {}
    username = text(who.get("username"))
    name = " ".join(filter(None, (text(who.get("first_name")), text(who.get("last_name"))))) or username
    email = username if "@" in username else ""
    return Response(text(row.get("user_id")), text(row.get("status")) or "submitted", values, at, name, email)


def by_person(responses: Json) -> list[Response]:
    """Responses by question put together by who gave them."""
    people: dict[str, Response] = {}
    for question, rows in responses.items():
        for row in rows_in(rows):
            add(people, question, row.get("value"), text(row.get("user_id")), text(row.get("status")))
    return list(people.values())


def add(people: dict[str, Response], question: str, value: object, user: str, status: str) -> None:
    """One more answer of a person."""
    response = people.setdefault(user, Response(user, status or "submitted", {}))
    response.values[question] = value


def by_question(suggestions: Json) -> Iterator[Suggested]:
    """Suggestions under the names of their questions."""
    for question, rows in suggestions.items():
        for row in rows if isinstance(rows, list) else [rows]:
            if isinstance(row, dict):
                yield suggested(question, row)


def suggested(question: str, row: Json) -> Suggested:
    """One suggestion."""
    return Suggested(question, row.get("value"), text(row.get("agent")), row.get("score"))


def flat_of_one(value: Json) -> Noted:
    """The hub's first layout."""
    questions = [key.removesuffix(SUGGESTED) for key in value if key.endswith(SUGGESTED)]
    questions = [name for name in questions if name in value]
    known = {*questions, *(f"{name}{SUGGESTED}" for name in questions), "external_id", "metadata", "vectors"}
    known |= {f"{name}{SUGGESTED}-metadata" for name in questions}
    people: dict[str, Response] = {}
    found = Noted(
        external_id=text(value.get("external_id")),
        fields={key: entry for key, entry in value.items() if key not in known and key not in HOUSEKEEPING},
        metadata=metadata_of(value.get("metadata")),
        vectors=len(value.get("vectors") or ()),
    )
    for name in questions:
        for row in rows_in(value[name]):
            add(people, name, row.get("value"), text(row.get("user_id")), text(row.get("status")))
        proposed, about = value[f"{name}{SUGGESTED}"], value.get(f"{name}{SUGGESTED}-metadata")
        if proposed is not None and proposed != []:
            found.suggestions.append(suggested(name, {**(about if isinstance(about, dict) else {}), "value": proposed}))
    found.responses = list(people.values())
    return found


def flat_of_two(value: Json, settings: Settings) -> Noted:
    """The hub's second layout."""
    marks = (".responses", ".suggestion")
    asked = dict.fromkeys(key.removesuffix(mark) for key in value for mark in marks if key.endswith(mark))
    rest = {
        key: entry for key, entry in value.items() if key.partition(".")[0] not in asked and key not in HOUSEKEEPING
    }
    names = {shown.name for shown in settings.fields}
    fields = {key: entry for key, entry in rest.items() if (key in names if settings.known else is_field(entry))}
    people: dict[str, Response] = {}
    found = Noted(text(value.get("id")), fields, {key: entry for key, entry in rest.items() if key not in fields})
    for name in asked:
        answers = value.get(f"{name}.responses")
        users, states = listed(value.get(f"{name}.responses.users")), listed(value.get(f"{name}.responses.status"))
        for index, answer in enumerate(listed(answers)):
            user = users[index] if index < len(users) else None
            add(people, name, answer, text(user), text(states[index]) if index < len(states) else "")
        if value.get(f"{name}.suggestion") is not None:
            agent, score = value.get(f"{name}.suggestion.agent"), value.get(f"{name}.suggestion.score")
            found.suggestions.append(Suggested(name, value[f"{name}.suggestion"], text(agent), score))
    found.responses = list(people.values())
    return found


def is_field(value: object) -> bool:
    """Whether a column may be something that was shown, where no settings say so."""
    return isinstance(value, str) or (isinstance(value, list) and bool(value) and isinstance(value[0], dict))


def metadata_of(given: object) -> Json:
    """Metadata as an object, as its JSON, or as a list of names and values."""
    if isinstance(given, str):
        try:
            given = orjson.loads(given)
        except orjson.JSONDecodeError:
            return {"metadata": given} if given else {}
    if isinstance(given, list):
        return {text(row.get("name")): row.get("value") for row in rows_in(given)}
    return {str(key): value for key, value in given.items()} if isinstance(given, Mapping) else {}


def rows_in(given: object) -> list[Json]:
    """The objects of a list."""
    return [row for row in given if isinstance(row, dict)] if isinstance(given, list) else []


def listed(given: object) -> list[Any]:
    """A list, or none."""
    return given if isinstance(given, list) else []


def text(given: object) -> str:
    """A name or id as a text."""
    return "" if given is None or isinstance(given, dict | list) else str(given)
