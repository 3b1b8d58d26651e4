"""Answers: the envelope `[{"question", "on", "value"}]`, its validation and its canonical form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from annotation.forms.content import MOST_MESSAGES
from annotation.forms.fields import Fields
from annotation.forms.form import MOST_QUESTIONS, Form
from annotation.forms.problems import Problem
from annotation.forms.question import Question, Value
from annotation.forms.target import Content, Sizes, Target, Targets

Answer = Mapping[str, Any]
Answers = Sequence[Answer]
Place = tuple[str, str]
"""A question's name and what it is asked about: ("safe", "responses.a")."""

MOST_ANSWERS = MOST_QUESTIONS * MOST_MESSAGES


def answer_problems(
    form: Form, content: Content, answers: object, *, complete: bool = True, sizes: Sizes | None = None
) -> list[Problem]:
    """What keeps these answers from being accepted; pointers begin with `/answers`.

    `content` is valid for the form. With `complete=False` (a draft) gaps are allowed and shapes still checked.
    Answers to hidden questions are never in the way: `canonical_answers` drops them. `sizes` are those of the images
    by the names that `content` has for them; on images without one, regions may lie anywhere.
    """
    found: list[Problem] = []
    targets = shown_targets(form, content, sizes)
    rows = Fields({"answers": answers}, "", found).rows("answers", MOST_ANSWERS)
    given: dict[Place, Value] = {}
    pointers: dict[Place, str] = {}
    for pointer, entry in rows:
        row = Fields(entry, pointer, found)
        place = read_place(row, form, targets) if row.is_object else None
        if place in given:
            row.refuse(f"answers {place[0]!r} on {place[1]!r} a second time")
        elif place:
            given[place] = row.get("value")
            pointers[place] = f"{pointer}/value"
    shown = places_shown(form, targets, given)
    for place, value in given.items():
        if target := shown.get(place):
            check_value(asked(form, place), Fields(value, pointers[place], found), target, complete=complete)
    if complete and not found:
        found.extend(gaps(form, shown, given))
    return found


def shown_targets(form: Form, content: Content, sizes: Sizes | None = None) -> Targets:
    """What can be asked about in the parts of the content that the form shows: nobody judges what they don't see."""
    return Targets({key: part for key, part in content.items() if key in form.shows}, sizes)


def read_place(row: Fields, form: Form, targets: Targets) -> Place | None:
    """The place an answer is for, if the form has it; notes unknown questions, targets and keys."""
    name, on = row.text("question", 64), row.text("on", 200)
    row.get("value")
    row.close()
    question = form.question(name)
    if question is None:
        if name:
            row.refuse("is not a question of this form", "question")
        return None
    if on not in targets.of(question.scope):
        row.refuse(f"is nothing that {name!r} asks about", "on")
        return None
    if not row.has("value"):
        row.refuse("is missing", "value")
        return None
    return name, on


def check_value(question: Question, value: Fields, target: Target, *, complete: bool) -> None:
    """Let the question judge the value it was given."""
    if value.is_object:
        question.check(value, target, complete=complete)
        value.close()


def gaps(form: Form, shown: Iterable[Place], given: Mapping[Place, Value]) -> Iterator[Problem]:
    """The required questions that are shown and not answered."""
    for name, on in shown:
        question = asked(form, (name, on))
        value = given.get((name, on))
        if question.required and (value is None or question.is_empty(value)):
            where = "" if on == "item" else f" on {on}"
            yield Problem("/answers", f"the question {name!r} needs an answer{where}")


def visible_places(form: Form, content: Content, given: Mapping[Place, object]) -> list[Place]:
    """The places to fill, in form order then content order, given the answers so far."""
    return list(places_shown(form, shown_targets(form, content), given))


def places_shown(form: Form, targets: Targets, given: Mapping[Place, object]) -> dict[Place, Target]:
    """The places to fill and their targets. A question whose condition hangs on a hidden question is hidden too."""
    shown: dict[Place, Target] = {}
    for question in form.questions:
        for on, target in targets.of(question.scope).items():
            if is_shown(form, question, on, given, shown):
                shown[question.name, on] = target
    return shown


def is_shown(
    form: Form, question: Question, on: str, given: Mapping[Place, object], shown: Mapping[Place, Target]
) -> bool:
    """Whether the question's condition holds; `shown` are the places decided before it."""
    if question.when is None:
        return True
    awaited = form.question(question.when.question)
    if awaited is None:
        return False
    place = (awaited.name, on if awaited.scope == question.scope else "item")
    value = given.get(place)
    return place in shown and isinstance(value, dict) and awaited.meets(value, question.when.equals)


def canonical_answers(form: Form, content: Content, answers: Answers) -> list[dict[str, Any]]:
    """Valid answers in the one form that is stored: form order, hidden and empty ones dropped, values normalised.

    Texts stay byte for byte. Also fit for drafts that passed `answer_problems(…, complete=False)`.
    """
    given: dict[Place, Value] = {(answer["question"], answer["on"]): answer["value"] for answer in answers}
    canonical = []
    for (name, on), target in places_shown(form, shown_targets(form, content), given).items():
        question = asked(form, (name, on))
        value = given.get((name, on))
        if value is not None and not question.is_empty(value):
            canonical.append({"question": name, "on": on, "value": question.canonical(value, target)})
    return canonical


def asset_ids(form: Form, answers: Answers) -> list[str]:
    """The assets that answers which passed `answer_problems` name themselves, such as uploaded pictures; each once.

    Answers to hidden questions pass whatever they say, so values are of any shape here.
    """
    named = [
        asset
        for answer in answers
        if (question := form.question(answer["question"])) is not None and isinstance(answer["value"], dict)
        for asset in question.asset_ids(answer["value"])
    ]
    return list(dict.fromkeys(named))


def asked(form: Form, place: Place) -> Question:
    """The question of a place that came from this form."""
    question = form.question(place[0])
    assert question is not None
    return question
