"""What changed between two versions of answers."""

from __future__ import annotations

from typing import Any, TypedDict

from annotation.forms.answers import Answers


class Difference(TypedDict):
    """One place that was answered differently; None where a version has no answer there."""

    question: str
    on: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def differences(before: Answers, after: Answers) -> list[Difference]:
    """The places at which canonical answers differ: those of `before` in their order, then the added ones."""
    old = {(answer["question"], answer["on"]): answer["value"] for answer in before}
    new = {(answer["question"], answer["on"]): answer["value"] for answer in after}
    return [
        {"question": name, "on": on, "before": old.get((name, on)), "after": new.get((name, on))}
        for name, on in dict.fromkeys([*old, *new])
        if old.get((name, on)) != new.get((name, on))
    ]
