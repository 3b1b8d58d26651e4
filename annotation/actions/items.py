"""Putting items into a project, with the open places that people will take.

One way in for the API and for imports, so that nothing is ever stored that does not fit the project's form.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import orjson
from django.db import connection
from uuid_utils.compat import uuid7

from accounts.actions.events import record_event
from accounts.models import Member
from accounts.refusals import Invalid
from accounts.tenancy import current_organisation_id
from annotation.actions.suggestions import keep_suggestions, suggestion_problems
from annotation.forms import Form, Problem, asset_ids, canonical_answers, content_problems, image_ids
from annotation.forms.problems import unstorable
from annotation.forms.prompts import prompt_key
from annotation.forms.searching import scope_of, search_document
from annotation.imports import ItemRow
from annotation.imports.suggestions import ProposedAnswers, read_suggestions
from annotation.models import Project, Suggestion
from annotation.queries.assets import image_sizes, missing_assets
from annotation.queries.forms import form_at

MOST_ITEMS_AT_ONCE = 1000
LONGEST_EXTERNAL_ID = 255
LONGEST_METADATA = 64 * 1024
"""In bytes of JSON."""
HAS_WORK = "people have worked on this item, so it was not changed"


NewItem = ItemRow
"""An item as it comes from outside: the importer's own id, what is shown, and what is only kept."""


Also = Callable[[Form, NewItem], Iterable[Problem]]
"""What else may be wrong with a row whose item is right."""


class Fate(StrEnum):
    """What became of one row."""

    CREATED = "created"
    UPDATED = "updated"
    SKIPPED = "skipped"
    """The project has exactly this item already."""
    REFUSED = "refused"


@dataclass(slots=True)
class Outcome:
    """What became of one row, and why it was refused; pointers go into the row (`/content/prompt/text`)."""

    fate: Fate = Fate.REFUSED
    item_id: UUID | None = None
    problems: list[Problem] = field(default_factory=list)
    proposed: list[ProposedAnswers] = field(default_factory=list)
    before: dict[str, Any] | None = None
    """The content and metadata that an update replaces, where they were looked up for a preview."""


def add_items(
    *, project: Project, rows: Sequence[NewItem], by: Member, at: datetime, copies: Mapping[int, int] | None = None
) -> list[Outcome]:
    """Put all the rows into a project, or none; one outcome for each item, none of them refused.

    `copies` says how often a row (by its place) goes in, under its external id and `-1`, `-2`, …: so many people can
    write to the same brief. Raises `Invalid` with pointers such as `/items/3/content/responses`.
    """
    copied = list(_copied(rows, copies or {}))
    if len(copied) > MOST_ITEMS_AT_ONCE and copies:
        raise Invalid("Nothing was added.", [Problem("/items", f"make more than {MOST_ITEMS_AT_ONCE} items")])
    outcomes = place_items(project, [row for _, row in copied], at=at)
    first: dict[str, int] = {}
    problems: dict[Problem, None] = {}
    for (number, row), outcome in zip(copied, outcomes, strict=True):
        found = outcome.problems
        if (earlier := first.setdefault(row.external_id, number)) != number:
            found = [*found, Problem("/external_id", f"stands already at /items/{earlier}")]
        problems |= {Problem(f"/items/{number}{problem.pointer}", problem.detail): None for problem in found}
    if problems:
        raise Invalid("Nothing was added.", problems)
    fates = [outcome.fate for outcome in outcomes]
    record_event(
        "items.added",
        subject=project,
        actor=by,
        at=at,
        project_id=project.pk,
        created=fates.count(Fate.CREATED),
        updated=fates.count(Fate.UPDATED),
        skipped=fates.count(Fate.SKIPPED),
    )
    return outcomes


def _copied(rows: Sequence[NewItem], copies: Mapping[int, int]) -> Iterator[tuple[int, NewItem]]:
    """The rows and their copies, each with the place of its row."""
    for number, row in enumerate(rows):
        if number in copies:
            for copy in range(1, copies[number] + 1):
                yield number, replace(row, external_id=f"{row.external_id}-{copy}")
        else:
            yield number, row


def place_items(project: Project, rows: Sequence[NewItem], *, at: datetime, also: Also | None = None) -> list[Outcome]:
    """Put those rows into a project that can be: new ones with their open places, changed ones if nobody has worked on
    them yet. One outcome for each row. Of rows with the same external id the first one counts, the others are refused,
    and so are those in which `also` finds problems.
    """
    form = lock_project(project)
    outcomes, good = _check(project, form, rows, also)
    _create(project, rows, outcomes, good, at=at)
    _compare(project, rows, outcomes, [index for index in good if outcomes[index].item_id is None])
    _keep_suggestions(project, form, rows, outcomes, at=at)
    return outcomes


def foresee_items(project: Project, form: Form, rows: Sequence[NewItem], *, also: Also | None = None) -> list[Outcome]:
    """What would become of the rows if they were put into the project now, under this form; nothing is written or
    locked. An update carries what is there before.
    """
    outcomes, good = _check(project, form, rows, also)
    for index in good:
        outcomes[index].fate = Fate.CREATED
    index_of = {rows[index].external_id: index for index in good}
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [current_organisation_id(), project.pk, list(index_of)])
        changed = [index_of[row[1]] for row in cursor.fetchall() if _foresee_known(rows, outcomes, index_of, row)]
    _refuse_worked_on(outcomes, changed)
    _foresee_suggestions(form, rows, outcomes)
    return outcomes


def _foresee_known(
    rows: Sequence[NewItem], outcomes: Sequence[Outcome], index_of: Mapping[str, int], known: Sequence[Any]
) -> bool:
    """Compare a row with the item that is there; whether it would change it."""
    item_id, external_id, content, metadata = known
    row, outcome = rows[index_of[external_id]], outcomes[index_of[external_id]]
    outcome.item_id, outcome.fate = item_id, Fate.SKIPPED
    if _same(row.content, content) and _same(row.metadata, metadata):
        return False
    outcome.fate = Fate.UPDATED
    outcome.before = {"content": orjson.loads(content), "metadata": orjson.loads(metadata)}
    return True


def _foresee_suggestions(form: Form, rows: Sequence[NewItem], outcomes: Sequence[Outcome]) -> None:
    """An item that is there already is changed by other suggestions too."""
    suggested = {
        outcome.item_id: (row, outcome)
        for row, outcome in zip(rows, outcomes, strict=True)
        if outcome.item_id is not None and outcome.fate == Fate.SKIPPED and outcome.proposed
    }
    if not suggested:
        return
    kept = {
        (item_id, agent): (score, answers)
        for item_id, agent, score, answers in Suggestion.objects.filter(item_id__in=list(suggested)).values_list(
            "item_id", "agent", "score", "answers"
        )
    }
    for item_id, (row, outcome) in suggested.items():
        proposed = {
            (item_id, each.agent): (each.score, canonical_answers(form, row.content, each.answers))
            for each in outcome.proposed
        }
        if any(kept.get(key) != value for key, value in proposed.items()):
            outcome.fate = Fate.UPDATED


def _check(project: Project, form: Form, rows: Sequence[NewItem], also: Also | None) -> tuple[list[Outcome], list[int]]:
    """What is wrong with each row, and the indexes of those that can go in."""
    outcomes = [Outcome(problems=list(shape_problems(row, form))) for row in rows]
    _read_suggestions(project, form, rows, outcomes)
    _find_images(project, form, rows, outcomes)
    for row, outcome in zip(rows, outcomes, strict=True) if also else ():
        if also and not outcome.problems:
            outcome.problems.extend(also(form, row))
    return outcomes, _first_good(rows, outcomes)


def _read_suggestions(project: Project, form: Form, rows: Sequence[NewItem], outcomes: Sequence[Outcome]) -> None:
    """Read what is suggested for the rows that are right so far, and check it against their contents."""
    suggested = [
        (row, outcome) for row, outcome in zip(rows, outcomes, strict=True) if row.suggestions and not outcome.problems
    ]
    sizes = image_sizes(project.pk, *(row.content for row, _ in suggested))
    for row, outcome in suggested:
        outcome.proposed = read_suggestions(row.suggestions, outcome.problems)
        if not outcome.problems:
            outcome.problems.extend(
                Problem(f"/suggestions/{number}{problem.pointer}", problem.detail)
                for number, proposed in enumerate(outcome.proposed)
                for problem in suggestion_problems(form, row.content, proposed, sizes)
            )


def _find_images(project: Project, form: Form, rows: Sequence[NewItem], outcomes: Sequence[Outcome]) -> None:
    """Refuse the rows that show, or whose suggestions name, what is no verified image of the project."""
    images: list[tuple[Outcome, str, str]] = []
    for row, outcome in zip(rows, outcomes, strict=True):
        if not outcome.problems:
            images += [(outcome, "/content", image) for image in image_ids(row.content)]
            images += [
                (outcome, f"/suggestions/{number}/answers", image)
                for number, proposed in enumerate(outcome.proposed)
                for image in asset_ids(form, proposed.answers)
            ]
    missing = missing_assets(project, {image for _, _, image in images})
    for outcome, pointer, image in images:
        if image in missing:
            outcome.problems.append(Problem(pointer, f"shows {image}, which is no verified image of this project"))


def _keep_suggestions(
    project: Project, form: Form, rows: Sequence[NewItem], outcomes: Sequence[Outcome], *, at: datetime
) -> None:
    """Keep what is suggested for the rows that went in; an item that was there already is changed by other ones."""
    kept = {
        outcome.item_id: (row, outcome)
        for row, outcome in zip(rows, outcomes, strict=True)
        if outcome.item_id is not None and outcome.fate != Fate.REFUSED
    }
    suggested = [
        (item_id, row.content, proposed) for item_id, (row, outcome) in kept.items() for proposed in outcome.proposed
    ]
    for item_id in keep_suggestions(project.pk, form, suggested, at=at):
        _, outcome = kept[item_id]
        if outcome.fate == Fate.SKIPPED:
            outcome.fate = Fate.UPDATED


def shape_problems(row: NewItem, form: Form) -> Iterator[Problem]:
    """What keeps a row from being an item of a project with this form; images are looked up elsewhere."""
    if not isinstance(row.external_id, str) or not 0 < len(row.external_id) <= LONGEST_EXTERNAL_ID:
        yield Problem("/external_id", f"must be a text of 1 to {LONGEST_EXTERNAL_ID} characters")
    elif unstorable(row.external_id):
        yield Problem("/external_id", "holds characters that can't be stored")
    for problem in content_problems(row.content, form):
        yield Problem(f"/content{problem.pointer}", problem.detail)
    if detail := _metadata_problem(row.metadata):
        yield Problem("/metadata", detail)


def _metadata_problem(metadata: object) -> str | None:
    if not isinstance(metadata, dict):
        return "must be an object"
    try:
        encoded = orjson.dumps(metadata)
    except TypeError:  # too deep, too large a number, or half a surrogate pair
        return "holds what can't be stored"
    if len(encoded) > LONGEST_METADATA:
        return f"has {len(encoded)} bytes, more than {LONGEST_METADATA}"
    # A NUL is written \u0000, and so are the last six characters of a text that ends in these six.
    if b"\\u0000" in encoded and any(map(unstorable, _texts(metadata))):
        return "holds characters that can't be stored"
    return None


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from (key, *_texts(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _first_good(rows: Sequence[NewItem], outcomes: Sequence[Outcome]) -> list[int]:
    """The indexes of the rows that can go in; a second row with an external id is refused."""
    first: dict[str, int] = {}
    for index, (row, outcome) in enumerate(zip(rows, outcomes, strict=True)):
        if not outcome.problems and first.setdefault(row.external_id, index) != index:
            outcome.problems.append(Problem("/external_id", "stands more than once"))
    return list(first.values())


def lock_project(project: Project) -> Form:
    """Let one transaction at a time add items to a project, under its settings of now; its form."""
    fresh = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    project.overlap, project.next_position = fresh.overlap, fresh.next_position
    return form_at(project.pk, fresh.form_version)


# The rows come as one JSON document, which is read in one pass; an array of texts would be escaped twice on its way.
ROWS = """
given AS MATERIALIZED (
  SELECT * FROM ROWS FROM (json_to_recordset(%(rows)s::json) AS
    (id uuid, external_id text, content jsonb, metadata jsonb, prompt_key text, document text))
    WITH ORDINALITY AS n (id, external_id, content, metadata, prompt_key, document, number)
)
"""
# Which rows are new is asked of the unique index itself: a planner that has not heard of the project's size yet would
# rather read all of its items for every batch.
CREATE = f"""
WITH {ROWS}, created AS (
  INSERT INTO annotation_item (id, organisation_id, project_id, position, external_id, content, content_version,
    metadata, prompt_key, priority, state, overlap, submitted, free_places, created_at)
  SELECT n.id, %(organisation)s, %(project)s, %(position)s + n.number - 1, n.external_id, n.content, 1,
    n.metadata, n.prompt_key, 0, 'open', %(overlap)s, 0, %(overlap)s, %(at)s
  FROM given AS n
  ON CONFLICT (organisation_id, project_id, external_id) DO NOTHING
  RETURNING id, position
), words AS (
  INSERT INTO annotation_itemtext (id, organisation_id, project_id, item_id, document)
  SELECT gen_random_uuid(), %(organisation)s, %(project)s, created.id, n.document::tsvector
  FROM created JOIN given AS n USING (id)
), places AS (
  INSERT INTO annotation_assignment (id, organisation_id, project_id, item_id, kind, place, state, skip_reason)
  SELECT gen_random_uuid(), %(organisation)s, %(project)s, created.id, 'annotate', place, 'open', ''
  FROM created CROSS JOIN generate_series(1, %(overlap)s) AS place
)
SELECT id, position FROM created
"""
# In the order of their ids, as whoever else locks several items does.
FOR_UPDATE = "FOR NO KEY UPDATE"
KNOWN = """
SELECT id, external_id, content::text, metadata::text FROM annotation_item
WHERE organisation_id = %s AND project_id = %s AND external_id = ANY (%s)
ORDER BY id
"""
# A claim changes its item too: after the lock every claim that came first is seen here.
WORKED_ON = """
SELECT DISTINCT item_id FROM annotation_assignment
WHERE organisation_id = %s AND item_id = ANY (%s) AND member_id IS NOT NULL
"""
# A join that a planner which takes the table for empty would do by a loop inside a loop.
WITHOUT_LOOPS = "SET LOCAL enable_nestloop = off"
CHANGE = f"""
WITH {ROWS}, words AS (
  UPDATE annotation_itemtext t SET document = n.document::tsvector
  FROM given AS n
  WHERE t.organisation_id = %(organisation)s AND t.item_id = n.id
)
UPDATE annotation_item i
SET content_version = content_version + (i.content <> n.content)::int, updated_at = now(),
    content = n.content, metadata = n.metadata, prompt_key = n.prompt_key
FROM given AS n
WHERE i.organisation_id = %(organisation)s AND i.id = n.id
"""


def _create(
    project: Project, rows: Sequence[NewItem], outcomes: Sequence[Outcome], indexes: Sequence[int], *, at: datetime
) -> None:
    """Make items of the rows that the project does not have yet, each with all its open places, at the line's end."""
    if not indexes:
        return
    index_of = {uuid7(): index for index in indexes}
    values: dict[str, Any] = {
        "organisation": current_organisation_id(),
        "project": project.pk,
        "position": project.next_position,
        "overlap": project.overlap,
        "at": at,
        "rows": _encoded(project.pk, [(item_id, rows[index]) for item_id, index in index_of.items()]),
    }
    with connection.cursor() as cursor:
        cursor.execute(CREATE, values)
        created = cursor.fetchall()
    for item_id, _ in created:
        outcome = outcomes[index_of[item_id]]
        outcome.fate, outcome.item_id = Fate.CREATED, item_id
    if created:
        project.next_position = max(position for _, position in created) + 1
        Project.objects.filter(pk=project.pk).update(next_position=project.next_position)


def _compare(project: Project, rows: Sequence[NewItem], outcomes: Sequence[Outcome], indexes: Sequence[int]) -> None:
    """Skip the rows that the project has already, and change the others where nobody has worked on them."""
    if not indexes:
        return
    index_of = {rows[index].external_id: index for index in indexes}
    changed: list[int] = []
    with connection.cursor() as cursor:
        cursor.execute(KNOWN + FOR_UPDATE, [current_organisation_id(), project.pk, list(index_of)])
        for item_id, external_id, content, metadata in cursor.fetchall():
            index = index_of[external_id]
            outcomes[index].item_id = item_id
            outcomes[index].fate = Fate.SKIPPED
            if not _same(rows[index].content, content) or not _same(rows[index].metadata, metadata):
                outcomes[index].fate = Fate.UPDATED
                changed.append(index)
    if changed:
        _change(project, rows, outcomes, changed)


def _same(given: object, stored: str) -> bool:
    """Whether a value is the stored one; unlike Python, JSON tells 1 from true."""
    return orjson.dumps(given, option=orjson.OPT_SORT_KEYS) == orjson.dumps(
        orjson.loads(stored), option=orjson.OPT_SORT_KEYS
    )


def _change(project: Project, rows: Sequence[NewItem], outcomes: Sequence[Outcome], indexes: Sequence[int]) -> None:
    _refuse_worked_on(outcomes, indexes)
    free = [index for index in indexes if outcomes[index].fate != Fate.REFUSED]
    rewrite(project.pk, {outcomes[index].item_id: rows[index] for index in free})


def _refuse_worked_on(outcomes: Sequence[Outcome], indexes: Sequence[int]) -> None:
    if not indexes:
        return
    with connection.cursor() as cursor:
        cursor.execute(WORKED_ON, [current_organisation_id(), [outcomes[index].item_id for index in indexes]])
        worked_on = {item_id for (item_id,) in cursor.fetchall()}
    for index in indexes:
        if outcomes[index].item_id in worked_on:
            outcomes[index].fate = Fate.REFUSED
            outcomes[index].problems.append(Problem("", HAS_WORK))


def rewrite(project_id: UUID, rows: Mapping[UUID | None, NewItem]) -> None:
    """Give items, by their ids, other content and metadata. The caller has locked them and checked the rows."""
    values: dict[str, Any] = {"organisation": current_organisation_id(), "rows": _encoded(project_id, rows.items())}
    with connection.cursor() as cursor:
        cursor.execute(WITHOUT_LOOPS)
        cursor.execute(CHANGE, values)
        cursor.execute("SET LOCAL enable_nestloop TO DEFAULT")


def _encoded(project_id: UUID, rows: Iterable[tuple[UUID | None, NewItem]]) -> str:
    """Items by their ids, with what follows from their contents, as one JSON document."""
    scope = scope_of(project_id)
    return orjson.dumps(
        [
            {
                "id": item_id,
                "external_id": row.external_id,
                "content": row.content,
                "metadata": row.metadata,
                "prompt_key": prompt_key(row.content),
                "document": search_document(scope, row.external_id, row.content, row.metadata),
            }
            for item_id, row in rows
        ]
    ).decode()
