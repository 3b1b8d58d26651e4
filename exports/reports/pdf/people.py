"""People on paper: figures with what they rest on, and never a verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer

from exports.reports import shown
from exports.reports.pdf import style
from exports.reports.pdf.style import CAPTION, SMALL, paragraph
from exports.reports.pdf.tables import alike, heads, table
from exports.reports.spoken import say

Json = Mapping[str, Any]
COLUMNS = ("gold", "agreement", "spammer_score", "too_fast", "position_bias", "self_consistency")
MOST_IN_HEAT = 9
WRITTEN = {"runs": shown.plain, "entropy": shown.coefficient}


def people(section: Json, titles: Mapping[str, str]) -> Iterator[Flowable]:
    """The people's table, what stands out, and how alike every two answer."""
    rows, pairs, heat = section["people"], section["pairs"], section["heat"]
    if not rows and not heat["people"]:
        return
    yield CondPageBreak(160)
    yield paragraph(say("document.people"), style.SECTION)
    if rows:
        yield _table(rows)
        yield Spacer(1, 4)
        yield from _standing_out(rows, titles)
    for pair in pairs:
        if pair["stands_out"]:
            yield paragraph(_pair(pair, titles))
    if heat["people"]:
        yield from _heat(heat)


def _table(rows: Sequence[Json]) -> Flowable:
    """Shares with the number of answers behind each."""
    known = {each["figure"] for row in rows for each in row["figures"] if each["value"] is not None}
    columns = [name for name in COLUMNS if name in known]
    head = [*heads("person", "annotations", "seconds"), *(say(f"person.{name}") for name in columns)]
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
    return f"{'* ' if best['stands_out'] else ''}{_of(best)}"


def _of(figure: Json) -> str:
    return say("document.of", value=value_of(figure), n=shown.whole(figure["n"]))


def value_of(figure: Json) -> str:
    """A figure in its own unit: most are shares."""
    return WRITTEN.get(figure["figure"], shown.share)(figure["value"])


def _standing_out(rows: Sequence[Json], titles: Mapping[str, str]) -> Iterator[Flowable]:
    found = [(row["member"]["name"], each) for row in rows for each in row["figures"] if each["stands_out"]]
    if not found:
        yield paragraph(say("document.nobody"), SMALL)
        return
    yield paragraph(say("document.standsOut"), SMALL)
    for name, each in found:
        asked = f" ({titles.get(each['question'], each['question'])})" if each["question"] else ""
        what = say(f"person.{each['figure']}")
        told = f"{_of(each)}{_interval(each)}, {say('document.byChance', chance=shown.chance(each['chance']))}"
        yield paragraph(f"•  {name}: {what}{asked} {told}")


def _interval(figure: Json) -> str:
    if figure["low"] is None or figure["high"] is None:
        return ""
    low, high = (value_of({**figure, "value": figure[end]}) for end in ("low", "high"))
    return say("document.withInterval", interval=say("interval", low=low, high=high))


def _pair(pair: Json, titles: Mapping[str, str]) -> str:
    one, other = (member["name"] for member in pair["members"])
    asked = titles.get(pair["question"], pair["question"])
    told = {"value": shown.coefficient(pair["value"]), "n": shown.whole(pair["n"])}
    said = say("pairs.says", one=one, other=other, question=asked, **told)
    return f"•  {said} ({say('document.byChance', chance=shown.chance(pair['chance']))})"


def _heat(heat: Json) -> Iterator[Flowable]:
    some = slice(0, MOST_IN_HEAT)
    caption = say("document.heat")
    yield Spacer(1, 4)
    cut = [row[some] for row in heat["shared"][some]], [row[some] for row in heat["alike"][some]]
    yield KeepTogether([paragraph(caption, CAPTION), alike(heat["people"][some], *cut)])
    if len(heat["people"]) > MOST_IN_HEAT:
        yield paragraph(say("document.heatCut"), SMALL)
