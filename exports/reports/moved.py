"""How a change since the report before is written: what it is of, what it was and is, how far it has moved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from exports.reports import shown
from exports.reports.spoken import say, sentences

Json = Mapping[str, Any]
SHARES = {
    "percent", "win_rate", "share", "threshold", "decided", "tied", "needs_review", "expected_accuracy", "prevalence",
    "exact", "ties", "top", "tags",
    "gold", "agreement", "spammer_score", "self_consistency", "too_fast", "position_bias", "drift",
}  # fmt: skip
WHOLE = {"circles", "missing", "extra", "unmatched", "mislabelled", "runs"}
AT_MOST = "<="


def name_of(change: Json, section: Json) -> str:
    """What a figure is of: about whom or what, the question and the answer, and what it is called."""
    if change["part"] == "counts":
        return say(f"count.{change['figure']}")
    return " · ".join(filter(None, (change["about"], answer_of(change, section), _figure(change))))


def answer_of(change: Json, section: Json) -> str:
    """A question, or one of its answers: "Is it safe? – No"; of a rating "Quality ≤ 2 (Poor)"."""
    question, category = change["question"], change["category"]
    row = next((row for row in section["questions"] if row["question"] == question), None)
    title = row["title"] if row else question
    if category is None:
        return str(title)
    value = str(category).removeprefix(AT_MOST)
    titles = {str(option["value"]): option["title"] for option in (row["options"] if row else ())}
    option = titles.get(value) or value
    if value == str(category):
        return f"{title} – {option}"
    return f"{title} ≤ {value}" + ("" if option == value else f" ({option})")


def turned(change: Json, section: Json) -> str:
    """That a figure is called something else now, in a sentence with both figures."""
    what = answer_of(change, section)
    if change["part"] == "people":
        what = " · ".join(filter(None, (_figure(change), what)))
    return say(
        f"change.turned.{change['verdict']}",
        about=change["about"],
        what=what,
        value=written(change, change["value"]),
        was=written(change, change["before"]),
        n=shown.whole(change["n"]),
        verdict=say(f"change.called.{change['verdict_before']}"),
    )


def written(change: Json, value: float) -> str:
    """What a figure was or is, as it stands elsewhere in the document."""
    if change["figure"] == "seconds":
        return shown.hours(value)
    return _writer(change)(value)


def interval(change: Json) -> str:
    """Of what a figure is."""
    if change["low"] is None or change["high"] is None:
        return shown.NOTHING
    return say("interval", low=written(change, change["low"]), high=written(change, change["high"]))


def moved(change: Json) -> str:
    """How far a figure has moved, with a star where that is more than its interval; shares in points."""
    star, difference = "* " if change["clear"] else "", change["difference"]
    if change["figure"] == "seconds":
        return f"{star}{'−' if difference < 0 else '+'}{shown.hours(abs(difference))}"
    if _writer(change) is shown.whole:
        return star + shown.signed(difference, 0)
    if _writer(change) is shown.share:
        return star + say("change.points", difference=shown.signed(100 * difference, 1))
    return star + shown.difference(difference)


def _writer(change: Json) -> Callable[[float | None], str]:
    if change["part"] == "counts" or change["figure"] in WHOLE:
        return shown.whole
    return shown.share if change["figure"] in SHARES else shown.coefficient


def _figure(change: Json) -> str:
    """What a figure is called; those of questions as everywhere in the report."""
    groups = {"people": ("person",), "questions": ("figure", "change.of")}.get(change["part"], ("change.of",))
    paths = [f"{group}.{change['figure']}" for group in groups]
    return say(next(path for path in paths if path in sentences("en")))
