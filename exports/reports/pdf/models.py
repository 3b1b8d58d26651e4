"""Models on paper: who is preferred and by how much, what fails, what automatic scores say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer

from exports.reports import shown
from exports.reports.pdf import charts, style
from exports.reports.pdf.style import CAPTION, SMALL, paragraph
from exports.reports.pdf.tables import heat, table

Json = Mapping[str, Any]
MOST_IN_TABLE = 9
VERDICTS = {"pass": "pass", "fail": "fail", "undecided": "undecided"}


def models(told: Json | None, titles: Mapping[str, str]) -> Iterator[Flowable]:
    """What a project says of the models whose responses it shows."""
    if not told or not (told["questions"] or told["rates"] or told["scores"]):
        return
    yield CondPageBreak(160)
    yield paragraph("Models", style.SECTION)
    for question in told["questions"]:
        yield from _question(question, titles.get(question["question"], question["question"]))
    if told["rates"]:
        yield from _rates(told["rates"], titles)
    if told["scores"]:
        yield from _scores(told["scores"], titles)


def learnt(told: Json | None, titles: Mapping[str, str]) -> Iterator[Flowable]:
    """Whether more comparisons would help."""
    if not told:
        return
    for row in told["questions"]:
        heading = paragraph(f"Would more answers help? {titles.get(row['question'], row['question'])}", style.QUESTION)
        if not row["curve"]:
            yield KeepTogether([heading, paragraph(row["reason"] or "")])
            continue
        points = [(point["n"], point["accuracy"], point["low"], point["high"]) for point in row["curve"]]
        last, gain = points[-1], row["gain"]
        said = (
            f"A small model that learnt from {shown.whole(last[0])} pairs predicts {shown.share(last[1])} of answers."
        )
        if gain:
            said += (
                f" The last doubling brought {shown.share(gain['value'])} ({shown.shares(gain['low'], gain['high'])})."
            )
        if row["ceiling"] is not None:
            said += f" People predict each other {shown.share(row['ceiling'])} of the time."
        yield KeepTogether([heading, paragraph(said), charts.curve(points, row["ceiling"])])


def _question(question: Json, title: str) -> Iterator[Flowable]:
    board = question["leaderboard"]
    if not board:
        return
    yield KeepTogether([paragraph(title, style.QUESTION), charts.forest(board)])
    rows = [
        [
            each["model"],
            shown.share(each["win_rate"]),
            shown.shares(each["rate_low"], each["rate_high"]),
            shown.whole(each["wins"]),
            shown.whole(each["losses"]),
            shown.whole(each["ties"]),
            shown.whole(each["n"]),
        ]
        for each in board
    ]
    yield table(
        ["Model", "Win rate", "95% interval", "Wins", "Losses", "Ties", "Contests"], rows, [34, 11, 20, 9, 9, 9, 10]
    )
    if 1 < len(board) <= MOST_IN_TABLE:
        yield _matrix(question)
        yield Spacer(1, 4)
    for change in question["changes"]:
        interval = shown.between(change["low"], change["high"])
        yield paragraph(
            f"•  From {change['from_model']} to {change['to_model']}: {shown.difference(change['difference'])} "
            f"({interval}), {shown.whole(change['n'])} contests."
        )
    yield from _lean(question["lean"])


def _matrix(question: Json) -> Flowable:
    names = [each["model"] for each in question["leaderboard"]]
    wins = question["wins"]
    cells = [
        [
            (
                shown.whole(times) if one != other else "",
                times / played if (played := times + wins[other][one]) else None,
            )
            for other, times in enumerate(row)
        ]
        for one, row in enumerate(wins)
    ]
    caption = paragraph("How often the model of the row was preferred to that of the column", CAPTION)
    return KeepTogether([caption, heat(names, cells)])


def _lean(lean: Json | None) -> Iterator[Flowable]:
    if lean:
        yield Spacer(1, 3)
        yield paragraph(
            f"Besides the models: the response shown first {_effect(lean, 'position')}, one twice as long "
            f"{_effect(lean, 'length', 0.6931)} (log-odds ± standard error).",
            SMALL,
        )


def _effect(lean: Json, name: str, times: float = 1) -> str:
    return f"{shown.difference(times * lean[name])} ± {shown.coefficient(times * lean[f'{name}_error'])}"


def _rates(rates: Any, titles: Mapping[str, str]) -> Iterator[Flowable]:
    rows = [
        [
            each["model"],
            f"{titles.get(each['question'], each['question'])}: {each['category']}",
            f"{shown.whole(each['failing'])} of {shown.whole(each['n'])}",
            shown.share(each["share"]),
            shown.shares(each["low"], each["high"]),
            "" if each["threshold"] is None else f"≤ {shown.share(each['threshold'])}",
            "" if each["threshold"] is None else VERDICTS.get(each["verdict"], ""),
        ]
        for each in rates
    ]
    head = ["Model", "What", "Answers", "Share", "95% interval", "Wanted", "Verdict"]
    yield KeepTogether(
        [
            paragraph("Rates by model", style.QUESTION),
            table(head, rows, [24, 30, 14, 9, 18, 10, 12], texts=2),
        ]
    )


def _scores(scores: Any, titles: Mapping[str, str]) -> Iterator[Flowable]:
    rows = [
        [
            f"{each['name']} {each['version']}".strip(),
            ": ".join(filter(None, (titles.get(each["against"], each["against"]), each["category"]))),
            shown.coefficient(each["pearson"]),
            shown.coefficient(each["spearman"]),
            shown.between(each["low"], each["high"]),
            shown.whole(each["n"]),
        ]
        for each in scores
    ]
    head = ["Score", "Against", "Pearson", "Spearman", "95% interval", "Responses"]
    yield KeepTogether(
        [
            paragraph("Automatic scores beside people", style.QUESTION),
            table(head, rows, [24, 30, 10, 10, 18, 12], texts=2),
        ]
    )
