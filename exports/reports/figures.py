"""The figures of a section, each under what it is of: by these two reports are compared.

Whatever a section learns to tell is compared as soon as it stands here; nothing else knows one kind from another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

Json = Mapping[str, Any]
COUNTS = ("items", "answered", "overlapped", "annotations", "people", "gold", "seconds")
DECIDED = ("decided", "tied", "needs_review")
OF_KINDS = (
    "ac2", "fleiss", "mean_difference", "weighted_kappa", "spearman", "kendall_w", "tau_b", "top", "ties", "circles",
    "exact", "tags", "exact_f1", "overlap_f1", "character_alpha", "class_alpha", "f1_50", "f1_75", "mean_overlap",
    "count_difference", "missing", "extra", "unmatched", "mislabelled", "levenshtein", "chrf",
)  # fmt: skip
"""What questions of some kinds have besides."""
PARTS = ("counts", "questions", "truth", "models", "rates", "scores", "people")
VERDICTS = ("good", "tentative", "low", "pass", "fail", "undecided", "stands_out", "ordinary")
"""What a figure may be called: the level of an alpha, how a rate stands to its threshold, whether a person's figure
stands out.
"""


class Key(NamedTuple):
    """What a figure is of. `about` is a model or an aspect by its name, an automatic score by its name and version, or
    a person by their id; `category` an answer.
    """

    part: str
    figure: str
    question: str = ""
    about: str = ""
    category: str | int | None = None


class Figure(NamedTuple):
    """A figure with its 95% interval and how much lies behind it; what it is called, if it is judged; and the name of
    whatever it is about, where that is not how it is known.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    verdict: str | None = None
    name: str = ""


Figures = Iterator[tuple[Key, Figure]]


def figures_of(section: Json) -> Figures:
    """Every figure of a section that can be held against that of another report, in the order of the report."""
    for name in COUNTS:
        yield Key("counts", name), Figure(section["counts"].get(name))
    for row in section["questions"]:
        yield from _question(row)
        yield from _truth(row)
    if models := section["models"]:
        for question in models["questions"]:
            yield from _board(question)
        for rate in models["rates"]:
            yield from _rate(rate)
        for score in models["scores"]:
            yield from _score(score)
    for person in section["people"]:
        yield from _person(person)


def _question(row: Json) -> Figures:
    own, figures = Key("questions", "", row["question"]), row["figures"]
    level = None if row["level"] == "undefined" else row["level"]
    yield own._replace(figure="alpha"), Figure(row["alpha"], row["low"], row["high"], row["items"], level)
    yield own._replace(figure="ac1"), _estimate(row["ac1"])
    yield own._replace(figure="percent"), Figure(row["percent"])
    for name in OF_KINDS:
        yield own._replace(figure=name), _estimate(figures.get(name))
    for name, value in (figures.get("reply_spans") or {}).items():
        yield own._replace(figure=f"reply_{name.removesuffix('_f1')}"), _estimate(value)
    for aspect in (figures.get("aspects") or {}).values():
        found = Figure(aspect["alpha"], aspect["low"], aspect["high"])
        yield own._replace(figure="alpha", about=aspect["title"]), found
    yield from _categories(own, figures)


def _categories(own: Key, figures: Json) -> Figures:
    """How often each answer was given, and how well people agree on it; of several answers, each label."""
    for name in ("prevalence", "alpha_by_category"):
        values = zip(figures.get("categories") or (), figures.get(name) or (), strict=False)
        for category, value in values:
            yield own._replace(figure=name, category=category), Figure(value)
    for label, found in (figures.get("labels") or {}).items():
        each = own._replace(category=label)
        if isinstance(found, Mapping):
            yield each._replace(figure="prevalence"), Figure(found["share"])
            yield each._replace(figure="alpha_by_category"), Figure(found["alpha"])
        else:
            yield each._replace(figure="f1_by_category"), Figure(found)


def _truth(row: Json) -> Figures:
    """Which shares of what was judged are decided, tied, and wait for somebody; how much of the decided is right."""
    if not (truth := row["truth"]):
        return
    own, judged = Key("truth", "", row["question"]), sum(truth[name] for name in DECIDED)
    for name in DECIDED:
        yield own._replace(figure=name), Figure(truth[name] / judged if judged else None, n=judged)
    yield own._replace(figure="expected_accuracy"), Figure(truth["expected_accuracy"], n=truth["decided"])


def _board(question: Json) -> Figures:
    for each in question["leaderboard"]:
        own = Key("models", "", question["question"], each["model"])
        yield own._replace(figure="strength"), Figure(each["strength"], each["low"], each["high"], each["n"])
        won = Figure(each["win_rate"], each["rate_low"], each["rate_high"], each["n"])
        yield own._replace(figure="win_rate"), won
    for each in question["means"]:
        own = Key("models", "mean", question["question"], each["model"])
        yield own, Figure(each["mean"], each["low"], each["high"], each["n"])


def _rate(rate: Json) -> Figures:
    own = Key("rates", "", rate["question"], rate["model"], rate["category"])
    share = Figure(rate["share"], rate["low"], rate["high"], rate["n"], rate["verdict"])
    yield own._replace(figure="share"), share
    yield own._replace(figure="threshold"), Figure(rate["threshold"])


def _score(score: Json) -> Figures:
    about = "@".join(filter(None, (score["name"], score["version"])))
    own = Key("scores", "", score["against"], about, score["category"])
    yield own._replace(figure="pearson"), Figure(score["pearson"], score["low"], score["high"], score["n"])
    spearman = Figure(score["spearman"], score["spearman_low"], score["spearman_high"], score["n"])
    yield own._replace(figure="spearman"), spearman


def _person(row: Json) -> Figures:
    member = row["member"]
    for each in row["figures"]:
        key = Key("people", each["figure"], each["question"] or "", member["id"])
        verdict = "stands_out" if each["stands_out"] else "ordinary"
        yield key, Figure(each["value"], each["low"], each["high"], each["n"], verdict, member["name"])


def _estimate(found: Any) -> Figure:
    """A figure that a question's kind tells as a number, or with its interval."""
    return Figure(found["value"], found["low"], found["high"]) if isinstance(found, Mapping) else Figure(found)
