"""The past of items, as our own full file tells it (see `exports.formats.concord`), becomes their past here: revisions,
work that was taken back, verdicts, final answers, skips, marks, what was said, and what they showed before.

Only items that the same transaction has made are given a past, so nothing that people did here is ever touched, and the
same file a second time changes nothing. All ids are new; who is who, and which form is which, says `Past`. The caller
has found the rows right (`past_problems`).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import orjson
from django.db import connection
from django.db.models import F, Model
from django.db.models.functions import Greatest

from accounts.tenancy import current_organisation_id
from annotation.actions.assignments import LONGEST_WORK
from annotation.actions.pasts import Past, Row
from annotation.actions.settling import settle
from annotation.forms import canonical_answers
from annotation.imports.history import answered, contents_of, skipped, version_of, withdrawn
from annotation.imports.items import ItemRow
from annotation.models import (
    Annotation,
    Assignment,
    Comment,
    Exclusion,
    Gold,
    GoldMark,
    ItemVersion,
    ProjectPerson,
    Resolution,
    Revision,
    Suggestion,
    Verdict,
)
from annotation.queries.workflow import workflow_of

# Places that are open become those of the people who had them, by their numbers; what is too many goes.
TAKE_PLACES = """
UPDATE annotation_assignment a
SET state = n.state, member_id = n.member_id, claimed_at = n.claimed_at, closed_at = n.closed_at,
  form_version = n.form_version, shown = n.shown, skip_reason = n.skip_reason, active_seconds = n.active_seconds
FROM json_to_recordset(%(rows)s::json) AS n (id uuid, state text, member_id uuid, claimed_at timestamptz,
  closed_at timestamptz, form_version int, shown jsonb, skip_reason text, active_seconds float8)
WHERE a.organisation_id = %(organisation)s AND a.id = n.id
"""
TAKEN = (
    "id",
    "state",
    "member_id",
    "claimed_at",
    "closed_at",
    "form_version",
    "shown",
    "skip_reason",
    "active_seconds",
)
CLOSE_PLACES = """
UPDATE annotation_assignment a SET state = 'withdrawn', closed_at = now()
FROM json_to_recordset(%(rows)s::json) AS n (id uuid)
WHERE a.organisation_id = %(organisation)s AND a.id = n.id
"""
ITEMS = """
UPDATE annotation_item i
SET priority = coalesce(n.priority, i.priority), line = coalesce(n.priority, i.line), due_at = n.due_at,
  created_at = coalesce(n.created_at, i.created_at), provenance = n.provenance,
  content_version = n.content_version, overlap = coalesce(n.overlap, i.overlap),
  free_places = coalesce(n.free_places, i.free_places), state = coalesce(n.state, i.state),
  begun_no = CASE WHEN n.begun THEN nextval('annotation_begun_no') END
FROM json_to_recordset(%(rows)s::json) AS n (id uuid, priority smallint, due_at timestamptz, created_at timestamptz,
  provenance jsonb, content_version int, overlap smallint, free_places smallint, state text, begun boolean)
WHERE i.organisation_id = %(organisation)s AND i.id = n.id
"""
SUGGESTIONS = """
UPDATE annotation_suggestion s SET created_at = n.created_at
FROM json_to_recordset(%(rows)s::json) AS n (id uuid, agent text, created_at timestamptz)
WHERE s.organisation_id = %(organisation)s AND s.item_id = n.id AND s.agent = n.agent
"""


def restore_items(past: Past, rows: Sequence[tuple[UUID, ItemRow]], *, at: datetime) -> None:
    """Give new items (by their ids) what the file says of themselves: priority, dates, earlier contents."""
    _write_items([_item(item_id, row) for item_id, row in rows])
    ItemVersion.objects.bulk_create(
        ItemVersion(project=past.project, item_id=item_id, **_kept(each, "version", "content", "replaced_at"))
        for item_id, row in rows
        for each in row.more.get("contents") or ()
    )
    suggested = [
        {"id": item_id, "agent": each.get("agent"), "created_at": each.get("created_at") or at}
        for item_id, row in rows
        for each in row.more.get("suggestions") or ()
    ]
    _execute(SUGGESTIONS, suggested)
    _execute(PICTURES, [each for _, row in rows for each in row.more.get("pictures") or ()])


def restore_work(
    past: Past, rows: Sequence[tuple[UUID, ItemRow]], people: Mapping[UUID, ProjectPerson], *, at: datetime
) -> int:
    """Give new items (by their ids) what people did on them; how many annotations that count."""
    counts_skips = not workflow_of(past.project).requeue_skips
    written = Written()
    there = _there([item_id for item_id, _ in rows])
    for item_id, row in rows:
        _Telling(past, item_id, row, written, there[item_id]).tell(counts_skips=counts_skips)
    written.create()
    _write_items(written.items)
    _count(written, people)
    for item_id, row in rows:
        if row.annotations or row.more.get("resolutions"):
            settle(item_id, at=at)
    return sum(len(answered(row)) for _, row in rows)


def restore_gold(past: Past, rows: Sequence[tuple[UUID, ItemRow]], *, at: datetime) -> None:
    """Say of items that are gold who knew the right answer, and since when; that person is not given the item."""
    told = {item_id: row.more["gold"] for item_id, row in rows if isinstance(row.more.get("gold"), dict)}
    golden = list(Gold.objects.filter(item_id__in=told))
    exclusions = []
    for gold in golden:
        row = told[gold.item_id]
        gold.created_at = datetime.fromisoformat(row["created_at"])
        gold.created_by_id = past.member(row["by"])
        gold.form_version = past.version(row["form_version"])
        exclusions.append(_exclusion(past, gold.item_id, gold.created_by_id, "gold", at))
    Gold.objects.bulk_update(golden, ["created_at", "created_by", "form_version"])
    Exclusion.objects.bulk_create(exclusions, ignore_conflicts=True)


# Those that came with the file are called by their ids.
PICTURES = """
UPDATE annotation_asset a SET filename = left(n.filename, 255)
FROM json_to_recordset(%(rows)s::json) AS n (image uuid, filename text)
WHERE a.organisation_id = %(organisation)s AND a.id = n.image AND a.filename ~ '^[0-9a-f-]{36}[.][a-z]+$'
"""


@dataclass(slots=True)
class Written:
    """Rows that are to be written, by the order in which they need each other."""

    taken: list[Assignment] = field(default_factory=list)
    closed: list[UUID] = field(default_factory=list)
    places: list[Assignment] = field(default_factory=list)
    annotations: list[Annotation] = field(default_factory=list)
    later: dict[type[Model], list[Any]] = field(default_factory=dict)
    items: list[dict[str, Any]] = field(default_factory=list)

    def add(self, row: Any) -> None:
        """A row that names places or annotations."""
        self.later.setdefault(type(row), []).append(row)

    def create(self) -> None:
        """Write them all."""
        _execute(TAKE_PLACES, [{name: getattr(row, name) for name in TAKEN} for row in self.taken])
        _execute(CLOSE_PLACES, [{"id": pk} for pk in self.closed])
        Assignment.objects.bulk_create(self.places)
        Annotation.objects.bulk_create(self.annotations)
        judging = self.later.pop(Assignment, [])
        Assignment.objects.bulk_create(judging)
        for model, rows in self.later.items():
            model._default_manager.bulk_create(rows, ignore_conflicts=model is Exclusion)


@dataclass(frozen=True, slots=True)
class There:
    """What a new item has already: its open places by number, and its suggestions by agent."""

    places: dict[int, UUID] = field(default_factory=dict)
    agents: dict[str, UUID] = field(default_factory=dict)


class _Telling:
    """One item's past, told row by row."""

    def __init__(self, past: Past, item_id: UUID, row: ItemRow, written: Written, there: There) -> None:
        self.past, self.item_id, self.row, self.written = past, item_id, row, written
        self.contents = contents_of(row)
        self.there = there
        self.places = Counter[str]()
        self.made: dict[str, Annotation] = {}
        self.threads: dict[UUID, Assignment] = {}

    def tell(self, *, counts_skips: bool) -> None:
        """Everything."""
        state_of = [(each, "submitted") for each in answered(self.row)]
        state_of += [(each, "withdrawn") for each in withdrawn(self.row)]
        for each, state in sorted(state_of, key=lambda pair: str(pair[0]["revisions"][0]["created_at"])):
            self._annotation(each, state)
        for each in skipped(self.row):
            self._skip(each)
        for each in self.row.more.get("verdicts") or ():
            self._verdict(each)
        for each in self.row.more.get("resolutions") or ():
            self._resolution(each)
        for each in self.row.more.get("marks") or ():
            self._mark(each)
        for each in self.row.more.get("comments") or ():
            self._comment(each)
        self._open_places(counts_skips=counts_skips)

    def _annotation(self, told: Row, state: str) -> None:
        name = told["annotator"]
        member = self.past.member(name["id"] if isinstance(name, dict) else name)
        revisions = told["revisions"]
        place = self._place(
            state=state,
            member_id=member,
            claimed_at=revisions[0]["created_at"],
            closed_at=told.get("withdrawn_at") or told["submitted_at"],
            form_version=self.past.version(told["form_version"]),
            shown=told["shown"],
            active_seconds=min(LONGEST_WORK, told["seconds"]),
        )
        own = told["independent_answers"]
        made = Annotation(
            **self._of_item(),
            assignment_id=place.pk,
            member_id=member,
            answers=self._answers(told),
            form_version=self.past.version(told["form_version"]),
            independent_answers=None if own is None else self._own_answers(told),
            aided=told.get("aided") or [],
            **_kept(told, "revision", "submitted_at", "seconds", "number", "content_version", "verdict", "agreement"),
            **_kept(told, *(["withdrawn_at"] if state == "withdrawn" else [])),
        )
        self.made[told["id"]] = made
        self.written.annotations.append(made)
        for each in revisions:
            self.written.add(self._revision(made, each))
        if told["verdict"] == "rejected":
            self.written.add(_exclusion(self.past, self.item_id, member, "rejected", made.submitted_at))

    def _revision(self, annotation: Annotation, told: Row) -> Revision:
        by = told["by"]
        return Revision(
            project=self.past.project,
            annotation=annotation,
            answers=self._answers(told),
            form_version=self.past.version(told["form_version"]),
            created_by_id=self.past.member(by) if by else annotation.member_id,
            suggestions=[self._used(each) for each in told["suggestions"]],
            **_kept(told, "number", "content_version", "seconds", "created_at"),
        )

    def _used(self, told: Row) -> dict[str, Any]:
        """What somebody did with a suggestion, which has another id here."""
        known = self.there.agents.get(str(told.get("agent")))
        return {**told, "suggestion": None if known is None else str(known)}

    def _skip(self, told: Row) -> None:
        version = told["form_version"]
        self._place(
            state="skipped",
            member_id=self.past.member(told["annotator"]["id"]),
            claimed_at=told["at"],
            closed_at=told["at"],
            form_version=version and self.past.version(version),
            shown=told["shown"],
            skip_reason=told["reason"],
        )

    def _verdict(self, told: Row) -> None:
        """What a reviewer said, unless the file leaves out what it was said of."""
        annotation = self.made.get(told["annotation"])
        if annotation is None:
            return
        by = self.past.member(told["by"])
        place = self._judging("review", by, told["created_at"], annotation)
        fields = ("revision", "verdict", "reason", "comment", "corrected", "created_at", "appeal", "appealed_at")
        self.written.add(
            Verdict(
                **self._of_item(),
                annotation=annotation,
                assignment_id=place.pk,
                created_by_id=by,
                **_kept(told, *fields, "appeal_closed_at"),
            )
        )

    def _resolution(self, told: Row) -> None:
        by = self.past.perhaps(told["by"])
        judged = by is not None and told["kind"] == "adjudicated"
        place = self._judging("adjudicate", by, told["created_at"], None) if judged else None
        taken = [
            {**each, "annotation": str(self.made[each["annotation"]].pk)}
            for each in told["taken"]
            if each.get("annotation") in self.made
        ]
        fields = ("kind", "content_version", "reason", "comment", "created_at", "replaced_at")
        self.written.add(
            Resolution(
                **self._of_item(),
                assignment_id=None if place is None else place.pk,
                answers=self._answers(told),
                form_version=self.past.version(told["form_version"]),
                taken=taken,
                created_by_id=by,
                **_kept(told, *fields),
            )
        )

    def _mark(self, told: Row) -> None:
        annotation = self.made.get(told["annotation"])
        if annotation is not None:
            kept = _kept(told, "question", "on", "score", "correct", "created_at")
            self.written.add(GoldMark(**self._of_item(), annotation=annotation, member_id=annotation.member_id, **kept))

    def _comment(self, told: Row) -> None:
        thread = self.past.perhaps(told["thread"])
        self.written.add(
            Comment(
                **self._of_item(),
                assignment_id=None if thread is None else self._thread(thread, told["created_at"]),
                author_id=self.past.member(told["by"]),
                resolved_by_id=self.past.member(told["resolved_by"] or "") if told["resolved_at"] else None,
                **_kept(told, "text", "flag", "anchor", "created_at", "resolved_at"),
            )
        )

    def _thread(self, member: UUID, at: str) -> UUID:
        """The place whose thread it is; of somebody who left no answer it is one that ran out."""
        if member not in self.threads:
            self._place(state="expired", member_id=member, claimed_at=at, closed_at=at)
        return self.threads[member].pk

    def _place(self, *, state: str, member_id: UUID, **fields: Any) -> Assignment:
        self.places["annotate"] += 1
        number = self.places["annotate"]
        known = self.there.places.pop(number, None)
        row = Assignment(
            id=known or uuid4(),
            **self._of_item(),
            kind="annotate",
            place=number,
            state=state,
            member_id=member_id,
            **_timed(fields),
        )
        self.threads[member_id] = row
        (self.written.places if known is None else self.written.taken).append(row)
        self.places[state] += 1
        return row

    def _judging(self, kind: str, by: UUID | None, at: str, annotation: Annotation | None) -> Assignment:
        self.places[kind] += 1
        times = _timed({"claimed_at": at, "closed_at": at})
        row = Assignment(
            id=uuid4(),
            **self._of_item(),
            kind=kind,
            place=self.places[kind],
            state="submitted",
            member_id=by,
            annotation=annotation,
            **times,
        )
        self.written.add(row)
        return row

    def _open_places(self, *, counts_skips: bool) -> None:
        """As many as the overlap asks for beside those that have an answer; a gold item has none."""
        held = self.places["submitted"]
        overlap = max(self.row.more.get("overlap") or self.past.project.overlap, held)
        wanted = 0 if self.row.gold else overlap - held - (self.places["skipped"] if counts_skips else 0)
        used = self.places["annotate"]
        numbers = range(used + 1, used + wanted + 1)
        self.written.places += [
            Assignment(id=uuid4(), **self._of_item(), kind="annotate", place=number, state="open")
            for number in numbers
            if number not in self.there.places
        ]
        self.written.closed += [pk for number, pk in self.there.places.items() if number not in numbers]
        state = "gold" if self.row.gold else "open"
        item = {"overlap": overlap, "free_places": max(0, wanted), "state": state, "begun": used > 0 and wanted > 0}
        self.written.items.append(_item(self.item_id, self.row) | item)

    def _answers(self, told: Row) -> list[dict[str, Any]]:
        form = self.past.form(told["form_version"])
        return canonical_answers(form, self.contents[told["content_version"]], told["answers"])

    def _own_answers(self, told: Row) -> list[dict[str, Any]]:
        """What somebody said before anybody judged it: those of the revision that said so."""
        own = told["independent_answers"]
        return self._answers(next(each for each in told["revisions"] if each["answers"] == own))

    def _of_item(self) -> dict[str, Any]:
        return {"project_id": self.past.project.pk, "item_id": self.item_id}


TIMES = (
    "created_at",
    "replaced_at",
    "submitted_at",
    "withdrawn_at",
    "appealed_at",
    "appeal_closed_at",
    "resolved_at",
    "claimed_at",
    "closed_at",
)


def _kept(told: Row, *names: str) -> dict[str, Any]:
    """What the file says under these names, times as times."""
    return _timed({name: told[name] for name in names})


def _timed(fields: Row) -> dict[str, Any]:
    return {
        name: datetime.fromisoformat(value) if name in TIMES and value is not None else value
        for name, value in fields.items()
    }


def _exclusion(past: Past, item_id: UUID, member_id: UUID, reason: str, at: datetime) -> Exclusion:
    return Exclusion(project=past.project, item_id=item_id, member_id=member_id, reason=reason, created_at=at)


def _item(item_id: UUID, row: ItemRow) -> dict[str, Any]:
    kept = {name: row.more.get(name) for name in ("priority", "due_at", "created_at", "provenance")}
    return {"id": item_id, **kept, "content_version": version_of(row)}


def _write_items(rows: Sequence[Row]) -> None:
    _execute(ITEMS, rows)


def _execute(sql: str, rows: Sequence[Row]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(sql, {"organisation": current_organisation_id(), "rows": orjson.dumps(rows).decode()})


def _there(item_ids: Sequence[UUID]) -> dict[UUID, There]:
    found = {item_id: There() for item_id in item_ids}
    for pk, item_id, agent in Suggestion.objects.filter(item_id__in=item_ids).values_list("pk", "item_id", "agent"):
        found[item_id].agents[agent] = pk
    places = Assignment.objects.filter(item_id__in=item_ids, kind="annotate", state="open")
    for pk, item_id, number in places.values_list("pk", "item_id", "place"):
        found[item_id].places[number] = pk
    return found


def _count(written: Written, people: Mapping[UUID, ProjectPerson]) -> None:
    """What each person was given and has answered; the answers keep their numbers, and later ones go on behind them."""
    places = (*written.taken, *written.places)
    given = Counter(row.member_id for row in places if row.member_id is not None)
    made = Counter(row.member_id for row in written.annotations)
    last: dict[UUID, int] = {}
    for row in written.annotations:
        last[row.member_id] = max(last.get(row.member_id, 0), row.number)
    for member_id, count in given.items():
        if member_id in people:
            ProjectPerson.objects.filter(pk=people[member_id].pk).update(
                given=F("given") + count,
                answered=Greatest(F("answered") + made[member_id], last.get(member_id, 0)),
            )
