"""A question on paper: its coefficients, why they are no better, what was answered, which answers are confused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer

from exports.reports import shown, words
from exports.reports.pdf import charts, style
from exports.reports.pdf.style import BODY, CAPTION, SMALL, paragraph
from exports.reports.pdf.tables import confusions, heads, table
from exports.reports.spoken import say

Json = Mapping[str, Any]
MOST_CATEGORIES = 9
"""In a table of who confused what."""
MOST_PEOPLE = 25
PLAIN_FIGURES = {
    "exact": shown.share,
    "fleiss": shown.coefficient,
    "mean_difference": shown.coefficient,
    "kendall_w": shown.coefficient,
    "tau_b": shown.coefficient,
    "top": shown.share,
    "ties": shown.share,
    "circles": shown.whole,
    "exact_f1": shown.coefficient,
    "overlap_f1": shown.coefficient,
    "character_alpha": shown.coefficient,
    "f1_50": shown.coefficient,
    "f1_75": shown.coefficient,
    "mean_overlap": shown.coefficient,
    "count_difference": shown.coefficient,
    "levenshtein": shown.share,
    "chrf": shown.share,
    "tags": shown.share,
    "weighted_kappa": shown.coefficient,
    "spearman": shown.coefficient,
    "unmatched": shown.whole,
    "missing": shown.whole,
    "extra": shown.whole,
    "mislabelled": shown.whole,
}
MOST_PAIRS = 10
"""Of people; all others are in the CSV and JSON."""


def overview(rows: Sequence[Json]) -> Flowable:
    """A row for each question."""
    question_head, interval, percent, items, change = heads("question", "interval", "percent", "items", "change")
    head = [question_head, "α", interval, percent, "AC1", items, change, ""]
    cells = [
        [
            row["title"],
            shown.coefficient(row["alpha"]),
            shown.between(row["low"], row["high"]),
            shown.share(row["percent"]),
            shown.coefficient((row["ac1"] or {}).get("value")),
            shown.whole(row["items"]),
            shown.difference((row["change"] or {}).get("difference")),
            words.level(row["level"]),
        ]
        for row in rows
    ]
    return table(head, cells, [30, 9, 20, 12, 9, 11, 10, 15])


def question(row: Json, code: str) -> Iterator[Flowable]:
    """Everything of one question."""
    titles = {option["value"]: option["title"] for option in row["options"]}
    yield CondPageBreak(120)
    yield paragraph(row["title"], style.QUESTION)
    yield paragraph(say(f"code.{code}"), BODY)
    yield from _coefficients(row)
    for reason in row["why"]:
        yield paragraph(f"•  {words.because(reason, row)}", BODY)
    yield from _answers(row["figures"], titles)
    yield from _others(row["figures"])
    yield from _by_two(row["figures"].get("kappas") or ())
    if row["truth"]:
        yield paragraph(words.truth(row["truth"]), BODY)


def _coefficients(row: Json) -> Iterator[Flowable]:
    if row["alpha"] is None:
        return
    metric = say(f"document.metric.{row['metric']}")
    told = [f"α {shown.coefficient(row['alpha'])} ({shown.between(row['low'], row['high'])}, {metric})"]
    if ac1 := row["ac1"]:
        interval = "" if ac1["low"] is None else f" ({shown.between(ac1['low'], ac1['high'])})"
        told.append(f"AC1 {shown.coefficient(ac1['value'])}{interval}")
    told.append(say("evidence.percent", percent=shown.share(row["percent"])))
    told += [say("evidence.items", count=row["items"]), say("evidence.annotations", count=row["annotations"])]
    if change := row["change"]:
        told.append(say("document.before", alpha=shown.coefficient(change["alpha"])))
    yield paragraph(" · ".join(told), SMALL)


def _answers(figures: Json, titles: Mapping[Any, str]) -> Iterator[Flowable]:
    """What was answered, and which answers met."""
    categories = figures.get("categories") or []
    named = [shown.category(each, dict(titles)) for each in categories]
    if figures.get("prevalence"):
        rows = list(zip(named, figures["prevalence"], strict=True))
        yield KeepTogether([paragraph(say("document.given"), CAPTION), charts.bars(rows)])
    if 1 < len(named) <= MOST_CATEGORIES and any(map(any, figures.get("met", ()))):
        caption = paragraph(say("document.met"), CAPTION)
        yield KeepTogether([caption, confusions(named, figures["met"])])
    if len(categories) and figures.get("alpha_by_category") and len(categories) > 2:
        alphas = zip(named, figures["alpha_by_category"], strict=True)
        each = " · ".join(f"{name} {shown.coefficient(alpha)}" for name, alpha in alphas)
        yield Spacer(1, 3)
        yield paragraph(say("document.alphaOfEach", each=each), SMALL)
    if labels := figures.get("labels"):
        yield from _labels(labels, titles)
    if figures.get("people"):
        yield from _people(figures["people"], named)


def _labels(labels: Json, titles: Mapping[Any, str]) -> Iterator[Flowable]:
    """Each label of a set, or of marks."""
    yield Spacer(1, 4)
    if all(isinstance(each, Mapping) for each in labels.values()):
        rows = [
            [shown.category(label, dict(titles)), shown.share(each["share"]), shown.coefficient(each["alpha"])]
            for label, each in labels.items()
        ]
        yield table([*heads("label", "share"), "α"], rows, [40, 10, 10])
    else:
        rows = [[label, shown.coefficient(each)] for label, each in labels.items()]
        yield table([*heads("label"), "F1"], rows, [40, 10])


def _people(people: Sequence[Json], named: Sequence[str]) -> Iterator[Flowable]:
    """How each person answers, as far as there is room."""
    if len(named) > MOST_CATEGORIES:
        return
    person, *rest = heads("person", "withOthers", "without")
    head = [person, *named, *rest]
    rows = [
        [
            each["person"]["name"],
            *(shown.whole(times) for times in each["given"]),
            shown.share(each["agreement"]),
            shown.coefficient(each["alpha_without"]),
        ]
        for each in people[:MOST_PEOPLE]
    ]
    yield KeepTogether([paragraph(say("document.who"), CAPTION)])
    yield table(head, rows, [26, *[11] * len(named), 13, 12])
    if len(people) > MOST_PEOPLE:
        yield paragraph(say("document.morePeople", count=len(people) - MOST_PEOPLE), SMALL)


def _others(figures: Json) -> Iterator[Flowable]:
    told = [
        f"{say(f'figure.{key}')} {write(figures[key])}"
        for key, write in PLAIN_FIGURES.items()
        if isinstance(figures.get(key), int | float)
    ]
    told += _of_parts(figures)
    if ac2 := figures.get("ac2"):
        told.append(f"AC2 {shown.coefficient(ac2['value'])} ({shown.between(ac2['low'], ac2['high'])})")
    if shown_first := figures.get("first_shown_wins"):
        won = {"share": shown.share(shown_first["share"]), "n": shown.whole(shown_first["n"])}
        told.append(say("document.shownFirst", **won))
    if told:
        yield Spacer(1, 3)
        yield paragraph(" · ".join(told), SMALL)


def _of_parts(figures: Json) -> Iterator[str]:
    """What marks of one place are called, and what is said of the replies of a dialogue."""
    if (classes := figures.get("class_alpha")) and classes["value"] is not None:
        ends = shown.between(classes["low"], classes["high"])
        yield f"{say('figure.class_alpha')} {shown.coefficient(classes['value'])} ({ends})"
    for aspect in (figures.get("aspects") or {}).values():
        if aspect["alpha"] is not None:
            ends = shown.between(aspect["low"], aspect["high"])
            yield f"{say('byTwo.aspect', aspect=aspect['title'])} {shown.coefficient(aspect['alpha'])} ({ends})"
    if spans := figures.get("reply_spans"):
        yield f"{say('figure.reply_exact')} {shown.coefficient(spans['exact_f1'])}"
        yield f"{say('figure.reply_overlap')} {shown.coefficient(spans['overlap_f1'])}"


def _by_two(pairs: Sequence[Json]) -> Iterator[Flowable]:
    """Cohen's kappa of the pairs of people with most in common."""
    if not pairs:
        return
    rated = "spearman" in pairs[0]
    head = [say(f"byTwo.{name}") for name in ("people", "items", "kappa")]
    head += [*heads("interval"), *([say("byTwo.spearman")] if rated else ())]
    rows = [
        [
            " · ".join(person["name"] for person in pair["people"]),
            shown.whole(pair["n"]),
            shown.coefficient(pair["value"]),
            shown.between(pair["low"], pair["high"]),
            *([shown.coefficient(pair["spearman"])] if rated else ()),
        ]
        for pair in pairs[:MOST_PAIRS]
    ]
    yield KeepTogether([paragraph(say("byTwo.title"), CAPTION)])
    yield table(head, rows, [40, 14, 14, 20, 14][: len(head)])
