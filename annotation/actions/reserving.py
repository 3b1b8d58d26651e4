"""Assigning by hand: a manager keeps open places for people.

A place that is kept for somebody is still open, but no longer free to others; `free_places` counts only those. Lock
order: project, items by id, places.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db import connection

from accounts.actions.events import record_event
from accounts.models import Member
from accounts.refusals import Invalid
from annotation.actions.places import unreserve_places
from annotation.distribution.sharing import OpenItem, Shares, share
from annotation.forms import Problem
from annotation.models import HELD, Project, ProjectPerson
from annotation.queries.eligibility import why_not_each

MOST_ITEMS = 10_000
MOST_MEMBERS = 100
AT_ONCE = 500
How = Literal["share", "each"]

LOCK_ITEMS = """
SELECT id, free_places FROM annotation_item
WHERE project_id = %(project)s AND id = ANY (%(items)s) ORDER BY id FOR UPDATE
"""

# Who must not have a place: they have one or had one, or are not to see the item.
BARRED = """
SELECT item_id, CASE WHEN state = 'open' THEN reserved_for_id WHEN state = ANY (%(held)s) THEN member_id END
FROM annotation_assignment WHERE item_id = ANY (%(items)s) AND kind = 'annotate'
UNION ALL
SELECT item_id, member_id FROM annotation_exclusion WHERE item_id = ANY (%(items)s)
"""

# The people of an item get its free places in turn. What is left of a fresh item goes to the line of begun ones, where
# everybody is asked whether they have it already.
KEEP = """
WITH given AS (
  SELECT item_id, member_id, row_number() OVER (PARTITION BY item_id ORDER BY number) AS turn
  FROM unnest(%(items)s::uuid[], %(members)s::uuid[]) WITH ORDINALITY AS g (item_id, member_id, number)
), places AS (
  SELECT id, item_id, row_number() OVER (PARTITION BY item_id ORDER BY place) AS turn FROM annotation_assignment
  WHERE item_id = ANY (%(items)s) AND kind = 'annotate' AND state = 'open' AND reserved_for_id IS NULL
), kept AS (
  UPDATE annotation_assignment a SET reserved_for_id = g.member_id
  FROM given g JOIN places p USING (item_id, turn) WHERE a.id = p.id RETURNING a.item_id
)
UPDATE annotation_item i
SET free_places = i.free_places - k.places, begun_no = coalesce(i.begun_no, nextval('annotation_begun_no'))
FROM (SELECT item_id, count(*)::smallint AS places FROM kept GROUP BY item_id) k WHERE i.id = k.item_id
"""

KEPT_FOR = """
SELECT DISTINCT item_id FROM annotation_assignment
WHERE project_id = %(project)s AND reserved_for_id = ANY (%(members)s) AND state = 'open'
ORDER BY item_id
"""


@dataclass(slots=True)
class Reserved:
    """What came of assigning: places, those wanted in vain, and who can't be given theirs yet, with the reason."""

    reserved: int = 0
    already: int = 0
    no_free_place: int = 0
    not_eligible: list[tuple[Member, str]] = field(default_factory=list)


def reserve(
    *,
    project: Project,
    member_ids: Sequence[UUID],
    item_ids: Sequence[UUID],
    per_item: int | None,
    how: How,
    by: Member,
    at: datetime,
) -> Reserved:
    """Keep open places on items for people: with `each` one for every one of them, with `share` for `per_item` of them
    (None: as many as places are free), spread evenly in the order of the items' ids.

    Nobody is given an item that they hold, answered, skipped or must not see, and never are there more people than the
    overlap. Whoever lacks something for the work is assigned it all the same, and named: they get it once they don't.
    Raises `Invalid` for an item of another project and for somebody who does not annotate here; then nothing is kept.
    """
    people = _annotators(project, member_ids)
    free = _lock_items(project, item_ids)
    shares = Shares([person.member_id for person in people])
    reserved = 0
    many = per_item if how == "share" else len(people)
    for chunk in _chunks(list(free)):
        chosen = list(share(_open_items(chunk, free), shares, per_item=many))
        reserved += len(chosen)
        _keep(chosen)
    about: dict[str, Any] = {"members": [str(pk) for pk in shares.people], "items": len(free), "reserved": reserved}
    record_event("items.assigned", subject=project, project_id=project.pk, actor=by, at=at, **about)
    return Reserved(reserved, shares.already, shares.no_free_place, _not_eligible(project, people, at=at))


def unreserve(
    *, project: Project, member_ids: Sequence[UUID], item_ids: Sequence[UUID] | None, by: Member, at: datetime
) -> int:
    """Give the places that are kept for people, on these items or on all, to everybody; returns how many. What they
    have claimed stays theirs.
    """
    members = list(dict.fromkeys(member_ids))
    if item_ids is None:
        ids = [row[0] for row in _rows(KEPT_FOR, {"project": project.pk, "members": members})]
    else:
        ids = list(item_ids)
    ids = list(_lock_items(project, ids))
    released = sum(unreserve_places(chunk, member) for member in members for chunk in _chunks(ids))
    about: dict[str, Any] = {"members": [str(pk) for pk in members], "released": released}
    record_event("items.unassigned", subject=project, project_id=project.pk, actor=by, at=at, **about)
    return released


def _annotators(project: Project, member_ids: Sequence[UUID]) -> list[ProjectPerson]:
    """The people, in the order named; each must be on the project's list as an annotator."""
    wanted = list(dict.fromkeys(member_ids))
    listed = ProjectPerson.objects.filter(project=project, annotate=True, member__removed_at=None)
    people = {row.member_id: row for row in listed.filter(member_id__in=wanted).select_related("member__user")}
    if strangers := [number for number, pk in enumerate(member_ids) if pk not in people]:
        raise Invalid(
            "Nobody was assigned anything.",
            [Problem(f"/member_ids/{number}", "This is no annotator of the project.") for number in strangers],
        )
    return [people[pk] for pk in wanted]


def _lock_items(project: Project, item_ids: Sequence[UUID]) -> dict[UUID, int]:
    """{item: its free places} in the order of the ids, all locked; each must be the project's."""
    wanted = sorted(set(item_ids))
    if len(wanted) > MOST_ITEMS:
        raise Invalid(problems=[Problem("/items", f"These are more than {MOST_ITEMS} items.")])
    locked: dict[UUID, int] = {}
    for chunk in _chunks(wanted):
        locked |= dict(_rows(LOCK_ITEMS, {"project": project.pk, "items": chunk}))
    if len(locked) < len(wanted):
        raise Invalid("Nothing was changed.", [Problem("/items/ids", "Some are no items of the project.")])
    return locked


def _open_items(ids: list[UUID], free: Mapping[UUID, int]) -> Iterator[OpenItem[UUID, UUID]]:
    barred: dict[UUID, set[UUID]] = {pk: set() for pk in ids}
    for item, member in _rows(BARRED, {"items": ids, "held": list(HELD)}):
        barred[item].add(member)  # None for a place that nobody has
    for pk in ids:
        yield OpenItem(pk, free[pk], barred[pk])


def _keep(chosen: Sequence[tuple[UUID, UUID]]) -> None:
    values = {"items": [item for item, _ in chosen], "members": [member for _, member in chosen]}
    with connection.cursor() as cursor:
        cursor.execute(KEEP, values)


def _not_eligible(project: Project, people: Sequence[ProjectPerson], *, at: datetime) -> list[tuple[Member, str]]:
    lacks = why_not_each([project], [person.member for person in people], at=at)
    return [
        (person.member, lacks[project.pk, person.member_id] or (f"Paused. {person.paused_because}".strip()))
        for person in people
        if lacks[project.pk, person.member_id] or person.paused
    ]


def _chunks(ids: Sequence[UUID]) -> Iterator[list[UUID]]:
    for start in range(0, len(ids), AT_ONCE):
        yield list(ids[start : start + AT_ONCE])


def _rows(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
