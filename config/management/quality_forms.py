"""Forms of every kind of question that `bench_quality` measures, and people who answer them, in SQL.

A person says what is right of an item, which goes by its position, or with the chance `%(noise)s` anything at all: 1
makes all answers independent, which is the worst case, because hardly two items then have the same pattern.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from annotation.forms import Form, parse_form

LETTERS = "abcdefghij"


@dataclass(frozen=True)
class Asked:
    """A question, and the SQL of somebody's answer rows to it, of the item `i` and the assignment `a`."""

    question: dict[str, Any]
    rows: str


@dataclass(frozen=True)
class Answered:
    """A form, how many responses an item shows, and the SQL of somebody's answers."""

    form: Form
    responses: int
    answers: str


def _options(values: Any) -> list[dict[str, Any]]:
    return [{"value": value, "title": str(value)} for value in values]


def _row(question: str, value: str, on: str = "'item'") -> str:
    return f"jsonb_build_object('question', '{question}', 'on', {on}, 'value', {value})"


def _number(different: int, right: str = "i.position") -> str:
    """A number from 0, the right one or any."""
    return f"(CASE WHEN random() < %(noise)s THEN floor(random() * {different})::int ELSE {right} %% {different} END)"


def choice(different: int) -> Asked:
    """One of so many options."""
    values = [f"v{number}" for number in range(different)]
    told = f"jsonb_build_object('choices', jsonb_build_array('v' || {_number(different)}))"
    question = {"name": "kind", "kind": "choice", "title": "Kind", "options": _options(values)}
    return Asked(question, f"jsonb_build_array({_row('kind', told)})")


def rating(points: int) -> Asked:
    """A point of a scale, of the item."""
    question = {"name": "stars", "kind": "rating", "title": "Stars", "options": _options(range(1, points + 1))}
    told = f"jsonb_build_object('rating', 1 + {_number(points)})"
    return Asked(question, f"jsonb_build_array({_row('stars', told)})")


def ratings(points: int, responses: int) -> Asked:
    """A point of a scale of each response: units of an item are as many."""
    question = {"name": "each", "kind": "rating", "title": "Each", "scope": "responses"}
    value = f"jsonb_build_object('rating', 1 + {_number(points, '(i.position + k)')})"
    row = _row("each", value, "'responses.' || chr(96 + k)")
    rows = f"(SELECT jsonb_agg({row}) FROM generate_series(1, {responses}) k WHERE a.id IS NOT NULL)"
    return Asked({**question, "options": _options(range(1, points + 1))}, rows)


def ranking(responses: int) -> Asked:
    """An order of responses, with ties."""
    score = _number(responses, "(i.position + k)")
    rows = f"""(SELECT jsonb_build_array({_row("order", "jsonb_build_object('ranks', jsonb_agg(rank ORDER BY score))")})
      FROM (SELECT score, jsonb_agg(response) AS rank FROM (
        SELECT chr(96 + k) AS response, {score} AS score FROM generate_series(1, {responses}) k WHERE a.id IS NOT NULL
      ) AS each GROUP BY score) AS ranks)"""
    return Asked({"name": "order", "kind": "ranking", "title": "Order", "ties": True}, rows)


def preference(strengths: int) -> Asked:
    """One of two responses, so much better, or neither."""
    question = {
        "name": "better",
        "kind": "preference",
        "title": "Better",
        "strengths": _options(range(1, strengths + 1)),
    }
    value = f"""CASE WHEN said = {strengths} THEN '{{"preferred": null, "reason": "tie"}}'::jsonb
      ELSE jsonb_build_object('preferred', CASE WHEN said < {strengths} THEN 'a' ELSE 'b' END,
                              'strength', abs(said - {strengths})) END"""
    rows = f"""(SELECT jsonb_build_array({_row("better", value)})
      FROM (SELECT {_number(2 * strengths + 1)} AS said WHERE a.id IS NOT NULL) AS each)"""
    return Asked(question, rows)


def several(labels: int) -> Asked:
    """A set of labels: each is there or not, and the first one where none is."""
    question = {"name": "labels", "kind": "choice", "title": "Labels", "multiple": True}
    values = list(LETTERS[:labels])
    there = f"{_number(2, '(i.position / (1 << (k - 1)))')} = 1"
    chosen = f"""coalesce((SELECT jsonb_agg(chr(96 + k)) FROM generate_series(1, {labels}) k
      WHERE a.id IS NOT NULL AND {there}), '["a"]'::jsonb)"""
    value = f"jsonb_build_object('choices', {chosen})"
    return Asked({**question, "options": _options(values)}, f"jsonb_build_array({_row('labels', value)})")


def _asking(*asked: Asked, responses: int = 0) -> Answered:
    form = {
        "version": 1,
        "shows": ["prompt", "responses"] if responses else ["text"],
        "questions": [each.question for each in asked],
    }
    return Answered(parse_form(form), responses, " || ".join(each.rows for each in asked))


FORMS = {
    "choice": _asking(choice(5)),
    "options": _asking(choice(20)),
    "rating": _asking(rating(7)),
    "ratings": _asking(ratings(7, 4), responses=4),
    "ranking": _asking(ranking(4), responses=4),
    "ranking6": _asking(ranking(6), responses=6),
    "preference": _asking(preference(3), responses=2),
    "several": _asking(several(8)),
    "many": _asking(choice(5), ratings(7, 4), ranking(4), several(8), responses=4),
}
"""By what `bench_quality --form` calls them."""
