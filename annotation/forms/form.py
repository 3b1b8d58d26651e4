"""A form: what of an item is shown, and what is asked about it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any, cast

from annotation.forms.fields import Fields, is_integer, repeated
from annotation.forms.kinds import KINDS
from annotation.forms.problems import InvalidForm, Problem
from annotation.forms.question import Common, Condition, Question
from annotation.forms.target import Scope

CONTENT_KEYS = ("prompt", "messages", "text", "image", "context", "responses")
MOST_QUESTIONS = 100
MOST_RESPONSES = 100
LONGEST_TITLE = 300
LONGEST_HELP = 5000


@dataclass(frozen=True, slots=True)
class Form:
    """The questions of a project at one version; `shows` names the content keys in display order."""

    version: int
    shows: tuple[str, ...]
    questions: tuple[Question, ...]

    def question(self, name: str) -> Question | None:
        return next((question for question in self.questions if question.name == name), None)

    def at_version(self, version: int) -> Form:
        return replace(self, version=version)

    def asking(self, names: Collection[str]) -> Form:
        """The form for somebody who is asked these questions anew: they need not answer the others."""
        return replace(
            self,
            questions=tuple(each if each.name in names else replace(each, required=False) for each in self.questions),
        )

    def fewest_responses(self) -> int:
        """How many responses an item needs before this form can be answered."""
        needed = [question.fewest_responses for question in self.questions]
        per_response = any(question.scope == "responses" for question in self.questions)
        return max([*needed, int(per_response or "responses" in self.shows)])

    def most_responses(self) -> int:
        """How many responses an item may have for this form."""
        allowed = [question.most_responses for question in self.questions if question.most_responses is not None]
        return min([MOST_RESPONSES, *allowed])

    def to_json(self) -> dict[str, Any]:
        """Canonical: every key present, so that equal forms are equal JSON."""
        return {
            "version": self.version,
            "shows": list(self.shows),
            "questions": [question.to_json() for question in self.questions],
        }


def parse_form(data: object) -> Form:
    """The form that a JSON value describes.

    Raises InvalidForm with every problem found; pointers go into `data`, such as `/questions/0/options/1/value`.
    """
    found: list[Problem] = []
    fields = Fields(data, "", found)
    version = fields.number("version", 1, 1_000_000, default=1)
    shows = read_shows(fields)
    questions = read_questions(fields)
    fields.close()
    form = Form(version, shows, questions)
    if not found:
        found.extend(form_problems(form))
    if found:
        raise InvalidForm(found)
    return form


def read_shows(fields: Fields) -> tuple[str, ...]:
    """The content keys to show, in order."""
    shows = []
    for pointer, key in fields.rows("shows", len(CONTENT_KEYS), 1):
        if not isinstance(key, str) or key not in CONTENT_KEYS:
            fields.refuse_at(pointer, "must be one of: " + ", ".join(CONTENT_KEYS))
        elif key in shows:
            fields.refuse_at(pointer, "is shown already")
        else:
            shows.append(key)
    return tuple(shows)


def read_questions(fields: Fields) -> tuple[Question, ...]:
    """The questions in order; their names are unique."""
    questions: list[Question] = []
    for pointer, entry in fields.rows("questions", MOST_QUESTIONS, 1):
        row = Fields(entry, pointer, fields.found)
        question = read_question(row) if row.is_object else None
        if question:
            questions.append(question)
    for name in sorted(repeated([question.name for question in questions if question.name])):
        fields.refuse(f"the name {name!r} stands more than once", "questions")
    return tuple(questions)


def read_question(row: Fields) -> Question | None:
    """One question, read by its kind."""
    kind = KINDS.get(row.one_of("kind", KINDS))
    if kind is None:
        return None
    common = Common(
        name=row.name("name"),
        title=row.text("title", LONGEST_TITLE, shortest=1),
        help=row.text("help", LONGEST_HELP, default=""),
        scope=cast(Scope, row.one_of("scope", kind.scopes, default="item")),
        required=row.flag("required", default=True),
        when=read_condition(row),
    )
    question = kind.read(common, row)
    row.close()
    return question


def read_condition(row: Fields) -> Condition | None:
    """The `when` of a question; null means always shown."""
    data = row.get("when")
    if data is None:
        return None
    fields = Fields(data, f"{row.pointer}/when", row.found)
    equals = fields.get("equals")
    if fields.is_object and not isinstance(equals, str) and not is_integer(equals):
        fields.refuse("must be an option's value", "equals")
    condition = Condition(fields.name("question"), equals if isinstance(equals, str | int) else "")
    fields.close()
    return condition


def form_problems(form: Form) -> Iterator[Problem]:
    """What no question can see alone: conditions, and what must be shown to be judged."""
    earlier: dict[str, Question] = {}
    for index, question in enumerate(form.questions):
        if question.when:
            detail = condition_problem(question, question.when, earlier)
            if detail:
                yield Problem(f"/questions/{index}/when", detail)
        earlier[question.name] = question
    yield from shows_problems(form)


def shows_problems(form: Form) -> Iterator[Problem]:
    """What the form must show and doesn't, each lack once."""
    lacks: dict[tuple[str, ...], str] = {}
    for question in form.questions:
        needed = question.one_must_be_shown()
        if needed and not any(key in form.shows for key in needed):
            lacks.setdefault(needed, question.name)
    for needed, name in lacks.items():
        yield Problem("/shows", f"must hold {' or '.join(needed)}, because the question {name!r} is about that")


def condition_problem(question: Question, when: Condition, earlier: dict[str, Question]) -> str | None:
    """Why a condition can't work, if it can't."""
    awaited = earlier.get(when.question)
    if awaited is None:
        return f"{when.question!r} is not an earlier question"
    if awaited.scope not in ("item", question.scope):
        return f"{when.question!r} is answered for each of the {awaited.scope}, this question is not"
    if not awaited.can_equal(when.equals):
        return f"{when.question!r} can't be answered with {when.equals!r}"
    return None
