"""A report as CSV: one figure a row, each with what it is of, so that a spreadsheet can filter and a program can join.

`part` says where in the report a figure stands, `about` what it is of: a category, a person, an item, a model. Numbers
are written in full, shares as shares from 0 to 1; what is undefined is empty and `note` says why.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from exports.formats.cells import harmless

Json = Mapping[str, Any]
AGREEMENT = ("percent", "items", "units", "annotations")
TRUTH = ("decided", "tied", "needs_review", "expected_accuracy", "labels_saved")
MARK = "\ufeff"
"""By which spreadsheets know UTF-8."""


class Row(NamedTuple):
    """A row of the file, and its head."""

    project: str = ""
    part: str = ""
    question: str = ""
    about: str = ""
    figure: str = ""
    value: Any = None
    low: Any = None
    high: Any = None
    n: Any = None
    note: str = ""


def sheet(content: Json) -> bytes:
    """The file."""
    file = io.StringIO()
    file.write(MARK)
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(Row._fields)
    for section in content["projects"]:
        project = section["project"]["name"]
        for row in section_rows(section):
            writer.writerow([_cell(cell) for cell in row._replace(project=project)])
    return file.getvalue().encode()


def _cell(cell: Any) -> Any:
    """Numbers as they are, in as many digits as they need; texts that no spreadsheet calculates."""
    if isinstance(cell, list):
        return harmless(" / ".join(map(str, cell)))
    return "" if cell is None else repr(cell) if isinstance(cell, float) else harmless(cell)


def section_rows(section: Json) -> Iterator[Row]:
    """Every figure of a project, in the order of the report."""
    for name, value in section["counts"].items():
        yield Row(part="counts", figure=name, value=value)
    yield from chain.from_iterable(map(_change, section["changes"]))
    for question in section["questions"]:
        yield from _question(question)
    yield from _items(section["items"])
    yield from chain.from_iterable(map(_person, section["people"]))
    yield from map(_pair, section["pairs"])
    yield from _heat(section["heat"])
    if section["models"]:
        yield from _models(section["models"])
    if section["probe"]:
        yield from _plain("probe", section["probe"])


def _change(row: Json) -> Iterator[Row]:
    """How much a figure differs, what it was, and what it is; what it was and is called stands in the notes."""
    category = "" if row["category"] is None else str(row["category"])
    own = Row(
        part="changes", question=row["question"], about=" ".join(filter(None, (row["part"], row["about"], category)))
    )
    figure = row["figure"]
    yield own._replace(figure=figure, value=row["difference"], note="outside of the interval" if row["clear"] else "")
    yield own._replace(figure=f"{figure}.before", value=row["before"], note=row["verdict_before"] or "")
    ends = {"low": row["low"], "high": row["high"], "n": row["n"]}
    yield own._replace(figure=f"{figure}.now", value=row["value"], **ends, note=row["verdict"] or "")


def _question(row: Json) -> Iterator[Row]:
    name, change, ac1 = row["question"], row["change"] or {}, row["ac1"] or {}
    own = Row(part="questions", question=name, about=row["title"])
    ends = {"low": row["low"], "high": row["high"], "n": row["items"]}
    yield own._replace(figure="alpha", value=row["alpha"], **ends, note=_why(row["reason"]) or row["level"])
    yield own._replace(figure="ac1", value=ac1.get("value"), low=ac1.get("low"), high=ac1.get("high"), n=row["items"])
    for figure in AGREEMENT:
        yield own._replace(figure=figure, value=row[figure])
    yield own._replace(figure="change", value=change.get("difference"))
    yield own._replace(figure="alpha_before", value=change.get("alpha"))
    for reason in row["why"]:
        yield from _plain(
            "why", {key: each for key, each in reason.items() if key != "because"}, name, reason["because"]
        )
    for item in row["confused_items"]:
        yield Row(part="confused_items", question=name, about=item)
    if row["truth"]:
        for figure in TRUTH:
            yield Row(part="truth", question=name, figure=figure, value=row["truth"].get(figure))
    yield from _figures(name, row["figures"])


def _figures(question: str, figures: Json) -> Iterator[Row]:
    """What the question's kind has besides; tables by their categories, people by their names."""
    categories = figures.get("categories", [])
    for person in figures.get("people", ()):
        about = person["person"]["name"]
        for figure in ("agreement", "alpha_without"):
            yield Row(part="figures", question=question, about=about, figure=figure, value=person[figure])
        for category, times in zip(categories, person["given"], strict=True):
            yield Row(part="given", question=question, about=about, figure=str(category), value=times)
    for name in ("prevalence", "alpha_by_category"):
        for category, value in zip(categories, figures.get(name) or (), strict=False):
            yield Row(part="figures", question=question, about=str(category), figure=name, value=value)
    for one, met in zip(categories, figures.get("met", ()), strict=False):
        for other, times in zip(categories, met, strict=True):
            yield Row(part="met", question=question, about=str(one), figure=str(other), value=times)
    yield from chain.from_iterable(_kappa(question, pair) for pair in figures.get("kappas", ()))
    told = {"categories", "people", "prevalence", "alpha_by_category", "met", "ac1", "kappas"}
    yield from _plain("figures", {name: value for name, value in figures.items() if name not in told}, question)


def _kappa(question: str, pair: Json) -> Iterator[Row]:
    about = " & ".join(person["name"] for person in pair["people"])
    own = Row(part="kappas", question=question, about=about, n=pair["n"])
    yield own._replace(figure="kappa", value=pair["value"], low=pair["low"], high=pair["high"])
    if "spearman" in pair:
        ends = {"low": pair["spearman_low"], "high": pair["spearman_high"]}
        yield own._replace(figure="spearman", value=pair["spearman"], **ends)


def _items(items: Json) -> Iterator[Row]:
    for each in items["histogram"]:
        ends = {"low": each["low"], "high": each["high"]}
        yield Row(part="histogram", figure="items", value=each["items"], **ends)
    for each in items["worst"]:
        yield Row(
            part="worst", about=each["external_id"], figure="agreement", value=each["agreement"], note=each["state"]
        )


def _person(row: Json) -> Iterator[Row]:
    about = row["member"]["name"]
    for name in ("annotations", "median_seconds"):
        yield Row(part="people", about=about, figure=name, value=row[name])
    for each in row["figures"]:
        note = _why(each["reason"]) or ("stands out" if each["stands_out"] else "")
        ends = {"low": each["low"], "high": each["high"], "n": each["n"]}
        own = Row(part="people", question=each["question"] or "", about=about, figure=each["figure"], note=note)
        yield own._replace(value=each["value"], **ends)
        if each["chance"] is not None:
            yield own._replace(figure=f"{each['figure']}.chance", value=each["chance"], n=each["n"])


def _why(reason: Json | None) -> str:
    """Why something is undefined, in English as everything in this file."""
    return str(reason["detail"]) if reason else ""


def _pair(row: Json) -> Row:
    about = " & ".join(member["name"] for member in row["members"])
    note = "stands out" if row["stands_out"] else ""
    return Row(part="pairs", question=row["question"], about=about, figure="collusion", value=row["value"],
               n=row["n"], high=row["chance"], note=note)  # fmt: skip


def _heat(heat: Json) -> Iterator[Row]:
    people = heat["people"]
    for place, one in enumerate(people):
        for later, other in enumerate(people[place + 1 :], place + 1):
            if shared := heat["shared"][place][later]:
                about = f"{one['name']} & {other['name']}"
                yield Row(part="heat", about=about, figure="alike", value=heat["alike"][place][later], n=shared)


def _models(models: Json) -> Iterator[Row]:
    for question in models["questions"]:
        yield from _board(question)
    for each in models["rates"]:
        ends = {"low": each["low"], "high": each["high"], "n": each["n"]}
        own = Row(part="rates", question=each["question"], about=each["model"], note=each["verdict"] or "")
        yield own._replace(figure=str(each["category"]), value=each["share"], **ends)
        yield own._replace(figure=f"{each['category']}.failing", value=each["failing"], n=each["n"])
        yield own._replace(figure="threshold", value=each["threshold"])
    for each in models["scores"]:
        about = "@".join(filter(None, (each["name"], each["version"])))
        own = Row(part="scores", question=each["against"], about=about, n=each["n"], note=each["category"] or "")
        yield own._replace(figure="pearson", value=each["pearson"], low=each["low"], high=each["high"])
        ends = {"low": each["spearman_low"], "high": each["spearman_high"]}
        yield own._replace(figure="spearman", value=each["spearman"], **ends)
        yield from _plain("score_pairs", each["pairs"] or {}, each["against"])
    for each in models["rate_changes"]:
        yield _changed("rate_changes", each["question"], each)


def _board(question: Json) -> Iterator[Row]:
    name, board = question["question"], question["leaderboard"]
    models = [each["model"] for each in board]
    for each in board:
        own = Row(part="models", question=name, about=each["model"], n=each["n"])
        yield own._replace(figure="strength", value=each["strength"], low=each["low"], high=each["high"])
        yield own._replace(figure="win_rate", value=each["win_rate"], low=each["rate_low"], high=each["rate_high"])
        for figure in ("wins", "losses", "ties"):
            yield own._replace(figure=figure, value=each[figure])
    for figure in ("wins", "ties"):
        yield from _table(name, figure, models, question[figure])
    for period in question["over_time"]:
        for each in period["models"]:
            ends = {"low": each["low"], "high": each["high"], "n": each["n"]}
            yield Row(part="over_time", question=name, about=each["model"], figure=period["from"],
                      value=each["strength"], **ends)  # fmt: skip
    yield from _plain("lean", question["lean"] or {}, name)
    for each in question["changes"]:
        yield _changed("changes", name, each)
    for each in question["means"]:
        yield from _plain("means", {key: value for key, value in each.items() if key != "model"}, name, each["model"])


def _changed(part: str, question: str, change: Json) -> Row:
    about = f"{change['from_model']} → {change['to_model']}"
    figure = str(change.get("measure") or change["category"])
    ends = {"low": change["low"], "high": change["high"], "n": change["n"]}
    return Row(part=part, question=question, about=about, figure=figure, value=change["difference"], **ends)


def _table(question: str, figure: str, models: Sequence[str], rows: Sequence[Sequence[Any]]) -> Iterator[Row]:
    for one, row in zip(models, rows, strict=True):
        for other, times in zip(models, row, strict=True):
            if one != other:
                yield Row(part=figure, question=question, about=one, figure=other, value=times)


def _plain(part: str, value: Any, question: str = "", path: str = "") -> Iterator[Row]:
    """Whatever has no columns of its own: each value under the path that leads to it."""
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield from _plain(part, each, question, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list) and any(isinstance(each, (Mapping, list)) for each in value):
        for place, each in enumerate(value):
            yield from _plain(part, each, question, f"{path}.{place}")
    else:
        yield Row(part=part, question=question, figure=path, value=value)
