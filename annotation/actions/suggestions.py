"""Suggestions: kept for an item, and what became of them in people's hands."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection
from uuid_utils.compat import uuid7

from accounts.actions.events import record_event
from accounts.models import Member
from accounts.refusals import Invalid
from accounts.tenancy import current_organisation_id
from annotation.forms import Blinded, Form, Problem, Sizes, answer_problems, asset_ids, canonical_answers, targets
from annotation.imports.suggestions import MOST_SUGGESTIONS, ProposedAnswers
from annotation.models import Assignment, Item, Suggestion
from annotation.queries.assets import image_sizes, missing_assets
from annotation.queries.forms import current_form
from annotation.queries.suggestions import HANDLE

LONGEST_SUGGESTION = 2 * 1024 * 1024
"""In bytes of JSON."""

# The items are locked, so nobody else gives out their numbers.
KEEP = """
INSERT INTO annotation_suggestion AS kept
  (id, organisation_id, project_id, item_id, number, agent, score, answers, created_at)
SELECT n.id, %(organisation)s, %(project)s, n.item_id,
  coalesce((SELECT max(s.number) FROM annotation_suggestion s
            WHERE s.organisation_id = %(organisation)s AND s.item_id = n.item_id), 0)
  + row_number() OVER (PARTITION BY n.item_id ORDER BY n.place),
  n.agent, n.score, n.answers::jsonb, %(at)s
FROM unnest(%(ids)s::uuid[], %(items)s::uuid[], %(agents)s::text[], %(scores)s::float8[], %(answers)s::text[])
  WITH ORDINALITY AS n (id, item_id, agent, score, answers, place)
ON CONFLICT (organisation_id, item_id, agent) DO UPDATE
SET score = excluded.score, answers = excluded.answers, created_at = excluded.created_at
WHERE (kept.score, kept.answers) IS DISTINCT FROM (excluded.score, excluded.answers)
RETURNING item_id
"""


def suggest(*, item: Item, proposed: ProposedAnswers, by: Member, at: datetime) -> Suggestion:
    """Keep what an agent proposes for an item, instead of what it proposed before; `item` is locked by the caller.

    Raises `Invalid` with pointers into the request, such as `/answers/0/value`.
    """
    form = current_form(item.project)
    sizes = image_sizes(item.project_id, item.content)
    if problems := list(suggestion_problems(form, item.content, proposed, sizes)):
        raise Invalid(problems=problems)
    if missing := missing_assets(item.project, asset_ids(form, proposed.answers)):
        raise Invalid(problems=[Problem("/answers", f"name {asset}, {NO_IMAGE}") for asset in sorted(missing)])
    others = Suggestion.objects.filter(item=item).exclude(agent=proposed.agent)
    if others.count() >= MOST_SUGGESTIONS:
        raise Invalid(problems=[Problem("/agent", f"{MOST_SUGGESTIONS} agents have suggested something already.")])
    keep_suggestions(item.project_id, form, [(item.pk, item.content, proposed)], at=at)
    suggestion = Suggestion.objects.get(item=item, agent=proposed.agent)
    record_event("suggestion.made", subject=suggestion, actor=by, at=at, item=str(item.pk), agent=proposed.agent)
    return suggestion


NO_IMAGE = "which is no verified image of this project"


def suggestion_problems(
    form: Form, content: Mapping[str, Any], proposed: ProposedAnswers, sizes: Sizes | None = None
) -> Iterator[Problem]:
    """What keeps proposed answers from standing in a draft; whether the images they name exist is asked elsewhere."""
    if len(orjson.dumps(proposed.answers)) > LONGEST_SUGGESTION:
        yield Problem("/answers", f"has more than {LONGEST_SUGGESTION} bytes")
    else:
        yield from answer_problems(form, content, proposed.answers, complete=False, sizes=sizes)


def keep_suggestions(
    project_id: UUID, form: Form, rows: Sequence[tuple[UUID, Mapping[str, Any], ProposedAnswers]], *, at: datetime
) -> Collection[UUID]:
    """Keep valid suggestions of items (id, content, what is proposed), which the caller has locked; the items whose
    suggestions this has changed.
    """
    if not rows:
        return ()
    values: dict[str, Any] = {
        "organisation": current_organisation_id(),
        "project": project_id,
        "at": at,
        "ids": [uuid7() for _ in rows],
        "items": [item_id for item_id, _, _ in rows],
        "agents": [proposed.agent for _, _, proposed in rows],
        "scores": [proposed.score for _, _, proposed in rows],
        "answers": [
            orjson.dumps(canonical_answers(form, content, proposed.answers)).decode() for _, content, proposed in rows
        ],
    }
    with connection.cursor() as cursor:
        cursor.execute(KEEP, values)
        return {item_id for (item_id,) in cursor.fetchall()}


def outcomes(
    assignment: Assignment, form: Form, shown: Blinded, given: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """What a person did with each suggestion they saw, to be kept: in the item's own ids, with agent and score.

    Raises `Invalid` with pointers into the request.
    """
    if not given:
        return []
    known = {f"{HANDLE}{row.number}": row for row in Suggestion.objects.filter(item_id=assignment.item_id)}
    found: list[Problem] = []
    places: set[tuple[str, str, str]] = set()
    kept = []
    for index, entry in enumerate(given):
        handle, name, on = entry["id"], entry["question"], entry["on"]
        question = form.question(name)
        if handle not in known:
            found.append(Problem(f"/suggestions/{index}/id", "is no suggestion for this item"))
        elif question is None:
            found.append(Problem(f"/suggestions/{index}/question", "is not a question of this form"))
        elif on not in targets(question.scope, shown.content):
            found.append(Problem(f"/suggestions/{index}/on", f"is nothing that {name!r} asks about"))
        elif (handle, name, on) in places:
            found.append(Problem(f"/suggestions/{index}", "stands a second time"))
        else:
            places.add((handle, name, on))
            row = known[handle]
            said = {"suggestion": str(row.pk), "agent": row.agent, "score": row.score}
            kept.append({**said, "question": name, "on": shown.own.get(on, on), "outcome": entry["outcome"]})
    if found:
        raise Invalid(problems=found)
    return kept
