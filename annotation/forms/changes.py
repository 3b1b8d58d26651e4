"""What an edited form takes away from answers that people gave already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annotation.forms.answers import Answers
from annotation.forms.form import Form
from annotation.forms.question import Loss, Question, Value


def removed_by(old: Form, new: Form) -> list[Loss]:
    """What answers under `old` may say and `new` can't: gone questions and options, changed kinds, scopes and scales.

    Adding questions and options, and changing titles, help, lengths, conditions or the order, takes nothing away.
    """
    return [loss for question in old.questions for loss in losses(question, new.question(question.name))]


def losses(older: Question, newer: Question | None) -> Iterator[Loss]:
    """What one question loses by its newer self, or by being left out."""
    if newer is None:
        yield Loss(older.name, "the question is gone", always)
    elif newer.kind != older.kind:
        yield Loss(older.name, f"the kind changes from {older.kind} to {newer.kind}", always)
    elif newer.scope != older.scope:
        yield Loss(older.name, f"the scope changes from {older.scope} to {newer.scope}", always)
    else:
        yield from older.losses(newer)


def uses(answers: Answers, removed: Sequence[Loss]) -> bool:
    """Whether canonical answers say something that the edited form can't."""
    return any(
        loss.used_by(answer["value"])
        for answer in answers
        for loss in removed
        if loss.question == answer["question"]
    )  # fmt: skip


def always(value: Value) -> bool:
    """Any answer at all uses what is lost."""
    return True
