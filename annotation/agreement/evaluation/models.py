"""Every figure of the models that stand behind a project's responses.

What is compared, and from how much on: decision 0018.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Literal

from annotation.agreement.contests import Z
from annotation.agreement.evaluation.averages import Average, Averages, difference
from annotation.agreement.evaluation.correlations import Correlations, Scores, said_by_rating
from annotation.agreement.evaluation.rates import Rates, Row, Shares, rated_categories
from annotation.agreement.evaluation.versions import split_version, successive
from annotation.agreement.figures import Answered
from annotation.agreement.figures.duels import RESPONSES, Duel, Leanings, Matches, Met, Standing, compares, duels
from annotation.agreement.heard import Heard
from annotation.agreement.reasons import Code, Reason, reason_json
from annotation.forms import Form, Question
from annotation.forms.kinds import Rating

Period = Literal["week", "month"]


def begin_of(period: Period, at: datetime) -> date:
    """The Monday, or the first of the month."""
    day = at.date()
    return day.replace(day=1) if period == "month" else day - timedelta(days=day.weekday())


class ModelFigures:
    """Hears of every item of a project once and then tells how its models stand; gold tells of people, not of models.

    Intervals are 95% and of items, not of judgements: what people say of the same item is not independent.
    """

    def __init__(self, form: Form, *, by: Period = "week") -> None:
        self._comparing = [Comparing(question, by) for question in form.questions if compares(question)]
        self._rates = [Rates(question) for question in form.questions if rated_categories(question)]
        self._correlations = {question.name: Correlations(question) for question in form.questions}
        self._models: set[str] = set()

    def hear(self, heard: Heard, scores: Scores | None = None) -> None:
        """One more item, with the automatic scores of its responses."""
        if heard.gold or heard.again:
            return
        self._models.update(heard.models.values())
        when = {given.person: given.at for given in heard.given}
        for comparing in self._comparing:
            met, rated = comparing.hear(heard.answered(comparing.question.name), when)
            if scores and comparing.question.compares:
                self._correlations[comparing.question.name].hear_duels(scores, met)
            elif scores:
                self._correlations[comparing.question.name].hear(scores, {None: rated})
        for rates in self._rates:
            shares = rates.hear(heard.answered(rates.question.name))
            if scores and not isinstance(rates.question, Rating):
                self._correlations[rates.question.name].hear(scores, _by_category(shares))

    def figures(self) -> dict[str, Any]:
        """As JSON. `rates` have no verdicts yet: see `judged`."""
        return {
            "models": [_named(model) for model in sorted(self._models)],
            "questions": [comparing.to_json() for comparing in self._comparing],
            "rates": [row for rates in self._rates for row in rates.rows()],
            "rate_changes": [row for rates in self._rates for row in rates.changes()],
            "scores": [row for correlations in self._correlations.values() for row in correlations.rows()],
        }


def _named(model: str) -> dict[str, str]:
    name, version = split_version(model)
    return {"model": model, "name": name, "version": version}


class Comparing:
    """Of one question that compares responses: contests of models, in all and by period, and mean ratings."""

    def __init__(self, question: Question, by: Period) -> None:
        self.question = question
        self._by = by
        self._matches, self._leanings, self._means = Matches(), Leanings(), Averages()
        self._means_of: defaultdict[date, defaultdict[str, Average]] = defaultdict(lambda: defaultdict(Average))

    def hear(self, answered: Answered, when: Mapping[str, datetime]) -> tuple[list[Duel], dict[str, float]]:
        """One more item, and when people answered; the comparisons that they made, and its responses' mean ratings."""
        met = list(duels(self.question, answered))
        begin = {person: begin_of(self._by, when[person]) for person in answered.values}
        contests: defaultdict[Hashable, list[Met]] = defaultdict(list)
        models = answered.models
        for duel in met:
            contest = (models.get(duel.better, ""), models.get(duel.worse, ""), duel.decided)
            contests[begin[duel.person]].append(contest)
        self._leanings.hear(answered, met)
        self._matches.hear_periods(contests)
        rated = self._hear_ratings(answered, begin) if isinstance(self.question, Rating) else {}
        return met, rated

    def _hear_ratings(self, answered: Answered, begin: Mapping[str, date]) -> dict[str, float]:
        rated = said_by_rating(answered.values.values(), RESPONSES)
        by_model = _by_model(rated, answered.models)
        self._means.hear(by_model)
        periods = set(begin.values())
        for period in periods:
            if len(periods) > 1:
                own = [values for person, values in answered.values.items() if begin[person] == period]
                by_model = _by_model(said_by_rating(own, RESPONSES), answered.models)
            for model, ratings in by_model.items():
                for rating in ratings:
                    self._means_of[period][model].add(rating)
        return rated

    def to_json(self) -> dict[str, Any]:
        """The question's row."""
        standing = self._matches.standing()
        return {
            "question": self.question.name,
            "kind": self.question.kind,
            "title": self.question.title,
            "reason": reason_json(_reason(standing)),
            "leaderboard": standing.rows() if standing else [],
            "wins": standing.wins.astype(int).tolist() if standing else [],
            "ties": standing.ties.astype(int).tolist() if standing else [],
            "means": _mean_rows(self._means.of),
            "over_time": list(self._over_time(standing)),
            "lean": self._leanings.to_json(),
            "changes": [*(_changes(standing) if standing else ()), *_changes_of_means(self._means)],
        }

    def _over_time(self, overall: Standing | None) -> Iterator[Row]:
        """Each period by itself. Strengths are relative, and not every period has the same models: those of a period
        have the mean that the same models have overall.
        """
        for period in sorted({*self._matches.periods(), *self._means_of}):
            standing = self._matches.standing(period)
            means = _mean_rows(self._means_of.get(period, {}))
            if standing or means:
                models = _shifted(standing, overall) if standing and overall else []
                yield {"from": period.isoformat(), "models": models, "means": means}


def _reason(standing: Standing | None) -> Reason | None:
    """Why strengths are missing or say less than they seem to."""
    if standing is None:
        return Reason(Code.NO_CONTESTS)
    return None if standing.connected else Reason(Code.NOT_CONNECTED)


def _shifted(standing: Standing, overall: Standing) -> list[Row]:
    strength = dict(zip(overall.names, overall.strengths.strength.tolist(), strict=True))
    shift = sum(strength[name] for name in standing.names) / len(standing.names)
    return [
        {"model": row["model"], **{name: row[name] + shift for name in ("strength", "low", "high")}, "n": row["n"]}
        for row in standing.rows()
    ]


def _changes(standing: Standing) -> Iterator[Row]:
    """From each version of a model to the next, in strength: the logarithm of the odds that the later one wins."""
    places = {name: place for place, name in enumerate(standing.names)}
    for before, after in successive(standing.names):
        apart, error = standing.strengths.against(places[before])
        change, reach = float(apart[places[after]]), Z * float(error[places[after]])
        yield _change(
            "strength", before, after, change, change - reach, change + reach,
            standing.contests_of(places[before], places[after]),
        )  # fmt: skip


def _changes_of_means(means: Averages) -> Iterator[Row]:
    """From each version of a model to the next, in mean rating."""
    for before, after in successive(means.of):
        one, other = means.of[before], means.of[after]
        around, around_after = one.interval(), other.interval()
        if around and around_after:
            found = difference(one.mean, around, other.mean, around_after, means.correlation(before, after))
            yield _change("mean", before, after, found.value, found.low, found.high, one.n + other.n)


def _change(measure: str, before: str, after: str, value: float, low: float, high: float, n: int) -> Row:
    return {
        "measure": measure,
        "from_model": before,
        "to_model": after,
        "difference": value,
        "low": low,
        "high": high,
        "n": n,
    }


def _by_model(rated: Mapping[str, float], models: Mapping[str, str]) -> dict[str, list[float]]:
    """{model: the mean rating of each of its responses}"""
    found: defaultdict[str, list[float]] = defaultdict(list)
    for response, rating in rated.items():
        if model := models.get(response):
            found[model].append(rating)
    return found


def _by_category(shares: Shares) -> dict[str | None, dict[str, float]]:
    """{category: {response: the share of people who say so}}"""
    said: defaultdict[str | None, dict[str, float]] = defaultdict(dict)
    for response, own in shares.items():
        for category, share in own.items():
            said[category][response] = share
    return said


def _mean_rows(means: Mapping[str, Average]) -> list[Row]:
    """Best first; an interval of one response alone is unknown."""
    rows = []
    for model, average in sorted(means.items(), key=lambda row: (-row[1].mean, row[0])):
        low, high = average.interval() or (None, None)
        rows.append({"model": model, "mean": average.mean, "low": low, "high": high, "n": average.n})
    return rows
