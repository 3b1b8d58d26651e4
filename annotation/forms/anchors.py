"""Anchors: what exactly of somebody's answers a comment is about.

`{"question", "on"}` is a whole answer; with `"start"` and `"end"` it is a stretch of the text that was written, or of
the text that was marked, in code points, the end not included; with `"region"` one region, by its index.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from annotation.forms.answers import Answers, shown_targets
from annotation.forms.fields import Fields
from annotation.forms.form import Form
from annotation.forms.kinds import Regions, Spans, Text
from annotation.forms.problems import Problem
from annotation.forms.question import Question
from annotation.forms.target import Content, Target


def anchor_problems(form: Form, content: Content, answers: Answers, anchor: object, pointer: str) -> list[Problem]:
    """What is wrong with an anchor on canonical answers to a form about this content; `pointer` is its place."""
    found: list[Problem] = []
    fields = Fields(anchor, pointer, found)
    if not fields.is_object:
        return found
    name, on = fields.text("question", 64, shortest=1), fields.text("on", 200, shortest=1)
    question = form.question(name)
    if question is None:
        fields.refuse("is not a question of this form", "question")
        return found
    target = shown_targets(form, content).of(question.scope).get(on)
    if target is None:
        fields.refuse(f"is nothing that {name!r} asks about", "on")
        return found
    values = {(answer["question"], answer["on"]): answer["value"] for answer in answers}
    _check_part(fields, question, target, values.get((name, on), {}))
    fields.close()
    return found


def _check_part(fields: Fields, question: Question, target: Target, value: Mapping[str, Any]) -> None:
    """The stretch or region, where one is named."""
    if isinstance(question, Text | Spans) and (fields.offers("start") or fields.offers("end")):
        length = len(value.get("text", "") if isinstance(question, Text) else target.text)
        problems_before = len(fields.found)
        start, end = fields.number("start", 0, length), fields.number("end", 0, length)
        if len(fields.found) == problems_before and start >= end:
            fields.refuse("must be after start", "end")
    if isinstance(question, Regions) and fields.offers("region"):
        regions = value.get("regions", ())
        if not regions:
            fields.refuse("is none of the answer, which has no regions", "region")
        else:
            fields.number("region", 0, len(regions) - 1)
