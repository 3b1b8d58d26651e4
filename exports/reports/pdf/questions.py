"""A question on paper: its coefficients, why they are no better, what was answered, which answers are confused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer

from exports.reports import shown, words
from exports.reports.pdf import charts, style
from exports.reports.pdf.style import BODY, CAPTION, SMALL, paragraph
from exports.reports.pdf.tables import confusions, table

Json = Mapping[str, Any]
MOST_CATEGORIES = 9
"""In a table of who confused what."""
MOST_PEOPLE = 25
PLAIN_FIGURES = {
    "exact": ("Exactly the same set", shown.share),
    "fleiss": ("Fleiss' kappa", shown.coefficient),
    "mean_difference": ("Mean difference of two ratings", shown.coefficient),
    "kendall_w": ("Kendall's W", shown.coefficient),
    "tau_b": ("Kendall's τ-b", shown.coefficient),
    "top": ("Same first choice", shown.share),
    "ties": ("Ties", shown.share),
    "circles": ("Circular preferences", shown.whole),
    "exact_f1": ("Exact F1", shown.coefficient),
    "overlap_f1": ("Overlap F1", shown.coefficient),
    "character_alpha": ("Alpha of characters", shown.coefficient),
    "f1_50": ("F1 at overlap .50", shown.coefficient),
    "f1_75": ("F1 at overlap .75", shown.coefficient),
    "mean_overlap": ("Mean overlap of matches", shown.coefficient),
    "count_difference": ("Mean difference in number", shown.coefficient),
    "levenshtein": ("Levenshtein similarity", shown.share),
    "chrf": ("chrF", shown.share),
    "tags": ("Same tags", shown.share),
}


def overview(rows: Sequence[Json]) -> Flowable:
    """A row for each question."""
    head = ["Question", "α", "95% interval", "Percent", "AC1", "Items", "Change", ""]
    cells = [
        [
            row["title"],
            shown.coefficient(row["alpha"]),
            shown.between(row["low"], row["high"]),
            shown.share(row["percent"]),
            shown.coefficient((row["ac1"] or {}).get("value")),
            shown.whole(row["items"]),
            shown.difference((row["change"] or {}).get("difference")),
            words.LEVELS[row["level"]],
        ]
        for row in rows
    ]
    return table(head, cells, [34, 9, 18, 10, 9, 9, 10, 13])


def question(row: Json, code: str) -> Iterator[Flowable]:
    """Everything of one question."""
    titles = {option["value"]: option["title"] for option in row["options"]}
    yield CondPageBreak(120)
    yield paragraph(row["title"], style.QUESTION)
    yield paragraph(words.VERDICTS[code], BODY)
    yield from _coefficients(row)
    for reason in row["why"]:
        yield paragraph(f"•  {words.because(reason, titles)}", BODY)
    yield from _answers(row["figures"], titles)
    yield from _others(row["figures"])
    if row["truth"]:
        yield from _truth(row["truth"])


def _coefficients(row: Json) -> Iterator[Flowable]:
    if row["alpha"] is None:
        return
    told = [f"α {shown.coefficient(row['alpha'])} ({shown.between(row['low'], row['high'])}, {row['metric']})"]
    if ac1 := row["ac1"]:
        interval = "" if ac1["low"] is None else f" ({shown.between(ac1['low'], ac1['high'])})"
        told.append(f"AC1 {shown.coefficient(ac1['value'])}{interval}")
    told.append(f"{shown.share(row['percent'])} the same")
    told.append(f"{shown.whole(row['items'])} items, {shown.whole(row['annotations'])} annotations")
    if change := row["change"]:
        told.append(f"α was {shown.coefficient(change['alpha'])} before")
    yield paragraph(" · ".join(told), SMALL)


def _answers(figures: Json, titles: Mapping[Any, str]) -> Iterator[Flowable]:
    """What was answered, and which answers met."""
    categories = figures.get("categories") or []
    named = [shown.category(each, dict(titles)) for each in categories]
    if figures.get("prevalence"):
        rows = list(zip(named, figures["prevalence"], strict=True))
        yield KeepTogether([paragraph("What was answered", CAPTION), charts.bars(rows)])
    if 1 < len(named) <= MOST_CATEGORIES and any(map(any, figures.get("met", ()))):
        caption = paragraph("Which answers met on the same item", CAPTION)
        yield KeepTogether([caption, confusions(named, figures["met"])])
    if len(categories) and figures.get("alpha_by_category") and len(categories) > 2:
        alphas = zip(named, figures["alpha_by_category"], strict=True)
        each = " · ".join(f"{name} {shown.coefficient(alpha)}" for name, alpha in alphas)
        yield Spacer(1, 3)
        yield paragraph(f"Alpha of each answer against all others: {each}", SMALL)
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
        yield table(["Label", "Share", "α"], rows, [40, 10, 10])
    else:
        rows = [[label, shown.coefficient(each)] for label, each in labels.items()]
        yield table(["Label", "F1"], rows, [40, 10])


def _people(people: Sequence[Json], named: Sequence[str]) -> Iterator[Flowable]:
    """How each person answers, as far as there is room."""
    if len(named) > MOST_CATEGORIES:
        return
    head = ["Person", *named, "With others", "α without"]
    rows = [
        [
            each["person"]["name"],
            *(shown.whole(times) for times in each["given"]),
            shown.share(each["agreement"]),
            shown.coefficient(each["alpha_without"]),
        ]
        for each in people[:MOST_PEOPLE]
    ]
    yield KeepTogether([paragraph("Who answered what", CAPTION)])
    yield table(head, rows, [26, *[11] * len(named), 13, 12])
    if len(people) > MOST_PEOPLE:
        yield paragraph(f"{len(people) - MOST_PEOPLE} more people are in the CSV and JSON.", SMALL)


def _others(figures: Json) -> Iterator[Flowable]:
    told = [
        f"{name} {write(figures[key])}"
        for key, (name, write) in PLAIN_FIGURES.items()
        if isinstance(figures.get(key), int | float)
    ]
    if ac2 := figures.get("ac2"):
        told.append(f"AC2 {shown.coefficient(ac2['value'])} ({shown.between(ac2['low'], ac2['high'])})")
    if shown_first := figures.get("first_shown_wins"):
        told.append(
            f"the response shown first won {shown.share(shown_first['share'])} of {shown.whole(shown_first['n'])}"
        )
    if told:
        yield Spacer(1, 3)
        yield paragraph(" · ".join(told), SMALL)


def _truth(truth: Json) -> Iterator[Flowable]:
    told = [
        f"{shown.whole(truth['decided'])} items decided by a majority",
        f"{shown.whole(truth['tied'])} tied",
        f"{shown.whole(truth['needs_review'])} to be reviewed",
    ]
    if truth["expected_accuracy"] is not None:
        told.append(f"expected accuracy {shown.share(truth['expected_accuracy'])}")
    if truth["labels_saved"]:
        told.append(f"{shown.whole(truth['labels_saved'])} labels saved by stopping early")
    yield paragraph(f"Final answers: {words.listing(told)}.", BODY)
