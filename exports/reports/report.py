"""A whole report: what it is of, and a section for each project."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypedDict

from exports.reports.section import Json


class Scope(TypedDict):
    """What a report is of; `until` is the first moment after it, null for both where it is of all time."""

    client: Json
    since: str | None
    until: str | None
    release: Json | None


class Previous(TypedDict):
    """The report that this one is compared with."""

    id: str
    made_at: str


def assemble(
    *, pk: str, made_at: datetime, scope: Scope, people: str, previous: Previous | None, sections: Sequence[Json]
) -> dict[str, Any]:
    """The report's JSON; every figure that the CSV and the PDF show is in it."""
    return {
        "id": pk,
        "made_at": moment(made_at),
        "scope": dict(scope),
        "people": people,
        "previous": None if previous is None else dict(previous),
        "projects": list(sections),
    }


def moment(at: datetime) -> str:
    """A time as the API writes it."""
    return at.isoformat().replace("+00:00", "Z")
