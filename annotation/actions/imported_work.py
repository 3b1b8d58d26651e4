"""Work that people did elsewhere, recorded as if they had done it here.

Each answer takes an open place of its item, or makes one more when all are taken; nobody is put on an item twice, nor
on one that they are kept from. The caller has locked, in the ledger's order, the people (`people_of`), the project and
the items.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import orjson
from django.db import connection
from django.db.models import F

from accounts.tenancy import current_organisation_id
from annotation.actions.assignments import LONGEST_WORK
from annotation.actions.settling import settle
from annotation.forms import Form, Problem, answer_problems, asset_ids, canonical_answers, response_ids
from annotation.models import (
    HELD,
    Annotation,
    Assignment,
    AssignmentState,
    Exclusion,
    Item,
    ItemState,
    Project,
    ProjectPerson,
    Revision,
)
from annotation.queries.assets import image_sizes, missing_assets
from annotation.queries.workflow import workflow_of

NOT_ASKED = (ItemState.GOLD, ItemState.WITHDRAWN)

TAKE_PLACES = """
UPDATE annotation_assignment a
SET state = n.state, member_id = n.member, claimed_at = n.at, closed_at = n.at, form_version = %(form_version)s,
    shown = n.shown::jsonb, skip_reason = n.reason, active_seconds = n.seconds, reserved_for_id = NULL
FROM unnest(%(ids)s::uuid[], %(states)s::text[], %(members)s::uuid[], %(ats)s::timestamptz[], %(shown)s::text[],
  %(reasons)s::text[], %(seconds)s::float8[]) AS n (id, state, member, at, shown, reason, seconds)
WHERE a.organisation_id = %(organisation)s AND a.id = n.id
"""
COUNT_ITEMS = """
UPDATE annotation_item i
SET overlap = i.overlap + n.more, free_places = i.free_places - n.taken, begun_no = nextval('annotation_begun_no')
FROM unnest(%(items)s::uuid[], %(more)s::int[], %(taken)s::int[]) AS n (id, more, taken)
WHERE i.organisation_id = %(organisation)s AND i.id = n.id
"""


@dataclass(frozen=True, slots=True)
class Work:
    """What somebody did on an item; `answers` are canonical, None for one who skipped it."""

    item: Item
    member_id: UUID
    answers: list[dict[str, Any]] | None
    reason: str
    seconds: int
    at: datetime


@dataclass(slots=True)
class Places:
    """The places of one item that are to be had: free ones first, then new ones."""

    free: list[Assignment]
    last: int
    more: int = 0
    taken: int = 0

    def take(self, member_id: UUID) -> Assignment | None:
        """A place that is open for the person: their own assigned one, or a free one."""
        mine = next((row for row in self.free if row.reserved_for_id == member_id), None)
        place = mine or next((row for row in self.free if row.reserved_for_id is None), None)
        if place is not None:
            self.free.remove(place)
            self.taken += place.reserved_for_id is None
        return place

    def add(self) -> int:
        """The number of one place more than the item had."""
        self.last += 1
        self.more += 1
        return self.last


def work_problems(
    project: Project, form: Form, content: Mapping[str, Any], annotations: Sequence[Any]
) -> Iterator[Problem]:
    """What keeps people's answers from being answers to this content under this form."""
    sizes = image_sizes(project.pk, content)
    for number, annotation in enumerate(annotations):
        if annotation.get("state", "submitted") != "submitted":
            continue
        found = answer_problems(form, content, annotation["answers"], sizes=sizes)
        if not found and (missing := missing_assets(project, asset_ids(form, annotation["answers"]))):
            found = [
                Problem("/answers", f"names {asset}, which is no verified image of this project") for asset in missing
            ]
        yield from (Problem(f"/annotations/{number}{each.pointer}", each.detail) for each in found)


def people_of(project: Project, member_ids: Iterable[UUID]) -> dict[UUID, ProjectPerson]:
    """The members' rows on the project's people list, locked in the ledger's order; who is not on it is put there
    without any right to work.
    """
    wanted = set(member_ids)
    known = set(ProjectPerson.objects.filter(project=project, member_id__in=wanted).values_list("member_id", flat=True))
    ProjectPerson.objects.bulk_create(
        [ProjectPerson(project=project, member_id=member) for member in sorted(wanted - known)], ignore_conflicts=True
    )
    rows = ProjectPerson.objects.filter(project=project, member_id__in=wanted).order_by("id").select_for_update()
    return {row.member_id: row for row in rows}


def record_work(
    *,
    project: Project,
    form: Form,
    given: Sequence[tuple[UUID, Sequence[Any]]],
    members: Mapping[str, UUID],
    people: Mapping[UUID, ProjectPerson],
    at: datetime,
) -> int:
    """Record what people answered to items (id, annotations as in `annotation.imports.foreign`), whose answers were
    found to fit; returns how many annotations are new.

    `members` says who is who. Of one person's answers to an item the latest counts. Who has worked on an item before is
    not put on it again, so recording the same work twice changes nothing.
    """
    items = {
        item.pk: item
        for item in Item.objects.filter(pk__in=[item_id for item_id, _ in given])
        .exclude(state__in=NOT_ASKED)
        .order_by("id")
        .select_for_update(no_key=True)
    }
    work = list(_new_work(form, items, given, members, at=at))
    if not work:
        return 0
    assignments = _take_places(project, form, work)
    answered = _answer(form, assignments, people)
    for item_id in dict.fromkeys(each.item.pk for each in work):
        settle(item_id, at=at)
    return answered


def _new_work(
    form: Form,
    items: Mapping[UUID, Item],
    given: Sequence[tuple[UUID, Sequence[Any]]],
    members: Mapping[str, UUID],
    *,
    at: datetime,
) -> Iterator[Work]:
    """What was not recorded before, the earliest first."""
    held = Assignment.objects.filter(item_id__in=items, kind="annotate", state__in=HELD, member__isnull=False)
    there = set(held.values_list("item_id", "member_id"))
    there |= set(Exclusion.objects.filter(item_id__in=items).values_list("item_id", "member_id"))
    for item_id, annotations in given:
        if item_id not in items:
            continue
        latest: dict[UUID, Work] = {}
        for annotation in sorted(annotations, key=lambda each: _time(each, at)):
            work = _work(form, items[item_id], annotation, members, at=at)
            if (item_id, work.member_id) not in there:
                latest[work.member_id] = work
        yield from latest.values()


def _work(form: Form, item: Item, annotation: Any, members: Mapping[str, UUID], *, at: datetime) -> Work:
    skipped = annotation.get("state", "submitted") == "skipped"
    seconds = annotation.get("seconds")
    known = isinstance(seconds, int | float) and not isinstance(seconds, bool) and seconds > 0
    return Work(
        item=item,
        member_id=members[str(annotation["annotator"]["id"])],
        answers=None if skipped else canonical_answers(form, item.content, annotation["answers"]),
        reason=str(annotation.get("reason") or "")[:500] if skipped else "",
        seconds=min(LONGEST_WORK, round(seconds)) if known else 0,
        at=_time(annotation, at),
    )


def _time(annotation: Any, at: datetime) -> datetime:
    """When it was submitted, as far as the file knows; nobody submits in the future."""
    try:
        found = datetime.fromisoformat(str(annotation.get("submitted_at")))
    except ValueError:
        return at
    return min(at, found if found.tzinfo else found.replace(tzinfo=UTC))


def _take_places(project: Project, form: Form, work: Sequence[Work]) -> list[tuple[Work, Assignment]]:
    """A place for everybody. Who skipped leaves theirs to somebody else, unless the project counts it as answered."""
    requeue = workflow_of(project).requeue_skips
    places = _places({each.item.pk for each in work})
    taken: list[tuple[Work, Assignment]] = []
    new: list[tuple[Work, Assignment]] = []
    for each in work:
        of_item = places[each.item.pk]
        leaves = each.answers is None
        place = None if leaves and requeue else of_item.take(each.member_id)
        if place is not None:
            taken.append((each, place))
        else:
            number = of_item.last if leaves else of_item.add()
            new.append((each, _assignment(form, each, number)))
    _write_taken(form, taken)
    Assignment.objects.bulk_create([assignment for _, assignment in new])
    _count(places)
    return [*taken, *new]


def _places(item_ids: set[UUID]) -> dict[UUID, Places]:
    found: dict[UUID, Places] = defaultdict(lambda: Places([], 0))
    rows = Assignment.objects.filter(item_id__in=item_ids, kind="annotate").order_by("item_id", "place")
    for row in rows.only("id", "item_id", "place", "state", "reserved_for_id"):
        places = found[row.item_id]
        places.last = max(places.last, row.place)
        if row.state == AssignmentState.OPEN:
            places.free.append(row)
    return found


def _state(work: Work) -> AssignmentState:
    return AssignmentState.SKIPPED if work.answers is None else AssignmentState.SUBMITTED


def _assignment(form: Form, work: Work, place: int) -> Assignment:
    return Assignment(
        id=uuid4(),
        project_id=work.item.project_id,
        item=work.item,
        kind="annotate",
        place=place,
        state=_state(work),
        member_id=work.member_id,
        claimed_at=work.at,
        closed_at=work.at,
        form_version=form.version,
        shown=response_ids(work.item.content),
        skip_reason=work.reason,
        active_seconds=work.seconds,
    )


def _write_taken(form: Form, taken: Sequence[tuple[Work, Assignment]]) -> None:
    if not taken:
        return
    whole = [(place.pk, _assignment(form, work, place.place)) for work, place in taken]
    with connection.cursor() as cursor:
        cursor.execute(
            TAKE_PLACES,
            {
                "organisation": current_organisation_id(),
                "form_version": form.version,
                "ids": [pk for pk, _ in whole],
                "states": [str(row.state) for _, row in whole],
                "members": [row.member_id for _, row in whole],
                "ats": [row.closed_at for _, row in whole],
                "shown": [orjson.dumps(row.shown).decode() for _, row in whole],
                "reasons": [row.skip_reason for _, row in whole],
                "seconds": [row.active_seconds for _, row in whole],
            },
        )


def _count(places: Mapping[UUID, Places]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            COUNT_ITEMS,
            {
                "organisation": current_organisation_id(),
                "items": list(places),
                "more": [each.more for each in places.values()],
                "taken": [each.taken for each in places.values()],
            },
        )


def _answer(form: Form, assignments: Sequence[tuple[Work, Assignment]], people: Mapping[UUID, ProjectPerson]) -> int:
    """The annotations with their first revisions, numbered as each person's others are; how many."""
    annotations, revisions = [], []
    answered, given = Counter[UUID](), Counter[UUID]()
    for work, assignment in sorted(assignments, key=lambda pair: pair[0].at):
        given[work.member_id] += 1
        if work.answers is None:
            continue
        answered[work.member_id] += 1
        annotation = Annotation(
            project_id=work.item.project_id,
            item=work.item,
            assignment_id=assignment.pk,
            member_id=work.member_id,
            answers=work.answers,
            form_version=form.version,
            submitted_at=work.at,
            seconds=work.seconds,
            number=people[work.member_id].answered + answered[work.member_id],
            content_version=work.item.content_version,
        )
        annotations.append(annotation)
        revisions.append(
            Revision(
                project_id=work.item.project_id,
                annotation=annotation,
                number=1,
                answers=work.answers,
                form_version=form.version,
                content_version=work.item.content_version,
                seconds=work.seconds,
                created_by_id=work.member_id,
                created_at=work.at,
            )
        )
    Annotation.objects.bulk_create(annotations)
    Revision.objects.bulk_create(revisions)
    for member_id, count in given.items():
        ProjectPerson.objects.filter(pk=people[member_id].pk).update(
            given=F("given") + count, answered=F("answered") + answered[member_id]
        )
        people[member_id].answered += answered[member_id]
    return len(annotations)
