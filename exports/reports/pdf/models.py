"""Models on paper: who is preferred and by how much, what fails, what automatic scores say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer

from exports.reports import shown, words
from exports.reports.pdf import charts, style
from exports.reports.pdf.style import CAPTION, SMALL, paragraph
from exports.reports.pdf.tables import heads, heat, table
from exports.reports.spoken import say

Json = Mapping[str, Any]
MOST_IN_TABLE = 9


def models(told: Json | None, titles: Mapping[str, str]) -> Iterator[Flowable]:
    """What a project says of the models whose responses it shows."""
    if not told or not (told["questions"] or told["rates"] or told["scores"]):
        return
    yield CondPageBreak(160)
    yield paragraph(say("document.models"), style.SECTION)
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
        title = titles.get(row["question"], row["question"])
        heading = paragraph(say("document.help", title=title), style.QUESTION)
        if not row["curve"]:
            yield KeepTogether([heading, paragraph(words.undefined(row["reason"]))])
            continue
        points = [(point["n"], point["accuracy"], point["low"], point["high"]) for point in row["curve"]]
        yield KeepTogether([heading, paragraph(words.learnt(row)), charts.curve(points, row["ceiling"])])


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
        heads("model", "winRate", "interval", "wins", "losses", "ties", "contests"), rows, [34, 11, 20, 9, 9, 9, 10]
    )
    if 1 < len(board) <= MOST_IN_TABLE:
        yield _matrix(question)
        yield Spacer(1, 4)
    for change in question["changes"]:
        interval = shown.between(change["low"], change["high"])
        said = say(
            "document.fromTo",
            one=change["from_model"],
            other=change["to_model"],
            difference=shown.difference(change["difference"]),
            interval=interval,
            count=change["n"],
        )
        yield paragraph(f"•  {said}")
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
    caption = paragraph(say("document.matrix"), CAPTION)
    return KeepTogether([caption, heat(names, cells)])


def _lean(lean: Json | None) -> Iterator[Flowable]:
    if lean:
        yield Spacer(1, 3)
        effects = {"position": _effect(lean, "position"), "length": _effect(lean, "length", 0.6931)}
        yield paragraph(say("document.lean", **effects), SMALL)


def _effect(lean: Json, name: str, times: float = 1) -> str:
    return f"{shown.difference(times * lean[name])} ± {shown.coefficient(times * lean[f'{name}_error'])}"


def _rates(rates: Any, titles: Mapping[str, str]) -> Iterator[Flowable]:
    rows = [
        [
            each["model"],
            f"{titles.get(each['question'], each['question'])}: {each['category']}",
            say("document.of", value=shown.whole(each["failing"]), n=shown.whole(each["n"])),
            shown.share(each["share"]),
            shown.shares(each["low"], each["high"]),
            "" if each["threshold"] is None else f"≤ {shown.share(each['threshold'])}",
            "" if each["threshold"] is None else say(f"document.{each['verdict']}"),
        ]
        for each in rates
    ]
    head = heads("model", "what", "answers", "share", "interval", "wanted", "verdict")
    yield KeepTogether(
        [
            paragraph(say("document.rates"), style.QUESTION),
            table(head, rows, [20, 26, 14, 12, 23, 10, 12], texts=2),
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
    score, against, interval, responses = heads("score", "against", "interval", "responses")
    head = [score, against, "Pearson", "Spearman", interval, responses]
    yield KeepTogether(
        [
            paragraph(say("document.scores"), style.QUESTION),
            table(head, rows, [24, 30, 10, 10, 18, 12], texts=2),
        ]
    )
