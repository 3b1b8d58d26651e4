"""Gold: items whose right answer is known, and marking how people answer them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from accounts.actions.events import record_event
from accounts.models import Member
from accounts.refusals import Invalid, Refused
from annotation.actions.counting import count_items
from annotation.actions.items import NewItem, place_items
from annotation.actions.places import exclude
from annotation.actions.qualifying import qualify
from annotation.actions.settling import settle
from annotation.agreement.gold import gold_marks
from annotation.forms import Form, Problem, answer_problems, asset_ids, canonical_answers
from annotation.forms.problems import below, unstorable
from annotation.models import Annotation, Gold, GoldMark, Item, ItemState, Project
from annotation.queries.assets import image_sizes, missing_assets
from annotation.queries.forms import current_form, form_at
from annotation.queries.gold import gold_of
from annotation.queries.workflow import workflow_of

LONGEST_HINT = 2000
MOST_GOLD_AT_ONCE = 1000
UNKNOWN_ITEM = "is no item of this project, and there is no content to make one of"
OTHER_CONTENT = "differs from that of the item, which is left as it is"

# Nobody is given the item as work any more; who holds it finishes.
CLOSE_PLACES = """
WITH closed AS (
  UPDATE annotation_assignment SET state = 'withdrawn', closed_at = now()
  WHERE item_id = ANY (%(items)s) AND state = 'open'
)
UPDATE annotation_item SET state = 'gold', free_places = 0 WHERE id = ANY (%(items)s)
"""

# As many places as the overlap asks for beside those that are held or answered. Everybody may have answered it while
# it was gold: then its overlap is what it has.
OPEN_PLACES = """
WITH held AS (
  SELECT count(*) FILTER (WHERE state IN ('claimed', 'submitted', 'returned')) AS live,
    count(*) FILTER (WHERE state = 'skipped' AND %(skips_count)s) AS skipped, coalesce(max(place), 0) AS last
  FROM annotation_assignment WHERE item_id = %(item)s AND kind = 'annotate'
), opened AS (
  INSERT INTO annotation_assignment (id, organisation_id, project_id, item_id, kind, place, state, skip_reason)
  SELECT gen_random_uuid(), i.organisation_id, i.project_id, i.id, 'annotate', held.last + number, 'open', ''
  FROM annotation_item i, held, generate_series(1, i.overlap - held.live - held.skipped) AS number
  WHERE i.id = %(item)s RETURNING id
)
UPDATE annotation_item i
SET state = 'open', overlap = greatest(i.overlap, held.live), free_places = (SELECT count(*) FROM opened),
  begun_no = nextval('annotation_begun_no')
FROM held WHERE i.id = %(item)s
"""


class CannotBeGold(Refused):
    """The item is not one that people could be given."""

    type = "cannot-be-gold"
    title = "This item cannot be gold"


@dataclass(frozen=True, slots=True)
class GoldRow:
    """A gold item as it comes from outside: that of the importer's id, or a new one made of `content`."""

    external_id: str
    answers: Any
    hints: Any
    content: Any = None


def mark_gold_item(*, item: Item, answers: Any, hints: Any, by: Member, at: datetime) -> Gold:
    """Make an item, which the caller has locked, one whose right answer is known, or correct the answer of one.

    `answers` are in the item's own ids and complete, as an annotator's would be. What people have answered stays and is
    not marked; whoever holds the item finishes it; nobody else is given it but as gold. Whoever wrote the answer never
    gets it. Raises `Invalid` with pointers into the request (`/answers/0/value`), or `CannotBeGold`.
    """
    if item.state == ItemState.WITHDRAWN:
        raise CannotBeGold("It was withdrawn.")
    form = current_form(item.project)
    row = GoldRow(item.external_id, answers, hints)
    if found := _problems(form, item, row):
        raise Invalid(problems=found)
    (gold,) = _keep(item.project, form, [(item, row)], by=by, at=at)
    record_event("gold.marked", subject=item, actor=by, at=at, external_id=item.external_id)
    return gold


def import_gold(*, project: Project, rows: Sequence[GoldRow], by: Member, at: datetime) -> list[Gold]:
    """Make gold of all the rows' items, or of none; an item that is not there yet is added with the row's content.

    Raises `Invalid` with pointers such as `/rows/3/answers/0/value`.
    """
    project = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    found = _add_missing(project, rows, at=at)
    locked = Item.objects.select_for_update(no_key=True).order_by("id").select_related(None)
    items = {
        item.external_id: item
        for item in locked.filter(project=project, external_id__in={row.external_id for row in rows})
    }
    form = current_form(project)
    for number, row in enumerate(rows):
        if (item := items.get(row.external_id)) is not None:
            item.project = project
            found += [
                Problem(f"/rows/{number}{problem.pointer}", problem.detail) for problem in _problems(form, item, row)
            ]
    if found:
        raise Invalid("Nothing was imported.", found)
    kept = _keep(project, form, [(items[row.external_id], row) for row in rows], by=by, at=at)
    record_event("gold.imported", subject=project, actor=by, at=at, project_id=project.pk, items=len(kept))
    return kept


def gold_problems(project: Project, form: Form, row: GoldRow) -> list[Problem]:
    """What keeps the answers of a row from being the right ones of an item with its content."""
    return _problems(form, Item(project=project, content=row.content), row)


def keep_gold(*, project: Project, form: Form, rows: Mapping[UUID, GoldRow], by: Member, at: datetime) -> int:
    """Make gold of items (by their ids) whose rows were found right, but not of withdrawn ones; how many."""
    items = Item.objects.select_for_update(no_key=True).filter(pk__in=rows).order_by("id")
    golden = [(item, rows[item.pk]) for item in items.exclude(state=ItemState.WITHDRAWN)]
    return len(_keep(project, form, golden, by=by, at=at)) if golden else 0


def unmark_gold(*, item: Item, by: Member, at: datetime) -> None:
    """Put a gold item, which the caller has locked, back among the others: its open places are as many as its overlap
    still asks for. Its marks are kept and count no longer; who wrote the answer is still not given it.
    """
    if not Gold.objects.filter(item=item).delete()[0]:
        raise CannotBeGold("It is not gold.")
    skips_count = not workflow_of(item.project).requeue_skips
    with connection.cursor() as cursor:
        cursor.execute(OPEN_PLACES, {"item": item.pk, "skips_count": skips_count})
    settle(item.pk, at=at)
    record_event("gold.unmarked", subject=item, actor=by, at=at, external_id=item.external_id)


def mark_gold(*, annotation: Annotation, at: datetime) -> None:
    """Mark a person's first answers to a gold item; what they submit later changes no mark. A qualification that this
    completes is theirs at once.
    """
    gold = gold_of(annotation.item)
    if gold is None or gold.created_by_id == annotation.member_id:
        return
    if annotation.revision > 1 or _answered_before(annotation):
        return
    form = form_at(annotation.project_id, annotation.form_version)
    GoldMark.objects.bulk_create(
        GoldMark(
            project_id=annotation.project_id,
            item_id=annotation.item_id,
            annotation=annotation,
            member_id=annotation.member_id,
            question=mark.question,
            on=mark.on,
            score=mark.score,
            correct=mark.correct,
            created_at=at,
        )
        for mark in gold_marks(form, gold.answers, annotation.answers)
    )
    qualify(project=annotation.project, member=annotation.member, at=at)


def _answered_before(annotation: Annotation) -> bool:
    """Whether the person submitted it once, took it back and let it expire before this time."""
    theirs = Annotation.objects.filter(
        project_id=annotation.project_id, item_id=annotation.item_id, member_id=annotation.member_id
    )
    return theirs.exclude(pk=annotation.pk).exists()


def _add_missing(project: Project, rows: Sequence[GoldRow], *, at: datetime) -> list[Problem]:
    """Add the items that the project, which the caller has locked, does not have; what is wrong with the rows."""
    known = dict(
        Item.objects.filter(project=project, external_id__in={row.external_id for row in rows}).values_list(
            "external_id", "content"
        )
    )
    found: list[Problem] = []
    first: dict[str, int] = {}
    new: list[int] = []
    for number, row in enumerate(rows):
        if (earlier := first.setdefault(row.external_id, number)) != number:
            found.append(Problem(f"/rows/{number}/external_id", f"stands already at /rows/{earlier}"))
        elif row.external_id in known:
            if row.content is not None and row.content != known[row.external_id]:
                found.append(Problem(f"/rows/{number}/content", OTHER_CONTENT))
        elif row.content is None:
            found.append(Problem(f"/rows/{number}/external_id", UNKNOWN_ITEM))
        else:
            new.append(number)
    outcomes = place_items(project, [NewItem(rows[number].external_id, rows[number].content) for number in new], at=at)
    for number, outcome in zip(new, outcomes, strict=True):
        found += [Problem(f"/rows/{number}{problem.pointer}", problem.detail) for problem in outcome.problems]
    return found


def _problems(form: Form, item: Item, row: GoldRow) -> list[Problem]:
    """What keeps these answers from being the right ones of an item."""
    if item.state == ItemState.WITHDRAWN:
        return [Problem("/external_id", "was withdrawn")]
    found = answer_problems(form, item.content, row.answers, sizes=image_sizes(item.project_id, item.content))
    if not found and (missing := missing_assets(item.project, asset_ids(form, row.answers))):
        found = [
            Problem("/answers", f"name {asset}, which is no verified image of this project")
            for asset in sorted(missing)
        ]
    if not found:
        right = canonical_answers(form, item.content, row.answers)
        if not gold_marks(form, right, right):
            found = [Problem("/answers", "hold nothing that can be judged: texts and dialogues are not")]
    return [*found, *_hint_problems(form, row.hints)]


def _hint_problems(form: Form, hints: Any) -> list[Problem]:
    if not isinstance(hints, Mapping):
        return [Problem("/hints", "must be an object of texts by question")]
    found = []
    for name, text in hints.items():
        if form.question(name) is None:
            found.append(Problem("/hints", "names what is no question of this form"))
        elif not isinstance(text, str) or len(text) > LONGEST_HINT or unstorable(text):
            found.append(Problem(below("/hints", name), f"must be a text of at most {LONGEST_HINT} characters"))
    return found


def _keep(
    project: Project, form: Form, golden: Sequence[tuple[Item, GoldRow]], *, by: Member, at: datetime
) -> list[Gold]:
    """Keep valid answers of locked items, whose open places close."""
    ids = [item.pk for item, _ in golden]
    known = {gold.item_id: gold for gold in Gold.objects.filter(item_id__in=ids)}
    kept, new = [], []
    for item, row in golden:
        gold = known.get(item.pk) or Gold(project=project, item=item, created_at=at)
        gold.answers = canonical_answers(form, item.content, row.answers)
        gold.hints = dict(row.hints)
        gold.form_version = form.version
        gold.created_by = by
        kept.append(gold)
        if item.pk not in known:
            new.append(gold)
    Gold.objects.bulk_create(new)
    Gold.objects.bulk_update(known.values(), ["answers", "hints", "form_version", "created_by"])
    with connection.cursor() as cursor:
        cursor.execute(CLOSE_PLACES, {"items": ids})
    count_items(ids)
    exclude(ids, by.pk, reason="gold", at=at)
    return kept
