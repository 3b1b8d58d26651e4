"""A pass over a project for the figures of its questions, people and models: each item with what people said on their
own.

One query, read by a cursor of the caller's transaction as it goes, so that memory stays the same however large the
project is and all figures of a report are of one moment.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, LiteralString

import orjson
from django.db import connection
from django.db.models import Q

from annotation.agreement.heard import Given, Heard
from annotation.agreement.live import unaided
from annotation.forms import Answers, Content, Scope
from annotation.forms.searching import shown_texts
from annotation.forms.target import Targets, text_of
from annotation.models import Annotation, Project

CHUNK = 200
"""Items that are in memory together."""

INDEPENDENT: LiteralString = "(n.withdrawn_at IS NULL OR n.verdict = 'returned' AND n.independent_answers IS NOT NULL)"
"""Of an annotation `n`: whether it counts, or was returned and not answered again yet. What was answered after somebody
had judged it is not heard: `coalesce(n.independent_answers, n.answers)` is what the author said before; nor is what
they said with help, which is `n.aided`.
"""

# Documents come as text: they are read once, by the fastest reader there is.
ITEMS: LiteralString = f"""
SELECT i.id::text, i.external_id, i.position, i.state, i.agreement, i.prompt_key, i.provenance ->> 'again',
  i.content::text, coalesce(given.rows, '[]')
FROM annotation_item i
LEFT JOIN LATERAL (
  SELECT json_agg(json_build_array(n.id, n.member_id, coalesce(n.independent_answers, n.answers),
    extract(epoch FROM n.submitted_at), n.seconds, n.form_version, n.number, a.shown,
    CASE WHEN i.state = 'gold' THEN (SELECT avg(m.score) FROM annotation_goldmark m WHERE m.annotation_id = n.id) END,
    n.aided) ORDER BY n.id)::text AS rows
  FROM annotation_annotation n JOIN annotation_assignment a ON a.id = n.assignment_id
  WHERE n.organisation_id = i.organisation_id AND n.project_id = i.project_id AND n.item_id = i.id AND {INDEPENDENT}
    AND (%(since)s::timestamptz IS NULL OR n.submitted_at >= %(since)s)
    AND (%(until)s::timestamptz IS NULL OR n.submitted_at < %(until)s)
) given ON true
WHERE i.project_id = %(project)s AND (%(whole)s OR given.rows IS NOT NULL)
ORDER BY i.position
"""


def independent() -> Q:
    """The same of annotations: those that count, and those that were returned and not answered again yet."""
    return Q(withdrawn_at=None) | Q(verdict="returned", independent_answers__isnull=False)


def own_answers(annotation: Annotation) -> Answers:
    """What the author said before anybody judged it, without what they had been shown an answer to."""
    given = annotation.answers if annotation.independent_answers is None else annotation.independent_answers
    return unaided(given, annotation.aided)


def heard_items(
    project: Project, *, since: datetime | None = None, until: datetime | None = None, whole: bool = False
) -> Iterator[Heard]:
    """The project's items by position, with the independent answers that were submitted in this time (`until` is the
    first moment after it); only items that have such answers, unless the `whole` project is asked for.

    Gold is among them and says so. Needs a transaction.
    """
    values = {"project": project.pk, "since": since, "until": until, "whole": whole}
    with connection.chunked_cursor() as cursor:
        cursor.execute(ITEMS, values)
        while rows := cursor.fetchmany(CHUNK):
            yield from map(_heard, rows)


def _heard(row: tuple[Any, ...]) -> Heard:
    item, external_id, position, state, agreement, prompt_key, again, content, given = row
    return Heard(
        item=item,
        external_id=external_id,
        position=position,
        given=[_given(*each) for each in orjson.loads(given)],
        state=state,
        agreement=agreement,
        **of_content(orjson.loads(content)),
        prompt_key=prompt_key,
        gold=state == "gold",
        again=again or "",
    )


def of_content(content: Content) -> dict[str, Any]:
    """What `Heard` knows of an item's content."""
    responses = content.get("responses", ())
    return {
        "models": {response["id"]: response["model"] for response in responses if response.get("model")},
        "lengths": {response["id"]: len(text_of(response)) for response in responses},
        "texts": _lengths(content),
        "characters": sum(map(len, shown_texts(content))),
    }


def _given(annotation: str, person: str, answers: Answers, at: float, seconds: int, *more: Any) -> Given:
    form_version, number, shown, gold, aided = more
    return Given(
        annotation=annotation,
        person=person,
        answers=unaided(answers, aided),
        at=datetime.fromtimestamp(at, UTC),
        seconds=seconds,
        form_version=form_version,
        shown=shown or (),
        number=number,
        gold=gold,
    )


def _lengths(content: Content) -> dict[str, int]:
    """The characters of every text that spans can be marked on."""
    marked: tuple[Scope, ...] = ("text", "prompt", "messages", "context", "responses")
    found = Targets(content)
    return {on: len(target.text) for scope in marked for on, target in found.of(scope).items()}
