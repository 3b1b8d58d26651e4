"""People on paper: figures with what they rest on, and never a verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer

from exports.reports import shown, words
from exports.reports.pdf import style
from exports.reports.pdf.style import CAPTION, SMALL, paragraph
from exports.reports.pdf.tables import alike, table

Json = Mapping[str, Any]
COLUMNS = ("gold", "agreement", "spammer_score", "too_fast", "position_bias", "self_consistency")
MOST_IN_HEAT = 9
WRITTEN = {"spammer_score": shown.coefficient, "runs": shown.plain, "entropy": shown.coefficient}


def people(rows: Sequence[Json], pairs: Sequence[Json], heat: Json) -> Iterator[Flowable]:
    """The people's table, what stands out, and how alike every two answer."""
    if not rows and not heat["people"]:
        return
    yield CondPageBreak(160)
    yield paragraph("People", style.SECTION)
    if rows:
        yield _table(rows)
        yield Spacer(1, 4)
        yield from _standing_out(rows)
    for pair in pairs:
        if pair["stands_out"]:
            yield paragraph(_pair(pair))
    if heat["people"]:
        yield from _heat(heat)


def _table(rows: Sequence[Json]) -> Flowable:
    """Shares with the number of answers behind each."""
    known = {each["figure"] for row in rows for each in row["figures"] if each["value"] is not None}
    columns = [name for name in COLUMNS if name in known]
    head = ["Person", "Annotations", "Seconds", *(words.FIGURES[name] for name in columns)]
    cells = [
        [
            row["member"]["name"],
            shown.whole(row["annotations"]),
            shown.plain(row["median_seconds"]),
            *(_best_known(row["figures"], name) for name in columns),
        ]
        for row in rows
    ]
    return table(head, cells, [24, 11, 9, *[13] * len(columns)])


def _best_known(figures: Sequence[Json], name: str) -> str:
    """Of several questions the one with most answers."""
    own = [each for each in figures if each["figure"] == name and each["value"] is not None]
    if not own:
        return shown.NOTHING
    best = max(own, key=lambda each: each["n"] or 0)
    return f"{'* ' if best['stands_out'] else ''}{value_of(best)} of {shown.whole(best['n'])}"


def value_of(figure: Json) -> str:
    """A figure in its own unit: most are shares."""
    return WRITTEN.get(figure["figure"], shown.share)(figure["value"])


def _standing_out(rows: Sequence[Json]) -> Iterator[Flowable]:
    found = [(row["member"]["name"], each) for row in rows for each in row["figures"] if each["stands_out"]]
    if not found:
        yield paragraph("Nobody stands out from the others (5% false alarms at most).", SMALL)
        return
    yield paragraph("* stands out from the others, which is a reason to look and no verdict:", SMALL)
    for name, each in found:
        asked = f" ({each['question']})" if each["question"] else ""
        interval = _interval(each)
        told = f"{value_of(each)} of {shown.whole(each['n'])}{interval}"
        told += f", by chance {shown.chance(each['chance'])}"
        yield paragraph(f"•  {name}: {words.FIGURES.get(each['figure'], each['figure'])}{asked} {told}")


def _interval(figure: Json) -> str:
    if figure["low"] is None or figure["high"] is None:
        return ""
    low, high = (value_of({**figure, "value": figure[end]}) for end in ("low", "high"))
    return f", 95% interval {low} to {high}"


def _pair(pair: Json) -> str:
    one, other = (member["name"] for member in pair["members"])
    return (
        f"•  {one} and {other} agree {shown.share(pair['value'])} more than both accuracies predict, on "
        f"{shown.whole(pair['n'])} shared answers (by chance {shown.chance(pair['chance'])})."
    )


def _heat(heat: Json) -> Iterator[Flowable]:
    some = slice(0, MOST_IN_HEAT)
    caption = "How often two people gave the same answer, of how many; grey where fewer than 15"
    yield Spacer(1, 4)
    cut = [row[some] for row in heat["shared"][some]], [row[some] for row in heat["alike"][some]]
    yield KeepTogether([paragraph(caption, CAPTION), alike(heat["people"][some], *cut)])
    if len(heat["people"]) > MOST_IN_HEAT:
        yield paragraph("The people with most comparisons; all others are in the CSV and JSON.", SMALL)
