"""What is wrong with a form, a content or an answer, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_KEY_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: `pointer` is a JSON pointer (RFC 6901) into what was sent, `detail` says what to do."""

    pointer: str
    detail: str

    def to_json(self) -> dict[str, str]:
        return {"pointer": self.pointer, "detail": self.detail}


class InvalidForm(ValueError):
    """The form can't be used; `problems` says why, one entry for each place."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{problem.pointer or '/'}: {problem.detail}" for problem in problems))
        self.problems = list(problems)


def below(pointer: str, *steps: str | int) -> str:
    """The pointer of a place below another one; long keys are cut, because they come from outside."""
    for step in steps:
        text = str(step)[:LONGEST_KEY_SHOWN].replace("~", "~0").replace("/", "~1")
        pointer += "/" + text.encode("utf-8", "replace").decode()
    return pointer


def unstorable(text: str) -> bool:
    """Whether a text holds what PostgreSQL and UTF-8 refuse: NUL or half a surrogate pair."""
    if "\x00" in text:
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False
