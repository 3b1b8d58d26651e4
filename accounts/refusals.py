"""Refusals: what an action says when it will not do a thing. The API turns them into problem+json."""

from collections.abc import Iterable
from typing import ClassVar, NamedTuple, Protocol


class Problem(Protocol):
    """What is wrong, and where in the input (a JSON pointer)."""

    @property
    def pointer(self) -> str: ...

    @property
    def detail(self) -> str: ...


class Fault(NamedTuple):
    """The plain `Problem`."""

    pointer: str
    detail: str


class Refused(Exception):
    """A request that is understood and not carried out. Subclasses name the stable `type` and its title."""

    type: ClassVar[str] = "refused"
    title: ClassVar[str] = "This cannot be done"
    status: ClassVar[int] = 409

    def __init__(self, detail: str = "", problems: Iterable[Problem] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.problems = [(problem.pointer, problem.detail) for problem in problems]


class Invalid(Refused):
    """The input breaks a rule; nothing was written."""

    type = "invalid"
    title = "The input is not valid"
    status = 400


class NotAllowed(Refused):
    """The person may not do this."""

    type = "forbidden"
    title = "You may not do this"
    status = 403


class Stale(Refused):
    """The thing changed since it was read; `If-Match` no longer matches."""

    type = "stale"
    title = "It was changed in the meantime"
    status = 412
