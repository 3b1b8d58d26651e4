"""How what a file says becomes what a project says: which column is what, which question is which, who is who.

A mapping is `{"columns": {name: target}, "answers": "suggestions" | "work" | "ignore", "questions": {foreign: own or
null}, "people": {foreign id: member's id or "placeholder"}}`; what it does not name goes by its own name.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, cast
from uuid import UUID

from annotation.forms import Form, Problem
from annotation.forms.problems import below
from annotation.imports.history import OF_ITEMS
from annotation.imports.items import ItemRow
from annotation.imports.suggestions import LONGEST_AGENT

Answers = Literal["suggestions", "work", "ignore"]
ANSWERS: tuple[Answers, ...] = ("suggestions", "work", "ignore")
PLACEHOLDER = "placeholder"
TARGET = re.compile(
    r"external_id|metadata|suggestions|annotations|ignore|answers\..{1,64}|"
    r"content\.(text|prompt|messages|image|context|responses)",
    re.DOTALL,
)
MOST_ENTRIES = 2_000
SUGGESTED = "import:"


@dataclass(frozen=True, slots=True)
class Mapped:
    """A mapping that was read."""

    columns: Mapping[str, str] = field(default_factory=dict)
    answers: Answers = "suggestions"
    questions: Mapping[str, str | None] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)

    def json(self) -> dict[str, Any]:
        """As the API and the database have it."""
        return {
            "columns": dict(self.columns),
            "answers": self.answers,
            "questions": dict(self.questions),
            "people": dict(self.people),
        }


def read_mapping(value: Any) -> Mapped | list[Problem]:
    """A mapping from JSON, or what is wrong with it; pointers go into it."""
    problems = list(_problems(value))
    if problems:
        return problems
    return Mapped(
        columns=value.get("columns", {}),
        answers=cast("Answers", value.get("answers", "suggestions")),
        questions=value.get("questions", {}),
        people=value.get("people", {}),
    )


def _problems(value: Any) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield Problem("", "must be an object")
        return
    for key in value.keys() - {"columns", "answers", "questions", "people"}:
        yield Problem(below("", key), "is not known here")
    if value.get("answers", "suggestions") not in ANSWERS:
        yield Problem("/answers", f"must be one of: {', '.join(ANSWERS)}")
    yield from _entries(value, "columns", _is_target, "is no target that a column can have")
    yield from _entries(value, "questions", lambda own: own is None or isinstance(own, str), "must be a name or null")
    yield from _entries(value, "people", _is_person, f"must be a member's id or {PLACEHOLDER!r}")


def _entries(value: Mapping[str, Any], name: str, right: Any, detail: str) -> Iterator[Problem]:
    entries = value.get(name, {})
    if not isinstance(entries, dict) or len(entries) > MOST_ENTRIES:
        yield Problem(f"/{name}", f"must be an object of at most {MOST_ENTRIES} entries")
        return
    yield from (Problem(below(f"/{name}", key), detail) for key, each in entries.items() if not right(each))


def _is_target(value: Any) -> bool:
    return isinstance(value, str) and TARGET.fullmatch(value) is not None


def _is_person(value: Any) -> bool:
    if value == PLACEHOLDER:
        return True
    try:
        return isinstance(value, str) and bool(UUID(value))
    except ValueError:
        return False


def apply_mapping(mapped: Mapped, row: ItemRow) -> ItemRow:
    """A row in the project's own words: its questions renamed, and what people answered elsewhere as what it is to be
    here. Of one person's answers to an item the last ones count. The history of answers comes along with work whose
    questions keep their names.
    """
    if row.more and not keeps_history(mapped):
        row = replace(row, more={key: row.more[key] for key in OF_ITEMS if key in row.more})
    if not (row.suggestions or row.annotations or row.gold):
        return row
    suggestions = [
        {**each, "answers": _renamed(mapped, each["answers"])} if _has_answers(each) else each
        for each in row.suggestions
    ]
    annotations = [{**each, "answers": _renamed(mapped, each["answers"])} for each in row.annotations]
    gold = row.gold and {**row.gold, "answers": _renamed(mapped, row.gold.get("answers"))}
    if mapped.answers == "ignore":
        return replace(row, suggestions=suggestions, annotations=(), gold=gold)
    if mapped.answers == "suggestions":
        suggestions += _as_suggestions(annotations)
        annotations = []
    return replace(row, suggestions=suggestions, annotations=annotations, gold=gold)


def keeps_history(mapped: Mapped) -> bool:
    """Whether what a full file tells of the past becomes the project's."""
    return mapped.answers == "work" and all(name == own for name, own in mapped.questions.items())


def _renamed(mapped: Mapped, answers: Any) -> Any:
    if not isinstance(answers, list) or not mapped.questions:
        return answers
    own = [mapped.questions.get(name, name) if isinstance(name := _question(each), str) else "" for each in answers]
    return [
        {**answer, "question": name} if name else answer
        for answer, name in zip(answers, own, strict=True)
        if name is not None
    ]


def _question(answer: Any) -> Any:
    return answer.get("question") if isinstance(answer, dict) else None


def _has_answers(suggestion: Any) -> bool:
    return isinstance(suggestion, dict) and "answers" in suggestion


def _as_suggestions(annotations: list[dict[str, Any]]) -> list[dict[str, Any]]:
    agents = {
        f"{SUGGESTED}{_who(each['annotator'])}"[:LONGEST_AGENT]: each["answers"]
        for each in annotations
        if each.get("state", "submitted") == "submitted" and each["answers"]
    }
    return [{"agent": agent, "score": None, "answers": answers} for agent, answers in agents.items()]


def _who(annotator: Mapping[str, Any]) -> str:
    return str(annotator.get("email") or annotator.get("name") or annotator["id"])


def misfits(needed: Form, own: Form, mapped: Mapped) -> list[str]:
    """Why the answers to one form cannot be answers to another, a sentence each; none when they can."""
    found = []
    for question in needed.questions:
        name = mapped.questions.get(question.name, question.name)
        if name is None:
            continue
        ours = own.question(name)
        if ours is None:
            found.append(f"The project's form has no question {name!r}.")
        elif ours.kind != question.kind:
            found.append(f"{name!r} is of the kind {question.kind} in the file and {ours.kind} in the project.")
        elif ours.scope != question.scope:
            found.append(f"{name!r} is asked about {question.scope} in the file and about {ours.scope} in the project.")
        else:
            found += [f"{name!r}, as the project asks it: {loss.detail}." for loss in question.losses(ours)]
    return found
