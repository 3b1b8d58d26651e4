"""Counts that agreement is told from while work goes on: what an item counts for, and figures from sums of that.

An item counts for whole numbers under keys, `{key: (n, total)}`, so that what changes can be taken back exactly:

- `<question> cluster <patterns>`: n items whose units have these patterns (see `histogram`), total the people who
  judged them, of items on which two or more people judged the same. A pattern is `[[category, people], …]`;
  categories are written as values, never as numbers of a form that may change, and those of a choice as lists,
  because one may become several.
- `<question> pair <person> <person>`: n units that both judged, total how alike in millionths: equal or not, and of
  marks and texts how similar.
- `<question> given <person> <category>`: n judgements.

Where the clusters of a question are many, sums have `<question> summary <what>` besides, which figures are told from in
their place (see `summaries`): it is made of the clusters, and an item counts for none of it.

Why changes are added up and not counters updated: decision 0015.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, groupby
from typing import Any

from annotation.agreement.figures.written import LONGEST, text_of
from annotation.agreement.keys import Reader, written, written_cluster
from annotation.agreement.labels import NO_LABELS, LabelTable, has_labels, label_table
from annotation.agreement.questions import Tally, agreement
from annotation.agreement.similarity import comparable, similarity
from annotation.agreement.summaries import empty_summary, summary_of
from annotation.agreement.texts import levenshtein_similarity
from annotation.forms import Answers, Category, Form, Question, Unit

Amount = tuple[int, int]
Counts = dict[str, Amount]
Said = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""{question: {target: canonical value}} of one person."""
Judged = dict[tuple[str, Unit], Category]
ALIKE = 1_000_000
NOTHING: Amount = (0, 0)


def said(answers: Answers) -> Said:
    """One person's answers by question."""
    found: dict[str, dict[str, Mapping[str, Any]]] = {}
    for row in answers:
        found.setdefault(row["question"], {})[row["on"]] = row["value"]
    return found


def item_counts(form: Form, people: Mapping[str, Said]) -> Counts:
    """What an item counts for with what these people said; their order can't matter."""
    counts = dict(cluster_counts(form, list(people.values())))
    for one, other in combinations(sorted(people), 2):
        for question, amount in pair_amounts(form, people[one], people[other]):
            counts[f"{question} pair {one} {other}"] = amount
    for person, own in people.items():
        for question, category, times in given(form, own):
            counts[f"{question} given {person} {category}"] = (times, 0)
    return counts


def difference(before: Counts, after: Counts) -> Counts:
    """What has to be added to get from one to the other."""
    found = {}
    for key in before.keys() | after.keys():
        (old_n, old_total), (n, total) = before.get(key, NOTHING), after.get(key, NOTHING)
        if (n, total) != (old_n, old_total):
            found[key] = (n - old_n, total - old_total)
    return found


def add(counts: Counts, key: str, amount: Amount, times: int = 1) -> None:
    """Count something so many times."""
    n, total = counts.get(key, NOTHING)
    counts[key] = (n + times * amount[0], total + times * amount[1])


def cluster_counts(form: Form, people: Sequence[Said]) -> Iterator[tuple[str, Amount]]:
    """The patterns of an item's units, for each question that has a coefficient."""
    for question in form.questions:
        if question.measure() is None:
            continue
        judged = [own for own in judgements(question, people) if own]
        if not judged:
            continue
        units: defaultdict[tuple[str, Unit], list[str]] = defaultdict(list)
        for own in judged:
            for unit, category in own.items():
                units[unit].append(written(category))
        shared = any(len(unit) > 1 for unit in units.values())
        yield f"{question.name} cluster {written_cluster(units.values())}", (1, len(judged) if shared else 0)


def pair_amounts(form: Form, one: Said, other: Said) -> Iterator[tuple[str, Amount]]:
    """How much two people judged both, and how alike, for each question where they met."""
    for question in form.questions:
        if question.name in one and question.name in other:
            n, total = _met(question, one, other)
            if n:
                yield question.name, (n, total)


def given(form: Form, own: Said) -> Iterator[tuple[str, str, int]]:
    """(question, category, times) for what one person said."""
    for question in form.questions:
        if question.name in own and question.measure() is not None:
            (judged,) = judgements(question, [own])
            for category, times in Counter(map(written, judged.values())).items():
                yield question.name, category, times


def judgements(question: Question, people: Sequence[Said]) -> list[Judged]:
    """What each person judged. Judgements for either side of the same two things are told for the side that comes
    first by name, among those that anybody chose.
    """
    found = [
        {
            (on, unit): category
            for on, value in own.get(question.name, {}).items()
            for unit, category in question.judgements(value)
        }
        for own in people
    ]
    measure = question.measure()
    if measure is None or not measure.sides:
        return found
    fronts: dict[str, Unit] = {}
    for on, side in {unit for own in found for unit in own}:
        if side:
            fronts[on] = min(side, fronts.get(on, side), key=str)
    return [
        {(on, ""): -category if side and side != fronts[on] else category for (on, side), category in own.items()}  # type: ignore[operator]
        for own in found
    ]


def _met(question: Question, one: Said, other: Said) -> Amount:
    if question.measure() is not None:
        first, second = judgements(question, [one, other])
        shared = first.keys() & second.keys()
        return len(shared), ALIKE * sum(first[unit] == second[unit] for unit in shared)
    mine, theirs = one[question.name], other[question.name]
    alike = [_alike(question, mine[on], theirs[on]) for on in mine.keys() & theirs.keys()]
    known = [round(ALIKE * figure) for figure in alike if figure is not None]
    return len(known), sum(known)


def _alike(question: Question, one: Mapping[str, Any], other: Mapping[str, Any]) -> float | None:
    if comparable(question):
        return similarity(question, one, other)
    return levenshtein_similarity(text_of(one)[:LONGEST], text_of(other)[:LONGEST])


def live_agreement(form: Form, rows: Iterable[tuple[str, int, int]]) -> list[dict[str, Any]]:
    """Every coefficient of each question, as JSON, from sums of `cluster` and `summary` counts; "ac1" with its
    interval, "fleiss", "prevalence" and "confused" are those of single choices and ratings, and null for others.

    "interval_at" is when the width of intervals was worked out, in seconds since 1970, where it is of a summary.
    """
    told: dict[str, list[tuple[str, str, int, int]]] = {question.name: [] for question in form.questions}
    for key, n, total in rows:
        question, figure, what = key.split(" ", 2)
        if question in told:
            told[question].append((figure, what, n, total))
    return [_figures(question, told[question.name]) for question in form.questions]


def _figures(question: Question, rows: list[tuple[str, str, int, int]]) -> dict[str, Any]:
    reader = Reader(question)
    clusters = ((reader.cluster(what), n, total) for figure, what, n, total in rows if figure == "cluster")
    summed = [(what, n, total) for figure, what, n, total in rows if figure == "summary"]
    if not summed:
        tally = Tally(question)
        for cluster in clusters:
            tally.add(*cluster)
        table = label_table(tally) if has_labels(question) else None
        return {**agreement(tally).to_json(), **_labels(table), "interval_at": None}
    summary = empty_summary(question)
    for row in summed:
        summary.read(*row)
    for cluster in clusters:
        summary.add(*cluster)
    return {**summary.agreement().to_json(), **_labels(summary.labels()), "interval_at": summary.made}


def _labels(table: LabelTable | None) -> dict[str, Any]:
    return table.to_json() if table else NO_LABELS


def summary_counts(form: Form, rows: Iterable[tuple[str, int, int]], *, made: int) -> Counts:
    """The `summary` counts of questions from the sums of all their `cluster` counts, which come by question."""
    questions = {question.name: question for question in form.questions}
    counts: Counts = {}
    for name, own in groupby(rows, key=lambda row: row[0].split(" ", 1)[0]):
        if name in questions:
            reader = Reader(questions[name])
            clusters = ((reader.cluster(key.split(" ", 2)[2]), n, total) for key, n, total in own)
            for key, amount in summary_of(questions[name], clusters, made=made).counts():
                counts[f"{name} summary {key}"] = amount
    return counts


def unaided(answers: Answers, aided: Iterable[Sequence[str]]) -> Answers:
    """What of somebody's answers is their own: not where they had seen a suggestion or somebody else's answer."""
    seen = {tuple(place) for place in aided}
    return [row for row in answers if (row["question"], row["on"]) not in seen] if seen else answers
