"""The item browser's filters on what people said, told as facts that one index finds items by.

Which facts there are, and that they are of people's own answers alone, says `annotation.agreement.facts`. All such
filters of a query are one search. Only what named people said is read from their answers.
"""

import json
import re
from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any, LiteralString
from uuid import UUID

from django.db import connection

from annotation.agreement.evaluation import said_within
from annotation.agreement.facts import Fact, Option, any_of, divided, periods
from annotation.forms.kinds.choice import OTHER
from annotation.forms.problems import unstorable
from annotation.models import Project
from annotation.queries.browse_models import read_said, read_won
from annotation.queries.forms import current_form
from annotation.queries.heard import INDEPENDENT

Sought = Callable[[Project], list[Fact]]
"""Facts of a project, of which an item must have one."""

# Two can only differ on an item whose people do not agree in everything; answers are taken apart where they hold one
# of the options at all.
SAID_BY: LiteralString = f"""
SELECT n.item_id FROM annotation_annotation n JOIN annotation_item i ON i.id = n.item_id
CROSS JOIN LATERAL jsonb_array_elements(coalesce(n.independent_answers, n.answers)) said
CROSS JOIN LATERAL (SELECT jsonb_path_exists(said -> 'value', %(one)s::jsonpath) AS one,
                           jsonb_path_exists(said -> 'value', %(other)s::jsonpath) AS other) chose
WHERE n.project_id = %(project)s AND {INDEPENDENT} AND i.state <> 'gold'
  AND (i.agreement < 1 OR NOT %(differ)s) AND said ->> 'question' = %(question)s
  AND coalesce(n.independent_answers, n.answers) @> ANY (%(either)s::jsonb[])
  AND n.member_id = ANY (%(people)s::uuid[])
  AND NOT n.aided @> jsonb_build_array(jsonb_build_array(said ->> 'question', said ->> 'on'))
GROUP BY n.item_id, said ->> 'on'
HAVING bool_or(chose.one) AND bool_or(chose.other)
  AND count(DISTINCT n.member_id) FILTER (WHERE chose.one OR chose.other) >= %(voices)s
LIMIT %(most)s
"""


def facts_sought(project: Project, query: dict[str, str]) -> str:
    """A PostgreSQL tsquery for items that have what each of these filters asks for; "" for none."""
    return " & ".join(any_of(project.pk, FACTS[name](text)(project)) for name, text in query.items())


def items_said_by(project: Project, text: str, people: Collection[UUID], *, most: int) -> list[UUID]:
    """Items about which one of these people said one thing, or two of them two things, up to `most`."""
    question, *chosen = read_options(text)
    one, other = chosen[0], chosen[-1]
    values: dict[str, Any] = {
        "project": project.pk,
        "question": question,
        "one": _path_to(one),
        "other": _path_to(other),
        "either": [_answer_with(question, option) for option in {one, other}],
        "differ": one != other,
        "voices": len(chosen),
        "people": list(people),
        "most": most,
    }
    with connection.cursor() as cursor:
        cursor.execute(SAID_BY, values)
        return [item_id for (item_id,) in cursor.fetchall()]


def read_options(text: str) -> list[Any]:
    """A question and one or two of its options; raises ValueError."""
    given: Any
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, list) or len(given) not in (2, 3) or not _is_storable(given[0]):
        raise ValueError("A JSON list of a question and one or two of its options.")
    if not all(type(option) is int or option == OTHER or _is_storable(option) for option in given[1:]):
        raise ValueError("Options are texts or whole numbers.")
    return given


def _said(text: str) -> Sought:
    question, *chosen = read_options(text)
    fact = ("said", question, *chosen) if len(chosen) == 1 else divided(question, *chosen)
    return lambda _: [fact]


def _judged(text: str) -> Sought:
    said = read_said(text)

    def sought(project: Project) -> list[Fact]:
        """A rating's category is several points; only questions about responses have any."""
        asked = current_form(project).question(said.question)
        options: Sequence[Option] = said_within(asked, said.category) if asked and asked.scope == "responses" else []
        return [("judged", said.question, option, said.model) for option in options]

    return sought


def _won(text: str) -> Sought:
    won = read_won(text)
    return lambda _: [("won", *won)]


def _answered(text: str) -> Sought:
    day = r"\d{4}-\d\d-\d\d"
    match = re.fullmatch(rf"({day})|({day})?\.\.({day})?", text, re.ASCII)
    if match is None or text == "..":
        raise ValueError("A day, or a range of days such as 2026-01-31..2026-02-28, 2026-01-31.. or ..2026-02-28.")
    only, *ends = match.groups()
    try:
        first, last = (date.fromisoformat(only or end) if only or end else None for end in ends)
    except ValueError:
        raise ValueError("There is no such day.") from None
    facts = list(periods(first, last))
    return lambda _: facts


FACTS: dict[str, Callable[[str], Sought]] = {"said": _said, "judged": _judged, "won": _won, "answered": _answered}
"""Each filter by its name; raises ValueError with what is wrong in a text."""


def _is_storable(part: object) -> bool:
    return isinstance(part, str) and not unstorable(part)


def _answer_with(question: str, option: Option) -> str:
    """Answers hold this where somebody chose the option; of another text, where they answered at all."""
    chosen = [] if option == OTHER else [option]
    value: dict[str, Any] = {"rating": option} if isinstance(option, int) else {"choices": chosen}
    return json.dumps([{"question": question, "value": value}])


def _path_to(option: Option) -> str:
    """Where a value has this option: a choice, the other text of one, or a point of a scale."""
    if option == OTHER:
        return "$.other"
    return f"$.rating ? (@ == {option})" if isinstance(option, int) else f"$.choices[*] ? (@ == {json.dumps(option)})"
