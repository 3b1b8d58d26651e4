"""What has changed since the report before: the figures that both have, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

Json = dict[str, Any]
Figure = tuple[str, str, str, str]
"""Part, question, about whom or what, name: as they stand in the CSV."""
COUNTS = ("items", "answered", "overlapped", "annotations", "people", "seconds")


def compare(section: Json, before: Iterable[Json]) -> None:
    """Add to a section how its figures differ from those of the section of the same project before, and to each
    question how its alpha does.
    """
    earlier = next((each for each in before if each["project"]["id"] == section["project"]["id"]), None)
    if earlier is None:
        return
    alphas = {row["question"]: row["alpha"] for row in earlier["questions"]}
    for row in section["questions"]:
        alpha = alphas.get(row["question"])
        if alpha is not None and row["alpha"] is not None:
            row["change"] = {"alpha": alpha, "difference": row["alpha"] - alpha}
    section["changes"] = list(_changes(dict(_figures(earlier)), _figures(section)))


def _changes(before: dict[Figure, Any], now: Iterable[tuple[Figure, Any]]) -> Iterator[Json]:
    for key, value in now:
        was = before.get(key)
        if was is not None and value is not None and was != value:
            part, question, about, figure = key
            yield {
                "part": part,
                "question": question,
                "about": about,
                "figure": figure,
                "before": was,
                "value": value,
                "difference": value - was,
            }


def _figures(section: Json) -> Iterator[tuple[Figure, Any]]:
    for name in COUNTS:
        yield ("counts", "", "", name), section["counts"].get(name)
    for row in section["questions"]:
        yield ("questions", row["question"], "", "alpha"), row["alpha"]
        yield ("questions", row["question"], "", "ac1"), (row["ac1"] or {}).get("value")
        yield ("questions", row["question"], "", "percent"), row["percent"]
    for question in (section["models"] or {}).get("questions", ()):
        for each in question["leaderboard"]:
            yield ("models", question["question"], each["model"], "win_rate"), each["win_rate"]
    for person in section["people"]:
        for each in person["figures"]:
            yield ("people", each["question"] or "", person["member"]["name"], each["figure"]), each["value"]
