"""What has changed since the report before: the figures that both have, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import isclose
from typing import Any

from exports.reports.figures import OF_KINDS, Figure, Figures, Key, figures_of

Json = dict[str, Any]


def compare(section: Json, before: Iterable[Json]) -> None:
    """Add to a section how its figures differ from those of the section of the same project before, and to each
    question how its alpha does.

    First those that are called something else now, then how much there was, then what was outside of today's interval,
    then all others, with the details of questions and people last; otherwise in the order of the report.
    """
    earlier = next((each for each in before if each["project"]["id"] == section["project"]["id"]), None)
    if earlier is None:
        return
    known = dict(figures_of(earlier))
    for row in section["questions"]:
        was = known.get(Key("questions", "alpha", row["question"]))
        if was is not None and was.value is not None and row["alpha"] is not None:
            row["change"] = {"alpha": was.value, "difference": row["alpha"] - was.value}
    section["changes"] = sorted(_changes(known, figures_of(section)), key=_how_little)


def has_turned(change: Mapping[str, Any]) -> bool:
    """Whether a figure is called something else than before."""
    return None not in (change["verdict"], change["verdict_before"]) and change["verdict"] != change["verdict_before"]


def _changes(before: Mapping[Key, Figure], now: Figures) -> Iterator[Json]:
    for key, figure in now:
        was = before.get(key)
        if was is None or was.value is None or figure.value is None:
            continue
        change = _change(key, was, figure, was.value, figure.value)
        if has_turned(change) or not isclose(figure.value, was.value, rel_tol=1e-9, abs_tol=1e-12):
            yield change


def _change(key: Key, was: Figure, figure: Figure, before: float, value: float) -> Json:
    return {
        "part": key.part,
        "question": key.question,
        "about": figure.name or key.about,
        "member": key.about if key.part == "people" else None,
        "category": key.category,
        "figure": key.figure,
        "before": before,
        "value": value,
        "difference": value - before,
        "low": figure.low,
        "high": figure.high,
        "n": figure.n,
        "clear": figure.low is not None and figure.high is not None and not figure.low <= before <= figure.high,
        "verdict": figure.verdict,
        "verdict_before": was.verdict,
    }


def _how_little(change: Json) -> tuple[bool, bool, bool, bool, bool]:
    """By how little a change tells; what tells most comes first."""
    part, asked = change["part"], change["part"] == "questions"
    detail = asked and (change["figure"] in OF_KINDS or change["category"] is not None)
    return not has_turned(change), part != "counts", not change["clear"], part == "people", detail
