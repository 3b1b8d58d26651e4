"""Label Studio's files as tasks with annotations, whichever export they are: JSON, or JSON_MIN put back into its shape.

JSON_MIN has one object for each annotation: the task's data, `id`, the results by control, `annotator`,
`annotation_id` and times; which keys are results is told by where they stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

from annotation.forms import Problem
from annotation.imports.asking import Json
from annotation.imports.foreign import Files
from annotation.imports.json_array import CHUNK, read_json
from annotation.imports.label_studio.config import Config, parse_config
from annotation.imports.label_studio.plan import NO_CONFIG

LAST_KEYS = ("annotator", "annotation_id", "created_at", "updated_at", "lead_time", "agreement")
MARKS = (
    "rectanglelabels", "polygonlabels", "keypointlabels", "ellipselabels", "brushlabels", "hypertextlabels",
    "paragraphlabels", "labels", "taxonomy", "rating", "choices", "number", "datetime", "ranker", "chatmessage",
)  # fmt: skip


class Entry(NamedTuple):
    """A task, or what keeps it from being one, and its place for a person."""

    where: str
    task: Json | Problem


def task_files(files: Files) -> list[str]:
    """The files that may hold tasks."""
    return [name for name in files.names() if name.lower().endswith(".json") and not name.startswith("__MACOSX/")]


def config_of(files: Files) -> Config:
    """The labeling config among the files, or none."""
    for name in files.names():
        if name.lower().endswith(".xml"):
            with files.open(name) as source:
                return parse_config(source.read())
    return NO_CONFIG


def entries(files: Files) -> Iterator[Entry]:
    """The tasks of all files in their order."""
    names = task_files(files)
    for name in names:
        before = f"{name}: " if len(names) > 1 else ""
        values = enumerate(array(files, name), 1)
        for _, group in groupby(values, key=lambda pair: same_task(*pair)):
            pairs = list(group)
            where = f"{before}task {pairs[0][0]}"
            yield Entry(where, whole_task([value for _, value in pairs]))


def array(files: Files, name: str) -> Iterator[object]:
    """The entries of a JSON list, or what is wrong with them; raises `Unreadable` for what is no JSON."""
    with files.open(name) as source:
        for entry in read_json(iter(lambda: source.read(CHUNK), b"")):
            yield entry.value


def same_task(number: int, value: object) -> object:
    """What the annotations of one task share in JSON_MIN; anything else is alone."""
    return ("id", value["id"]) if isinstance(value, dict) and is_minimal(value) else number


def is_minimal(value: Mapping[str, Any]) -> bool:
    """Whether an object is one annotation of JSON_MIN."""
    return "id" in value and "annotation_id" in value and "annotator" in value and "data" not in value


def is_task(value: object) -> bool:
    """Whether an object looks like a task of Label Studio."""
    return isinstance(value, dict) and isinstance(value.get("data"), dict) and bool(
        {"annotations", "completions", "predictions"} & value.keys()
    )  # fmt: skip


def whole_task(values: list[Any]) -> Json | Problem:
    """The task that one object is, or that several of JSON_MIN are together."""
    first = values[0]
    if isinstance(first, Problem):
        return first
    if not isinstance(first, dict):
        return Problem("", "must be an object")
    if is_minimal(first):
        return minimal_task(values)
    if not isinstance(first.get("data"), dict):  # a list of bare tasks, as it is uploaded
        return {"data": first} if "annotations" not in first else Problem("/data", "must be an object")
    return first


def minimal_task(values: list[Json]) -> Json:
    """The objects of one task, put together."""
    first = values[0]
    keys = list(first)
    known = {key for value in values for key in outputs_of(value)}
    data = {key: first[key] for key in keys if key not in known and key not in (*LAST_KEYS, "id")}
    return {"id": first["id"], "data": data, "annotations": [minimal_annotation(value) for value in values]}


def outputs_of(value: Json) -> list[str]:
    """The keys that are results: they stand between the id and the annotator."""
    keys = list(value)
    first, last = keys.index("id"), keys.index("annotator")
    return keys[first + 1 : last]


def minimal_annotation(value: Json) -> Json:
    """One annotation with its results as the full export has them."""
    results = []
    for name in outputs_of(value):
        listed = value[name] if isinstance(value[name], list) else [value[name]]
        results += [minimal_result(name, entry) for entry in listed]
    return {
        "id": value["annotation_id"],
        "completed_by": value["annotator"],
        "created_at": value.get("created_at"),
        "lead_time": value.get("lead_time"),
        "result": results,
    }


def minimal_result(name: str, entry: object) -> Json:
    """One result; what it is about is left to the plan, and a mere text is taken for a choice."""
    if not isinstance(entry, dict):
        return {"from_name": name, "type": "choices", "value": {"choices": [entry]}}
    if isinstance(entry.get("text"), list):
        return {"from_name": name, "type": "textarea", "value": entry}
    kind = "pairwise" if "selected" in entry else next((mark for mark in MARKS if mark in entry), "")
    sizes = {key: entry[key] for key in ("original_width", "original_height") if key in entry}
    return {"from_name": name, "type": kind, "value": entry, **sizes}
