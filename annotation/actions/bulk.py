"""What managers do to many items at once. An item with which something can't be done is passed over, and counted with
the reason; the others are not held up by it.

Items are locked a thousand at a time, by their ids. Withdrawing takes leases away: their assignments are locked first,
and an item whose assignment somebody else has in hand at this moment is passed over as `busy`.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BigIntegerField, Case, F, Func, Q, Value, When

from accounts.actions.events import record_events
from accounts.models import Member
from accounts.refusals import Invalid
from annotation.actions.places import exclude, free_places, unreserve_places
from annotation.actions.reserving import How, reserve
from annotation.actions.settling import ASK_ADJUDICATOR, ASK_REVIEWERS, settle
from annotation.forms import Problem
from annotation.models import TOP_UP_LINE, Annotation, Assignment, Exclusion, Item, ItemState, Project
from annotation.queries.workflow import workflow_of

AT_ONCE = 1000
IN_HAND = ["claimed", "returned"]
ANSWERED = {ItemState.DONE, ItemState.REVIEW, ItemState.ADJUDICATE}
Skipped = Counter[str]
Work = Callable[[list[Item]], list[UUID]]

# Who stood in another line has not looked at the item there: it goes to the end of its new one.
NEXT_NO = Case(
    When(Q(begun_no=None) | Q(line=TOP_UP_LINE), then=F("begun_no")),
    default=Func(Value("annotation_begun_no"), function="nextval"),
    output_field=BigIntegerField(),
)

# Open places of all kinds go, kept ones too. The answers stay.
CLOSE = """
WITH closed AS (
  UPDATE annotation_assignment SET state = 'withdrawn', closed_at = now()
  WHERE item_id = ANY (%(items)s) AND state = 'open'
)
UPDATE annotation_item SET state = 'withdrawn', free_places = 0 WHERE id = ANY (%(items)s)
"""
# An added question that nobody will answer now: what was answered before stays submitted.
AS_ANSWERED = """
UPDATE annotation_assignment SET state = 'submitted'
WHERE item_id = ANY (%(items)s) AND state = 'returned' AND returned ->> 'because' = 'form'
"""
# As many places as the overlap asks for beside those that are held or answered.
OPEN = """
WITH held AS (
  SELECT i.id, i.organisation_id, i.project_id, i.overlap,
    count(a.id) FILTER (WHERE a.state IN ('claimed', 'submitted', 'returned')
      OR a.state = 'skipped' AND %(skips_count)s) AS live,
    coalesce(max(a.place), 0) AS last
  FROM annotation_item i LEFT JOIN annotation_assignment a ON a.item_id = i.id AND a.kind = 'annotate'
  WHERE i.id = ANY (%(items)s) GROUP BY i.id
), opened AS (
  INSERT INTO annotation_assignment (id, organisation_id, project_id, item_id, kind, place, state, skip_reason)
  SELECT gen_random_uuid(), organisation_id, project_id, id, 'annotate', last + number, 'open', ''
  FROM held CROSS JOIN LATERAL generate_series(1, overlap - live) AS number RETURNING item_id
)
UPDATE annotation_item i
SET state = 'open', free_places = (SELECT count(*) FROM opened WHERE item_id = i.id),
  begun_no = CASE WHEN i.begun_no IS NOT NULL THEN nextval('annotation_begun_no') END
FROM held WHERE i.id = held.id
"""


def prioritise(
    *, project: Project, item_ids: Sequence[UUID], priority: int, by: Member, at: datetime
) -> tuple[int, Skipped]:
    """Give items a priority, from -1 (low) to 2 (urgent); those that need one more answer at once stay before all."""

    def work(items: list[Item]) -> list[UUID]:
        changed = [item.pk for item in items]
        line = Case(When(line=TOP_UP_LINE, then=F("line")), default=Value(priority))
        rows = Item.objects.filter(pk__in=changed)
        rows.update(priority=priority, line=line, begun_no=NEXT_NO)
        _tell("item.prioritised", items, by=by, at=at, priority=priority)
        return changed

    return _each(project, item_ids, work, {"withdrawn": _withdrawn, "already": lambda item: item.priority == priority})


def set_due(
    *, project: Project, item_ids: Sequence[UUID], due_at: datetime | None, by: Member, at: datetime
) -> tuple[int, Skipped]:
    """Say until when items are wanted; None for no date. Of fresh items those that are due sooner come first."""

    def work(items: list[Item]) -> list[UUID]:
        changed = [item.pk for item in items]
        Item.objects.filter(pk__in=changed).update(due_at=due_at)
        _tell("item.due_set", items, by=by, at=at, due_at=due_at and due_at.isoformat())
        return changed

    return _each(project, item_ids, work, {"withdrawn": _withdrawn, "already": lambda item: item.due_at == due_at})


def withdraw(*, project: Project, item_ids: Sequence[UUID], by: Member, at: datetime) -> tuple[int, Skipped]:
    """Ask nobody about these items any more: open places close, leases end and their drafts are kept. Answers stay."""
    busy: set[UUID] = set()

    def take_leases(ids: list[UUID]) -> set[UUID]:
        held = Assignment.objects.filter(item_id__in=ids, state__in=IN_HAND).order_by("id")
        return set(held.select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True))

    def work(items: list[Item]) -> list[UUID]:
        ids = [item.pk for item in items]
        held, ours = Assignment.objects.filter(item_id__in=ids, state__in=IN_HAND), take_leases(ids)
        busy.update(item for pk, item in held.values_list("pk", "item_id") if pk not in ours)
        changed = [pk for pk in ids if pk not in busy]
        values = {"items": changed}
        _execute(AS_ANSWERED, values)
        leases = list(held.filter(item_id__in=changed).values_list("pk", flat=True))
        free_places(leases, state="expired", reopen=False)
        _execute(CLOSE, values)
        _tell("item.withdrawn", [item for item in items if item.pk in changed], by=by, at=at)
        return changed

    unfit = {"already": _withdrawn, "gold": lambda item: item.state == ItemState.GOLD}
    changed, skipped = _each(project, item_ids, work, unfit, before=take_leases)
    return changed, skipped + Counter({"busy": len(busy)} if busy else {})


def restore(*, project: Project, item_ids: Sequence[UUID], by: Member, at: datetime) -> tuple[int, Skipped]:
    """Ask about withdrawn items again, as many people as are still missing."""
    values: dict[str, Any] = {"skips_count": not workflow_of(project).requeue_skips}

    def work(items: list[Item]) -> list[UUID]:
        ids = [item.pk for item in items]
        _execute(OPEN, {**values, "items": ids})
        for item in items:
            if item.submitted:
                settle(item.pk, at=at)
        _tell("item.restored", items, by=by, at=at)
        return ids

    return _each(project, item_ids, work, {"not_withdrawn": lambda item: not _withdrawn(item)})


def send_to_review(*, project: Project, item_ids: Sequence[UUID], by: Member, at: datetime) -> tuple[int, Skipped]:
    """Have a reviewer look at every answer to these items that nobody has judged yet; all of each must be there."""
    judged: Skipped = Counter()

    def work(items: list[Item]) -> list[UUID]:
        rows = Annotation.objects.filter(item__in=items, withdrawn_at=None, verdict="")
        wanted = dict(rows.values_list("pk", "item_id"))
        _execute(ASK_REVIEWERS, {"annotations": list(wanted)})
        asked = sorted(set(wanted.values()))
        for item_id in asked:
            settle(item_id, at=at)
        _tell("item.sent_to_review", [item for item in items if item.pk in asked], by=by, at=at)
        judged["judged"] += len(items) - len(asked)
        return asked

    unfit = {
        "withdrawn": _withdrawn,
        "gold": lambda item: item.state == ItemState.GOLD,
        "not_answered": lambda item: item.state not in ANSWERED,
    }
    changed, skipped = _each(project, item_ids, work, unfit)
    return changed, skipped + judged


def send_to_adjudication(
    *, project: Project, item_ids: Sequence[UUID], by: Member, at: datetime, comment: str = ""
) -> tuple[int, Skipped]:
    """Have an adjudicator settle items whatever the project's workflow says, also what was settled once; reviewers who
    were asked judge first. Whoever settles one reads the comment.
    """

    def work(items: list[Item]) -> list[UUID]:
        ids = [item.pk for item in items]
        _execute(ASK_ADJUDICATOR, {"items": ids})
        places = Assignment.objects.filter(item__in=ids, kind="adjudicate", state__in=["open", "claimed"])
        places.update(returned={"because": "manager", "comment": comment, "questions": None})
        for item_id in ids:
            settle(item_id, at=at)
        _tell("item.sent_to_adjudication", items, by=by, at=at, **({"comment": comment} if comment else {}))
        return ids

    asked = set(
        Assignment.objects.filter(
            item__in=item_ids, kind="adjudicate", state__in=["open", "claimed"], returned__isnull=False
        ).values_list("item_id", flat=True)
    )
    unfit = {
        "withdrawn": _withdrawn,
        "gold": lambda item: item.state == ItemState.GOLD,
        "not_answered": lambda item: item.state not in ANSWERED,
        "already": lambda item: item.pk in asked,
    }
    return _each(project, item_ids, work, unfit)


def assign(
    *,
    project: Project,
    item_ids: Sequence[UUID],
    member_ids: Sequence[UUID],
    per_item: int | None,
    how: How,
    by: Member,
    at: datetime,
) -> tuple[int, Skipped]:
    """Keep places on these items for people (see `reserving.reserve`); places are counted, not items."""
    kept = reserve(project=project, member_ids=member_ids, item_ids=item_ids, per_item=per_item, how=how, by=by, at=at)
    return kept.reserved, +Counter(already=kept.already, no_free_place=kept.no_free_place)


def exclude_people(
    *, project: Project, item_ids: Sequence[UUID], member_ids: Sequence[UUID], by: Member, at: datetime
) -> tuple[int, Skipped]:
    """See to it that these people are not given these items; what they hold or have answered stays theirs."""
    members = _members(member_ids)

    def work(items: list[Item]) -> list[UUID]:
        ids = [item.pk for item in items]
        for member in members:
            exclude(ids, member, reason="manager", at=at)
            unreserve_places(ids, member)
        _tell("item.people_excluded", items, by=by, at=at, members=[str(member) for member in members])
        return ids

    return _each(project, item_ids, work, {})


def admit_people(
    *, project: Project, item_ids: Sequence[UUID], member_ids: Sequence[UUID], by: Member, at: datetime
) -> tuple[int, Skipped]:
    """Take back what a manager excluded these people from; other exclusions stand."""
    members = _members(member_ids)

    def work(items: list[Item]) -> list[UUID]:
        ours = Exclusion.objects.filter(item__in=items, member_id__in=members, reason="manager")
        ids = list(ours.values_list("item_id", flat=True).distinct())
        ours.delete()
        # Who passed them looks again from the end of the line.
        Item.objects.filter(pk__in=ids).update(begun_no=Func(Value("annotation_begun_no"), function="nextval"))
        _tell("item.people_admitted", [item for item in items if item.pk in ids], by=by, at=at)
        return ids

    return _each(project, item_ids, work, {})


def _members(member_ids: Sequence[UUID]) -> list[UUID]:
    """These members, each once. Raises `Invalid` for somebody who is none."""
    known = set(Member.objects.filter(pk__in=member_ids, removed_at=None).values_list("pk", flat=True))
    found = [
        Problem(f"/settings/member_ids/{number}", "is no member of this organisation")
        for number, pk in enumerate(member_ids)
        if pk not in known
    ]
    if found:
        raise Invalid(problems=found)
    return list(dict.fromkeys(member_ids))


def _each(
    project: Project,
    item_ids: Sequence[UUID],
    work: Work,
    unfit: Mapping[str, Callable[[Item], bool]],
    before: Callable[[list[UUID]], object] | None = None,
) -> tuple[int, Skipped]:
    """Do the work on those of the project's items that are fit for it; how many it was done on, and why not on others.

    `before` is what must be locked before the items.
    """
    wanted = sorted(set(item_ids))
    changed, skipped = 0, Counter[str]()
    for ids in _chunks(wanted):
        if before is not None:
            before(ids)
        locked = Item.objects.filter(project=project, pk__in=ids).order_by("id").select_for_update(of=("self",))
        items = list(locked.defer("content", "metadata").select_related("project"))
        skipped["unknown"] += len(ids) - len(items)
        fit = []
        for item in items:
            reason = next((reason for reason, is_unfit in unfit.items() if is_unfit(item)), None)
            if reason is None:
                fit.append(item)
            else:
                skipped[reason] += 1
        if fit:
            changed += len(work(fit))
    return changed, +skipped


def _withdrawn(item: Item) -> bool:
    return item.state == ItemState.WITHDRAWN


def _tell(kind: str, items: Sequence[Item], *, by: Member, at: datetime, **data: Any) -> None:
    record_events(kind, subjects=items, actor=by, at=at, **data)


def _chunks(ids: Sequence[UUID]) -> Iterator[list[UUID]]:
    for start in range(0, len(ids), AT_ONCE):
        yield list(ids[start : start + AT_ONCE])


def _execute(sql: str, values: Mapping[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, dict(values))
