"""What our own full file tells of an item's past (`ItemRow.more` and the rows of its annotations): is it sound?

The keys are those of `exports.formats.concord`. Here only shapes are asked about and whether the rows go together;
whether answers are answers to a form's questions is asked where the forms are. No framework.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from math import isfinite
from typing import Any
from uuid import UUID

import orjson

from annotation.forms import Problem
from annotation.forms.problems import unstorable
from annotation.imports.items import ItemRow

MOST = 2**31 - 1
LONGEST_COMMENT = 100_000
UNKNOWN = "unknown"
"""Who judged or said something in a file that tells people's names to nobody."""
KINDS = ("agreed", "aggregated", "adjudicated")
VERDICTS = ("accepted", "corrected", "returned", "rejected")
OF_ITEMS = ("priority", "due_at", "created_at", "provenance", "contents", "content_version", "suggestions", "pictures")
"""The keys of `more` that say nothing of what people did."""

Row = Mapping[str, Any]
Rule = tuple[Callable[[Any], bool], str]
Rules = Mapping[str, Rule]


def is_whole(row: ItemRow) -> bool:
    """Whether each of its answers comes with all of its revisions, as in a file with everything; a list of final
    answers alone, for one, has none.
    """
    return bool(row.more) and all(each.get("revisions") for each in answered(row))


def answered(row: ItemRow) -> list[Row]:
    """Its annotations that count, without those who skipped it."""
    return [each for each in row.annotations if each.get("state", "submitted") == "submitted"]


def skipped(row: ItemRow) -> list[Row]:
    """Who skipped it."""
    return [each for each in row.annotations if each.get("state") == "skipped"]


def withdrawn(row: ItemRow) -> Sequence[Row]:
    """Its annotations that do not count at present."""
    every = row.more.get("withdrawn")
    return every if isinstance(every, list) else ()


def contents_of(row: ItemRow) -> dict[int, Any]:
    """{version: what it showed then}, with what it shows now."""
    earlier = {each["version"]: each["content"] for each in _rows(row.more, "contents")}
    return {**earlier, version_of(row): row.content}


def version_of(row: ItemRow) -> int:
    """The version of its content."""
    return int(row.more.get("content_version") or 1)


def people_in(more: Row, annotations: Sequence[Row]) -> set[str]:
    """The ids of those who stand in an item's past, beside those who answered or skipped it."""
    found = set()
    for each in (*annotations, *_rows(more, "withdrawn")):
        found |= {revision.get("by") or None for revision in _rows(each, "revisions")}
    found |= {each.get("annotator") for each in _rows(more, "withdrawn")}
    for name in ("verdicts", "resolutions", "comments"):
        found |= {each.get(key) for each in _rows(more, name) for key in ("by", "thread", "resolved_by")}
    gold = more.get("gold")
    found |= {gold.get("by")} if isinstance(gold, dict) else set()
    return {each or UNKNOWN for each in found if isinstance(each, str)}


def _rows(holder: Row, name: str) -> list[Row]:
    rows = holder.get(name)
    return [each for each in rows if isinstance(each, dict)] if isinstance(rows, list) else []


def item_problems(row: ItemRow) -> Iterator[Problem]:
    """What is wrong with what `more` says of the item itself; pointers go into the item's line."""
    more = row.more
    yield from _wrong(more, {name: rule for name, rule in ITEM.items() if more.get(name) is not None}, "")
    yield from _each(more, "contents", CONTENT)
    yield from _each(more, "suggestions", SUGGESTED)
    yield from _each(more, "pictures", PICTURE)
    if any(b"\\u0000" in text and _unstorable(each) for each in (more, row.annotations) for text in [_json(each)]):
        yield Problem("", "holds characters that can't be stored")


def history_problems(row: ItemRow) -> Iterator[Problem]:
    """What is wrong with what people did. Asked only of a row that is whole and whose item is right."""
    yield from _answered_problems(row)
    if isinstance(row.more.get("gold"), dict):
        yield from _wrong(row.more["gold"], GOLD, "/gold")
    for name, rules in LISTS.items():
        yield from _each(row.more, name, rules)
    resolutions = _rows(row.more, "resolutions")
    if sum(each.get("replaced_at") is None for each in resolutions) > 1:
        yield Problem("/resolutions", "must have one that holds at most")
    for number, each in enumerate(resolutions):
        if each.get("content_version") not in contents_of(row):
            yield Problem(f"/resolutions/{number}/content_version", "is none of the contents")


def _answered_problems(row: ItemRow) -> Iterator[Problem]:
    for name, every in (("annotations", row.annotations), ("withdrawn", withdrawn(row))):
        for number, each in enumerate(every):
            pointer = f"/{name}/{number}"
            if name == "annotations" and each.get("state") == "skipped":
                yield from _wrong(each, SKIPPED, pointer)
            elif wrong := list(_wrong(each, WITHDRAWN if name == "withdrawn" else ANSWERED, pointer)):
                yield from wrong
            else:
                yield from _revisions(row, each, pointer)


def _revisions(row: ItemRow, answers: Row, pointer: str) -> Iterator[Problem]:
    """What is wrong with the revisions of answers, which must end with these."""
    if not isinstance(answers.get("revisions"), list) or not answers["revisions"]:
        yield Problem(f"{pointer}/revisions", "must be a list of one at least")
        return
    if wrong := list(_each(answers, "revisions", REVISION, pointer)):
        yield from wrong
        return
    revisions = answers["revisions"]
    if [each["number"] for each in revisions] != list(range(1, len(revisions) + 1)):
        yield Problem(f"{pointer}/revisions", "must be numbered from 1 without gaps")
    elif answers.get("revision") != len(revisions):
        yield Problem(f"{pointer}/revision", "must be the number of the last of the revisions")
    known = contents_of(row)
    if not {each["content_version"] for each in (*revisions, answers)} <= known.keys():
        yield Problem(f"{pointer}/content_version", "is none of the contents")
    own = answers.get("independent_answers")
    if own is not None and own not in [each["answers"] for each in revisions]:
        yield Problem(f"{pointer}/independent_answers", "must be those of a revision")


def _each(holder: Row, name: str, rules: Rules, pointer: str = "") -> Iterator[Problem]:
    rows = holder.get(name)
    if rows is None:
        return
    if not isinstance(rows, list):
        yield Problem(f"{pointer}/{name}", "must be a list")
        return
    for number, each in enumerate(rows):
        yield from _wrong(each, rules, f"{pointer}/{name}/{number}")


def _wrong(row: Any, rules: Rules, pointer: str) -> Iterator[Problem]:
    if not isinstance(row, dict):
        yield Problem(pointer, "must be an object")
        return
    for name, (right, detail) in rules.items():
        if not right(row.get(name)):
            yield Problem(f"{pointer}/{name}", detail)


def _unstorable(value: Any) -> bool:
    if isinstance(value, str):
        return unstorable(value)
    if isinstance(value, dict):
        return any(_unstorable(each) for pair in value.items() for each in pair)
    return isinstance(value, list) and any(map(_unstorable, value))


def _json(value: Any) -> bytes:
    return orjson.dumps(value)


def _whole(low: int, high: int = MOST) -> Rule:
    def right(value: Any) -> bool:
        return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high

    return right, f"must be a whole number from {low} to {high}"


def _text(longest: int) -> Rule:
    def right(value: Any) -> bool:
        return isinstance(value, str) and len(value) <= longest

    return right, f"must be a text of at most {longest} characters"


def _one_of(*names: str) -> Rule:
    return lambda value: value in names, f"must be one of: {', '.join(filter(None, names))}"


def _or_null(rule: Rule) -> Rule:
    right, detail = rule
    return lambda value: value is None or right(value), f"{detail}, or null"


def _is_time(value: Any) -> bool:
    try:
        return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _is_id(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(UUID(value))
    except ValueError:
        return False


def _is_share(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


TIME: Rule = (_is_time, "must be a time with its zone, as ISO 8601 has it")
SHARE: Rule = _or_null((_is_share, "must be a number"))
PERSON: Rule = _or_null((lambda value: isinstance(value, str), "must be a person's id"))
LIST: Rule = (lambda value: isinstance(value, list), "must be a list")
OBJECT: Rule = (lambda value: isinstance(value, dict), "must be an object")
FLAG: Rule = (lambda value: isinstance(value, bool), "must be true or false")
TEXTS: Rule = (
    lambda value: isinstance(value, list) and all(isinstance(each, str) for each in value),
    "must be a list of texts",
)
OBJECTS: Rule = (
    lambda value: isinstance(value, list) and all(isinstance(each, dict) for each in value),
    "must be a list of objects",
)

PLACES: Rule = _or_null(
    (
        lambda value: isinstance(value, list) and all(TEXTS[0](each) and len(each) == 2 for each in value),
        "must be a list of [question, on]",
    )
)

ITEM: Rules = {
    "priority": _whole(-1, 2),
    "due_at": TIME,
    "created_at": TIME,
    "overlap": _whole(1, 100),
    "provenance": OBJECT,
    "content_version": _whole(1),
}
SUGGESTED: Rules = {"agent": _text(200), "created_at": _or_null(TIME)}
PICTURE: Rules = {"image": (_is_id, "must be the id of a picture"), "filename": _text(255)}
GOLD: Rules = {"form_version": _whole(1), "by": _text(100), "created_at": TIME}
CONTENT: Rules = {"version": _whole(1), "content": OBJECT, "replaced_at": TIME}
ANSWERED: Rules = {
    "id": _text(100),
    "answers": OBJECTS,
    "form_version": _whole(1),
    "content_version": _whole(1),
    "shown": TEXTS,
    "submitted_at": TIME,
    "seconds": _whole(0),
    "number": _whole(0),
    "verdict": _one_of("", *VERDICTS),
    "agreement": SHARE,
    "independent_answers": _or_null(OBJECTS),
    "aided": PLACES,
}
WITHDRAWN: Rules = {**ANSWERED, "withdrawn_at": TIME, "annotator": PERSON}
SKIPPED: Rules = {"shown": TEXTS, "at": _or_null(TIME), "form_version": _or_null(_whole(1)), "reason": _text(500)}
REVISION: Rules = {
    "number": _whole(1),
    "answers": OBJECTS,
    "form_version": _whole(1),
    "content_version": _whole(1),
    "seconds": _whole(0),
    "suggestions": OBJECTS,
    "by": PERSON,
    "created_at": TIME,
}
LISTS: Mapping[str, Rules] = {
    "verdicts": {
        "annotation": _text(100),
        "revision": _whole(1),
        "verdict": _one_of(*VERDICTS),
        "reason": _text(60),
        "comment": _text(LONGEST_COMMENT),
        "corrected": _or_null(_whole(1)),
        "by": PERSON,
        "created_at": TIME,
        "appeal": _text(LONGEST_COMMENT),
        "appealed_at": _or_null(TIME),
        "appeal_closed_at": _or_null(TIME),
    },
    "resolutions": {
        "kind": _one_of(*KINDS),
        "answers": OBJECTS,
        "form_version": _whole(1),
        "content_version": _whole(1),
        "taken": OBJECTS,
        "reason": _text(60),
        "comment": _text(LONGEST_COMMENT),
        "by": PERSON,
        "created_at": TIME,
        "replaced_at": _or_null(TIME),
    },
    "marks": {
        "annotation": _text(100),
        "question": _text(64),
        "on": _text(200),
        "score": (_is_share, "must be a number"),
        "correct": FLAG,
        "created_at": TIME,
    },
    "comments": {
        "by": PERSON,
        "text": _text(LONGEST_COMMENT),
        "flag": FLAG,
        "anchor": _or_null(OBJECT),
        "thread": PERSON,
        "created_at": TIME,
        "resolved_at": _or_null(TIME),
        "resolved_by": PERSON,
    },
}
